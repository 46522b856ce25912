"""Replaying a log: what would the ladders of a catalogue have sent over a time, given what was known on each day?

Each task is folded fact by fact; every limit that it ever had lives from the moment at which that was known to the
moment at which it ended or changed, and is climbed over its life. Writes nothing, and asks no read model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment, last_moment
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.task import TaskAnchored, TaskAssigned, TaskCredited
from dondoc.domain.office import SYSTEM
from dondoc.domain.pace import Pace
from dondoc.domain.plan import Duty
from dondoc.domain.ports import local
from dondoc.domain.reminder import Context
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.rung import Kind, Limit
from dondoc.domain.task import PREFIX, Task, assigned
from dondoc.workflow.climbing import Climb, Urging, climbed
from dondoc.workflow.urging import pace, silence


@dataclass(frozen=True, slots=True)
class Life:
    """A limit of a task, from the moment at which it was known to the one at which it ended; None while it lives."""

    task: str
    duty: str
    body: str
    marks: tuple[str, ...]
    limit: Limit
    seen: datetime
    ended: datetime | None = None


@dataclass
class _Told:
    """A task as far as its facts were read: its fold, when its act was known, when its body last did something."""

    task: str
    state: Task
    active: date
    anchored: datetime | None = None
    lives: dict[str, Life] = field(default_factory=dict)


def replay(catalogue: Catalogue, records: Iterable[Record], first: date, last: date) -> list[Urging]:
    """What the ladders of a catalogue would have urged from one day to another, by task and day.

    A fact counts from when it was recorded; one that was entered after the last day, from when it happened.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    lives = list(_lives(catalogue, records, last))
    late = _Late(lives)
    known: dict[tuple[str, str, str], set[str]] = {}
    found = [
        urging
        for life in lives
        for urging in _climbed(catalogue, life, late, last, known.setdefault(_name(life), set()))
        if urging.on >= first
    ]
    return sorted(found, key=lambda each: (each.on, each.reminder.task, each.reminder.level))


def _name(life: Life) -> tuple[str, str, str]:
    return life.task, life.limit.id, life.limit.key


class _Late:
    """How many tasks of each body were overdue on a day, as their lives tell."""

    def __init__(self, lives: Iterable[Life]) -> None:
        self._of: dict[str, list[Life]] = {}
        for life in lives:
            if life.limit.kind == "due":
                self._of.setdefault(life.body, []).append(life)

    def __call__(self, body: str, day: date) -> int:
        """The overdue tasks of a body on a day."""
        moment = first_moment(day)
        there = [life for life in self._of.get(body, []) if life.seen < last_moment(day) and life.limit.due < day]
        return len({life.task for life in there if life.ended is None or life.ended > moment})


def _climbed(catalogue: Catalogue, life: Life, late: _Late, last: date, known: set[str]) -> Iterator[Urging]:
    duty = catalogue.duties[life.duty]
    ladder = choosing.ladder(catalogue, duty, life.limit.kind, life.marks, life.body)
    if ladder is None:
        return
    context = Context(choosing.operands(catalogue, duty, life.body, life.marks), late, catalogue.told)
    until = min(life.ended or last_moment(last), last_moment(last))
    climb = Climb(ladder, life.limit, life.task, life.body, life.seen, until)
    yield from climbed(climb, context, catalogue.calendar, known)


def _lives(catalogue: Catalogue, records: Iterable[Record], last: date) -> Iterator[Life]:
    """Every life of every limit, of tasks whose duties the catalogue knows."""
    told: dict[str, _Told] = {}
    for record in records:
        if not record.stream.startswith(PREFIX):
            continue
        task = record.stream.removeprefix(PREFIX)
        moment = _known(record, last)
        if isinstance(record.fact, TaskAssigned):
            duty = catalogue.duties.get(record.fact.duty)
            if duty is not None and not record.fact.composite:
                told[task] = _Told(task, assigned(record.fact, ""), record.fact.opens)
                yield from _now(told[task], duty, catalogue, moment)
        elif known := told.get(task):
            _fold(known, record, moment)
            assert known.state.assigned is not None  # told holds assigned tasks only
            yield from _now(known, catalogue.duties[known.state.assigned.duty], catalogue, moment)
    for known in told.values():
        yield from known.lives.values()


def _known(record: Record, last: date) -> datetime:
    at = record.meta.recorded_at
    return at if at and local(at).date() <= last else first_moment(record.meta.on)


def _fold(told: _Told, record: Record, moment: datetime) -> None:
    told.state = told.state.after(record)
    if isinstance(record.fact, TaskAnchored):
        told.anchored = moment
    if isinstance(record.fact, StepFact | TaskCredited) and record.meta.office != SYSTEM:
        acted_for = (record.meta.on_behalf_of or record.meta.office).split("/")[0]
        if told.state.assigned and acted_for == told.state.assigned.body:
            told.active = max(told.active, record.meta.on)


def _now(told: _Told, duty: Duty, catalogue: Catalogue, moment: datetime) -> Iterator[Life]:
    """The lives that a fact ended; those that go on or begin are kept in `told`."""
    assert told.state.assigned is not None  # told holds assigned tasks only
    fact, marks = told.state.assigned, told.state.marks
    limits = {} if told.state.outcome else {limit.id: limit for limit in _limits(told, fact, duty, catalogue)}
    for name, life in [*told.lives.items()]:
        if limits.get(name) != life.limit or marks != life.marks:
            yield replace(told.lives.pop(name), ended=moment)
    for name, limit in limits.items():
        told.lives.setdefault(name, Life(told.task, duty.id, fact.body, marks, limit, moment))


def _limits(told: _Told, fact: TaskAssigned, duty: Duty, catalogue: Catalogue) -> Iterator[Limit]:
    """The limits of an open task as it stands: the same as `Urging` finds in the read models."""
    state, window = told.state, told.state.window
    binds = first_moment(catalogue.plan_of(duty.id).starts)
    opened = first_moment(fact.opens)
    if state.due:
        since = told.anchored or (opened if isinstance(duty.rhythm, OnDemand) else binds)
        yield Limit("due", state.due, max(binds, since))
    for clock in state.clocks.values():
        kind: Kind = "hours" if clock.due_at else "days"
        yield Limit(kind, clock.due, clock.at, clock.clock, clock.at, clock.due_at)
    if fact.count and window.start and window.end:
        yield pace(Pace(fact.count, len(state.credits), window.start, window.end), max(binds, opened))
    waits = bool(window.act) and state.due is None
    if duty.silence and not waits and not fact.for_task:
        limit = silence(told.active, duty.silence)
        if window.end is None or limit.due <= window.end:
            yield limit
