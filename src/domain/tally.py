"""Counting the lines of a register: by dimensions, with the zeros that matter, what is missing, the longest gaps.

Every figure is the number of some lines, and names the key by which they are found again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise, product
from typing import Any

from dondoc.domain import period as periods
from dondoc.domain.line import Line
from dondoc.domain.period import Grain
from dondoc.domain.register import Register

NONE = ""
"""The key of lines that say nothing in a dimension."""
GRAINS = {"month": Grain.MONTH, "quarter": Grain.QUARTER, "year": Grain.YEAR}
_CALLED: dict[str, Callable[[Line], tuple[str, ...]]] = {
    "unit": lambda line: (line.unit,),
    "fact": lambda line: (line.what,),
    "duty": lambda line: line.duties,
    "term": lambda line: (line.id,),
}
Above = Callable[[str], Iterable[str]]
"""A value with those that it lies within."""


@dataclass(slots=True)
class Group:
    """Some lines together: how many; how many fill each column; sums of the number columns; how many bear each flag.

    `waits` holds for each wait how many lines have it, their days together, and the longest.
    """

    key: tuple[str, ...]
    lines: int = 0
    filled: dict[str, int] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    flags: dict[str, int] = field(default_factory=dict)
    waits: dict[str, tuple[int, int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """The longest stretch of days without an entry between two, and how long the last one is ago."""

    key: str
    entries: int
    last: str
    longest: int | None
    ago: int


def keys_of(line: Line, dimension: str, above: Above = lambda value: (value,)) -> tuple[str, ...]:
    """The keys under which a line counts in a dimension; `NONE` where it says nothing there."""
    if dimension in GRAINS:
        return (_label(dimension, line.day),) if line.day else (NONE,)
    if dimension in _CALLED:
        return _CALLED[dimension](line) or (NONE,)
    said = (above(key(value)) for value in line.values[dimension])
    return tuple(dict.fromkeys(each for found in said for each in found)) or (NONE,)


@cache
def _label(dimension: str, day: str) -> str:
    return periods.HOLDING[GRAINS[dimension]](date.fromisoformat(day)).label


def key(value: Any) -> str:
    """A value as a key."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def tally(
    register: Register,
    lines: Iterable[Line],
    dimensions: Sequence[str],
    every: Mapping[str, Sequence[str]],
    above: Mapping[str, Above],
) -> list[Group]:
    """The lines by up to two dimensions, in the order of `every` where a dimension has one, else by key.

    Args:
        register: whose lines they are.
        lines: the lines, already narrowed.
        dimensions: what to count by; none for one group of all.
        every: the keys that must be shown for a dimension, even with no line.
        above: for columns of terms, a term with those that it lies within.
    """
    numbers = [column.id for column in register.columns if column.is_number]
    groups: dict[tuple[str, ...], Group] = {}
    for line in lines:
        for each in product(*(keys_of(line, d, above.get(d, _alone)) for d in dimensions)):
            _add(groups.setdefault(each, _fresh(register, each)), line, numbers)
    for each in _due(dimensions, every, list(groups)):
        groups.setdefault(each, _fresh(register, each))
    ranks = [{name: i for i, name in enumerate(every.get(d, ()))} for d in dimensions]
    return sorted(groups.values(), key=lambda g: [(r.get(k, len(r)), k) for r, k in zip(ranks, g.key, strict=True)])


def _due(
    dimensions: Sequence[str], every: Mapping[str, Sequence[str]], found: Sequence[tuple[str, ...]]
) -> Iterable[tuple[str, ...]]:
    """The keys that must be shown: of a dimension that is not complete, those that there are."""
    if not any(each in every for each in dimensions):
        return ()
    seen = [dict.fromkeys(each[i] for each in found) for i in range(len(dimensions))]
    return product(*(every.get(each, seen[i]) for i, each in enumerate(dimensions)))


def missing(groups: Iterable[Group], every: Mapping[str, Sequence[str]], dimensions: Sequence[str]) -> list[Group]:
    """The groups that should have had a line and have none."""
    due = [set(every[dimension]) for dimension in dimensions]
    return [g for g in groups if not g.lines and all(k in known for k, known in zip(g.key, due, strict=True))]


def gaps(lines: Iterable[Line], dimension: str, on: date, above: Above = lambda value: (value,)) -> list[Gap]:
    """How regularly something came, for each key of a dimension."""
    days: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.day:
            for each in keys_of(line, dimension, above):
                days[each].append(line.day)
    return [_gap(each, sorted(found), on) for each, found in sorted(days.items())]


def _gap(name: str, days: Sequence[str], on: date) -> Gap:
    dates = [date.fromisoformat(day) for day in days]
    longest = max(((later - earlier).days for earlier, later in pairwise(dates)), default=None)
    return Gap(name, len(days), days[-1], longest, (on - dates[-1]).days)


def _alone(value: str) -> tuple[str, ...]:
    return (value,)


def _fresh(register: Register, name: tuple[str, ...]) -> Group:
    return Group(name, 0, dict.fromkeys(register.column_ids, 0), {}, dict.fromkeys((f.id for f in register.flags), 0))


def _add(group: Group, line: Line, numbers: Sequence[str]) -> None:
    group.lines += 1
    for column, said in line.values.items():
        if said and said != (0,):
            group.filled[column] += 1
    for column in numbers:
        if line.values[column]:
            group.sums[column] = group.sums.get(column, 0) + sum(line.values[column])
    for flag in line.flags:
        group.flags[flag] += 1
    for name, days in line.waits.items():
        count, total, longest = group.waits.get(name, (0, 0, days))
        group.waits[name] = (count + 1, total + days, max(longest, days))
