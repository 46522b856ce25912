"""Flags: what a line of a register may be wanting, by conditions on its columns."""

from __future__ import annotations

from datetime import time
from typing import Annotated, TypeAlias

from pydantic import Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, OneOrMore, Text

Fields: TypeAlias = Annotated[tuple[str, ...], OneOrMore]
"""Fields of facts, which may call the same thing by different names."""


class Older(Model):
    """More days than these have gone by since the day in a column; with 0, that day is over."""

    column: Id
    days: Annotated[int, Field(ge=0)]


class Within(Model):
    """The day in a column is today or comes in so many days at most."""

    column: Id
    days: Annotated[int, Field(ge=0)]


class Later(Model):
    """The day in a column lies after that in another one."""

    column: Id
    than: Id


class Without(Model):
    """A column does not hold each of these values. The line's own body is never missing."""

    column: Id
    values: Annotated[tuple[str, ...], OneOrMore, Field(min_length=1)]


class Hours(Model):
    """A stretch of hours of the day, both ends included."""

    from_: Annotated[time, Field(alias="from")]
    to: time


class Outside(Model):
    """The hour in a column lies in none of these."""

    column: Id
    hours: Annotated[tuple[Hours, ...], Field(min_length=1)]


class Fewer(Model):
    """The number in a column is less than that in another; an empty one is nought."""

    column: Id
    than: Id


class Flag(Model):
    """What a line is wanting: all of the conditions that are written must hold.

    `has`: every one of these columns is filled. `lacks`: at least one of these is empty. `where`: each of these columns
    holds one of its values. `repeats`: an earlier line says the same in all of these columns. `silent`: a term's
    newest entry is older than its `max_age`, or it has none.
    """

    id: Id
    name: Text
    en: Text | None = None
    has: tuple[Id, ...] = ()
    lacks: tuple[Id, ...] = ()
    older: Older | None = None
    where: dict[Id, Fields] = Field(default_factory=dict)
    within: Within | None = None
    later: Later | None = None
    without: Without | None = None
    fewer: Fewer | None = None
    repeats: tuple[Id, ...] = ()
    outside: Outside | None = None
    silent: bool = False

    @model_validator(mode="after")
    def _asks_something(self) -> Flag:
        if not (self.columns() or self.silent):
            raise Invalid(
                f"The flag {self.id!r} has no condition.",
                vi=f"Dấu hiệu {self.id!r} chưa có điều kiện.",
                cure="Write has, lacks, where, older, within, later, without, outside, fewer, repeats or silent.",
            )
        return self

    def columns(self) -> list[str]:
        """The columns that it looks at."""
        looking = (self.older, self.within, self.later, self.without, self.outside, self.fewer)
        others = [each.column for each in looking if each]
        compared = [each.than for each in (self.later, self.fewer) if each]
        return [*self.has, *self.lacks, *self.where, *self.repeats, *others, *compared]
