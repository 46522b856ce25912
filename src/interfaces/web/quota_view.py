"""What the page of quotas shows: each body's, how far it is, whether that keeps pace, and how it went before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from markupsafe import Markup

from dondoc.domain.errors import CalendarUndecided
from dondoc.interfaces import terms
from dondoc.interfaces.matters import behind
from dondoc.interfaces.pictures.spark import spark
from dondoc.interfaces.web.asked import Asked
from dondoc.projections import quotas
from dondoc.projections.quotas import QuotaLine

BACK = timedelta(days=190)
"""How far back the line of earlier periods begins."""
MOST = 26
"""Periods in a line."""


@dataclass(frozen=True, slots=True)
class QuotaView:
    """A body's quota. `expected` is how many an even pace asks for by now, None where that cannot be told."""

    line: QuotaLine
    expected: float | None
    behind: bool
    days: str
    line_of: Markup
    kept: int
    periods: int


@dataclass(frozen=True, slots=True)
class DutyQuotas:
    """A duty with the quotas of its bodies in the period that runs."""

    duty: str
    rhythm: str
    quotas: list[QuotaView]

    @property
    def reached(self) -> int:
        """How many have all that is asked for."""
        return sum(each.line.pace.credits >= each.line.pace.count for each in self.quotas)

    @property
    def slow(self) -> int:
        """How many are behind."""
        return sum(each.behind for each in self.quotas)


def quota_view(ask: Asked, bodies: Sequence[str] | None, plan: str) -> list[DutyQuotas]:
    """The quotas in whose period the day lies, by duty."""
    lines = ask.dondoc.ask(quotas.running, ask.when, bodies=bodies, plan=plan)
    duties = sorted({line.duty for line in lines})
    since = (ask.as_of - BACK).isoformat()
    past = ask.dondoc.ask(quotas.before, ask.when, duties, since, bodies=bodies) if duties else {}
    return [
        DutyQuotas(duty, _rhythm(duty, ask), [_view(line, past.get((line.duty, line.body), []), ask) for line in own])
        for duty, own in groupby(lines, key=lambda line: line.duty)
    ]


def _rhythm(duty: str, ask: Asked) -> str:
    found = ask.catalogue.duties.get(duty)
    return terms.rhythm(found, ask.catalogue) if found else ""


def _view(line: QuotaLine, past: Sequence[tuple[str, int, int]], ask: Asked) -> QuotaView:
    told, ended = past[-MOST:], past[:-1]
    kept = sum(done >= asked for _, done, asked in ended)
    said = f"{len(told)} kỳ đến nay: " + ", ".join(f"{done}/{asked}" for _, done, asked in told)
    expected, days = _pace(line, ask.as_of, ask)
    slow = not line.outcome and behind(line, ask.when, ask.catalogue)
    return QuotaView(line, expected, slow, days, spark(said, told), kept, len(ended))


def _pace(line: QuotaLine, on: date, ask: Asked) -> tuple[float | None, str]:
    try:
        passed, whole = line.pace.days(on, ask.catalogue.calendar)
    except CalendarUndecided:
        return None, ""
    return (line.pace.count * passed / whole if whole else None), f"{passed}/{whole}"
