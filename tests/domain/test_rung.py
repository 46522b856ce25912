"""Rungs: days, hours and shares of a time, each at its moment; which ladder is meant for which limit."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dondoc.domain import choosing
from dondoc.domain.counting import first_moment
from dondoc.domain.ladder import Ladder
from dondoc.domain.period import DAY
from dondoc.domain.ports import HANOI
from dondoc.domain.reminder import remind
from dondoc.domain.rung import Limit, Rung
from dondoc.testing import duty, small_calendar, small_catalogue
from dondoc.testing.catalogue import LADDER

CALENDAR = small_calendar()
START = datetime(2024, 5, 3, 16, 30, tzinfo=HANOI)
HALF: dict[str, Any] = {"id": "nua", "name": "Một nửa", "passed": 50, "level": 0, "to": ["dau-moi"]}
FOUR: dict[str, Any] = {"id": "con-4", "name": "Còn 4 giờ", "before": 4, "unit": "hours", "level": 0, "to": ["dau-moi"]}


def clock(hours: int, *, since: datetime = START) -> Limit:
    """A clock that started at half past four and runs for so many hours."""
    end = START + timedelta(hours=hours)
    return Limit("hours", end.date(), since, "answer", START, end)


def ladder(*rungs: dict[str, Any], **more: Any) -> Ladder:
    """A ladder of these rungs, for clocks in hours unless said otherwise."""
    written = {"id": "l", "version": 1, "name": "L", "limits": ["hours"], "rungs": list(rungs), **more}
    return Ladder.model_validate(written)


@given(hours=st.integers(2, 500), passed=st.integers(1, 99))
def test_a_share_of_the_time_lies_between_start_and_end(hours: int, passed: int) -> None:
    """Half is half; more of the time is later."""
    limit = clock(hours)
    at = Rung.model_validate({**HALF, "passed": passed}).at(limit, CALENDAR)
    assert at - START == timedelta(hours=hours) * passed / 100
    assert START < at < limit.end


@given(due=st.dates(date(2023, 3, 1), date(2024, 10, 31)), before=st.integers(0, 20))
def test_a_rung_in_days_is_reached_with_the_beginning_of_its_day(due: date, before: int) -> None:
    """Not a microsecond earlier."""
    rung = LADDER.rungs[0].model_copy(update={"before": before})
    limit = Limit("due", due, START)
    at = rung.at(limit, CALENDAR)
    assert at == first_moment(rung.day(due, CALENDAR))
    assert rung.reached(limit, at, CALENDAR)
    assert not rung.reached(limit, at - timedelta(microseconds=1), CALENDAR)


def test_hours_before_a_day_are_counted_from_its_end() -> None:
    """Four hours before the end of a day is eight in the evening."""
    rung = Rung.model_validate(FOUR)
    assert rung.at(Limit("days", date(2024, 5, 9), START), CALENDAR) == datetime(2024, 5, 9, 20, tzinfo=HANOI)


def test_hours_need_no_calendar() -> None:
    """They run through days that nobody has decided."""
    far = datetime(2031, 1, 1, 8, tzinfo=HANOI)
    limit = Limit("hours", far.date(), far, "answer", far, far + timedelta(hours=24))
    assert ladder(HALF, FOUR).reached(limit, far + timedelta(hours=23), CALENDAR)


def test_of_a_short_time_the_rungs_are_taken_in_order_of_time() -> None:
    """Of two hours, four before the end lie before the start: nobody could know then; half comes after, and is said."""
    said = remind(
        ladder(HALF, FOUR), clock(2), task="t", body="vu-a", now=START + timedelta(hours=1), known=(), calendar=CALENDAR
    )
    assert [(each.rung, each.held_back) for each in said] == [("con-4", "before-effective"), ("nua", "")]


def test_a_limit_that_moved_has_another_key() -> None:
    """A clock started anew on the same day, and a due day that moved, climb their ladders anew."""
    assert clock(24).key != clock(23).key
    assert Limit("due", date(2024, 5, 9), START).key != Limit("due", date(2024, 5, 9) + DAY, START).key


def test_what_is_known_since_the_same_moment_is_not_urged() -> None:
    """A rung by the hour at the very moment of being told is held back; one after it is not."""
    late = clock(24, since=START + timedelta(hours=12))
    now = START + timedelta(hours=12)
    (held,) = remind(ladder(HALF), late, task="t", body="vu-a", now=now, known=(), calendar=CALENDAR)
    assert held.held_back == "before-effective"


@pytest.mark.parametrize(
    ("rungs", "more", "wrong"),
    [
        ([HALF], {"limits": ["due"]}, "only clocks have"),
        ([HALF], {"limits": []}, "at least 1"),
        ([{**HALF, "passed": 100}], {}, "less than or equal to 99"),
        ([{**HALF, "before": 1}], {}, "either before or after or passed"),
        ([FOUR, HALF], {}, "does not lie above"),
        ([FOUR, {**FOUR, "id": "con-1", "before": 1, "unit": "days"}], {}, "does not lie above"),
    ],
)
def test_rungs_that_cannot_be_climbed_are_refused(
    rungs: list[dict[str, Any]], more: dict[str, Any], wrong: str
) -> None:
    """A share of a due day, of nothing, of all; two places; out of order, across units too."""
    with pytest.raises(ValidationError, match=wrong):
        ladder(*rungs, **more)


def test_the_ladder_of_a_limit_is_that_of_the_mark_then_the_named_then_the_first_that_suits() -> None:
    """And each kind of limit has its own; one that nobody wrote has none."""
    marked = ladder(FOUR, id="dau", marks=["high-impact"], limits=["due"])
    named = ladder(FOUR, id="rieng", rhythms=["quota"], limits=["due"])
    hours = ladder(HALF, id="gio")
    plain = duty("plain", {"kind": "once", "window": {"month": "2024-04"}})
    own = duty("own", {"kind": "once", "window": {"month": "2024-04"}}, ladder="rieng")
    catalogue = small_catalogue(duties=[plain, own], ladders=[LADDER, named, marked, hours])

    def taken(name: str, kind: Any = "due", marks: tuple[str, ...] = ()) -> str | None:
        found = choosing.ladder(catalogue, catalogue.duties[f"kh.{name}"], kind, marks)
        return found.id if found else None

    assert [taken("plain"), taken("own")] == ["nhac", "rieng"]
    assert [taken("plain", marks=("high-impact",)), taken("own", marks=("high-impact",))] == ["dau", "dau"]
    assert taken("plain", marks=("sensitive",)) == "nhac"
    assert [taken("own", "hours"), taken("own", "silence")] == ["gio", None]
