"""The reminder ladder: which rung has a task reached, whom does that urge, and why.

A pure function of a limit and a moment. Its answer carries the whole explanation: the rule and its version, each
condition with its value, the days counted one by one with the decisions behind them, the offices urged and why them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from dondoc.domain.calendar import Calendar, Count
from dondoc.domain.errors import CalendarUndecided, Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.ports import local
from dondoc.domain.rung import Kind, Limit, Rung

_CLOCKS = {"days", "hours"}


class Ladder(Model):
    """Rungs from the earliest to the last.

    `rhythms` and `grains` say for which duties it is meant, `marks` for tasks with one of these marks only; empty is
    any. `limits` are the kinds of limits that it is counted from.
    """

    id: Id
    version: Annotated[int, Field(ge=1)]
    name: Text
    rhythms: tuple[str, ...] = ()
    grains: tuple[str, ...] = ()
    marks: tuple[Id, ...] = ()
    limits: Annotated[tuple[Kind, ...], Field(min_length=1)] = ("due",)
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
            if lower.height >= upper.height or lower.level > upper.level:
                raise Invalid(
                    f"The rung {upper.id!r} of {self.id!r} does not lie above {lower.id!r}.",
                    vi=f"Nấc {upper.id!r} không cao hơn nấc {lower.id!r}.",
                    place=f"rungs.{i}",
                    cure="List the rungs by day, with levels that never fall.",
                )
        return self

    @model_validator(mode="after")
    def _shares_of_clocks(self) -> Self:
        for i, rung in enumerate(self.rungs):
            if rung.passed is not None and not _CLOCKS.issuperset(self.limits):
                raise Invalid(
                    f"The rung {rung.id!r} of {self.id!r} is a share of a time, which only clocks have.",
                    vi=f"Nấc {rung.id!r} của {self.id!r} tính theo phần thời hạn, chỉ đồng hồ mới có.",
                    place=f"rungs.{i}.passed",
                    cure="Write limits: [hours] or [days], or before and after instead.",
                )
        return self

    def suits(self, rhythm: str, grain: str, kind: str = "due", marks: Collection[str] = ()) -> bool:
        """Whether it is meant for a limit of that kind, of a duty of that rhythm and grain and a task so marked."""
        return (
            kind in self.limits
            and (not self.marks or not {*self.marks}.isdisjoint(marks))
            and (not self.rhythms or rhythm in self.rhythms)
            and (not self.grains or grain in self.grains)
        )

    def reached(self, limit: Limit, now: datetime, calendar: Calendar) -> list[Rung]:
        """The rungs whose time has come, in order of time."""
        found = [rung for rung in self.rungs if rung.reached(limit, now, calendar)]
        if any(rung.passed for rung in found):
            # Half of a short time may come after four hours before its end.
            found.sort(key=lambda rung: rung.at(limit, calendar))
        return found


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the ladder decided for one rung of one limit of a task: urge these offices, or hold back, and why."""

    task: str
    limit: Limit
    ladder: str
    rung: str
    level: int
    to: tuple[str, ...]
    held_back: str
    why: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a ladder: a limit of a body's task, at a moment."""

    ladder: Ladder
    limit: Limit
    task: str
    body: str
    now: datetime
    calendar: Calendar


def remind(
    ladder: Ladder, limit: Limit, *, task: str, body: str, now: datetime, known: Iterable[str], calendar: Calendar
) -> Sequence[Reminder]:
    """The reminders that a limit of a task calls for now, beyond the rungs that are known already.

    Only the highest rung reached is urged; the ones below it, passed while nobody looked, are held back and recorded.
    A rung that does not lie after `limit.since` (for a rung in days: after its day) is held back too: nobody is urged
    for what they could not know, nor on the day on which they are told.

    Args:
        ladder: the rule.
        limit: by when it should have happened.
        task: the task's id.
        body: the body that owes it.
        now: the moment of the decision.
        known: ids of the rungs already recorded for this limit.
        calendar: the working days.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    asked = _Asked(ladder, limit, task, body, now, calendar)
    done = set(known)
    reached = ladder.reached(limit, now, calendar)
    return [_decide(asked, rung, reached[-1]) for rung in reached if rung.id not in done]


def _decide(asked: _Asked, rung: Rung, top: Rung) -> Reminder:
    by_time, count, early = (_by_moment if rung.by_moment else _by_day)(asked, rung)
    passed = rung is not top
    held_back = "before-effective" if early else "superseded" if passed else ""
    to = offices(rung, asked.body)
    ladder = asked.ladder
    why = {
        "rule": f"{ladder.id}/{ladder.version}",
        "rung": rung.id,
        "conditions": [
            *_limit_said(asked),
            *by_time,
            {"what": "highest-rung-reached", "value": top.id, "holds": not passed},
        ],
        "days": [
            {"day": note.day.isoformat(), "working": note.working, "why": note.why, "basis": note.basis}
            for note in count.days
        ],
        "recipients": [{"office": office, "why": rung.id} for office in to],
    }
    return Reminder(asked.task, asked.limit, ladder.id, rung.id, rung.level, () if held_back else to, held_back, why)


def _limit_said(asked: _Asked) -> list[dict[str, Any]]:
    """Which limit it is, as conditions of the explanation."""
    limit, said = asked.limit, []
    if limit.kind == "silence" and limit.start:
        last, today = local(limit.start).date(), local(asked.now).date()
        said += [
            ("last-activity", last.isoformat()),
            ("silent-days", str((today - last).days)),
            ("silence-limit", str((limit.due - last).days)),
        ]
    elif limit.id:
        said.append(("clock", limit.id))
    said.append(("due", local(limit.due_at).isoformat() if limit.due_at else limit.due.isoformat()))
    return [{"what": what, "value": value, "holds": True} for what, value in said]


_Timed = tuple[list[dict[str, Any]], Count, bool]


def _by_day(asked: _Asked, rung: Rung) -> _Timed:
    today, since = local(asked.now).date(), local(asked.limit.since).date()
    count = _count(asked, rung)
    early = count.result <= since
    said = [
        {"what": "rung-day<=today", "value": f"{count.result}<={today}", "holds": count.result <= today},
        {"what": "rung-day>binding-since", "value": f"{count.result}>{since}", "holds": not early},
    ]
    return said, count, early


def _by_moment(asked: _Asked, rung: Rung) -> _Timed:
    at, now, since = rung.at(asked.limit, asked.calendar), asked.now, asked.limit.since
    early = at <= since
    said = [
        {"what": "rung-at<=now", "value": f"{_hour(at)}<={_hour(now)}", "holds": at <= now},
        {"what": "rung-at>known-since", "value": f"{_hour(at)}>{_hour(since)}", "holds": not early},
    ]
    return said, Count(local(at).date(), ()), early


def _hour(moment: datetime) -> str:
    return local(moment).isoformat(timespec="minutes")


def _count(asked: _Asked, rung: Rung) -> Count:
    try:
        return rung.count(asked.limit.due, asked.calendar)
    except CalendarUndecided:
        if not rung.surely_past(asked.limit.due, local(asked.now).date()):
            raise
        # It lies somewhere before a due day that has come, in years that were never entered: no day can be told, and
        # none is needed to know that it has passed.
        return Count(asked.limit.due, ())


def offices(rung: Rung, body: str) -> tuple[str, ...]:
    """The offices that a rung urges for a task of that body; then the body itself, where it gets a formal letter."""
    to = tuple(post if "/" in post else f"{body}/{post}" for post in rung.to)
    return (*to, body) if rung.letter else to
