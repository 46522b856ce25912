"""Which cases came in, and what did each ask of others?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine, each, line
from dondoc.projections.tasks import tasks


def numbered(connection: Connection, duty: str, year: int) -> int:
    """The highest number of a case of a duty in a year, of whatever body; 0 where there is none."""
    numbers = select(func.max(tasks.c.period)).where(tasks.c.duty == duty, tasks.c.period.like(f"{year}.____"))
    highest = connection.execute(numbers).scalar()
    return int(highest.rpartition(".")[2]) if highest else 0


def asked_under(connection: Connection, task: str) -> Sequence[Any]:
    """Every task that was ever asked for under one: its id, last day in term and outcome."""
    query = select(tasks.c.id, tasks.c.due, tasks.c.outcome).where(tasks.c.for_task == task)
    return connection.execute(query.order_by(tasks.c.position)).all()


def inputs(connection: Connection, when: When, case: str) -> list[TaskLine]:
    """The inputs that a case asked of others, in the order in which they were asked."""
    query = each(when).where(tasks.c.for_task == case).order_by(tasks.c.position)
    return [line(row) for row in connection.execute(query)]
