"""When did the engine last do something by itself? Its facts are the only traces that its ticks leave."""

from __future__ import annotations

from sqlalchemy import Connection, select

from dondoc.domain.office import SYSTEM
from dondoc.store.schema import events


def last_own(connection: Connection) -> str:
    """When it last recorded a fact of its own, as `stamp` writes it; empty where it never did."""
    query = select(events.c.recorded_at).where(events.c.office == SYSTEM).order_by(events.c.position.desc()).limit(1)
    return connection.execute(query).scalar() or ""
