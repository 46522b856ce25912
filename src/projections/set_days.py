"""On which day was what set to happen? The newest word on each task holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.entries import entries
from dondoc.projections.sight import seen
from dondoc.projections.standing import When
from dondoc.projections.tasks import tasks


@dataclass(frozen=True, slots=True)
class SetLine:
    """A day (`2024-06-25`) that was set for what a task of a body is about."""

    task: str
    duty: str
    body: str
    period: str
    day: str


def set_days(
    connection: Connection,
    when: When,
    facts: Sequence[str],
    *,
    bodies: Sequence[str] | None = None,
    plan: str = "",
    sight: Sight = EVERYTHING,
) -> list[SetLine]:
    """What facts with a `day` set, as known; of some bodies or one plan only, and only what is seen."""
    query = (
        select(tasks.c.id, tasks.c.duty, tasks.c.body, tasks.c.period, entries.c.data)
        .join(entries, entries.c.task == tasks.c.id)
        .where(entries.c.name.in_(facts), entries.c.on_day <= when.day, seen(sight))
        .where(entries.c.known_from <= when.position, entries.c.known_to > when.position)
        .order_by(entries.c.position)
    )
    if bodies is not None:
        query = query.where(tasks.c.body.in_(bodies))
    if plan:
        query = query.where(tasks.c.plan == plan)
    newest = {
        task: SetLine(task, duty, body, period, day)
        for task, duty, body, period, data in connection.execute(query)
        if (day := json.loads(data).get("day"))
    }
    return sorted(newest.values(), key=lambda line: (line.day, line.task))
