"""The matrix: how every unit stands on a day, and when it was last heard of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import NotFound
from dondoc.domain.status import Cell
from dondoc.projections import status, task_list
from dondoc.projections.standing import When
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, SPOKESPERSON

SEMINARS = [f"kh.seminars:vu-a:2024-{month}" for month in ("07", "10", "12")]


def cells(ministry: Dondoc, unit: str, day: date) -> dict[Cell, int]:
    """The cells of one unit."""
    (row,) = ministry.status(unit, as_of=day).rows
    return row.cells


def hold(ministry: Dondoc, task: str, on: date) -> None:
    """Hold the event that ends a task without forms."""
    ministry.take_step(
        task, "hold-event", {"subject": "hội nghị", "place": "Hà Nội"}, actor=LEAD, late="Nhận muộn", on=on
    )


def test_each_number_is_the_length_of_the_list_behind_it(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Every cell of every unit leads to exactly so many tasks, and the totals are their sums."""
    at(date(2024, 8, 1))
    ministry.tick()
    ministry.issue_act("nd-a", date(2024, 6, 10), "73/2024/NĐ-CP", actor=ASSIGNER)
    hold(ministry, SEMINARS[0], date(2024, 7, 30))
    when = ministry.when()
    matrix = ministry.status()
    for row in matrix.rows:
        for cell in Cell:
            listed = ministry.tasks(when, body=row.unit, cell=cell)
            assert len(listed) == row.cells.get(cell, 0)
            assert ministry.ask(task_list.counted, when, body=row.unit, cell=cell) == len(listed)
    assert sum(matrix.totals.values()) == len(ministry.tasks(when, limit=10_000))


def test_a_composite_task_stands_where_its_worst_part_stands(
    ministry: Dondoc, cell_of: Callable[..., Cell], at: Callable[[date], None]
) -> None:
    """Three seminars are one task: open while one is, overdue when one is, done late when one was late."""
    at(date(2025, 1, 5))
    whole = "kh.seminars:vu-a:2024"
    hold(ministry, SEMINARS[0], date(2024, 7, 31))
    assert cell_of(whole, date(2024, 7, 31)) is Cell.OPEN_IN_TERM
    assert cell_of(whole, date(2024, 11, 1)) is Cell.OPEN_OVERDUE
    hold(ministry, SEMINARS[1], date(2024, 11, 2))
    assert cell_of(whole, date(2024, 11, 2)) is Cell.OPEN_IN_TERM, "the third one is in term"
    hold(ministry, SEMINARS[2], date(2024, 12, 31))
    assert cell_of(whole, date(2025, 1, 5)) is Cell.DONE_LATE


def test_a_cancelled_part_does_not_hold_up_the_others(
    ministry: Dondoc, cell_of: Callable[..., Cell], at: Callable[[date], None]
) -> None:
    """What is no longer owed ranks below what was done; all parts cancelled is a cancelled task."""
    at(date(2024, 8, 1))
    why = {"reason": "Kế hoạch thay đổi", "authority": "12/QĐ"}
    ministry.take_step(SEMINARS[1], "cancel", why, actor=ASSIGNER)
    ministry.take_step(SEMINARS[2], "cancel", why, actor=ASSIGNER)
    assert cell_of("kh.seminars:vu-a:2024", date(2024, 8, 1)) is Cell.OPEN_OVERDUE
    hold(ministry, SEMINARS[0], date(2024, 7, 31))
    assert cell_of("kh.seminars:vu-a:2024", date(2024, 8, 1)) is Cell.DONE_ON_TIME


def test_waiting_tasks_are_shown_beside_and_never_late(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Two tasks hang on an act: they wait, years later too, and neither term nor overdue counts them."""
    at(date(2024, 12, 31))
    ministry.tick()
    assert cells(ministry, "vu-a", date(2024, 3, 18))[Cell.WAITING] == 2
    assert cells(ministry, "vu-a", date(2034, 3, 18))[Cell.WAITING] == 2


def test_what_lasts_all_year_is_not_red_before_the_year_has_ended(
    ministry: Dondoc, cell_of: Callable[..., Cell]
) -> None:
    """A duty of the whole year is open in term on 31 December and overdue on 1 January."""
    assert cell_of("kh.standing:vu-a:2024", date(2024, 12, 31)) is Cell.OPEN_IN_TERM
    assert cell_of("kh.standing:vu-a:2024", date(2025, 1, 1)) is Cell.OPEN_OVERDUE


def test_the_matrix_can_be_narrowed(ministry: Dondoc) -> None:
    """To one unit, one group in its order, one plan; who owes nothing has an empty row, who is unknown is refused."""
    assert [row.unit for row in ministry.status("vu-b").rows] == ["vu-b"]
    assert ministry.status("vu-b").rows[0].cells == {}
    assert [row.unit for row in ministry.status(group="cac-vu").rows] == ["vu-a", "vu-b"]
    assert ministry.status(plan="kh").totals == ministry.status().totals
    assert sum(ministry.status(plan="other").totals.values()) == 0
    with pytest.raises(NotFound, match="vu-c"):
        ministry.status("vu-c")


def test_the_engine_is_no_sign_of_life(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Opening, reminding and closing are the engine's own acts: whoever has done nothing is silent."""
    at(date(2024, 7, 1))
    ministry.tick()
    assert {row.last_activity for row in ministry.status().rows} == {None}


def test_what_a_unit_did_is_its_last_sign_of_life(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Steps and activities count for whoever acted, or was acted for, on the day on which it happened."""
    at(date(2024, 4, 10))
    ministry.tick()
    report = "kh.report:tinh-a:2024-Q1"
    ministry.take_step(report, "submit", {"number": "15/BC"}, actor=REGISTRAR, late="Nhận muộn", on=date(2024, 3, 19))
    ministry.record(
        "activity.held", {"body": "vu-a", "subject": "Hội thi"}, actor=LEAD, late="Nhận muộn", on=date(2024, 4, 2)
    )
    ministry.take_step(
        "kh.information:vu-a:2024-04", "prepare", {"subject": "A"}, actor=LEAD, late="Nhận muộn", on=date(2024, 4, 1)
    )
    seen = {row.unit: row.last_activity for row in ministry.status().rows}
    assert seen == {"tinh-a": "2024-03-19", "vu-a": "2024-04-02", "van-phong": None, "dai-a": None}
    earlier = {row.unit: row.last_activity for row in ministry.status(as_of=date(2024, 4, 1)).rows}
    assert earlier["vu-a"] == "2024-04-01"


def test_what_is_done_to_a_unit_is_no_sign_of_its_life(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """A report that is returned and a text that is cleared are acts of the office that did it, not of who owes it."""
    at(date(2024, 4, 10))
    ministry.tick()
    ministry.take_step(
        "kh.report:tinh-a:2024-Q1", "submit", {}, actor=REGISTRAR, late="Nhận muộn", on=date(2024, 3, 19)
    )
    ministry.take_step(
        "kh.report:tinh-a:2024-Q1",
        "return",
        {"reason": "Thiếu"},
        actor=ASSIGNER,
        late="Nhận muộn",
        on=date(2024, 3, 25),
    )
    ministry.take_step(
        "kh.information:vu-a:2024-04", "prepare", {"subject": "A"}, actor=LEAD, late="Nhận muộn", on=date(2024, 4, 1)
    )
    ministry.take_step(
        "kh.information:vu-a:2024-04", "clear", {}, actor=SPOKESPERSON, late="Nhận muộn", on=date(2024, 4, 8)
    )
    seen = {row.unit: row.last_activity for row in ministry.status().rows}
    assert (seen["tinh-a"], seen["vu-a"], seen["van-phong"]) == ("2024-03-19", "2024-04-01", "2024-04-08")


def test_how_each_duty_stands_adds_up_to_the_matrix(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Counted by duty or counted by unit: the same tasks."""
    at(date(2024, 8, 1))
    ministry.tick()
    when = When("2024-08-01", ministry.store.position())
    by_duty = ministry.ask(status.by_duty, when, "kh")
    summed = {cell: sum(duty.cells.get(cell, 0) for duty in by_duty.values()) for cell in Cell}
    assert summed == ministry.status(as_of=date(2024, 8, 1)).totals
