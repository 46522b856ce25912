"""Holding back: what was replied to being urged keeps a reminder from going out, and says so in its explanation.

While urging is paused nobody is urged. Once a day was promised, the ladder is counted from that day instead of the
limits that end before it. Neither changes where the task stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from dondoc.domain.calendar import Calendar
from dondoc.domain.counting import first_moment
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.ladder import Ladder
from dondoc.domain.period import DAY
from dondoc.domain.ports import local
from dondoc.domain.reminder import Reminder
from dondoc.domain.reply_rules import PauseRule
from dondoc.domain.rung import SILENCE, Limit

PROMISE: Final = "promise"
"""What a promised day is called as a limit in the ledger."""
PAUSED, PROMISED = "paused", "promised"
"""Why a reminder is held back."""
LADDER, RUNG = "pause", "ended"
"""Under which the end of a pause stands in the ledger of reminders."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Nobody is urged from one day to another, both included; `office` ordered it."""

    first: date
    until: date
    office: str


@dataclass(frozen=True, slots=True)
class Holds:
    """What keeps the reminders of a task back: the day promised last, with when we learned of it, and the pauses."""

    promised: date | None = None
    since: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def of(cls, promised: date | None, since: datetime | None, pauses: Iterable[Pause]) -> Holds:
        """From all pauses, oldest first: a later one takes the place of an earlier one from its first day on."""
        found: list[Pause] = []
        for pause in pauses:
            found = [replace(each, until=min(each.until, pause.first - DAY)) for each in found]
            found = [*(each for each in found if each.first <= each.until), pause]
        return cls(promised, since, tuple(found))

    def limit(self, ends: Iterable[date]) -> Limit | None:
        """The promised day as a limit; None where no day was promised that lies after the limits of the task."""
        if self.promised is None or any(end >= self.promised for end in ends):
            return None
        return Limit("due", self.promised, self.since or first_moment(self.promised), PROMISE)


def after_end(ladder: Ladder) -> Ladder | None:
    """The rungs of a ladder that lie after the end of a limit: nobody is urged before the day that they promised."""
    rungs = tuple(rung for rung in ladder.rungs if rung.offset > 0)
    return Ladder.model_construct(**{**dict(ladder), "rungs": rungs}) if rungs else None


def hold(reminder: Reminder, holds: Holds, ladder: Ladder | None, now: datetime, calendar: Calendar) -> Reminder:
    """The reminder, held back where a pause or a promise says so.

    A rung whose day lies within a pause stays held back when it is decided after it: a tick that comes late gives what
    one in time would have given.
    """
    if reminder.held_back:
        return reminder
    today, day = local(now).date(), _day(reminder, ladder, calendar)
    for pause in holds.pauses:
        if any(pause.first <= each <= pause.until for each in (today, day) if each):
            return _held(reminder, PAUSED, "paused-until", pause.until)
    limit, promised = reminder.limit, holds.promised
    if promised and limit.id not in {PROMISE, SILENCE} and limit.due < promised:
        return _held(reminder, PROMISED, "promised-until", promised)
    return reminder


def _day(reminder: Reminder, ladder: Ladder | None, calendar: Calendar) -> date | None:
    """The day of its rung; None where that is no rung of the ladder, or cannot be told."""
    rung = ladder.rung(reminder.rung) if ladder else None
    try:
        return local(rung.at(reminder.limit, calendar)).date() if rung else None
    except CalendarUndecided:
        return None


def _held(reminder: Reminder, reason: str, what: str, day: date) -> Reminder:
    said = {"what": what, "value": day.isoformat(), "holds": True}
    why = {**reminder.why, "conditions": [*reminder.why["conditions"], said]}
    return replace(reminder, to=(), held_back=reason, why=why)


def pause_ended(rule: PauseRule, *, task: str, body: str, pause: Pause, today: date) -> Reminder | None:
    """The word that a pause is over, for whoever ordered it and whoever follows the task; None before that."""
    if today <= pause.until:
        return None
    posts = (post if "/" in post else f"{body}/{post}" for post in rule.to)
    to = tuple(dict.fromkeys((pause.office, *posts)))
    why: dict[str, Any] = {
        "rule": LADDER,
        "rung": RUNG,
        "conditions": [{"what": "paused-until<today", "value": f"{pause.until}<{today}", "holds": True}],
        "days": [],
        "recipients": [{"office": office, "why": RUNG} for office in to],
    }
    limit = Limit("due", pause.until, first_moment(pause.first), LADDER)
    return Reminder(task, limit, LADDER, RUNG, 0, to, "", why)
