"""The table of tasks: one row a task, kept where its events have brought it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from dondoc.app import Dondoc
from dondoc.domain.act import IssueAct
from dondoc.domain.office import Actor
from dondoc.projections.tasks import tasks
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, SPOKESPERSON

STATION = Actor(person="em", office="dai-a/dau-moi")


@pytest.fixture
def row(ministry: Dondoc) -> Callable[[str], Any]:
    """The row of a task."""

    def find(task: str) -> Any:
        with ministry.store.reading() as connection:
            return connection.execute(select(tasks).where(tasks.c.id == task)).one()

    return find


def test_an_assigned_task_is_a_row_with_its_window(row: Callable[[str], Any]) -> None:
    """A row says who owes what, in which days, under which version of which procedure."""
    task = row("kh.both:vu-a:2024-05")
    assert (task.plan, task.duty, task.body, task.period) == ("kh", "kh.both", "vu-a", "2024-05")
    assert (task.procedure, task.procedure_version) == ("press-information", 1)
    assert (task.grain, task.start, task.end, task.due) == ("month", "2024-05-01", "2024-05-31", "2024-05-31")
    assert (task.opens, task.root, task.composite) == ("2024-03-18", task.id, False)
    assert task.forms.split() == ["thong-tin", "hoi-nghi"]
    assert (task.state, task.outcome, task.version, task.rung, task.reminders) == ("", "", 1, "", 0)


def test_parts_name_their_whole(row: Callable[[str], Any]) -> None:
    """The parts of a composite task carry the days; the whole carries none that could be late by itself."""
    whole, part = row("kh.seminars:vu-a:2024"), row("kh.seminars:vu-a:2024-10")
    assert (whole.composite, part.composite) == (True, False)
    assert (part.root, part.due) == (whole.id, "2024-10-31")


def test_steps_move_the_row_and_strike_out_the_forms_that_they_prove(
    ministry: Dondoc, row: Callable[[str], Any]
) -> None:
    """State and version follow each step; a form that is proved is no longer owed; the last one ends the task."""
    task = "kh.both:vu-a:2024-05"
    ministry.take_step(task, "prepare", {"subject": "Tiền lương"}, actor=LEAD)
    assert (row(task).state, row(task).version) == ("prepared", 2)
    ministry.take_step(task, "clear", {}, actor=SPOKESPERSON)
    ministry.take_step(task, "provide", {"outlet": "Báo A"}, actor=LEAD)
    assert (row(task).state, row(task).outcome, row(task).forms.split()) == ("assigned", "", ["hoi-nghi"])
    ministry.take_step(task, "hold-event", {"subject": "hội nghị", "place": "Hà Nội"}, actor=LEAD)
    assert (row(task).state, row(task).outcome, row(task).forms.split()) == ("done", "done", [])
    assert row(task).version == 5


def test_a_form_whose_name_is_part_of_another_is_not_struck_out_with_it(ministry: Dondoc) -> None:
    """Forms are struck out as whole words: `hoi-nghi` leaves `hoi-nghi-tap-huan` alone."""
    with ministry.store.writing() as connection:
        connection.execute(tasks.update().values(forms=" hoi-nghi-tap-huan  hoi-nghi  hop "))
    step = {"subject": "hội nghị", "place": "Hà Nội"}
    ministry.take_step("kh.both:vu-a:2024-05", "hold-event", step, actor=LEAD)
    line, _ = ministry.task("kh.both:vu-a:2024-05")
    assert line.forms == ("hoi-nghi-tap-huan", "hop")


def test_credits_are_counted(ministry: Dondoc, row: Callable[[str], Any]) -> None:
    """Each activity that counts for a quota adds one; the last one ends it."""
    task = "kh.bulletin:vu-a:2024-03"
    for issue in ("9", "10", "11"):
        ministry.record("bulletin.published", {"body": "vu-a", "issue": issue}, actor=LEAD)
    assert (row(task).credits, row(task).count, row(task).outcome) == (3, 4, "")
    ministry.record("bulletin.published", {"body": "vu-a", "issue": "12"}, actor=LEAD)
    assert (row(task).credits, row(task).state, row(task).outcome) == (4, "done", "done")


def test_a_broadcast_that_is_too_short_does_not_count(ministry: Dondoc, row: Callable[[str], Any]) -> None:
    """An activity is recorded all the same, and credited only to the duties that it serves."""
    short = {"body": "dai-a", "programme": "Dân hỏi", "minutes": 14}
    ministry.record("broadcast.aired", short, actor=STATION)
    assert row("kh.broadcast:dai-a:2024-W12").credits == 0
    ministry.record("broadcast.aired", {**short, "minutes": 15}, actor=STATION)
    assert row("kh.broadcast:dai-a:2024-W12").outcome == "done"


def test_an_issued_act_gives_the_waiting_tasks_their_days(ministry: Dondoc, row: Callable[[str], Any]) -> None:
    """Before the act there is no due day; afterwards there is one for each phase, and a correction moves it."""
    assert row("kh.guidance:vu-a:after").due is None
    ministry.issue_act("nd-a", date(2024, 3, 10), "73/2024/NĐ-CP", actor=ASSIGNER)
    days = {phase: (row(f"kh.decree:vu-a:{phase}").start, row(f"kh.decree:vu-a:{phase}").due)
            for phase in ("before", "during", "after")}  # fmt: skip
    assert days == {
        "before": (None, "2024-03-10"),
        "during": ("2024-03-10", "2024-03-25"),
        "after": ("2024-03-11", "2024-04-09"),
    }
    ministry.issue_act("nd-a", date(2024, 3, 12), "73/2024/NĐ-CP", actor=ASSIGNER)
    assert row("kh.guidance:vu-a:after").due == "2024-04-11"
    assert row("kh.decree:vu-a:2024").due is None, "the whole has no days of its own"


def test_reminders_leave_their_rung_and_their_number(
    ministry: Dondoc, row: Callable[[str], Any], at: Callable[[date], None]
) -> None:
    """The row knows the last rung that was recorded; only rungs that urged somebody are counted."""
    report = row("kh.report:tinh-a:2024-Q1")
    assert (report.rung, report.reminders) == ("truoc-3", 0), "held back: its day came before the plan began to bind"
    at(date(2024, 3, 21))
    ministry.tick()
    report = row("kh.report:tinh-a:2024-Q1")
    assert (report.rung, report.reminders) == ("qua-han-1", 1)


def test_a_fact_of_something_else_changes_no_row(ministry: Dondoc) -> None:
    """An act that is issued changes the tasks that hang on it and no others."""
    with ministry.store.reading() as connection:
        before = {r.id: r for r in connection.execute(select(tasks))}
    ministry.dispatch(IssueAct(act="nd-a", day=date(2024, 3, 10), number="1"), actor=ASSIGNER)
    ministry.record("activity.held", {"body": "tinh-a", "subject": "Hội thi"}, actor=REGISTRAR)
    with ministry.store.reading() as connection:
        assert {r.id: r for r in connection.execute(select(tasks))} == before
