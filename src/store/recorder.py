"""Our recorder behind the library's `ProcessRecorder` interface, on SQLAlchemy Core.

One order, no holes: a writer takes the head row first, holds it to the end of its transaction and numbers its events
itself, so that a reader who saw position n has seen everything before it. The unique (stream, version) decides every
race. Each event's hash chains to the one before. See docs/decisions/0002-own-recorder.md and 0009-postgresql.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from eventsourcing.persistence import (
    ApplicationRecorder,
    IntegrityError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
)
from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.exc import IntegrityError as DatabaseIntegrityError

from dondoc.domain.ports import Clock, stamp
from dondoc.store.engine import reading, writing
from dondoc.store.joining import Joined
from dondoc.store.schema import events, head, tracking
from dondoc.transparency.leaf import encode

NO_HASH = b"\0" * 32


@dataclass(frozen=True)
class Entry(StoredEvent):
    """A stored event with the columns that say who, when and why."""

    event_id: str = ""
    on_day: str = ""
    actor: str = ""
    office: str = ""
    on_behalf_of: str = ""
    command_id: str = ""
    correlation_id: str = ""
    causation_id: str = ""
    basis: str = ""
    position: int = 0
    recorded_at: str = ""


_columns = attrgetter(
    "position",
    "originator_id",
    "originator_version",
    "topic",
    "state",
    "event_id",
    "on_day",
    "actor",
    "office",
    "on_behalf_of",
    "command_id",
    "correlation_id",
    "causation_id",
    "basis",
    "recorded_at",
)


def leaf(entry: Entry) -> bytes:
    """The canonical bytes of an event, see `dondoc.transparency.leaf`."""
    return encode(_columns(entry))


def chain(before: bytes, entry: Entry) -> bytes:
    """The hash of an event: over the hash before it and its own bytes."""
    return hashlib.sha256(before + leaf(entry)).digest()


class Head(NamedTuple):
    """Where the log ended when a writer took it."""

    position: int
    recorded_at: str
    hash: bytes


def take_head(connection: Connection) -> Head:
    """The head of the log, which nobody else can take until this transaction ends.

    This is the one lock of all writers. Whoever holds it sees all that was written before, and nobody comes in between.
    """
    query = select(head.c.position, head.c.recorded_at, head.c.hash).where(head.c.id == 1)
    return Head(*connection.execute(query.with_for_update()).one())


class SqlRecorder(ProcessRecorder):
    """Records events and followers' positions in the tables of `schema`."""

    def __init__(self, engine: Engine | Joined, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Append events at the end of the log, all or none; returns their positions.

        With `tracking`, a follower's position is kept in the same transaction.
        """
        with writing(self._engine) as connection:
            entries = self.append(connection, stored_events, take_head(connection))
            if kept := kwargs.get("tracking"):
                self._track(connection, kept)
        return [entry.position for entry in entries]

    def append(self, connection: Connection, stored: Sequence[StoredEvent], taken: Head) -> list[Entry]:
        """Append within the caller's transaction, which took the head; gives the entries as they were written.

        `recorded_at` is the clock's time, never before that of the event before.

        Raises:
            IntegrityError: a stream has moved on; the caller's transaction must be rolled back.
        """
        if not stored:
            return []
        recorded_at = max(stamp(self._clock.now()), taken.recorded_at)
        written: list[Entry] = []
        rows: list[dict[str, Any]] = []
        hash_ = taken.hash
        for position, event in enumerate(stored, taken.position + 1):
            entry = replace(_entry(event), position=position, recorded_at=recorded_at)
            hash_ = chain(hash_, entry)
            written.append(entry)
            rows.append(_row(entry, hash_))
        try:
            connection.execute(insert(events), rows)
        except DatabaseIntegrityError as wrong:
            raise IntegrityError(str(wrong.orig)) from wrong
        moved = {"position": taken.position + len(stored), "recorded_at": recorded_at, "hash": hash_}
        connection.execute(update(head).where(head.c.id == 1).values(moved))
        return written

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of a stream by version."""
        query = select(events.c.stream, events.c.version, events.c.name, events.c.data).where(
            events.c.stream == str(originator_id)
        )
        if gt is not None:
            query = query.where(events.c.version > gt)
        if lte is not None:
            query = query.where(events.c.version <= lte)
        query = query.order_by(events.c.version.desc() if desc else events.c.version).limit(limit)
        with reading(self._engine) as connection:
            return [StoredEvent(*row) for row in connection.execute(query)]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """The events of the log by position."""
        query = select(events.c.stream, events.c.version, events.c.name, events.c.data, events.c.position)
        if start is not None:
            query = query.where(events.c.position >= start if inclusive_of_start else events.c.position > start)
        if stop is not None:
            query = query.where(events.c.position <= stop)
        if topics:
            query = query.where(events.c.name.in_(topics))
        with reading(self._engine) as connection:
            return [Notification(*row) for row in connection.execute(query.order_by(events.c.position).limit(limit))]

    def max_notification_id(self) -> int | None:
        """The last position of the log."""
        with reading(self._engine) as connection:
            return connection.execute(select(head.c.position)).scalar_one() or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Followers here poll (`dondoc.workflow`): the library's push subscriptions need a server that notifies."""
        raise NotImplementedError("Followers poll; see docs/decisions/0002-own-recorder.md.")

    def insert_tracking(self, tracking: Tracking) -> None:
        """Keep a follower's position; it only ever moves forward."""
        with writing(self._engine) as connection:
            self._track(connection, tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        """A follower's position."""
        with reading(self._engine) as connection:
            query = select(tracking.c.position).where(tracking.c.follower == application_name)
            return connection.execute(query).scalar_one_or_none()

    def has_tracking_id(self, application_name: str, notification_id: int | None) -> bool:
        """Whether a follower has come at least so far."""
        reached = self.max_tracking_id(application_name)
        return notification_id is None or (reached is not None and reached >= notification_id)

    def _track(self, connection: Connection, kept: Tracking) -> None:
        moved = connection.execute(
            update(tracking)
            .where(tracking.c.follower == kept.application_name, tracking.c.position < kept.notification_id)
            .values(position=kept.notification_id)
        )
        if moved.rowcount:
            return
        try:
            connection.execute(insert(tracking).values(follower=kept.application_name, position=kept.notification_id))
        except DatabaseIntegrityError as wrong:
            raise IntegrityError(f"{kept.application_name} is already past {kept.notification_id}") from wrong


def _entry(event: StoredEvent) -> Entry:
    if isinstance(event, Entry):
        return event
    return Entry(event.originator_id, event.originator_version, event.topic, event.state)


def _row(entry: Entry, hash_: bytes) -> dict[str, Any]:
    return {
        "position": entry.position,
        "stream": str(entry.originator_id),
        "version": entry.originator_version,
        "name": entry.topic,
        "data": entry.state,
        "event_id": entry.event_id,
        "on_day": entry.on_day,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor,
        "office": entry.office,
        "on_behalf_of": entry.on_behalf_of,
        "command_id": entry.command_id,
        "correlation_id": entry.correlation_id,
        "causation_id": entry.causation_id,
        "basis": entry.basis,
        "hash": hash_,
    }
