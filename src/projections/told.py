"""Which records of the log are told to somebody after a position? Those of what they may see, none of who may log in.

A record is told where its stream is a task that is seen, a reminder about one, or what is for everybody: activities,
acts, plans, periods, references. Everything else (accounts, tokens, notices, refused attempts) is not in this list.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, literal, or_, select

from dondoc.domain.fact import Record, Registry
from dondoc.domain.task import PREFIX
from dondoc.domain.visibility import Sight
from dondoc.projections.reminders import reminders
from dondoc.projections.sight import seen
from dondoc.projections.tasks import tasks
from dondoc.store.mapper import record as record_of
from dondoc.store.schema import events

FOR_EVERYBODY = ("activity-", "act-", "plan-", "period-", "reference-")
"""How the streams begin that everybody may read who may read at all."""
LOOKED_AT = 5000
"""How many positions one question looks at."""


def after(
    connection: Connection, registry: Registry, position: int, *, limit: int, sight: Sight, names: Sequence[str] = ()
) -> tuple[list[Record], int]:
    """The records after a position, oldest first, and the position up to which that is all there is."""
    upto = position + LOOKED_AT
    own = select(literal(PREFIX).concat(tasks.c.id)).where(seen(sight))
    about = select(tasks.c.id).where(seen(sight))
    told = or_(
        *(events.c.stream.startswith(each, autoescape=True) for each in FOR_EVERYBODY),
        and_(events.c.stream.startswith(PREFIX, autoescape=True), events.c.stream.in_(own)),
        events.c.position.in_(
            select(reminders.c.position).where(
                reminders.c.position > position, reminders.c.position <= upto, reminders.c.task.in_(about)
            )
        ),
    )
    query = select(events).where(events.c.position > position, events.c.position <= upto, told)
    if names:
        query = query.where(events.c.name.in_(names))
    rows = connection.execute(query.order_by(events.c.position).limit(limit)).all()
    found = [record_of(row, registry) for row in rows]
    last = select(events.c.position).where(events.c.position <= upto).order_by(events.c.position.desc()).limit(1)
    end = connection.execute(last).scalar() or position
    return found, found[-1].position if len(found) == limit else max(end, position)
