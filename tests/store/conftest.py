"""What the tests of the store share: an empty store on either database, a hand that edits it, records to put in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest

from dondoc.domain.fact import Fact, Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.domain.ports import HANOI
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import FrozenClock


@pytest.fixture
def clock() -> FrozenClock:
    """Eight o'clock in Hanoi on 18 March 2024."""
    return FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI))


@pytest.fixture
def open_store(clock: FrozenClock) -> Iterator[Callable[[str], EventStore]]:
    """Opens the store at a URL as another process would, with an engine of its own."""
    opened: list[EventStore] = []

    def open_(at: str) -> EventStore:
        opened.append(EventStore(open_engine(at), Registry(FACTS), clock))
        return opened[-1]

    yield open_
    for store in opened:
        store.engine.dispose()


@pytest.fixture
def store(open_store: Callable[[str], EventStore], url: str) -> EventStore:
    """An empty store."""
    store = open_store(url)
    store.create()
    return store


@pytest.fixture
def edit(url: str, by_hand: Callable[[str, str], None]) -> Callable[[str], None]:
    """What an administrator could do by hand to that store."""
    return lambda statement: by_hand(url, statement)


@pytest.fixture
def record() -> Callable[..., Record]:
    """Builds a record: a stream, a version, and what else is to be said of it."""
    numbers = itertools.count(1)

    def build(stream: str, version: int = 1, fact: Fact | None = None, **meta: str) -> Record:
        said = {"actor": "nguyen-van-a", "office": "van-phong-bo/dau-moi", **meta}
        number = next(numbers)
        fact = fact or ActivityHeld(body="van-phong-bo", subject=f"Cuộc họp thứ {number}")
        return Record(f"event-{number}", stream, version, fact, Meta(on=date(2024, 3, 15), **said))

    return build


def nothing(_connection: object, _records: object) -> None:
    """Keeps no read model."""


@pytest.fixture
def project() -> Callable[..., None]:
    """A projection that keeps nothing."""
    return nothing
