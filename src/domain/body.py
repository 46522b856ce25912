"""Bodies: whoever can owe a duty. Ministries, provinces, units, broadcasters, newspapers.

A body keeps its id for ever; names and parents have dates, since ministries are renamed, merged and moved. Groups are
named sets of bodies, such as "the units of the ministry"; an open group has no known members.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from dondoc.domain.model import Id, Model, Text

BodyKind = Literal[
    "government",
    "ministry",
    "ministerial-agency",
    "government-agency",
    "province",
    "unit",
    "division",
    "committee",
    "broadcaster",
    "press",
    "party-or-union",
    "school",
]


class Name(Model):
    """What a body was called from one day to another, both included; no day means "as long as we know"."""

    name: Text
    en: Text | None = None
    short: Text | None = None
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    basis: str | None = None
    certainty: Literal["H", "M", "L"] | None = None

    def held(self, on: date) -> bool:
        """Whether the body bore this name on that day."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


class Abolition(Model):
    """The last day of a body, and the act that ended it."""

    on: date
    basis: str
    certainty: Literal["H", "M", "L"] | None = None


class Body(Model):
    """A body with its dated names."""

    id: Id
    kind: BodyKind
    names: Annotated[tuple[Name, ...], Field(min_length=1)]
    parent: Id | None = None
    short: Text | None = None
    code: str | None = None
    abolished: Abolition | None = None
    successor: Id | None = None
    note: str | None = None

    def name(self, on: date) -> str:
        """What the body was called on that day (the nearest name, where none is known for the day)."""
        return self.named(on).name

    def named(self, on: date) -> Name:
        """The name entry of that day."""
        return next((n for n in self.names if n.held(on)), self.names[0])


class Group(Model):
    """A named set of bodies and groups, in the official order."""

    id: Id
    name: Text
    en: Text | None = None
    members: tuple[Id, ...] = ()
    open: bool = False
    note: str | None = None
