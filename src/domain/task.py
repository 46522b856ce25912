"""A task as its facts tell it: who owes it, where it stands, what is still to be proved. It decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from dondoc.domain.correction import Taken
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.task import (
    ClockStarted,
    ClockStopped,
    CreditWithdrawn,
    FactCorrected,
    TaskAnchored,
    TaskAssigned,
    TaskCredited,
    TaskDueMoved,
    TaskMarked,
    TaskRestored,
)
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

    `assigned` is None for an empty stream; `window` is the newest one, `due` the newest last day in term; `takers` are
    the persons who took each step; `clocks` are those that run, `taken` the steps that stand, by event id.
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
            case FactCorrected() as fact:
                return self._corrected(fact)
            case StepFact() as fact:
                return self._moved(fact, record)
        return self

    def _moved(self, fact: StepFact, record: Record) -> Task:
        moved = replace(self, state=fact.to, outcome=fact.outcome)
        match fact:
            case TaskRestored(forms=forms):
                return replace(moved, forms=forms, taken=dict(list(self.taken.items())[:-1]))
            case CreditWithdrawn(activity=activity):
                return replace(moved, credits=_without(activity, self.credits))
        takers = {**self.takers}
        takers[fact.step] = takers.get(fact.step, frozenset()) | {record.meta.actor}
        forms = tuple(form for form in self.forms if form != fact.form)
        taken = {**self.taken, record.event_id: Taken(fact, record.meta.on, self)}
        return replace(moved, takers=takers, forms=forms, taken=taken)

    def _corrected(self, correction: FactCorrected) -> Task:
        was = self.taken.get(correction.event_id)
        if was is None or was.fact.name != correction.fact:
            return self
        fact = type(was.fact).model_validate({**was.fact.model_dump(), **correction.fields})
        return replace(self, taken={**self.taken, correction.event_id: replace(was, fact=fact)})


def assigned(fact: TaskAssigned, initial: str) -> Task:
    """The task as it was assigned, in the first state of its procedure."""
    return Task(assigned=fact, state=initial, forms=fact.forms, window=fact.window, due=fact.due)


def _without(key: str, items: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in items.items() if name != key}
