"""What is pending at a tick: due days of open tasks, quotas, tasks whose act was issued, periods that have ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, or_, select, tuple_

from dondoc.projections.milestones import newest_acts
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks

_OPEN = and_(tasks.c.outcome == "", tasks.c.composite.is_(False))


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that may call for a reminder.

    `known_on` is the day of the act that it hangs on, `known_at` the moment at which we learned of it, if it hangs on
    one.
    """

    id: str
    body: str
    opens: str
    known_on: str | None
    known_at: str | None


def open_dues(connection: Connection, until: str) -> list[tuple[str, str, str, str]]:
    """Duty, marks, due day and last recorded rung of the tasks that are open and due by a day, each once."""
    query = (
        select(tasks.c.duty, tasks.c.marks, tasks.c.due, tasks.c.rung)
        .where(_OPEN, tasks.c.due.is_not(None), tasks.c.due <= until)
        .distinct()
        .order_by(tasks.c.due, tasks.c.duty, tasks.c.marks)
    )
    return [tuple(row) for row in connection.execute(query)]


def open_at(connection: Connection, duty: str, marks: str, due: str, not_at: str) -> list[OpenTask]:
    """The open tasks of a duty with some marks due on a day whose last recorded rung is another one."""
    query = select(tasks.c.id, tasks.c.body, tasks.c.opens, tasks.c.known_on, tasks.c.known_at).where(
        _OPEN, tasks.c.duty == duty, tasks.c.marks == marks, tasks.c.due == due, tasks.c.rung != not_at
    )
    return [OpenTask(*row) for row in connection.execute(query.order_by(tasks.c.position))]


@dataclass(frozen=True, slots=True)
class QuotaTask:
    """An open quota within its period: `credits` of `count`, from `start` to `end`."""

    id: str
    duty: str
    body: str
    marks: str
    start: str
    end: str
    opens: str
    count: int
    credits: int


def quotas(connection: Connection, duties: Collection[str], today: str) -> list[QuotaTask]:
    """The open quotas of some duties in whose period a day lies."""
    query = select(
        tasks.c.id, tasks.c.duty, tasks.c.body, tasks.c.marks, tasks.c.start, tasks.c.end, tasks.c.opens,
        tasks.c.count, tasks.c.credits,
    ).where(
        _OPEN, tasks.c.duty.in_(duties), tasks.c.count > 0, tasks.c.start <= today, tasks.c.end >= today
    )  # fmt: skip
    return [QuotaTask(*row) for row in connection.execute(query.order_by(tasks.c.position))]


def late(connection: Connection, today: str) -> dict[str, int]:
    """How many tasks of each body are open and past their own due day."""
    query = select(tasks.c.body, func.count()).where(_OPEN, tasks.c.due < today).group_by(tasks.c.body)
    return {row.body: row[1] for row in connection.execute(query)}


def known(connection: Connection, task: str) -> OpenTask | None:
    """A task, open or not: when it opened, and when the act that it hangs on was known; None for no such task."""
    query = select(tasks.c.id, tasks.c.body, tasks.c.opens, tasks.c.known_on, tasks.c.known_at)
    row = connection.execute(query.where(tasks.c.id == task)).first()
    return OpenTask(*row) if row else None


def late_on(connection: Connection, when: When, body: str) -> int:
    """How many tasks of a body stood open and past their own due day on a day."""
    query = select(func.count()).select_from(standing).where(when.holds(), standing.c.body == body)
    late_ = (standing.c.outcome == "", standing.c.waiting.is_(False), standing.c.own_due < when.day)
    return connection.execute(query.where(*late_)).scalar_one()


def unanchored(connection: Connection) -> list[tuple[str, str, str]]:
    """The tasks that still wait for an act that was issued: task, act and its day."""
    acts = newest_acts()
    query = (
        select(tasks.c.id, acts.c.act, acts.c.issued)
        .join(acts, acts.c.act == tasks.c.act)
        .where(tasks.c.due.is_(None), tasks.c.composite.is_(False), tasks.c.outcome != "cancelled")
        .order_by(tasks.c.position)
    )
    return [(task, act, day) for task, act, day in connection.execute(query)]


def past_periods(connection: Connection, since: str, before: str) -> list[tuple[str, str, str, str]]:
    """Plan, duty, label and last due day of the periods whose days in term ended before a day.

    Those that ended since a day, and whatever may have ended before it without having been seen: tasks that opened
    late, and tasks that hang on an act, whose days are told afterwards.
    """
    new = or_(tasks.c.due >= since, tasks.c.opens >= since, tasks.c.act != "")
    ended = select(tasks.c.duty, tasks.c.period).where(tasks.c.due < before, new).distinct()
    query = (
        select(tasks.c.plan, tasks.c.duty, tasks.c.period, func.max(tasks.c.due))
        .where(tasks.c.composite.is_(False), tuple_(tasks.c.duty, tasks.c.period).in_(ended))
        .group_by(tasks.c.plan, tasks.c.duty, tasks.c.period)
        .having(and_(func.max(tasks.c.due) < before, func.count() == func.count(tasks.c.due)))
        .order_by(func.max(tasks.c.due), tasks.c.duty)
    )
    return [tuple(row) for row in connection.execute(query)]
