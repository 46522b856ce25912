"""What the tests of the workflow share: small ministries that are played and read, and one year played day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from dondoc.app import Dondoc
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Fact, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.engine import PeriodClosed, ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import HANOI
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import FrozenClock, SequentialIds, small_catalogue
from dondoc.testing.catalogue import small_calendar
from dondoc.workflow.tick import Tally


class Play:
    """Plays a small ministry and reads in its log what came of it."""

    catalogue = small_catalogue(calendar=small_calendar(through=date(2025, 12, 31)))

    def __init__(self, alone: Callable[[], str]) -> None:
        self._alone = alone
        self.opened: list[Dondoc] = []

    def fresh(self, catalogue: Catalogue | None = None, store: EventStore | None = None) -> Dondoc:
        """A ministry as a new process opens it: with an empty log, or on the store of another."""
        clock, registry = FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI)), Registry(FACTS)
        store = store or EventStore(open_engine(self._alone()), registry, clock)
        store.create(metadata.create_all)
        # A process that is started again gives no id twice: its ids begin with how far the log had come.
        ids = SequentialIds(f"p{store.position()}")
        self.opened.append(Dondoc(store, catalogue or self.catalogue, registry, clock, ids))
        return self.opened[-1]

    def tick(self, ministry: Dondoc, day: date) -> Tally:
        """A tick at eight o'clock in the morning of a day."""
        return ministry.tick(datetime(day.year, day.month, day.day, 8, tzinfo=HANOI))

    def of(self, ministry: Dondoc, kind: type[Fact], after: int = 0) -> list[Record]:
        """The records of one kind after a position."""
        return [record for record in ministry.store.read_all(after) if isinstance(record.fact, kind)]

    def owed(self, ministry: Dondoc) -> Counter[tuple[str, date, str]]:
        """Which tasks were opened and which periods closed, on which days, with what they say."""
        records = self.of(ministry, TaskAssigned) + self.of(ministry, PeriodClosed)
        return Counter((record.stream, record.meta.on, record.fact.model_dump_json()) for record in records)

    def decided(self, ministry: Dondoc) -> set[tuple[str, str]]:
        """Which rungs of which tasks were decided, one way or the other."""
        facts = [record.fact for record in ministry.store.read_all()]
        return {(f.task, f.rung) for f in facts if isinstance(f, ReminderIssued | ReminderHeldBack)}

    def urged(self, ministry: Dondoc, after: int = 0) -> list[tuple[str, str, date]]:
        """Which rungs of which tasks went out, on which day."""
        told = ((record.fact, record.meta.on) for record in ministry.store.read_all(after))
        return [(fact.task, fact.rung, on) for fact, on in told if isinstance(fact, ReminderIssued)]


@pytest.fixture(scope="session")
def play(alone: Callable[[], str]) -> Play:
    """Plays small ministries."""
    return Play(alone)


@pytest.fixture(autouse=True)
def closed_afterwards(play: Play) -> Iterator[None]:
    """What a test opened is closed at its end."""
    before = len(play.opened)
    yield
    for ministry in play.opened[before:]:
        ministry.close()
    del play.opened[before:]


@pytest.fixture(scope="session")
def daily(play: Play) -> Iterator[Dondoc]:
    """The small ministry, ticked every morning from the plan's first day to the last of the year; only to be read."""
    ministry = play.fresh()
    for day in range((date(2024, 12, 31) - date(2024, 3, 18)).days + 1):
        play.tick(ministry, date(2024, 3, 18) + timedelta(days=day))
    yield ministry
    ministry.close()
