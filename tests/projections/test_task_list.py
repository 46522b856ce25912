"""Lists of tasks: what lies behind a number, what is due, and what a tick must look at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import NotFound
from dondoc.domain.status import Cell
from dondoc.projections import pending, quotas, task_list
from dondoc.projections.standing import When
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR

WHOLE = "kh.seminars:vu-a:2024"
REPORT = "kh.report:tinh-a:2024-Q1"


def test_overdue_tasks_come_first_and_then_by_day(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """The list begins with what is worst; within it, with what was due first; tasks without a day come last."""
    at(date(2024, 6, 10))
    ministry.tick()
    lines = ministry.tasks()
    cells = [line.cell for line in lines]
    assert cells == sorted(cells, reverse=True)
    overdue = [line.due for line in lines if line.cell is Cell.OPEN_OVERDUE]
    assert overdue == sorted(overdue, key=lambda due: due or "")
    assert len(overdue) > 3


def test_pages_join_without_gap(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Page after page gives every task once."""
    at(date(2024, 6, 10))
    ministry.tick()
    whole = [line.id for line in ministry.tasks(limit=1000)]
    pages = [line.id for start in range(0, 60, 7) for line in ministry.tasks(limit=7, offset=start)]
    assert pages == whole
    assert len(set(whole)) == len(whole)


def test_lists_can_be_narrowed_to_what_is_due(ministry: Dondoc) -> None:
    """Due between two days, both included, are the tasks whose first open part is."""
    due = [line.id for line in ministry.tasks(due_from="2024-03-24", due_to="2024-04-30")]
    assert set(due) == {
        "kh.broadcast:dai-a:2024-W12",
        "kh.bulletin:vu-a:2024-03",
        "kh.conference:van-phong:2024-Q1",
        "kh.information:vu-a:2024-04",
    }
    assert [line.id for line in ministry.tasks(due_to="2024-03-20")] == [REPORT]
    assert ministry.tasks(bodies=[], due_to="2024-03-20") == []
    assert [line.id for line in ministry.tasks(bodies=["tinh-a"], duty="kh.report")] == [REPORT]


def test_a_composite_task_is_due_with_its_first_open_part(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Three seminars: due in July, then in October, then done with the last."""
    at(date(2024, 12, 31))
    seen = []
    for month, on in (("07", date(2024, 7, 1)), ("10", date(2024, 10, 1)), ("12", date(2024, 12, 1))):
        line, parts = ministry.task(WHOLE)
        seen.append(line.due)
        assert [part.period for part in parts] == ["2024-07", "2024-10", "2024-12"]
        step = {"subject": "hội thảo", "place": "Hà Nội"}
        ministry.take_step(f"kh.seminars:vu-a:2024-{month}", "hold-event", step, actor=LEAD, late="Nhận muộn", on=on)
    line, _ = ministry.task(WHOLE)
    assert [*seen, line.due] == ["2024-07-31", "2024-10-31", "2024-12-31", "2024-12-31"]
    assert (line.done_on, line.cell) == ("2024-12-01", Cell.DONE_ON_TIME)
    assert [each.id for each in ministry.tasks(duty="kh.seminars")] == [WHOLE], "parts are not listed beside it"


def test_a_task_that_was_not_there_is_not_found(ministry: Dondoc) -> None:
    """An unknown name, and a day before the task opened, are refused in plain words."""
    with pytest.raises(NotFound, match=r"kh\.nothing"):
        ministry.task("kh.nothing:vu-a:2024")
    with pytest.raises(NotFound, match="2024-03-17"):
        ministry.task(REPORT, When("2024-03-17", ministry.store.position()))


def test_what_hangs_on_an_act_is_found_before_and_after_it_is_issued(ministry: Dondoc) -> None:
    """A correction must reach the same tasks as the first word did; the whole has no days to be given."""
    hanging = [f"kh.decree:vu-a:{phase}" for phase in ("before", "during", "after")] + ["kh.guidance:vu-a:after"]
    assert list(ministry.ask(task_list.waiting_for, "nd-a")) == hanging
    ministry.issue_act("nd-a", date(2024, 3, 10), "73/2024/NĐ-CP", actor=ASSIGNER)
    assert list(ministry.ask(task_list.waiting_for, "nd-a")) == hanging


def test_open_dues_leave_out_what_waits_is_done_or_is_a_sum(ministry: Dondoc) -> None:
    """Only open tasks with a day, up to a horizon, call for a look."""
    ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR)
    found = ministry.ask(pending.open_dues, "2024-07-31")
    assert {(duty, due) for duty, _, due, _ in found} == {
        ("kh.broadcast", "2024-03-24"),
        ("kh.bulletin", "2024-03-31"),
        ("kh.conference", "2024-03-31"),
        ("kh.information", "2024-04-30"),
        ("kh.both", "2024-05-31"),
        ("kh.seminars", "2024-07-31"),
    }


def test_a_period_is_past_when_all_its_tasks_have_days_and_the_last_has_gone(ministry: Dondoc) -> None:
    """A period in which a task still waits for its act has not ended; days that come late are not missed."""

    def past(since: date, before: date) -> set[tuple[str, str]]:
        rows = ministry.ask(pending.past_periods, since.isoformat(), before.isoformat())
        return {(duty, period) for _, duty, period, _ in rows}

    assert past(date.min, date(2024, 3, 20)) == set()
    assert past(date.min, date(2024, 3, 21)) == {("kh.report", "2024-Q1")}
    assert ("kh.guidance", "after") not in past(date.min, date(2034, 1, 1))
    ministry.issue_act("nd-a", date(2024, 2, 1), "73/2024/NĐ-CP", actor=ASSIGNER)
    late = past(date(2024, 3, 18), date(2024, 3, 19))
    assert late == {(f"kh.{duty}", phase) for duty, phase in (
        ("decree", "before"), ("decree", "during"), ("decree", "after"), ("guidance", "after"))}  # fmt: skip


def test_quotas_are_found_by_the_day_of_the_activity(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """An activity counts in the period that holds its day, first and last day included, and for its own body only."""
    at(date(2024, 4, 10))
    ministry.tick()

    def serving(day: str, body: str = "dai-a") -> list[str]:
        return list(ministry.ask(quotas.served_by, ["kh.broadcast"], body, day))

    assert serving("2024-03-24") == ["kh.broadcast:dai-a:2024-W12"]
    assert serving("2024-03-25") == ["kh.broadcast:dai-a:2024-W13"]
    assert serving("2024-03-17") == []
    assert serving("2024-03-24", "vu-a") == []
