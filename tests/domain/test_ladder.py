"""The reminder ladder: the right rung on the right day, once, for the right offices, with the whole reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dondoc.domain.counting import first_moment
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.ladder import Ladder
from dondoc.domain.period import DAY
from dondoc.domain.reminder import Reminder, remind
from dondoc.domain.rung import Limit
from dondoc.testing import small_calendar
from dondoc.testing.catalogue import LADDER

CALENDAR = small_calendar()
EVER = date(2023, 1, 1)
DUE = date(2024, 4, 30)
# Three working days before a due day in the holidays, and one and five after it.
RUNG_DAYS = {"truoc-3": date(2024, 4, 24), "qua-han-1": date(2024, 5, 2), "qua-han-5": date(2024, 5, 7)}


def asked(
    today: date, *, due: date = DUE, since: date = EVER, known: Iterable[str] = (), ladder: Ladder = LADDER
) -> list[Reminder]:
    """What the ladder says on a day about a task of vu-a."""
    limit = Limit("due", due, first_moment(since))
    return list(remind(ladder, limit, task="t", body="vu-a", now=first_moment(today), known=known, calendar=CALENDAR))


def said(reminders: list[Reminder]) -> dict[str, str]:
    """Rung and verdict: `urged`, or why it was held back."""
    return {reminder.rung: reminder.held_back or "urged" for reminder in reminders}


def test_nothing_is_said_before_the_first_rung() -> None:
    """The day before is too early."""
    assert asked(RUNG_DAYS["truoc-3"] - DAY) == []


@pytest.mark.parametrize("rung", RUNG_DAYS)
def test_each_rung_urges_on_its_own_day(rung: str) -> None:
    """Not a day earlier, and with the rungs below it known already."""
    lower = list(RUNG_DAYS)[: list(RUNG_DAYS).index(rung)]
    assert asked(RUNG_DAYS[rung] - DAY, known=lower) == []
    assert said(asked(RUNG_DAYS[rung], known=lower)) == {rung: "urged"}


def test_a_rung_that_was_recorded_is_not_decided_again() -> None:
    """Asked again on the same or a later day, nothing new is said."""
    assert asked(date(2024, 5, 1), known=["truoc-3"]) == []
    assert asked(date(2024, 6, 30), known=list(RUNG_DAYS)) == []


def test_after_a_long_silence_only_the_highest_rung_urges() -> None:
    """The ones passed while nobody looked are recorded as superseded: one mail, not three."""
    assert said(asked(date(2024, 6, 1))) == {"truoc-3": "superseded", "qua-han-1": "superseded", "qua-han-5": "urged"}


def test_nobody_is_urged_by_a_rung_that_lies_before_the_plan_bound_them() -> None:
    """Signed on 3 May with a row due in April: what was to be said before is held back, what comes then is said."""
    since = date(2024, 5, 3)
    assert said(asked(since, since=since)) == {"truoc-3": "before-effective", "qua-han-1": "before-effective"}
    later = asked(RUNG_DAYS["qua-han-5"], since=since, known=["truoc-3", "qua-han-1"])
    assert said(later) == {"qua-han-5": "urged"}


def test_nobody_is_urged_on_the_day_on_which_the_plan_begins_to_bind() -> None:
    """A rung on that very day is held back; one on the day after is said."""
    since = RUNG_DAYS["qua-han-1"]
    assert said(asked(since, since=since)) == {"truoc-3": "before-effective", "qua-han-1": "before-effective"}
    assert said(asked(since, since=since - DAY))["qua-han-1"] == "urged"


def test_the_offices_urged_are_the_posts_of_the_body_and_the_offices_named() -> None:
    """`dau-moi` is that of the body that owes the task; an office with its body is itself."""
    (first,) = asked(RUNG_DAYS["qua-han-1"], known=["truoc-3"])
    assert first.to == ("vu-a/dau-moi", "vu-a/thu-truong")
    (highest,) = asked(RUNG_DAYS["qua-han-5"], known=["truoc-3", "qua-han-1"])
    assert highest.to == ("van-phong/thu-truong",)


def test_a_rung_held_back_urges_nobody_and_still_says_whom_it_would_have_urged() -> None:
    """The ledger shows what was not sent."""
    held = asked(date(2024, 6, 1))[0]
    assert held.to == ()
    assert [each["office"] for each in held.why["recipients"]] == ["vu-a/dau-moi"]


def test_the_day_off_before_a_due_day_is_not_counted() -> None:
    """The explanation lists every day passed, with the decisions behind them."""
    (reminder,) = asked(RUNG_DAYS["truoc-3"])
    days = reminder.why["days"]
    assert [day["day"] for day in days] == [f"2024-04-{n}" for n in (29, 28, 27, 26, 25, 24)]
    assert [day["working"] for day in days] == [False, False, False, True, True, True]
    assert [day["basis"] for day in days if not day["working"]] == ["qd-lich", "", ""]


def test_a_rung_in_calendar_days_counts_every_day() -> None:
    """Where a plan says days and not working days."""
    rung = {"id": "truoc-2", "name": "Còn 02 ngày", "before": 2, "unit": "days", "level": 0, "to": ["dau-moi"]}
    ladder = Ladder.model_validate({"id": "ngay", "version": 1, "name": "Theo ngày", "rungs": [rung]})
    assert asked(date(2024, 4, 27), ladder=ladder) == []
    (reminder,) = asked(date(2024, 4, 28), ladder=ladder)
    assert reminder.why["days"] == []


def explained(reminder: Reminder, today: date, due: date, since: date, top: str) -> dict[str, Any]:
    """The explanation, worked out a second time from the rule's own words."""
    rung = next(each for each in LADDER.rungs if each.id == reminder.rung)
    step, left = (-DAY, rung.before) if rung.before is not None else (DAY, rung.after)
    day, days = due, []
    while left:
        day += step
        note = CALENDAR.note(day)
        days.append({"day": str(day), "working": note.working, "why": note.why, "basis": note.basis})
        left -= note.working
    return {
        "rule": "nhac/1",
        "rung": rung.id,
        "conditions": [
            {"what": "due", "value": str(due), "holds": True},
            {"what": "rung-day<=today", "value": f"{day}<={today}", "holds": True},
            {"what": "rung-day>binding-since", "value": f"{day}>{since}", "holds": since < day},
            {"what": "highest-rung-reached", "value": top, "holds": rung.id == top},
        ],
        "days": days,
        "recipients": [
            {"office": to if "/" in to else f"vu-a/{to}", "why": rung.id} for to in rung.to
        ],
    }  # fmt: skip


DUES = st.dates(date(2023, 3, 1), date(2024, 10, 31))
SINCE = st.integers(-90, 60)
LOOKS = st.lists(st.integers(-30, 40), min_size=1, max_size=12).map(sorted)


@given(due=DUES, since=SINCE, look=st.integers(-30, 40))
def test_the_stored_reason_equals_one_worked_out_independently(due: date, since: int, look: int) -> None:
    """Rule, conditions with their values, days one by one, recipients: nothing is left out or invented."""
    binding, today = due + since * DAY, due + look * DAY
    reminders = asked(today, due=due, since=binding)
    for reminder in reminders:
        assert reminder.why == explained(reminder, today, due, binding, reminders[-1].rung)


@given(due=DUES, since=SINCE, looks=LOOKS)
def test_however_seldom_somebody_looks_each_rung_is_decided_once_and_none_is_lost(
    due: date, since: int, looks: list[int]
) -> None:
    """At most one urging a look, never one twice, never one before its day, and in the end all that were reached."""
    binding = due + since * DAY
    known: list[str] = []
    for look in looks:
        today = due + look * DAY
        reminders = asked(today, due=due, since=binding, known=known)
        assert sum(not reminder.held_back for reminder in reminders) <= 1
        assert not {reminder.rung for reminder in reminders} & {*known}
        assert asked(today, due=due, since=binding, known=[*known, *said(reminders)]) == []
        known += said(reminders)
        assert known == [rung.id for rung in LADDER.rungs if rung.day(due, CALENDAR) <= today]


@given(due=DUES)
def test_whoever_looks_every_day_hears_of_every_rung_on_its_day(due: date) -> None:
    """No rung is superseded where nobody slept."""
    known: dict[str, date] = {}
    for look in range(-30, 40):
        for reminder in asked(due + look * DAY, due=due, known=known):
            assert not reminder.held_back
            known[reminder.rung] = due + look * DAY
    assert known == {rung.id: rung.day(due, CALENDAR) for rung in LADDER.rungs}


@given(due=DUES, since=SINCE, look=st.integers(-30, 40))
def test_whoever_is_urged_was_bound_when_the_rung_came(due: date, since: int, look: int) -> None:
    """And has the highest rung reached; whoever is not is told why not."""
    binding = due + since * DAY
    reminders = asked(due + look * DAY, due=due, since=binding)
    for reminder in reminders:
        day = next(rung for rung in LADDER.rungs if rung.id == reminder.rung).day(due, CALENDAR)
        top = reminder is reminders[-1]
        expected = "before-effective" if day <= binding else "" if top else "superseded"
        assert reminder.held_back == expected
        assert bool(reminder.to) == (not expected)


def test_rungs_before_a_due_day_need_no_calendar_of_the_year_after() -> None:
    """A task due on 31 December is urged in December, before next year's days are decided; afterwards it fails."""
    due = date(2024, 12, 31)
    assert said(asked(date(2024, 12, 26), due=due)) == {"truoc-3": "urged"}
    assert asked(due, due=due, known=["truoc-3"]) == []
    with pytest.raises(CalendarUndecided):
        asked(date(2025, 1, 1), due=due, known=["truoc-3"])


@given(due=DUES, look=st.integers(-30, 40))
def test_a_rung_that_surely_lies_ahead_lies_ahead(due: date, look: int) -> None:
    """The short cut that needs no calendar never disagrees with the count."""
    day = due + look * DAY
    for rung in LADDER.rungs:
        assert not rung.surely_after(day, due) or rung.day(due, CALENDAR) > day
    assert LADDER.rungs[-1].surely_after(due, due)
    assert not LADDER.rungs[0].surely_after(due, due)


BEFORE: dict[str, Any] = {"id": "mot", "name": "Một", "before": 3, "level": 0, "to": ["dau-moi"]}
AFTER: dict[str, Any] = {"id": "hai", "name": "Hai", "after": 1, "level": 1, "to": ["dau-moi"]}


@pytest.mark.parametrize(
    ("rungs", "wrong"),
    [
        ([], "at least 1"),
        ([{**BEFORE, "after": 1}], "either before or after"),
        ([{**BEFORE, "before": None}], "either before or after"),
        ([{**BEFORE, "before": -1}], "greater than or equal to 0"),
        ([{**AFTER, "after": 0}], "greater than or equal to 1"),
        ([{**BEFORE, "to": []}], "at least 1"),
        ([AFTER, BEFORE], "does not lie above"),
        ([{**BEFORE, "level": 2}, AFTER], "does not lie above"),
        ([BEFORE, {**BEFORE, "id": "hai"}], "does not lie above"),
        ([BEFORE, {**AFTER, "id": "mot"}], "called 'mot'"),
    ],
)
def test_a_ladder_that_does_not_climb_is_refused(rungs: list[dict[str, Any]], wrong: str) -> None:
    """No rung, two sides, no side, backward days, falling levels, one name twice."""
    with pytest.raises(ValidationError, match=wrong):
        Ladder.model_validate({"id": "l", "version": 1, "name": "L", "rungs": rungs})


def test_a_ladder_is_for_the_rhythms_and_grains_that_it_names() -> None:
    """Naming none is naming all."""
    ladder = Ladder.model_validate(
        {"id": "l", "version": 1, "name": "L", "rhythms": ["every"], "grains": ["week", "month"], "rungs": [BEFORE]}
    )
    assert ladder.suits("every", "week")
    assert not ladder.suits("quota", "week")
    assert not ladder.suits("every", "year")
    assert ladder.model_copy(update={"rhythms": (), "grains": ()}).suits("quota", "")


def test_rungs_that_lie_before_the_first_calendar_do_not_stop_the_later_ones() -> None:
    """A task due in the first days of the first year is urged when it is overdue, though nobody can count back."""
    due, today = date(2023, 1, 3), date(2023, 1, 4)
    assert [(each.rung, each.held_back) for each in asked(today, due=due, since=date(2022, 1, 1))] == [
        ("truoc-3", "superseded"),
        ("qua-han-1", ""),
    ]
