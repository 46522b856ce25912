"""Our recorder passes the test cases that the eventsourcing library ships for recorders, on SQLite and PostgreSQL.

The suite's optional test of `subscribe` is not part of it: followers here poll.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from eventsourcing.tests import persistence as suite
from sqlalchemy import Engine

from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.recorder import SqlRecorder


class OnSqlite:
    """Gives the suite a recorder on an empty database, and streams that are named by text as ours are."""

    database = "sqlite"

    @pytest.fixture(autouse=True)
    def _place(self, request: pytest.FixtureRequest) -> Iterator[None]:
        self.url: str = request.getfixturevalue(self.database)
        self.numbers = itertools.count(1)
        self.engines: list[Engine] = []
        before = set(threading.enumerate())
        yield
        for left in set(threading.enumerate()) - before:
            left.join(60)  # the suite tells its readers to stop, but does not wait: they still hold connections
        for engine in self.engines:
            engine.dispose()

    def create_recorder(self) -> SqlRecorder:
        """A recorder on that database."""
        engine = open_engine(self.url)
        self.engines.append(engine)
        clock = SettableClock(datetime(2024, 3, 18, tzinfo=UTC))
        EventStore(engine, Registry(FACTS), clock).create()
        return SqlRecorder(engine, clock)

    def new_originator_id(self) -> str:
        """The name of a stream that is not there yet."""
        return f"task-184.9.2:vu-hop-tac-quoc-te:{next(self.numbers)}"


class TestAsApplicationRecorder(OnSqlite, suite.ApplicationRecorderTestCase[SqlRecorder]):
    """Events by stream and by position, also with many threads."""


class TestAsTrackingRecorder(OnSqlite, suite.TrackingRecorderTestCase):
    """Positions of followers, which only move forward."""


class TestAsProcessRecorder(OnSqlite, suite.ProcessRecorderTestCase):
    """Events and a follower's position in one transaction."""


class TestPositionsDoNotInterleave(OnSqlite, suite.NonInterleavingNotificationIDsBaseCase):
    """What one transaction appends stands together in the log."""


class TestAsApplicationRecorderOnPostgresql(TestAsApplicationRecorder):
    """Events by stream and by position, also with many threads."""

    database = "postgresql"


class TestAsTrackingRecorderOnPostgresql(TestAsTrackingRecorder):
    """Positions of followers, which only move forward."""

    database = "postgresql"


class TestAsProcessRecorderOnPostgresql(TestAsProcessRecorder):
    """Events and a follower's position in one transaction."""

    database = "postgresql"


class TestPositionsDoNotInterleaveOnPostgresql(TestPositionsDoNotInterleave):
    """What one transaction appends stands together in the log."""

    database = "postgresql"
