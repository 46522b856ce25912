"""When did each unit last do something, and for which task? Silence is computed from it whenever it is asked for.

The engine's own acts do not count, nor what others do on a unit's task: that is no sign of life of the unit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    String,
    Subquery,
    Table,
    Text,
    and_,
    false,
    func,
    insert,
    or_,
    select,
)

from dondoc.domain.fact import ActivityFact, Record, StepFact
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.office import SYSTEM
from dondoc.domain.period import DAY
from dondoc.domain.task import PREFIX
from dondoc.projections.base import Position, metadata
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks

activity = Table(
    "dondoc_activity",
    metadata,
    Column("body", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_activity_body", "body", "on_day"),
    Index("dondoc_activity_task", "task", "on_day"),
)


class Activity:
    """Keeps `dondoc_activity`: on which days each unit did something, and for which of its tasks."""

    name = "activity"
    tables = (activity,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a step, an activity or its credit, for the unit whose act it was."""
        rows = [
            {
                "body": body,
                "task": "" if isinstance(record.fact, ActivityFact) else record.stream.removeprefix(PREFIX),
                "on_day": record.meta.on.isoformat(),
                "position": record.position,
            }
            for record in records
            if record.meta.office != SYSTEM and (body := _body(record))
        ]
        if rows:
            connection.execute(insert(activity), rows)


def _body(record: Record) -> str:
    if isinstance(record.fact, ActivityFact):
        return record.fact.body
    if isinstance(record.fact, StepFact | TaskCredited):
        # Who acted, not who owes the task: a report that is sent back is no sign of life of the province that owes it.
        return (record.meta.on_behalf_of or record.meta.office).split("/")[0]
    return ""


def last_of_bodies(connection: Connection, when: When) -> dict[str, str]:
    """The day of the last activity of each unit."""
    query = select(activity.c.body, func.max(activity.c.on_day)).where(_known(when)).group_by(activity.c.body)
    return {row.body: row[1] for row in connection.execute(query)}


def acted(when: When) -> Subquery:
    """A query for the day of the last activity of each unit for each task, to be joined."""
    return (
        select(activity.c.task, activity.c.body, func.max(activity.c.on_day).label("active_on"))
        .where(_known(when), activity.c.task != "")
        .group_by(activity.c.task, activity.c.body)
        .subquery()
    )


def is_silent(when: When, silences: Mapping[str, int], last: Subquery) -> ColumnElement[bool]:
    """Picks the tasks, of `tasks` joined with `standing` and `acted`, where nothing was done for longer than may be.

    Only what is open and within its time is silent: what waits or is done may be, what is overdue is told as that.
    """
    since = func.coalesce(last.c.active_on, tasks.c.opens)
    by_days: dict[int, list[str]] = {}
    for duty, days in silences.items():
        by_days.setdefault(days, []).append(duty)
    too_long = [
        and_(tasks.c.duty.in_(duties), since < (date.fromisoformat(when.day) - days * DAY).isoformat())
        for days, duties in by_days.items()
    ]
    within = or_(tasks.c.end.is_(None), tasks.c.end >= when.day)
    return and_(
        or_(false(), *too_long), standing.c.outcome == "", standing.c.waiting.is_(False), tasks.c.for_task == "", within
    )


def of_task(last: Subquery) -> ColumnElement[bool]:
    """Joins `acted` to `tasks`."""
    return and_(last.c.task == tasks.c.id, last.c.body == tasks.c.body)


def silent_of_bodies(
    connection: Connection, when: When, silences: Mapping[str, int], plans: Sequence[str] = ()
) -> dict[str, int]:
    """How many tasks of each unit are silent for too long; no `plans` means those of all plans."""
    last = acted(when)
    query = (
        select(standing.c.body, func.count(standing.c.root.distinct()))
        .join(tasks, tasks.c.id == standing.c.task)
        .outerjoin(last, of_task(last))
        .where(when.holds(), is_silent(when, silences, last))
        .group_by(standing.c.body)
    )
    if plans:
        query = query.where(standing.c.plan.in_(plans))
    return {row.body: row[1] for row in connection.execute(query)} if silences else {}


def _known(when: When) -> ColumnElement[bool]:
    return and_(activity.c.on_day <= when.day, activity.c.position <= when.position)


@dataclass(frozen=True, slots=True)
class StandingTask:
    """An open task of a duty that must not be silent for long. `since` is its last activity, or the day it opened."""

    id: str
    duty: str
    body: str
    marks: str
    end: str | None
    since: str


def standing_tasks(connection: Connection, duties: Collection[str]) -> list[StandingTask]:
    """The open tasks of some duties, with the day of the last activity of the body that owes each."""
    own = and_(activity.c.task == tasks.c.id, activity.c.body == tasks.c.body)
    query = (
        select(
            tasks.c.id, tasks.c.duty, tasks.c.body, tasks.c.marks, tasks.c.end,
            func.coalesce(func.max(activity.c.on_day), tasks.c.opens),
        )
        .outerjoin(activity, own)
        .where(
            tasks.c.duty.in_(duties), tasks.c.outcome == "", tasks.c.composite.is_(False),
            tasks.c.for_task == "", or_(tasks.c.act == "", tasks.c.due.is_not(None)),
        )
        .group_by(tasks.c.id)
        .order_by(tasks.c.position)
    )  # fmt: skip
    return [StandingTask(*row) for row in connection.execute(query)]
