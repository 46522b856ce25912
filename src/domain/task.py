"""The rules of a task: it is assigned, anchored, moved by steps or credited with activities, and ends.

What the steps are is told by the task's procedure, which is data. This file interprets it and nothing else does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from pydantic import Field, ValidationError

from dondoc.domain.authority import may_take
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record, Registry, StepFact
from dondoc.domain.facts.task import TaskAnchored, TaskAssigned, TaskCompleted, TaskCredited
from dondoc.domain.office import Actor
from dondoc.domain.procedure import Procedure, Step
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


class CreditTask(Command):
    """Count an activity for a task. `minutes` is how long it lasted, 0 where that says nothing."""

    task: str
    activity: str
    fact: str
    on: date
    minutes: int = 0


NO_WINDOW = Window(label="")


@dataclass(frozen=True, slots=True)
class Task:
    """What is known of a task.

    `assigned` is None for an empty stream; `window` is the newest one; `takers` are the persons who took each step.
    """

    assigned: TaskAssigned | None = None
    state: str = ""
    outcome: str = ""
    window: Window = NO_WINDOW
    forms: tuple[str, ...] = ()
    takers: dict[str, frozenset[str]] = field(default_factory=dict)
    credits: dict[str, date] = field(default_factory=dict)


class TaskDecider:
    """Decides every command on a task."""

    commands = (AssignTask, AnchorTask, TakeStep, CreditTask)
    initial = Task()

    def __init__(self, catalogue: Catalogue, registry: Registry) -> None:
        self._catalogue = catalogue
        self._registry = registry

    def stream(self, command: AssignTask | AnchorTask | TakeStep | CreditTask) -> str:
        """One stream a task, named after it."""
        return PREFIX + command.task

    def decide(self, command: Command, state: Task, actor: Actor, on: date) -> Sequence[Decided]:
        """What the command brings about on this task."""
        if isinstance(command, AssignTask):
            return [] if state.assigned else [Decided(command.assigned, on=command.assigned.opens)]
        if state.assigned is None:
            raise NotFound(
                f"There is no task {getattr(command, 'task', '')!r}.",
                vi=f"Không có việc {getattr(command, 'task', '')!r}.",
                cure="List the tasks with `dondoc task list`.",
            )
        match command:
            case AnchorTask():
                return self._anchor(command, state, state.assigned)
            case CreditTask():
                return self._credit(command, state, state.assigned)
            case TakeStep():
                return self._step(command, state, state.assigned, actor, on)
        raise Invalid(f"A task does not know the command {type(command).__name__}.")

    def evolve(self, state: Task, record: Record) -> Task:
        """The task after one more fact."""
        match record.fact:
            case TaskAssigned() as fact:
                procedure = self._procedure(fact)
                return replace(state, assigned=fact, state=procedure.initial, forms=fact.forms, window=fact.window)
            case TaskAnchored(window=window):
                return replace(state, window=window)
            case TaskCredited(activity=activity):
                return replace(state, credits={**state.credits, activity: record.meta.on})
            case StepFact() as fact:
                takers = {**state.takers}
                takers[fact.step] = takers.get(fact.step, frozenset()) | {record.meta.actor}
                forms = tuple(form for form in state.forms if form != fact.form)
                return replace(state, state=fact.to, outcome=fact.outcome, takers=takers, forms=forms)
        return state

    def _anchor(self, command: AnchorTask, state: Task, assigned: TaskAssigned) -> list[Decided]:
        if state.outcome == "cancelled" or assigned.composite or not assigned.window.act:
            return []
        policy = self._catalogue.plans[assigned.plan].plan.anchors
        window = anchored(assigned.window, command.issued, policy)
        if window == state.window:
            return []
        assert window.end is not None  # an anchored window has an end
        fact = TaskAnchored(act=window.act, issued=command.issued, window=window, due=window.end)
        return [Decided(fact, on=command.issued)]

    def _credit(self, command: CreditTask, state: Task, assigned: TaskAssigned) -> list[Decided]:
        if assigned.composite:
            raise _composite()
        window = state.window
        if command.activity in state.credits or state.outcome == "cancelled":
            return []
        inside = (window.start is None or window.start <= command.on) and (
            window.end is None or command.on <= window.end
        )
        if not inside:
            raise Rejected(
                f"The activity of {command.on} lies outside the task's window {window.label}.",
                rule="quota.within-window",
                vi=f"Hoạt động ngày {command.on:%d/%m/%Y} nằm ngoài kỳ {window.label}.",
                cure="Count it for the task of its own period; a quota is not carried over.",
            )
        if command.minutes < assigned.minutes:
            raise Rejected(
                f"The broadcast lasted {command.minutes} minutes; the duty asks for at least {assigned.minutes}.",
                rule="quota.minutes",
                vi=f"Thời lượng {command.minutes} phút, quy định ít nhất {assigned.minutes} phút.",
            )
        decided = [Decided(TaskCredited(activity=command.activity, fact=command.fact), on=command.on)]
        days = sorted([*state.credits.values(), command.on])
        if assigned.count and len(days) == assigned.count and not state.outcome:
            done = self._procedure(assigned)
            ended = next(s.id for s in done.states if s.outcome == "done")
            decided.append(Decided(TaskCompleted(step="complete", to=ended, outcome="done"), on=days[-1]))
        return decided

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
        return [Decided(fact, basis=procedure.basis or "")]

    def _check_state(self, step: Step, procedure: Procedure, state: Task, assigned: TaskAssigned) -> None:
        if assigned.composite:
            raise _composite()
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


def _composite() -> Rejected:
    return Rejected(
        "This task is the sum of its parts; it moves when they do.",
        rule="task.composite",
        vi="Việc này gồm nhiều phần; hãy ghi nhận ở từng phần.",
        cure="Name one of its parts.",
    )
