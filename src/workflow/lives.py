"""Lives of limits: from the moment at which a limit of a task was known to the one at which it ended or changed.

Tasks are folded fact by fact, as known then; no read model is asked and nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.reply import CompletionPromised, UrgingPaused
from dondoc.domain.facts.task import TaskAnchored, TaskAssigned, TaskCredited
from dondoc.domain.holding import Holds, Pause
from dondoc.domain.office import SYSTEM
from dondoc.domain.pace import Pace
from dondoc.domain.plan import Duty
from dondoc.domain.ports import local
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.rung import Kind, Limit
from dondoc.domain.task import PREFIX, Task, assigned
from dondoc.workflow.urging import pace, silence


@dataclass(frozen=True, slots=True)
class Life:
    """A limit of a task, from the moment at which it was known to the one at which it ended; None while it lives.

    `holds` is what was replied to being urged so far, `answered` are the rungs of it that somebody took note of.
    """

    task: str
    duty: str
    body: str
    marks: tuple[str, ...]
    limit: Limit
    holds: Holds
    answered: frozenset[str]
    seen: datetime
    ended: datetime | None = None


@dataclass
class _Told:
    """A task as far as its facts were read: its fold, when its act was known, its last activity, what was replied."""

    task: str
    state: Task
    active: date
    anchored: datetime | None = None
    promised: tuple[date, datetime] | None = None
    pauses: tuple[Pause, ...] = ()
    lives: dict[str, Life] = field(default_factory=dict)

    @property
    def holds(self) -> Holds:
        """What keeps its reminders back."""
        day, at = self.promised or (None, None)
        return Holds.of(day, at, self.pauses)


def lives(catalogue: Catalogue, records: Iterable[Record], last: date) -> Iterator[Life]:
    """Every life of every limit, of the tasks whose duties the catalogue knows.

    A fact counts from when it was recorded; one that was entered after the last day, from when it happened.
    """
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
    match record.fact:
        case TaskAnchored():
            told.anchored = moment
        case CompletionPromised(day=day):
            told.promised = (day, moment)
        case UrgingPaused(until=until):
            told.pauses = (*told.pauses, Pause(record.meta.on, until, record.meta.office))
        case StepFact() | TaskCredited() if record.meta.office != SYSTEM and told.state.assigned:
            acted_for = (record.meta.on_behalf_of or record.meta.office).split("/")[0]
            if acted_for == told.state.assigned.body:
                told.active = max(told.active, record.meta.on)


def _now(told: _Told, duty: Duty, catalogue: Catalogue, moment: datetime) -> Iterator[Life]:
    """The lives that a fact ended; those that go on or begin are kept in `told`."""
    assert told.state.assigned is not None  # told holds assigned tasks only
    fact = told.state.assigned
    limits = () if told.state.outcome else _limits(told, fact, duty, catalogue)
    now = {
        limit.id: Life(
            told.task, duty.id, fact.body, told.state.marks, limit, told.holds, _answered(told, limit), moment
        )
        for limit in limits
    }
    for name, life in [*told.lives.items()]:
        if name not in now or replace(now[name], seen=life.seen) != life:
            yield replace(told.lives.pop(name), ended=moment)
    for name, life in now.items():
        told.lives.setdefault(name, life)


def _answered(told: _Told, limit: Limit) -> frozenset[str]:
    found = told.state.replied.acknowledged
    return frozenset(rung for of, key, rung, _ in found if (of, key) == (limit.id, limit.key))


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
    ends = [*([state.due] if state.due else ()), *(clock.due for clock in state.clocks.values())]
    if promised := told.holds.limit(ends):
        yield promised
    if fact.count and window.start and window.end:
        yield pace(Pace(fact.count, len(state.credits), window.start, window.end), max(binds, opened))
    waits = bool(window.act) and state.due is None
    if duty.silence and not waits and not fact.for_task:
        limit = silence(told.active, duty.silence)
        if window.end is None or limit.due <= window.end:
            yield limit
