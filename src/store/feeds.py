"""By which addresses calendars are read: a token is kept as its SHA-256. Which of them hold, the log says.

It knows no rule of who may have one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from dondoc.domain.ports import stamp, unstamp
from dondoc.store.credentials import digest
from dondoc.store.event_store import EventStore
from dondoc.store.schema import feeds


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar that can be read by its address: `kind` is `person` or `unit`, `number` counts those of its owner."""

    kind: str
    owner: str
    number: int
    opened_at: datetime

    @property
    def id(self) -> str:
        """What it is called: `unit:van-phong-bo:1`."""
        return f"{self.kind}:{self.owner}:{self.number}"


class Feeds:
    """The addresses in the database."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def keep(self, token: str, feed: Feed) -> None:
        """Let a token lead to a feed."""
        row = {"kind": feed.kind, "owner": feed.owner, "number": feed.number, "opened_at": stamp(feed.opened_at)}
        with self._store.writing() as connection:
            connection.execute(insert(feeds).values(token=digest(token), **row))

    def behind(self, token: str) -> Feed | None:
        """The feed to which a token leads."""
        with self._store.reading() as connection:
            row = connection.execute(select(feeds).where(feeds.c.token == digest(token))).first()
        return Feed(row.kind, row.owner, row.number, unstamp(row.opened_at)) if row else None

    def forget(self, kind: str, owner: str, number: int | None = None) -> None:
        """No token leads to a feed any more; to none of its owner's, where no number is named."""
        gone = delete(feeds).where(feeds.c.kind == kind, feeds.c.owner == owner)
        with self._store.writing() as connection:
            connection.execute(gone.where(feeds.c.number == number) if number is not None else gone)

    def listed(self, kind: str = "", owner: str = "") -> list[Feed]:
        """The feeds to which a token leads, by owner; those of one kind or owner, where these are named."""
        query = select(feeds).order_by(feeds.c.kind, feeds.c.owner, feeds.c.number)
        asked = ((feeds.c.kind, kind), (feeds.c.owner, owner))
        with self._store.reading() as connection:
            rows = connection.execute(query.where(*(column == value for column, value in asked if value))).all()
        return [Feed(row.kind, row.owner, row.number, unstamp(row.opened_at)) for row in rows]
