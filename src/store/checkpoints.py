"""The checkpoints that were signed: rows that are only ever added. Whether a signature is good is asked elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from dondoc.store.engine import writing
from dondoc.store.event_store import EventStore
from dondoc.store.schema import checkpoints, events


class Kept(NamedTuple):
    """A checkpoint as it was kept: over how many events, made when, its code for people, its note."""

    size: int
    made_at: str
    code: str
    note: str


_kept = select(checkpoints.c.size, checkpoints.c.made_at, checkpoints.c.code, checkpoints.c.note)


def newest(connection: Connection) -> Kept | None:
    """The newest one."""
    row = connection.execute(_kept.order_by(checkpoints.c.size.desc()).limit(1)).first()
    return Kept(*row) if row else None


def kept(connection: Connection) -> list[Kept]:
    """All of them, by size."""
    return [Kept(*row) for row in connection.execute(_kept.order_by(checkpoints.c.size))]


def keep(store: EventStore, checkpoint: Kept) -> bool:
    """Add one; False when another process was first with that size."""
    try:
        with writing(store.engine) as connection:
            connection.execute(insert(checkpoints).values(checkpoint._asdict()))
    except IntegrityError:
        return False
    return True


def recorded_since(connection: Connection, size: int, names: Sequence[str]) -> bool:
    """Whether a fact of one of these names was recorded after so many events."""
    query = select(events.c.position).where(events.c.position > size, events.c.name.in_(names))
    return connection.execute(query.limit(1)).first() is not None
