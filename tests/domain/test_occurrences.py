"""Which tasks a duty brings in its plan's year, when each opens and falls due, and what it is called."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dondoc.domain.errors import Invalid
from dondoc.domain.occurrence import Occurrence, occurrences, task_id
from dondoc.domain.period import DAY
from dondoc.domain.plan import Duty
from dondoc.domain.rhythm import year_day
from dondoc.testing import assigned, duty, small_catalogue
from dondoc.testing.catalogue import DUTIES

NAMED = {each.id: each for each in DUTIES}
PERIODS = ("week", "month", "quarter", "half", "year")


def of(what: Duty | str, *, year: int = 2024, effective: date | None = None) -> list[Occurrence]:
    """The occurrences of a duty in a plan of that year, which binds from its first day unless said otherwise."""
    found = NAMED[what] if isinstance(what, str) else what
    catalogue = small_catalogue(duties=[found], year=year, effective=effective)
    bound = catalogue.duties[f"kh.{found.id}"]
    return list(occurrences(bound, catalogue.plan_of(bound.id)))


def first_of(what: str, effective: date) -> str:
    """The label of the first occurrence under a plan that binds from that day."""
    return of(what, effective=effective)[0].label


def every(period: str) -> Duty:
    """A duty in every period of that grain."""
    return duty("d", {"kind": "every", "period": period})


def test_a_quarterly_conference_falls_due_four_times() -> None:
    """Each quarter opens on its first day and ends on its last."""
    assert [(o.label, o.opens, o.due) for o in of("conference")] == [
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
    ]
    assert {(o.count, o.minutes) for o in of("conference")} == {(0, 0)}


def test_four_reports_a_year_have_period_data_cut_off_and_due_day_of_their_own() -> None:
    """The data start in the year before; a report opens on the day after its data end."""
    found = [(o.label, o.data_from, o.data_to, o.opens, o.due) for o in of("report")]
    last_year = date(2023, 12, 15)
    assert found == [
        ("2024-Q1", last_year, date(2024, 3, 14), date(2024, 3, 15), date(2024, 3, 20)),
        ("2024-H1", last_year, date(2024, 6, 14), date(2024, 6, 15), date(2024, 6, 20)),
        ("2024-Q3", last_year, date(2024, 9, 14), date(2024, 9, 15), date(2024, 9, 20)),
        ("2024-Y", last_year, date(2024, 12, 14), date(2024, 12, 15), date(2024, 12, 20)),
    ]


def test_a_monthly_quota_comes_twelve_times_with_its_count() -> None:
    """Four bulletins in each month."""
    found = of("bulletin")
    assert [o.label for o in found] == [f"2024-{month:02d}" for month in range(1, 13)]
    assert {(o.count, o.minutes) for o in found} == {(4, 0)}


@pytest.mark.parametrize(("year", "weeks"), [(2024, 52), (2025, 52), (2026, 53)])
def test_a_weekly_quota_comes_in_every_iso_week_of_the_year(year: int, weeks: int) -> None:
    """Week 1 holds 4 January; the last one may end in the next year and is still this year's."""
    found = of("broadcast", year=year)
    assert [o.label for o in found] == [f"{year}-W{number:02d}" for number in range(1, weeks + 1)]
    assert {(o.count, o.minutes) for o in found} == {(1, 15)}


def test_a_week_that_begins_in_the_year_before_opens_with_the_plan() -> None:
    """2025-W01 begins on 30 December 2024; the plan of 2025 does not bind yet."""
    first = of("broadcast", year=2025)[0]
    assert (first.window.start, first.opens, first.due) == (date(2024, 12, 30), date(2025, 1, 1), date(2025, 1, 5))


def test_the_last_week_of_a_long_year_falls_due_in_the_next() -> None:
    """2026-W53 ends on Sunday, 3 January 2027."""
    last = of("broadcast", year=2026)[-1]
    assert (last.opens, last.due) == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_plan_that_starts_within_a_quarter_opens_that_quarter_on_its_first_day() -> None:
    """Signed on 18 March: the first quarter is owed from then on, and still due on 31 March."""
    first, second, *_ = of("conference", effective=date(2024, 3, 18))
    assert (first.label, first.opens, first.due) == ("2024-Q1", date(2024, 3, 18), date(2024, 3, 31))
    assert (second.label, second.opens) == ("2024-Q2", date(2024, 4, 1))


def test_periods_that_had_ended_when_the_plan_began_are_not_owed() -> None:
    """Nobody owes the bulletins of January under a plan of March; a month that ends on the first day is still owed."""
    assert first_of("bulletin", effective=date(2024, 3, 18)) == "2024-03"
    assert first_of("bulletin", effective=date(2024, 3, 31)) == "2024-03"
    assert first_of("bulletin", effective=date(2024, 4, 1)) == "2024-04"
    assert first_of("broadcast", effective=date(2024, 3, 18)) == "2024-W12"


def test_a_report_already_due_when_the_plan_began_opens_with_the_plan() -> None:
    """Its days stay what they are: the lateness shows, and the ladder holds back."""
    first = of("report", effective=date(2024, 3, 25))[0]
    assert (first.label, first.opens, first.due) == ("2024-Q1", date(2024, 3, 25), date(2024, 3, 20))


def test_a_row_of_one_month_is_one_task_from_the_first_day_of_the_plan() -> None:
    """Owed from when the plan binds, in term until the month ends, also when that was before."""
    (only,) = of("information", effective=date(2024, 3, 18))
    assert (only.label, only.opens, only.due, only.composite) == (
        "2024-04",
        date(2024, 3, 18),
        date(2024, 4, 30),
        False,
    )
    (past,) = of("information", effective=date(2024, 5, 20))
    assert (past.opens, past.due) == (date(2024, 5, 20), date(2024, 4, 30))


def test_a_row_of_several_months_is_a_sum_and_its_parts() -> None:
    """The whole comes first, named after the year; each part names it as its parent and has its own due day."""
    whole, *parts = of("seminars")
    assert (whole.label, whole.composite, whole.parent) == ("2024", True, "")
    assert (whole.window.start, whole.due) == (date(2024, 7, 1), date(2024, 12, 31))
    assert [(p.label, p.parent, p.due, p.composite) for p in parts] == [
        ("2024-07", "2024", date(2024, 7, 31), False),
        ("2024-10", "2024", date(2024, 10, 31), False),
        ("2024-12", "2024", date(2024, 12, 31), False),
    ]


def test_a_row_around_an_act_is_a_sum_of_waiting_phases() -> None:
    """Nothing has a due day until the act is issued."""
    whole, *parts = of("decree")
    assert whole.composite
    assert [part.label for part in parts] == ["before", "during", "after"]
    assert all(o.due is None and o.window.waits for o in (whole, *parts))


def test_a_row_after_an_act_is_one_waiting_task() -> None:
    """One phase needs no sum."""
    (only,) = of("guidance")
    assert (only.label, only.due, only.composite, only.window.expected) == ("after", None, False, "2024-05")


def test_years_without_end_are_owed_and_never_due() -> None:
    """Năm 2024 và các năm tiếp theo."""
    (only,) = of(duty("d", {"kind": "once", "window": {"years": "2024-"}}))
    assert (only.label, only.due, only.window.waits) == ("2024-", None, False)


def test_a_standing_duty_is_one_task_for_the_year() -> None:
    """It opens with the plan and is due on 31 December."""
    (only,) = of("standing", effective=date(2024, 3, 18))
    assert (only.label, only.opens, only.due) == ("2024", date(2024, 3, 18), date(2024, 12, 31))


def test_a_duty_on_demand_opens_nothing_by_the_clock() -> None:
    """A case comes in or it does not."""
    assert of("questions") == []


@given(
    period=st.sampled_from(PERIODS),
    year=st.integers(2000, 2060),
    start=st.integers(0, 364),
)
def test_what_recurs_tiles_the_rest_of_the_year_from_when_the_plan_binds(period: str, year: int, start: int) -> None:
    """Every day from the first binding one to the end of the last period lies in exactly one occurrence."""
    effective = date(year, 1, 1) + start * DAY
    found = of(every(period), year=year, effective=effective)
    if not found:  # the days after the last ISO week of the year belong to the next year's weeks
        assert period == "week"
        assert effective.isocalendar().year == year + 1
        return
    first = found[0].window
    assert first.start is not None
    assert first.end is not None
    assert first.end >= effective
    week_before = period == "week" and effective.isocalendar().year < year
    assert first.start <= effective or week_before
    for before, after in pairwise(found):
        assert before.window.end is not None
        assert after.window.start == before.window.end + DAY
    assert len({o.label for o in found}) == len(found)
    assert all(effective <= o.opens for o in found)
    assert all(o.due is not None and o.opens <= o.due for o in found)


@given(year=st.integers(2000, 2060), rhythm=st.sampled_from([each.rhythm for each in DUTIES]))
def test_occurrences_come_in_the_order_in_which_they_open_each_under_its_own_name(year: int, rhythm: Any) -> None:
    """Whatever the rhythm; a sum comes before its parts."""
    found = of(duty("d", rhythm.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)), year=year)
    assert [o.opens for o in found] == sorted(o.opens for o in found)
    assert len({o.label for o in found}) == len(found)


def test_the_name_of_a_task_says_duty_body_and_occurrence() -> None:
    """It is the lock of its stream and must not change."""
    assert task_id("par.report", "tinh-ha-nam", "2024-Q1") == "par.report:tinh-ha-nam:2024-Q1"


def test_an_assignment_carries_all_that_an_occurrence_says() -> None:
    """What the first fact of a task holds is what the arithmetic gave."""
    catalogue = small_catalogue()
    report, broadcast = assigned(catalogue, "kh.report", "2024-Q1"), assigned(catalogue, "kh.broadcast", "2024-W14")
    assert (report.data_from, report.data_to, report.due) == (
        date(2023, 12, 15),
        date(2024, 3, 14),
        date(2024, 3, 20),
    )
    assert (broadcast.count, broadcast.minutes, broadcast.body) == (1, 15, "dai-a")
    part = assigned(catalogue, "kh.seminars", "2024-07")
    assert (part.parent, part.composite) == ("kh.seminars:vu-a:2024", False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("0/03-20", date(2024, 3, 20)),
        ("-1/12-15", date(2023, 12, 15)),
        ("1/01-31", date(2025, 1, 31)),
        ("0/02-29", date(2024, 2, 29)),
    ],
)
def test_a_day_of_a_plan_year_is_told_from_its_year(text: str, day: date) -> None:
    """The year before, the year itself, the year after."""
    assert year_day(text, 2024) == day


@pytest.mark.parametrize("wrong", ["", "0", "0/13-01", "0/02-30", "x/01-01", "0/1-1", "03-20"])
def test_what_is_no_day_of_a_plan_year_is_refused(wrong: str) -> None:
    """With what to write instead."""
    with pytest.raises(Invalid) as refusal:
        year_day(wrong, 2024)
    assert "OFFSET/MM-DD" in refusal.value.cure


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        ({"kind": "every"}, "either period or schedule"),
        ({"kind": "every", "period": "day"}, "week"),
        ({"kind": "sometimes"}, "on-demand"),
        ({"kind": "quota", "period": "month", "count": 0, "fact": "f"}, "greater than or equal to 1"),
        ({"kind": "quota", "period": "month", "count": 1, "fact": "f", "minutes": 0}, "greater than or equal to 1"),
        ({"kind": "once"}, "window"),
    ],
)
def test_a_rhythm_that_is_none_is_refused(rhythm: dict[str, Any], said: str) -> None:
    """Five kinds and no more, each with what it needs."""
    with pytest.raises(ValidationError, match=said):
        duty("d", rhythm)
