"""A tick brings everything up to a day: late, twice, out of order or day by day, what is owed is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.app import Dondoc
from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import ReminderHeldBack
from dondoc.domain.facts.task import TaskAnchored, TaskAssigned
from dondoc.domain.ports import HANOI
from dondoc.domain.status import Cell
from dondoc.testing import ASSIGNER, duty, small_catalogue
from dondoc.testing.catalogue import DUTIES

STARTS = date(2024, 3, 18)
REPORT = "kh.report:tinh-a:2024-Q1"
At = Callable[[date], None]


def test_the_first_tick_opens_what_is_late_with_its_true_days(play: Any) -> None:
    """Opened in July, owed since March: each task says from which day on it was owed and when it was due."""
    ministry = play.fresh()
    tally = play.tick(ministry, date(2024, 7, 1))
    opened = {record.stream: record for record in play.of(ministry, TaskAssigned)}
    assert tally.opened == len(opened)
    assert opened[f"task-{REPORT}"].meta.on == STARTS, "the plan did not bind before"
    assert opened["task-kh.report:tinh-a:2024-H1"].meta.on == date(2024, 6, 15)
    assert opened["task-kh.broadcast:dai-a:2024-W20"].meta.on == date(2024, 5, 13)
    assert all(record.meta.on <= date(2024, 7, 1) for record in opened.values())
    assert ministry.task(REPORT)[0].due == "2024-03-20"


def test_a_second_tick_does_nothing(play: Any) -> None:
    """By the same process or by a new one, on the same day: no event is added."""
    ministry = play.fresh()
    play.tick(ministry, date(2024, 7, 1))
    position = ministry.store.position()
    for again in (ministry, play.fresh(store=ministry.store)):
        tally = play.tick(again, date(2024, 7, 1))
        assert (tally.opened, tally.urged, tally.held_back, tally.closed, tally.problems) == (0, 0, 0, 0, [])
    assert ministry.store.position() == position


def test_one_late_tick_equals_a_tick_every_day(play: Any, daily: Dondoc) -> None:
    """The same tasks with the same days, the same periods closed; of the rungs only who was passed over differs."""
    late = play.fresh()
    play.tick(late, date(2024, 12, 31))
    assert play.owed(late) == play.owed(daily)
    assert max(play.owed(daily).values()) == 1
    assert play.decided(late) == play.decided(daily)
    held = {
        (r.fact.task, r.fact.rung) for r in play.of(late, ReminderHeldBack) if r.fact.why["held-back"] == "superseded"
    }
    sent = {(task, rung) for task, rung, _ in play.urged(daily)}
    assert {(task, rung) for task, rung, _ in play.urged(late)} == sent - held
    assert held
    assert held <= sent


@given(days=st.lists(st.tuples(st.integers(-60, 288), st.booleans()), max_size=6))
@settings(max_examples=10, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_ticks_in_any_order_equal_a_tick_every_day(play: Any, daily: Dondoc, days: list[tuple[int, bool]]) -> None:
    """Missed days, a clock set back, restarts between: what is owed at the end is the same, each once."""
    ministry = play.fresh()
    for offset, restart in [*days, (288, False)]:  # 288 days after 18 March is 31 December
        if restart:
            ministry = play.fresh(store=ministry.store)
        play.tick(ministry, STARTS + timedelta(days=offset))
    assert play.owed(ministry) == play.owed(daily)
    assert play.decided(ministry) == play.decided(daily)
    assert ministry.differences() == {}


def test_nothing_opens_before_its_day(play: Any) -> None:
    """A day before a period begins its task is not there; on its first day it is."""
    ministry = play.fresh()
    play.tick(ministry, date(2024, 3, 31))
    assert "task-kh.bulletin:vu-a:2024-04" not in {record.stream for record in play.of(ministry, TaskAssigned)}
    play.tick(ministry, date(2024, 4, 1))
    assert "task-kh.bulletin:vu-a:2024-04" in {record.stream for record in play.of(ministry, TaskAssigned)}


@pytest.mark.parametrize(("gap", "until"), [(40, date(2024, 4, 27)), (400, date(2025, 4, 22))], ids=["40", "400"])
def test_after_any_downtime_everything_is_there_and_each_task_is_urged_once(play: Any, gap: int, until: date) -> None:
    """Down for weeks or over the turn of the year: all is opened, all that ended is closed, one reminder a task."""
    whole = play.fresh()
    for days in (*range(0, gap, 7), gap):
        play.tick(whole, STARTS + timedelta(days=days))
    ministry = play.fresh()
    play.tick(ministry, STARTS)
    position = ministry.store.position()
    assert (until - STARTS).days == gap
    play.tick(ministry, until)
    assert play.owed(ministry) == play.owed(whole)
    assert play.decided(ministry) == play.decided(whole)
    assert max(Counter(task for task, _, _ in play.urged(ministry, position)).values()) == 1
    assert {on for _, _, on in play.urged(ministry, position)} == {until}


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=40), timedelta(days=400)], ids=str)
def test_a_plan_replaced_while_nobody_ticked_leaves_what_the_new_one_asks(play: Any, down: timedelta) -> None:
    """As if it had always been so: each task once, with its true day; what only the old one asked is not urged."""
    kept = tuple(each for each in DUTIES if each.id not in {"information", "report"})
    moved = duty("information", {"kind": "once", "window": {"month": "2024-05"}}, procedure="press-information")
    slot = {"id": "Q1", "data_from": "-1/12-15", "data_to": "0/03-14", "due": "0/04-10"}
    report = duty("report", {"kind": "every", "schedule": [slot]}, body="tinh-a", procedure="report")
    new = small_catalogue(duties=(*kept, moved, report), calendar=play.catalogue.calendar, revision=2)
    before = play.fresh()
    play.tick(before, STARTS)
    position = before.store.position()
    back = datetime(2024, 3, 18, 8, tzinfo=HANOI) + down
    ministry, alone = play.fresh(new, store=before.store), play.fresh(new)
    ministry.tick(back)
    alone.tick(back)

    def stands(of: Dondoc) -> dict[str, tuple[Cell, str | None]]:
        lines = of.tasks(of.when(back.date()), limit=10_000)
        return {line.id: (line.cell, line.due) for line in lines if line.cell is not Cell.CANCELLED}

    assert stands(ministry) == stands(alone)
    assert stands(ministry)[REPORT][1] == "2024-04-10"
    assert max(Counter(record.stream for record in play.of(ministry, TaskAssigned)).values()) == 1
    told = Counter(task for task, _, _ in play.urged(ministry, position))
    assert max(told.values(), default=0) <= 1
    assert told.keys() <= stands(ministry).keys() | {
        part.id for parts in ministry.parts_of([*stands(ministry)]).values() for part in parts
    }
    end = ministry.store.position()
    ministry.tick(back)
    assert ministry.store.position() == end
    assert ministry.differences() == {}


def test_an_act_that_was_issued_before_gives_new_tasks_their_days_at_once(
    opened: Callable[..., Dondoc], at: At
) -> None:
    """A task that opens after its act was issued has its term in the same tick."""
    ministry = opened(single=True)
    ministry.issue_act("nd-a", date(2024, 3, 10), "73/NĐ", actor=ASSIGNER)
    ministry.tick()
    assert ministry.task("kh.guidance:vu-a:after")[0].due == "2024-04-09"


def test_a_task_that_is_opened_after_its_act_waited_till_the_day_of_the_act(
    opened: Callable[..., Dondoc], at: At
) -> None:
    """Plan from 18 March, act of 10 June, first tick on 1 July: until 10 June the task waited, and had no due day."""
    ministry = opened(single=True)
    at(date(2024, 7, 1))
    ministry.issue_act("nd-a", date(2024, 6, 10), "73/NĐ", actor=ASSIGNER)
    ministry.tick()
    stood = [
        ministry.task("kh.guidance:vu-a:after", ministry.when(date(2024, month, day)))[0]
        for month, day in ((3, 18), (6, 9), (6, 10), (7, 1))
    ]
    assert [(line.cell, line.due) for line in stood] == [
        (Cell.WAITING, None),
        (Cell.WAITING, None),
        (Cell.OPEN_IN_TERM, "2024-07-10"),
        (Cell.OPEN_IN_TERM, "2024-07-10"),
    ]


def test_an_act_that_is_issued_while_its_tasks_open_gives_them_their_days(
    play: Any, opened: Callable[..., Dondoc], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever issues it does not see the tasks yet, and the tick does not know of it yet: nobody waits for ever."""
    ministry = opened(single=True)
    append = ministry.store.append_missing
    issuing = [date(2024, 3, 10)]

    def late(records: list[Record], project: Any) -> list[Record]:
        if issuing and any(isinstance(record.fact, TaskAssigned) for record in records):
            ministry.issue_act("nd-a", issuing.pop(), "73/NĐ", actor=ASSIGNER)
        return append(records, project)

    monkeypatch.setattr(ministry.store, "append_missing", late)
    ministry.tick()
    assert ministry.task("kh.guidance:vu-a:after")[0].due == "2024-04-09"
    assert ministry.task("kh.decree:vu-a:before")[0].due == "2024-03-10"
    (act,) = ministry.store.read("act-nd-a")
    anchored = play.of(ministry, TaskAnchored)
    assert {record.meta.causation_id for record in anchored} == {act.event_id}
    position = ministry.store.position()
    ministry.tick()
    assert ministry.store.position() == position


def test_a_tick_is_the_engines_act(daily: Dondoc) -> None:
    """Whatever a tick brings about is recorded in the engine's own name, office and days."""
    assert {(r.meta.actor, r.meta.office, r.meta.on_behalf_of) for r in daily.store.read_all()} == {
        ("dondoc", "dondoc/engine", "")
    }
