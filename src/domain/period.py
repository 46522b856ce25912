"""Periods: the stretches of time that Vietnamese plans speak in.

A period has a grain (day, week, month, ...), a label that is its name for ever (`2024-Q2`), a first and a last day.
Periods of one grain tile the years without gap or overlap. Weeks are those of ISO 8601: Monday to Sunday, belonging
to the year of their Thursday. A period knows nothing of deadlines: see `window` and `occurrence`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dondoc.domain.errors import Invalid

DAY = timedelta(days=1)
ROMAN = ("I", "II", "III", "IV")


class Grain(StrEnum):
    """How finely a time is given. A time is never shown finer than its grain."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole days. `end` is the last day; None means open-ended ("and the following years")."""

    start: date
    end: date | None
    grain: Grain
    label: str

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)


def day(of: date) -> Period:
    """The period of one day."""
    return Period(of, of, Grain.DAY, of.isoformat())


def week(of: date) -> Period:
    """The ISO week that holds the day."""
    year, number, weekday = of.isocalendar()
    start = of - timedelta(days=weekday - 1)
    return Period(start, start + 6 * DAY, Grain.WEEK, f"{year:04d}-W{number:02d}")


def month(of: date) -> Period:
    """The month that holds the day."""
    start = of.replace(day=1)
    return Period(start, _last_day(of.year, of.month), Grain.MONTH, f"{of.year:04d}-{of.month:02d}")


def quarter(of: date) -> Period:
    """The quarter that holds the day."""
    number = (of.month + 2) // 3
    start = date(of.year, number * 3 - 2, 1)
    return Period(start, _last_day(of.year, number * 3), Grain.QUARTER, f"{of.year:04d}-Q{number}")


def half(of: date) -> Period:
    """The half-year that holds the day."""
    number = 1 if of.month <= 6 else 2
    start = date(of.year, number * 6 - 5, 1)
    return Period(start, _last_day(of.year, number * 6), Grain.HALF, f"{of.year:04d}-H{number}")


def year(of: date) -> Period:
    """The year that holds the day."""
    return Period(date(of.year, 1, 1), date(of.year, 12, 31), Grain.YEAR, f"{of.year:04d}")


HOLDING: dict[Grain, Callable[[date], Period]] = {
    Grain.DAY: day,
    Grain.WEEK: week,
    Grain.MONTH: month,
    Grain.QUARTER: quarter,
    Grain.HALF: half,
    Grain.YEAR: year,
}


def stretch(start: date, end: date) -> Period:
    """Any other stretch of days, both ends included."""
    if end < start:
        raise Invalid(
            f"A range ends on {end} before it starts on {start}.",
            vi=f"Khoảng thời gian kết thúc ngày {end:%d/%m/%Y} trước khi bắt đầu ngày {start:%d/%m/%Y}.",
            cure="Write the earlier day first.",
        )
    return Period(start, end, Grain.RANGE, f"{start}..{end}")


def years(first: int, last: int | None) -> Period:
    """Several years; `last` None means "and the following years"."""
    if last == first:
        return year(date(first, 1, 1))
    if last is not None and last < first:
        raise Invalid(
            f"The years {first}-{last} run backwards.",
            vi=f"Các năm {first}-{last} bị ngược.",
            cure=f"Write {last}-{first}.",
        )
    if last is None:
        return Period(date(first, 1, 1), None, Grain.RANGE, f"{first:04d}-")
    return Period(date(first, 1, 1), date(last, 12, 31), Grain.RANGE, f"{first:04d}-{last:04d}")


def tile(grain: Grain, first: date, last: date) -> Iterator[Period]:
    """The periods of a grain from the one that holds `first` to the one that holds `last`."""
    holding = HOLDING[grain]
    period = holding(first)
    while period.start <= last:
        yield period
        assert period.end is not None  # every tiling grain has an end
        if period.end == date.max:
            return
        period = holding(period.end + DAY)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Period]], ...] = (
    (re.compile(r"(\d{4}-\d\d-\d\d)"), lambda m: day(date.fromisoformat(m[1]))),
    (re.compile(r"(\d{4})-W(\d\d)"), lambda m: week(date.fromisocalendar(int(m[1]), int(m[2]), 1))),
    (re.compile(r"(\d{4})-(\d\d)"), lambda m: month(date(int(m[1]), int(m[2]), 1))),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda m: quarter(date(int(m[1]), int(m[2]) * 3, 1))),
    (re.compile(r"(\d{4})-H([12])"), lambda m: half(date(int(m[1]), int(m[2]) * 6, 1))),
    (re.compile(r"(\d{4})"), lambda m: year(date(int(m[1]), 1, 1))),
    (re.compile(r"(\d{4})-(\d{4})?"), lambda m: years(int(m[1]), int(m[2]) if m[2] else None)),
    (
        re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)"),
        lambda m: stretch(date.fromisoformat(m[1]), date.fromisoformat(m[2])),
    ),
)


def parse(label: str) -> Period:
    """The period with that label.

    Raises:
        Invalid: no period has that label (`2024-13`, `2024-02-30`, `Q2`).
    """
    for form, make in _FORMS:
        # Digits of other scripts would be read as numbers too, and then be another name for the same period.
        if label.isascii() and (match := form.fullmatch(label)):
            try:
                return make(match)
            except (ValueError, OverflowError) as wrong:
                raise _no_period(label, str(wrong)) from wrong
    raise _no_period(label, "not a known form")


def _no_period(label: str, why: str) -> Invalid:
    return Invalid(
        f"There is no period {label!r} ({why}).",
        vi=f"Không có kỳ {label!r}.",
        cure="Write a day 2024-03-15, week 2024-W12, month 2024-03, quarter 2024-Q1, half-year 2024-H1, year 2024, "
        "years 2024-2025 or 2024-, or a range 2024-01-05..2024-02-10.",
    )


def _last_day(of_year: int, of_month: int) -> date:
    if of_month == 12:
        return date(of_year, 12, 31)
    return date(of_year, of_month + 1, 1) - DAY
