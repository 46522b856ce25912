"""What needs somebody to act? Late, due soon or waiting, by body; clocks; pauses that end; reminders that died.

Of each kind it gives the first few of each body with how many there are, however many tasks there are in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, case, func, select

from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.notices import entries as to_send
from dondoc.projections.notices import fates
from dondoc.projections.replies import PAUSED, replies
from dondoc.projections.sight import seen
from dondoc.projections.standing import When, standing
from dondoc.projections.task_list import TaskLine, Which, each, line, roots
from dondoc.projections.tasks import tasks

OVERDUE, SOON, WAITING = "overdue", "soon", "waiting"
DEAD = ("dead", "not-sent")
"""The fates of a reminder that reached nobody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A task that is late, due soon or waiting; `of` is how many of that kind its body has."""

    kind: str
    line: TaskLine
    of: int


def standing_so(
    connection: Connection,
    when: When,
    until: str,
    *,
    most: int,
    which: Which,
    without: Sequence[str] = (),
    sight: Sight = EVERYTHING,
) -> list[Standing]:
    """The first tasks of each body that are late, due up to a day, or waiting for an act; first those due first.

    `without` are tasks that are told of otherwise and not due soon beside that; `which` picks tasks.
    """
    found = roots(when, which).subquery()
    soon = and_(found.c.rank == int(Cell.OPEN_IN_TERM), found.c.asked_due <= until, found.c.root.not_in(without))
    kind = case(
        (found.c.rank == int(Cell.OPEN_OVERDUE), OVERDUE), (soon, SOON), (found.c.rank == int(Cell.WAITING), WAITING),
        else_="",
    )  # fmt: skip
    own = (tasks.c.body, kind)
    nth = func.row_number().over(partition_by=own, order_by=(found.c.asked_due, tasks.c.id))
    numbered = (
        select(*found.c, kind.label("kind"), func.count().over(partition_by=own).label("of"), nth.label("nth"))
        .join(tasks, tasks.c.id == found.c.root)
        .where(kind != "")
        .subquery()
    )
    names = [column for column in numbered.c if column.name.startswith("asked_") or column.name == "rank"]
    query = (
        select(
            tasks, *names, numbered.c.kind, numbered.c.of.label("alike"), tasks.c.reminders.label("sent"),
            seen(sight).label("seen"), tasks.c.opens.label("active_on"),
        )
        .join(numbered, numbered.c.root == tasks.c.id)
        .where(numbered.c.nth <= most)
        .order_by(numbered.c.asked_due.is_(None), numbered.c.asked_due, tasks.c.id)
    )  # fmt: skip
    return [Standing(row.kind, line(row), row.alike) for row in connection.execute(query)]


def clocked(
    connection: Connection, when: When, *, bodies: Sequence[str] | None = None, plan: str = "",
    sight: Sight = EVERYTHING,
) -> list[TaskLine]:  # fmt: skip
    """The open tasks that a clock runs for, those first that end first."""
    query = each(when, sight).where(standing.c.outcome == "", standing.c.clocks.is_not(None))
    query = query.order_by(standing.c.due, standing.c.due_at, tasks.c.position)
    if bodies is not None:
        query = query.where(standing.c.body.in_(bodies))
    if plan:
        query = query.where(standing.c.plan == plan)
    lines = [line(row) for row in connection.execute(query)]
    return [each_ for each_ in lines if each_.clocks]


@dataclass(frozen=True, slots=True)
class Ending:
    """A pause of the urging of an open task: its last day, and the office that ordered it."""

    task: str
    duty: str
    body: str
    until: str
    office: str


def ending(connection: Connection, when: When, until: str) -> list[Ending]:
    """The pauses of open tasks that end from the day asked about to another, by day."""
    query = (
        select(replies.c.task, standing.c.duty, standing.c.body, func.max(replies.c.day), replies.c.office)
        .join(standing, and_(standing.c.task == replies.c.task, when.holds()))
        .where(replies.c.kind == PAUSED, standing.c.outcome == "")
        .where(replies.c.on_day <= when.day, replies.c.position <= when.position)
        .group_by(replies.c.task, standing.c.duty, standing.c.body, replies.c.office)
        .having(and_(func.max(replies.c.day) >= when.day, func.max(replies.c.day) <= until))
        .order_by(func.max(replies.c.day), replies.c.task)
    )
    return [Ending(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Unreached:
    """A reminder of an open task that reached nobody: to whom it was to go, and why it did not."""

    task: str
    duty: str
    plan: str
    to: str
    reason: str
    on: str


def unreached(connection: Connection, when: When, *, plans: Sequence[str], most: int) -> list[Unreached]:
    """The newest reminders of open tasks of some plans that were given up or had nobody to go to."""
    query = (
        select(tasks.c.id, tasks.c.duty, tasks.c.plan, to_send.c.to, fates.c.reason, to_send.c.on_day)
        .join(to_send, to_send.c.task == tasks.c.id)
        .join(fates, fates.c.entry == to_send.c.entry)
        .where(fates.c.state.in_(DEAD), fates.c.position <= when.position, to_send.c.on_day <= when.day)
        .where(tasks.c.plan.in_(plans), tasks.c.outcome == "")
        .order_by(fates.c.position.desc(), to_send.c.entry)
    )
    return [Unreached(*row) for row in connection.execute(query.limit(most))]
