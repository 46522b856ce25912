"""Tries to come in, counted so that nobody can guess for long, and nobody is locked out by somebody else's guesses.

An account is tried a few times an hour from one address. From an address from which it came in lately that is all that
counts; from others the tries of that address, and those for that account, are counted too. What was typed as a name,
and the address, are kept as hashes, for as long as they are counted.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from dondoc.domain.ports import stamp
from dondoc.store.event_store import EventStore
from dondoc.store.schema import attempts

WITHIN = timedelta(hours=1)
KNOWN_FOR = timedelta(days=30)
"""For how long an address is remembered from which an account came in."""
EACH = 10
"""How often one account may be tried from one address within the hour, in vain."""
OVERALL = 100
"""How often one address may try, or one account be tried, within the hour, where the two do not know each other."""


class Attempts:
    """Tries in the database."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def begin(self, attempt: str, name: str, address: str, now: datetime) -> bool:
        """Count a try as one in vain, under an id; False where it may not even be made."""
        said, since = {"name": _hashed(name), "address": _hashed(address)}, stamp(now - WITHIN)
        with self._store.writing() as connection:
            old = (attempts.c.passed == 0) & (attempts.c.at <= since)
            forgotten = attempts.c.at <= stamp(now - KNOWN_FOR)
            connection.execute(delete(attempts).where(old | forgotten))
            if not _may_try(connection, said["name"], said["address"]):
                return False
            connection.execute(insert(attempts).values(id=attempt, at=stamp(now), passed=0, **said))
        return True

    def passed(self, attempt: str, name: str, address: str) -> None:
        """It was no guess: the address is known to the account now, and what came before counts no more."""
        pair = attempts.c.name == _hashed(name), attempts.c.address == _hashed(address)
        with self._store.writing() as connection:
            connection.execute(delete(attempts).where(*pair, attempts.c.id != attempt))
            connection.execute(update(attempts).where(attempts.c.id == attempt).values(passed=1))


def _may_try(connection: Connection, name: str, address: str) -> bool:
    def counted(passed: int, **of: str) -> int:
        query = select(func.count()).select_from(attempts).where(attempts.c.passed == passed)
        return connection.execute(query.filter_by(**of)).scalar_one()

    if counted(0, name=name, address=address) >= EACH:
        return False
    if counted(1, name=name, address=address):
        return True
    return counted(0, address=address) < OVERALL and counted(0, name=name) < OVERALL


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
