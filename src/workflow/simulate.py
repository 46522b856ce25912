"""A stretch of time on a virtual clock, with nothing done: what opens, what is urged, when, for whom. Writes nothing.

The same arithmetic as in production (`openings`, `remind`), asked day by day at the days that matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.ladder import Ladder, Reminder, remind
from dondoc.domain.ports import local
from dondoc.domain.rung import Limit
from dondoc.workflow.opening import Opening, openings
from dondoc.workflow.urging import silence


@dataclass(frozen=True, slots=True)
class Urging:
    """A reminder that would go out on a day."""

    on: date
    reminder: Reminder


@dataclass(frozen=True)
class Simulation:
    """What would happen."""

    opened: list[Opening]
    urged: list[Urging]


def simulate(catalogue: Catalogue, first: date, last: date) -> Simulation:
    """What opens from one day to another, and what is urged in these days if nothing is ever done.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    opened = sorted(openings(catalogue, date.min, last), key=lambda o: (o.occurrence.opens, o.task))
    urged = [urging for opening in opened for urging in _urgings(catalogue, opening, first, last)]
    urged.sort(key=lambda u: (u.on, u.reminder.task, u.reminder.level))
    return Simulation([o for o in opened if o.occurrence.opens >= first], urged)


def _urgings(catalogue: Catalogue, opening: Opening, first: date, last: date) -> Iterator[Urging]:
    if opening.occurrence.composite:
        return
    for limit, until in _limits(catalogue, opening):
        ladder = catalogue.ladder(opening.duty, limit.kind)
        if ladder is not None:
            for urging in _climbed(catalogue, ladder, opening, limit, min(until or last, last)):
                if urging.on >= first:
                    yield urging


def _limits(catalogue: Catalogue, opening: Opening) -> Iterator[tuple[Limit, date | None]]:
    """The limits that a task has if nothing is ever done, each with the last day on which it says anything."""
    duty, occurrence = opening.duty, opening.occurrence
    if occurrence.due is not None:
        yield Limit("due", occurrence.due, first_moment(catalogue.plan_of(duty.id).starts)), None
    if duty.silence and not occurrence.window.waits:
        limit, end = silence(occurrence.opens, duty.silence), occurrence.window.end
        if end is None or limit.due <= end:
            yield limit, end


def _climbed(catalogue: Catalogue, ladder: Ladder, opening: Opening, limit: Limit, until: date) -> Iterator[Urging]:
    known: set[str] = set()
    for rung in ladder.rungs:
        if rung.surely_after(until, limit.due):
            return
        # A tick sees a task from the day on which it opens; what was reached before is decided then.
        now = max(rung.at(limit, catalogue.calendar), first_moment(opening.occurrence.opens))
        if local(now).date() > until:
            return
        for reminder in remind(
            ladder,
            limit,
            task=opening.task,
            body=opening.body,
            now=now,
            known=known,
            calendar=catalogue.calendar,
        ):
            known.add(reminder.rung)
            yield Urging(local(now).date(), reminder)
