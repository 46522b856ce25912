"""Following the log: every event once and in its order, and nothing of an effect that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, insert, select

from dondoc.domain.fact import Record
from dondoc.store.event_store import EventStore
from dondoc.store.follower import Follower
from dondoc.testing.stores.place import Place, heard, log, nothing, refused


def write_down(connection: Connection, records: Sequence[Record]) -> None:
    """An effect: keeps what it is handed."""
    rows = [{"position": record.position, "event_id": record.event_id} for record in records]
    connection.execute(insert(heard), rows)


def told(store: EventStore) -> list[tuple[int, str]]:
    """What was written down, in the order of the log."""
    with store.reading() as connection:
        rows = connection.execute(select(heard).order_by(heard.c.position)).all()
        return [(row.position, row.event_id) for row in rows]


class Following(Place):
    """What a follower is handed."""

    @contextmanager
    def listening(self) -> Iterator[EventStore]:
        """A store with a table to write down what is heard."""
        with self.store() as store:
            with store.writing() as connection:
                heard.create(connection)
            yield store

    def test_what_is_handed_over_goes_on_where_it_ended(self) -> None:
        """In pages, then nothing, then only what is new; a second name begins at the beginning."""
        with self.listening() as store:
            store.append([self.record(f"a-{number}") for number in range(5)], nothing)
            follower = Follower(store, "outbox", write_down)
            assert [follower.follow(2), follower.follow(2), follower.follow(2), follower.follow(2)] == [2, 2, 1, 0]
            store.append([self.record("b")], nothing)
            assert Follower(store, "outbox", write_down).follow() == 1
            assert told(store) == log(store)
            assert Follower(store, "another", write_down).follow() == 6

    def test_an_effect_that_fails_is_undone_and_comes_again(self) -> None:
        """Neither its rows nor its position stay, and the same events come next time."""

        def fail(connection: Connection, records: Sequence[Record]) -> None:
            write_down(connection, records)
            raise ZeroDivisionError

        with self.listening() as store:
            store.append([self.record("a"), self.record("b")], nothing)
            refused(ZeroDivisionError, Follower(store, "outbox", fail).follow)
            assert told(store) == []
            assert Follower(store, "outbox", write_down).follow() == 2
            assert told(store) == log(store)
