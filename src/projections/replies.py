"""What did people reply to being urged: acknowledged, promised, asked for, decided, paused? One row a reply.

Whether a promise was kept is computed whenever it is asked for, from the day on which its task was done.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, Text, insert, select

from dondoc.domain.fact import Record
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.reply import (
    CompletionPromised,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    ReminderAcknowledged,
    UrgingPaused,
)
from dondoc.domain.facts.task import TaskAnchored, TaskDueMoved
from dondoc.domain.ports import stamp, unstamp
from dondoc.domain.task import PREFIX
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.base import Position, metadata
from dondoc.projections.reminders import reminders
from dondoc.projections.sight import seen
from dondoc.projections.standing import When
from dondoc.projections.tasks import tasks

ACKNOWLEDGED, PROMISED, ASKED, GRANTED, REFUSED, PAUSED, MOVED = (
    "acknowledged", "promised", "asked", "granted", "refused", "paused", "moved",
)  # fmt: skip
replies = Table(
    "dondoc_replies",
    metadata,
    Column("event", String(36), primary_key=True),
    Column("task", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("day", String(10)),
    Column("limit", Text, nullable=False),
    Column("key", String(27), nullable=False),
    Column("ladder", Text, nullable=False),
    Column("rung", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("on_behalf_of", Text, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("recorded_at", String(27)),
    Column("position", Position, nullable=False),
    Index("dondoc_replies_task", "task"),
    Index("dondoc_replies_kind", "kind", "day"),
)


class Replies:
    """Keeps `dondoc_replies`, with the days to which due days were moved: a promise for a day before ends there."""

    name = "replies"
    tables = (replies,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a reply."""
        rows = [{**_plain(record), **said} for record in records if (said := _said(record))]
        if rows:
            connection.execute(insert(replies), rows)


def _plain(record: Record) -> dict[str, Any]:
    at = record.meta.recorded_at
    return {
        "event": record.event_id, "task": record.stream.removeprefix(PREFIX), "day": None, "limit": "", "key": "",
        "ladder": "", "rung": "", "said": "", "authority": "", "office": record.meta.office,
        "on_behalf_of": record.meta.on_behalf_of, "on_day": record.meta.on.isoformat(),
        "recorded_at": at and stamp(at), "position": record.position,
    }  # fmt: skip


def _said(record: Record) -> dict[str, Any]:  # one return a reply reads best
    match record.fact:
        case ReminderAcknowledged() as fact:
            named = fact.model_dump(include={"limit", "key", "ladder", "rung"})
            return {"kind": ACKNOWLEDGED, "said": fact.note, **named}
        case CompletionPromised(day=day, reason=reason):
            return {"kind": PROMISED, "day": day.isoformat(), "said": reason}
        case ExtensionAsked(due=due, reason=reason):
            return {"kind": ASKED, "day": due.isoformat(), "said": reason}
        case ExtensionGranted(due=due, authority=authority):
            return {"kind": GRANTED, "day": due.isoformat(), "authority": authority}
        case ExtensionRefused(due=due, reason=reason):
            return {"kind": REFUSED, "day": due.isoformat(), "said": reason}
        case UrgingPaused(until=until, reason=reason, authority=authority):
            return {"kind": PAUSED, "day": until.isoformat(), "said": reason, "authority": authority}
        case TaskDueMoved(due=due) | TaskAnchored(due=due):
            return {"kind": MOVED, "day": due.isoformat()}
        case TaskReplanned(due=due) if due:
            return {"kind": MOVED, "day": due.isoformat()}
    return {}


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """A reply: of which kind, by which office on which day; `day` is the one that it speaks of, `said` the reason.

    `restricted`: whoever asked may not see what was said; it is empty then.
    """

    event: str
    task: str
    kind: str
    day: str | None
    limit: str
    key: str
    ladder: str
    rung: str
    said: str
    authority: str
    office: str
    on_behalf_of: str
    on: str
    restricted: bool = False


def of_tasks(connection: Connection, when: When, named: Collection[str], sight: Sight = EVERYTHING) -> list[ReplyLine]:
    """The replies about some tasks, oldest first."""
    query = (
        select(replies, seen(sight).label("seen"))
        .join(tasks, tasks.c.id == replies.c.task)
        .where(replies.c.task.in_(named), replies.c.kind != MOVED)
        .where(replies.c.on_day <= when.day, replies.c.position <= when.position)
        .order_by(replies.c.position)
    )
    return [_line(row) for row in connection.execute(query)]


def _line(row: Any) -> ReplyLine:
    said, authority = (row.said, row.authority) if row.seen else ("", "")
    return ReplyLine(
        row.event, row.task, row.kind, row.day, row.limit, row.key, row.ladder, row.rung, said, authority,
        row.office, row.on_behalf_of, row.on_day, not row.seen,
    )  # fmt: skip


def acknowledged(connection: Connection, named: Sequence[str], limit: str = "") -> dict[tuple[str, str], set[str]]:
    """Which rungs somebody has taken note of, for one limit of some tasks, by task and `Limit.key`."""
    known: dict[tuple[str, str], set[str]] = {}
    query = select(replies.c.task, replies.c.key, replies.c.rung).where(replies.c.kind == ACKNOWLEDGED)
    for task, key, rung in connection.execute(query.where(replies.c.task.in_(named), replies.c.limit == limit)):
        known.setdefault((task, key), set()).add(rung)
    return known


@dataclass(frozen=True, slots=True)
class Sent:
    """A reminder that went out, as somebody may take note of it."""

    ladder: str
    rung: str
    limit: str
    key: str
    to: tuple[str, ...]


def sent(connection: Connection, task: str) -> list[Sent]:
    """The reminders about a task that went out, the newest first."""
    query = select(reminders).where(reminders.c.task == task, reminders.c.held_back == "")
    rows = connection.execute(query.order_by(reminders.c.position.desc()))
    return [Sent(row.ladder, row.rung, row.limit, row.key, tuple(row.sent_to.split())) for row in rows]


@dataclass(frozen=True, slots=True)
class Promise:
    """A day that was promised on another, and the moment at which we learned of it."""

    day: str
    on: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause: its first and last day, and the office that ordered it."""

    first: str
    until: str
    office: str


@dataclass(frozen=True, slots=True)
class HeldTask:
    """An open task whose urging was replied to with a promise or a pause, oldest first."""

    id: str
    duty: str
    body: str
    marks: str
    due: str | None
    promises: tuple[Promise, ...]
    pauses: tuple[Pause, ...]


def held(connection: Connection) -> dict[str, HeldTask]:
    """The open tasks with promises or pauses, by id."""
    query = (
        select(replies, tasks.c.duty, tasks.c.body, tasks.c.marks, tasks.c.due)
        .join(tasks, tasks.c.id == replies.c.task)
        .where(replies.c.kind.in_((PROMISED, PAUSED)), tasks.c.outcome == "")
        .order_by(replies.c.position)
    )
    rows: dict[str, list[Any]] = {}
    for row in connection.execute(query):
        rows.setdefault(row.task, []).append(row)
    return {task: _held(found) for task, found in rows.items()}


def _held(rows: Sequence[Any]) -> HeldTask:
    of, paused = rows[0], [row for row in rows if row.kind == PAUSED]
    promises = (row for row in rows if row.kind == PROMISED)
    return HeldTask(
        of.task, of.duty, of.body, of.marks, of.due,
        tuple(Promise(row.day, row.on_day, unstamp(row.recorded_at) if row.recorded_at else None) for row in promises),
        tuple(Pause(row.on_day, row.day, row.office) for row in paused),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requested:
    """An extension that was asked for and not decided. `asker` is the body for which the task is done, if any."""

    task: str
    plan: str
    body: str
    asker: str
    due: str
    was: str
    said: str
    on: str


def requested(connection: Connection, sight: Sight = EVERYTHING) -> list[Requested]:
    """The extensions of open tasks that wait for a decision, the oldest first."""
    later, asking = replies.alias(), tasks.alias()
    decided = select(later.c.event).where(
        later.c.task == replies.c.task, later.c.kind.in_((GRANTED, REFUSED)), later.c.position > replies.c.position
    )
    query = (
        select(
            replies, tasks.c.plan, tasks.c.body, tasks.c.due, asking.c.body.label("asker"), seen(sight).label("seen")
        )
        .join(tasks, tasks.c.id == replies.c.task)
        .outerjoin(asking, asking.c.id == tasks.c.for_task)
        .where(replies.c.kind == ASKED, tasks.c.outcome == "", ~decided.exists())
        .order_by(replies.c.position)
    )
    return [
        Requested(
            row.task, row.plan, row.body, row.asker or "", row.day, row.due or "", row.said if row.seen else "",
            row.on_day,
        )
        for row in connection.execute(query)
    ]  # fmt: skip
