"""A follower of the log: is handed every event once and in log order, whatever writers and other followers do.

Its effect and its position are one transaction: who dies in between has done nothing, and whoever comes next does it.
The effect belongs in the database; what leaves the machine is sent by somebody who reads what a follower has written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from dondoc.store.engine import writing
from dondoc.store.event_store import PAGE, EventStore
from dondoc.store.schema import tracking

Effect = Callable[[Connection, Sequence[Any]], object]
"""Is handed what is read: records, unless the follower reads something else."""
Read = Callable[[Connection, int, int], Sequence[Any]]
"""Reads what stands after one position up to another; each thing read has its `position`."""


def positions(connection: Connection) -> list[tuple[str, int]]:
    """How far each follower has come, by name."""
    query = select(tracking.c.follower, tracking.c.position).order_by(tracking.c.follower)
    return [(name, position) for name, position in connection.execute(query)]


class Follower:
    """Follows one log under one name; any number of processes may do so, and take turns."""

    def __init__(self, store: EventStore, name: str, effect: Effect, read: Read | None = None) -> None:
        self._store = store
        self._name = name
        self._effect = effect
        self._read = read or self._records
        self._begin()

    def follow(self, at_most: int = PAGE) -> int:
        """Hand the next events to the effect, `at_most` so many; returns how many there were, 0 when none is new.

        Whatever the effect raises goes to the caller, and the events come again.
        """
        with writing(self._store.engine) as connection:
            # The row is held to the end of the transaction: one process at a time.
            mine = tracking.c.follower == self._name
            after = connection.execute(select(tracking.c.position).where(mine).with_for_update()).scalar_one()
            records = self._read(connection, after, after + at_most)
            if records:
                self._effect(connection, records)
                connection.execute(update(tracking).where(mine).values(position=records[-1].position))
        return len(records)

    def _records(self, connection: Connection, after: int, upto: int) -> Sequence[Any]:
        return list(self._store.read_all(after, upto=upto, within=connection))

    def _begin(self) -> None:
        there = select(tracking.c.position).where(tracking.c.follower == self._name)
        with self._store.reading() as connection:
            if connection.execute(there).first():
                return
        try:
            with writing(self._store.engine) as connection:
                connection.execute(insert(tracking).values(follower=self._name, position=0))
        except IntegrityError:
            return  # another process was just beginning under that name too
