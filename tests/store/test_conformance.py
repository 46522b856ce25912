"""Our three stores pass the suite that is shipped for every store, and the suite finds stores that do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.store.engine import open_engine
from dondoc.store.event_store import Answer, EventStore, Key
from dondoc.testing.stores import SharedStoreSuite, StoreSuite


class TestMemory(StoreSuite):
    """A database in memory: one thread of one process."""

    url = "sqlite://"


class TestSqlite(SharedStoreSuite):
    """A file."""

    @pytest.fixture(autouse=True)
    def _place(self, sqlite: str) -> None:
        self.url = sqlite


class TestPostgresql(SharedStoreSuite):
    """A schema of its own on a server."""

    @pytest.fixture(autouse=True)
    def _place(self, postgresql: str) -> None:
        self.url = postgresql


class Forgetful(EventStore):
    """Knows no key that it was given."""

    def append(self, records: Sequence[Record], project: Any, key: Key | None = None) -> Answer:
        """Append without the key."""
        return super().append(records, project) if records else super().append(records, project, key)


class Hasty(EventStore):
    """Shows its read models what was not appended."""

    def append_missing(self, records: Sequence[Record], project: Any) -> list[Record]:
        """Project everything."""
        return super().append_missing(records, lambda connection, _: project(connection, records))


class Skipping(EventStore):
    """Loses an event between two pages."""

    def read_all(self, after: int = 0, **more: Any) -> Any:
        """Leave one out."""
        return (record for record in super().read_all(after, **more) if record.position != 7)


@pytest.mark.parametrize(
    ("store", "test"),
    [
        (Forgetful, "test_a_repeat_gives_the_first_answer_again"),
        (Hasty, "test_append_missing_shows_its_read_models_only_what_is_new"),
        (Skipping, "test_reading_in_pages_gives_the_same_as_reading_at_once"),
    ],
)
def test_a_store_that_breaks_a_promise_is_found(store: type[EventStore], test: str) -> None:
    """The suite can fail: a store with one fault fails the test that is about it."""

    class Suite(StoreSuite):
        def open(self) -> EventStore:
            return store(open_engine("sqlite://"), Registry(FACTS), self.clock)

    with pytest.raises((AssertionError, TypeError)):
        getattr(Suite(), test)()


def test_a_place_that_holds_a_database_is_left_alone(sqlite: str) -> None:
    """Whoever names a real database by mistake is refused, and loses nothing."""

    class Suite(StoreSuite):
        url = sqlite

    with Suite().opened() as store:
        store.create()
        store.append([Suite().record("task-x")], lambda *_: None)
        with pytest.raises(AssertionError, match="name one that is empty"):
            Suite().test_a_repeat_gives_the_first_answer_again()
        assert store.position() == 1
