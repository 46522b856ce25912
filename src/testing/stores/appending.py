"""Appending: everything comes back as it went in, in one order without holes, or nothing of it does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dondoc.domain.errors import Conflict
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import stamp
from dondoc.domain.window import Phase, Window
from dondoc.store.verification import verify_chain
from dondoc.testing.stores.place import Place, fails, log, nothing, refused


class Appending(Place):
    """What an append does, and what is left of one that fails."""

    def test_a_record_comes_back_with_every_field_of_its_metadata(self) -> None:
        """What was appended is read back equal: fact, stream, version, who, when, why, and when it was recorded."""
        window = Window(label="before", act="nd-tien-luong-moi", phase=Phase.BEFORE, expected="2024-05")
        fact = TaskAssigned(
            plan="184", duty="184.4.2", body="vu-tien-luong", period="before", procedure="press-information",
            procedure_version=1, window=window, opens=date(2024, 3, 18), forms=("thong-tin-bao-chi",), count=2,
        )  # fmt: skip
        told = self.record(
            "task-184.4.2:vu-tien-luong:before", 1, fact, on_behalf_of="vu-tien-luong", command_id="c-1",
            correlation_id="c-0", causation_id="event-0", basis="khoản 2 mục III “Kế hoạch”",
        )  # fmt: skip
        with self.store() as store:
            store.append([told], nothing)
            (read,) = store.read("task-184.4.2:vu-tien-luong:before")
            assert list(store.read_all()) == [read]
        assert (read.fact, read.event_id, read.stream, read.version) == (fact, told.event_id, told.stream, 1)
        assert read.position == 1
        assert read.meta.recorded_at == self.clock.now()
        given = {name: getattr(told.meta, name) for name in told.meta.__slots__ if name != "recorded_at"}
        assert {name: getattr(read.meta, name) for name in given} == given

    def test_positions_have_no_holes_after_conflicts(self) -> None:
        """An append that fails uses up no position: the log counts 1, 2, 3, ... whatever went wrong between."""
        with self.store() as store:
            for number in range(1, 6):
                store.append([self.record(f"a-{number}"), self.record(f"b-{number}")], nothing)
                again = [self.record(f"c-{number}"), self.record(f"b-{number}")]
                refused(Conflict, lambda again=again: store.append(again, nothing))  # type: ignore[misc]  # bound now
            assert [position for position, _ in log(store)] == list(range(1, 11))

    def test_a_conflict_leaves_nothing_behind(self) -> None:
        """Of an append whose second stream has moved on, the first stream shows nothing either, nor does the head."""
        with self.store() as store:
            store.append([self.record("task-x")], nothing)
            before = store.position(), store.last_recorded_at()
            both = [self.record("task-y"), self.record("task-x")]
            refusal = refused(Conflict, lambda: store.append(both, nothing))
            assert store.read("task-y") == []
            assert (store.position(), store.last_recorded_at()) == before
            assert verify_chain(store) == 1
        assert refusal.place == "task-y", "the error names the stream that the command was about"

    def test_a_read_model_that_fails_takes_the_events_back(self) -> None:
        """Events and read models are one transaction: when a projection raises, nothing was appended."""
        with self.store() as store:
            refused(ZeroDivisionError, lambda: store.append([self.record("task-x")], fails))
            assert log(store) == []

    def test_recorded_at_never_decreases_when_the_clock_is_set_back(self) -> None:
        """A day back on the clock is not a day back in the log: what comes later is never recorded earlier."""
        start = self.clock.now()
        with self.store() as store:
            for shift in (timedelta(0), timedelta(hours=2), timedelta(days=-1), timedelta(hours=1), timedelta(hours=3)):
                self.clock.set(start + shift)
                store.append([self.record(f"task-{shift}")], nothing)
            learned = [read.meta.recorded_at or start for read in store.read_all()]
            assert store.last_recorded_at() == stamp(start + timedelta(hours=3))
        assert [(moment - start) // timedelta(hours=1) for moment in learned] == [0, 2, 2, 2, 3]

    def test_the_answer_tells_version_and_positions_of_its_own_stream(self) -> None:
        """An append over two streams answers with the version of the first, not of whichever was written last."""
        with self.store() as store:
            store.append([self.record("task-x", version) for version in (1, 2, 3)], nothing)
            answer = store.append([self.record("activity-a"), self.record("task-x", 4)], nothing)
        assert (answer.stream, answer.version, answer.first, answer.last) == ("activity-a", 1, 4, 5)

    def test_append_missing_adds_only_streams_that_are_not_there(self) -> None:
        """Streams whose name is their lock: those that exist are left alone, the others are appended and given back."""
        with self.store() as store:
            store.append_missing([self.record("reminder-1"), self.record("reminder-2")], nothing)
            added = store.append_missing([self.record("reminder-2"), self.record("reminder-3")], nothing)
            assert [each.stream for each in added] == ["reminder-3"]
            assert [each.stream for each in store.read_all()] == ["reminder-1", "reminder-2", "reminder-3"]
            assert store.append_missing([], nothing) == []
            assert store.append_missing([self.record("reminder-1")], nothing) == []
            assert [position for position, _ in log(store)] == [1, 2, 3]

    def test_append_missing_shows_its_read_models_only_what_is_new(self) -> None:
        """A projection that counts would count twice if it saw what was there already."""
        seen: list[str] = []
        with self.store() as store:
            store.append_missing([self.record("reminder-1")], nothing)
            both = [self.record("reminder-1"), self.record("reminder-2")]
            store.append_missing(both, lambda _, records: seen.extend(record.stream for record in records))
        assert seen == ["reminder-2"]

    def test_position_at_a_moment_is_the_last_that_was_known_then(self) -> None:
        """Known at a moment is everything recorded at it or before, and nothing later."""
        with self.store() as store:
            for hour in (8, 9, 10):
                self.clock.set(datetime(2024, 3, 18, hour, tzinfo=UTC))
                store.append([self.record(f"a-{hour}"), self.record(f"b-{hour}")], nothing)
            asked = ((7, 59), (8, 0), (9, 30), (10, 0), (23, 0))
            with store.reading() as connection:
                moments = [stamp(datetime(2024, 3, 18, hour, minute, tzinfo=UTC)) for hour, minute in asked]
                assert [store.position_at(connection, moment) for moment in moments] == [0, 2, 4, 6, 6]

    def test_creating_twice_keeps_what_is_there(self) -> None:
        """`create` on a store that exists says so and changes nothing."""
        with self.store() as store:
            store.append([self.record("task-x")], nothing)
            assert store.create() is False
            assert log(store) == [(1, "event-1")]

    def test_a_writer_that_fails_is_rolled_back(self) -> None:
        """Any error inside a writing transaction undoes it and frees the lock."""
        with self.store() as store:

            def fail() -> None:
                with store.writing() as connection:
                    connection.exec_driver_sql("UPDATE dondoc_head SET position = 5")
                    raise ZeroDivisionError

            refused(ZeroDivisionError, fail)
            assert store.position() == 0
            store.append([self.record("task-x")], nothing)

    def test_the_database_tells_the_time_of_its_own_clock(self) -> None:
        """What it says carries a zone and goes on."""
        with self.store() as store:
            first = store.now()
            assert first.tzinfo is not None
            assert store.now() >= first
