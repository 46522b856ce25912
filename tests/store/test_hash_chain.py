"""The hash chain: whatever is altered in the log by hand is found, at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from dondoc.domain.errors import StoreBroken
from dondoc.domain.fact import Record
from dondoc.store import verification
from dondoc.store.event_store import EventStore
from dondoc.store.schema import events
from dondoc.store.verification import verify_chain

Build = Callable[..., Record]
Edit = Callable[[str], None]
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


@pytest.fixture
def log(store: EventStore, record: Build, project: Any) -> EventStore:
    """A log of nine events."""
    for number in range(1, 10):
        store.append([record(f"task-{number}")], project)
    return store


def test_an_untouched_log_is_verified_whole(log: EventStore) -> None:
    """Every event agrees, and their number is told."""
    assert verify_chain(log) == 9


def test_every_column_has_an_edit_to_be_found() -> None:
    """No column of the log is left out of these tests, and so none of the hash."""
    assert EDITS.keys() == {column.name for column in events.columns}


@pytest.mark.parametrize("column", EDITS)
@pytest.mark.parametrize("at", [1, 5, 9])
def test_an_edited_column_is_found_at_its_position(log: EventStore, edit: Edit, column: str, at: int) -> None:
    """Each column of an event, edited by raw SQL, makes the chain break at that event."""
    edit(f"UPDATE dondoc_events SET {EDITS[column]} WHERE position = {at}")  # noqa: S608  # a list of our own
    with pytest.raises(StoreBroken, match=rf"at position {at}\b"):
        verify_chain(log)


def test_data_that_became_text_are_found_too(
    sqlite: str, open_store: Callable[[str], EventStore], record: Build, project: Any
) -> None:
    """SQLite's `replace` turns bytes into text; the same letters in another type are an alteration like any other."""
    log = open_store(sqlite)
    log.create()
    log.append([record(f"task-{number}") for number in range(9)], project)
    with log.writing() as connection:
        connection.execute(text("UPDATE dondoc_events SET data = replace(data, 'Cuộc', 'Buổi') WHERE position = 5"))
    with pytest.raises(StoreBroken, match="at position 5"):
        verify_chain(log)


@pytest.mark.parametrize(("at", "found"), [(1, 1), (5, 5)])
def test_a_deleted_event_is_found_where_it_is_missed(log: EventStore, edit: Edit, at: int, found: int) -> None:
    """An event that was taken out leaves a hole in the count."""
    edit(f"DELETE FROM dondoc_events WHERE position = {at}")  # noqa: S608  # a number of our own
    with pytest.raises(StoreBroken, match=f"at position {found}"):
        verify_chain(log)


def test_a_log_that_was_cut_short_does_not_agree_with_its_head(log: EventStore, edit: Edit) -> None:
    """The head remembers how far the log went."""
    edit("DELETE FROM dondoc_events WHERE position = 9")
    with pytest.raises(StoreBroken, match="ends at 8 but its head says 9"):
        verify_chain(log)


def test_two_swapped_events_are_found(log: EventStore, edit: Edit) -> None:
    """The order is part of what is proved."""
    edit("UPDATE dondoc_events SET position = 100 WHERE position = 4")
    edit("UPDATE dondoc_events SET position = 4 WHERE position = 5")
    edit("UPDATE dondoc_events SET position = 5 WHERE position = 100")
    with pytest.raises(StoreBroken, match="at position 4"):
        verify_chain(log)


def test_the_chain_is_followed_over_page_borders(log: EventStore, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading in pages neither loses the chain nor skips an event, also where the last page is exactly full."""
    for page in (1, 3, 4, 9):
        monkeypatch.setattr(verification, "PAGE", page)
        assert verify_chain(log) == 9
    edit("UPDATE dondoc_events SET actor = 'x' WHERE position = 9")
    monkeypatch.setattr(verification, "PAGE", 3)
    with pytest.raises(StoreBroken, match="at position 9"):
        verify_chain(log)
