"""How many tasks are open under each procedure?"""

from __future__ import annotations

from sqlalchemy import Connection, and_, distinct, func, select

from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks


def open_tasks(connection: Connection, when: When) -> dict[tuple[str, int], int]:
    """The number of open top tasks by procedure and version; a composite task is open while one of its parts is."""
    query = (
        select(tasks.c.procedure, tasks.c.procedure_version, func.count(distinct(standing.c.root)))
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .where(standing.c.outcome == "")
        .group_by(tasks.c.procedure, tasks.c.procedure_version)
    )
    return {(procedure, version): count for procedure, version, count in connection.execute(query)}
