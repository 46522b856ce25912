"""Quotas: an activity counts for a task within its window, once, and the last one that is needed completes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Decided
from dondoc.domain.errors import Rejected
from dondoc.domain.facts.task import CreditWithdrawn, TaskAssigned, TaskCompleted, TaskCredited
from dondoc.domain.rhythm import Quota

if TYPE_CHECKING:  # the task's decider calls this file
    from dondoc.domain.commands import CreditTask, WithdrawCredit
    from dondoc.domain.task import Task


def credit(command: CreditTask, state: Task, assigned: TaskAssigned, catalogue: Catalogue) -> list[Decided]:
    """What crediting an activity brings about: nothing where it is counted already, completion with the last one.

    Raises:
        Rejected: the activity is another body's, of another kind, too short, or outside the window.
    """
    if assigned.composite:
        raise composite()
    window = state.window
    if command.activity in state.credits or state.outcome == "cancelled":
        return []
    _check_serves(command, assigned, catalogue)
    inside = (window.start is None or window.start <= command.on) and (window.end is None or command.on <= window.end)
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
        done = catalogue.procedure(assigned.procedure, assigned.procedure_version)
        ended = next(s.id for s in done.states if s.outcome == "done")
        decided.append(Decided(TaskCompleted(step="complete", to=ended, outcome="done"), on=days[-1]))
    return decided


def withdraw(command: WithdrawCredit, state: Task, initial: str) -> list[Decided]:
    """What it brings about that an activity no longer counts: a quota that the engine had found full is open again."""
    if command.activity not in state.credits:
        return []
    assigned = state.assigned
    full = assigned is not None and assigned.count and len(state.credits) == assigned.count
    newest = next(reversed(state.taken.values()), None)
    reopens = bool(full and state.outcome == "done" and newest and isinstance(newest.fact, TaskCompleted))
    to, outcome = (initial, "") if reopens else (state.state, state.outcome)
    withdrawn = CreditWithdrawn(step="withdraw", to=to, outcome=outcome, activity=command.activity)
    return [Decided(withdrawn, on=max(state.credits.values()) if reopens else state.credits[command.activity])]


def _check_serves(command: CreditTask, assigned: TaskAssigned, catalogue: Catalogue) -> None:
    duty = catalogue.duties.get(assigned.duty)
    helpers = catalogue.taking_part(duty) if duty else []
    if command.body != assigned.body and command.body not in helpers:
        raise Rejected(
            f"An activity of {command.body} does not serve {command.task}, which {assigned.body} owes.",
            rule="credit.body",
            vi=f"Hoạt động của {command.body} không tính cho việc của {assigned.body}.",
            cure="Name a task of that body, or one that it coordinates.",
        )
    wanted = duty.rhythm.fact if duty and isinstance(duty.rhythm, Quota) else command.fact
    if command.fact != wanted:
        raise Rejected(
            f"{command.fact} does not count for {command.task}, which counts {wanted}.",
            rule="credit.fact",
            vi=f"Loại hoạt động {command.fact} không tính cho việc này; chỉ tính {wanted}.",
        )


def composite() -> Rejected:
    """The refusal of whatever would move a composite task by itself."""
    return Rejected(
        "This task is the sum of its parts; it moves when they do.",
        rule="task.composite",
        vi="Việc này gồm nhiều phần; hãy ghi nhận ở từng phần.",
        cure="Name one of its parts.",
    )
