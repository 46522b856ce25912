"""Reminders: which rung of its ladder has a task reached, whom does that urge, and why.

A pure function of a limit and a moment. Its answer carries the whole explanation: the rule and its version, each
condition with its value, the days counted one by one with the decisions behind them, the offices urged, who holds them
and why them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dondoc.domain.calendar import Calendar, Count
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.ladder import Ladder
from dondoc.domain.office import Holding
from dondoc.domain.operand import Operands, Said, said
from dondoc.domain.ports import local
from dondoc.domain.rung import Limit, Rung, first_time


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


@dataclass(frozen=True)
class Context:
    """What a decision looks at beside limit and moment.

    Attributes:
        operands: what conditions may ask of the task.
        late_tasks: how many tasks of its body are overdue on a day.
        holders: who is to be told what is meant for an office on a day; nobody for a body that gets a letter.
        acknowledged: the rungs of this limit that somebody has answered for; they are not repeated.
    """

    operands: Operands
    late_tasks: Callable[[str, date], int]
    holders: Callable[[str, date], Sequence[Holding]]
    acknowledged: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a ladder: a limit of a body's task, at a moment."""

    ladder: Ladder
    limit: Limit
    task: str
    body: str
    now: datetime
    calendar: Calendar
    context: Context | None

    @property
    def today(self) -> date:
        """The day of the decision, in Vietnam."""
        return local(self.now).date()


def remind(
    ladder: Ladder,
    limit: Limit,
    *,
    task: str,
    body: str,
    now: datetime,
    known: Iterable[str],
    calendar: Calendar,
    context: Context | None = None,
) -> Sequence[Reminder]:
    """The reminders that a limit of a task calls for now, beyond the rungs that are known already.

    Only the highest rung reached whose conditions hold is urged; the ones below it, passed while nobody looked, are
    held back and recorded, and so are those whose conditions do not hold and repeats of what was acknowledged. A rung
    that does not lie after `limit.since` (for a rung in days: after its day) is held back too: nobody is urged for what
    they could not know, nor on the day on which they are told.

    Args:
        ladder: the rule.
        limit: by when it should have happened.
        task: the task's id.
        body: the body that owes it.
        now: the moment of the decision.
        known: ids of the rungs already recorded for this limit.
        calendar: the working days.
        context: what else may be asked; without it no condition holds and nobody is named beside their office.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    asked = _Asked(ladder, limit, task, body, now, calendar, context)
    done = set(known)
    reached = ladder.reached(limit, now, calendar)
    if done.issuperset(rung.id for rung in reached):
        return ()
    conditions = {rung.id: conditions_of(rung, limit, asked.today, body, context) for rung in reached}
    meant = [rung for rung in reached if all(each["holds"] for each in conditions[rung.id])]
    top = (meant or reached)[-1]
    return [_decide(asked, rung, top, conditions[rung.id]) for rung in reached if rung.id not in done]


def consider(
    ladder: Ladder,
    rung: Rung,
    limit: Limit,
    *,
    task: str,
    body: str,
    now: datetime,
    calendar: Calendar,
    context: Context,
) -> Reminder:
    """What would be decided on one rung if it were decided now, reached or not: each condition with its value.

    Raises:
        CalendarUndecided: it lies outside the decided years.
    """
    asked = _Asked(ladder, limit, task, body, now, calendar, context)
    reached = ladder.reached(limit, now, calendar)
    meant = [
        each
        for each in reached
        if all(said["holds"] for said in conditions_of(each, limit, asked.today, body, context))
    ]
    above = [each for each in (meant or reached)[-1:] if ladder.climb.index(each) > ladder.climb.index(rung)]
    return _decide(asked, rung, (above or [rung])[-1], conditions_of(rung, limit, asked.today, body, context))


def conditions_of(rung: Rung, limit: Limit, today: date, body: str, context: Context | None) -> list[Said]:
    """The conditions of a rung with their values on a day."""
    if rung.when is None:
        return []
    if context is None:
        return [said("when", "", (), holds=False)]
    late = max((today - limit.due).days, 0)
    measured = rung.when.measured(late, lambda: context.late_tasks(body, today))
    return [*rung.when.asked(context.operands), *measured]


def _decide(asked: _Asked, rung: Rung, top: Rung, conditions: list[Said]) -> Reminder:
    by_time, count, early = (_by_moment if rung.by_moment else _by_day)(asked, rung)
    passed = rung is not top
    answered = asked.context is not None and rung.id != rung.first and _answered(rung, asked.context)
    reasons = {
        "before-effective": early,
        "condition": not all(each["holds"] for each in conditions),
        "superseded": passed,
        "acknowledged": answered,
    }
    held_back = next((reason for reason, holds in reasons.items() if holds), "")
    to = offices(rung, asked.body)
    ladder = asked.ladder
    why = {
        "rule": f"{ladder.id}/{ladder.version}",
        "rung": rung.id,
        "conditions": [
            *_limit_said(asked),
            *by_time,
            *conditions,
            {"what": "highest-rung-reached", "value": top.id, "holds": not passed},
            *([said("acknowledged", rung.first, (), holds=False)] if answered else ()),
        ],
        "days": [
            {"day": note.day.isoformat(), "working": note.working, "why": note.why, "basis": note.basis}
            for note in count.days
        ],
        "recipients": [_recipient(office, rung, asked) for office in to],
    }
    if asked.context:
        why["chosen"] = [*ladder.chosen(asked.context.operands, asked.limit.kind)]
    return Reminder(asked.task, asked.limit, ladder.id, rung.id, rung.level, () if held_back else to, held_back, why)


def _answered(rung: Rung, context: Context) -> bool:
    return rung.first in {first_time(each) for each in context.acknowledged}


def _recipient(office: str, rung: Rung, asked: _Asked) -> dict[str, Any]:
    told: dict[str, Any] = {"office": office, "why": rung.id}
    if asked.context:
        told["persons"] = [held(each) for each in asked.context.holders(office, asked.today)]
    return told


def held(holding: Holding) -> dict[str, str]:
    """A person with the capacity in which they are told: `holder`, `acting` or `delegated`."""
    capacity = "acting" if holding.acting else "delegated" if holding.delegated else "holder"
    return {"person": holding.person, "as": capacity}


def _limit_said(asked: _Asked) -> list[dict[str, Any]]:
    """Which limit it is, as conditions of the explanation."""
    limit, found, behind = asked.limit, [], True
    if limit.pace:
        passed, whole = limit.pace.days(asked.today, asked.calendar)
        behind = limit.pace.behind(asked.today, asked.calendar)
        found += [
            ("working-days-left", str(whole - passed)),
            ("behind-pace", f"{limit.pace.credits}/{limit.pace.count}<{passed}/{whole}"),
        ]
    elif limit.kind == "silence" and limit.start:
        last = local(limit.start).date()
        found += [
            ("last-activity", last.isoformat()),
            ("silent-days", str((asked.today - last).days)),
            ("silence-limit", str((limit.due - last).days)),
        ]
    elif limit.id:
        found.append(("clock", limit.id))
    found.append(("due", local(limit.due_at).isoformat() if limit.due_at else limit.due.isoformat()))
    return [{"what": what, "value": value, "holds": behind or what != "behind-pace"} for what, value in found]


_Timed = tuple[list[dict[str, Any]], Count, bool]


def _by_day(asked: _Asked, rung: Rung) -> _Timed:
    today, since = asked.today, local(asked.limit.since).date()
    count = _count(asked, rung)
    early = count.result <= since
    found = [
        {"what": "rung-day<=today", "value": f"{count.result}<={today}", "holds": count.result <= today},
        {"what": "rung-day>binding-since", "value": f"{count.result}>{since}", "holds": not early},
    ]
    return found, count, early


def _by_moment(asked: _Asked, rung: Rung) -> _Timed:
    at, now, since = rung.at(asked.limit, asked.calendar), asked.now, asked.limit.since
    early = at <= since
    found = [
        {"what": "rung-at<=now", "value": f"{_hour(at)}<={_hour(now)}", "holds": at <= now},
        {"what": "rung-at>known-since", "value": f"{_hour(at)}>{_hour(since)}", "holds": not early},
    ]
    return found, Count(local(at).date(), ()), early


def _hour(moment: datetime) -> str:
    return local(moment).isoformat(timespec="minutes")


def _count(asked: _Asked, rung: Rung) -> Count:
    try:
        return rung.count(asked.limit.due, asked.calendar)
    except CalendarUndecided:
        if not rung.surely_past(asked.limit.due, asked.today):
            raise
        # It lies somewhere before a due day that has come, in years that were never entered: no day can be told, and
        # none is needed to know that it has passed.
        return Count(asked.limit.due, ())


def offices(rung: Rung, body: str) -> tuple[str, ...]:
    """The offices that a rung urges for a task of that body; then the body itself, where it gets a formal letter."""
    to = tuple(post if "/" in post else f"{body}/{post}" for post in rung.to)
    return (*to, body) if rung.letter else to
