"""The bell: it rings at once and then again and again, whatever a ring ends in, and never twice at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from dondoc.domain.errors import ClockJumped
from dondoc.workflow import schedule


@contextmanager
def ringing(tick: Any, seconds: float) -> Iterator[None]:
    """A scheduler that rings while the block runs."""
    scheduler = schedule.start(tick, seconds)
    try:
        yield
    finally:
        scheduler.shutdown()


def test_it_rings_at_once_and_then_again() -> None:
    """The first ring does not wait for the interval; the next ones keep it."""
    rung = threading.Semaphore(0)
    with ringing(rung.release, 3600):
        assert rung.acquire(timeout=5)
    with ringing(rung.release, 0.05):
        for _ in range(4):
            assert rung.acquire(timeout=5)


def test_a_refusal_is_said_and_the_bell_rings_on(caplog: pytest.LogCaptureFixture) -> None:
    """A clock that jumped stops one tick, not those after it; the log names it by its code, without a trace."""
    rung = threading.Semaphore(0)

    def tick() -> None:
        rung.release()
        raise ClockJumped

    with ringing(tick, 0.05):
        for _ in range(3):
            assert rung.acquire(timeout=5)
    said = [record for record in caplog.records if record.levelname == "ERROR"]
    assert {(record.getMessage(), getattr(record, "code", "")) for record in said} == {("tick failed", "clock-jumped")}
    assert all(record.exc_info is None for record in said)


def test_a_long_ring_is_not_run_into_by_the_next() -> None:
    """Two ticks of one bell never run side by side, and after a long one the next comes soon."""
    inside, most, rung = threading.Semaphore(1), [], threading.Semaphore(0)

    def tick() -> None:
        most.append(inside.acquire(blocking=False))
        time.sleep(0.12)
        inside.release()
        rung.release()

    with ringing(tick, 0.05):
        for _ in range(3):
            assert rung.acquire(timeout=5)
    assert all(most)


def test_after_it_is_shut_down_it_is_silent() -> None:
    """Nothing rings once the block is left."""
    rung = threading.Semaphore(0)
    with ringing(rung.release, 0.05):
        assert rung.acquire(timeout=5)
    while rung.acquire(blocking=False):
        pass
    assert not rung.acquire(timeout=0.3)
