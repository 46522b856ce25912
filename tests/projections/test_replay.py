"""Whatever happens, in whatever order: read models equal a replay, and every answer equals a plain fold of the log."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dondoc.app import Dondoc
from dondoc.domain.counting import last_moment
from dondoc.domain.errors import DondocError
from dondoc.domain.fact import ActivityFact, Record, Registry, StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import (
    ClockStarted,
    ClockStopped,
    TaskAnchored,
    TaskAssigned,
    TaskDueMoved,
    TaskRestored,
)
from dondoc.domain.office import SYSTEM, Actor
from dondoc.domain.ports import HANOI
from dondoc.domain.status import Cell, cell
from dondoc.projections import PROJECTIONS, rebuild, status
from dondoc.projections.base import metadata
from dondoc.projections.standing import When
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain
from dondoc.testing import ASSIGNER, LEAD, SPOKESPERSON, FrozenClock, SequentialIds, example, small_catalogue, step_data

CATALOGUE = small_catalogue()
STARTS = date(2024, 3, 18)
ENOUGH = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],  # each example is a whole ministry: shrinking one takes minutes
)

numbers = st.integers(min_value=0, max_value=10_000)
back = st.integers(min_value=0, max_value=60)
actions = st.one_of(
    st.tuples(st.just("step"), numbers, numbers, back),
    st.tuples(st.just("step"), numbers, numbers, back),
    st.tuples(st.just("step"), numbers, numbers, back),
    st.tuples(st.just("activity"), numbers, numbers, back),
    st.tuples(st.just("case"), numbers, numbers, back),
    st.tuples(st.sampled_from(["correct", "uncount", "move", "mark"]), numbers, numbers, back),
    st.tuples(st.just("correct"), numbers, numbers, back),
    st.tuples(st.just("act"), numbers, numbers, back),
    st.tuples(st.just("days"), numbers, numbers, back),
)
histories = st.lists(actions, min_size=5, max_size=25)


class Play:
    """A ministry in memory, played by actions that numbers choose: what the rules refuse just does not happen."""

    def __init__(self) -> None:
        registry = Registry(FACTS)
        self.clock = FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI))
        store = EventStore(open_engine("sqlite://"), registry, self.clock)
        store.create(metadata.create_all)
        self.dondoc = Dondoc(store, CATALOGUE, registry, self.clock, SequentialIds())
        self.dondoc.tick()

    def play(self, history: list[tuple[str, int, int, int]]) -> Dondoc:
        """Play a history to its end."""
        for kind, first, second, ago in history:
            on = max(STARTS, self.clock.now().date() - timedelta(days=ago))
            with suppress(DondocError):
                getattr(self, f"_{kind}")(first, second, on)
        return self.dondoc

    def _days(self, first: int, _second: int, _on: date) -> None:
        self.clock.advance(days=first % 30)
        self.dondoc.tick()

    def _act(self, first: int, _second: int, on: date) -> None:
        self.dondoc.issue_act("nd-a", on, f"{first % 3}/NĐ", actor=ASSIGNER)

    def _activity(self, first: int, second: int, on: date) -> None:
        fact, body = [("bulletin.published", "vu-a"), ("broadcast.aired", "dai-a"), ("activity.held", "tinh-a")][
            first % 3
        ]
        data = example(fact, body=body, **({"minutes": 10 + second % 20} if body == "dai-a" else {}))
        actor = Actor(person="em", office=f"{body}/dau-moi")
        self.dondoc.record(fact, data.model_dump(), actor=actor, on=on, late="Nhập muộn")

    def _uncount(self, first: int, _second: int, on: date) -> None:
        held = [r for r in self.dondoc.store.read_all() if isinstance(r.fact, ActivityFact)]
        if not held:
            return
        record = held[first % len(held)]
        actor = Actor(person="em", office=record.meta.office)
        self.dondoc.correct_activity(record.stream, "Ghi nhầm", withdraw=True, actor=actor, on=on)

    def _case(self, _first: int, _second: int, on: date) -> None:
        self.dondoc.open_case("kh.gatherings", step_data("case.received"), actor=LEAD, on=on)

    def _correct(self, first: int, second: int, on: date) -> None:
        """Withdraw the newest step of a task, or give an earlier one another note."""
        steps = [r for r in self.dondoc.store.read_all() if isinstance(r.fact, StepFact) and r.meta.office != SYSTEM]
        if not steps:
            return
        wrong = steps[-1 - first % len(steps)]
        said = {"fields": {"note": f"Bản {second}"}} if second % 3 == 0 else {"withdraw": True}
        actor = Actor(person=wrong.meta.actor, office=wrong.meta.office)
        self.dondoc.correct(wrong.stream.removeprefix("task-"), wrong.event_id, "Nhầm", actor=actor, on=on, **said)

    def _move(self, first: int, second: int, on: date) -> None:
        lines = self._lines()
        due = on + timedelta(days=second % 90)
        self.dondoc.move_due(lines[first % len(lines)].id, due, "Chờ số liệu", actor=ASSIGNER, on=on)

    def _mark(self, first: int, second: int, on: date) -> None:
        lines = self._lines()
        self.dondoc.mark(lines[first % len(lines)].id, [f"dau-{second % 3}"], "Nhạy cảm", actor=ASSIGNER, on=on)

    def _step(self, first: int, second: int, on: date) -> None:
        parts = [line for line in self._lines() if not line.composite]
        task = parts[first % len(parts)]
        procedure = CATALOGUE.procedure(task.procedure)
        open_to = procedure.open_to(task.state or procedure.initial) or procedure.steps
        step = open_to[second % len(open_to)]
        data = step_data(step.fact, **{"units": ["vu-b", "tinh-a"]} if step.asks else {})
        if step.moves:
            data["day"] = (on + timedelta(days=second % 30)).isoformat()
        lead = Actor(person=LEAD.person, office=f"{task.body}/dau-moi")
        actor = {"lead": lead, "assigner": ASSIGNER, "spokesperson": SPOKESPERSON, "registrar": ASSIGNER,
                 "asker": LEAD, "coordinator": Actor(person="ha", office="vu-b/dau-moi")}[step.by[0]]  # fmt: skip
        self.dondoc.take_step(task.id, step.id, data, actor=actor, on=on, late="Nhập muộn")

    def _lines(self) -> list[Any]:
        lines = self.dondoc.tasks(limit=1000)
        return lines + [part for line in lines if line.composite for part in self.dondoc.task(line.id)[1]]


def dump(dondoc: Dondoc) -> dict[str, set[tuple[object, ...]]]:
    """Every row of every read model."""
    with dondoc.store.reading() as connection:
        tables = [table for projection in PROJECTIONS for table in projection.tables]
        return {table.name: {tuple(row) for row in connection.execute(select(table))} for table in tables}


@given(history=histories, size=st.sampled_from([1, 2, 7, 50]))
@ENOUGH
def test_read_models_equal_a_replay_after_any_history(history: list[tuple[str, int, int, int]], size: int) -> None:
    """Written event by event, or replayed in batches of any size, the rows are the same, and the log is whole."""
    dondoc = Play().play(history)
    assert dondoc.differences() == {}
    written = dump(dondoc)
    with patch.object(rebuild, "BATCH", size):
        dondoc.rebuild()
    assert dump(dondoc) == written
    assert [record.position for record in dondoc.store.read_all()] == list(range(1, verify_chain(dondoc.store) + 1))
    dondoc.close()


Held: TypeAlias = dict[str, Any]
"""What a log says of a task on a day."""


@dataclass
class Told:
    """What a plain reading of the log tells of one task."""

    assigned: TaskAssigned
    since: date
    heard: list[Record] = field(default_factory=list)
    outcome: str = ""
    said: list[tuple[date, Callable[[Held], object]]] = field(default_factory=list)

    def hear(self, record: Record) -> None:
        """One more fact: the newest word holds from its day on."""
        on = max(record.meta.on, self.since)
        match record.fact:
            case TaskAnchored(due=due):
                self.said.append((date.min, lambda held: held.update(own_due=None, waiting=True)))
                self.said.append((on, lambda held: held.update(own_due=due, waiting=False)))
            case TaskDueMoved(due=due):
                self.said.append((on, lambda held: held.update(own_due=due)))
            case ClockStarted(clock=clock, due=due, due_at=at):
                limit = {"due": due, "due_at": at, "done_at": None, "stopped": ""}
                self.said.append((on, lambda held: held.update(waiting=False, clocks={**held["clocks"], clock: limit})))
            case ClockStopped(clock=clock, at=at):
                self.said.append((on, lambda held: stop(held, clock, at, record.meta.command_id)))
            case TaskRestored(position=position):
                before = Told(self.assigned, self.since)
                for each in self.heard:
                    if each.position < position:
                        before.hear(each)
                was = before.held(date.max)
                again = {key: was[key] for key in ("outcome", "done_on", "clocks", "last")}
                self.said.append((on, lambda held: held.update(again)))
                self.outcome = was["outcome"]
            case StepFact(outcome=outcome) if outcome != self.outcome:
                done_on = record.meta.on if outcome else None
                self.said.append((on, lambda held: held.update(outcome=outcome, done_on=done_on)))
                self.outcome = outcome
        self.heard.append(record)

    def held(self, day: date) -> Held:
        """What was said of a day, the newest word on each thing."""
        held: Held = {"outcome": "", "done_on": None, "clocks": {}, "last": "",
                      "own_due": self.assigned.due, "waiting": self.assigned.window.waits}  # fmt: skip
        for since, change in self.said:
            if since <= day:
                change(held)
        return held

    def stands(self, day: date) -> Cell:
        """Where the task stood on a day: the first limit that runs counts, or those that were stopped last."""
        held = self.held(day)
        own, clocks = held.pop("own_due"), held.pop("clocks")
        limits = [limit for limit in clocks.values() if not limit["stopped"]]
        limits += [{"due": own, "due_at": None, "done_at": None}] if own else []
        if last := clocks.get(held.pop("last")):
            limits = limits or [limit for limit in clocks.values() if limit["stopped"] == last["stopped"]]
        none = {"due": None, "due_at": None, "done_at": None}
        first = min(limits, key=lambda limit: limit["due_at"] or last_moment(limit["due"]), default=none)
        return cell(**held, **{key: first[key] for key in none}, as_of=day)


def stop(held: Held, clock: str, at: datetime | None, command: str) -> None:
    """A clock stops, where it runs."""
    if clock in held["clocks"]:
        stopped = {**held["clocks"][clock], "stopped": command, "done_at": at}
        held.update(clocks={**held["clocks"], clock: stopped}, last=clock)


def matrix(records: list[Record], day: date) -> dict[str, dict[Cell, int]]:
    """The matrix of a day by a plain fold of the records that were known."""
    told: dict[str, Told] = {}
    for record in records:
        if isinstance(record.fact, TaskAssigned) and not record.fact.composite:
            told[record.stream] = Told(record.fact, record.meta.on)
        elif record.stream in told:
            told[record.stream].hear(record)
    worst: dict[tuple[str, str], Cell] = {}
    for stream, task in told.items():
        if task.since <= day:
            fact = task.assigned
            whole = (fact.body, fact.parent or stream.removeprefix("task-"))
            worst[whole] = max(worst.get(whole, Cell.CANCELLED), task.stands(day))
    found: dict[str, dict[Cell, int]] = {}
    for (body, _), stands in worst.items():
        cells = found.setdefault(body, {})
        cells[stands] = cells.get(stands, 0) + 1
    return found


def last_heard(records: list[Record], day: date) -> dict[str, str]:
    """When each body was last heard of, by a plain fold."""
    heard: dict[str, str] = {}
    for record in records:
        by_hand = isinstance(record.fact, StepFact) or record.stream.startswith("activity-")
        if by_hand and record.meta.office != SYSTEM and record.meta.on <= day:
            body = (record.meta.on_behalf_of or record.meta.office).split("/")[0]
            heard[body] = max(heard.get(body, ""), record.meta.on.isoformat())
    return heard


@given(history=histories, asked=st.lists(st.tuples(st.integers(0, 150), numbers), min_size=8, max_size=8))
@ENOUGH
def test_every_answer_equals_a_plain_fold_of_the_log(
    history: list[tuple[str, int, int, int]], asked: list[tuple[int, int]]
) -> None:
    """As of any day, known at any position, the matrix and the last signs of life are what the log itself tells."""
    dondoc = Play().play(history)
    log = list(dondoc.store.read_all())
    for days, number in asked:
        day, position = STARTS + timedelta(days=days - 5), number % (len(log) + 1)
        known = [record for record in log if record.position <= position]
        rows = dondoc.ask(status.status, When(day.isoformat(), position))
        assert {row.unit: row.cells for row in rows} == matrix(known, day)
        heard = last_heard(known, day)
        assert {row.unit: row.last_activity for row in rows} == {row.unit: heard.get(row.unit) for row in rows}
    dondoc.close()
