"""The commands on a task: what somebody, or the engine, may want to be done to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from dondoc.domain.decider import Command
from dondoc.domain.facts.task import TaskAssigned


class AssignTask(Command):
    """Let a body owe a task. Doing it twice changes nothing."""

    task: str
    assigned: TaskAssigned


class AnchorTask(Command):
    """Give a waiting task its days, now that its act was issued on `issued`."""

    task: str
    issued: date


class TakeStep(Command):
    """Take a step of the task's procedure; `data` are the fields of the fact that the step records.

    `instead_of` names the printed form of the duty that the step stands in for. `evidence` is how many proofs come
    with it.
    """

    task: str
    step: str
    data: dict[str, Any] = Field(default_factory=dict)
    instead_of: str = ""
    evidence: int = 0


class OpenCase(Command):
    """Open a case that came in: the body owes it from now on, and the procedure's intake is its first step."""

    task: str
    assigned: TaskAssigned
    data: dict[str, Any] = Field(default_factory=dict)


class MoveDue(Command):
    """Move the last day in term, for a reason. Doing it twice changes nothing."""

    task: str
    due: date
    reason: str
    authority: str = ""


class MarkTask(Command):
    """Let a task bear these marks and no others. Doing it twice changes nothing."""

    task: str
    marks: tuple[str, ...]
    reason: str


class CreditTask(Command):
    """Count an activity of a body for a task. `minutes` is how long it lasted, 0 where that says nothing."""

    task: str
    activity: str
    fact: str
    body: str
    on: date
    minutes: int = 0


class WithdrawCredit(Command):
    """No longer count an activity that was recorded wrongly."""

    task: str
    activity: str


class CorrectFact(Command):
    """Correct what a step of the task recorded: some fields of it, or the step altogether."""

    task: str
    event_id: str
    reason: str
    fields: dict[str, Any] = Field(default_factory=dict)
    withdraw: bool = False
