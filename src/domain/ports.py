"""The three ports through which time, identity and secrets come in.

Nothing else in dondoc asks the machine what time it is, invents an id or makes a secret: a test looks. The real
ones live in `dondoc.ports`, the fakes in `dondoc.testing`.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Says what time it is."""

    @property
    def simulated(self) -> bool:
        """Whether this is not the real time; shown wherever dates are shown."""

    def now(self) -> datetime:
        """The moment, with zone UTC."""


class Ids(Protocol):
    """Gives ids that nobody had before."""

    def new(self) -> str:
        """A new id: 1 to 36 characters of `[0-9a-z-]`."""


class Secrets(Protocol):
    """Gives what nobody can guess. Never logged, never stored but as its SHA-256."""

    def new(self) -> str:
        """256 random bits as 43 characters of `[A-Za-z0-9_-]`."""


def chance(ids: Ids) -> float:
    """A number from 0 up to 1, out of an id that nobody had before: so that many do not act at the same moment."""
    return int.from_bytes(hashlib.sha256(ids.new().encode()).digest()[:6]) / 2**48


def today(clock: Clock) -> date:
    """The day in Vietnam at this moment."""
    return local(clock.now()).date()


def local(moment: datetime) -> datetime:
    """The moment as Vietnam's clocks show it."""
    return moment.astimezone(HANOI)


def stamp(moment: datetime) -> str:
    """The moment as it is stored: UTC, microseconds, fixed width, so that text order is time order."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def unstamp(text: str) -> datetime:
    """The moment that `stamp` wrote."""
    return datetime.fromisoformat(text)
