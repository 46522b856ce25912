"""A stretch of time on a virtual clock, with nothing done: what opens, what is urged, when, for whom. Writes nothing.

The same arithmetic as in production (`openings`, `remind`), asked day by day at the days that matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.ladder import Reminder, remind
from dondoc.workflow.opening import Opening, openings


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
    due = opening.occurrence.due
    ladder = catalogue.ladder(opening.duty)
    if due is None or ladder is None or opening.occurrence.composite:
        return
    since = catalogue.plan_of(opening.duty.id).starts
    known: set[str] = set()
    for rung in ladder.rungs:
        if rung.surely_after(last, due):
            return
        # A tick sees a task from the day on which it opens; what was reached before is decided then.
        today = max(rung.day(due, catalogue.calendar), opening.occurrence.opens)
        if today > last:
            return
        for reminder in remind(
            ladder,
            task=opening.task,
            body=opening.body,
            due=due,
            since=since,
            today=today,
            known=known,
            calendar=catalogue.calendar,
        ):
            known.add(reminder.rung)
            if today >= first:
                yield Urging(today, reminder)
