"""How does every unit stand? The matrix: four cells, waiting and cancelled beside them, with the last activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from dondoc.domain.status import Cell
from dondoc.projections.activity import last_of_bodies, silent_of_bodies
from dondoc.projections.standing import When, standing
from dondoc.projections.task_list import due_within


@dataclass(frozen=True)
class UnitStatus:
    """One row of the matrix. `silent` are the tasks, of those open in term, where too long nothing has been done."""

    unit: str
    cells: dict[Cell, int] = field(default_factory=dict)
    last_activity: str | None = None
    silent: int = 0

    @property
    def total(self) -> int:
        """All tasks of the unit but the cancelled ones."""
        return sum(count for cell, count in self.cells.items() if cell is not Cell.CANCELLED)


@dataclass(frozen=True)
class Matrix:
    """The status of units on a day: rows in official order, and the position of the log that it was read at."""

    rows: list[UnitStatus]
    as_of: date
    position: int

    def of(self, unit: str) -> UnitStatus | None:
        """The row of a unit; None where it had nothing, or was not there."""
        return next((row for row in self.rows if row.unit == unit), None)

    @property
    def totals(self) -> dict[Cell, int]:
        """All rows together."""
        return {cell: sum(row.cells.get(cell, 0) for row in self.rows) for cell in Cell}

    @property
    def silent(self) -> int:
        """The tasks of all rows where too long nothing has been done."""
        return sum(row.silent for row in self.rows)


def status(
    connection: Connection,
    when: When,
    *,
    plans: Sequence[str] = (),
    bodies: Sequence[str] | None = None,
    silences: Mapping[str, int] | None = None,
    within: tuple[str, str] = ("", ""),
) -> list[UnitStatus]:
    """The matrix of a day as known at a position: a composite task counts once, where its worst part stands.

    No `plans` means all of them. `silences` are the duties that must not be silent for long, each with its days.
    `within` are the first and last day of a period: only what is due in it counts.
    """
    by_root = select(standing.c.body, standing.c.root, func.max(when.rank()).label("rank")).where(when.holds())
    if plans:
        by_root = by_root.where(standing.c.plan.in_(plans))
    if bodies is not None:
        by_root = by_root.where(standing.c.body.in_(bodies))
    if within[0]:
        by_root = by_root.having(due_within(within))
    roots = by_root.group_by(standing.c.body, standing.c.root).subquery()
    counts = select(roots.c.body, roots.c.rank, func.count()).group_by(roots.c.body, roots.c.rank)
    cells: dict[str, dict[Cell, int]] = {}
    for body, rank, count in connection.execute(counts):
        cells.setdefault(body, {})[Cell(rank)] = count
    last = last_of_bodies(connection, when)
    silent = silent_of_bodies(connection, when, silences or {}, plans)
    return [UnitStatus(body, found, last.get(body), silent.get(body, 0)) for body, found in cells.items()]


def cell_of(connection: Connection, when: When, task: str) -> Cell | None:
    """Where a task without parts stood; None when there was none."""
    found = connection.execute(select(when.rank()).where(standing.c.task == task, when.holds())).scalar()
    return None if found is None else Cell(found)


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
