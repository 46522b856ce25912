"""Our recorder passes the test cases that the eventsourcing library ships for recorders, on a SQLite file.

The suite's optional test of `subscribe` is not part of it: followers here poll.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from eventsourcing.tests import persistence as suite
from sqlalchemy import Engine

from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.recorder import SqlRecorder


class OnFile:
    """Gives the suite a recorder on an empty database file, and streams that are named by text as ours are."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> Iterator[None]:
        self.folder = tmp_path
        self.numbers = itertools.count(1)
        self.engines: list[Engine] = []
        yield
        for engine in self.engines:
            engine.dispose()

    def create_recorder(self) -> SqlRecorder:
        """A recorder on a new file."""
        engine = open_engine(f"sqlite:///{self.folder / 'log.db'}")
        self.engines.append(engine)
        clock = SettableClock(datetime(2024, 3, 18, tzinfo=UTC))
        EventStore(engine, Registry(FACTS), clock).create()
        return SqlRecorder(engine, clock)

    def new_originator_id(self) -> str:
        """The name of a stream that is not there yet."""
        return f"task-184.9.2:vu-hop-tac-quoc-te:{next(self.numbers)}"


class TestAsApplicationRecorder(OnFile, suite.ApplicationRecorderTestCase[SqlRecorder]):
    """Events by stream and by position, also with many threads."""


class TestAsTrackingRecorder(OnFile, suite.TrackingRecorderTestCase):
    """Positions of followers, which only move forward."""


class TestAsProcessRecorder(OnFile, suite.ProcessRecorderTestCase):
    """Events and a follower's position in one transaction."""


class TestPositionsDoNotInterleave(OnFile, suite.NonInterleavingNotificationIDsBaseCase):
    """What one transaction appends stands together in the log."""
