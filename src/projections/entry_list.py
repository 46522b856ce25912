"""Which facts were recorded, of which kinds, when, by or for whom? The entries that a register is made of."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    case,
    distinct,
    exists,
    func,
    not_,
    or_,
    select,
)

from dondoc.domain.entry import Case, Entry
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.entries import entries, entry_values
from dondoc.projections.evidence import proofs
from dondoc.projections.sight import seen
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
    task: str = "",
    sight: Sight = EVERYTHING,
    proved: bool = False,
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
        task: only those in the stream of this task.
        sight: only what is seen; an activity lies under no case and is seen by all.
        proved: whether to tell what was attached to each.
    """
    query = (
        select(
            entries.c.position, entries.c.event_id, entries.c.stream, entries.c.name, entries.c.on_day,
            _UNIT.label("unit"), entries.c.office, entries.c.task, tasks.c.duty, entries.c.data, entries.c.actor,
        )
        .select_from(entries.outerjoin(tasks, tasks.c.id == entries.c.task))
        .where(entries.c.name.in_(names), *_known(when, last), or_(tasks.c.id.is_(None), seen(sight)))
        .order_by(entries.c.on_day, entries.c.position)
    )  # fmt: skip
    if first:
        query = query.where(entries.c.on_day >= first)
    if units is not None:
        query = query.where(_UNIT.in_(units))
    if task:
        query = query.where(entries.c.task == task)
    for name, wanted in (values or {}).items():
        query = query.where(_holds(name, wanted))
    served = _served(connection, when)
    attached = _attached(connection, when) if proved else {}
    return [
        Entry(
            r.position, r.event_id, r.name, r.on_day, r.unit, r.office, r.task, r.duty or "", json.loads(r.data),
            tuple(served.get(r.stream, ())), r.actor, (*attached.get(r.event_id, ()), *attached.get(r.stream, ())),
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
    sight: Sight = EVERYTHING,
) -> list[Case]:
    """The tasks of some duties or procedures that were open by then and are seen, in the order of their opening."""
    under = _opened_under(when)
    query = (
        select(tasks, when.rank().label("rank"), standing.c.due.label("asked_due"), standing.c.done_on, under)
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .outerjoin(under, under.c.task == tasks.c.id)
        .where(*_opened(when, duties, procedures, first, last, units), seen(sight))
    )
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


def counted(connection: Connection, when: When, names: Sequence[str], *, first: str = "") -> dict[str, int]:
    """In how many tasks of each unit something of some kinds was recorded since a day: figures, seen by all."""
    query = (
        select(tasks.c.body, func.count(distinct(tasks.c.id)))
        .select_from(entries.join(tasks, tasks.c.id == entries.c.task))
        .where(entries.c.name.in_(names), *_known(when), entries.c.on_day >= first)
        .group_by(tasks.c.body)
    )
    return {row.body: row[1] for row in connection.execute(query)}


def unseen_cases(
    connection: Connection,
    when: When,
    duties: Sequence[str],
    procedures: Sequence[str],
    sight: Sight,
    *,
    first: str = "",
    last: str = "",
    units: Sequence[str] | None = None,
) -> int:
    """How many tasks `cases` leaves out since they are not seen."""
    picked = (*_opened(when, duties, procedures, first, last, units), not_(seen(sight)))
    return connection.execute(select(func.count()).select_from(tasks).where(*picked)).scalar_one()


def unseen(
    connection: Connection,
    when: When,
    names: Sequence[str],
    sight: Sight,
    *,
    first: str = "",
    last: str = "",
    units: Sequence[str] | None = None,
) -> int:
    """How many tasks the entries lie under that `listed` leaves out since they are not seen."""
    query = (
        select(func.count(distinct(tasks.c.id)))
        .select_from(entries.join(tasks, tasks.c.id == entries.c.task))
        .where(entries.c.name.in_(names), *_known(when, last), entries.c.on_day >= first, not_(seen(sight)))
    )
    if units is not None:
        query = query.where(tasks.c.body.in_(units))
    return connection.execute(query).scalar_one()


def _opened(
    when: When,
    duties: Sequence[str],
    procedures: Sequence[str],
    first: str,
    last: str,
    units: Sequence[str] | None,
) -> list[ColumnElement[bool]]:
    picked = [
        *(column.in_(named) for column, named in ((tasks.c.duty, duties), (tasks.c.procedure, procedures)) if named),
        tasks.c.composite.is_(False),
        tasks.c.opens <= min(when.day, last or when.day),
        tasks.c.opens >= first,
        tasks.c.position <= when.position,
    ]
    return picked if units is None else [*picked, tasks.c.body.in_(units)]


def _known(when: When, last: str = "") -> tuple[ColumnElement[bool], ...]:
    return (
        entries.c.on_day <= min(when.day, last or when.day),
        entries.c.known_from <= when.position,
        entries.c.known_to > when.position,
    )


def _holds(name: str, wanted: Sequence[str]) -> ColumnElement[bool]:
    here = and_(entry_values.c.position == entries.c.position, entry_values.c.known_from == entries.c.known_from)
    return exists().where(here, entry_values.c.field == name, entry_values.c.value.in_(wanted))


def _attached(connection: Connection, when: When) -> dict[str, list[str]]:
    """The newest versions of proofs, by the event that each is about, or by the stream where it is about no event."""
    rows = connection.execute(
        select(proofs)
        .where(proofs.c.position <= when.position, proofs.c.on_day <= when.day)
        .order_by(proofs.c.position)
    ).all()
    replaced = {(row.stream, row.supersedes) for row in rows}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if (row.stream, row.evidence) not in replaced:
            found[row.about or row.stream].append(row.link or row.evidence)
    return found


def counting(connection: Connection, activity: str) -> list[str]:
    """The tasks that an activity, named by its stream, was ever counted for."""
    query = select(entries.c.task).where(entries.c.name == _CREDIT, _holds("activity", [activity]))
    return list(connection.execute(query.distinct()).scalars())


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
