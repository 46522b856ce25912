"""The pace of a quota: how far it should be by a day, on an even line over the working days of its period.

Nobody owes an even pace; whoever falls behind it is asked early enough to catch up. Pure arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dondoc.domain.calendar import Calendar
from dondoc.domain.period import DAY


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a quota is: `credits` of `count`, in a period from `start` to `end`, both included."""

    count: int
    credits: int
    start: date
    end: date

    def days(self, today: date, calendar: Calendar) -> tuple[int, int]:
        """How many working days the period has up to the end of a day, and in all.

        Raises:
            CalendarUndecided: the period lies outside the decided years.
        """
        whole = calendar.working_days_left(self.start - DAY, self.end)
        return whole - calendar.working_days_left(max(today, self.start - DAY), self.end), whole

    def missing(self, today: date, calendar: Calendar) -> int:
        """How many whole ones less are done than an even pace asks for; 0 where it is kept.

        Raises:
            CalendarUndecided: the period lies outside the decided years.
        """
        passed, whole = self.days(today, calendar)
        return max(self.count * passed // whole - self.credits, 0) if whole else 0

    def behind(self, today: date, calendar: Calendar) -> bool:
        """Whether less is done than the share of the working days that have passed.

        Raises:
            CalendarUndecided: the period lies outside the decided years.
        """
        passed, whole = self.days(today, calendar)
        return self.credits * whole < self.count * passed
