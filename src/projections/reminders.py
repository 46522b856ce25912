"""Whom did we urge, when and why, and when did we hold back? The ledger of reminders."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Index, Integer, String, Table, Text, func, insert, select

from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.ports import stamp
from dondoc.projections.base import Position, metadata
from dondoc.projections.standing import When

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
    """A reminder as the ledger shows it."""

    task: str
    rung: str
    ladder: str
    level: int
    on: str
    to: tuple[str, ...]
    held_back: str
    why: dict[str, Any]
    limit: str = ""


def ledger(
    connection: Connection,
    *,
    task: str = "",
    when: When | None = None,
    sent: bool | None = None,
    limit: int = 1000,
    offset: int = 0,
) -> list[LedgerLine]:
    """The reminders of a task, oldest first, or the newest of all; `sent` False picks those that were held back."""
    query = select(reminders).order_by(reminders.c.position if task else reminders.c.position.desc())
    query = query.where(*_asked(task, when, sent)).limit(limit).offset(offset)
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
        )
        for r in connection.execute(query)
    ]


def counted(connection: Connection, *, task: str = "", when: When | None = None, sent: bool | None = None) -> int:
    """How many reminders `ledger` would give without a limit."""
    query = select(func.count()).select_from(reminders).where(*_asked(task, when, sent))
    return connection.execute(query).scalar_one()


def sent_on(connection: Connection, day: str) -> int:
    """How many reminders went out on a day."""
    query = select(func.count()).select_from(reminders).where(reminders.c.on_day == day, reminders.c.held_back == "")
    return connection.execute(query).scalar_one()


def _asked(task: str, when: When | None, sent: bool | None) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if task:
        asked.append(reminders.c.task == task)
    if when:
        asked += [reminders.c.on_day <= when.day, reminders.c.position <= when.position]
    if sent is not None:
        asked.append((reminders.c.held_back == "") == sent)
    return asked


def rungs(connection: Connection, tasks: Sequence[str], limit: str = "") -> dict[tuple[str, str], set[str]]:
    """Which rungs are recorded already for one limit of some tasks, by task and `Limit.key`."""
    known: dict[tuple[str, str], set[str]] = {}
    query = select(reminders.c.task, reminders.c.key, reminders.c.rung)
    for task, key, rung in connection.execute(query.where(reminders.c.task.in_(tasks), reminders.c.limit == limit)):
        known.setdefault((task, key), set()).add(rung)
    return known
