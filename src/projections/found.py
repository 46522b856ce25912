"""Which events of the log match? By who did it, in which office, for whom, of which kind, when, on which basis.

It hides nothing: it is for who may read the whole log.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypedDict

from sqlalchemy import ColumnElement, Connection, or_, select

from dondoc.domain.fact import Record, Registry
from dondoc.domain.task import PREFIX
from dondoc.projections.tasks import tasks
from dondoc.store.event_store import PAGE
from dondoc.store.mapper import record as record_of
from dondoc.store.schema import events


class Sought(TypedDict, total=False):
    """Picks events; what is left out, or empty, means any.

    `bodies` are those that owe the task, in whose office it was done, or on whose behalf. `kinds` are stored names;
    `first` and `last` bound the day on which it happened. `task` takes its parts along.
    """

    actor: str
    office: str
    bodies: Collection[str] | None
    kinds: Collection[str]
    first: str
    last: str
    basis: str
    task: str
    correlation: str


def found(connection: Connection, registry: Registry, sought: Sought, after: int = 0) -> Iterator[Record]:
    """The events that match, by position, those after a position; in pages, so that memory stays small."""
    query = select(events).where(*_asked(sought)).order_by(events.c.position).limit(PAGE)
    while True:
        page = connection.execute(query.where(events.c.position > after)).all()
        for row in page:
            yield record_of(row, registry)
        if len(page) < PAGE:
            return
        after = page[-1].position


def _asked(sought: Sought) -> list[ColumnElement[bool]]:
    same = {
        events.c.actor: sought.get("actor"),
        events.c.office: sought.get("office"),
        events.c.basis: sought.get("basis"),
        events.c.correlation_id: sought.get("correlation"),
    }
    asked = [column == value for column, value in same.items() if value]
    if kinds := sought.get("kinds"):
        asked.append(events.c.name.in_(sorted(kinds)))
    if first := sought.get("first"):
        asked.append(events.c.on_day >= first)
    if last := sought.get("last"):
        asked.append(events.c.on_day <= last)
    if task := sought.get("task"):
        family = select(PREFIX + tasks.c.id).where(or_(tasks.c.id == task, tasks.c.root == task))
        asked.append(events.c.stream.in_(family))
    if (bodies := sought.get("bodies")) is not None:
        asked.append(_of_bodies(sorted(bodies)))
    return asked


def _of_bodies(bodies: Collection[str]) -> ColumnElement[bool]:
    owed = select(PREFIX + tasks.c.id).where(tasks.c.body.in_(bodies))
    offices = (events.c.office.startswith(f"{body}/", autoescape=True) for body in bodies)
    return or_(events.c.stream.in_(owed), events.c.on_behalf_of.in_(bodies), *offices)
