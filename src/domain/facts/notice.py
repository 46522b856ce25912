"""Facts about notices: what became of a reminder on its way to whoever is urged.

They name receivers by id and channels by name; addresses and what a channel answered stay outside the log. `entries`
are the reminders that a notice tells of: `<event id>:<office or body>`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from dondoc.domain.fact import Fact


class NoticeSent(Fact):
    """A channel has taken a notice: a mail server or receiver accepted it, or a file was written."""

    name: ClassVar = "notice.sent"
    title: ClassVar = "Gửi thông báo"
    sentence: ClassVar = "đã gửi thông báo tới {receiver} qua kênh {channel}"

    key: str
    channel: str
    receiver: str
    entries: tuple[str, ...]


class NoticeDead(Fact):
    """A notice was given up after so many attempts; somebody has to see to it. `reason` is a short code."""

    name: ClassVar = "notice.dead"
    title: ClassVar = "Không gửi được thông báo"
    sentence: ClassVar = "đã thôi gửi thông báo tới {receiver} qua kênh {channel} sau {attempts} lần: {reason}"

    key: str
    channel: str
    receiver: str
    entries: tuple[str, ...]
    attempts: int
    reason: str


class NoticeResendAsked(Fact):
    """Somebody wants a notice that was given up to be tried again."""

    name: ClassVar = "notice.resend-asked"
    title: ClassVar = "Yêu cầu gửi lại thông báo"
    sentence: ClassVar = "đã yêu cầu gửi lại thông báo"

    key: str


class NoticeNotSent(Fact):
    """A reminder reaches nobody, or need not any more: `reason` is why.

    `no-holder` and `no-contact`: it is not known who, or where; `told-otherwise`: the contact wants no notices;
    `ended`: nothing is left to urge; `overtaken`: a newer reminder about the same limit goes out; `covered`: the notice
    tells of it under another reminder, whose event `by` names, of the task that this one belongs to.
    """

    name: ClassVar = "notice.not-sent"
    title: ClassVar = "Không gửi thông báo"
    sentence: ClassVar = "đã không gửi thông báo tới {to}: {reason}"

    entry: str
    to: str
    reason: str
    by: str = ""


class NoticeDeferred(Fact):
    """A reminder has to wait for a later notice, since its receiver has had as many as may be sent.

    `reason` is the budget that was spent, `budget-day`, `budget-week` or `budget-hours`; `until` when there is room.
    """

    name: ClassVar = "notice.deferred"
    title: ClassVar = "Dồn thông báo"
    sentence: ClassVar = "đã dồn thông báo tới {receiver} (kênh {channel}) sang ngày {until}: {reason}"

    entry: str
    receiver: str
    channel: str
    reason: str
    until: date


FACTS: tuple[type[Fact], ...] = (NoticeSent, NoticeDead, NoticeResendAsked, NoticeNotSent, NoticeDeferred)
