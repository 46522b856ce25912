"""A task as its facts tell it: who owes it, where it stands, what is still to be proved. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from dondoc.domain.correction import Taken
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.reply import ReplyFact
from dondoc.domain.facts.task import (
    ClockStarted,
    ClockStopped,
    CoordinationNamed,
    CreditWithdrawn,
    FactCorrected,
    TaskAnchored,
    TaskAssigned,
    TaskCredited,
    TaskDueMoved,
    TaskMarked,
    TaskRestored,
)
from dondoc.domain.reply import NO_REPLIES, Replied
from dondoc.domain.window import Window

PREFIX = "task-"
"""How the names of tasks' streams begin."""
NO_WINDOW = Window(label="")


class Asked(NamedTuple):
    """A task that was asked for under another: where it stands. `state` is empty before its first step."""

    task: str
    procedure: str
    version: int
    state: str
    outcome: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of a task.

    `assigned` is None for an empty stream; `window` is the newest one, `due` the newest last day in term apart from
    clocks; `takers` are the persons who took each step; `clocks` are those that run, `taken` the steps that stand, by
    event id; `named` are the bodies that were named to take part, `replied` is what was said to its reminders.
    """

    assigned: TaskAssigned | None = None
    state: str = ""
    outcome: str = ""
    window: Window = NO_WINDOW
    due: date | None = None
    forms: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    takers: dict[str, frozenset[str]] = field(default_factory=dict)
    credits: dict[str, date] = field(default_factory=dict)
    clocks: dict[str, ClockStarted] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)
    named: frozenset[str] = frozenset()
    replied: Replied = NO_REPLIES

    def after(self, record: Record) -> Task:
        """The task after one more fact, other than its first."""
        match record.fact:
            case TaskAnchored(window=window, due=due) | TaskReplanned(window=window, due=due):
                return replace(self, window=window, due=due)
            case TaskDueMoved(due=due):
                return replace(self, due=due)
            case TaskMarked(marks=marks):
                return replace(self, marks=marks)
            case TaskCredited(activity=activity):
                return replace(self, credits={**self.credits, activity: record.meta.on})
            case ClockStarted(clock=clock) as fact:
                return replace(self, clocks={**self.clocks, clock: fact})
            case ClockStopped(clock=clock):
                return replace(self, clocks=_without(clock, self.clocks))
            case ReplyFact() as fact:
                return replace(self, replied=self.replied.after(fact, record))
            case FactCorrected() as fact:
                return self._corrected(fact)
            case StepFact() as fact:
                return self._moved(fact, record)
        return self

    def _moved(self, fact: StepFact, record: Record) -> Task:
        moved = replace(self, state=fact.to, outcome=fact.outcome)
        match fact:
            case TaskRestored(forms=forms):
                before = next((each.before for each in reversed(self.taken.values())), self)
                return replace(moved, forms=forms, taken=self._without_newest(), named=before.named)
            case CreditWithdrawn(activity=activity):
                taken = self.taken if fact.outcome == self.outcome else self._without_newest()
                return replace(moved, credits=_without(activity, self.credits), taken=taken)
        takers = {**self.takers}
        takers[fact.step] = takers.get(fact.step, frozenset()) | {record.meta.actor}
        forms = tuple(form for form in self.forms if form != fact.form)
        named = self.named | {*fact.units} if isinstance(fact, CoordinationNamed) else self.named
        taken = {**self.taken, record.event_id: Taken(fact, record.meta.on, record.position, self)}
        return replace(moved, takers=takers, forms=forms, taken=taken, named=named)

    def _without_newest(self) -> dict[str, Taken]:
        return dict(list(self.taken.items())[:-1])

    def _corrected(self, correction: FactCorrected) -> Task:
        was = self.taken.get(correction.event_id)
        if was is None or was.fact.name != correction.fact:
            return self
        fact = type(was.fact).model_validate({**was.fact.model_dump(), **correction.fields})
        return replace(self, taken={**self.taken, correction.event_id: replace(was, fact=fact)})


def assigned(fact: TaskAssigned, initial: str) -> Task:
    """The task as it was assigned, in the first state of its procedure."""
    return Task(fact, initial, forms=fact.forms, window=fact.window, due=fact.due)


def _without(key: str, items: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in items.items() if name != key}
