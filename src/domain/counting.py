"""Counting of time by the Civil Code 2015, articles 144 to 148.

By days, weeks, months or years the first day is not counted; a term of months ends on the corresponding day, or on the
month's last day where there is none; a last day that is a weekend or holiday moves to the end of the next working day;
a day ends at 24:00. By hours it starts at the moment itself and runs through weekends.
"""

from __future__ import annotations

import calendar as months
from datetime import date, datetime, timedelta
from enum import StrEnum

from dondoc.domain.calendar import Calendar, Count
from dondoc.domain.ports import HANOI


class Unit(StrEnum):
    """What a term is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working-days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


def term_end(start: date, length: int, unit: Unit, calendar: Calendar) -> Count:
    """The last day of a term that starts with an event on `start`, with the days that were passed to find it.

    Args:
        start: the day of the event; it is not counted (art. 147.2).
        length: how many units, at least 1.
        unit: what is counted.
        calendar: which days are worked (art. 148.5).

    Raises:
        CalendarUndecided: the term ends outside the decided years.
    """
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.count_working_days(start, length)
        case Unit.DAYS:
            last = start + timedelta(days=length)
        case Unit.WEEKS:
            last = start + timedelta(weeks=length)
        case Unit.MONTHS:
            last = _months_later(start, length)
        case _:
            last = _months_later(start, length * 12)
    return calendar.on_or_after(last)


def hours_end(start: datetime, hours: int) -> datetime:
    """The moment so many hours after the event: by the clock, weekends and nights included (art. 147.1)."""
    return start + timedelta(hours=hours)


def first_moment(day: date) -> datetime:
    """The beginning of a day in Vietnam, 0:00."""
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


def last_moment(day: date) -> datetime:
    """The end of a day in Vietnam, 24:00 (art. 148.6)."""
    return first_moment(day) + timedelta(days=1)


def _months_later(start: date, count: int) -> date:
    index = start.year * 12 + start.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))
