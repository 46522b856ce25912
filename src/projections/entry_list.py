"""Which facts were recorded, of which kinds, when, by or for whom? The entries that a register is made of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Subquery, and_, case, exists, func, select

from dondoc.domain.entry import Case, Entry
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.status import Cell
from dondoc.projections.entries import entries, entry_values
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks

_UNIT = case((tasks.c.body.is_(None), entries.c.body), else_=tasks.c.body)
_CREDIT = TaskCredited.name


def listed(
    connection: Connection,
    when: When,
    names: Sequence[str],
    *,
    first: str = "",
    last: str = "",
    units: Sequence[str] | None = None,
    values: Mapping[str, Sequence[str]] | None = None,
) -> list[Entry]:
    """The entries of some kinds of facts, by day.

    Args:
        connection: to the read models.
        when: the day asked about, and up to where we know.
        names: stored names of facts.
        first: only entries from this day on.
        last: only entries to this day.
        units: only those of these bodies.
        values: only those where a field holds one of some values, for each field named.
    """
    query = (
        select(
            entries.c.position, entries.c.event_id, entries.c.stream, entries.c.name, entries.c.on_day,
            _UNIT.label("unit"), entries.c.office, entries.c.task, tasks.c.duty, entries.c.data,
        )
        .select_from(entries.outerjoin(tasks, tasks.c.id == entries.c.task))
        .where(entries.c.name.in_(names), *_known(when, last))
        .order_by(entries.c.on_day, entries.c.position)
    )  # fmt: skip
    if first:
        query = query.where(entries.c.on_day >= first)
    if units is not None:
        query = query.where(_UNIT.in_(units))
    for name, wanted in (values or {}).items():
        query = query.where(_holds(name, wanted))
    served = _served(connection, when)
    return [
        Entry(
            r.position, r.event_id, r.name, r.on_day, r.unit, r.office, r.task, r.duty or "", json.loads(r.data),
            tuple(served.get(r.stream, ())),
        )
        for r in connection.execute(query)
    ]  # fmt: skip


def cases(
    connection: Connection,
    when: When,
    duties: Sequence[str],
    procedures: Sequence[str],
    *,
    first: str = "",
    last: str = "",
    units: Sequence[str] | None = None,
) -> list[Case]:
    """The tasks of some duties, some procedures, or both at once that were opened by then, in the order of opening."""
    picked = ((tasks.c.duty, duties), (tasks.c.procedure, procedures))
    under = _opened_under(when)
    query = (
        select(tasks, when.rank().label("rank"), standing.c.due.label("asked_due"), standing.c.done_on, under)
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .outerjoin(under, under.c.task == tasks.c.id)
        .where(
            *(column.in_(named) for column, named in picked if named),
            tasks.c.composite.is_(False),
            tasks.c.opens <= min(when.day, last or when.day),
            tasks.c.position <= when.position,
        )
    )
    if first:
        query = query.where(tasks.c.opens >= first)
    if units is not None:
        query = query.where(tasks.c.body.in_(units))
    return [
        Case(
            r.id, r.duty, r.body, r.period, r.opens, r.position, Cell(r.rank).key, r.asked_due or "",
            r.done_on or "", r.subject, r.for_task, r.asked or 0, r.answered or 0,
        )
        for r in connection.execute(query.order_by(tasks.c.position))
    ]  # fmt: skip


def _opened_under(when: When) -> Subquery:
    """How many tasks were opened under each, and how many of these ended."""
    ended = func.count().filter(standing.c.outcome != "")
    return (
        select(tasks.c.for_task.label("task"), func.count().label("asked"), ended.label("answered"))
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .where(tasks.c.for_task != "")
        .group_by(tasks.c.for_task)
        .subquery()
    )


def _known(when: When, last: str = "") -> tuple[ColumnElement[bool], ...]:
    return (
        entries.c.on_day <= min(when.day, last or when.day),
        entries.c.known_from <= when.position,
        entries.c.known_to > when.position,
    )


def _holds(name: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    here = and_(entry_values.c.position == entries.c.position, entry_values.c.known_from == entries.c.known_from)
    return exists().where(here, entry_values.c.field == name, entry_values.c.value.in_(wanted))


def _served(connection: Connection, when: When) -> dict[str, list[str]]:
    """The tasks that each activity was credited to, by the activity's stream."""
    query = (
        select(entry_values.c.value, entries.c.task)
        .select_from(entries)
        .join(
            entry_values,
            and_(entry_values.c.position == entries.c.position, entry_values.c.known_from == entries.c.known_from),
        )
        .where(entries.c.name == _CREDIT, entry_values.c.field == "activity", *_known(when))
        .order_by(entries.c.position)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for activity, task in connection.execute(query):
        found[activity].append(task)
    return found
