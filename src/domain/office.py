"""Offices and the people who hold them. Duties bind offices; people come and go.

An office's id is `<body>/<post>`, such as `van-phong-bo/nguoi-phat-ngon`. People are ids here: names, phones and
addresses are personal data and live elsewhere.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from dondoc.domain.model import Id, Model, Text

OfficeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*/[a-z0-9][a-z0-9.-]*$")]
SYSTEM = "dondoc/engine"
"""The office in which the engine itself acts: opening, reminding, closing."""


class Post(Model):
    """A kind of office that every body of some groups has; `head`: whoever holds it answers for the body."""

    id: Id
    name: Text
    en: Text
    of: Annotated[tuple[Id, ...], Field(min_length=1)]
    head: bool = False


class Holding(Model):
    """A person holds an office from one day to another, both included.

    `acting` (quyền) when it is entrusted to them until somebody is appointed, `delegated` (ủy quyền) when the holder
    lets them act in it; `basis` says by which paper.
    """

    office: OfficeId
    person: Id
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    acting: bool = False
    delegated: bool = False
    basis: str | None = None

    def worded(self, office: str) -> str:
        """The name of the office as it is said of this holder, with the paper, where they act or are delegated."""
        paper = f" theo {self.basis}" if self.basis else ""
        return f"Quyền {office}{paper}" if self.acting else f"{office}, được ủy quyền{paper}"

    def held(self, on: date) -> bool:
        """Whether the person held the office on that day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


class Office(Model):
    """An office of a body."""

    id: OfficeId
    name: Text
    en: Text

    @property
    def body(self) -> str:
        """The id of the body that the office belongs to."""
        return self.id.split("/")[0]


class Actor(Model):
    """Who acts: a person in an office, where needed on behalf of a body or office. Given by the host, never by input.

    `person` and `office` are ids; `on_behalf_of` is the id of a body or office, or empty.
    """

    person: Id
    office: OfficeId
    on_behalf_of: str = ""


ENGINE = Actor(person="dondoc", office=SYSTEM)
