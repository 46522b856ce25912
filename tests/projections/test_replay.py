"""Whatever happens, in whatever order: read models equal a replay, and every answer equals a plain fold of the log."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dondoc.app import Dondoc
from dondoc.domain.errors import DondocError
from dondoc.domain.fact import Record, Registry, StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import TaskAnchored, TaskAssigned
from dondoc.domain.office import SYSTEM, Actor
from dondoc.domain.ports import HANOI
from dondoc.domain.status import Cell, cell
from dondoc.projections import PROJECTIONS, rebuild, status
from dondoc.projections.base import metadata
from dondoc.projections.standing import When
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain
from dondoc.testing import ASSIGNER, LEAD, SPOKESPERSON, FrozenClock, SequentialIds, example, small_catalogue

CATALOGUE = small_catalogue()
STARTS = date(2024, 3, 18)
ENOUGH = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)

numbers = st.integers(min_value=0, max_value=10_000)
back = st.integers(min_value=0, max_value=60)
actions = st.one_of(
    st.tuples(st.just("step"), numbers, numbers, back),
    st.tuples(st.just("step"), numbers, numbers, back),
    st.tuples(st.just("step"), numbers, numbers, back),
    st.tuples(st.just("activity"), numbers, numbers, back),
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
        self.dondoc.record(fact, data.model_dump(), actor=Actor(person="em", office=f"{body}/dau-moi"), on=on)

    def _step(self, first: int, second: int, on: date) -> None:
        parts = [line for line in self._lines() if not line.composite]
        task = parts[first % len(parts)]
        procedure = CATALOGUE.procedure(task.procedure)
        open_to = procedure.open_to(task.state or procedure.initial) or procedure.steps
        step = open_to[second % len(open_to)]
        data = example(step.fact).model_dump(exclude={"step", "to", "outcome", "form"})
        actor = {"lead": Actor(person=LEAD.person, office=f"{task.body}/dau-moi"), "assigner": ASSIGNER,
                 "spokesperson": SPOKESPERSON, "registrar": ASSIGNER}[step.by[0]]  # fmt: skip
        self.dondoc.take_step(task.id, step.id, data, actor=actor, on=on)

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


@dataclass
class Told:
    """What a plain reading of the log tells of one task."""

    assigned: TaskAssigned
    since: date
    ends: list[tuple[date, str, date | None]] = field(default_factory=list)
    anchor: tuple[date, date] | None = None

    def hear(self, record: Record) -> None:
        """One more fact: the newest word holds from its day on."""
        on = max(record.meta.on, self.since)
        if isinstance(record.fact, TaskAnchored):
            self.anchor = (on, record.fact.due)
        elif isinstance(record.fact, StepFact) and record.fact.outcome != (self.ends[-1][1] if self.ends else ""):
            self.ends = [end for end in self.ends if end[0] < on]
            self.ends.append((on, record.fact.outcome, record.meta.on if record.fact.outcome else None))

    def stands(self, day: date) -> Cell:
        """Where the task stood on a day."""
        outcome, done_on = next(((o, d) for on, o, d in reversed(self.ends) if on <= day), ("", None))
        due, waiting = self.assigned.due, self.assigned.window.waits
        if self.anchor is not None:
            issued, anchored_due = self.anchor
            due, waiting = (anchored_due, False) if issued <= day else (None, True)
        return cell(outcome=outcome, done_on=done_on, due=due, waiting=waiting, as_of=day)


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
