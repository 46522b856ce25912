"""Urging: each rung on its day and once; none for what nobody could know, for what waits, or for what is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from dondoc.app import Dondoc
from dondoc.domain.facts.engine import PeriodClosed, ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ladder import Ladder
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, duty, small_catalogue

STARTS = date(2024, 3, 18)
REPORT = "kh.report:tinh-a:2024-Q1"
At = Callable[[date], None]


def test_a_plan_that_begins_in_mid_year_raises_no_storm(play: Any) -> None:
    """In its first days nobody is urged for a rung whose day came before the plan did; that is recorded, not lost."""
    windows = {"early": {"month": "2024-01"}, "march": {"month": "2024-03"}}
    late = [duty(id_, {"kind": "once", "window": window}) for id_, window in windows.items()]
    ministry = play.fresh(small_catalogue(duties=[*small_catalogue().plans["kh"].duties, *late]))
    for day in (date(2024, 3, 18), date(2024, 3, 19), date(2024, 3, 20)):
        play.tick(ministry, day)
    rungs = {rung.id: rung for rung in ministry.catalogue.ladders[0].rungs}
    due = {record.stream.removeprefix("task-"): record.fact.due for record in play.of(ministry, TaskAssigned)}
    for task, rung, on in play.urged(ministry):
        assert STARTS <= rungs[rung].day(due[task], ministry.catalogue.calendar) <= on, (task, rung)
    held = {(r.fact.task, r.fact.rung) for r in play.of(ministry, ReminderHeldBack)}
    assert {("kh.early:vu-a:2024-01", rung) for rung in rungs} <= held
    assert (REPORT, "truoc-3") in held


def test_what_waits_is_never_urged_until_its_act_is_issued(play: Any, ministry: Dondoc, at: At) -> None:
    """Months go by without a word; once the act is issued the days run and the ladder is climbed."""
    waiting = {"kh.guidance:vu-a:after"} | {f"kh.decree:vu-a:{phase}" for phase in ("before", "during", "after")}
    at(date(2024, 11, 1))
    ministry.tick()
    assert not waiting & {task for task, _, _ in play.urged(ministry)}
    issued = ministry.issue_act("nd-a", date(2024, 11, 1), "73/NĐ", actor=ASSIGNER).position
    days = [date(2024, 11, 1), date(2024, 11, 4), date(2024, 11, 13), date(2024, 11, 27), date(2024, 12, 2)]
    for day in days:
        at(day)
        ministry.tick()
    told = {each for each in play.urged(ministry, issued) if each[0] in waiting}
    assert {each for each in told if each[0].endswith("during")} == {
        ("kh.decree:vu-a:during", "truoc-3", date(2024, 11, 13)),
        ("kh.decree:vu-a:during", "qua-han-5", date(2024, 11, 27)),
    }
    assert {each for each in told if each[0] == "kh.guidance:vu-a:after"} == {
        ("kh.guidance:vu-a:after", "truoc-3", date(2024, 11, 27)),
        ("kh.guidance:vu-a:after", "qua-han-1", date(2024, 12, 2)),
    }


def test_an_act_that_is_entered_very_late_urges_from_the_day_on_which_it_was_told(
    play: Any, ministry: Dondoc, at: At
) -> None:
    """An act of 1 April, entered on 10 May: no rung of the days before goes out, those that come after do."""
    at(date(2024, 5, 10))
    ministry.tick()
    known = ministry.issue_act("nd-a", date(2024, 4, 1), "73/NĐ", actor=ASSIGNER).position
    guidance = "kh.guidance:vu-a:after"
    ministry.tick()
    assert [each for each in play.urged(ministry, known) if each[0] == guidance] == []
    assert [(line.rung, line.held_back) for line in ministry.ledger(guidance)] == [
        ("truoc-3", "before-effective"), ("qua-han-1", "before-effective"), ("qua-han-5", "before-effective"),
    ]  # fmt: skip
    later = ministry.issue_act("nd-a", date(2024, 4, 8), "73/NĐ", actor=ASSIGNER).position
    at(date(2024, 5, 15))
    ministry.tick()
    assert [each for each in play.urged(ministry, later) if each[0] == guidance] == [
        (guidance, "qua-han-5", date(2024, 5, 15))
    ]


def test_a_whole_shows_the_reminders_of_its_parts(ministry: Dondoc, at: At) -> None:
    """Three months of one row: the number beside the whole is the sum of what went out for each."""
    at(date(2024, 12, 31))
    ministry.tick()
    whole, parts = ministry.task("kh.seminars:vu-a:2024")
    assert whole.reminders == sum(part.reminders for part in parts) > 1
    assert next(line for line in ministry.tasks(duty="kh.seminars")).reminders == whole.reminders


def test_what_is_done_or_cancelled_is_not_urged(play: Any, ministry: Dondoc, at: At) -> None:
    """Whoever has handed in hears no more of it, nor does anybody of what is no longer owed."""
    ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR)
    why = {"reason": "Kế hoạch thay đổi", "authority": "12/QĐ"}
    ministry.take_step("kh.information:vu-a:2024-04", "cancel", why, actor=ASSIGNER)
    position = ministry.store.position()
    at(date(2024, 6, 1))
    ministry.tick()
    assert not {REPORT, "kh.information:vu-a:2024-04"} & {task for task, _, _ in play.urged(ministry, position)}


def test_what_is_returned_is_urged_again_from_where_it_stands(play: Any, ministry: Dondoc, at: At) -> None:
    """A report sent back after its due day is late by so many days, and that is the rung that goes out, once."""
    at(date(2024, 3, 19))
    ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR)
    at(date(2024, 3, 29))
    ministry.tick()
    assert REPORT not in {task for task, _, _ in play.urged(ministry)}
    ministry.take_step(REPORT, "return", {"reason": "Thiếu"}, actor=ASSIGNER)
    ministry.tick()
    ministry.tick()
    assert [each for each in play.urged(ministry) if each[0] == REPORT] == [(REPORT, "qua-han-5", date(2024, 3, 29))]
    assert [line.held_back for line in ministry.ledger(REPORT)] == ["before-effective", "superseded", ""]


def test_each_rung_goes_out_once_and_on_its_day(play: Any, daily: Dondoc) -> None:
    """Day by day, a rung is urged on the very day that the ladder names, never twice."""
    sent = play.urged(daily)
    assert len(sent) == len({(task, rung) for task, rung, _ in sent})
    due = {record.stream.removeprefix("task-"): record.fact.due for record in play.of(daily, TaskAssigned)}
    opens = {record.stream.removeprefix("task-"): record.meta.on for record in play.of(daily, TaskAssigned)}
    rungs = {rung.id: rung for rung in daily.catalogue.ladders[0].rungs}
    for task, rung, on in sent:
        assert on == max(rungs[rung].day(due[task], daily.catalogue.calendar), opens[task])
    assert len(sent) > 100


def test_a_simulated_year_urges_what_a_ticked_one_does(play: Any, daily: Dondoc) -> None:
    """Also what was reached before a task opened: it is decided on the day on which the task opens."""
    simulated = daily.simulate(STARTS, date(2024, 12, 31)).urged
    ticked = [
        (record.fact.task, record.fact.rung, record.meta.on, isinstance(record.fact, ReminderHeldBack))
        for kind in (ReminderIssued, ReminderHeldBack)
        for record in play.of(daily, kind)
    ]
    assert sorted(ticked) == sorted(
        (u.reminder.task, u.reminder.rung, u.on, bool(u.reminder.held_back)) for u in simulated
    )


def test_a_year_that_is_not_decided_is_told_and_the_rest_goes_on(play: Any) -> None:
    """Where working days are not decided no deadline is guessed: the tick says so, and does everything else."""
    ministry = play.fresh(small_catalogue())
    play.tick(ministry, date(2024, 12, 30))
    position = ministry.store.position()
    tally = play.tick(ministry, date(2025, 1, 20))
    assert tally.problems
    assert {problem.code for problem in tally.problems} == {"calendar-undecided"}
    assert "config/calendars/2025.yaml" in tally.problems[0].cure
    closed = {(record.fact.duty, record.fact.period) for record in play.of(ministry, PeriodClosed, position)}
    assert {("kh.standing", "2024"), ("kh.conference", "2024-Q4")} <= closed
    assert not [task for task, rung, _ in play.urged(ministry, position) if task.endswith("2024-12")]


def test_a_year_that_is_not_decided_does_not_silence_the_rungs_before_it(play: Any) -> None:
    """What is due on 31 December is urged in December, though the days after it are not decided yet."""
    ministry = play.fresh(small_catalogue())
    tally = play.tick(ministry, date(2024, 12, 27))
    assert ("kh.conference:van-phong:2024-Q4", "truoc-3") in {(task, rung) for task, rung, _ in play.urged(ministry)}
    assert tally.problems == []


def test_once_the_year_is_decided_the_next_tick_makes_up_for_it(play: Any) -> None:
    """A calendar that comes late loses nothing: a process that has it urges where it stands."""
    ministry = play.fresh(small_catalogue())
    play.tick(ministry, date(2024, 12, 30))
    play.tick(ministry, date(2025, 1, 20))
    mended = play.fresh(store=ministry.store)
    tally = play.tick(mended, date(2025, 1, 20))
    assert tally.problems == []
    whole = play.fresh()
    play.tick(whole, date(2025, 1, 20))
    assert play.decided(mended) == play.decided(whole)


def test_a_duty_that_left_the_plan_is_not_urged_and_stops_nothing(play: Any, ministry: Dondoc) -> None:
    """A task whose duty is no longer configured stays as it is; the others go on."""
    rest = [each for each in small_catalogue().plans["kh"].duties if each.id != "report"]
    changed = play.fresh(small_catalogue(duties=rest), store=ministry.store)
    position = changed.store.position()
    play.tick(changed, date(2024, 4, 1))
    told = {task for task, _, _ in play.urged(changed, position)}
    assert told
    assert REPORT not in told


def test_a_rung_of_a_year_ahead_is_seen_in_time(play: Any) -> None:
    """The farthest rung that a ladder may have, 366 working days before, goes out on its day."""
    far = Ladder.model_validate({
        "id": "xa", "version": 1, "name": "Xa", "rungs": [
            {"id": "xa", "name": "Xa", "before": 366, "level": 0, "to": ["dau-moi"]}]})  # fmt: skip
    later = duty("later", {"kind": "once", "window": {"month": "2025-12"}}, ladder="xa")
    ministry = play.fresh(small_catalogue(duties=[later], ladders=[far], calendar=play.catalogue.calendar))
    day = far.rungs[0].day(date(2025, 12, 31), play.catalogue.calendar)
    play.tick(ministry, day - timedelta(days=1))
    assert play.urged(ministry) == []
    play.tick(ministry, day)
    assert play.urged(ministry) == [("kh.later:vu-a:2025-12", "xa", day)]


def test_a_note_changes_nothing_of_what_is_urged(play: Any, ministry: Dondoc, at: At) -> None:
    """A word on progress is no result: the ladder goes on."""
    ministry.take_step("kh.bulletin:vu-a:2024-03", "note", {"note": "Đang làm"}, actor=LEAD)
    at(date(2024, 4, 1))
    ministry.tick()
    assert "kh.bulletin:vu-a:2024-03" in {task for task, _, _ in play.urged(ministry)}
