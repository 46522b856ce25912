"""A register opened with a question: its lines, narrowed as asked, and what is counted over them.

It is made anew for every question; no figure is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial

from dondoc.domain import period as periods
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.line import Line, Reader
from dondoc.domain.register import Column, Every, Register
from dondoc.domain.tally import GRAINS, NONE, Gap, Group, gaps, keys_of, missing, tally
from dondoc.domain.vocabulary import Term

MOST_DIMENSIONS = 2


@dataclass(frozen=True)
class Question:
    """What is asked of a register.

    Attributes:
        units: bodies whose lines are asked for; None for all.
        first, last: days; None where the stretch is open.
        where: values by column or dimension; an empty value asks for lines that say nothing there.
        flag: only lines that bear it.
        by: up to two dimensions to count by.
    """

    units: tuple[str, ...] | None = None
    first: date | None = None
    last: date | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    flag: str = ""
    by: tuple[str, ...] = ()

    def check(self, register: Register) -> None:
        """Refuse what the register does not have.

        Raises:
            Invalid: a column, dimension or flag that is not there, or more than two dimensions.
        """
        for name in (*self.where, *self.by):
            _must("column", "cột", name, register.dimensions)
        if self.flag:
            _must("flag", "dấu hiệu", self.flag, [flag.id for flag in register.flags])
        if len(self.by) > MOST_DIMENSIONS:
            raise Invalid("It can be counted by two dimensions at most.", vi="Chỉ thống kê được theo tối đa hai chiều.")


@dataclass(frozen=True)
class Book:
    """A register with the lines that a question found.

    `issued` are the days of the acts that were issued, `titles` what the register's facts are called, `unseen` how many
    cases are left out since the viewer may not see them.
    """

    register: Register
    question: Question
    reader: Reader
    catalogue: Catalogue
    issued: Mapping[str, date]
    found: tuple[Line, ...]
    titles: Mapping[str, str]
    unseen: int = 0

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that are asked for, by day."""
        asked = self.question
        left_out = frozenset(self.register.leaves_out)
        if asked.flag:
            return [each for each in self._asked if asked.flag in each.flags]
        return [each for each in self._asked if left_out.isdisjoint(each.flags)]

    @property
    def left_out(self) -> int:
        """How many lines are not shown for a flag that they bear."""
        return 0 if self.question.flag else len(self._asked) - len(self.lines)

    @cached_property
    def _asked(self) -> list[Line]:
        return [each for each in self.found if self._is_asked(each)]

    @cached_property
    def groups(self) -> list[Group]:
        """The lines counted by the dimensions that are asked for; one group of all where none is."""
        by = self.question.by
        above = {each: self.above(each) for each in by}
        return tally(self.register, self.lines, by, {each: self.keys(each) for each in by if self._every(each)}, above)

    def missing(self) -> list[Group]:
        """What should have had a line and has none.

        Raises:
            Invalid: the register does not say what should be there, in one of the dimensions.
        """
        by = self.question.by or tuple(each.by for each in self.register.every[:1])
        known = [each.by for each in self.register.every] + list(GRAINS)
        if not by:
            _must("complete dimension", "chiều thống kê phải đủ", "", known)
        for each in by:
            _must("complete dimension", "chiều thống kê phải đủ", each, known)
        every = {each: self.keys(each) for each in by}
        above = {each: self.above(each) for each in by}
        found = missing(tally(self.register, self.lines, by, every, above), every, by)
        return [each for each in found if not self._is_beyond(each, by)]

    def gaps(self, dimension: str) -> list[Gap]:
        """How regularly something came, for each key of a dimension."""
        _must("column", "cột", dimension, self.register.dimensions)
        return gaps(self.lines, dimension, self.reader.on, self.above(dimension))

    def keys(self, dimension: str) -> list[str]:
        """The keys that a dimension must show by the day asked about; none where that is not said."""
        each = self._every(dimension)
        if dimension in GRAINS:
            first, last = self._stretch()
            return [p.label for p in periods.tile(GRAINS[dimension], first, last)] if first <= last else []
        if each is None:
            return []
        if each.seen or each.numbers:
            said = dict.fromkeys(k for line in self.lines for k in keys_of(line, dimension, self.above(dimension)))
            return _up_to(said) if each.numbers else [name for name in said if name != NONE]
        if each.vocabulary:
            terms = self.catalogue.vocabularies.family(each.vocabulary).values()
            return [term.id for term in terms if self._is_there(term, each)]
        owed = self.catalogue.duties.get(each.duty or "")
        bodies = self.catalogue.owers(owed) if owed else self.catalogue.members([each.group or ""])
        units = self.question.units if dimension == "unit" else None
        return [body for body in bodies if units is None or body in units]

    def above(self, dimension: str) -> Callable[[str], Iterable[str]]:
        """A value of a dimension with those that it lies within."""
        family = self.family(dimension)
        return partial(self.catalogue.vocabularies.above, family) if family else _alone

    def family(self, dimension: str) -> str:
        """The family of the terms in a column; empty for other columns and dimensions."""
        if dimension == "term" and self.register.vocabulary:
            return self.register.vocabulary.split(".", 1)[0]
        about = Column(id="term", name="term", field=self.register.field) if dimension == "term" else None
        column = about or self.column(dimension)
        mark = self.reader.mark(column) if column else None
        return mark.family if mark else ""

    def column(self, name: str) -> Column | None:
        """A column by its id."""
        return next((each for each in self.register.columns if each.id == name), None)

    def _every(self, dimension: str) -> Every | None:
        found = next((each for each in self.register.every if each.by == dimension), None)
        return found or (Every(by=dimension) if dimension in GRAINS else None)

    def _is_there(self, term: Term, each: Every) -> bool:
        """Nothing can be missing about a document before it was issued."""
        on = min(self.question.last or self.reader.on, self.reader.on)
        since = self.issued.get(term.id) if term.id in self.catalogue.acts else term.since or date.min
        if since is None or since > on or (each.kinds and term.kind not in each.kinds):
            return False
        if each.terms and term.id not in each.terms:
            return False
        return each.since is None or each.since <= since

    def _stretch(self) -> tuple[date, date]:
        on = self.reader.on
        last = min(self.question.last or on, on)
        return self.question.first or date(last.year, 1, 1), last

    def _is_beyond(self, group: Group, by: Sequence[str]) -> bool:
        """Whether a number is greater than any that was recorded with the group's other key."""
        for i, dimension in enumerate(by):
            each = self._every(dimension)
            if each is not None and each.numbers:
                others = [(d, group.key[j]) for j, d in enumerate(by) if j != i]
                lines = [x for x in self.lines if all(k in keys_of(x, d, self.above(d)) for d, k in others)]
                known = _up_to(k for line in lines for k in keys_of(line, dimension))
                return group.key[i] not in known
        return False

    def _is_asked(self, line: Line) -> bool:
        asked = self.question
        if self.register.is_whole:
            inside = str(asked.first or "") <= line.day and (asked.last is None or line.day <= str(asked.last))
            if not inside or (asked.units is not None and line.unit not in asked.units):
                return False
        for dimension, wanted in asked.where.items():
            family = self.family(dimension)
            said = self.catalogue.vocabularies.named(family, wanted) if family else wanted
            if said not in keys_of(line, dimension, self.above(dimension)):
                return False
        return True


def days_of(first: str, last: str, period: str) -> tuple[date | None, date | None]:
    """The stretch of days that is meant by two days, or by the label of a period (`2024-Q2`, `2024-05`, `2024`).

    Raises:
        Invalid: no such day or period, or both are given.
    """
    if period and (first or last):
        raise Invalid(
            "Either a period or days can be asked for.",
            vi="Chỉ chọn kỳ hoặc khoảng ngày, không chọn cả hai.",
            cure="Leave one of them out.",
        )
    if period:
        found = periods.parse(period)
        return found.start, found.end
    start, end = (periods.parse(day).start if day else None for day in (first, last))
    if start and end and end < start:
        periods.stretch(start, end)
    return start, end


def _up_to(said: Iterable[str]) -> list[str]:
    """The whole numbers from 1 to the greatest that was said."""
    return [str(n) for n in range(1, max((int(each) for each in said if each.isdigit()), default=0) + 1)]


def _alone(value: str) -> tuple[str, ...]:
    return (value,)


def _must(en: str, vi: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise Invalid(
            f"The register has no {en} {name!r}." if name else f"The register has no {en}.",
            vi=f"Sổ này không có {vi} {name!r}." if name else f"Sổ này không có {vi}.",
            place=name,
            cure=f"It has: {', '.join(known) or 'none'}.",
        )
