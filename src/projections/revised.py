"""What did we learn about a day after we had looked at it? Two knowings of one day, held side by side.

It tells which tasks stand otherwise, and which entries of people made the difference. It judges nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts.task import EnteredLate
from dondoc.domain.office import ENGINE
from dondoc.domain.task import PREFIX
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections import task_list
from dondoc.projections.sight import seen
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine
from dondoc.projections.tasks import tasks
from dondoc.store.mapper import record as record_of
from dondoc.store.schema import events

_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody recorded between the two knowings about the time before: the task, the record, why so late."""

    task: str
    record: Record
    reason: str


@dataclass(frozen=True, slots=True)
class Revised:
    """Every top task at both knowings, those that stand otherwise (before, after), and the entries in between."""

    before: tuple[TaskLine, ...]
    after: tuple[TaskLine, ...]
    changed: tuple[tuple[TaskLine | None, TaskLine | None], ...]
    entries: tuple[Entry, ...]


def revised(
    connection: Connection, registry: Registry, then: When, now: When, *,
    bodies: Sequence[str] | None = None, sight: Sight = EVERYTHING,
) -> Revised:  # fmt: skip
    """How the tasks of some bodies (None: of all) stood on one day, as known at `then` and as known at `now`."""
    before, after = (
        {line.id: line for line in task_list.listed(connection, when, limit=_ALL, sight=sight, bodies=bodies)}
        for when in (then, now)
    )
    pairs = ((before.get(each), after.get(each)) for each in {**before, **after})
    changed = tuple((was, is_) for was, is_ in pairs if _stands(was) != _stands(is_))
    entries = tuple(_entries(connection, registry, then, now, bodies, sight))
    return Revised(tuple(before.values()), tuple(after.values()), changed, entries)


def _stands(line: TaskLine | None) -> object:
    return line and (line.cell, line.due, line.done_on)


def _entries(
    connection: Connection, registry: Registry, then: When, now: When, bodies: Sequence[str] | None, sight: Sight
) -> list[Entry]:
    query = (
        select(events, tasks.c.id.label("task"))
        .join(tasks, events.c.stream == PREFIX + tasks.c.id)
        .where(events.c.position > then.position, events.c.position <= now.position, events.c.on_day <= now.day)
        .where(events.c.actor != ENGINE.person, seen(sight))
        .order_by(events.c.position)
    )
    if bodies is not None:
        query = query.where(tasks.c.body.in_(bodies))
    found, reasons = [], {}
    for row in connection.execute(query):
        record = record_of(row, registry)
        if isinstance(record.fact, EnteredLate):
            reasons[row.task, record.meta.command_id] = record.fact.reason
        else:
            found.append(Entry(row.task, record, reasons.get((row.task, record.meta.command_id), "")))
    return found
