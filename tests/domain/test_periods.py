"""Periods: they tile the years, their labels are their names, and no label means two of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dondoc.domain import period as periods
from dondoc.domain.errors import Invalid
from dondoc.domain.period import DAY, HOLDING, Grain, Period

TILING = [grain for grain in Grain if grain is not Grain.RANGE]
DAYS = st.dates(date(1, 1, 8), date(9999, 12, 19))
YEARS = st.integers(1, 9998)


def read_or_refuse(label: str) -> Period | Invalid:
    """The period, or why there is none."""
    try:
        return periods.parse(label)
    except Invalid as refusal:
        return refusal


@given(grain=st.sampled_from(TILING), first=DAYS, length=st.integers(0, 1200))
def test_every_grain_tiles_any_stretch_of_years_without_gap_or_overlap(grain: Grain, first: date, length: int) -> None:
    """Each period starts on the day after the one before ended; together they hold every day of the stretch."""
    assume((date.max - first).days > length + 8)
    last = first + length * DAY
    tiles = list(periods.tile(grain, first, last))
    assert first in tiles[0]
    assert last in tiles[-1]
    for before, after in pairwise(tiles):
        assert before.end is not None
        assert after.start == before.end + DAY


@given(grain=st.sampled_from(TILING), day=DAYS)
def test_the_period_that_holds_a_day_holds_it_and_is_the_same_for_all_its_days(grain: Grain, day: date) -> None:
    """Asked for its first and its last day, the same period comes back."""
    period = HOLDING[grain](day)
    assert day in period
    assert period.end is not None
    assert HOLDING[grain](period.start) == HOLDING[grain](period.end) == period


@given(grain=st.sampled_from(TILING), day=DAYS)
def test_the_label_of_a_period_is_its_name(grain: Grain, day: date) -> None:
    """Read back, the label gives the same period."""
    period = HOLDING[grain](day)
    assert periods.parse(period.label) == period


@given(first=YEARS, more=st.integers(1, 5), start=DAYS, length=st.integers(0, 400))
def test_the_labels_of_longer_stretches_are_their_names_too(first: int, more: int, start: date, length: int) -> None:
    """Several years, open-ended years and ranges of days."""
    assume(first + more < 10000)
    assume((date.max - start).days > length)
    for period in (
        periods.years(first, first + more),
        periods.years(first, None),
        periods.stretch(start, start + length * DAY),
    ):
        assert periods.parse(period.label) == period


@given(text=st.from_regex(r"[0-9]{4}(-([WQH]?[0-9]{1,2}|[0-9]{4}|[0-9]{2}-[0-9]{2})?)?", fullmatch=True))
def test_a_label_is_read_or_refused_and_nothing_else(text: str) -> None:
    """Whatever looks like a label gives a period that holds its own first day, or an error that names it."""
    read = read_or_refuse(text)
    if isinstance(read, Invalid):
        assert text in read.en
    else:
        assert read.start in read
        assert periods.parse(read.label) == read


@given(grain=st.sampled_from(TILING), one=DAYS, other=DAYS)
def test_labels_sort_as_their_periods_do(grain: Grain, one: date, other: date) -> None:
    """So that text order is time order within a grain."""
    first, second = HOLDING[grain](one), HOLDING[grain](other)
    assert (first.label < second.label) == (first.start < second.start)


@pytest.mark.parametrize(("year", "weeks"), [(2020, 53), (2024, 52), (2025, 52), (2026, 53), (2032, 53)])
def test_an_iso_year_has_52_or_53_weeks(year: int, weeks: int) -> None:
    """The long years are those that have 53 Thursdays."""
    tiles = periods.tile(Grain.WEEK, date(year, 1, 4), date(year, 12, 28))
    labels = [tile.label for tile in tiles]
    assert labels == [f"{year}-W{number:02d}" for number in range(1, weeks + 1)]


def test_a_week_belongs_to_the_year_of_its_thursday() -> None:
    """30 December 2024 is in week 1 of 2025; 1 January 2027 is in week 53 of 2026."""
    assert periods.week(date(2024, 12, 30)).label == "2025-W01"
    assert periods.week(date(2027, 1, 1)).label == "2026-W53"
    assert periods.parse("2025-W01").start == date(2024, 12, 30)


def test_february_ends_where_the_year_says() -> None:
    """On the 29th in 2024 and 2000, on the 28th in 2023 and 2100."""
    ends = {year: periods.parse(f"{year}-02").end for year in (2000, 2023, 2024, 2100)}
    assert {year: end.day for year, end in ends.items() if end} == {2000: 29, 2023: 28, 2024: 29, 2100: 28}
    assert periods.day(date(2024, 2, 29)).label == "2024-02-29"


@pytest.mark.parametrize(
    ("label", "start", "end"),
    [
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("9999", date(9999, 1, 1), date.max),
        ("9999-12", date(9999, 12, 1), date.max),
    ],
)
def test_a_label_means_its_days(label: str, start: date, end: date) -> None:
    """Quarters, halves and months end with their last month, up to the last day that there is."""
    period = periods.parse(label)
    assert (period.start, period.end) == (start, end)


def test_one_year_of_several_is_that_year() -> None:
    """2024-2024 is 2024: one period, one name."""
    assert periods.parse("2024-2024") == periods.parse("2024")


def test_an_open_end_holds_every_later_day() -> None:
    """And no earlier one."""
    period = periods.parse("2024-")
    assert date(2024, 1, 1) in period
    assert date.max in period
    assert date(2023, 12, 31) not in period


@pytest.mark.parametrize(
    "label",
    [
        "", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-W53", "2024-W00", "9999-W52", "2024-Q0", "2024-Q5",
        "2024-H3", "0000", "2025-2024", "2024-02-10..2024-01-05", "Q2", "2024/03", "24-03", " 2024", "2024-03-15T00:00",
        "2024-w12", "\u0662\u0660\u0662\u0664", "2024\u201303",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused_with_what_to_write(label: str) -> None:
    """Impossible days, weeks that the year does not have, backward years, other scripts, other dashes."""
    with pytest.raises(Invalid) as refusal:
        periods.parse(label)
    assert repr(label) in refusal.value.en or "backwards" in refusal.value.en
    assert "2024-Q1" in refusal.value.cure
    assert refusal.value.vi


def test_tiling_stops_at_the_last_day_that_there_is() -> None:
    """A tiling up to the year 9999 ends instead of failing."""
    *_, last = periods.tile(Grain.MONTH, date(9999, 11, 1), date.max)
    assert last == Period(date(9999, 12, 1), date.max, Grain.MONTH, "9999-12")
