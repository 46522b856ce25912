"""The hash chain: whatever is altered in the log by hand is found, at its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from dondoc.domain.errors import StoreBroken
from dondoc.store.event_store import PAGE, EventStore
from dondoc.store.schema import events
from dondoc.store.verification import verify_chain
from dondoc.testing.stores.place import Place, edit, nothing, refused

EDITS = {
    "position": "position = 99",
    "stream": "stream = stream || 'x'",
    "version": "version = version + 7",
    "name": "name = 'bulletin.published'",
    "data": "data = hash",
    "event_id": "event_id = 'event-0'",
    "on_day": "on_day = '2024-03-14'",
    "recorded_at": "recorded_at = '2024-03-17T01:00:00.000000Z'",
    "actor": "actor = 'tran-thi-b'",
    "office": "office = 'van-phong-bo/thu-truong'",
    "on_behalf_of": "on_behalf_of = 'vu-tien-luong'",
    "command_id": "command_id = 'c-9'",
    "correlation_id": "correlation_id = 'c-9'",
    "causation_id": "causation_id = 'event-0'",
    "basis": "basis = 'IV.9'",
    "hash": "hash = data",
}


class Chaining(Place):
    """What the chain of hashes finds."""

    @contextmanager
    def nine(self) -> Iterator[EventStore]:
        """A log of nine events."""
        with self.store() as store:
            for number in range(1, 10):
                store.append([self.record(f"task-{number}")], nothing)
            yield store

    def test_an_untouched_log_is_verified_whole(self) -> None:
        """Every event agrees, and their number is told; over page borders too."""
        with self.nine() as store:
            assert verify_chain(store) == 9
            store.append([self.record(f"more-{number}") for number in range(PAGE)], nothing)
            assert verify_chain(store) == 9 + PAGE
            edit(store, f"UPDATE dondoc_events SET actor = 'x' WHERE position = {9 + PAGE}")  # noqa: S608  # a number
            assert f"position {9 + PAGE}: " in str(refused(StoreBroken, lambda: verify_chain(store)))

    def test_an_edit_of_any_column_is_found_at_its_position(self) -> None:
        """Each column of an event, edited by hand, makes the chain break there: at the first, a middle, the last."""
        assert EDITS.keys() == {column.name for column in events.columns}, "no column is left out of the hash"
        with self.nine() as store:
            for column, change in EDITS.items():
                for at in (1, 5, 9):
                    found = _found(store, f"UPDATE dondoc_events SET {change} WHERE position = {at}")  # noqa: S608  # ours
                    assert found.startswith(f"position {at}: "), column
            assert verify_chain(store) == 9

    def test_a_deleted_event_is_found_where_it_is_missed(self) -> None:
        """An event that was taken out leaves a hole in the count; the head remembers how far the log went."""
        found = {1: "position 1: ", 5: "position 5: ", 9: "ends at position 8, but held 9 events"}
        with self.nine() as store:
            for at, words in found.items():
                assert words in _found(store, f"DELETE FROM dondoc_events WHERE position = {at}")  # noqa: S608  # a number

    def test_two_swapped_events_are_found(self) -> None:
        """The order is part of what is proved."""
        with self.nine() as store:
            for before, after in ((4, 100), (5, 4), (100, 5)):
                edit(store, f"UPDATE dondoc_events SET position = {after} WHERE position = {before}")  # noqa: S608  # numbers
            assert "position 4: " in str(refused(StoreBroken, lambda: verify_chain(store)))


def _found(store: EventStore, statement: str) -> str:
    """What is found after an edit, which is then taken back."""

    def verify() -> None:
        with store.writing() as connection:
            assert connection.execute(text(statement)).rowcount > 0, statement
            verify_chain(store, within=connection)

    return str(refused(StoreBroken, verify))
