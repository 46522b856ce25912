"""The real clock, the real ids and the real secrets: the only place that asks the machine for any of them."""

from __future__ import annotations

import secrets
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dondoc.domain.ports import HANOI


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock, shifted by `offset` seconds (trials only; 0 otherwise)."""

    offset: float = 0.0

    @property
    def simulated(self) -> bool:
        """A shifted clock is a simulated one."""
        return self.offset != 0.0

    def now(self) -> datetime:
        """The moment, with zone UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.offset)


@dataclass(frozen=True, slots=True)
class SimulatedClock:
    """A clock that was set to `start` when it was made and runs on from there."""

    start: datetime
    _made: float = field(default_factory=time.monotonic)

    @property
    def simulated(self) -> bool:
        """Always."""
        return True

    def now(self) -> datetime:
        """The moment, with zone UTC."""
        return self.start.astimezone(UTC) + timedelta(seconds=time.monotonic() - self._made)


class RandomIds:
    """Ids that cannot be guessed: 128 random bits less the six that mark their version."""

    def new(self) -> str:
        """A new UUID, version 4, as text."""
        return str(uuid.uuid4())


class RandomSecrets:
    """Secrets from the machine's own source of randomness."""

    def new(self) -> str:
        """256 random bits as text that may stand in an address."""
        return secrets.token_urlsafe(32)


class SettableClock:
    """A clock that stands still until it is set: for playing a story through. A moment without a zone is Vietnam's."""

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    @property
    def simulated(self) -> bool:
        """Always."""
        return True

    def now(self) -> datetime:
        """The moment that was set, with zone UTC."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Stand at another moment."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=HANOI)
        self._moment = aware.astimezone(UTC)
