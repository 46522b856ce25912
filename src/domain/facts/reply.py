"""Facts by which people reply to being urged: received, promised, an extension asked for and decided, urging paused.

They stand in the task's own stream. None of them changes where the task stands: what is late stays late. Whether a
promise was kept is not a fact but follows from the day on which the task was done.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from dondoc.domain.fact import Fact
from dondoc.domain.model import Text, Words


class ReplyFact(Fact):
    """A fact of this file."""


class ReminderAcknowledged(ReplyFact):
    """Whoever was urged has taken note of one reminder and is at it; the next rung comes all the same.

    `limit` and `key` say what the rung was counted from, as in the ledger of reminders.
    """

    name: ClassVar = "reminder.acknowledged"
    title: ClassVar = "Đã nhận đôn đốc"
    sentence: ClassVar = "đã nhận đôn đốc “{rung}”, đang xử lý: {note}"

    ladder: str
    rung: str
    limit: str = ""
    key: str = ""
    note: Words = ""


class CompletionPromised(ReplyFact):
    """The body that owes a task has promised to have it done by a day. The last day in term stays what it is."""

    name: ClassVar = "completion.promised"
    title: ClassVar = "Hẹn ngày hoàn thành"
    sentence: ClassVar = "đã hẹn hoàn thành ngày {day}, lý do: {reason}"

    day: date
    reason: Text


class ExtensionAsked(ReplyFact):
    """The body that owes a task asks for a later last day in term. `was` is the one until then."""

    name: ClassVar = "extension.asked"
    title: ClassVar = "Đề nghị gia hạn"
    sentence: ClassVar = "đã đề nghị gia hạn từ {was} sang {due}, lý do: {reason}"

    due: date
    was: date
    reason: Text


class ExtensionGranted(ReplyFact):
    """An extension was granted, on somebody's authority; that the day has moved is a fact of its own beside it."""

    name: ClassVar = "extension.granted"
    title: ClassVar = "Đồng ý gia hạn"
    sentence: ClassVar = "đã đồng ý gia hạn đến {due} theo {authority}"

    due: date
    authority: Text


class ExtensionRefused(ReplyFact):
    """An extension was refused, for a reason; the last day in term stays. `due` is the day that was asked for."""

    name: ClassVar = "extension.refused"
    title: ClassVar = "Không đồng ý gia hạn"
    sentence: ClassVar = "đã không đồng ý gia hạn đến {due}, lý do: {reason}"

    due: date
    reason: Text


class UrgingPaused(ReplyFact):
    """Nobody is urged about a task until the end of a day, for a reason and on somebody's authority."""

    name: ClassVar = "urging.paused"
    title: ClassVar = "Tạm dừng đôn đốc"
    sentence: ClassVar = "đã tạm dừng đôn đốc đến hết ngày {until} theo {authority}, lý do: {reason}"

    until: date
    reason: Text
    authority: Text


FACTS: tuple[type[Fact], ...] = (
    ReminderAcknowledged,
    CompletionPromised,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    UrgingPaused,
)
