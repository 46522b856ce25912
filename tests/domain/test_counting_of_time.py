"""Terms by the Civil Code 2015, articles 144 to 148, with the year 2024 of the small calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.domain.counting import Unit, hours_end, last_moment, term_end
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.ports import HANOI
from dondoc.testing import small_calendar

CALENDAR = small_calendar()


@pytest.mark.parametrize(
    ("start", "length", "unit", "end"),
    [
        # The day of the event is not counted (147.2).
        (date(2024, 3, 4), 1, Unit.DAYS, date(2024, 3, 5)),
        (date(2024, 3, 4), 4, Unit.DAYS, date(2024, 3, 8)),
        (date(2024, 3, 4), 1, Unit.WORKING_DAYS, date(2024, 3, 5)),
        # A last day on a weekend moves to the next working day (148.5).
        (date(2024, 3, 4), 5, Unit.DAYS, date(2024, 3, 11)),
        (date(2024, 3, 2), 1, Unit.WEEKS, date(2024, 3, 11)),
        # On a holiday too, and past a swapped day: 29/4 is off, so 30 days from 29/3 (28/4, a Sunday) end on 2/5.
        (date(2024, 3, 29), 30, Unit.DAYS, date(2024, 5, 2)),
        # A worked Saturday is a working day: the term ends on it.
        (date(2024, 4, 27), 1, Unit.WEEKS, date(2024, 5, 4)),
        # The corresponding day of a later month, or its last one (148.3).
        (date(2024, 2, 15), 1, Unit.MONTHS, date(2024, 3, 15)),
        (date(2024, 1, 31), 1, Unit.MONTHS, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, Unit.MONTHS, date(2023, 2, 28)),
        (date(2023, 12, 31), 2, Unit.MONTHS, date(2024, 2, 29)),
        (date(2024, 5, 31), 1, Unit.MONTHS, date(2024, 7, 1)),
        # Years, and the 29th of February where there is none.
        (date(2023, 3, 15), 1, Unit.YEARS, date(2024, 3, 15)),
        (date(2023, 11, 30), 3, Unit.MONTHS, date(2024, 2, 29)),
    ],
)
def test_a_term_ends_where_the_civil_code_says(start: date, length: int, unit: Unit, end: date) -> None:
    """Days, weeks, months and years from an event."""
    assert term_end(start, length, unit, CALENDAR).result == end


def test_a_year_from_29_february_ends_on_28_february() -> None:
    """The month has no such day, so its last one counts."""
    calendar = small_calendar([], first=date(2024, 1, 1), through=date(2025, 12, 31))
    assert term_end(date(2024, 2, 29), 1, Unit.YEARS, calendar).result == date(2025, 2, 28)


def test_days_and_working_days_differ_by_the_days_off_between() -> None:
    """Ten working days from 26 April pass two weekends, a swap and two holidays."""
    by_days = term_end(date(2024, 4, 26), 10, Unit.DAYS, CALENDAR)
    by_working_days = term_end(date(2024, 4, 26), 10, Unit.WORKING_DAYS, CALENDAR)
    assert (by_days.result, by_working_days.result) == (date(2024, 5, 6), date(2024, 5, 14))


def test_a_moved_end_shows_the_days_that_moved_it() -> None:
    """The explanation lists the day off on which the term would have ended, up to the day on which it ends."""
    count = term_end(date(2024, 3, 29), 30, Unit.DAYS, CALENDAR)
    assert [note.day.day for note in count.days] == [28, 29, 30, 1, 2]
    assert [note.working for note in count.days] == [False, False, False, False, True]


@given(
    start=st.dates(date(2023, 1, 1), date(2024, 6, 30)),
    term=st.one_of(
        st.tuples(st.integers(1, 100), st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS])),
        st.tuples(st.integers(1, 20), st.just(Unit.WEEKS)),
        st.tuples(st.integers(1, 5), st.just(Unit.MONTHS)),
    ),
)
def test_a_term_never_ends_on_a_day_off_or_on_its_first_day(start: date, term: tuple[int, Unit]) -> None:
    """Whatever is counted: later than the event, on a working day, and a longer term never ends earlier."""
    length, unit = term
    end = term_end(start, length, unit, CALENDAR).result
    assert end > start
    assert CALENDAR.is_working(end)
    assert length == 1 or term_end(start, length - 1, unit, CALENDAR).result <= end


def test_a_term_that_ends_after_the_decided_years_fails() -> None:
    """Nobody knows yet whether its last day is worked."""
    with pytest.raises(CalendarUndecided):
        term_end(date(2024, 12, 31), 1, Unit.DAYS, CALENDAR)


def test_hours_run_from_the_moment_itself_through_nights_and_weekends() -> None:
    """24 hours from Friday 16:00 end on Saturday 16:00 (147.1)."""
    friday = datetime(2024, 3, 8, 16, 0, tzinfo=HANOI)
    assert hours_end(friday, 24) == datetime(2024, 3, 9, 16, 0, tzinfo=HANOI)
    assert hours_end(friday, 24) - friday == timedelta(hours=24)


def test_a_day_ends_at_midnight_in_vietnam() -> None:
    """24:00 of the day is 17:00 of it in UTC (148.6)."""
    assert last_moment(date(2024, 12, 31)) == datetime(2024, 12, 31, 17, 0, tzinfo=UTC)
    assert last_moment(date(2024, 2, 29)) == datetime(2024, 3, 1, 0, 0, tzinfo=HANOI)
