"""Whom did we urge, when and why, when did we hold back, and what reached whom? The ledger of reminders."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    select,
)

from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.ports import stamp
from dondoc.projections.base import Position, metadata
from dondoc.projections.notices import entries, fates
from dondoc.projections.standing import When
from dondoc.projections.tasks import tasks

reminders = Table(
    "dondoc_reminders",
    metadata,
    Column("task", Text, primary_key=True),
    Column("limit", Text, primary_key=True),
    Column("key", String(27), primary_key=True),
    Column("rung", Text, primary_key=True),
    Column("ladder", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("sent_to", Text, nullable=False),
    Column("held_back", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_reminders_position", "position"),
    Index("dondoc_reminders_day", "on_day"),
)


class Reminders:
    """Keeps `dondoc_reminders`."""

    name = "reminders"
    tables = (reminders,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a rung, urged or held back."""
        rows = [
            _row(record, record.fact)
            for record in records
            if isinstance(record.fact, ReminderIssued | ReminderHeldBack)
        ]
        if rows:
            connection.execute(insert(reminders), rows)


def _row(record: Record, fact: ReminderIssued | ReminderHeldBack) -> dict[str, Any]:
    return {
        "task": fact.task,
        "limit": fact.limit,
        "key": stamp(fact.due_at) if fact.due_at else fact.due.isoformat(),
        "rung": fact.rung,
        "ladder": fact.ladder,
        "level": fact.level,
        "on_day": record.meta.on.isoformat(),
        "sent_to": " ".join(fact.to) if isinstance(fact, ReminderIssued) else "",
        "held_back": fact.why["held-back"] if isinstance(fact, ReminderHeldBack) else "",
        "why": json.dumps(fact.why, ensure_ascii=False, sort_keys=True),
        "position": record.position,
    }


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A reminder as the ledger shows it. `key` is the time of its limit: the same rung may be reached for another one.

    `fates` tell what became of it on its way: for each recipient and channel whether it was taken (`sent`), given up
    (`dead`) or reached nobody (`not-sent`), with the notice that it went out with and the reason.
    """

    task: str
    rung: str
    ladder: str
    level: int
    on: str
    to: tuple[str, ...]
    held_back: str
    why: dict[str, Any]
    limit: str = ""
    key: str = ""
    fates: tuple[dict[str, str], ...] = ()


class Of(TypedDict, total=False):
    """Picks lines of the ledger; what is left out, or empty, means any.

    `sent` False picks those that were held back, `fate` one that some recipient met. `first` and `last` are days,
    `ladder` and `rung` ids.
    """

    bodies: Collection[str] | None
    plan: str
    duty: str
    first: str
    last: str
    sent: bool | None
    held_back: str
    fate: str
    ladder: str
    rung: str
    when: When | None


def ledger(
    connection: Connection, *, task: str = "", limit: int = 1000, offset: int = 0, **of: Unpack[Of]
) -> list[LedgerLine]:
    """The reminders of a task, oldest first, or the newest of all, as far as they match."""
    order = reminders.c.position if task else reminders.c.position.desc()
    query = _joined(select(reminders)).where(*_asked(task, of)).order_by(order).limit(limit).offset(offset)
    rows = connection.execute(query).all()
    met = _fates(connection, [row.position for row in rows])
    return [
        LedgerLine(
            r.task,
            r.rung,
            r.ladder,
            r.level,
            r.on_day,
            tuple(r.sent_to.split()),
            r.held_back,
            json.loads(r.why),
            r.limit,
            r.key,
            tuple(met.get(r.position, ())),
        )
        for r in rows
    ]


def _fates(connection: Connection, positions: Sequence[int]) -> dict[int, list[dict[str, str]]]:
    """What became of reminders on their way, by the position of each."""
    query = (
        select(entries.c.position, entries.c.to, fates.c.channel, fates.c.state, fates.c.reason, fates.c.key)
        .join(fates, fates.c.entry == entries.c.entry)
        .where(entries.c.position.in_(positions))
        .order_by(fates.c.position, entries.c.entry)
    )
    found: dict[int, list[dict[str, str]]] = {}
    for position, to, channel, state, reason, key in connection.execute(query) if positions else ():
        told = {"to": to, "channel": channel, "state": state, "reason": reason, "notice": key}
        found.setdefault(position, []).append(told)
    return found


def counted(connection: Connection, *, task: str = "", **of: Unpack[Of]) -> int:
    """How many reminders `ledger` would give without a limit."""
    query = _joined(select(func.count()).select_from(reminders)).where(*_asked(task, of))
    return int(connection.execute(query).scalar_one())


def sent_on(connection: Connection, day: str) -> int:
    """How many reminders went out on a day."""
    query = select(func.count()).select_from(reminders).where(reminders.c.on_day == day, reminders.c.held_back == "")
    return connection.execute(query).scalar_one()


def _joined(query: Select[Any]) -> Select[Any]:
    return query.join(tasks, tasks.c.id == reminders.c.task, isouter=True)


def _asked(task: str, of: Of) -> list[ColumnElement[bool]]:
    same = {
        reminders.c.task: task,
        tasks.c.plan: of.get("plan"),
        tasks.c.duty: of.get("duty"),
        reminders.c.held_back: of.get("held_back"),
        reminders.c.ladder: of.get("ladder"),
        reminders.c.rung: of.get("rung"),
    }
    asked = [column == value for column, value in same.items() if value]
    if (bodies := of.get("bodies")) is not None:
        asked.append(tasks.c.body.in_(bodies))
    if first := of.get("first"):
        asked.append(reminders.c.on_day >= first)
    if last := of.get("last"):
        asked.append(reminders.c.on_day <= last)
    if when := of.get("when"):
        asked += [reminders.c.on_day <= when.day, reminders.c.position <= when.position]
    if (sent := of.get("sent")) is not None:
        asked.append((reminders.c.held_back == "") == sent)
    if fate := of.get("fate"):
        met = select(entries.c.position).join(fates, fates.c.entry == entries.c.entry).where(fates.c.state == fate)
        asked.append(reminders.c.position.in_(met))
    return asked


def rungs(connection: Connection, tasks: Sequence[str], limit: str = "") -> dict[tuple[str, str], set[str]]:
    """Which rungs are recorded already for one limit of some tasks, by task and `Limit.key`."""
    known: dict[tuple[str, str], set[str]] = {}
    query = select(reminders.c.task, reminders.c.key, reminders.c.rung)
    for task, key, rung in connection.execute(query.where(reminders.c.task.in_(tasks), reminders.c.limit == limit)):
        known.setdefault((task, key), set()).add(rung)
    return known
