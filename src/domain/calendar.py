"""Working days, each with the decision that makes it one or not.

Weekends are rule; holidays and swapped days are decisions, listed day by day in `config/calendars`. Past the last
decided day every question fails loudly: a deadline counted on a guess is worse than none. Every count can show the
days it went through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.period import DAY


class DayKind(StrEnum):
    """What a decision makes of a day."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from a plain weekday or weekend, and the document that says so."""

    day: date
    kind: DayKind
    name: str
    basis: str
    swap: date | None = None
    certainty: str = "H"
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class DayNote:
    """One day of a count: whether it was counted as a working day, and why."""

    day: date
    working: bool
    why: str
    basis: str


@dataclass(frozen=True, slots=True)
class Count:
    """The end of a count of days, with every day that it passed."""

    result: date
    days: tuple[DayNote, ...]


class Calendar:
    """The working days of the years that have been decided."""

    def __init__(
        self, special: Iterable[SpecialDay], *, first: date, through: date, weekend: frozenset[int] = frozenset({5, 6})
    ) -> None:
        self.special = {day.day: day for day in special}
        self.first = first
        self.through = through
        self.weekend = weekend
        self._counted: dict[tuple[date, int], date] = {}

    def note(self, day: date) -> DayNote:
        """Whether the day is a working day, and why.

        Raises:
            CalendarUndecided: the day lies outside the decided years.
        """
        if not self.first <= day <= self.through:
            raise CalendarUndecided(
                f"Whether {day} is a working day has not been decided (decided: {self.first} to {self.through}).",
                vi=f"Chưa có quyết định ngày {day:%d/%m/%Y} là ngày làm việc hay ngày nghỉ "
                f"(đã có: {self.first:%d/%m/%Y} đến {self.through:%d/%m/%Y}).",
                cure=f"Add config/calendars/{day.year}.yaml with the days of that year and their decisions.",
            )
        if special := self.special.get(day):
            return DayNote(day, special.kind is DayKind.WORK, special.name, special.basis)
        weekend = day.weekday() in self.weekend
        return DayNote(day, not weekend, "cuối tuần" if weekend else "ngày làm việc", "")

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day."""
        return self.note(day).working

    def add_working_days(self, start: date, days: int) -> date:
        """The day that lies so many working days after (or, negative, before) `start`, which itself is not counted."""
        key = (start, days)
        if key not in self._counted:
            self._counted[key] = self.count_working_days(start, days).result
        return self._counted[key]

    def count_working_days(self, start: date, days: int) -> Count:
        """As `add_working_days`, with every day that was passed."""
        if days == 0:
            return Count(start, ())
        passed: list[DayNote] = []
        left = abs(days)
        for note in self._walk(start, 1 if days > 0 else -1):
            passed.append(note)
            left -= note.working
            if left == 0:
                break
        return Count(passed[-1].day, tuple(passed))

    def working_days_left(self, today: date, end: date) -> int:
        """How many working days lie after today up to and including `end`; 0 when `end` is past."""
        return sum(self.is_working(today + n * DAY) for n in range(1, (end - today).days + 1))

    def on_or_after(self, day: date) -> Count:
        """The day itself if it is a working day, else the next one: the Civil Code's rule, art. 148.5."""
        note = self.note(day)
        if note.working:
            return Count(day, (note,))
        rest = self.count_working_days(day, 1)
        return Count(rest.result, (note, *rest.days))

    def _walk(self, start: date, direction: int) -> Iterator[DayNote]:
        day = start
        while True:
            day += direction * DAY
            yield self.note(day)
