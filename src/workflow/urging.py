"""Urging: which limits of which open tasks call for a reminder now, by which ladder?

Four kinds: the task's own due day, its running clocks, the silence of what should go on all the time, and the pace of
a quota; and the day that was promised instead. Each limit is held against its own ladder; `dondoc.domain.reminder`
decides, `replied` holds back, the tick records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.errors import CalendarUndecided, DondocError
from dondoc.domain.holding import LADDER, PROMISE
from dondoc.domain.ladder import Ladder
from dondoc.domain.pace import Pace
from dondoc.domain.period import DAY
from dondoc.domain.plan import Duty
from dondoc.domain.ports import local, unstamp
from dondoc.domain.reminder import Context, Reminder, remind
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.rung import PACE, SILENCE, Kind, Limit
from dondoc.log import get_logger
from dondoc.workflow.owed import Owed, Rungs, RunningClock, StandingTask
from dondoc.workflow.replied import HeldTask, Replied

FARTHEST = 600
"""Days before the due day at which the first rung of any ladder can lie: 366 working days and the holidays between."""
_ANY = "*"
"""No rung is called so."""
log = get_logger("dondoc.urging")


class _Task(Protocol):
    """What every kind of task that urging looks at has."""

    id: str
    body: str


class Urging:
    """What a moment calls for. Years that are not decided are added to `problems`, and the rest goes on."""

    def __init__(self, catalogue: Catalogue, owed: Owed) -> None:
        self._catalogue = catalogue
        self._owed = owed
        self._ladders: dict[tuple[str, Kind, str], list[Ladder]] = {}
        self._contexts: dict[tuple[str, str, str], Context] = {}
        self._late: dict[date, Mapping[str, int]] = {}
        self._silences = catalogue.silences()
        self.replied = Replied(catalogue, owed.held, self._due_ladder)
        self._paced = [each.id for each in catalogue.duties.values() if choosing.candidates(catalogue, each, PACE, ())]
        self._repeats = any(rung.repeat for ladder in catalogue.ladders for rung in ladder.rungs)

    def due_now(self, now: datetime, problems: list[DondocError]) -> Iterator[Reminder]:
        """The reminders of every limit that calls for some."""
        self._late.clear()
        self.replied.look()
        horizon = (local(now).date() + FARTHEST * DAY).isoformat()
        for duty, marks, due, rungs in _by_due(self._owed.open_dues(horizon)):
            yield from _told(self._dues(duty, marks, date.fromisoformat(due), rungs, now), f"{duty} {due}", problems)
        clocks: dict[str, list[str]] = {}
        for clock in self._owed.clocks():
            clocks.setdefault(clock.id, []).append(clock.due)
            yield from _told(self._clock(clock, now), f"{clock.id} {clock.clock}", problems)
        yield from _told(self._silent(now), SILENCE, problems)
        yield from _told(self._behind(now), PACE, problems)
        for task, limit, ladder in self.replied.promises(clocks, now):
            yield from _told(self._promised(task, limit, ladder, now), task.id, problems)
        yield from self.replied.ended_pauses(lambda tasks: self._owed.rungs(tasks, LADDER), now)

    def _dues(self, duty_id: str, marks: str, due: date, rungs: set[str], now: datetime) -> Iterator[Reminder]:
        duty = self._catalogue.duties.get(duty_id)
        if duty is None:
            return
        ladders = self._ladders_of(duty, "due", marks)
        binds = first_moment(self._catalogue.plan_of(duty_id).starts)
        tops = self._tops(ladders, Limit("due", due, binds), now)
        alike = len(ladders) == 1
        if not tops or (alike and rungs == {*tops.values()}):
            return
        (not_at,) = tops.values() if alike else (_ANY,)
        tasks = self._owed.open_at(duty_id, marks, due.isoformat(), not_at)
        known = self._known([task.id for task in tasks], "")
        for task in tasks:
            since = told_since(task.opens, task.known_on, task.known_at, duty, now)
            limit = Limit("due", due, max(binds, since or binds))
            context = self._context(duty, task.body, marks)
            ladder = _first(ladders, context)
            if ladder and ladder.id in tops:
                yield from self._remind(ladder, limit, task, context, known, now)

    def _clock(self, clock: RunningClock, now: datetime) -> Iterator[Reminder]:
        kind: Kind = "hours" if clock.due_at else "days"
        found = self._ladder(clock.duty, kind, clock.marks, clock.body)
        if not found:
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
        if found[0].reached(limit, now, self._catalogue.calendar):
            known = self._known([clock.id], clock.clock)
            yield from self._remind(found[0], limit, clock, found[1], known, now)

    def _silent(self, now: datetime) -> Iterator[Reminder]:
        today = local(now).date().isoformat()
        # Tasks that fell silent on one day for one duty stand alike: most are decided together.
        alike: dict[tuple[str, str, str], list[StandingTask]] = {}
        for task in self._owed.standing(self._silences) if self._silences else ():
            if task.end is None or task.end >= today:
                alike.setdefault((task.duty, task.marks, task.since), []).append(task)
        silent: list[tuple[StandingTask, Limit, dict[str, str]]] = []
        for (duty, marks, since), tasks in alike.items():
            limit = silence(date.fromisoformat(since), self._silences[duty])
            tops = self._tops(self._ladders_of(self._catalogue.duties[duty], SILENCE, marks), limit, now)
            silent += [(task, limit, tops) for task in tasks if tops and not _ends_before(task, limit)]
        known = self._known([task.id for task, *_ in silent], SILENCE)
        for task, limit, tops in silent:
            if {*tops.values()} != {*known[0].get((task.id, limit.key), ())} & {*tops.values()}:
                yield from self._chosen(task.duty, limit, task, task.marks, known, now)

    def _behind(self, now: datetime) -> Iterator[Reminder]:
        today = local(now).date().isoformat()
        tasks = self._owed.quotas(self._paced, today) if self._paced else ()
        known = self._known([task.id for task in tasks], PACE)
        for task in tasks:
            since = first_moment(max(date.fromisoformat(task.opens), self._catalogue.plan_of(task.duty).starts))
            start, end = date.fromisoformat(task.start), date.fromisoformat(task.end)
            limit = pace(Pace(task.count, task.credits, start, end), since)
            yield from self._chosen(task.duty, limit, task, task.marks, known, now)

    def _promised(self, task: HeldTask, limit: Limit, ladder: Ladder, now: datetime) -> Iterator[Reminder]:
        duty = self._catalogue.duties[task.duty]
        context, known = self._context(duty, task.body, task.marks), self._known([task.id], PROMISE)
        yield from self._remind(ladder, limit, task, context, known, now)

    def _due_ladder(self, duty: str, marks: str, body: str) -> Ladder | None:
        found = self._ladder(duty, "due", marks, body)
        return found[0] if found else None

    def _chosen(
        self, duty: str, limit: Limit, task: _Task, marks: str, known: tuple[Rungs, Rungs], now: datetime
    ) -> Sequence[Reminder]:
        found = self._ladder(duty, limit.kind, marks, task.body)
        return self._remind(found[0], limit, task, found[1], known, now) if found else ()

    def _remind(
        self, ladder: Ladder, limit: Limit, task: _Task, context: Context, known: tuple[Rungs, Rungs], now: datetime
    ) -> Sequence[Reminder]:
        done, answered = (each.get((task.id, limit.key), set()) for each in known)
        found = remind(
            ladder,
            limit,
            task=task.id,
            body=task.body,
            now=now,
            known=done,
            calendar=self._catalogue.calendar,
            context=replace(context, acknowledged=answered) if answered else context,
        )
        return self.replied.hold(found, ladder, now)

    def _known(self, tasks: Sequence[str], limit: str) -> tuple[Rungs, Rungs]:
        """The rungs that are recorded for one limit of some tasks, and those that were answered for."""
        if not tasks:
            return {}, {}
        return self._owed.rungs(tasks, limit), self._owed.acknowledged(tasks, limit) if self._repeats else {}

    def _tops(self, ladders: Sequence[Ladder], limit: Limit, now: datetime) -> dict[str, str]:
        """The highest rung that each ladder has reached for a limit, of those that have reached some."""
        found = ((ladder.id, ladder.reached(limit, now, self._catalogue.calendar)) for ladder in ladders)
        return {ladder: reached[-1].id for ladder, reached in found if reached}

    def _ladders_of(self, duty: Duty, kind: Kind, marks: str) -> list[Ladder]:
        """The ladders that may urge a limit of a duty: those up to the first that is meant for every body."""
        asked = (duty.id, kind, marks)
        if asked not in self._ladders:
            found = choosing.candidates(self._catalogue, duty, kind, marks.split())
            last = next((i for i, ladder in enumerate(found) if ladder.when is None), len(found))
            self._ladders[asked] = found[: last + 1]
        return self._ladders[asked]

    def _ladder(self, duty: str, kind: Kind, marks: str, body: str) -> tuple[Ladder, Context] | None:
        """The ladder of a limit of a body's task, with what it may ask about that."""
        known = self._catalogue.duties.get(duty)
        if known is None:
            return None
        context = self._context(known, body, marks)
        ladder = _first(self._ladders_of(known, kind, marks), context)
        return (ladder, context) if ladder else None

    def _context(self, duty: Duty, body: str, marks: str) -> Context:
        asked = (duty.id, body, marks)
        if asked not in self._contexts:
            operands = choosing.operands(self._catalogue, duty, body, marks.split())
            self._contexts[asked] = Context(operands, self._late_tasks, self._catalogue.told)
        return self._contexts[asked]

    def _late_tasks(self, body: str, day: date) -> int:
        if day not in self._late:
            self._late[day] = self._owed.late(day.isoformat())
        return self._late[day].get(body, 0)


def _first(ladders: Iterable[Ladder], context: Context) -> Ladder | None:
    return next((each for each in ladders if each.when is None or each.when.fits(context.operands)), None)


def pace(of: Pace, since: datetime) -> Limit:
    """The limit of a quota's pace; `since` is the moment from which the body could know of it."""
    return Limit(PACE, of.end, since, PACE, first_moment(of.start), pace=of)


def silence(since: date, days: int) -> Limit:
    """The limit of a silence that began with that day."""
    begun = first_moment(since)
    return Limit(SILENCE, since + days * DAY, begun, SILENCE, begun)


def told_since(opens: str, known_on: str | None, known_at: str | None, duty: Duty, now: datetime) -> datetime | None:
    """The moment from which a body could know of a due day that is not the plan's: its act, or its being asked.

    Args:
        opens: the day on which the task opened.
        known_on: the day of the act that it hangs on, if it hangs on one that was issued.
        known_at: the moment at which we learned of that act.
        duty: the task's.
        now: the moment asked about.
    """
    if known_on:
        return _learned(known_at, first_moment(date.fromisoformat(known_on)), now)
    return first_moment(date.fromisoformat(opens)) if isinstance(duty.rhythm, OnDemand) else None


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
