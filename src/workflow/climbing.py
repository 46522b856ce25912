"""Climbing: the reminders of one limit over its life, as a tick that never sleeps would decide them. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dondoc.domain.calendar import Calendar
from dondoc.domain.counting import first_moment
from dondoc.domain.ladder import Ladder
from dondoc.domain.period import DAY
from dondoc.domain.ports import local
from dondoc.domain.reminder import Context, Reminder, remind
from dondoc.domain.rung import Limit


@dataclass(frozen=True, slots=True)
class Climb:
    """A limit of a body's task on its ladder: seen from one moment on, until another, which is not included."""

    ladder: Ladder
    limit: Limit
    task: str
    body: str
    seen: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Urging:
    """A reminder that would go out on a day."""

    on: date
    reminder: Reminder


def climbed(climb: Climb, context: Context, calendar: Calendar, known: set[str] | None = None) -> Iterator[Urging]:
    """Each reminder with the day of its decision.

    Args:
        climb: the limit and its life.
        context: what else is asked of the task.
        calendar: the working days.
        known: ids of the rungs that are recorded for it already; those that come are added.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    known = set() if known is None else known
    limit, last = climb.limit, local(climb.until - timedelta(microseconds=1)).date()
    for rung in climb.ladder.climb:
        if rung.surely_after(last, limit.due):
            return
        # A tick sees a task from the moment at which it opens; what was reached before is decided then.
        now = max(rung.at(limit, calendar), climb.seen)
        while limit.pace and now < climb.until and not limit.pace.behind(local(now).date(), calendar):
            now = first_moment(local(now).date() + DAY)
        if now >= climb.until:
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
            yield Urging(local(now).date(), reminder)
