"""How people, offices and bodies are reached. Addresses are personal data: they are never part of a fact or a plan.

An office is reached through whoever holds it on that day: the acting person, where there is one, else the holders.
Where they have no address of their own, or nobody is registered, the office's is taken, then that of its body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from pydantic import model_validator

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text, Words
from dondoc.domain.notice import LETTER

EMAIL, WEBHOOK, NONE = "email", "webhook", "none"
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_URL = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[!-~]*)?")


class Contact(Model):
    """One way to reach somebody: `of` is the id of a person, an office or a body; `none` means told in another way."""

    of: Text
    channel: Id
    address: Words = ""

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        wanted = {EMAIL: _MAILBOX, WEBHOOK: _URL}.get(self.channel)
        if wanted and not wanted.fullmatch(self.address):
            raise Invalid(
                f"The {self.channel} contact of {self.of!r} needs one plain address.",
                vi=f"Liên hệ {self.channel} của {self.of!r} phải có đúng một địa chỉ.",
                place="address",
                cure="Write can.bo@example.vn for email, https://host/path for webhook.",
            )
        return self


class Contacts(Model):
    """The contacts file: personal data, kept apart and erasable at any time."""

    contacts: tuple[Contact, ...] = ()

    def of(self, name: str) -> tuple[Contact, ...]:
        """The ways to reach a person, an office or a body."""
        return tuple(each for each in self.contacts if each.of == name)

    def address(self, of: str, channel: str) -> str | None:
        """The address under a channel; None where there is none (any more)."""
        return next((each.address for each in self.of(of) if each.channel == channel), None)


@dataclass(frozen=True, slots=True)
class Reached:
    """Who gets what is meant for an office or body: pairs of receiver and channel; or why nobody does."""

    by: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def asked(body: str, task: str, catalogue: Catalogue, contacts: Contacts) -> Reached:
    """How a body is asked for something: as it can be reached, else by letter.

    One of the same ministry that cannot be reached finds what it is asked for among its tasks.
    """
    by = tuple((each.of, each.channel) for each in contacts.of(body) if each.channel != NONE)
    if by:
        return Reached(by)
    own = catalogue.top(body) == catalogue.top(catalogue.plan_of(task).owner)
    return Reached(reason="told-otherwise") if own or contacts.of(body) else Reached(((body, LETTER),))


def reach(to: str, on: date, catalogue: Catalogue, contacts: Contacts) -> Reached:
    """Who is to be told what is meant for an office on a day, and how. A body is written to by letter."""
    if "/" not in to:
        return Reached(((to, LETTER),))
    holders = catalogue.holders(to, on)
    acting = [each for each in holders if each.acting]
    persons = [each.person for each in acting or holders]
    found = [each for person in persons for each in contacts.of(person)]
    found = found or [*contacts.of(to)] or [*contacts.of(to.split("/", maxsplit=1)[0])]
    if not found:
        return Reached(reason="no-contact" if persons else "no-holder")
    by = tuple(dict.fromkeys((each.of, each.channel) for each in found if each.channel != NONE))
    return Reached(by, "" if by else "told-otherwise")
