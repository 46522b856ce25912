"""Doors: programs that may hand something in, such as the ministry's portal. Each acts in an office, like anybody else.

A door holds the hash of a token, never the token. What it may open, record and see again is listed.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dondoc.domain.model import Id, Model, Text
from dondoc.domain.office import Actor, OfficeId

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Door(Model):
    """A program with a token.

    Attributes:
        token_sha256: the SHA-256 of its token, as 64 small hexadecimal digits.
        person, office: who it acts as.
        duties: the duties whose cases it may open, and see again where its own body has them.
        facts: the activities that it may record.
        answers: the facts of a case that it is told, with their fields.
    """

    id: Id
    name: Text
    en: Text
    token_sha256: Sha256
    person: Id
    office: OfficeId
    duties: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """Who it acts as."""
        return Actor(person=self.person, office=self.office)

    @property
    def body(self) -> str:
        """The body that its office belongs to."""
        return self.office.split("/", maxsplit=1)[0]
