"""When is what of a plan to be done, and how does it stand? Windows as they were told, never finer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, func, or_, select

from dondoc.domain.status import Cell
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks


@dataclass(frozen=True, slots=True)
class Window:
    """A window of a duty and how the tasks in it stand. For the row of one body `task` is its only one.

    `start` and `end` are empty for what waits; `due` is the due day where all in it share one.
    """

    duty: str
    body: str
    root: str
    task: str
    period: str
    grain: str
    start: str
    end: str
    act: str
    phase: str
    expected: str
    due: str
    cells: dict[Cell, int] = field(default_factory=dict)


def of_plan(
    connection: Connection, when: When, plan: str, days: tuple[str, str], bodies: Sequence[str] | None = None
) -> list[Window]:
    """The windows of a plan that reach into a stretch of days, and those that wait; in the plan's order of opening."""
    start, end = func.coalesce(tasks.c.start, ""), func.coalesce(tasks.c.end, "")
    told = (tasks.c.duty, tasks.c.period, tasks.c.grain, start, end, tasks.c.act, tasks.c.phase, tasks.c.expected)
    due = func.coalesce(func.max(standing.c.due), "")
    query = (
        select(
            *told, when.rank(), func.count(), func.min(tasks.c.body), func.min(tasks.c.root), func.min(tasks.c.id), due
        )
        .join(standing, standing.c.task == tasks.c.id)
        .where(when.holds(), standing.c.plan == plan, tasks.c.for_task == "")
        .where(or_(tasks.c.start.is_(None), and_(tasks.c.start <= days[1], or_(end == "", end >= days[0]))))
        .group_by(*told, when.rank())
        .order_by(func.min(tasks.c.position))
    )
    if bodies is not None:
        query = query.where(standing.c.body.in_(bodies))
    found: dict[tuple[str, str, str], Window] = {}
    for (
        duty,
        period,
        grain,
        first,
        last,
        act,
        phase,
        expected,
        rank,
        count,
        body,
        root,
        task,
        day,
    ) in connection.execute(query):
        key = (duty, period, first)
        window = Window(duty, body, root, task, period, grain, first, last, act, phase, expected, day)
        found.setdefault(key, window).cells[Cell(rank)] = count
    return list(found.values())
