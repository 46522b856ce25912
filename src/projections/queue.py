"""Which tasks wait for an office? Those that stand where a role of that office may take them on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, tuple_

from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.sight import seen
from dondoc.projections.standing import When, standing
from dondoc.projections.task_list import TaskLine, each, line
from dondoc.projections.tasks import tasks


def standing_at(
    connection: Connection, now: When, places: Collection[tuple[str, int, str]], sight: Sight = EVERYTHING
) -> list[TaskLine]:
    """The tasks that are seen and stand in some states of procedures (id, version, state), first those due first."""
    where = tuple_(tasks.c.procedure, tasks.c.procedure_version, tasks.c.state).in_(sorted(places))
    query = (
        each(now, sight).where(where, seen(sight)).order_by(standing.c.due.is_(None), standing.c.due, tasks.c.position)
    )
    return [line(row) for row in connection.execute(query)]
