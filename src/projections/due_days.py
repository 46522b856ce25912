"""What is due when: on which days, and in which stretches that name no day? Parts of tasks count each for itself.

A window that is a month is never told as a day: it stays a month. A task whose last day in term was moved, is told in
days by its plan, or runs under a clock is due on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from dondoc.domain.period import Grain
from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.standing import When, standing
from dondoc.projections.task_list import TaskLine, each, line
from dondoc.projections.tasks import tasks

STRETCHES = (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window that some tasks share: its grain, its first and last day, and how they stand."""

    grain: str
    start: str
    end: str
    cells: dict[Cell, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Of:
    """Whose tasks, of which plan: None and empty mean any."""

    bodies: Sequence[str] | None = None
    plan: str = ""

    def narrow(self, query: Select[Any]) -> Select[Any]:
        """The same question about these tasks only."""
        if self.bodies is not None:
            query = query.where(standing.c.body.in_(self.bodies))
        return query.where(standing.c.plan == self.plan) if self.plan else query


def by_day(connection: Connection, when: When, first: str, last: str, of: Of) -> dict[str, dict[Cell, int]]:
    """How many tasks are due on each day of a stretch, by where they stand."""
    query = (
        select(standing.c.due, when.rank(), func.count())
        .join(tasks, tasks.c.id == standing.c.task)
        .where(when.holds(), standing.c.due >= first, standing.c.due <= last, _to_the_day())
        .group_by(standing.c.due, when.rank())
    )
    found: dict[str, dict[Cell, int]] = {}
    for due, rank, count in connection.execute(of.narrow(query)):
        found.setdefault(due, {})[Cell(rank)] = count
    return found


def stretches(connection: Connection, when: When, first: str, last: str, of: Of) -> list[Stretch]:
    """The windows that name no day and reach into a stretch, the longest first, with how their tasks stand."""
    query = (
        select(tasks.c.grain, tasks.c.start, tasks.c.end, when.rank(), func.count())
        .join(standing, standing.c.task == tasks.c.id)
        .where(when.holds(), tasks.c.grain.in_(STRETCHES), tasks.c.start <= last, tasks.c.end >= first, ~_to_the_day())
        .group_by(tasks.c.grain, tasks.c.start, tasks.c.end, when.rank())
        .order_by(tasks.c.start)
    )
    found: dict[tuple[str, str, str], Stretch] = {}
    for grain, start, end, rank, count in connection.execute(of.narrow(query)):
        found.setdefault((grain, start, end), Stretch(grain, start, end)).cells[Cell(rank)] = count
    return sorted(found.values(), key=lambda each_: -STRETCHES.index(Grain(each_.grain)))


def due_on(
    connection: Connection, when: When, first: str, last: str, of: Of, *, most: int, sight: Sight = EVERYTHING
) -> list[TaskLine]:
    """The tasks that are due on the days of a stretch, up to so many of each day, those that press first."""
    nth = func.row_number().over(partition_by=standing.c.due, order_by=(when.rank().desc(), tasks.c.position))
    picked = of.narrow(
        select(tasks.c.id, nth.label("nth"))
        .join(standing, standing.c.task == tasks.c.id)
        .where(when.holds(), standing.c.due >= first, standing.c.due <= last, _to_the_day())
    ).subquery()
    query = each(when, sight).join(picked, picked.c.id == tasks.c.id).where(picked.c.nth <= most)
    return [line(row) for row in connection.execute(query.order_by(standing.c.due, picked.c.nth))]


def within(
    connection: Connection, when: When, label: tuple[str, str], of: Of, *, most: int, sight: Sight = EVERYTHING
) -> list[TaskLine]:
    """The tasks whose window is one stretch, from its first to its last day, those that press first."""
    query = each(when, sight).where(tasks.c.start == label[0], tasks.c.end == label[1], ~_to_the_day())
    query = of.narrow(query).order_by(when.rank().desc(), tasks.c.position).limit(most)
    return [line(row) for row in connection.execute(query)]


def _to_the_day() -> ColumnElement[bool]:
    """Picks what is due on a day that somebody named."""
    moved = or_(tasks.c.end.is_(None), standing.c.due != tasks.c.end)
    return and_(standing.c.due.is_not(None), or_(tasks.c.grain.not_in(STRETCHES), moved))
