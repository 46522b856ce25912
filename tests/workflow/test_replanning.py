"""A new wording of a plan: untouched tasks follow it, begun ones are told, and no two wordings undo each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dondoc.app import Dondoc
from dondoc.domain.errors import Rejected
from dondoc.domain.plan import Duty
from dondoc.domain.status import Cell
from dondoc.projections.scheduled import scheduled
from dondoc.testing import ASSIGNER, LEAD, duty, small_catalogue
from dondoc.workflow.replanning import compare

Open = Callable[..., Dondoc]
APRIL = "kh.information:vu-a:2024-04"
MAY = "kh.information:vu-a:2024-05"


def information(month: str) -> Duty:
    """A duty to inform the press in a month."""
    window: dict[str, Any] = {"kind": "once", "window": {"month": month}}
    return duty("information", window, procedure="press-information", forms=["thong-tin"])


def reports(due: str) -> Duty:
    """A report with a due day of its own."""
    slot = {"id": "Q1", "data_from": "-1/12-15", "data_to": "0/03-14", "due": due}
    return duty("report", {"kind": "every", "schedule": [slot]}, body="tinh-a", procedure="report")


def cells(dondoc: Dondoc) -> dict[str, Cell]:
    """Where every task stands."""
    return {line.id: line.cell for line in dondoc.tasks()}


def test_an_untouched_task_follows_its_row_to_another_month(opened: Open) -> None:
    """The old one is withdrawn on the authority of the adoption, the new one opened; once, whoever ticks again."""
    opened(small_catalogue(duties=[information("2024-04")])).tick()
    later = opened(small_catalogue(duties=[information("2024-05")], revision=2))
    done = later.tick()
    assert (done.withdrawn, done.opened, done.undecided) == (1, 1, [])
    assert cells(later) == {APRIL: Cell.CANCELLED, MAY: Cell.OPEN_IN_TERM}
    position = later.store.position()
    assert later.tick().withdrawn == 0
    assert opened(later.catalogue).tick().withdrawn == 0
    assert later.store.position() == position


def test_a_task_whose_due_day_moved_gets_the_new_one(opened: Open) -> None:
    """It keeps its name and its history; a rung reached for the old day does not count for the new one."""
    opened(small_catalogue(duties=[reports("0/03-25")])).tick()
    later = opened(small_catalogue(duties=[reports("0/04-10")], revision=2))
    assert later.tick().moved == 1
    line, _ = later.task("kh.report:tinh-a:2024-Q1")
    assert line.due == "2024-04-10"
    assert [r.fact.name for r in later.history(line.id)][:2] == ["task.assigned", "task.replanned"]
    assert later.tick().moved == 0


def test_a_begun_task_is_told_and_never_changed(opened: Open) -> None:
    """The row gets no second task while nobody has decided; once the old one is cancelled, the new one opens."""
    first = opened(small_catalogue(duties=[information("2024-04")]))
    first.tick()
    first.take_step(APRIL, "prepare", {"subject": "Nội dung"}, actor=LEAD)
    later = opened(small_catalogue(duties=[information("2024-05")], revision=2))
    done = later.tick()
    assert [(each.task, each.kind) for each in done.undecided] == [(APRIL, "gone")]
    assert cells(later) == {APRIL: Cell.OPEN_IN_TERM}
    reason = {"reason": "Chuyển sang tháng 5", "authority": "Kế hoạch"}
    later.take_step(APRIL, "cancel", reason, actor=ASSIGNER)
    assert later.tick().undecided == []
    assert cells(later) == {APRIL: Cell.CANCELLED, MAY: Cell.OPEN_IN_TERM}


def test_a_wording_that_changed_nothing_differs_in_nothing(opened: Open) -> None:
    """Every shape of duty compares equal to what the engine itself opened, anchored tasks too."""
    first = opened()
    first.tick()
    first.issue_act("nd-a", date(2024, 3, 18), "73/2024/NĐ-CP", actor=ASSIGNER)
    found = compare(first.catalogue, ["kh"], first.acts(), first.ask(scheduled, ["kh"]))
    assert (found.differences, found.held) == ([], set())


def test_two_wordings_with_one_number_never_undo_each_other(opened: Open) -> None:
    """The second process says loudly that it is not followed, and opens, withdraws and adopts nothing."""
    first = opened(small_catalogue(duties=[information("2024-04")]))
    second = opened(small_catalogue(duties=[information("2024-05")]))
    first.tick()
    position = first.store.position()
    for _ in range(3):
        (problem,) = second.tick().problems
        assert isinstance(problem, Rejected)
        assert "another text" in problem.en
        assert first.tick().problems == []
    assert first.store.position() == position


def test_an_older_wording_is_never_adopted_after_a_newer_one(opened: Open) -> None:
    """A process that was left running with the old plan does no harm."""
    old = opened(small_catalogue(duties=[information("2024-04")]))
    old.tick()
    new = opened(small_catalogue(duties=[information("2024-05")], revision=2))
    new.tick()
    position = new.store.position()
    (problem,) = old.tick().problems
    assert "an older one" in problem.en
    assert problem.cure == "Take over the newer configuration."
    assert new.store.position() == position


def test_what_was_withdrawn_and_comes_back_is_told_and_not_opened_again(
    opened: Open, at: Callable[[date], None]
) -> None:
    """A task's name is used once; whether it is owed again is for people to say."""
    opened(small_catalogue(duties=[information("2024-04")])).tick()
    opened(small_catalogue(duties=[information("2024-05")], revision=2)).tick()
    at(date(2024, 3, 20))
    back = opened(small_catalogue(duties=[information("2024-04")], revision=3))
    assert [(each.task, each.kind) for each in back.tick().undecided] == [(APRIL, "back")]
    assert cells(back) == {APRIL: Cell.CANCELLED, MAY: Cell.CANCELLED}
