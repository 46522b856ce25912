"""Which tasks wait for an act that their plan expects in some period? One task for each body and act."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from dondoc.projections.tasks import tasks


def awaited(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Task, body, act and expected period; of the tasks of one body that wait for one act, the first."""
    t = tasks.c
    waits = (t.act != "", t.expected != "", t.due.is_(None), t.outcome == "", t.composite.is_(False))
    first = select(func.min(t.position)).where(*waits).group_by(t.body, t.act)
    query = select(t.id, t.body, t.act, t.expected).where(*waits, t.position.in_(first)).order_by(t.position)
    return [tuple(row) for row in connection.execute(query)]
