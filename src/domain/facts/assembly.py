"""Facts of the sessions of the National Assembly: what deputies and voters raise, and how it was explained.

Deputies are told by their delegation, voters by their province; nobody is named.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words


class SessionNoted(StepFact):
    """A session of the National Assembly is expected; its days may not be known yet."""

    name: ClassVar = "assembly.session-noted"
    title: ClassVar = "Ghi nhận kỳ họp Quốc hội"
    sentence: ClassVar = "đã ghi nhận {subject}"

    subject: Text


class SessionScheduled(StepFact):
    """A session has its days, or others than before. They are the National Assembly's."""

    name: ClassVar = "assembly.session-scheduled"
    title: ClassVar = "Ghi ngày của kỳ họp"
    sentence: ClassVar = "đã ghi ngày khai mạc {day}"

    day: date
    last_day: date | None = None
    reason: Words = ""


class MatterRaised(AskingFact):
    """Deputies or voters raised a matter: the `subject`, which the unit in `units` explains by a day.

    `of` is the delegation, the province or the body that it came from.
    """

    name: ClassVar = "assembly.matter-raised"
    title: ClassVar = "Ghi vấn đề đại biểu Quốc hội, cử tri quan tâm"
    sentence: ClassVar = "đã ghi vấn đề được nêu: {subject}"

    raised_by: Literal["deputies", "voters", "assembly-body"]
    of: Words = ""


class ExplanationPrepared(StepFact):
    """A unit has prepared its explanation."""

    name: ClassVar = "assembly.explanation-prepared"
    title: ClassVar = "Trình nội dung giải trình"
    sentence: ClassVar = "đã trình nội dung giải trình: {text}"

    text: Text


class ExplanationApproved(StepFact):
    """The leadership has approved an explanation."""

    name: ClassVar = "assembly.explanation-approved"
    title: ClassVar = "Duyệt nội dung giải trình"
    sentence: ClassVar = "đã duyệt nội dung giải trình"

    note: Words = ""


class ExplanationSent(StepFact):
    """The explanation was given: to whom, under which number or where."""

    name: ClassVar = "assembly.explanation-sent"
    title: ClassVar = "Giải trình với đại biểu Quốc hội, cử tri"
    sentence: ClassVar = "đã giải trình với {recipient}"

    recipient: Text
    number: Words = ""
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (
    SessionNoted,
    SessionScheduled,
    MatterRaised,
    ExplanationPrepared,
    ExplanationApproved,
    ExplanationSent,
)
