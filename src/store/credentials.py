"""Who may come in by a password: hashes of passwords, and links by which one is set, once.

It knows neither a password nor a token, only what was made of them, and no rule of who may have either.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from dondoc.domain.ports import stamp
from dondoc.store.event_store import EventStore
from dondoc.store.schema import credentials, feeds, invitations, sessions


def digest(secret: str) -> str:
    """How a token is kept: its SHA-256. A token has 256 random bits, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Credentials:
    """Passwords and invitations in the database."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def hash_of(self, account: str) -> str:
        """The hash of an account's password; empty where none was set."""
        query = select(credentials.c.hash).where(credentials.c.account == account)
        with self._store.reading() as connection:
            return connection.execute(query).scalar() or ""

    def rehash(self, account: str, was: str, new: str) -> None:
        """Keep the same password as a newer hash, unless it was changed meanwhile."""
        same = update(credentials).where(credentials.c.account == account, credentials.c.hash == was)
        with self._store.writing() as connection:
            connection.execute(same.values(hash=new))

    def invite(self, account: str, token: str, ends_at: datetime) -> None:
        """Let a password be set by a token until a moment; what let the account in until now does so no more."""
        with self._store.writing() as connection:
            _forget(connection, account)
            _forget_feeds(connection, account)
            row = {"account": account, "token": digest(token), "ends_at": stamp(ends_at)}
            connection.execute(insert(invitations).values(**row))

    def forget(self, account: str) -> None:
        """Nothing lets the account in any more."""
        with self._store.writing() as connection:
            _forget(connection, account)
            _forget_feeds(connection, account)

    def invited(self, token: str, now: datetime) -> str:
        """The account whose password may be set by a token; empty where none may."""
        query = select(invitations.c.account).where(
            invitations.c.token == digest(token), invitations.c.ends_at > stamp(now)
        )
        with self._store.reading() as connection:
            return connection.execute(query).scalar() or ""

    def redeem(self, token: str, hashed: str, now: datetime) -> str:
        """Set the password of the account that a token stands for, once; the account, or empty where it is used up."""
        standing = invitations.c.token == digest(token), invitations.c.ends_at > stamp(now)
        with self._store.writing() as connection:
            account = connection.execute(select(invitations.c.account).where(*standing)).scalar()
            if account is None:
                return ""
            _forget(connection, account)
            connection.execute(insert(credentials).values(account=account, hash=hashed, set_at=stamp(now)))
        return str(account)


def _forget(connection: Connection, account: str) -> None:
    for table in (credentials, invitations, sessions):
        connection.execute(delete(table).where(table.c.account == account))


def _forget_feeds(connection: Connection, account: str) -> None:
    connection.execute(delete(feeds).where(feeds.c.kind == "person", feeds.c.owner == account))
