"""Transactions: a reader sees one state, a writer all or nothing, whatever the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from dondoc.domain.fact import Record
from dondoc.store.engine import reading, writing
from dondoc.store.event_store import EventStore

Build = Callable[..., Record]


def test_a_reader_stands_in_nobodys_way_and_sees_one_state(store: EventStore, record: Build, project: Any) -> None:
    """A reader goes on seeing what it saw first while another appends."""
    with reading(store.engine) as connection:
        assert store.position(connection) == 0
        store.append([record("task-x")], project)
        assert store.position(connection) == 0
    assert store.position() == 1


def test_a_writer_that_fails_is_rolled_back(store: EventStore) -> None:
    """Any error inside a writing transaction undoes it and frees the lock."""

    def fail() -> None:
        with writing(store.engine) as connection:
            connection.execute(text("UPDATE dondoc_head SET position = 5"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.position() == 0


def test_the_database_tells_the_time_of_its_own_clock(store: EventStore) -> None:
    """What it says carries a zone and goes on."""
    first = store.now()
    assert first.tzinfo is not None
    assert store.now() >= first
