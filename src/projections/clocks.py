"""Which clocks of which tasks run, until when?

One row a clock: where it is started anew, the newest time holds. Whether a clock was met is in `standing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Connection, String, Table, Text, delete, insert, select, update

from dondoc.domain.fact import Record
from dondoc.domain.facts.task import ClockStarted, ClockStopped
from dondoc.domain.ports import stamp
from dondoc.domain.task import PREFIX
from dondoc.projections.base import Position, metadata
from dondoc.projections.tasks import tasks

clocks = Table(
    "dondoc_clocks",
    metadata,
    Column("task", Text, primary_key=True),
    Column("clock", Text, primary_key=True),
    Column("start", String(27), nullable=False),
    Column("due", String(10), nullable=False),
    Column("due_at", String(27)),
    Column("known_at", String(27)),
    Column("running", Boolean, nullable=False),
    Column("position", Position, nullable=False),
)


class Clocks:
    """Keeps `dondoc_clocks`."""

    name = "clocks"
    tables = (clocks,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """A row anew with each start; a stop marks it."""
        for record in records:
            if not isinstance(record.fact, ClockStarted | ClockStopped):
                continue
            this = (clocks.c.task == record.stream.removeprefix(PREFIX), clocks.c.clock == record.fact.clock)
            if isinstance(record.fact, ClockStopped):
                connection.execute(update(clocks).where(*this).values(running=False, position=record.position))
            else:
                connection.execute(delete(clocks).where(*this))
                connection.execute(insert(clocks).values(_row(record, record.fact)))


def _row(record: Record, fact: ClockStarted) -> dict[str, object]:
    learned = record.meta.recorded_at
    return {
        "task": record.stream.removeprefix(PREFIX),
        "clock": fact.clock,
        "start": stamp(fact.at),
        "due": fact.due.isoformat(),
        "due_at": fact.due_at and stamp(fact.due_at),
        "known_at": learned and stamp(learned),
        "running": True,
        "position": record.position,
    }


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock of an open task that may call for a reminder."""

    id: str
    duty: str
    body: str
    marks: str
    clock: str
    start: str
    due: str
    due_at: str | None
    known_at: str | None


def running(connection: Connection) -> list[RunningClock]:
    """The clocks that run, of tasks that are open."""
    query = (
        select(
            tasks.c.id, tasks.c.duty, tasks.c.body, tasks.c.marks,
            clocks.c.clock, clocks.c.start, clocks.c.due, clocks.c.due_at, clocks.c.known_at,
        )
        .join(tasks, tasks.c.id == clocks.c.task)
        .where(clocks.c.running, tasks.c.outcome == "")
        .order_by(clocks.c.position, clocks.c.clock)
    )  # fmt: skip
    return [RunningClock(*row) for row in connection.execute(query)]
