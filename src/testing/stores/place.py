"""Where a suite of stores does its work: an empty place for each test, records to put in, a hand that edits them.

It never touches a place that holds tables of dondoc already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, inspect, text

from dondoc.domain.errors import DondocError
from dondoc.domain.fact import Fact, Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.domain.ports import HANOI
from dondoc.store.engine import open_engine, writing
from dondoc.store.event_store import EventStore
from dondoc.testing.clock import FrozenClock

heard = Table("dondoc_heard", MetaData(), Column("position", BigInteger), Column("event_id", Text))
"""Where a follower in a suite writes down what it was handed."""

E = TypeVar("E", bound=BaseException)


class Place:
    """The database at `url`, and what the tests do to it."""

    url = "sqlite://"

    def open(self) -> EventStore:
        """The store as another process would open it."""
        return EventStore(open_engine(self.url), Registry(FACTS), self.clock)

    @cached_property
    def clock(self) -> FrozenClock:
        """Eight o'clock in Hanoi on 18 March 2024, unless a test sets it otherwise."""
        return FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI))

    @contextmanager
    def opened(self) -> Iterator[EventStore]:
        """A store that is let go of at the end."""
        store = self.open()
        try:
            yield store
        finally:
            store.engine.dispose()

    @contextmanager
    def store(self) -> Iterator[EventStore]:
        """A store on an empty log; its tables are dropped at the end."""
        with self.opened() as store:
            assert store.create(), "the place holds tables of dondoc: name one that is empty"
            try:
                yield store
            finally:
                drop(store)

    @cached_property
    def _numbers(self) -> Iterator[int]:
        return count(1)

    def record(self, stream: str, version: int = 1, fact: Fact | None = None, **meta: str) -> Record:
        """A record of a stream, and what else is to be said of it; event-1, event-2, ..."""
        said: dict[str, Any] = {"actor": "nguyen-van-a", "office": "van-phong-bo/dau-moi", **meta}
        number = next(self._numbers)
        fact = fact or ActivityHeld(body="van-phong-bo", subject=f"Cuộc họp thứ {number}")
        return Record(f"event-{number}", stream, version, fact, Meta(on=date(2024, 3, 15), **said))


def nothing(_connection: object, _records: object) -> None:
    """A projection that keeps no read model."""


def fails(_connection: object, _records: object) -> None:
    """A projection that fails."""
    raise ZeroDivisionError


def edit(store: EventStore, statement: str) -> None:
    """What an administrator could do by hand: one statement, past the program."""
    with store.writing() as connection:
        assert connection.execute(text(statement)).rowcount > 0, statement


def refused(kind: type[E], attempt: Callable[[], object]) -> E:
    """The error with which something is refused; it must be of that kind."""
    try:
        done = attempt()
    except kind as refusal:
        return refusal
    except DondocError as other:
        raise AssertionError(f"Expected {kind.__name__}, but it was {other!r}") from other
    raise AssertionError(f"Expected {kind.__name__}, but it was done: {done!r}")


def log(store: EventStore) -> list[tuple[int, str]]:
    """Positions and event ids of the log, in the order in which they are read."""
    return [(record.position, record.event_id) for record in store.read_all()]


def drop(store: EventStore) -> None:
    """Drop every table of the store."""
    with writing(store.engine) as connection:
        _drop_all(connection)


def _drop_all(connection: Connection) -> None:
    schema = connection.get_execution_options().get("schema_translate_map", {}).get(None)
    for name in inspect(connection).get_table_names(schema):
        if name.startswith(connection.get_execution_options()["dondoc_prefix"]):
            quote = connection.dialect.identifier_preparer.quote
            connection.execute(text("DROP TABLE " + ".".join(quote(part) for part in (schema, name) if part)))
