"""How do the tasks of each body stand, by the day on which they are due? A composite task counts once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, or_, select

from dondoc.domain.status import Cell
from dondoc.projections.standing import When
from dondoc.projections.task_list import Which, roots
from dondoc.projections.tasks import tasks


def by_due(
    connection: Connection, when: When, days: tuple[str, str], bodies: Sequence[str] | None, plan: str
) -> dict[str, dict[str, dict[Cell, int]]]:
    """The counts by body, due day and cell of what is due from one day to another; under "" those of what waits."""
    found = roots(when, Which(bodies=bodies, plan=plan)).subquery()
    due = func.coalesce(found.c.asked_due, "")
    within = and_(due >= days[0], due <= days[1])
    query = (
        select(tasks.c.body, due, found.c.rank, func.count())
        .join(found, tasks.c.id == found.c.root)
        .where(or_(within, and_(due == "", found.c.rank == int(Cell.WAITING))))
        .group_by(tasks.c.body, due, found.c.rank)
    )
    told: dict[str, dict[str, dict[Cell, int]]] = {}
    for body, day, rank, count in connection.execute(query):
        told.setdefault(body, {}).setdefault(day, {})[Cell(rank)] = count
    return told
