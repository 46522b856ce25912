"""Appending: everything comes back as it went in, in one order without holes, or nothing of it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dondoc.domain.errors import Conflict
from dondoc.domain.fact import Record
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import stamp
from dondoc.domain.window import Phase, Window
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain
from dondoc.testing import FrozenClock

Build = Callable[..., Record]


def positions(store: EventStore) -> list[int]:
    """The positions in the log, in the order in which they are read."""
    return [record.position for record in store.read_all()]


def test_a_record_comes_back_with_every_field_of_its_metadata(
    store: EventStore, record: Build, project: Any, clock: FrozenClock
) -> None:
    """What was appended is read back equal: fact, stream, version, who, when, why, and when it was recorded."""
    window = Window(label="before", act="nd-tien-luong-moi", phase=Phase.BEFORE, expected="2024-05")
    fact = TaskAssigned(
        plan="184", duty="184.4.2", body="vu-tien-luong", period="before", procedure="press-information",
        procedure_version=1, window=window, opens=date(2024, 3, 18), forms=("thong-tin-bao-chi",), count=2,
    )  # fmt: skip
    told = record(
        "task-184.4.2:vu-tien-luong:before", 1, fact, on_behalf_of="vu-tien-luong", command_id="c-1",
        correlation_id="c-0", causation_id="event-0", basis="khoản 2 mục III “Kế hoạch”",
    )  # fmt: skip

    store.append([told], project)

    (read,) = store.read("task-184.4.2:vu-tien-luong:before")
    assert (read.fact, read.event_id, read.stream, read.version) == (fact, told.event_id, told.stream, 1)
    assert read.position == 1
    assert read.meta.recorded_at == clock.now()
    given = {name: getattr(told.meta, name) for name in told.meta.__slots__ if name != "recorded_at"}
    assert {name: getattr(read.meta, name) for name in given} == given
    assert list(store.read_all()) == [read]


def test_positions_have_no_holes_after_conflicts(store: EventStore, record: Build, project: Any) -> None:
    """An append that fails uses up no position: the log counts 1, 2, 3, ... whatever went wrong between."""
    for number in range(1, 6):
        store.append([record(f"a-{number}"), record(f"b-{number}")], project)
        with pytest.raises(Conflict):
            store.append([record(f"c-{number}"), record(f"b-{number}")], project)
    assert positions(store) == list(range(1, 11))


def test_a_conflict_leaves_nothing_behind(store: EventStore, record: Build, project: Any) -> None:
    """Of an append whose second stream has moved on, the first stream shows nothing either, nor does the head."""
    store.append([record("task-x")], project)
    before = store.position(), store.last_recorded_at()

    with pytest.raises(Conflict) as refused:
        store.append([record("task-y"), record("task-x")], project)

    assert store.read("task-y") == []
    assert (store.position(), store.last_recorded_at()) == before
    assert refused.value.place == "task-y", "the error names the stream that the command was about"
    assert verify_chain(store) == 1


def test_a_read_model_that_fails_takes_the_events_back(store: EventStore, record: Build) -> None:
    """Events and read models are one transaction: when a projection raises, nothing was appended."""

    def fails(_connection: object, _records: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.append([record("task-x")], fails)
    assert positions(store) == []


def test_recorded_at_never_decreases_when_the_clock_is_set_back(
    store: EventStore, record: Build, project: Any, clock: FrozenClock
) -> None:
    """A day back on the clock is not a day back in the log: what comes later is never recorded earlier."""
    start = clock.now()
    for shift in (timedelta(0), timedelta(hours=2), timedelta(days=-1), timedelta(hours=1), timedelta(hours=3)):
        clock.set(start + shift)
        store.append([record(f"task-{shift}")], project)

    learned = [read.meta.recorded_at - start for read in store.read_all()]  # type: ignore[operator]  # read: never None
    assert [told // timedelta(hours=1) for told in learned] == [0, 2, 2, 2, 3]
    assert store.last_recorded_at() == stamp(start + timedelta(hours=3))


def test_the_answer_tells_version_and_positions_of_its_own_stream(
    store: EventStore, record: Build, project: Any
) -> None:
    """An append over two streams answers with the version of the first, not of whichever was written last."""
    store.append([record("task-x"), record("task-x", 2), record("task-x", 3)], project)
    answer = store.append([record("activity-a"), record("task-x", 4)], project)
    assert (answer.stream, answer.version, answer.first, answer.last) == ("activity-a", 1, 4, 5)


def test_append_missing_adds_only_streams_that_are_not_there(store: EventStore, record: Build, project: Any) -> None:
    """Streams whose name is their lock: those that exist are left alone, the others are appended and given back."""
    store.append_missing([record("reminder-1"), record("reminder-2")], project)
    added = store.append_missing([record("reminder-2"), record("reminder-3")], project)
    assert [each.stream for each in added] == ["reminder-3"]
    assert [each.stream for each in store.read_all()] == ["reminder-1", "reminder-2", "reminder-3"]
    assert store.append_missing([], project) == []
    assert store.append_missing([record("reminder-1")], project) == []
    assert positions(store) == [1, 2, 3]


def test_append_missing_shows_its_read_models_only_what_is_new(store: EventStore, record: Build, project: Any) -> None:
    """A projection that counts would count twice if it saw what was there already."""
    store.append_missing([record("reminder-1")], project)
    seen: list[str] = []
    store.append_missing(
        [record("reminder-1"), record("reminder-2")], lambda _, records: seen.extend(r.stream for r in records)
    )
    assert seen == ["reminder-2"]


def test_position_at_a_moment_is_the_last_that_was_known_then(
    store: EventStore, record: Build, project: Any, clock: FrozenClock
) -> None:
    """Known at a moment is everything recorded at it or before, and nothing later."""
    for hour in (8, 9, 10):
        clock.set(datetime(2024, 3, 18, hour, tzinfo=UTC))
        store.append([record(f"a-{hour}"), record(f"b-{hour}")], project)

    def known(hour: int, minute: int) -> int:
        with store.reading() as connection:
            return store.position_at(connection, stamp(datetime(2024, 3, 18, hour, minute, tzinfo=UTC)))

    assert [known(7, 59), known(8, 0), known(9, 30), known(10, 0), known(23, 0)] == [0, 2, 4, 6, 6]


def test_creating_twice_keeps_what_is_there(store: EventStore, record: Build, project: Any) -> None:
    """`create` on a store that exists says so and changes nothing."""
    store.append([record("task-x")], project)
    assert store.create() is False
    assert positions(store) == [1]
