"""Sessions: who is logged in, by the SHA-256 of a token that only their browser has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from dondoc.domain.ports import stamp, unstamp
from dondoc.store.credentials import digest
from dondoc.store.event_store import EventStore
from dondoc.store.schema import sessions

USED_EVERY = timedelta(minutes=1)
"""How finely it is kept when a session was last used: reading a page need not write each time."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in: since when, and when they last did something, to the minute."""

    account: str
    opened_at: datetime
    used_at: datetime


class Sessions:
    """Sessions in the database; they end `idle` after their last use and `longest` after they were opened."""

    def __init__(self, store: EventStore, idle: timedelta, longest: timedelta) -> None:
        self._store = store
        self._idle = idle
        self._longest = longest

    def open(self, token: str, account: str, now: datetime) -> None:
        """Begin one; those that have run out are cleared away."""
        row = {"token": digest(token), "account": account, "opened_at": stamp(now), "used_at": stamp(now)}
        with self._store.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.used_at <= stamp(now - self._idle)))
            connection.execute(delete(sessions).where(sessions.c.opened_at <= stamp(now - self._longest)))
            connection.execute(insert(sessions).values(**row))

    def standing(self, connection: Connection, token: str, now: datetime) -> Session | None:
        """The session of a token, while it lasts."""
        row = connection.execute(select(sessions).where(sessions.c.token == digest(token))).first()
        if row is None or row.used_at <= stamp(now - self._idle) or row.opened_at <= stamp(now - self._longest):
            return None
        return Session(row.account, unstamp(row.opened_at), unstamp(row.used_at))

    def use(self, token: str, session: Session, now: datetime) -> None:
        """Keep that it was used, where that is worth a write."""
        if now - session.used_at >= USED_EVERY:
            with self._store.writing() as connection:
                of = update(sessions).where(sessions.c.token == digest(token))
                connection.execute(of.values(used_at=stamp(now)))

    def end(self, token: str) -> None:
        """It is over."""
        with self._store.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token == digest(token)))

    def end_all(self, account: str) -> int:
        """Every session of an account is over; how many there were."""
        with self._store.writing() as connection:
            return connection.execute(delete(sessions).where(sessions.c.account == account)).rowcount

    def of(self, account: str, now: datetime) -> list[Session]:
        """The sessions of an account that last, newest first."""
        query = select(sessions).where(sessions.c.account == account).order_by(sessions.c.opened_at.desc())
        lasting = sessions.c.used_at > stamp(now - self._idle), sessions.c.opened_at > stamp(now - self._longest)
        with self._store.reading() as connection:
            rows = connection.execute(query.where(*lasting)).all()
        return [Session(row.account, unstamp(row.opened_at), unstamp(row.used_at)) for row in rows]
