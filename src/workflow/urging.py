"""Urging: which limits of which open tasks call for a reminder now, by which ladder?

Three kinds: the task's own due day, its running clocks, and the silence of what should go on all the time; and the day
that was promised instead. Each limit is held against its own ladder; `dondoc.domain.ladder` decides, `replied` holds
back, the tick records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.errors import CalendarUndecided, DondocError
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.holding import LADDER, PROMISE
from dondoc.domain.ladder import Ladder, Reminder, remind
from dondoc.domain.once import RecordOnce, reminder_stream
from dondoc.domain.period import DAY
from dondoc.domain.plan import Duty
from dondoc.domain.ports import local, unstamp
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.rung import SILENCE, Kind, Limit
from dondoc.log import get_logger
from dondoc.workflow.replied import Held, Replied

FARTHEST = 600
"""Days before the due day at which the first rung of any ladder can lie: 366 working days and the holidays between."""
log = get_logger("dondoc.urging")


class OpenTask(Protocol):
    """An open task that is due on a day."""

    id: str
    body: str
    opens: str
    known_on: str | None
    known_at: str | None


class RunningClock(Protocol):
    """A clock of an open task."""

    id: str
    duty: str
    body: str
    marks: str
    clock: str
    start: str
    due: str
    due_at: str | None
    known_at: str | None


class StandingTask(Protocol):
    """An open task that must not be silent for long."""

    id: str
    duty: str
    body: str
    marks: str
    end: str | None
    since: str


Rungs = dict[tuple[str, str], set[str]]


@dataclass(frozen=True)
class Owed:
    """The read models that urging looks at."""

    open_dues: Callable[[str], Sequence[tuple[str, str, str, str]]]
    open_at: Callable[[str, str, str, str], Sequence[OpenTask]]
    clocks: Callable[[], Sequence[RunningClock]]
    standing: Callable[[Collection[str]], Sequence[StandingTask]]
    rungs: Callable[[Sequence[str], str], Rungs]
    held: Callable[[], Held]


class Urging:
    """What a moment calls for. Years that are not decided are added to `problems`, and the rest goes on."""

    def __init__(self, catalogue: Catalogue, owed: Owed) -> None:
        self._catalogue = catalogue
        self._owed = owed
        self._ladders: dict[tuple[str, Kind, str], Ladder | None] = {}
        self._silences = catalogue.silences()
        self.replied = Replied(catalogue, owed.held, lambda duty, marks: self._ladder(duty, "due", marks)[1])

    def due_now(self, now: datetime, problems: list[DondocError]) -> Iterator[Reminder]:
        """The reminders of every limit that calls for some."""
        self.replied.look()
        horizon = (local(now).date() + FARTHEST * DAY).isoformat()
        for duty, marks, due, rungs in _by_due(self._owed.open_dues(horizon)):
            yield from _told(self._dues(duty, marks, date.fromisoformat(due), rungs, now), f"{duty} {due}", problems)
        clocks: dict[str, list[str]] = {}
        for clock in self._owed.clocks():
            clocks.setdefault(clock.id, []).append(clock.due)
            yield from _told(self._clock(clock, now), f"{clock.id} {clock.clock}", problems)
        yield from _told(self._silent(now), SILENCE, problems)
        for task, limit, ladder in self.replied.promises(clocks):
            known = self._owed.rungs([task.id], PROMISE)
            yield from _told(iter(self._remind(ladder, limit, task.id, task.body, known, now)), task.id, problems)
        yield from self.replied.ended_pauses(lambda tasks: self._owed.rungs(tasks, LADDER), now)

    def _dues(self, duty_id: str, marks: str, due: date, rungs: set[str], now: datetime) -> Iterator[Reminder]:
        duty, ladder = self._ladder(duty_id, "due", marks)
        if not duty or not ladder:
            return
        binds = first_moment(self._catalogue.plan_of(duty_id).starts)
        reached = ladder.reached(Limit("due", due, binds), now, self._catalogue.calendar)
        if not reached or rungs == {reached[-1].id}:
            return
        tasks = self._owed.open_at(duty_id, marks, due.isoformat(), reached[-1].id)
        known = self._owed.rungs([task.id for task in tasks], "")
        for task in tasks:
            limit = Limit("due", due, max(binds, _told_since(task, duty, now) or binds))
            yield from self._remind(ladder, limit, task.id, task.body, known, now)

    def _clock(self, clock: RunningClock, now: datetime) -> Iterator[Reminder]:
        kind: Kind = "hours" if clock.due_at else "days"
        _, ladder = self._ladder(clock.duty, kind, clock.marks)
        if not ladder:
            return
        start = unstamp(clock.start)
        limit = Limit(
            kind,
            date.fromisoformat(clock.due),
            _learned(clock.known_at, start, now),
            clock.clock,
            start,
            unstamp(clock.due_at) if clock.due_at else None,
        )
        if ladder.reached(limit, now, self._catalogue.calendar):
            known = self._owed.rungs([clock.id], clock.clock)
            yield from self._remind(ladder, limit, clock.id, clock.body, known, now)

    def _silent(self, now: datetime) -> Iterator[Reminder]:
        today = local(now).date().isoformat()
        # Tasks that fell silent on one day for one duty stand alike: most are decided together.
        alike: dict[tuple[str, str, str], list[StandingTask]] = {}
        for task in self._owed.standing(self._silences) if self._silences else ():
            if task.end is None or task.end >= today:
                alike.setdefault((task.duty, task.marks, task.since), []).append(task)
        silent: list[tuple[StandingTask, Ladder, Limit, str]] = []
        for (duty, marks, since), tasks in alike.items():
            _, ladder = self._ladder(duty, SILENCE, marks)
            limit = silence(date.fromisoformat(since), self._silences[duty])
            if ladder and (reached := ladder.reached(limit, now, self._catalogue.calendar)):
                silent += [(task, ladder, limit, reached[-1].id) for task in tasks if not _ends_before(task, limit)]
        known = self._owed.rungs([task.id for task, *_ in silent], SILENCE) if silent else {}
        for task, ladder, limit, top in silent:
            if top not in known.get((task.id, limit.key), ()):
                yield from self._remind(ladder, limit, task.id, task.body, known, now)

    def _remind(
        self, ladder: Ladder, limit: Limit, task: str, body: str, known: Rungs, now: datetime
    ) -> Sequence[Reminder]:
        done = known.get((task, limit.key), ())
        calendar = self._catalogue.calendar
        found = remind(ladder, limit, task=task, body=body, now=now, known=done, calendar=calendar)
        return self.replied.hold(found, ladder, now)

    def _ladder(self, duty: str, kind: Kind, marks: str) -> tuple[Duty | None, Ladder | None]:
        known = self._catalogue.duties.get(duty)
        asked = (duty, kind, marks)
        if known and asked not in self._ladders:
            self._ladders[asked] = self._catalogue.ladder(known, kind, marks.split())
        return known, self._ladders.get(asked)


def silence(since: date, days: int) -> Limit:
    """The limit of a silence that began with that day."""
    begun = first_moment(since)
    return Limit(SILENCE, since + days * DAY, begun, SILENCE, begun)


def recorded(reminder: Reminder) -> RecordOnce:
    """The command that records a reminder, under a name that says what it is."""
    limit = reminder.limit
    fact: ReminderIssued | ReminderHeldBack
    if reminder.held_back:
        fact = ReminderHeldBack(
            task=reminder.task,
            due=limit.due,
            ladder=reminder.ladder,
            rung=reminder.rung,
            level=reminder.level,
            why={**reminder.why, "held-back": reminder.held_back},
            limit=limit.id,
            due_at=limit.due_at,
        )
    else:
        fact = ReminderIssued(
            task=reminder.task,
            due=limit.due,
            ladder=reminder.ladder,
            rung=reminder.rung,
            level=reminder.level,
            to=reminder.to,
            why=reminder.why,
            limit=limit.id,
            due_at=limit.due_at,
        )
    return RecordOnce(stream=reminder_stream(reminder.task, limit.id, limit.key, reminder.rung), fact=fact)


def _told_since(task: OpenTask, duty: Duty, now: datetime) -> datetime | None:
    """The moment from which a body could know of a due day that is not the plan's: its act, or its being asked."""
    if task.known_on:
        return _learned(task.known_at, first_moment(date.fromisoformat(task.known_on)), now)
    return first_moment(date.fromisoformat(task.opens)) if isinstance(duty.rhythm, OnDemand) else None


def _learned(recorded_at: str | None, happened: datetime, now: datetime) -> datetime:
    """When we learned of something. A log that was entered after the moment asked about knew it when it happened."""
    learned = unstamp(recorded_at) if recorded_at else happened
    return happened if learned > now else max(learned, happened)


def _ends_before(task: StandingTask, limit: Limit) -> bool:
    """Whether the time of a task ends before its silence is too long."""
    return task.end is not None and task.end < limit.due.isoformat()


def _told(reminders: Iterator[Reminder], what: str, problems: list[DondocError]) -> Iterator[Reminder]:
    try:
        yield from reminders
    except CalendarUndecided as undecided:
        log.error("calendar undecided", action="problem", what=what, error=str(undecided))
        problems.append(undecided)


def _by_due(found: Iterable[tuple[str, str, str, str]]) -> Iterator[tuple[str, str, str, set[str]]]:
    """Duty, marks and due day, each once, with the last recorded rungs of its tasks."""
    rungs: dict[tuple[str, str, str], set[str]] = {}
    for duty, marks, due, rung in found:
        rungs.setdefault((duty, marks, due), set()).add(rung)
    return ((*of, at) for of, at in rungs.items())
