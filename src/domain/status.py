"""Timeliness: computed from days whenever it is asked for, never stored.

Four cells, as the Government's own reports have them (done on time, done late, open in term, open overdue), with
waiting and cancelled beside them. A task of several parts stands where its worst part stands.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import IntEnum

from dondoc.domain.counting import last_moment


class Cell(IntEnum):
    """Where a task stands. The number ranks: a composite task stands where the highest of its parts stands."""

    CANCELLED = 0
    DONE_ON_TIME = 1
    DONE_LATE = 2
    WAITING = 3
    OPEN_IN_TERM = 4
    OPEN_OVERDUE = 5

    @property
    def key(self) -> str:
        """The cell's name in JSON, URLs and templates."""
        return self.name.lower()


MATRIX = (
    Cell.DONE_ON_TIME,
    Cell.DONE_LATE,
    Cell.OPEN_IN_TERM,
    Cell.OPEN_OVERDUE,
    Cell.WAITING,
    Cell.CANCELLED,
)
"""The cells in the order in which reports show them."""


def cell(
    *,
    outcome: str,
    done_on: date | None,
    due: date | None,
    waiting: bool,
    as_of: date,
    due_at: datetime | None = None,
    done_at: datetime | None = None,
    moment: datetime | None = None,
) -> Cell:
    """Where a task stands at the end of the day `as_of`.

    Args:
        outcome: `done`, `cancelled` or empty while it is open.
        done_on: the day on which it was done.
        due: the last day in term; None while it waits, and for open-ended windows, which are never overdue.
        waiting: whether it waits for an act.
        as_of: the day of the question, in Vietnam.
        due_at: the last moment in term, where it is told in hours.
        done_at: the moment at which it was done, where it is known.
        moment: the moment of the question; the end of its day when None.
    """
    if outcome == "cancelled":
        return Cell.CANCELLED
    if outcome == "done":
        late = done_on is not None and due is not None and done_on > due
        if due_at is not None and done_at is not None:
            late = done_at > due_at
        return Cell.DONE_LATE if late else Cell.DONE_ON_TIME
    if waiting:
        return Cell.WAITING
    overdue = due is not None and as_of > due
    if due_at is not None:
        overdue = (moment or last_moment(as_of)) > due_at
    return Cell.OPEN_OVERDUE if overdue else Cell.OPEN_IN_TERM
