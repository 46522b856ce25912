"""What became of a reminder or request on its way? One row a recipient, and one for each notice of it.

The rows are written in the transaction of the reminder itself, so nothing is sent for what was not recorded, and
nothing that was recorded is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, and_, exists, func, insert, or_, select

from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import ReminderIssued
from dondoc.domain.facts.notice import NoticeDead, NoticeDeferred, NoticeNotSent, NoticeResendAsked, NoticeSent
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.notice import REQUEST, Entry
from dondoc.domain.ports import stamp, unstamp
from dondoc.domain.task import PREFIX
from dondoc.projections.base import Position, metadata
from dondoc.projections.tasks import tasks
from dondoc.store.outbox import ALL, in_parts
from dondoc.store.schema import outbox_entries

entries = Table(
    "dondoc_entries_to_send",
    metadata,
    Column("entry", Text, primary_key=True),
    Column("event", String(36), nullable=False),
    Column("to", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("limit", Text, nullable=False),
    Column("ladder", Text, nullable=False),
    Column("rung", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("due", String(10)),
    Column("due_at", String(27)),
    Column("on_day", String(10), nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_entries_to_send_task", "task", "limit"),
)
fates = Table(
    "dondoc_notices",
    metadata,
    Column("entry", Text, primary_key=True),
    Column("key", String(36), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_notices_key", "key"),
)

DEFERRED = "deferred"
"""The state of an entry that has to wait for a later notice to a receiver."""
_OF_TASK = (tasks.c.outcome, tasks.c.subject, tasks.c.root, tasks.c.for_task)


class Notices:
    """Keeps `dondoc_entries_to_send` and `dondoc_notices`."""

    name = "notices"
    tables = (entries, fates)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """A row for each recipient of a reminder or request; then the newest word on each notice of it."""
        rows = [row for record in records for row in _entries(record)]
        if rows:
            connection.execute(insert(entries), rows)
        for record in records:
            told = [*_fates(record)]
            if told:
                connection.execute(fates.delete().where(fates.c.key == told[0]["key"], fates.c.key != ""))
                connection.execute(insert(fates), told)
            elif isinstance(record.fact, NoticeResendAsked):
                again = fates.update().where(fates.c.key == record.fact.key)
                connection.execute(again.values(state="again", position=record.position))


def _entries(record: Record) -> Iterator[dict[str, Any]]:
    fact = record.fact
    if isinstance(fact, TaskAssigned) and fact.asked_by:
        yield _request(record, fact)
    if not isinstance(fact, ReminderIssued):
        return
    for to in dict.fromkeys(fact.to):
        yield {
            "entry": f"{record.event_id}:{to}",
            "event": record.event_id,
            "to": to,
            "task": fact.task,
            "limit": fact.limit,
            "ladder": fact.ladder,
            "rung": fact.rung,
            "level": fact.level,
            "due": fact.due.isoformat(),
            "due_at": stamp(fact.due_at) if fact.due_at else None,
            "on_day": record.meta.on.isoformat(),
            "position": record.position,
        }


def _request(record: Record, fact: TaskAssigned) -> dict[str, Any]:
    return {
        "entry": f"{record.event_id}:{fact.body}",
        "event": record.event_id,
        "to": fact.body,
        "task": record.stream.removeprefix(PREFIX),
        "limit": REQUEST,
        "ladder": REQUEST,
        "rung": REQUEST,
        "level": 0,
        "due": fact.due.isoformat() if fact.due else None,
        "due_at": None,
        "on_day": record.meta.on.isoformat(),
        "position": record.position,
    }


def _fates(record: Record) -> Iterator[dict[str, Any]]:
    said: dict[str, Any] = {"position": record.position, "reason": ""}
    match record.fact:
        case NoticeSent() as fact:
            for entry in fact.entries:
                yield {**said, **_named(fact), "entry": entry, "state": "sent"}
        case NoticeDead() as fact:
            for entry in fact.entries:
                yield {**said, **_named(fact), "entry": entry, "state": "dead", "reason": fact.reason}
        case NoticeNotSent() as fact:
            none = {"key": "", "channel": "", "receiver": fact.to, "state": "not-sent"}
            yield {**said, **none, "entry": fact.entry, "reason": fact.reason}
        case NoticeDeferred() as fact:
            # Its key is none of a notice: several receivers of one reminder may have to wait.
            waits = {"key": record.event_id, "channel": fact.channel, "receiver": fact.receiver, "state": DEFERRED}
            yield {**said, **waits, "entry": fact.entry, "reason": fact.reason}


def _named(fact: NoticeSent | NoticeDead) -> dict[str, Any]:
    return {"key": fact.key, "channel": fact.channel, "receiver": fact.receiver}


def _unwritten() -> Any:
    """Entries that some recipient has not been written about.

    Without an outbox (a log that was restored alone) what has a fate is done.
    """
    claimed = exists().where(outbox_entries.c.entry == entries.c.entry)
    done = exists().where(outbox_entries.c.entry == entries.c.entry, outbox_entries.c.receiver == ALL)
    fated = exists().where(fates.c.entry == entries.c.entry, fates.c.state != DEFERRED)
    return and_(~done, or_(claimed, ~fated))


def waiting(connection: Connection, *, pressing: bool = False, limit: int = 100_000) -> list[Entry]:
    """The entries that are to be written, those told in hours first, then in log order; or only those told in hours.

    All of them, as far as memory allows: who is told of half of what waits gets the rest on another day.
    """
    newer = entries.alias()
    later = exists().where(
        newer.c.task == entries.c.task, newer.c.limit == entries.c.limit, newer.c.position > entries.c.position
    )
    query = (
        select(entries, *_OF_TASK, later.label("overtaken"))
        .outerjoin(tasks, tasks.c.id == entries.c.task)
        .where(_unwritten())
        .order_by(entries.c.due_at.is_(None), entries.c.position, entries.c.entry)
    )
    if pressing:
        query = query.where(entries.c.due_at.is_not(None))
    return [_entry(row) for row in connection.execute(query.limit(limit))]


def count_waiting(connection: Connection) -> tuple[int, int]:
    """How many entries are to be written, and the position of the newest of them (0 for none)."""
    query = select(func.count(), func.coalesce(func.max(entries.c.position), 0)).select_from(entries)
    count, newest = connection.execute(query.where(_unwritten())).one()
    return count, newest


def sent(connection: Connection, key: str) -> bool:
    """Whether the log says that a notice was taken."""
    query = select(fates.c.state).where(fates.c.key == key, fates.c.state == "sent")
    return connection.execute(query.limit(1)).first() is not None


def of(connection: Connection, named: Sequence[str]) -> list[Entry]:
    """Entries by their ids, in log order."""
    query = select(entries, *_OF_TASK).outerjoin(tasks, tasks.c.id == entries.c.task)
    found = connection.execute(query.where(entries.c.entry.in_(named)).order_by(entries.c.position))
    return [_entry(row) for row in found]


def _entry(row: Any) -> Entry:
    return Entry(
        row.event,
        row.to,
        row.task,
        row.limit,
        row.ladder,
        row.rung,
        row.level,
        date.fromisoformat(row.due) if row.due else None,
        unstamp(row.due_at) if row.due_at else None,
        date.fromisoformat(row.on_day),
        row.position,
        row.subject or "",
        ended=bool(row.outcome),
        overtaken=bool(getattr(row, "overtaken", False)),
        parent=row.for_task or (row.root if row.root and row.root != row.task else ""),
    )


def deferred(connection: Connection, named: Sequence[str]) -> set[tuple[str, str, str]]:
    """Which of some entries it was recorded for that they have to wait: entry, receiver and channel."""
    query = select(fates.c.entry, fates.c.receiver, fates.c.channel).where(fates.c.state == DEFERRED)
    parts = (connection.execute(query.where(fates.c.entry.in_(some))) for some in in_parts(named))
    return {(entry, receiver, channel) for found in parts for entry, receiver, channel in found}


def not_sent(connection: Connection, limit: int = 1000) -> list[tuple[str, str, str]]:
    """The newest reminders that reached nobody: task, recipient and reason."""
    query = (
        select(entries.c.task, entries.c.to, fates.c.reason)
        .join(fates, fates.c.entry == entries.c.entry)
        .where(fates.c.state == "not-sent")
        .order_by(fates.c.position.desc(), entries.c.entry)
    )
    return [(task, to, reason) for task, to, reason in connection.execute(query.limit(limit))]
