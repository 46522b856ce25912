"""Which tasks are there, and where does each stand in its procedure?

One row a task; composite tasks have a row too, their parts name it as `root`. `position` is where the task was opened
and keeps parts in the plan's order. `due` is the task's own due day, `rung` the last one recorded for it, `known_on`
and `known_at` tell when its act was issued and when we learned of it. Clocks and timeliness are not here: see `clocks`
and `standing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    case,
    func,
    insert,
    update,
)

from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.task import (
    ClockStarted,
    ClockStopped,
    CreditWithdrawn,
    TaskAnchored,
    TaskAssigned,
    TaskCredited,
    TaskDueMoved,
    TaskMarked,
    TaskRestored,
)
from dondoc.domain.ports import stamp
from dondoc.domain.task import PREFIX
from dondoc.domain.window import Window
from dondoc.projections.base import Position, metadata

tasks = Table(
    "dondoc_tasks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("root", Text, nullable=False),
    Column("composite", Boolean, nullable=False),
    Column("plan", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("procedure", Text, nullable=False),
    Column("procedure_version", Integer, nullable=False),
    Column("grain", Text, nullable=False),
    Column("start", String(10)),
    Column("end", String(10)),
    Column("act", Text, nullable=False),
    Column("phase", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("opens", String(10), nullable=False),
    Column("due", String(10)),
    Column("known_on", String(10)),
    Column("known_at", String(27)),
    Column("for_task", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("forms", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("credits", Integer, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("data_from", String(10)),
    Column("data_to", String(10)),
    Column("version", Integer, nullable=False),
    Column("position", Position, nullable=False),
    Column("rung", Text, nullable=False),
    Column("reminders", Integer, nullable=False),
    Column("marks", Text, nullable=False),
    Index("dondoc_tasks_root", "root"),
    Index("dondoc_tasks_duty", "duty", "period"),
    Index("dondoc_tasks_body", "body"),
    Index("dondoc_tasks_open", "outcome", "due"),
    Index("dondoc_tasks_act", "act"),
    Index("dondoc_tasks_for", "for_task"),
)


_REMIND = (
    update(tasks)
    .where(tasks.c.id == bindparam("of"))
    .values(rung=func.coalesce(bindparam("reached"), tasks.c.rung), reminders=tasks.c.reminders + bindparam("sent"))
)


class Tasks:
    """Keeps `dondoc_tasks`."""

    name = "tasks"
    tables = (tasks,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """New tasks in one statement, reminders in one, each other change of a task in one."""
        opened: list[dict[str, Any]] = []
        reminded: list[dict[str, Any]] = []
        for record in records:
            match record.fact:
                case TaskAssigned() as fact:
                    opened.append(_row(record, fact))
                case ReminderIssued(task=task, rung=rung, limit=limit):
                    reminded.append({"of": task, "reached": None if limit else rung, "sent": 1})
                case ReminderHeldBack(task=task, rung=rung, limit=limit):
                    reminded.append({"of": task, "reached": None if limit else rung, "sent": 0})
                case _:
                    if opened:
                        connection.execute(insert(tasks), opened)
                        opened = []
                    if reminded and isinstance(record.fact, TaskAnchored | TaskDueMoved | TaskReplanned):
                        connection.execute(_REMIND, reminded)  # before the day that they were sent for may move
                        reminded = []
                    self._change(connection, record)
        if opened:
            connection.execute(insert(tasks), opened)
        if reminded:
            connection.execute(_REMIND, reminded)

    def _change(self, connection: Connection, record: Record) -> None:
        match record.fact:
            case StepFact() as fact:
                self._update(connection, record, _stepped(fact))
            case TaskDueMoved(due=due):
                self._update(connection, record, _due(due))
            case TaskAnchored(window=window, due=due):
                at = record.meta.recorded_at
                known = {"known_on": record.meta.on.isoformat(), "known_at": at and stamp(at)}
                self._update(connection, record, {**_window(window), **_due(due), **known})
            case TaskReplanned(window=window, due=due):
                self._update(connection, record, {**_window(window), **(_due(due) if due else {"due": None})})
            case ClockStarted() | ClockStopped():
                self._update(connection, record, {})
            case TaskCredited():
                self._update(connection, record, {"credits": tasks.c.credits + 1})
            case TaskMarked(marks=marks):
                self._update(connection, record, {"marks": " ".join(sorted(marks))})

    def _update(self, connection: Connection, record: Record, values: dict[str, Any]) -> None:
        change = update(tasks).where(tasks.c.id == record.stream.removeprefix(PREFIX))
        connection.execute(change.values(version=record.version, **values))


def _due(due: date) -> dict[str, Any]:
    # Where the day is another one, no rung of the ladder has been reached for it yet.
    return {"due": due.isoformat(), "rung": case((tasks.c.due == due.isoformat(), tasks.c.rung), else_="")}


def _stepped(fact: StepFact) -> dict[str, Any]:
    values: dict[str, Any] = {"state": fact.to, "outcome": fact.outcome}
    match fact:
        case TaskRestored(forms=forms):
            values["forms"] = _forms(forms)
        case CreditWithdrawn():
            values["credits"] = tasks.c.credits - 1
        case StepFact(form=form) if form:
            values["forms"] = _without(form)
    return values


def _forms(forms: Sequence[str]) -> str:
    return "".join(f" {form} " for form in forms)


def _without(form: str) -> Any:
    return func.replace(tasks.c.forms, f" {form} ", " ")


def _window(window: Window) -> dict[str, Any]:
    return {
        "grain": window.grain or "",
        "start": window.start and window.start.isoformat(),
        "end": window.end and window.end.isoformat(),
        "act": window.act,
        "phase": window.phase or "",
        "expected": window.expected,
    }


def _row(record: Record, fact: TaskAssigned) -> dict[str, Any]:
    task = record.stream.removeprefix(PREFIX)
    return {
        "id": task,
        "root": fact.parent or task,
        "composite": fact.composite,
        "plan": fact.plan,
        "duty": fact.duty,
        "body": fact.body,
        "period": fact.period,
        "procedure": fact.procedure,
        "procedure_version": fact.procedure_version,
        **_window(fact.window),
        "opens": fact.opens.isoformat(),
        "due": fact.due and fact.due.isoformat(),
        "known_on": None,
        "known_at": None,
        "for_task": fact.for_task,
        "subject": fact.subject,
        "state": "",
        "outcome": "",
        "forms": _forms(fact.forms),
        "count": fact.count,
        "credits": 0,
        "minutes": fact.minutes,
        "data_from": fact.data_from and fact.data_from.isoformat(),
        "data_to": fact.data_to and fact.data_to.isoformat(),
        "version": record.version,
        "position": record.position,
        "rung": "",
        "reminders": 0,
        "marks": "",
    }
