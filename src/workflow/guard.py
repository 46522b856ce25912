"""A guard against a clock that jumps: a tick needs the clocks of process, machine and database to agree with the log.

Where they do not, nothing is opened or urged until they do: ten years opened by one wrong second cannot be undone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from dondoc.domain.errors import ClockJumped
from dondoc.domain.ports import Clock

TOLERANCE = timedelta(minutes=5)


def steady() -> float:
    """Seconds on a clock that nobody sets and that runs on while the machine sleeps, where there is such a clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Guard:
    """Says what time it is, if it can be believed."""

    def __init__(
        self,
        clock: Clock,
        *,
        database_now: Callable[[], datetime],
        last_recorded: Callable[[], datetime | None],
        steady: Callable[[], float] = steady,
    ) -> None:
        self._clock = clock
        self._database_now = database_now
        self._last_recorded = last_recorded
        self._steady = steady
        self._before: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """The moment, when every clock agrees on it within five minutes.

        Raises:
            ClockJumped: they do not; says which ones.
        """
        wall, ran = self._clock.now(), self._steady()
        self._agree(wall, self._database_now(), "the database's clock", "đồng hồ của cơ sở dữ liệu")
        last = self._last_recorded()
        if last is not None and wall < last:
            self._agree(wall, last, "the last event of the log", "sự kiện cuối trong nhật ký")
        if self._before is not None:
            expected = self._before[0] + timedelta(seconds=ran - self._before[1])
            self._agree(wall, expected, "the time that passed since the last tick", "thời gian thực đã trôi qua")
        self._before = (wall, ran)
        return wall

    def _agree(self, wall: datetime, other: datetime, what: str, what_vi: str) -> None:
        if abs(wall - other) > TOLERANCE:
            raise ClockJumped(
                f"The clock says {wall:%Y-%m-%d %H:%M} UTC, which does not agree with {what} "
                f"({other:%Y-%m-%d %H:%M} UTC).",
                vi=f"Đồng hồ máy ({wall:%d/%m/%Y %H:%M} UTC) không khớp với {what_vi} ({other:%d/%m/%Y %H:%M} UTC).",
                cure="Set the machine's clock right; restart if the new time is the right one.",
            )
