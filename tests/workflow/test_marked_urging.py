"""Urging by mark: a task with a mark climbs the ladder that is meant for it, the others theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from dondoc.app import Dondoc
from dondoc.domain.ladder import Ladder
from dondoc.domain.ports import HANOI
from dondoc.testing import ASSIGNER, FrozenClock, duty, small_catalogue
from dondoc.testing.catalogue import LADDER

MARKED_TASK, PLAIN_TASK = "kh.salary:vu-a:2024-04", "kh.archives:vu-a:2024-04"
URGENT = Ladder.model_validate({
    "id": "gap", "version": 1, "name": "Gấp", "marks": ["high-impact"], "rungs": [
        {"id": "truoc-10", "name": "Còn 10 ngày", "before": 10, "level": 0, "to": ["thu-truong"]},
        {"id": "qua-han-1", "name": "Quá hạn 01 ngày", "after": 1, "level": 1, "to": ["bo/bo-truong"]},
    ]})  # fmt: skip


@pytest.fixture
def ministry(opened: Callable[..., Dondoc]) -> Dondoc:
    """Two tasks of April; the first has great impact."""
    month = {"kind": "once", "window": {"month": "2024-04"}}
    catalogue = small_catalogue(duties=[duty("salary", month), duty("archives", month)], ladders=[LADDER, URGENT])
    dondoc = opened(catalogue, single=True)
    dondoc.tick()
    mark(dondoc, "high-impact")
    return dondoc


def mark(ministry: Dondoc, *marks: str) -> None:
    """The marks of the first task are these from now on."""
    ministry.mark(MARKED_TASK, marks, "Nhiều người quan tâm", actor=ASSIGNER)


@pytest.fixture
def told(ministry: Dondoc, clock: FrozenClock) -> Callable[[date], list[tuple[str, str, tuple[str, ...]]]]:
    """Ticks on a day: task, rung and offices of what was urged."""

    def ticked(day: date) -> list[tuple[str, str, tuple[str, ...]]]:
        clock.set(datetime(day.year, day.month, day.day, 8, tzinfo=HANOI))
        before = ministry.store.position()
        ministry.tick()
        sent = [record.fact for record in ministry.store.read_all(before, names=["reminder.issued"])]
        return sorted((fact.task, fact.rung, fact.to) for fact in sent)

    return ticked


def test_a_marked_task_is_urged_by_the_ladder_of_its_mark(
    told: Callable[[date], list[tuple[str, str, tuple[str, ...]]]],
) -> None:
    """Earlier and higher up; the other one as always."""
    assert told(date(2024, 4, 15)) == [(MARKED_TASK, "truoc-10", ("vu-a/thu-truong",))]
    assert told(date(2024, 4, 24)) == [(PLAIN_TASK, "truoc-3", ("vu-a/dau-moi",))]
    assert told(date(2024, 5, 2)) == [
        (PLAIN_TASK, "qua-han-1", ("vu-a/dau-moi", "vu-a/thu-truong")),
        (MARKED_TASK, "qua-han-1", ("bo/bo-truong",)),
    ]


def test_the_marks_of_a_task_are_shown(ministry: Dondoc) -> None:
    """The newest word holds, also after a rebuild."""
    assert ministry.task(MARKED_TASK)[0].marks == ("high-impact",)
    assert ministry.task(PLAIN_TASK)[0].marks == ()
    mark(ministry, "sensitive", "disputed")
    assert ministry.task(MARKED_TASK)[0].marks == ("disputed", "sensitive")
    assert ministry.differences() == {}


def test_a_task_whose_mark_was_taken_off_is_urged_as_the_others(
    ministry: Dondoc, told: Callable[[date], list[tuple[str, str, tuple[str, ...]]]]
) -> None:
    """From then on by the ladder of its duty."""
    told(date(2024, 4, 15))
    mark(ministry)
    assert [(task, rung) for task, rung, _ in told(date(2024, 4, 24))] == [
        (PLAIN_TASK, "truoc-3"), (MARKED_TASK, "truoc-3"),
    ]  # fmt: skip
