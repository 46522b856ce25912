"""What all tests share: the configuration as shipped, a small ministry with its clock, and a silent environment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from dondoc.app import Dondoc
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.ports import HANOI
from dondoc.projections.base import metadata
from dondoc.settings import ENVIRONMENT
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import FrozenClock, SequentialIds, small_catalogue

Open = Callable[..., Dondoc]


@pytest.fixture(autouse=True)
def silent_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes in from the shell that runs the tests."""
    for name in ENVIRONMENT.values():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shipped_config() -> Path:
    """The folder of the configuration as shipped; never written to."""
    return Path(__file__).parents[1] / "config"


@pytest.fixture(scope="session")
def shipped(shipped_config: Path) -> Catalogue:
    """The catalogue of the configuration as shipped."""
    return read_catalogue(shipped_config, Registry(FACTS))


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
