"""The clock's bell: APScheduler wakes us, we tick. What is due comes from the log and the calendars, never from a job.

The only file that imports apscheduler.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.interval import IntervalTrigger

from dondoc.domain.errors import DondocError
from dondoc.domain.ports import HANOI
from dondoc.log import get_logger

JITTER = 0.1
"""The part of the interval by which a ring may come early or late."""
log = get_logger("dondoc.schedule")


class _AtOnce(IntervalTrigger):  # type: ignore[misc]  # apscheduler 3 ships no types
    """An interval that begins with a ring."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """Now, the first time."""
        return now if previous_fire_time is None else super().get_next_fire_time(previous_fire_time, now)


def start(tick: Callable[[], object], seconds: float) -> BaseScheduler:
    """Start a background scheduler that calls `tick` at once and then every so many seconds; `shutdown()` ends it."""
    scheduler = BackgroundScheduler(timezone=HANOI)

    def ring() -> None:
        try:
            tick()
        except DondocError as wrong:
            log.error("tick failed", action="tick-failed", code=wrong.code, error=str(wrong))

    # Late runs are taken, never dropped, and several missed ones are one: a tick catches up by itself. One job, so that
    # no two ticks of one process ever run side by side, however long the first one takes.
    # Rung a little early or late by chance: processes that were started together do not all ask at the same moment.
    bell = _AtOnce(seconds=seconds, timezone=HANOI, jitter=seconds * JITTER)
    scheduler.add_job(ring, bell, coalesce=True, max_instances=1, misfire_grace_time=None)
    scheduler.start()
    return scheduler
