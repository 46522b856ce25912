"""Rhythms: how a duty recurs. Six kinds and no more: once, every, quota, on demand, continuous, per version."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dondoc.domain import period as periods
from dondoc.domain.errors import Invalid
from dondoc.domain.model import Model
from dondoc.domain.period import Grain
from dondoc.domain.window import WindowSpec

PeriodGrain = Literal["week", "month", "quarter", "half", "year"]


def _relative(text: str) -> str:
    year_day(text, 2024)
    return text


RelativeDay = Annotated[str, AfterValidator(_relative)]
"""A day told from the plan's year: `-1/12-15` is 15 December of the year before, `0/03-20` is 20 March."""


def year_day(text: str, year: int) -> date:
    """The day that a relative day means in the plan of that year.

    Raises:
        Invalid: not of the form `OFFSET/MM-DD`, or no such day.
    """
    offset, _, month_day = text.partition("/")
    try:
        return date.fromisoformat(f"{year + int(offset):04d}-{month_day}")
    except ValueError as wrong:
        raise Invalid(
            f"{text!r} is not a day of a plan year ({wrong}).",
            vi=f"{text!r} không phải là ngày tính theo năm kế hoạch.",
            cure="Write OFFSET/MM-DD: 0/03-20 for 20 March, -1/12-15 for 15 December of the year before.",
        ) from wrong


class Slot(Model):
    """One period of a schedule: the data it covers, the day it opens and the day it is due are set apart."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9][A-Za-z0-9]*$")]
    name: str | None = None
    data_from: RelativeDay
    data_to: RelativeDay
    opens: RelativeDay | None = None
    due: RelativeDay


class Once(Model):
    """One time, in a window."""

    kind: Literal["once"]
    window: WindowSpec


class Every(Model):
    """In every period of a grain, or in each period of a schedule."""

    kind: Literal["every"]
    period: PeriodGrain | None = None
    schedule: tuple[Slot, ...] = ()

    def model_post_init(self, _context: object) -> None:
        """Either a grain or a schedule."""
        if (self.period is None) == (not self.schedule):
            raise Invalid(
                "every needs either period or schedule.",
                vi="Nhịp 'every' cần period hoặc schedule.",
                cure="Write {kind: every, period: quarter}.",
            )


class Quota(Model):
    """So many in every period, no carrying over. `minutes` is the least length of each that counts."""

    kind: Literal["quota"]
    period: PeriodGrain
    count: Annotated[int, Field(ge=1, le=1000)]
    fact: str
    minutes: Annotated[int, Field(ge=1)] | None = None


class OnDemand(Model):
    """When a case comes in; nothing opens by the clock."""

    kind: Literal["on-demand"]


class Continuous(Model):
    """All the time, the plan's year round."""

    kind: Literal["continuous"]


class PerVersion(Model):
    """Once for each version of the plan, from the day on which the version holds to the end of the plan."""

    kind: Literal["per-version"]


Rhythm = Annotated[Once | Every | Quota | OnDemand | Continuous | PerVersion, Field(discriminator="kind")]


def grain_of(rhythm: Every | Quota) -> Grain | None:
    """The grain of the periods; None where a schedule sets them."""
    return Grain(rhythm.period) if rhythm.period else None


__all__ = [
    "Continuous",
    "Every",
    "OnDemand",
    "Once",
    "PerVersion",
    "Quota",
    "Rhythm",
    "Slot",
    "grain_of",
    "periods",
    "year_day",
]
