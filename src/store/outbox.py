"""The outbox: notices that are written and not yet taken, shared by every process that sends.

A message is leased for a while by one process; whoever dies with a lease is relieved when it runs out. It holds no
address: that is looked up when it is sent. It sends nothing and knows no rules.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from dondoc.domain.delivery import Had
from dondoc.domain.ports import stamp, unstamp
from dondoc.store.event_store import EventStore
from dondoc.store.schema import outbox, outbox_entries

QUEUED, SENT, DEAD = "queued", "sent", "dead"
PART = 10_000
"""Ids in one statement; databases take some tens of thousands."""
ALL = "*"
"""The receiver under which it stands that an entry has been written to everybody who is to get it."""
_NEVER = ""
Claim = tuple[str, str, str]
"""Entry, receiver and channel."""


@dataclass(frozen=True, slots=True)
class Message:
    """A notice in the outbox; `lane` is what it shares with those that fail together, such as the receiving host."""

    key: str
    channel: str
    receiver: str
    lane: str
    day: str
    pressing: bool
    made_at: str
    entries: tuple[str, ...]
    subject: str
    text: str
    about: tuple[dict[str, Any], ...]
    state: str = QUEUED
    attempts: int = 0
    next_at: str = ""
    reason: str = ""


class Outbox:
    """The messages of one database."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def put(self, messages: Sequence[Message], written: Iterable[str] = ()) -> list[str]:
        """Add messages, except those that tell of what another one tells the same receiver already; their keys.

        `written` are entries of which nobody else needs to be told.
        """
        put: list[Message] = []
        with self._store.writing() as connection:
            claimed = _claimed(connection, [entry for message in messages for entry in message.entries])
            for message in messages:
                if claimed.isdisjoint(claims := _claims(message)):
                    claimed.update(claims)
                    put.append(message)
            _add(connection, put)
            told = {*written}
            told -= {entry for entry, receiver, _ in _claimed(connection, told) if receiver == ALL}
            rows = [{"entry": entry, "receiver": ALL, "channel": ALL, "key": ""} for entry in sorted(told)]
            if rows:
                connection.execute(insert(outbox_entries), rows)
        return [message.key for message in put]

    def claims(self, entries: Collection[str]) -> set[Claim]:
        """Which receivers some entries have been written to, by which channel."""
        with self._store.reading() as connection:
            return _claimed(connection, entries)

    def had(self, since: date) -> dict[tuple[str, str], list[Had]]:
        """The notices that each receiver has by each channel since a day, sent or on their way."""
        query = select(outbox.c.receiver, outbox.c.channel, outbox.c.made_at, outbox.c.pressing)
        found: dict[tuple[str, str], list[Had]] = {}
        with self._store.reading() as connection:
            for receiver, channel, at, pressing in connection.execute(query.where(outbox.c.day >= since.isoformat())):
                found.setdefault((receiver, channel), []).append(Had(unstamp(at), bool(pressing)))
        return found

    def lanes(self, now: datetime) -> list[str]:
        """The lanes in which something is to be sent now."""
        with self._store.reading() as connection:
            return [*connection.execute(select(outbox.c.lane).where(*_due(now)).distinct()).scalars()]

    def lease(self, lane: str, now: datetime, until: datetime) -> Message | None:
        """The next message of a lane, kept from others until a moment; None when there is nothing to send."""
        waiting = select(outbox).where(*_due(now), outbox.c.lane == lane).order_by(outbox.c.next_at, outbox.c.key)
        with self._store.writing() as connection:
            row = connection.execute(waiting.limit(1).with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            connection.execute(update(outbox).where(outbox.c.key == row.key).values(leased_until=stamp(until)))
            return _message(row, connection)

    def sent(self, key: str) -> None:
        """It was taken; what it said is not kept here."""
        self._set(key, state=SENT, body="{}", leased_until=_NEVER, reason="")

    def failed(self, key: str, attempts: int, reason: str, next_at: datetime) -> None:
        """It was not taken; it is due again at a moment."""
        self._set(key, attempts=attempts, reason=reason, next_at=stamp(next_at), leased_until=_NEVER)

    def dead(self, key: str, attempts: int, reason: str) -> None:
        """It is given up."""
        self._set(key, state=DEAD, attempts=attempts, reason=reason, leased_until=_NEVER)

    def again(self, key: str, now: datetime) -> None:
        """It was given up and is tried anew."""
        self._set(key, state=QUEUED, attempts=0, next_at=stamp(now))

    def rest(self, lane: str, until: datetime) -> None:
        """Nothing of a lane is tried before a moment."""
        early = update(outbox).where(outbox.c.lane == lane, outbox.c.state == QUEUED, outbox.c.next_at < stamp(until))
        with self._store.writing() as connection:
            connection.execute(early.values(next_at=stamp(until)))

    def get(self, key: str) -> Message | None:
        """A message; None when there is no such one."""
        with self._store.reading() as connection:
            row = connection.execute(select(outbox).where(outbox.c.key == key)).first()
            return _message(row, connection) if row else None

    def listed(self, state: str = "", limit: int = 1000) -> list[Message]:
        """The newest messages, of one state where one is named."""
        query = select(outbox).order_by(outbox.c.made_at.desc(), outbox.c.key).limit(limit)
        with self._store.reading() as connection:
            rows = connection.execute(query.where(outbox.c.state == state) if state else query).all()
            return [_message(row, connection) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many messages there are of each state."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        with self._store.reading() as connection:
            return {row.state: row[1] for row in connection.execute(query)}

    def _set(self, key: str, **values: Any) -> None:
        with self._store.writing() as connection:
            connection.execute(update(outbox).where(outbox.c.key == key).values(**values))


def _due(now: datetime) -> tuple[Any, ...]:
    return outbox.c.state == QUEUED, outbox.c.next_at <= stamp(now), outbox.c.leased_until <= stamp(now)


def _claimed(connection: Connection, entries: Collection[str]) -> set[Claim]:
    query = select(outbox_entries.c.entry, outbox_entries.c.receiver, outbox_entries.c.channel)
    found: set[Claim] = set()
    for some in in_parts(sorted(entries)):
        rows = connection.execute(query.where(outbox_entries.c.entry.in_(some)))
        found.update((entry, receiver, channel) for entry, receiver, channel in rows)
    return found


def in_parts(named: Sequence[str]) -> Iterator[Sequence[str]]:
    """The same ids in parts that one statement can take on every database."""
    return (named[at : at + PART] for at in range(0, len(named), PART))


def _claims(message: Message) -> list[Claim]:
    return [(entry, message.receiver, message.channel) for entry in message.entries]


def _add(connection: Connection, messages: Sequence[Message]) -> None:
    if not messages:
        return
    connection.execute(
        insert(outbox),
        [
            {
                "key": each.key, "channel": each.channel, "receiver": each.receiver, "lane": each.lane, "day": each.day,
                "pressing": int(each.pressing), "made_at": each.made_at, "body": _body(each), "state": QUEUED,
                "attempts": 0, "next_at": each.made_at, "leased_until": _NEVER, "reason": "",
            }
            for each in messages
        ],
    )  # fmt: skip
    claims = [{"entry": e, "receiver": r, "channel": c, "key": m.key} for m in messages for e, r, c in _claims(m)]
    connection.execute(insert(outbox_entries), claims)


def _body(message: Message) -> str:
    return json.dumps({"subject": message.subject, "text": message.text, "about": message.about}, ensure_ascii=False)


def _message(row: Any, connection: Connection) -> Message:
    body = json.loads(row.body)
    told = select(outbox_entries.c.entry).where(outbox_entries.c.key == row.key).order_by(outbox_entries.c.entry)
    return Message(
        row.key,
        row.channel,
        row.receiver,
        row.lane,
        row.day,
        bool(row.pressing),
        row.made_at,
        tuple(connection.execute(told).scalars()),
        body.get("subject", ""),
        body.get("text", ""),
        tuple(body.get("about", ())),
        row.state,
        row.attempts,
        row.next_at,
        row.reason,
    )
