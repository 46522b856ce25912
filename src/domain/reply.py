"""Replies to being urged: what may be said to a reminder, and what of it is known of a task.

Received, promised for a day, an extension asked for and decided, urging paused. The rules are in `replying`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import Field

from dondoc.domain.decider import Command
from dondoc.domain.fact import Record
from dondoc.domain.facts.reply import (
    CompletionPromised,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    ReminderAcknowledged,
    ReplyFact,
    UrgingPaused,
)
from dondoc.domain.model import Text, Words


class Reply(Command):
    """A reply to being urged about a task."""

    task: str


class AcknowledgeReminder(Reply):
    """Take note of a reminder that went out to these offices. Doing it twice changes nothing."""

    ladder: str
    rung: str
    limit: str
    key: str
    to: tuple[str, ...]
    note: Words = ""


class PromiseCompletion(Reply):
    """Promise that a task will be done by a day. Doing it twice changes nothing."""

    day: date
    reason: Text


class AskExtension(Reply):
    """Ask for a later last day in term. Doing it twice changes nothing."""

    due: date
    reason: Text


class GrantExtension(Reply):
    """Grant the extension that was asked for; until another day than was asked for, where `due` says so."""

    authority: Text
    due: date | None = None


class RefuseExtension(Reply):
    """Refuse the extension that was asked for."""

    reason: Text


class PauseUrging(Reply):
    """Urge nobody about a task for so many working days. A later pause takes the place of an earlier one."""

    days: Annotated[int, Field(ge=1)]
    reason: Text
    authority: Text


COMMANDS = (
    AcknowledgeReminder,
    PromiseCompletion,
    AskExtension,
    GrantExtension,
    RefuseExtension,
    PauseUrging,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """An extension that was asked for and not decided: the day, why, by whom and on which day."""

    due: date
    reason: str
    person: str
    on: date


@dataclass(frozen=True, slots=True)
class Replied:
    """The replies to the reminders of a task so far: rungs by limit, key, id and office, days promised."""

    acknowledged: frozenset[tuple[str, str, str, str]] = frozenset()
    promised: tuple[date, ...] = ()
    asked: Asking | None = None
    times_asked: int = 0
    paused_until: date | None = None

    def after(self, fact: ReplyFact, record: Record) -> Replied:
        """The same after one more reply."""
        match fact:
            case ReminderAcknowledged(limit=limit, key=key, rung=rung):
                return replace(self, acknowledged=self.acknowledged | {(limit, key, rung, record.meta.office)})
            case CompletionPromised(day=day):
                return replace(self, promised=(*self.promised, day))
            case ExtensionAsked(due=due, reason=reason):
                asked = Asking(due, reason, record.meta.actor, record.meta.on)
                return replace(self, asked=asked, times_asked=self.times_asked + 1)
            case ExtensionGranted() | ExtensionRefused():
                return replace(self, asked=None)
            case UrgingPaused(until=until):
                return replace(self, paused_until=until)
        return self


NO_REPLIES = Replied()
