"""How did each task stand on any day, as known at any point of the log?

One row for each stretch of days over which a task stood the same, and for each stretch of the log over which we
believed so. A question about a day and a position finds one row a task. Composite tasks have none: they stand where
their parts stand. Of several time limits the earliest that runs is the one shown as `due`; `clocks` keeps them all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    String,
    Table,
    Text,
    and_,
    case,
    insert,
    select,
    update,
)

from dondoc.domain.counting import last_moment
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.plan import TaskReplanned
from dondoc.domain.facts.task import ClockStarted, ClockStopped, TaskAnchored, TaskAssigned, TaskDueMoved, TaskRestored
from dondoc.domain.ports import stamp
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX
from dondoc.projections.base import NO_END, NOT_REPLACED, Position, metadata

standing = Table(
    "dondoc_standing",
    metadata,
    Column("task", Text, nullable=False),
    Column("root", Text, nullable=False),
    Column("plan", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("done_on", String(10)),
    Column("due", String(10)),
    Column("due_at", String(27)),
    Column("done_at", String(27)),
    Column("own_due", String(10)),
    Column("clocks", Text),
    Column("waiting", Boolean, nullable=False),
    Column("valid_from", String(10), nullable=False),
    Column("valid_to", String(10), nullable=False),
    Column("known_from", Position, nullable=False),
    Column("known_to", Position, nullable=False),
    Index("dondoc_standing_task", "task", "known_to"),
    Index("dondoc_standing_now", "known_to", "valid_to", "body"),
)


_CHANGES = (StepFact, TaskAnchored, TaskDueMoved, TaskReplanned, ClockStarted, ClockStopped)
Span: TypeAlias = dict[str, Any]
"""A row of `dondoc_standing`."""


@dataclass(frozen=True, slots=True)
class When:
    """A question's two times: the day asked about, and the position of the log up to which we know.

    `now` is the moment within the day (as `stamp` writes it) that time limits in hours are held against; the end of the
    day when empty. `present`: it is today and all that is known that are asked about.
    """

    day: str
    position: int
    now: str = ""
    present: bool = False

    @property
    def moment(self) -> str:
        """The moment that time limits in hours are held against."""
        return self.now or stamp(last_moment(date.fromisoformat(self.day)))

    def holds(self) -> ColumnElement[bool]:
        """Picks the one row of each task that answers the question."""
        return and_(
            standing.c.valid_from <= self.day,
            standing.c.valid_to > self.day,
            standing.c.known_from <= self.position,
            standing.c.known_to > self.position,
        )

    def rank(self) -> ColumnElement[int]:
        """The cell of a row, as its number: the same rule as `dondoc.domain.status.cell`."""
        by_day = and_(standing.c.due.is_not(None), standing.c.done_on > standing.c.due)
        by_hour = and_(standing.c.due_at.is_not(None), standing.c.done_at.is_not(None))
        late = case((by_hour, standing.c.done_at > standing.c.due_at), else_=by_day)
        past = and_(standing.c.due.is_not(None), standing.c.due < self.day)
        overdue = case((standing.c.due_at.is_not(None), standing.c.due_at < self.moment), else_=past)
        return case(
            (standing.c.outcome == "cancelled", int(Cell.CANCELLED)),
            (and_(standing.c.outcome == "done", late), int(Cell.DONE_LATE)),
            (standing.c.outcome == "done", int(Cell.DONE_ON_TIME)),
            (standing.c.waiting, int(Cell.WAITING)),
            (overdue, int(Cell.OPEN_OVERDUE)),
            else_=int(Cell.OPEN_IN_TERM),
        )


class Standing:
    """Keeps `dondoc_standing`."""

    name = "standing"
    tables = (standing,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """New tasks in one statement, each change of standing by cutting the spans that it touches."""
        opened: list[dict[str, Any]] = []
        for record in records:
            if isinstance(record.fact, TaskAssigned):
                if not record.fact.composite:
                    opened.append(_first(record, record.fact))
            elif isinstance(record.fact, _CHANGES):
                if opened:
                    connection.execute(insert(standing), opened)
                    opened = []
                self._change(connection, record)
        if opened:
            connection.execute(insert(standing), opened)

    def _before(self, connection: Connection, task: str, position: int) -> Span:
        """How a task stood at last, as known just before a position."""
        known = and_(standing.c.task == task, standing.c.known_from < position, standing.c.known_to >= position)
        query = select(standing).where(known).order_by(standing.c.valid_from.desc()).limit(1)
        return dict(connection.execute(query).mappings().one())

    def _change(self, connection: Connection, record: Record) -> None:
        task = record.stream.removeprefix(PREFIX)
        now = and_(standing.c.task == task, standing.c.known_to == NOT_REPLACED)
        query = select(standing).where(now).order_by(standing.c.valid_from)
        spans: list[Span] = [dict(row) for row in connection.execute(query).mappings()]
        if not spans:
            return
        if isinstance(record.fact, TaskRestored):
            changed: Sequence[Span] = _restored(record, spans, self._before(connection, task, record.fact.position))
        else:
            changed = _changed(record, spans)
        replaced = [span["valid_from"] for span in spans if span not in changed]
        if replaced:
            gone = update(standing).where(now, standing.c.valid_from.in_(replaced))
            connection.execute(gone.values(known_to=record.position))
        new = [{**span, "known_from": record.position} for span in changed if span not in spans]
        if new:
            connection.execute(insert(standing), new)


def _restored(record: Record, spans: Sequence[Span], before: Span) -> Sequence[Span]:
    """From the day of the withdrawn step on: how it ended and its clocks are what they were before."""
    on = max(record.meta.on.isoformat(), spans[0]["valid_from"])
    again = {key: before[key] for key in ("outcome", "done_on", "clocks", "due", "due_at", "done_at")}
    return _until(on, spans, {}) + _shown(_since(on, spans, again))


def _changed(record: Record, spans: Sequence[Span]) -> Sequence[Span]:
    """How a task stands over the days after one more fact. Facts that only move it along change nothing."""
    day = record.meta.on.isoformat()
    on = max(day, spans[0]["valid_from"])
    match record.fact:
        case TaskAnchored(due=due):
            # The newest word on the act holds alone: before its day the task waits, whatever was said earlier. What was
            # done meanwhile stays done.
            waits = {"own_due": None, "waiting": True}
            owed = {"own_due": due.isoformat(), "waiting": False}
            return _shown(_until(on, spans, waits) + _since(on, spans, owed))
        case TaskReplanned(window=window, due=due):
            moved = {"own_due": due and due.isoformat(), "waiting": window.waits}
            return _until(on, spans, {}) + _shown(_since(on, spans, moved))
        case TaskDueMoved(due=due):
            return _until(on, spans, {}) + _shown(_since(on, spans, {"own_due": due.isoformat()}))
        case ClockStarted() | ClockStopped():
            after = [{**span, **_clocked(span, record)} for span in _since(on, spans, {})]
            return _until(on, spans, {}) + _shown(after)
        case StepFact(outcome=outcome) if outcome != spans[-1]["outcome"]:
            ended = {"outcome": outcome, "done_on": day if outcome else None}
            return _until(on, spans, {}) + _since(on, spans, ended)
    return spans


def _clocked(span: Span, record: Record) -> Span:
    """What a clock that starts or stops changes in a span."""
    clocks = json.loads(span["clocks"] or "{}")
    match record.fact:
        case ClockStarted(clock=name, rule=rule, at=start, due=due, due_at=at):
            started = {"start": stamp(start), "due": due.isoformat(), "due_at": at and stamp(at)}
            clocks[name] = {"rule": rule, **started, "stopped": "", "done_at": None}
            return {"clocks": _written(clocks), "waiting": False}
        case ClockStopped(clock=name, at=at) if name in clocks:
            clocks[name] |= {"stopped": record.meta.command_id or "?", "done_at": at and stamp(at)}
            return {"clocks": _written(clocks), "last_stop": name}
    return {}


def _written(clocks: dict[str, Any]) -> str:
    return json.dumps(clocks, sort_keys=True, separators=(",", ":"))


def _shown(spans: Sequence[Span]) -> list[Span]:
    """The spans with the limit that counts in each.

    The earliest of those that run, the task's own due day among them. Where none does, the earliest of those that were
    stopped together with the last one: an answer that ends two clocks at once is late if either was missed.
    """
    found = []
    for span in spans:
        last = span.pop("last_stop", None)
        clocks = json.loads(span["clocks"] or "{}")
        limits = [clock for clock in clocks.values() if not clock["stopped"]]
        if span["own_due"]:
            limits.append({"due": span["own_due"], "due_at": None, "done_at": None})
        if not limits and last:
            together = clocks[last]["stopped"]
            limits = [clock for clock in clocks.values() if clock["stopped"] == together]
        none = {"due": None, "due_at": None, "done_at": None}
        counts = min(limits, key=end_of) if limits else span if clocks else none
        found.append({**span, **{key: counts[key] for key in none}})
    return found


def end_of(limit: Span) -> str:
    """The last moment of a time limit, as `stamp` writes it."""
    return limit["due_at"] or stamp(last_moment(date.fromisoformat(limit["due"])))


def _until(day: str, spans: Sequence[Span], change: Span) -> list[Span]:
    """The spans as far as they lie before a day, changed."""
    before = [span for span in spans if span["valid_from"] < day]
    return [{**span, **change, "valid_to": min(span["valid_to"], day)} for span in before]


def _since(day: str, spans: Sequence[Span], change: Span) -> list[Span]:
    """The spans as far as they lie on a day or after it, changed."""
    after = [span for span in spans if span["valid_to"] > day]
    return [{**span, **change, "valid_from": max(span["valid_from"], day)} for span in after]


def _first(record: Record, fact: TaskAssigned) -> dict[str, Any]:
    task = record.stream.removeprefix(PREFIX)
    return {
        "task": task,
        "root": fact.parent or task,
        "plan": fact.plan,
        "duty": fact.duty,
        "body": fact.body,
        "outcome": "",
        "done_on": None,
        "due": fact.due and fact.due.isoformat(),
        "due_at": None,
        "done_at": None,
        "own_due": fact.due and fact.due.isoformat(),
        "clocks": None,
        "waiting": fact.window.waits,
        "valid_from": record.meta.on.isoformat(),
        "valid_to": NO_END,
        "known_from": record.position,
        "known_to": NOT_REPLACED,
    }
