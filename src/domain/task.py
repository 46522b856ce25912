"""The rules of a task: it is assigned, anchored, moved by steps or credited with activities, and ends.

What the steps are is told by the task's procedure, which is data. This file interprets it and nothing else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

from pydantic import Field, ValidationError

from dondoc.domain.authority import may_take
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record, Registry, StepFact
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.task import (
    ClockStarted,
    ClockStopped,
    TaskAnchored,
    TaskAssigned,
    TaskCredited,
)
from dondoc.domain.office import Actor
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.quota import composite, credit
from dondoc.domain.replanning import ReplanTask, WithdrawTask, replan
from dondoc.domain.timing import started, stopped
from dondoc.domain.window import Window, anchored

PREFIX = "task-"


class AssignTask(Command):
    """Let a body owe a task. Doing it twice changes nothing."""

    task: str
    assigned: TaskAssigned


class AnchorTask(Command):
    """Give a waiting task its days, now that its act was issued on `issued`."""

    task: str
    issued: date


class TakeStep(Command):
    """Take a step of the task's procedure; `data` are the fields of the fact that the step records."""

    task: str
    step: str
    data: dict[str, Any] = Field(default_factory=dict)


class OpenCase(Command):
    """Open a case that came in: the body owes it from now on, and the procedure's intake is its first step."""

    task: str
    assigned: TaskAssigned
    data: dict[str, Any] = Field(default_factory=dict)


class CreditTask(Command):
    """Count an activity of a body for a task. `minutes` is how long it lasted, 0 where that says nothing."""

    task: str
    activity: str
    fact: str
    body: str
    on: date
    minutes: int = 0


TaskCommand: TypeAlias = AssignTask | OpenCase | AnchorTask | TakeStep | CreditTask | WithdrawTask | ReplanTask
NO_WINDOW = Window(label="")


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of a task.

    `assigned` is None for an empty stream; `window` is the newest one; `takers` are the persons who took each step;
    `clocks` are those that run.
    """

    assigned: TaskAssigned | None = None
    state: str = ""
    outcome: str = ""
    window: Window = NO_WINDOW
    forms: tuple[str, ...] = ()
    takers: dict[str, frozenset[str]] = field(default_factory=dict)
    credits: dict[str, date] = field(default_factory=dict)
    clocks: frozenset[str] = frozenset()


class TaskDecider:
    """Decides every command on a task."""

    commands = (AssignTask, OpenCase, AnchorTask, TakeStep, CreditTask, WithdrawTask, ReplanTask)
    initial = Task()

    def __init__(self, catalogue: Catalogue, registry: Registry) -> None:
        self._catalogue = catalogue
        self._registry = registry

    def stream(self, command: TaskCommand) -> str:
        """One stream a task, named after it."""
        return PREFIX + command.task

    def decide(self, command: Command, state: Task, actor: Actor, on: date) -> Sequence[Decided]:
        """What the command brings about on this task."""
        if isinstance(command, AssignTask):
            return [] if state.assigned else [Decided(command.assigned, on=command.assigned.opens)]
        if isinstance(command, OpenCase):
            return self._open_case(command, state, actor, on)
        if state.assigned is None:
            raise _unknown(getattr(command, "task", ""))
        match command:
            case AnchorTask():
                return self._anchor(command, state, state.assigned)
            case WithdrawTask() | ReplanTask():
                return replan(command, state)
            case CreditTask():
                return credit(command, state, state.assigned, self._catalogue)
            case TakeStep():
                return self._step(command, state, state.assigned, actor, on)
        raise Invalid(f"A task does not know the command {type(command).__name__}.")

    def evolve(self, state: Task, record: Record) -> Task:
        """The task after one more fact."""
        match record.fact:
            case TaskAssigned() as fact:
                procedure = self._procedure(fact)
                return replace(state, assigned=fact, state=procedure.initial, forms=fact.forms, window=fact.window)
            case TaskAnchored(window=window) | TaskReplanned(window=window):
                return replace(state, window=window)
            case TaskCredited(activity=activity):
                return replace(state, credits={**state.credits, activity: record.meta.on})
            case ClockStarted(clock=clock):
                return replace(state, clocks=state.clocks | {clock})
            case ClockStopped(clock=clock):
                return replace(state, clocks=state.clocks - {clock})
            case StepFact() as fact:
                takers = {**state.takers}
                takers[fact.step] = takers.get(fact.step, frozenset()) | {record.meta.actor}
                forms = tuple(form for form in state.forms if form != fact.form)
                return replace(state, state=fact.to, outcome=fact.outcome, takers=takers, forms=forms)
        return state

    def _open_case(self, command: OpenCase, state: Task, actor: Actor, on: date) -> list[Decided]:
        if state.assigned is not None:
            raise Rejected(
                f"The case {command.task!r} is there already.",
                rule="case.exists",
                vi=f"Đã có việc {command.task!r}.",
                cure="Open it under another number.",
            )
        procedure = self._procedure(command.assigned)
        if procedure.intake is None:
            raise Rejected(
                f"Tasks of the procedure {procedure.id!r} do not come in as cases.",
                rule="case.no-intake",
                vi=f"Quy trình “{procedure.name}” không tiếp nhận việc phát sinh.",
                cure="Give the procedure an intake step.",
            )
        opened = Task(command.assigned, procedure.initial, window=command.assigned.window, forms=command.assigned.forms)
        taken = TakeStep(task=command.task, step=procedure.intake, data=command.data)
        return [Decided(command.assigned, on=on), *self._step(taken, opened, command.assigned, actor, on)]

    def _anchor(self, command: AnchorTask, state: Task, assigned: TaskAssigned) -> list[Decided]:
        if state.outcome == "cancelled" or assigned.composite or not state.window.act:
            return []
        policy = self._catalogue.plans[assigned.plan].plan.anchors
        window = anchored(state.window, command.issued, policy)
        if window == state.window:
            return []
        assert window.end is not None  # an anchored window has an end
        fact = TaskAnchored(act=window.act, issued=command.issued, window=window, due=window.end)
        return [Decided(fact, on=command.issued)]

    def _step(self, command: TakeStep, state: Task, assigned: TaskAssigned, actor: Actor, on: date) -> list[Decided]:
        procedure = self._procedure(assigned)
        step = procedure.step(command.step)
        if step is None:
            raise NotFound(
                f"The procedure {procedure.id!r} has no step {command.step!r}.",
                vi=f"Quy trình {procedure.name} không có bước {command.step!r}.",
                cure=f"Its steps are: {', '.join(s.id for s in procedure.steps)}.",
            )
        self._check_state(step, procedure, state, assigned)
        if not may_take(step, assigned, actor, on, self._catalogue):
            raise NotAllowed(
                f"The office {actor.office} may not take the step {step.id!r} of {command.task}.",
                vi=f"Chức vụ {actor.office} không được thực hiện bước “{step.name}”.",
                cure=f"It is for: {', '.join(step.by)}.",
            )
        self._check_other_person(step, state, actor)
        form = next((form for form in state.forms if form in step.proves), "")
        lacks = [f for f in state.forms if f != form]
        to = step.otherwise if step.otherwise and lacks else step.to
        fact = self._fact(step, command, to=to, outcome=procedure.state(to).outcome, form=form)
        return [
            *stopped(procedure, fact, state.clocks, on),
            Decided(fact, basis=procedure.basis or ""),
            *started(procedure, fact, on, self._catalogue),
        ]

    def _check_state(self, step: Step, procedure: Procedure, state: Task, assigned: TaskAssigned) -> None:
        if assigned.composite:
            raise composite()
        if state.state not in step.from_:
            now = procedure.state(state.state)
            open_to = ", ".join(s.id for s in procedure.open_to(state.state)) or "none"
            raise Rejected(
                f"The step {step.id!r} cannot be taken in the state {now.id!r} ({now.en}).",
                rule="step.from-state",
                vi=f"Đang ở trạng thái “{now.name}”, chưa thể (hoặc không thể) thực hiện bước “{step.name}”.",
                cure=f"Steps open now: {open_to}.",
                basis=procedure.basis or "",
            )

    def _check_other_person(self, step: Step, state: Task, actor: Actor) -> None:
        for other in step.other_person_than:
            if actor.person in state.takers.get(other, frozenset()):
                raise Rejected(
                    f"{actor.person} took the step {other!r} and so may not take {step.id!r}: "
                    "it needs another person, whatever the office.",
                    rule="step.other-person",
                    vi=f"Người đã thực hiện bước {other!r} không được thực hiện bước “{step.name}”; cần người khác.",
                    cure="Let another person take this step.",
                )

    def _fact(self, step: Step, command: TakeStep, **moved: str) -> StepFact:
        kind = self._registry[step.fact]
        if reserved := {"step", "to", "outcome", "form"} & command.data.keys():
            raise Invalid(f"The field {min(reserved)!r} is set by the engine.", cure="Leave it out.")
        for needed in step.needs:
            given = command.data.get(needed)
            if given is None or given == [] or not str(given).strip():
                raise Invalid(
                    f"The step {step.id!r} needs the field {needed!r}.",
                    place=needed,
                    vi=f"Bước “{step.name}” cần có {needed!r}.",
                    cure=f"Give {needed}.",
                )
        try:
            fact = kind.model_validate({**command.data, "step": step.id, **moved})
        except ValidationError as wrong:
            first = wrong.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise Invalid(
                f"The field {where!r} of {kind.name} is wrong: {first['msg']}.",
                place=where,
                vi=f"Trường {where!r} của “{kind.title}” chưa đúng.",
                cure=f"Its fields are: {', '.join(n for n in kind.model_fields if n not in StepFact.model_fields)}.",
            ) from wrong
        assert isinstance(fact, StepFact)  # the catalogue refuses steps that record anything else
        return fact

    def _procedure(self, assigned: TaskAssigned) -> Procedure:
        return self._catalogue.procedure(assigned.procedure, assigned.procedure_version)


def _unknown(task: str) -> NotFound:
    return NotFound(
        f"There is no task {task!r}.", vi=f"Không có việc {task!r}.", cure="List the tasks with `dondoc task list`."
    )
