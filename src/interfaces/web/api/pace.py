"""How often a caller may ask: so many requests at once, which come back evenly over a minute. It keeps no names."""

from __future__ import annotations

import threading
from datetime import timedelta
from math import ceil

from dondoc.domain.ports import Clock

MINUTE = timedelta(minutes=1)
MOST_CALLERS = 10_000
"""How many callers are remembered; whoever has not asked for a minute is forgotten first."""


class Pace:
    """Counts the requests of each caller, within this process."""

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._most = per_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, caller: str) -> int:
        """Count a request; how many seconds the caller must wait first, 0 where it may go on."""
        now = self._clock.now().timestamp()
        each = MINUTE.total_seconds() / self._most
        with self._lock:
            left, then = self._left.pop(caller, (float(self._most), now))
            left = min(float(self._most), left + max(0.0, now - then) / each)
            allowed = left >= 1
            self._left[caller] = (left - 1 if allowed else left, now)
            if len(self._left) > MOST_CALLERS:
                self._left.pop(next(iter(self._left)))
        return 0 if allowed else max(1, ceil((1 - left) * each))
