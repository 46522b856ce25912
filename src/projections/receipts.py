"""To whom was a plan's document sent, and who has it? Asked of the tasks under which receipts are followed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dondoc.projections.tasks import tasks


@dataclass(frozen=True)
class Receipts:
    """The bodies that the document was sent to, and those that have it."""

    dispatched: frozenset[str]
    received: frozenset[str]


def receipts(connection: Connection, duty: str, version: int) -> Receipts:
    """How far a version of a plan has gone out: whatever has moved was sent, whatever is done was received."""
    query = select(tasks.c.body, tasks.c.outcome).where(
        tasks.c.duty == duty, tasks.c.period == f"v{version}", tasks.c.state != "", tasks.c.outcome != "cancelled"
    )
    found = connection.execute(query).all()
    return Receipts(
        frozenset(body for body, _ in found), frozenset(body for body, outcome in found if outcome == "done")
    )
