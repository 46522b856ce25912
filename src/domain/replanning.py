"""The rules of a task whose plan was adopted in another wording: while untouched, withdrawn or given other days.

What somebody has begun is never changed by a plan: it is for people to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dondoc.domain.decider import Command, Decided
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.task import TaskCancelled
from dondoc.domain.window import Window

if TYPE_CHECKING:  # the task's decider calls this file
    from dondoc.domain.task import Task

WITHDRAWN = "withdrawn"
"""The state of a task that a newly adopted wording took back, whatever its procedure."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A task that the clock opened, with its window as the plan gave it. `window`: start, end, act, phase, expected."""

    id: str
    root: str
    composite: bool
    duty: str
    body: str
    window: tuple[str, str, str, str, str]
    opens: str
    state: str
    outcome: str
    touched: bool


class WithdrawTask(Command):
    """Take back an untouched task that no longer occurs, with effect from a day."""

    task: str
    reason: str
    authority: str
    since: date


class ReplanTask(Command):
    """Give an untouched task the days that it has by the new wording, with effect from a day."""

    task: str
    window: Window
    authority: str
    since: date


def replan(command: WithdrawTask | ReplanTask, state: Task) -> list[Decided]:
    """What a new wording brings about for a task: nothing where anything was done, or where it is so already."""
    if state.takers or state.credits or state.outcome or state.due != state.window.end:
        return []
    if isinstance(command, WithdrawTask):
        ended = {"step": "withdraw", "to": WITHDRAWN, "outcome": "cancelled"}
        fact = TaskCancelled(**ended, reason=command.reason, authority=command.authority)
        return [Decided(fact, on=command.since)]
    if state.window == command.window:
        return []
    moved = TaskReplanned(window=command.window, due=command.window.end, authority=command.authority)
    return [Decided(moved, on=command.since)]
