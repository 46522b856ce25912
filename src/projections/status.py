"""How does every unit stand? The matrix: four cells, waiting and cancelled beside them, with the last activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Column, Connection, Index, String, Table, Text, func, insert, select

from dondoc.domain.fact import ActivityFact, Record, StepFact
from dondoc.domain.office import SYSTEM
from dondoc.domain.status import Cell
from dondoc.projections.base import Position, metadata
from dondoc.projections.standing import When, standing

activity = Table(
    "dondoc_unit_activity",
    metadata,
    Column("body", Text, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_unit_activity_body", "body", "on_day"),
)


class UnitActivity:
    """Keeps on which days each unit did something; the engine's own acts do not count."""

    name = "unit-activity"
    tables = (activity,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a step or activity, for the unit whose act it was."""
        rows = [
            {"body": body, "on_day": record.meta.on.isoformat(), "position": record.position}
            for record in records
            if record.meta.office != SYSTEM and (body := _body(record))
        ]
        if rows:
            connection.execute(insert(activity), rows)


def _body(record: Record) -> str:
    if isinstance(record.fact, ActivityFact):
        return record.fact.body
    if isinstance(record.fact, StepFact):
        # Who acted, not who owes the task: a report that is sent back is no sign of life of the province that owes it.
        return (record.meta.on_behalf_of or record.meta.office).split("/")[0]
    return ""


@dataclass(frozen=True)
class UnitStatus:
    """One row of the matrix."""

    unit: str
    cells: dict[Cell, int] = field(default_factory=dict)
    last_activity: str | None = None

    @property
    def total(self) -> int:
        """All tasks of the unit but the cancelled ones."""
        return sum(count for cell, count in self.cells.items() if cell is not Cell.CANCELLED)


def status(
    connection: Connection, when: When, *, plans: Sequence[str] = (), bodies: Sequence[str] | None = None
) -> list[UnitStatus]:
    """The matrix of a day as known at a position: a composite task counts once, where its worst part stands.

    No `plans` means all of them.
    """
    by_root = select(standing.c.body, standing.c.root, func.max(when.rank()).label("rank")).where(when.holds())
    if plans:
        by_root = by_root.where(standing.c.plan.in_(plans))
    if bodies is not None:
        by_root = by_root.where(standing.c.body.in_(bodies))
    roots = by_root.group_by(standing.c.body, standing.c.root).subquery()
    counts = select(roots.c.body, roots.c.rank, func.count()).group_by(roots.c.body, roots.c.rank)
    cells: dict[str, dict[Cell, int]] = {}
    for body, rank, count in connection.execute(counts):
        cells.setdefault(body, {})[Cell(rank)] = count
    last = _last_activity(connection, when)
    return [UnitStatus(body, found, last.get(body)) for body, found in cells.items()]


@dataclass(frozen=True)
class DutyStatus:
    """How a duty stands over all that owe it. `task` is one of its tasks: the only one, where there is only one."""

    duty: str
    cells: dict[Cell, int]
    task: str


def by_duty(connection: Connection, when: When, plan: str) -> dict[str, DutyStatus]:
    """How each duty of a plan stands, by its id; a duty that has no task yet is not there."""
    by_root = select(standing.c.duty, standing.c.root, func.max(when.rank()).label("rank")).where(
        when.holds(), standing.c.plan == plan
    )
    roots = by_root.group_by(standing.c.duty, standing.c.root).subquery()
    counts = select(roots.c.duty, roots.c.rank, func.count(), func.min(roots.c.root)).group_by(
        roots.c.duty, roots.c.rank
    )
    found: dict[str, DutyStatus] = {}
    for duty, rank, count, root in connection.execute(counts):
        found.setdefault(duty, DutyStatus(duty, {}, root)).cells[Cell(rank)] = count
    return found


def _last_activity(connection: Connection, when: When) -> dict[str, str]:
    query = (
        select(activity.c.body, func.max(activity.c.on_day))
        .where(activity.c.on_day <= when.day, activity.c.position <= when.position)
        .group_by(activity.c.body)
    )
    return {row.body: row[1] for row in connection.execute(query)}
