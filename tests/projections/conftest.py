"""What the tests of the read models share: the small ministry on a database, its clock, and ways to play with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.ports import HANOI
from dondoc.projections.base import metadata
from dondoc.projections.standing import When
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import FrozenClock, SequentialIds, small_catalogue

Open = Callable[..., Dondoc]


@pytest.fixture
def clock() -> FrozenClock:
    """Eight o'clock in Hanoi on 18 March 2024, the day on which the small plan begins to bind."""
    return FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI))


@pytest.fixture
def opened(tmp_path: Path, clock: FrozenClock) -> Iterator[Open]:
    """Opens a small ministry with an empty log, on a file unless a URL is given."""
    all_: list[Dondoc] = []

    def open_(catalogue: Catalogue | None = None, url: str = "") -> Dondoc:
        registry = Registry(FACTS)
        store = EventStore(open_engine(url or f"sqlite:///{tmp_path / 'dondoc.db'}"), registry, clock)
        store.create(metadata.create_all)
        all_.append(Dondoc(store, catalogue or small_catalogue(), registry, clock, SequentialIds()))
        return all_[-1]

    yield open_
    for dondoc in all_:
        dondoc.close()


@pytest.fixture
def ministry(opened: Open) -> Dondoc:
    """The small ministry in memory, its plan opened on 18 March 2024."""
    dondoc = opened(url="sqlite://")
    dondoc.tick()
    return dondoc


@pytest.fixture
def at(clock: FrozenClock) -> Callable[[date], None]:
    """Lets it be eight o'clock in the morning of a day."""
    return lambda day: clock.set(datetime(day.year, day.month, day.day, 8, tzinfo=HANOI))


@pytest.fixture
def cell_of(ministry: Dondoc) -> Callable[..., Any]:
    """Where a task stood on a day, as known now or at a position of the log."""

    def cell(task: str, day: date, position: int | None = None) -> Any:
        known = ministry.store.position() if position is None else position
        line, _ = ministry.task(task, When(day.isoformat(), known))
        return line.cell

    return cell
