"""Conditions of flags: what must hold of a line of a register. Pure questions; the day asked about is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any, Protocol, TypeAlias

from dondoc.domain.register import Flag, Outside


class Said(Protocol):
    """What conditions look at: the unit of a line, and its values by column."""

    @property
    def unit(self) -> str:
        """The body that the line belongs to."""

    @property
    def values(self) -> Mapping[str, tuple[Any, ...]]:
        """What the line says, by column."""


Holds: TypeAlias = Callable[[Said], bool]


def conditions(flag: Flag, on: date) -> Iterator[Holds]:
    """What a flag asks of one line, beside silence and repeats, on that day."""
    if has := flag.has:
        yield lambda line: all(line.values[column] for column in has)
    if lacks := flag.lacks:
        yield lambda line: not all(line.values[column] for column in lacks)
    if where := flag.where:
        yield lambda line: all(_texts(line, column) & {*wanted} for column, wanted in where.items())
    if fewer := flag.fewer:
        yield lambda line: _number(line.values[fewer.column]) < _number(line.values[fewer.than])
    if outside := flag.outside:
        yield lambda line: _is_outside(outside, line)
    if without := flag.without:
        yield lambda line: not {*without.values} - {line.unit} <= _texts(line, without.column)
    yield from _dated(flag, on)


def _dated(flag: Flag, on: date) -> Iterator[Holds]:
    if older := flag.older:
        yield lambda line: (age := _age(line, older.column, on)) is not None and age > older.days
    if within := flag.within:
        yield lambda line: (age := _age(line, within.column, on)) is not None and 0 <= -age <= within.days
    if later := flag.later:
        yield (
            lambda line: (
                (last_day(line.values[later.column]) or date.min) > (last_day(line.values[later.than]) or date.max)
            )
        )


def last_day(said: Iterable[Any]) -> date | None:
    """The last of some days; None where there is none."""
    return max((day_of(each) for each in said), default=None)


def day_of(said: Any) -> date:
    """The day of a day or moment as it is stored."""
    return date.fromisoformat(str(said)[:10])


def _age(line: Said, column: str, on: date) -> int | None:
    last = last_day(line.values[column])
    return (on - last).days if last else None


def _is_outside(rule: Outside, line: Said) -> bool:
    said = [time.fromisoformat(str(each)) for each in line.values[rule.column]]
    return bool(said) and not any(hours.from_ <= at <= hours.to for at in said for hours in rule.hours)


def _number(said: Iterable[Any]) -> int:
    return sum(each for each in said if isinstance(each, int))


def _texts(line: Said, column: str) -> set[str]:
    """The values in a column as configuration writes them."""
    return {str(each).lower() if isinstance(each, bool) else str(each) for each in line.values[column]}
