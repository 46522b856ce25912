"""What happened to a task? Its records, and those of its parts and reminders, in log order."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select

from dondoc.domain.fact import Record, Registry
from dondoc.domain.once import REFUSAL
from dondoc.domain.task import PREFIX
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.reminders import reminders
from dondoc.projections.sight import seen
from dondoc.projections.tasks import tasks
from dondoc.store.mapper import record as record_of
from dondoc.store.schema import events


def history(
    connection: Connection, registry: Registry, task: str, *, upto: int, sight: Sight = EVERYTHING
) -> list[Record]:
    """The records of a task with its parts, reminders and refused attempts, up to a position, oldest first.

    None, where the task is not there or not seen.
    """
    family = select(tasks.c.id).where(or_(tasks.c.id == task, tasks.c.root == task), seen(sight))
    streams = [f"{PREFIX}{each}" for each in connection.execute(family).scalars()]
    if not streams:
        return []
    query = select(events).where(
        events.c.position <= upto,
        or_(
            events.c.stream.in_(streams),
            events.c.stream.startswith(f"{REFUSAL}{task}:", autoescape=True),
            events.c.position.in_(select(reminders.c.position).where(reminders.c.task.in_(family))),
        ),
    )
    return [record_of(row, registry) for row in connection.execute(query.order_by(events.c.position))]
