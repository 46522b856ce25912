"""The log audited, and refused at the first thing that is wrong with it: for who goes on only with a whole one.

It judges nothing itself, and knows no checkpoint: whoever rewrites every stored hash as well is found only against one
that was kept elsewhere.
"""

from __future__ import annotations

from contextlib import nullcontext

from sqlalchemy import Connection

from dondoc.domain.errors import StoreBroken
from dondoc.store.audit import audit
from dondoc.store.event_store import EventStore


def verify_chain(store: EventStore, *, within: Connection | None = None) -> int:
    """Compute everything anew from the log; the number of its events.

    `within` is the connection to read on; one of its own when None.

    Raises:
        StoreBroken: something is wrong; names the first bad position and what was done there, as far as it can be told.
    """
    with store.reading() if within is None else nullcontext(within) as connection:
        audited = audit(connection)
    for first in audited.findings:
        raise StoreBroken(
            first.en, vi=first.vi, place=first.place, cure="Compare with a backup, and ask `dondoc verify`."
        )
    return audited.events
