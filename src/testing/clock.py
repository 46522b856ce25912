"""The two ports with nothing of the machine in them: a clock that a test sets, ids that a test can foresee."""

from __future__ import annotations

import itertools
from datetime import timedelta

from dondoc.ports import SettableClock


class FrozenClock(SettableClock):
    """A clock that stands still until it is set or moved on. It may be set back, as real clocks are."""

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move on by so much; negative amounts move back."""
        self.set(self.now() + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))


class SequentialIds:
    """Ids in the order in which they are asked for: e-000001, e-000002, ...; none twice, by whichever thread."""

    def __init__(self, prefix: str = "e") -> None:
        """Start anew, with a prefix of letters of one's own where two sources must differ."""
        self._prefix = prefix
        self._numbers = itertools.count(1)

    def new(self) -> str:
        """The next id."""
        return f"{self._prefix}-{next(self._numbers):06d}"
