"""A server that hangs is noticed: whoever waits for it is told, nobody is let through, until it answers again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import psycopg
import pytest
from sqlalchemy import Engine, text

from dondoc.domain.errors import StoreBroken
from dondoc.store.engine import open_engine, reading
from dondoc.store.pulse import Pulse

PATIENCE = 30.0
"""Seconds that a test waits for what should come at once: the machine may be busy."""


def until(found: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end
        time.sleep(0.02)


@contextmanager
def watched(engine: Engine) -> Iterator[Pulse]:
    """A pulse on an engine, which ends with it."""
    pulse = Pulse(engine, lambda: 0.5)
    pulse.start()
    try:
        yield pulse
    finally:
        pulse.stop()
        engine.dispose()


def asked(engine: Engine) -> int:
    """What the server says to a question."""
    with reading(engine) as connection:
        return int(connection.execute(text("SELECT 1")).scalar_one())


@contextmanager
def frozen(url: str) -> Iterator[None]:
    """The server stands still, every process of it."""
    with psycopg.connect(url) as connection:
        backend = psutil.Process(connection.info.backend_pid)
    server = psutil.Process(backend.ppid()) if backend.is_running() else None
    assert server is not None
    processes = [server, *server.children()]
    for each in processes:
        each.suspend()
    try:
        yield
    finally:
        for each in reversed(processes):
            each.resume()


def test_who_waits_for_a_server_that_hangs_is_told_and_it_is_back_when_it_is(spare_server: str) -> None:
    """A question on its way and those that come later fail, though the server says nothing; then all is as before."""
    engine = open_engine(spare_server)
    with watched(engine) as pulse:
        assert asked(engine) == 1
        until(lambda: pulse.gone is None)
        with frozen(spare_server):
            with pytest.raises(StoreBroken):
                asked(engine)
            until(lambda: pulse.gone)
            for _ in range(3):
                with pytest.raises(StoreBroken, match="does not answer"):
                    asked(engine)
        until(lambda: pulse.gone is None)
        assert asked(engine) == 1


def test_a_line_that_is_cut_alone_is_no_outage(spare_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An administrator ends the connection of the pulse: it takes another one, and nobody else is disturbed."""
    monkeypatch.setattr("dondoc.store.pulse.SILENCE", PATIENCE)  # however busy the machine is
    engine = open_engine(spare_server)
    with watched(engine) as pulse, reading(engine) as connection:
        mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dondoc' AND pid <> %s"
        )
        with psycopg.connect(spare_server, autocommit=True) as administrator:
            until(lambda: administrator.execute(others, (mine,)).fetchall())
            until(lambda: administrator.execute(others.replace("pg_terminate_backend(pid)", "pid"), (mine,)).fetchall())
        assert pulse.gone is None
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_file_is_not_watched(sqlite: str) -> None:
    """No thread is started for a database that no server stands before."""
    before = threading.active_count()
    with watched(open_engine(sqlite)) as pulse:
        assert (threading.active_count(), pulse.gone) == (before, None)
