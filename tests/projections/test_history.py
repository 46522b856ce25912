"""What happened to a task: its own events, those of its parts, and its reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dondoc.app import Dondoc
from dondoc.projections.standing import When
from dondoc.testing import LEAD, REGISTRAR


def test_a_history_holds_the_task_and_its_reminders_in_order(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Assigned, held back, urged, handed in: oldest first, each with its place in the log."""
    at(date(2024, 3, 21))
    ministry.tick()
    ministry.take_step("kh.report:tinh-a:2024-Q1", "submit", {"number": "15/BC"}, actor=REGISTRAR)
    told = ministry.history("kh.report:tinh-a:2024-Q1")
    assert [record.fact.name for record in told] == [
        "task.assigned",
        "reminder.held-back",
        "reminder.issued",
        "report.submitted",
    ]
    assert [record.position for record in told] == sorted(record.position for record in told)


def test_the_history_of_a_whole_is_that_of_its_parts(ministry: Dondoc) -> None:
    """A composite task tells what happened to each of its parts; a part tells its own only."""
    step = {"subject": "hội thảo", "place": "Hà Nội"}
    ministry.take_step("kh.seminars:vu-a:2024-07", "hold-event", step, actor=LEAD)
    whole = ministry.history("kh.seminars:vu-a:2024")
    assert [record.fact.name for record in whole] == ["task.assigned"] * 4 + ["communication.event-held"]
    part = ministry.history("kh.seminars:vu-a:2024-10")
    assert [record.stream for record in part] == ["task-kh.seminars:vu-a:2024-10"]


def test_a_history_can_be_read_as_it_was_known(ministry: Dondoc) -> None:
    """Up to a position of the log, and nothing of what came after it."""
    position = ministry.store.position()
    ministry.take_step("kh.report:tinh-a:2024-Q1", "submit", {}, actor=REGISTRAR)
    known = ministry.history("kh.report:tinh-a:2024-Q1", When("2024-03-18", position))
    assert [record.fact.name for record in known] == ["task.assigned", "reminder.held-back"]
