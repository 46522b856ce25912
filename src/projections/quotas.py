"""How far is each quota, as known on a day? How many of what it asks for were there, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from dondoc.domain.pace import Pace
from dondoc.projections.entries import entries
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks

CREDITED, WITHDRAWN = "task.credited", "task.credit-withdrawn"


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A quota of a body in a period: how many of how many were there on the day asked about."""

    task: str
    duty: str
    body: str
    period: str
    outcome: str
    pace: Pace


def running(
    connection: Connection, when: When, *, bodies: Sequence[str] | None = None, plan: str = ""
) -> list[QuotaLine]:
    """The quotas in whose period the day lies and that are not cancelled, by duty and body; of some bodies only."""
    query = _counted(when).where(tasks.c.start <= when.day, tasks.c.end >= when.day)
    if bodies is not None:
        query = query.where(tasks.c.body.in_(bodies))
    if plan:
        query = query.where(tasks.c.plan == plan)
    return [_line(row) for row in connection.execute(query.order_by(tasks.c.duty, tasks.c.body, tasks.c.position))]


def before(
    connection: Connection, when: When, duties: Sequence[str], since: str, *, bodies: Sequence[str] | None = None
) -> dict[tuple[str, str], list[tuple[str, int, int]]]:
    """The periods of some duties that began from a day on, oldest first: label, how many of how many, by duty and body.

    The period in which the day asked about lies is the last.
    """
    query = _counted(when).where(tasks.c.duty.in_(duties), tasks.c.start >= since, tasks.c.start <= when.day)
    if bodies is not None:
        query = query.where(tasks.c.body.in_(bodies))
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for row in connection.execute(query.order_by(tasks.c.start)):
        found.setdefault((row.duty, row.body), []).append((row.period, int(row.credits), row.wanted))
    return found


def served_by(connection: Connection, duties: Sequence[str], body: str, day: str) -> Sequence[str]:
    """The quotas of some duties of a body whose window holds a day."""
    query = select(tasks.c.id).where(
        tasks.c.duty.in_(duties), tasks.c.body == body, tasks.c.start <= day, tasks.c.end >= day
    )
    return connection.execute(query.order_by(tasks.c.position)).scalars().all()


def _counted(when: When) -> Any:
    credited = (
        select(entries.c.task, func.sum(case((entries.c.name == CREDITED, 1), else_=-1)).label("credits"))
        .where(entries.c.name.in_((CREDITED, WITHDRAWN)), entries.c.on_day <= when.day)
        .where(entries.c.known_from <= when.position, entries.c.known_to > when.position)
        .group_by(entries.c.task)
        .subquery()
    )
    return (
        select(
            tasks.c.id, tasks.c.duty, tasks.c.body, tasks.c.period, tasks.c.start, tasks.c.end,
            tasks.c.count.label("wanted"), standing.c.outcome, func.coalesce(credited.c.credits, 0).label("credits"),
        )
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .outerjoin(credited, credited.c.task == tasks.c.id)
        .where(tasks.c.count > 0, standing.c.outcome != "cancelled")
    )  # fmt: skip


def _line(row: Any) -> QuotaLine:
    pace = Pace(row.wanted, int(row.credits), date.fromisoformat(row.start), date.fromisoformat(row.end))
    return QuotaLine(row.id, row.duty, row.body, row.period, row.outcome, pace)
