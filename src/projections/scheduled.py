"""Which tasks did a plan's rhythms bring, and was anything done on them? Cases and inputs are not among them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, or_, select

from dondoc.domain.replanning import Scheduled
from dondoc.projections.tasks import tasks


def scheduled(connection: Connection, plans: Collection[str]) -> list[Scheduled]:
    """The tasks of some plans in the order in which they were opened."""
    t = tasks.c
    asked = or_(t.grain != "", t.act != "")  # a case has a first day, and no period
    query = select(tasks).where(t.plan.in_(plans), t.for_task == "", asked).order_by(t.position)
    return [
        Scheduled(
            row.id, row.root, row.composite, row.duty, row.body,
            (row.start or "", row.end or "", row.act, row.phase, row.expected), row.opens, row.state, row.outcome,
            touched=bool(row.state or row.credits or (row.end and row.due and row.due != row.end)),
        )
        for row in connection.execute(query)
    ]  # fmt: skip
