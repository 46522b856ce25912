"""When people may be written to, and how often: working hours, quiet days, a budget for each receiver. As data.

What may not go out now waits and is merged into the next notice; it is never dropped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from dondoc.domain.calendar import Calendar
from dondoc.domain.errors import CalendarUndecided, Invalid
from dondoc.domain.model import Model
from dondoc.domain.period import DAY
from dondoc.domain.ports import HANOI, local

DAILY, WEEKLY, HOURLY = "budget-day", "budget-week", "budget-hours"
"""The budgets that may be spent; the last one by what is told in hours, once the day's is."""


class Hours(Model):
    """The hours of a working day, Vietnam's time: from the first moment up to the last, which is not included."""

    from_: Annotated[time, Field(alias="from")]
    to: time

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.from_ >= self.to:
            raise Invalid(
                "The hours end before they begin.",
                vi="Giờ kết thúc phải sau giờ bắt đầu.",
                place="to",
                cure='Write for example from: "07:30", to: "17:00".',
            )
        return self


class Budget(Model):
    """How many notices a receiver gets by one channel at most.

    `day`: of all kinds in a day; `week`: of those that are told in days, from Monday to Sunday. The last one of a week
    is kept for what is urgent: reminders of the level `urgent` or above, letters, and what is asked for. What is told
    in hours cannot wait for the next day: once the day's budget is spent it comes together, every `apart` minutes.
    """

    day: Annotated[int, Field(ge=1, le=100)]
    week: Annotated[int, Field(ge=1, le=7)]
    urgent: Annotated[int, Field(ge=0, le=9)] = 2
    apart: Annotated[int, Field(ge=1, le=240)] = 60


@dataclass(frozen=True, slots=True)
class Had:
    """A notice that a receiver has got, or that is on its way: of when, and whether it was told in hours."""

    at: datetime
    pressing: bool

    @property
    def day(self) -> date:
        """Its day in Vietnam."""
        return local(self.at).date()


class DeliveryRules(Model):
    """When notices go out, and how many. Without `hours` at any time, without `budget` as many as there are.

    `together`: from how many reminders on of one body under one plan a notice lists them in short, under one line with
    their number; 0 for never.
    """

    hours: Hours | None = None
    budget: Budget | None = None
    together: Annotated[int, Field(ge=0, le=1000)] = 0

    def is_open(self, now: datetime, calendar: Calendar) -> bool:
        """Whether what is told in days may go out now: within the hours of a working day."""
        if self.hours is None:
            return True
        here = local(now)
        return _worked(here.date(), calendar) and self.hours.from_ <= here.time().replace(tzinfo=None) < self.hours.to

    def opening(self, day: date, calendar: Calendar) -> datetime:
        """The first moment, on that day or a later one, at which what is told in days may go out."""
        while self.hours is not None and not _worked(day, calendar):
            day += DAY
        return datetime.combine(day, self.hours.from_ if self.hours else time(), HANOI)

    def spent(self, had: Iterable[Had], now: datetime, *, pressing: bool, urgent: bool) -> str:
        """Which budget a further notice would exceed now, `DAILY`, `WEEKLY` or `HOURLY`; empty where there is room.

        Args:
            had: the notices of this week to the same receiver by the same channel.
            now: the moment.
            pressing: whether it is told in hours; such a one counts for the day only.
            urgent: whether it may have the last place of the week.
        """
        if self.budget is None:
            return ""
        had, today = list(had), local(now).date()
        if sum(each.day == today for each in had) >= self.budget.day:
            since = now - timedelta(minutes=self.budget.apart)
            lately = any(each.pressing and each.at > since for each in had)
            return DAILY if not pressing else HOURLY if lately else ""
        left = self.budget.week - sum(not each.pressing for each in had)
        return WEEKLY if not pressing and left <= (0 if urgent or self.budget.week == 1 else 1) else ""

    def again(self, spent: str, now: datetime, calendar: Calendar) -> date:
        """The day on which there is room again, after a budget was spent."""
        today = local(now).date()
        if spent == HOURLY and self.budget:
            return local(now + timedelta(minutes=self.budget.apart)).date()
        return self.opening(monday(today) + 7 * DAY if spent == WEEKLY else today + DAY, calendar).date()


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - day.weekday() * DAY


def _worked(day: date, calendar: Calendar) -> bool:
    """Whether it is a working day. A year that is not decided has its plain weekdays: better told than lost."""
    try:
        return calendar.is_working(day)
    except CalendarUndecided:
        return day.weekday() not in calendar.weekend
