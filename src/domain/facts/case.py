"""Facts of cases that come in: press questions, feedback, requests for information, incidents.

Who asked is never written here: a citizen is a number of the register, an outlet is a name of public life.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words


class QuestionReceived(StepFact):
    """The press has asked a question. `received_at` starts its clock, by the hour."""

    name: ClassVar = "press.question-received"
    title: ClassVar = "Tiếp nhận câu hỏi của báo chí"
    sentence: ClassVar = "đã tiếp nhận câu hỏi của {outlet}: {question}"

    outlet: Text
    question: Text
    received_at: AwareDatetime
    topic: Words = ""


class CaseReceived(StepFact):
    """A matter came in; `source` says by which way, `due` until when it was asked for."""

    name: ClassVar = "case.received"
    title: ClassVar = "Tiếp nhận việc"
    sentence: ClassVar = "đã tiếp nhận việc: {subject}"

    subject: Text
    source: Words = ""
    due: date | None = None


class InputsAsked(AskingFact):
    """Other bodies were asked for their inputs to a case, by a day where one was set."""

    name: ClassVar = "case.inputs-asked"
    title: ClassVar = "Đề nghị các đơn vị cung cấp nội dung"
    sentence: ClassVar = "đã đề nghị {units} cung cấp nội dung: {subject}"


class InputGiven(StepFact):
    """A body has given its input; `nothing` is the nil return, which counts as an answer."""

    name: ClassVar = "case.input-given"
    title: ClassVar = "Cung cấp nội dung"
    sentence: ClassVar = "đã cung cấp nội dung: {text}"

    text: Words = ""
    nothing: bool = False
    link: Link | None = None


class AnswerIssued(StepFact):
    """An answer was given to the press, at a moment."""

    name: ClassVar = "press.answer-issued"
    title: ClassVar = "Phát hành nội dung trả lời báo chí"
    sentence: ClassVar = "đã phát hành nội dung trả lời báo chí"

    issued_at: AwareDatetime
    link: Link | None = None


class UrgentAnswerIssued(StepFact):
    """An answer was given before it was cleared: the recorded exception, with its reason."""

    name: ClassVar = "press.urgent-answer-issued"
    title: ClassVar = "Trả lời khẩn (chưa qua duyệt)"
    sentence: ClassVar = "đã trả lời khẩn khi chưa duyệt, lý do: {reason}"

    issued_at: AwareDatetime
    reason: Text
    link: Link | None = None


class CaseClosed(StepFact):
    """A case was closed without the usual outcome, for a reason and on somebody's authority."""

    name: ClassVar = "case.closed"
    title: ClassVar = "Kết thúc việc"
    sentence: ClassVar = "đã kết thúc việc: {reason}"

    reason: Text
    authority: Words = ""


class FeedbackReceived(StepFact):
    """Feedback of a citizen or business came in; `register_no` is its number in the register."""

    name: ClassVar = "feedback.received"
    title: ClassVar = "Tiếp nhận phản ánh, kiến nghị"
    sentence: ClassVar = "đã tiếp nhận phản ánh, kiến nghị số {register_no}: {subject}"

    register_no: Text
    subject: Text
    channel: Literal["portal", "office", "post", "phone", "press"]


class FeedbackClassified(StepFact):
    """Feedback was classified as within the body's competence."""

    name: ClassVar = "feedback.classified"
    title: ClassVar = "Phân loại phản ánh, kiến nghị"
    sentence: ClassVar = "đã phân loại: {kind}"

    kind: Literal["difficulty", "regulation"]


class FeedbackTransferred(StepFact):
    """Feedback was passed on to the body that is competent."""

    name: ClassVar = "feedback.transferred"
    title: ClassVar = "Chuyển phản ánh, kiến nghị"
    sentence: ClassVar = "đã chuyển phản ánh, kiến nghị đến {to_body}"

    to_body: Text


class FeedbackAnswered(StepFact):
    """Feedback was handled and the result published."""

    name: ClassVar = "feedback.answered"
    title: ClassVar = "Trả lời phản ánh, kiến nghị"
    sentence: ClassVar = "đã trả lời và công khai kết quả xử lý"

    result: Literal["amended", "proposed", "issued", "kept-collecting", "explained"]
    link: Link | None = None


class FeedbackRated(StepFact):
    """Whoever gave the feedback has said how satisfied they are with the answer, from 1 (not at all) to 5."""

    name: ClassVar = "feedback.rated"
    title: ClassVar = "Đánh giá mức độ hài lòng"
    sentence: ClassVar = "đã ghi mức độ hài lòng {rating}/5"

    rating: Annotated[int, Field(ge=1, le=5)]


class InformationRequested(StepFact):
    """A request for information came in; `channel` says how, and thereby how long there is."""

    name: ClassVar = "info.requested"
    title: ClassVar = "Tiếp nhận yêu cầu cung cấp thông tin"
    sentence: ClassVar = "đã tiếp nhận yêu cầu cung cấp thông tin số {register_no}"

    register_no: Text
    subject: Text
    channel: Literal["office", "network", "network-complex", "post", "post-complex"]


class InformationGiven(StepFact):
    """The information asked for was given."""

    name: ClassVar = "info.given"
    title: ClassVar = "Cung cấp thông tin theo yêu cầu"
    sentence: ClassVar = "đã cung cấp thông tin theo yêu cầu"

    note: Words = ""


class InformationRefused(StepFact):
    """The information was refused, for a reason of law."""

    name: ClassVar = "info.refused"
    title: ClassVar = "Từ chối cung cấp thông tin"
    sentence: ClassVar = "đã từ chối cung cấp thông tin: {reason}"

    reason: Text


class IncidentReported(StepFact):
    """An incident in communication was reported; the clock runs from when it happened, or was received, by the law."""

    name: ClassVar = "incident.reported"
    title: ClassVar = "Báo cáo sự cố truyền thông"
    sentence: ClassVar = "đã báo cáo sự cố: {subject}"

    subject: Text
    happened_at: AwareDatetime
    source: Words = ""


class LeadersInformed(StepFact):
    """The leadership was told, with a proposal."""

    name: ClassVar = "leadership.informed"
    title: ClassVar = "Báo cáo Lãnh đạo Bộ"
    sentence: ClassVar = "đã báo cáo Lãnh đạo Bộ, đề xuất: {proposal}"

    proposal: Text


class LeadersInstructed(StepFact):
    """The leadership has decided what is to be done."""

    name: ClassVar = "leadership.instructed"
    title: ClassVar = "Ý kiến chỉ đạo"
    sentence: ClassVar = "đã chỉ đạo: {instruction}"

    instruction: Text


class IncidentSpokenOn(StepFact):
    """The spokesperson has spoken on the case, at a moment."""

    name: ClassVar = "incident.spoken-on"
    title: ClassVar = "Phát ngôn về vụ việc"
    sentence: ClassVar = "đã phát ngôn, cung cấp thông tin về vụ việc"

    spoken_at: AwareDatetime
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (
    QuestionReceived,
    CaseReceived,
    InputsAsked,
    InputGiven,
    AnswerIssued,
    UrgentAnswerIssued,
    CaseClosed,
    FeedbackReceived,
    FeedbackClassified,
    FeedbackTransferred,
    FeedbackAnswered,
    FeedbackRated,
    InformationRequested,
    InformationGiven,
    InformationRefused,
    IncidentReported,
    LeadersInformed,
    LeadersInstructed,
    IncidentSpokenOn,
)
