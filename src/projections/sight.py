"""Which tasks does somebody see with what they are about? The rule of `dondoc.domain.visibility`, in SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true, tuple_

from dondoc.domain.visibility import Sight
from dondoc.projections.tasks import tasks


def seen(sight: Sight) -> ColumnElement[bool]:
    """Picks the rows of `dondoc_tasks` whose content is seen."""
    if not sight.restricted:
        return true()
    asking = tasks.alias("asking")
    asked = select(asking.c.id).where(_directly(asking, sight))
    return or_(
        tasks.c.duty.not_in(sight.restricted),
        _directly(tasks, sight),
        and_(tasks.c.for_task != "", tasks.c.for_task.in_(asked)),
    )


def _directly(of: Any, sight: Sight) -> ColumnElement[bool]:
    """A restricted task that is the viewer's own, or lies with a role that the viewer fills."""
    kind = tuple_(of.c.duty, of.c.procedure, of.c.procedure_version)
    return and_(
        of.c.duty.in_(sight.restricted),
        or_(of.c.body.in_(sorted(sight.bodies)), kind.in_(sorted(sight.whole))),
    )
