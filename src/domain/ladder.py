"""The reminder ladder: which rung has a task reached, whom does that urge, and why.

A pure function of days. Its answer carries the whole explanation: the rule and its version, each condition with its
value, the days counted one by one with the decisions behind them, the offices urged and why them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dondoc.domain.calendar import Calendar, Count
from dondoc.domain.errors import CalendarUndecided, Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.period import DAY


class Rung(Model):
    """A rung: so many days before or after the due day. `working` counts working days.

    `to` names posts of the body that owes the task (`dau-moi`) or whole offices (`van-phong-bo/chanh-van-phong`).
    """

    id: Id
    name: Text
    before: Annotated[int | None, Field(ge=0, le=366)] = None
    after: Annotated[int | None, Field(ge=1, le=366)] = None
    working: bool = True
    level: Annotated[int, Field(ge=0, le=9)]
    to: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise Invalid(
                f"The rung {self.id!r} needs either before or after.",
                vi=f"Nấc {self.id!r} cần before hoặc after.",
                cure="Write before: 3 or after: 1.",
            )
        return self

    @property
    def offset(self) -> int:
        """Days from the due day; negative before it."""
        return -self.before if self.before is not None else self.after or 0

    def count(self, due: date, calendar: Calendar) -> Count:
        """The day of this rung for a task due on that day, with the days passed to find it."""
        if not self.working:
            return Count(due + self.offset * DAY, ())
        return calendar.count_working_days(due, self.offset)

    def day(self, due: date, calendar: Calendar) -> date:
        """The day of this rung for a task due on that day."""
        if not self.working:
            return due + self.offset * DAY
        return calendar.add_working_days(due, self.offset)

    def surely_after(self, day: date, due: date) -> bool:
        """Whether its day lies after that one without a need to count: working days are at least as many days.

        So what may come after the decided years does not stop the rungs before it.
        """
        return self.offset > 0 and day < due + self.offset * DAY


class Ladder(Model):
    """Rungs from the earliest to the last. `rhythms` and `grains` say for which duties it is meant; empty is any."""

    id: Id
    version: Annotated[int, Field(ge=1)]
    name: Text
    rhythms: tuple[str, ...] = ()
    grains: tuple[str, ...] = ()
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        ids = [rung.id for rung in self.rungs]
        if double := {i for i in ids if ids.count(i) > 1}:
            name = min(double)
            raise Invalid(
                f"Two rungs of {self.id!r} are called {name!r}.",
                vi=f"Hai nấc của {self.id!r} cùng mã {name!r}.",
                place=f"rungs.{len(ids) - 1 - ids[::-1].index(name)}.id",
                cure="Give one of them another id.",
            )
        for i, (lower, upper) in enumerate(zip(self.rungs, self.rungs[1:], strict=False), 1):
            if lower.offset >= upper.offset or lower.level > upper.level:
                raise Invalid(
                    f"The rung {upper.id!r} of {self.id!r} does not lie above {lower.id!r}.",
                    vi=f"Nấc {upper.id!r} không cao hơn nấc {lower.id!r}.",
                    place=f"rungs.{i}",
                    cure="List the rungs by day, with levels that never fall.",
                )
        return self

    def suits(self, rhythm: str, grain: str) -> bool:
        """Whether it is meant for duties of that rhythm and grain."""
        return (not self.rhythms or rhythm in self.rhythms) and (not self.grains or grain in self.grains)

    def reached(self, due: date, today: date, calendar: Calendar) -> list[Rung]:
        """The rungs whose day has come, lowest first."""
        return [
            rung
            for rung in self.rungs
            if _surely_past(rung, due, today)
            or (not rung.surely_after(today, due) and rung.day(due, calendar) <= today)
        ]


def _surely_past(rung: Rung, due: date, today: date) -> bool:
    # A rung before the due day has passed once the due day has: no need to count, nor to know the calendar.
    return rung.offset <= 0 and due <= today


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the ladder decided for one rung of one task: urge these offices, or hold back, and why."""

    task: str
    due: date
    ladder: str
    rung: str
    level: int
    to: tuple[str, ...]
    held_back: str
    why: dict[str, Any]


def remind(
    ladder: Ladder,
    *,
    task: str,
    body: str,
    due: date,
    since: date,
    today: date,
    known: Iterable[str],
    calendar: Calendar,
) -> Sequence[Reminder]:
    """The reminders that a task calls for today, beyond the rungs that are known already.

    Only the highest rung reached is urged; the ones below it, passed while nobody looked, are held back and recorded.
    A rung whose day does not lie after `since` (the day on which the plan began to bind) is held back too: nobody is
    urged for what they could not know, nor on the day on which they are told.

    Args:
        ladder: the rule.
        task: the task's id.
        body: the body that owes it.
        due: its last day in term.
        since: the first day on which the body could know of it.
        today: the day of the decision.
        known: ids of the rungs already recorded for this task.
        calendar: the working days.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    done = set(known)
    reached = ladder.reached(due, today, calendar)
    fresh = [rung for rung in reached if rung.id not in done]
    return [_decide(ladder, rung, reached[-1], task, body, due, since, today, calendar) for rung in fresh]


def _decide(
    ladder: Ladder,
    rung: Rung,
    top: Rung,
    task: str,
    body: str,
    due: date,
    since: date,
    today: date,
    calendar: Calendar,
) -> Reminder:
    count = _count(rung, due, today, calendar)
    early = count.result <= since
    passed = rung is not top
    held_back = "before-effective" if early else "superseded" if passed else ""
    to = offices(rung, body)
    why = {
        "rule": f"{ladder.id}/{ladder.version}",
        "rung": rung.id,
        "conditions": [
            {"what": "due", "value": due.isoformat(), "holds": True},
            {"what": "rung-day<=today", "value": f"{count.result}<={today}", "holds": count.result <= today},
            {"what": "rung-day>binding-since", "value": f"{count.result}>{since}", "holds": not early},
            {"what": "highest-rung-reached", "value": top.id, "holds": not passed},
        ],
        "days": [
            {"day": note.day.isoformat(), "working": note.working, "why": note.why, "basis": note.basis}
            for note in count.days
        ],
        "recipients": [{"office": office, "why": rung.id} for office in to],
    }
    return Reminder(task, due, ladder.id, rung.id, rung.level, () if held_back else to, held_back, why)


def _count(rung: Rung, due: date, today: date, calendar: Calendar) -> Count:
    try:
        return rung.count(due, calendar)
    except CalendarUndecided:
        if not _surely_past(rung, due, today):
            raise
        # It lies somewhere before a due day that has come, in years that were never entered: no day can be told, and
        # none is needed to know that it has passed.
        return Count(due, ())


def offices(rung: Rung, body: str) -> tuple[str, ...]:
    """The offices that a rung urges for a task of that body."""
    return tuple(post if "/" in post else f"{body}/{post}" for post in rung.to)
