"""Replaying a log: what would the ladders of a catalogue have sent over a time, given what was known on each day?

Every limit that a task ever had is climbed over its life (`lives`), and what people replied holds back as it did then.
Writes nothing, and asks no read model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment, last_moment
from dondoc.domain.fact import Record
from dondoc.domain.holding import PROMISE, after_end, hold
from dondoc.domain.ladder import Ladder
from dondoc.domain.reminder import Context, Reminder
from dondoc.workflow.climbing import Climb, Urging, climbed
from dondoc.workflow.lives import Life, lives


def replay(catalogue: Catalogue, records: Iterable[Record], first: date, last: date) -> list[Urging]:
    """What the ladders of a catalogue would have urged from one day to another, by day and task.

    A fact counts from when it was recorded; one that was entered after the last day, from when it happened.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    all_ = list(lives(catalogue, records, last))
    late = _Late(all_)
    known: dict[tuple[str, str, str], set[str]] = {}
    found = [
        urging
        for life in all_
        for urging in _climbed(catalogue, life, late, last, known.setdefault(_name(life), set()))
        if urging.on >= first
    ]
    return sorted(found, key=lambda each: (each.on, each.reminder.task, each.reminder.level))


def _name(life: Life) -> tuple[str, str, str]:
    return life.task, life.limit.id, life.limit.key


class _Late:
    """How many tasks of each body were overdue on a day, as their lives tell."""

    def __init__(self, all_: Iterable[Life]) -> None:
        self._of: dict[str, list[Life]] = {}
        for life in all_:
            if not life.limit.id:
                self._of.setdefault(life.body, []).append(life)

    def __call__(self, body: str, day: date) -> int:
        """The overdue tasks of a body on a day."""
        moment = first_moment(day)
        there = [life for life in self._of.get(body, []) if life.seen < last_moment(day) and life.limit.due < day]
        return len({life.task for life in there if life.ended is None or life.ended > moment})


def _climbed(catalogue: Catalogue, life: Life, late: _Late, last: date, known: set[str]) -> Iterator[Urging]:
    duty = catalogue.duties[life.duty]
    ladder = choosing.ladder(catalogue, duty, life.limit.kind, life.marks, life.body)
    counted = after_end(ladder) if ladder else None
    taken = counted if life.limit.id == PROMISE else ladder
    if taken is None:
        return
    context = Context(choosing.operands(catalogue, duty, life.body, life.marks), late, catalogue.told, life.answered)
    until = min(life.ended or last_moment(last), last_moment(last))
    climb = Climb(taken, life.limit, life.task, life.body, life.seen, until)
    for urging in climbed(climb, context, catalogue.calendar, known):
        yield replace(urging, reminder=_held(urging, life, taken, counted, catalogue))


def _held(urging: Urging, life: Life, ladder: Ladder, counted: Ladder | None, catalogue: Catalogue) -> Reminder:
    """The reminder, held back where a reply says so; a promise from which nothing is counted ends with its day."""
    holds = life.holds
    if holds.promised and holds.promised < urging.on and counted is None:
        holds = replace(holds, promised=None)
    return hold(urging.reminder, holds, ladder, first_moment(urging.on), catalogue.calendar)
