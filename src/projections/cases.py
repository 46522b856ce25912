"""Which cases came in, and what did each ask of others?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, and_, case, func, select

from dondoc.domain.task import Asked
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.sight import seen
from dondoc.projections.standing import When, standing
from dondoc.projections.task_list import TaskLine, each, line
from dondoc.projections.tasks import tasks


def numbered(connection: Connection, duty: str, year: int) -> int:
    """The highest number of a case of a duty in a year, of whatever body; 0 where there is none."""
    label = tasks.c.period
    own = (tasks.c.duty == duty, label.like(f"{year}.%"), label.not_like(f"{year}.%.%"))  # not what a case asked for
    numbers = select(label).where(*own).order_by(func.length(label).desc(), label.desc())
    highest = connection.execute(numbers.limit(1)).scalar()
    return int(highest.rpartition(".")[2]) if highest else 0


def asked_under(connection: Connection, task: str) -> list[Asked]:
    """Every task that was ever asked for under one, in the order in which they were asked."""
    query = select(
        tasks.c.id, tasks.c.procedure, tasks.c.procedure_version, tasks.c.state, tasks.c.outcome, tasks.c.due
    ).where(tasks.c.for_task == task)
    return [
        Asked(r.id, r.procedure, r.procedure_version, r.state, r.outcome, r.due and date.fromisoformat(r.due))
        for r in connection.execute(query.order_by(tasks.c.position))
    ]


def inputs(connection: Connection, when: When, case: str, sight: Sight = EVERYTHING) -> list[TaskLine]:
    """The inputs that a case asked of others, in the order in which they were asked; only those that are seen."""
    query = each(when, sight).where(tasks.c.for_task == case, seen(sight)).order_by(tasks.c.position)
    return [line(row) for row in connection.execute(query)]


def progress(connection: Connection, when: When, under: Sequence[str]) -> dict[str, tuple[int, int]]:
    """How many of the tasks asked for under each of some tasks are done, of how many that were not cancelled."""
    done = func.sum(case((standing.c.outcome == "done", 1), else_=0))
    query = (
        select(tasks.c.for_task, done, func.count())
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .where(tasks.c.for_task.in_(under), standing.c.outcome != "cancelled")
        .group_by(tasks.c.for_task)
    )
    return {task: (int(finished), int(of)) for task, finished, of in connection.execute(query)}
