"""The keys of tokens: the SHA-256 by which one is known again, and when it was last used. Never a token itself."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from dondoc.domain.errors import StoreBroken
from dondoc.domain.ports import stamp, unstamp
from dondoc.store.credentials import digest
from dondoc.store.engine import writing
from dondoc.store.event_store import EventStore
from dondoc.store.schema import token_keys

USED_EVERY = timedelta(minutes=1)
"""How finely it is kept when a token was last used: a question need not write each time."""


@dataclass(frozen=True, slots=True)
class TokenKey:
    """What a token is called, and when it was last used, to the minute; None where it never was."""

    token: str
    used_at: datetime | None


class TokenKeys:
    """The keys in the database. They are in no copy, export or backup."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def keep(self, token: str, secret: str) -> None:
        """From now on this secret stands for that token."""
        with self._store.writing() as connection:
            connection.execute(insert(token_keys).values(token=token, digest=digest(secret), used_at=""))

    def forget(self, token: str) -> None:
        """Nothing stands for that token any more."""
        with self._store.writing() as connection:
            connection.execute(delete(token_keys).where(token_keys.c.token == token))

    def of(self, secret: str) -> TokenKey | None:
        """The token that a secret stands for; the hash that was found is compared once more in constant time."""
        said = digest(secret)
        query = select(token_keys.c.token, token_keys.c.digest, token_keys.c.used_at)
        with self._store.reading() as connection:
            row = connection.execute(query.where(token_keys.c.digest == said)).first()
        if row is None or not hmac.compare_digest(row.digest, said):
            return None
        return TokenKey(row.token, unstamp(row.used_at) if row.used_at else None)

    def use(self, key: TokenKey, now: datetime) -> None:
        """Keep that it was used, where that is worth a write and can be written: a standby takes none."""
        if key.used_at is not None and now - key.used_at < USED_EVERY:
            return
        of = update(token_keys).where(token_keys.c.token == key.token).values(used_at=stamp(now))
        with suppress(StoreBroken), writing(self._store.engine) as connection:
            connection.execute(of)

    def used(self) -> dict[str, datetime | None]:
        """When each token was last used; those without a key are not there."""
        with self._store.reading() as connection:
            rows = connection.execute(select(token_keys.c.token, token_keys.c.used_at)).all()
        return {row.token: unstamp(row.used_at) if row.used_at else None for row in rows}
