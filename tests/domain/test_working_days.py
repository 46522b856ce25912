"""Working days: weekends by rule, holidays and swapped days by decision, and nothing at all by guess."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.domain.calendar import Calendar, DayKind, DayNote, SpecialDay
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.period import DAY
from dondoc.testing import small_calendar

CALENDAR = small_calendar()
SWAPPED_OFF, SWAPPED_WORK = date(2024, 4, 29), date(2024, 5, 4)
WITHIN = st.dates(date(2023, 6, 1), date(2024, 6, 30))


OFF = {(1, 1), (4, 18), (4, 29), (4, 30), (5, 1), (9, 2), (9, 3)}


def naive_is_working(day: date) -> bool:
    """The rule, written down a second time."""
    if day == SWAPPED_WORK:
        return True
    return day.isoweekday() <= 5 and not (day.year == 2024 and (day.month, day.day) in OFF)


def test_a_weekday_is_worked_and_a_weekend_is_not() -> None:
    """Without a decision the rule holds: Monday to Friday."""
    week = [CALENDAR.is_working(date(2024, 3, 11) + n * DAY) for n in range(7)]
    assert week == [True] * 5 + [False] * 2


def test_a_holiday_is_off_by_its_decision() -> None:
    """The note names the day and the document."""
    note = CALENDAR.note(date(2024, 4, 18))
    assert note == DayNote(date(2024, 4, 18), working=False, why="Giỗ Tổ Hùng Vương", basis="qd-lich")


def test_a_swapped_day_is_off_and_its_saturday_is_worked() -> None:
    """Both by decision, each saying so."""
    assert not CALENDAR.is_working(SWAPPED_OFF)
    assert CALENDAR.is_working(SWAPPED_WORK)
    assert CALENDAR.note(SWAPPED_WORK).why == "Làm bù cho ngày 29/4/2024"
    assert CALENDAR.note(SWAPPED_WORK).basis == "qd-lich"


@pytest.mark.parametrize("day", [date(2022, 12, 31), date(2025, 1, 1), date(2031, 6, 1)])
def test_outside_the_decided_years_every_question_fails_and_says_which_file_to_add(day: date) -> None:
    """A deadline on a guess is worse than none."""
    with pytest.raises(CalendarUndecided) as refusal:
        CALENDAR.note(day)
    assert f"calendars/{day.year}.yaml" in refusal.value.cure
    assert f"{day:%d/%m/%Y}" in refusal.value.vi


def test_the_first_and_the_last_decided_day_are_decided() -> None:
    """Both ends belong to the decided years."""
    assert not CALENDAR.is_working(CALENDAR.first)
    assert CALENDAR.is_working(CALENDAR.through)


def test_a_count_that_runs_out_of_the_decided_years_fails_in_either_direction() -> None:
    """Also when only its last step does."""
    assert CALENDAR.add_working_days(date(2024, 12, 30), 1) == date(2024, 12, 31)
    with pytest.raises(CalendarUndecided):
        CALENDAR.add_working_days(date(2024, 12, 30), 2)
    with pytest.raises(CalendarUndecided):
        CALENDAR.add_working_days(date(2023, 1, 2), -1)


def test_a_count_shows_every_day_that_it_passed() -> None:
    """Three working days from Friday 26 April: past the weekend, a swap, two holidays, into May."""
    count = CALENDAR.count_working_days(date(2024, 4, 26), 3)
    assert count.result == date(2024, 5, 4)
    assert [note.day for note in count.days] == [date(2024, 4, 26) + n * DAY for n in range(1, 9)]
    assert [note.day for note in count.days if note.working] == [date(2024, 5, 2), date(2024, 5, 3), date(2024, 5, 4)]
    assert [note.basis for note in count.days if note.day.weekday() < 5 and not note.working] == ["qd-lich"] * 3


def test_no_days_are_no_count() -> None:
    """Zero days from a holiday is that holiday."""
    count = CALENDAR.count_working_days(date(2024, 4, 30), 0)
    assert (count.result, count.days) == (date(2024, 4, 30), ())


@given(start=WITHIN, days=st.integers(-60, 60))
def test_a_count_passes_each_day_once_and_as_many_working_days_as_asked(start: date, days: int) -> None:
    """Recounted by a second rule: no day is skipped, the last one is a working day, the start is not counted."""
    count = CALENDAR.count_working_days(start, days)
    assert count.result == CALENDAR.add_working_days(start, days)
    assert sum(note.working for note in count.days) == abs(days)
    assert all(note.working == naive_is_working(note.day) for note in count.days)
    step = DAY if days > 0 else -DAY
    assert all(after - before == step for before, after in pairwise([start, *(note.day for note in count.days)]))
    assert days == 0 or count.days[-1].working


@given(start=WITHIN, days=st.integers(1, 60))
def test_counting_forward_and_back_comes_home_to_a_working_day(start: date, days: int) -> None:
    """From a working day the way back ends where it began; from a day off, on the working day before it."""
    there = CALENDAR.add_working_days(start, days)
    back = CALENDAR.add_working_days(there, -days)
    assert back == (start if CALENDAR.is_working(start) else CALENDAR.add_working_days(start, -1))


@given(start=WITHIN, one=st.integers(0, 30), other=st.integers(0, 30))
def test_counting_in_two_steps_is_counting_in_one(start: date, one: int, other: int) -> None:
    """Whoever stops on the way arrives on the same day."""
    in_two = CALENDAR.add_working_days(CALENDAR.add_working_days(start, one), other)
    assert in_two == CALENDAR.add_working_days(start, one + other)


@given(today=WITHIN, days=st.integers(0, 40))
def test_the_days_left_are_those_that_a_count_would_take(today: date, days: int) -> None:
    """So many working days from today, so many are left until then."""
    end = CALENDAR.add_working_days(today, days)
    assert CALENDAR.working_days_left(today, end) == days
    assert CALENDAR.working_days_left(end, today) == 0


@given(day=WITHIN)
def test_a_last_day_off_moves_to_the_next_working_day_and_no_further(day: date) -> None:
    """The Civil Code's rule: a working day stays; between a day off and its successor lie only days off."""
    count = CALENDAR.on_or_after(day)
    assert naive_is_working(count.result)
    assert not any(naive_is_working(day + n * DAY) for n in range((count.result - day).days))
    assert [note.day for note in count.days] == [day + n * DAY for n in range((count.result - day).days + 1)]


def test_another_weekend_is_a_setting() -> None:
    """A body that works on Saturdays rests on Sundays only."""
    calendar = Calendar([], first=date(2024, 1, 1), through=date(2024, 12, 31), weekend=frozenset({6}))
    assert calendar.is_working(date(2024, 3, 16))
    assert not calendar.is_working(date(2024, 3, 17))


def test_a_decision_on_an_ordinary_day_changes_nothing_but_its_reason() -> None:
    """A holiday on a Sunday is off as before, and now cites its decision."""
    holiday = SpecialDay(date(2024, 3, 17), DayKind.OFF, "Ngày lễ", "qd-lich")
    calendar = small_calendar([holiday])
    assert not calendar.is_working(date(2024, 3, 17))
    assert calendar.note(date(2024, 3, 17)).basis == "qd-lich"
