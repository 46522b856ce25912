"""Limits and rungs: by when something should have happened, and when before or after that somebody is urged.

A limit is the due day of a task, one of its clocks, or the silence that a standing duty may keep. A rung is so many
days or hours before or after it, or a share of its time, and may come again. Pure arithmetic; who is urged and why is
`ladder`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from dondoc.domain.calendar import Calendar, Count
from dondoc.domain.counting import first_moment, last_moment
from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.operand import When
from dondoc.domain.pace import Pace
from dondoc.domain.period import DAY
from dondoc.domain.ports import local, stamp

Kind = Literal["due", "days", "hours", "silence", "pace"]
"""A due day, a clock that ends with a day, a clock that ends at a moment, a silence, or a quota that falls behind."""
SILENCE: Final = "silence"
"""What the limit of silence is called in the ledger; clocks have their own ids, a due day none."""
PACE: Final = "pace"
"""What the limit of a quota's pace is called in the ledger."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What a task is urged about.

    Attributes:
        kind: which sort of limit it is.
        due: its last day.
        since: the moment from which the body could know of it.
        id: the clock, `silence` or `pace`; empty for the task's own due day.
        start: when it began to run; for a silence, the day of the last activity.
        due_at: its last moment, where it is told in hours.
        pace: how far the quota is, for a limit of its pace.
    """

    kind: Kind
    due: date
    since: datetime
    id: str = ""
    start: datetime | None = None
    due_at: datetime | None = None
    pace: Pace | None = None

    @property
    def key(self) -> str:
        """Tells it from the same limit at another time: a due day that moved, a clock that started anew."""
        return stamp(self.due_at) if self.due_at else self.due.isoformat()

    @property
    def end(self) -> datetime:
        """Its last moment; the end of its day, where it is told in days."""
        return self.due_at or last_moment(self.due)


class Repeat(Model):
    """A rung comes again: each time `every` so many of its own days or hours later, at most `most` times."""

    every: Annotated[int, Field(ge=1, le=366)]
    most: Annotated[int, Field(ge=1, le=50)]


class Rung(Model):
    """A rung: so many working days, days or hours before or after the end, or when that share of the time has passed.

    `passed` is in percent of the time from the start of a clock to its end. `to` names posts of the body that owes the
    task (`dau-moi`) or whole offices (`van-phong-bo/chanh-van-phong`). `letter`: that body gets a formal letter too.
    `when`: what must hold when its time has come; else it is held back. Its second time is called `ID/2`.
    """

    id: Id
    name: Text
    before: Annotated[int | None, Field(ge=0, le=366)] = None
    after: Annotated[int | None, Field(ge=1, le=366)] = None
    passed: Annotated[int | None, Field(ge=1, le=99)] = None
    unit: Literal["working-days", "days", "hours"] = "working-days"
    level: Annotated[int, Field(ge=0, le=9)]
    to: Annotated[tuple[str, ...], Field(min_length=1)]
    letter: bool = False
    repeat: Repeat | None = None
    when: When | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if sum(place is not None for place in (self.before, self.after, self.passed)) != 1:
            raise Invalid(
                f"The rung {self.id!r} needs either before or after or passed.",
                vi=f"Nấc {self.id!r} cần before, hoặc after, hoặc passed.",
                cure="Write before: 3 or after: 1, or passed: 50 for half of a clock's time.",
            )
        return self

    @model_validator(mode="after")
    def _repeats_days(self) -> Self:
        if self.repeat and self.passed is not None:
            raise Invalid(
                f"The rung {self.id!r} is a share of a time and cannot repeat.",
                vi=f"Nấc {self.id!r} tính theo phần thời hạn nên không lặp lại được.",
                place="repeat",
                cure="Write further rungs instead, each with its own share.",
            )
        return self

    def times(self) -> tuple[Rung, ...]:
        """The rung itself and each time that it comes again, the second under the id `ID/2`."""
        again = range(1, self.repeat.most + 1) if self.repeat else ()
        return (self, *(self._again(n) for n in again))

    def _again(self, n: int) -> Rung:
        assert self.repeat is not None  # only what repeats comes again
        offset = self.offset + n * self.repeat.every
        place = {"before": -offset, "after": None} if offset <= 0 else {"before": None, "after": offset}
        said = {"id": f"{self.id}/{n + 1}", "name": f"{self.name}, lần {n + 1}", "repeat": None}
        return self.model_copy(update={**place, **said})

    @property
    def first(self) -> str:
        """The id of the rung that this is a time of."""
        return first_time(self.id)

    @property
    def offset(self) -> int:
        """Days or hours from the end; negative before it, 0 for a share of the time."""
        return -self.before if self.before is not None else self.after or 0

    @property
    def by_moment(self) -> bool:
        """Whether it is reached within the day, not with its beginning."""
        return self.passed is not None or self.unit == "hours"

    @property
    def height(self) -> tuple[int, int]:
        """Where it stands on its ladder: shares of the time first, then by the hours from the end."""
        return (0, self.passed) if self.passed else (1, self.offset * (1 if self.unit == "hours" else 24))

    def count(self, due: date, calendar: Calendar) -> Count:
        """The day of a rung in days for a limit that ends on that day, with the days passed to find it."""
        if self.unit != "working-days":
            return Count(due + self.offset * DAY, ())
        return calendar.count_working_days(due, self.offset)

    def day(self, due: date, calendar: Calendar) -> date:
        """The day of a rung in days for a limit that ends on that day."""
        if self.unit != "working-days":
            return due + self.offset * DAY
        return calendar.add_working_days(due, self.offset)

    def at(self, limit: Limit, calendar: Calendar) -> datetime:
        """The moment of this rung; the beginning of its day where it is told in days.

        Raises:
            CalendarUndecided: it lies outside the decided years.
        """
        if self.passed is not None:
            start = limit.start or limit.since
            return start + (limit.end - start) * self.passed / 100
        if self.unit == "hours":
            return limit.end + timedelta(hours=self.offset)
        return first_moment(self.day(limit.due, calendar))

    def reached(self, limit: Limit, now: datetime, calendar: Calendar) -> bool:
        """Whether its time has come.

        Raises:
            CalendarUndecided: that hangs on days outside the decided years.
        """
        if self.by_moment:
            return self.at(limit, calendar) <= now
        today = local(now).date()
        if self.surely_past(limit.due, today):
            return True
        return not self.surely_after(today, limit.due) and self.day(limit.due, calendar) <= today

    def surely_after(self, day: date, due: date) -> bool:
        """Whether its day lies after that one without a need to count: working days are at least as many days.

        So what may come after the decided years does not stop the rungs before it.
        """
        return self.offset > 0 and day < due + self.offset * DAY

    def surely_past(self, due: date, today: date) -> bool:
        """A rung before the due day has passed once the due day has: no need to count, nor to know the calendar."""
        return self.offset <= 0 and due <= today


def first_time(rung: str) -> str:
    """The id of the rung that an id names a time of: `qua-han-15` for `qua-han-15/3`."""
    return rung.partition("/")[0]
