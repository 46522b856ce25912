"""The rules of a task: it is assigned, anchored, moved by steps, credited with activities, corrected, and ends.

What the steps are is told by the task's procedure, which is data; `dondoc.domain.stepping` interprets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dondoc.domain.authority import may_act
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import (
    AnchorTask,
    AssignTask,
    CorrectFact,
    CreditTask,
    MarkTask,
    MoveDue,
    OpenCase,
    TakeStep,
    WithdrawCredit,
)
from dondoc.domain.correction import correct
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts.task import TaskAnchored, TaskAssigned, TaskDueMoved, TaskMarked
from dondoc.domain.office import SYSTEM, Actor
from dondoc.domain.procedure import ASKER, ASSIGNER, LEAD, Procedure
from dondoc.domain.quota import composite, credit, withdraw
from dondoc.domain.replanning import ReplanTask, WithdrawTask, replan
from dondoc.domain.reply import COMMANDS as REPLIES
from dondoc.domain.reply import GrantExtension, Reply
from dondoc.domain.replying import reply
from dondoc.domain.stepping import take
from dondoc.domain.task import PREFIX, Task, assigned
from dondoc.domain.window import anchored


class TaskDecider:
    """Decides every command on a task."""

    commands = (
        AssignTask,
        OpenCase,
        AnchorTask,
        TakeStep,
        MoveDue,
        MarkTask,
        CreditTask,
        WithdrawCredit,
        CorrectFact,
        WithdrawTask,
        ReplanTask,
        *REPLIES,
    )
    initial = Task()

    def __init__(self, catalogue: Catalogue, registry: Registry) -> None:
        self._catalogue = catalogue
        self._registry = registry

    def stream(self, command: Any) -> str:
        """One stream a task, named after it."""
        return f"{PREFIX}{command.task}"

    def closed(self, command: Command, state: Task) -> date | None:
        """The last day of the period that the task stands for, where one was set when it was assigned."""
        if isinstance(command, TakeStep | CreditTask) and state.assigned and not state.assigned.asked_by:
            return state.due
        return None

    def decide(self, command: Command, state: Task, actor: Actor, on: date) -> Sequence[Decided]:
        """What the command brings about on this task."""
        if isinstance(command, AssignTask):
            return self._assign(command, state)
        if isinstance(command, OpenCase):
            return self._open_case(command, state, actor, on)
        if state.assigned is None:
            raise _unknown(getattr(command, "task", ""))
        found = self._deciding(command, state, state.assigned, actor, on)
        if found is None:
            raise Invalid(f"A task does not know the command {type(command).__name__}.")
        return found

    def _deciding(
        self, command: Command, state: Task, assigned: TaskAssigned, actor: Actor, on: date
    ) -> list[Decided] | None:
        match command:
            case AnchorTask():
                return self._anchor(command, state, assigned)
            case CreditTask():
                return credit(command, state, assigned, self._catalogue)
            case WithdrawCredit():
                return withdraw(command, state, self._procedure(assigned).initial)
            case TakeStep():
                return self._take(command, state, assigned, actor, on)
            case MoveDue():
                return self._move(command, state, assigned, actor, on)
            case MarkTask():
                return self._mark(command, state, assigned, actor, on)
            case WithdrawTask() | ReplanTask():
                return replan(command, state)
            case CorrectFact():
                return correct(command, state, assigned, actor, on, self._catalogue)
            case Reply():
                return self._reply(command, state, assigned, actor, on)
        return None

    def evolve(self, state: Task, record: Record) -> Task:
        """The task after one more fact."""
        if isinstance(record.fact, TaskAssigned):
            return assigned(record.fact, self._procedure(record.fact).initial)
        return state.after(record)

    def _assign(self, command: AssignTask, state: Task) -> list[Decided]:
        if state.assigned is None:
            return [Decided(command.assigned, on=command.assigned.opens)]
        if command.assigned.for_task:  # asked for twice is owed twice: the second one gets another number
            raise _exists(command.task)
        return []

    def _open_case(self, command: OpenCase, state: Task, actor: Actor, on: date) -> list[Decided]:
        if state.assigned is not None:
            raise _exists(command.task)
        procedure = self._procedure(command.assigned)
        if procedure.intake is None:
            under = [d.id for d in self._catalogue.duties.values() if command.assigned.duty in d.asks.values()]
            raise Rejected(
                f"Tasks of the procedure {procedure.id!r} do not come in as cases.",
                rule="case.no-intake",
                vi=f"Quy trình “{procedure.name}” không tiếp nhận việc phát sinh.",
                cure=f"It is asked for by a step of: {', '.join(under)}." if under else "Give the procedure an intake.",
            )
        opened = Task(command.assigned, procedure.initial, window=command.assigned.window, forms=command.assigned.forms)
        taken = TakeStep(task=command.task, step=procedure.intake, data=command.data)
        return [Decided(command.assigned, on=on), *self._take(taken, opened, command.assigned, actor, on)]

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

    def _take(self, command: TakeStep, state: Task, assigned: TaskAssigned, actor: Actor, on: date) -> list[Decided]:
        return take(command, state, assigned, actor, on, catalogue=self._catalogue, registry=self._registry)

    def _move(self, command: MoveDue, state: Task, assigned: TaskAssigned, actor: Actor, on: date) -> list[Decided]:
        if assigned.composite:
            raise composite()
        self._check_acts((ASSIGNER, ASKER), command.task, assigned, actor, on)
        if command.due == state.due:
            return []
        if state.outcome or state.window.waits or command.due < assigned.opens:
            raise Rejected(
                f"The due day of {command.task} cannot be moved to {command.due}.",
                rule="due.moves",
                vi=f"Không thể dời thời hạn của việc này sang ngày {command.due:%d/%m/%Y}.",
                place="due",
                cure="Only an open task with days of its own can be moved, to a day on which it is open.",
            )
        moved = TaskDueMoved(due=command.due, was=state.due, reason=command.reason, authority=command.authority)
        return [Decided(moved)]

    def _reply(self, command: Reply, state: Task, assigned: TaskAssigned, actor: Actor, on: date) -> list[Decided]:
        replied = reply(command, state, assigned, actor, on, self._catalogue)
        asked = state.replied.asked
        if not isinstance(command, GrantExtension) or asked is None:
            return replied
        due, reason = command.due or asked.due, asked.reason
        move = MoveDue(task=command.task, due=due, reason=reason, authority=command.authority)
        return [*replied, *self._move(move, state, assigned, actor, on)]

    def _mark(self, command: MarkTask, state: Task, assigned: TaskAssigned, actor: Actor, on: date) -> list[Decided]:
        self._check_acts((LEAD, ASSIGNER), command.task, assigned, actor, on)
        marked = TaskMarked(marks=tuple(dict.fromkeys(command.marks)), reason=command.reason)
        self._catalogue.vocabularies.check(marked)
        return [] if marked.marks == state.marks else [Decided(marked)]

    def _check_acts(self, roles: Sequence[str], task: str, assigned: TaskAssigned, actor: Actor, on: date) -> None:
        if actor.office != SYSTEM and not may_act(roles, assigned, actor, on, self._catalogue):
            raise NotAllowed(
                f"The office {actor.office} may not do this to {task}.",
                vi=f"Chức vụ {actor.office} không được làm điều này với việc {task}.",
                cure=f"It is for: {', '.join(roles)}.",
            )

    def _procedure(self, assigned: TaskAssigned) -> Procedure:
        return self._catalogue.procedure(assigned.procedure, assigned.procedure_version)


def _unknown(task: str) -> NotFound:
    return NotFound(
        f"There is no task {task!r}.", vi=f"Không có việc {task!r}.", cure="List the tasks with `dondoc task list`."
    )


def _exists(task: str) -> Rejected:
    return Rejected(
        f"The case {task!r} is there already.",
        rule="case.exists",
        vi=f"Đã có việc {task!r}.",
        cure="Open it under another number.",
    )
