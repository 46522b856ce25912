"""The chain of hashes, recomputed: was an event of the log altered, moved or cut?

It finds what was done without redoing the chain. Whoever rewrites every later hash as well is found only against a
hash that was kept elsewhere.
"""

from __future__ import annotations

from contextlib import nullcontext

from sqlalchemy import Connection, select

from dondoc.domain.errors import StoreBroken
from dondoc.store.event_store import PAGE, EventStore
from dondoc.store.mapper import entry_of
from dondoc.store.recorder import NO_HASH, chain
from dondoc.store.schema import events, head


def verify_chain(store: EventStore, *, within: Connection | None = None) -> int:
    """Recompute every hash; the number of events that agree.

    `within` is the connection to read on; one of its own for each page, when None.

    Raises:
        StoreBroken: an event does not; names its position.
    """
    before = NO_HASH
    count = 0
    after = 0
    while True:
        with store.reading() if within is None else nullcontext(within) as connection:
            rows = connection.execute(
                select(events).where(events.c.position > after).order_by(events.c.position).limit(PAGE)
            ).all()
            newest = connection.execute(select(head.c.position, head.c.hash)).one()
        for row in rows:
            count += 1
            try:
                before = chain(before, entry_of(row))
            except (AttributeError, TypeError):
                before = b""  # a column holds a type that nobody appends: SQLite lets a hand put it there
            if row.hash != before or row.position != count:
                raise StoreBroken(
                    f"The log was altered at position {count}.",
                    vi=f"Nhật ký đã bị sửa tại vị trí {count}.",
                    cure="Compare with a backup.",
                )
        if len(rows) < PAGE:
            break
        after = rows[-1].position
    if (newest.position, newest.hash) != (count, before):
        raise StoreBroken(
            f"The log ends at {count} but its head says {newest.position}.", cure="Compare with a backup."
        )
    return count
