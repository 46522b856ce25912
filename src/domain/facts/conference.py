"""Facts of press conferences: their day and agenda, who came for a head, what was asked and what was promised.

Whoever chairs, stands in or answers is told as an office, never by name.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.about import About, Ids, Outlet
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Id, Text, Words
from dondoc.domain.office import OfficeId
from dondoc.domain.vocabulary import In


class ConferenceScheduled(StepFact):
    """A press conference has a day, or another one than before, for a reason."""

    name: ClassVar = "press.conference-scheduled"
    title: ClassVar = "Ấn định ngày họp báo"
    sentence: ClassVar = "đã ấn định ngày họp báo {day}"

    day: date
    place: Words = ""
    reason: Words = ""


class AgendaItemSet(About, StepFact):
    """An item was put on the agenda of a press conference; `serves` are the duties of whatever plan that it comes from.

    `unit` is the body that presents it.
    """

    name: ClassVar = "press.agenda-item-set"
    title: ClassVar = "Đưa nội dung vào chương trình họp báo"
    sentence: ClassVar = "đã đưa vào chương trình họp báo: {item}"

    item: Text
    unit: Id | None = None
    serves: Annotated[Ids, In("duties")] = ()


class PressBriefingHeld(StepFact):
    """A press conference was held; `chair` is the office that chaired it."""

    name: ClassVar = "press.briefing-held"
    title: ClassVar = "Tổ chức họp báo"
    sentence: ClassVar = "đã tổ chức họp báo: {subject}"

    subject: Text
    chair: OfficeId | None = None
    outlets: Annotated[int | None, Field(ge=0)] = None
    questions: Annotated[int | None, Field(ge=0)] = None
    link: Link | None = None


class BriefSubmitted(StepFact):
    """The brief for a conference, made from the units' inputs, was handed to the office that will attend it."""

    name: ClassVar = "press.brief-submitted"
    title: ClassVar = "Trình tài liệu phục vụ Lãnh đạo dự họp báo"
    sentence: ClassVar = "đã trình tài liệu phục vụ {leader} dự họp báo: {subject}"

    subject: Text
    leader: OfficeId
    link: Link | None = None


class QuestionAnswered(StepFact):
    """A question at a conference was answered on the spot, by a unit; `answering` is the office that answered."""

    name: ClassVar = "press.question-answered"
    title: ClassVar = "Trả lời trực tiếp tại họp báo"
    sentence: ClassVar = "đã trả lời trực tiếp {outlet}: {question}"

    outlet: Outlet
    question: Text
    unit: Id
    answering: OfficeId
    answer: Words = ""


class AnswerPromised(AskingFact):
    """A question at a conference was left open: its `subject` is answered later by the unit in `units`, by a day."""

    name: ClassVar = "press.answer-promised"
    title: ClassVar = "Hẹn trả lời sau họp báo"
    sentence: ClassVar = "đã hẹn trả lời {outlet} sau: {subject}"

    outlet: Outlet


class AttendanceAsked(AskingFact):
    """Heads of bodies were asked to attend, in person."""

    name: ClassVar = "attendance.asked"
    title: ClassVar = "Mời, yêu cầu Thủ trưởng tham dự"
    sentence: ClassVar = "đã mời Thủ trưởng {units} tham dự: {subject}"


class AttendanceConfirmed(StepFact):
    """A head has accepted to attend."""

    name: ClassVar = "attendance.confirmed"
    title: ClassVar = "Xác nhận tham dự"
    sentence: ClassVar = "đã xác nhận tham dự"

    note: Words = ""


class SubstituteNamed(StepFact):
    """A head cannot attend and sends another office of the body, for a reason."""

    name: ClassVar = "attendance.substitute-named"
    title: ClassVar = "Cử người dự thay"
    sentence: ClassVar = "đã cử {substitute} dự thay, lý do: {reason}"

    substitute: OfficeId
    reason: Text


class AbsenceExplained(StepFact):
    """A head did not or will not attend and sends nobody, for a reason."""

    name: ClassVar = "attendance.absence-explained"
    title: ClassVar = "Báo vắng"
    sentence: ClassVar = "đã báo vắng, lý do: {reason}"

    reason: Text


class AttendedInPerson(StepFact):
    """A head was there in person."""

    name: ClassVar = "attendance.in-person"
    title: ClassVar = "Thủ trưởng đã dự"
    sentence: ClassVar = "đã ghi nhận Thủ trưởng trực tiếp dự"

    note: Words = ""


class SubstituteAttended(StepFact):
    """The office that a head sent was there."""

    name: ClassVar = "attendance.by-substitute"
    title: ClassVar = "Người dự thay đã dự"
    sentence: ClassVar = "đã ghi nhận người dự thay có mặt"

    note: Words = ""


class AbsenceNoted(StepFact):
    """Nobody came, and no reason was given so far."""

    name: ClassVar = "attendance.missed"
    title: ClassVar = "Vắng mặt chưa rõ lý do"
    sentence: ClassVar = "đã ghi nhận vắng mặt, chưa có lý do"

    note: Words = ""


FACTS: tuple[type[Fact], ...] = (
    ConferenceScheduled,
    AgendaItemSet,
    PressBriefingHeld,
    BriefSubmitted,
    QuestionAnswered,
    AnswerPromised,
    AttendanceAsked,
    AttendanceConfirmed,
    SubstituteNamed,
    AbsenceExplained,
    AttendedInPerson,
    SubstituteAttended,
    AbsenceNoted,
)
