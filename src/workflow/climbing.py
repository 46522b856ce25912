"""Climbing: the reminders of one limit over its life, as a tick that never sleeps would decide them. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dondoc.domain.calendar import Calendar
from dondoc.domain.counting import first_moment
from dondoc.domain.ladder import Ladder
from dondoc.domain.period import DAY
from dondoc.domain.ports import local
from dondoc.domain.reminder import Context, Reminder, remind
from dondoc.domain.rung import Limit


@dataclass(frozen=True, slots=True)
class Climb:
    """A limit of a body's task on its ladder: seen from the day `opens` on, up to the end of the day `until`."""

    ladder: Ladder
    limit: Limit
    task: str
    body: str
    opens: date
    until: date


def climbed(climb: Climb, context: Context, calendar: Calendar) -> Iterator[tuple[datetime, Reminder]]:
    """Each reminder with the moment of its decision.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    known: set[str] = set()
    limit = climb.limit
    for rung in climb.ladder.climb:
        if rung.surely_after(climb.until, limit.due):
            return
        # A tick sees a task from the day on which it opens; what was reached before is decided then.
        now = max(rung.at(limit, calendar), first_moment(climb.opens))
        while limit.pace and local(now).date() <= climb.until and not limit.pace.behind(local(now).date(), calendar):
            now = first_moment(local(now).date() + DAY)
        if local(now).date() > climb.until:
            return
        for reminder in remind(
            climb.ladder,
            limit,
            task=climb.task,
            body=climb.body,
            now=now,
            known=known,
            calendar=calendar,
            context=context,
        ):
            known.add(reminder.rung)
            yield now, reminder
