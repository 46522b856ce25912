"""Timeliness: one cell for every combination of outcome, days and waiting."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.domain.period import DAY
from dondoc.domain.status import MATRIX, Cell, cell

DUE = date(2024, 6, 20)
DAYS = {"before": DUE - DAY, "on": DUE, "after": DUE + DAY}


@pytest.mark.parametrize("as_of", DAYS)
@pytest.mark.parametrize("waiting", [False, True])
@pytest.mark.parametrize("due", [None, DUE])
@pytest.mark.parametrize("done", [None, *DAYS])
@pytest.mark.parametrize("outcome", ["", "done", "cancelled"])
def test_every_combination_has_its_cell(
    outcome: str, done: str | None, due: date | None, *, waiting: bool, as_of: str
) -> None:
    """A table read off the rule: cancelled beats all, done is judged by its own day, waiting is never late."""
    done_on = DAYS[done] if done else None
    found = cell(outcome=outcome, done_on=done_on, due=due, waiting=waiting, as_of=DAYS[as_of])
    open_cell = Cell.OPEN_OVERDUE if due and as_of == "after" else Cell.OPEN_IN_TERM
    expected = {
        "cancelled": Cell.CANCELLED,
        "done": Cell.DONE_LATE if due and done == "after" else Cell.DONE_ON_TIME,
        "": Cell.WAITING if waiting else open_cell,
    }
    assert found is expected[outcome]


def test_the_last_day_in_term_is_still_in_term() -> None:
    """A day ends at 24:00: open or done on the due day is not late."""
    assert cell(outcome="", done_on=None, due=DUE, waiting=False, as_of=DUE) is Cell.OPEN_IN_TERM
    assert cell(outcome="done", done_on=DUE, due=DUE, waiting=False, as_of=DUE + DAY) is Cell.DONE_ON_TIME


@given(
    one=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    other=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    waiting=st.booleans(),
)
def test_an_open_task_never_gets_less_late_by_waiting_a_day(one: date, other: date, *, waiting: bool) -> None:
    """The later of two days shows the same cell or the overdue one."""
    early, late = (cell(outcome="", done_on=None, due=DUE, waiting=waiting, as_of=day) for day in sorted([one, other]))
    assert early <= late


def test_a_composite_stands_where_its_worst_part_stands() -> None:
    """The numbers rank: overdue over open over waiting over done late over done on time over cancelled."""
    worst_first = sorted(Cell, reverse=True)
    assert [each.key for each in worst_first] == [
        "open_overdue",
        "open_in_term",
        "waiting",
        "done_late",
        "done_on_time",
        "cancelled",
    ]
    for one, other in product(Cell, Cell):
        assert max(one, other) in {one, other}


def test_reports_show_every_cell_once() -> None:
    """In the order of the Government's reports: done first, waiting and cancelled beside the four."""
    assert sorted(MATRIX) == sorted(Cell)
    assert [each.key for each in MATRIX[-2:]] == ["waiting", "cancelled"]
