"""Facts of proposals and decisions: many go up as one submission, each gets its own answer, and work follows."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from dondoc.domain.fact import AskingFact, Fact, GatheringFact, Listed, StepFact
from dondoc.domain.facts.about import Ids
from dondoc.domain.facts.press import Link
from dondoc.domain.facts.report import ReportNumber
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In

Items = Annotated[Ids, In("duties")]
"""Rows and duties of the plans."""
Moved = Annotated[tuple[Text, ...], Listed]
"""Ids of tasks."""


class SubmissionOpened(StepFact):
    """Proposals of several bodies are being gathered into one submission."""

    name: ClassVar = "submission.opened"
    title: ClassVar = "Mở đợt tổng hợp"
    sentence: ClassVar = "đã mở đợt tổng hợp: {subject}"

    subject: Text


class SubmissionGathered(GatheringFact):
    """Proposals were taken into a submission."""

    name: ClassVar = "submission.gathered"
    title: ClassVar = "Tổng hợp các đề nghị"
    sentence: ClassVar = "đã tổng hợp: {tasks}"


class SubmissionMade(GatheringFact):
    """A submission went to those who decide, with everything gathered; the figures are those at `position`."""

    name: ClassVar = "submission.made"
    title: ClassVar = "Trình cấp có thẩm quyền"
    sentence: ClassVar = "đã trình cấp có thẩm quyền, văn bản {number}"

    position: int
    number: ReportNumber = ""
    link: Link | None = None


class SubmissionJoined(StepFact):
    """This proposal was taken into a submission; `submission` is its task."""

    name: ClassVar = "submission.joined"
    title: ClassVar = "Được đưa vào đợt tổng hợp"
    sentence: ClassVar = "đã đưa vào đợt tổng hợp {submission}"

    submission: Text


class SubmissionPutForward(StepFact):
    """This proposal went to those who decide, within a submission."""

    name: ClassVar = "submission.put-forward"
    title: ClassVar = "Được trình cấp có thẩm quyền"
    sentence: ClassVar = "đã trình cấp có thẩm quyền trong {submission}"

    submission: Text


class SubmissionDecided(StepFact):
    """Those who decide have answered a submission as a whole; what became of each part is told by that part."""

    name: ClassVar = "submission.decided"
    title: ClassVar = "Quyết định về tờ trình"
    sentence: ClassVar = "đã cho ý kiến về tờ trình, văn bản {number}"

    number: ReportNumber = ""
    note: Words = ""


class AmendmentProposed(StepFact):
    """A body proposes to change items of the plan, or remarks on them; the text until now stands beside the new one."""

    name: ClassVar = "amendment.proposed"
    title: ClassVar = "Kiến nghị, phản ánh về kế hoạch"
    sentence: ClassVar = "đã kiến nghị: {subject}; lý do: {reason}"

    subject: Text
    reason: Text
    items: Items = ()
    old: Words = ""
    new: Words = ""


class AmendmentReceived(StepFact):
    """The desk of the plan has taken a proposal in."""

    name: ClassVar = "amendment.received"
    title: ClassVar = "Tiếp nhận kiến nghị"
    sentence: ClassVar = "đã tiếp nhận kiến nghị"

    note: Words = ""


class AmendmentAccepted(StepFact):
    """A change was decided, from a day on; `text` is the wording decided where it is not the one proposed."""

    name: ClassVar = "amendment.accepted"
    title: ClassVar = "Chấp nhận điều chỉnh"
    sentence: ClassVar = "đã chấp nhận điều chỉnh từ ngày {effective}, văn bản {number}"

    effective: date
    number: ReportNumber = ""
    text: Words = ""


class AmendmentRefused(StepFact):
    """A change was refused, for a reason."""

    name: ClassVar = "amendment.refused"
    title: ClassVar = "Không chấp nhận điều chỉnh"
    sentence: ClassVar = "đã không chấp nhận điều chỉnh: {reason}"

    reason: Text
    number: ReportNumber = ""


class AmendmentPostponed(StepFact):
    """A change is to be decided later."""

    name: ClassVar = "amendment.postponed"
    title: ClassVar = "Để lại xem xét sau"
    sentence: ClassVar = "đã để lại xem xét sau, đến ngày {until}: {reason}"

    until: date
    reason: Text


class AmendmentAnswered(StepFact):
    """A remark that changes nothing in the plan was answered."""

    name: ClassVar = "amendment.answered"
    title: ClassVar = "Trả lời kiến nghị, phản ánh"
    sentence: ClassVar = "đã trả lời kiến nghị: {answer}"

    answer: Text
    number: ReportNumber = ""


class AmendmentApplied(StepFact):
    """A decided change was made; `version` names the plan's wording that holds it, `moved` the tasks with new days."""

    name: ClassVar = "amendment.applied"
    title: ClassVar = "Áp dụng điều chỉnh"
    sentence: ClassVar = "đã áp dụng điều chỉnh {version}"

    version: Words = ""
    moved: Moved = ()
    note: Words = ""


class ProposalDrafted(StepFact):
    """A proposal was drafted: its text, and the items of the plan that it carries out."""

    name: ClassVar = "proposal.drafted"
    title: ClassVar = "Dự thảo đề xuất"
    sentence: ClassVar = "đã dự thảo đề xuất: {subject}"

    subject: Text
    text: Words = ""
    items: Items = ()


class ProposalSubmitted(StepFact):
    """A proposal went to those who decide."""

    name: ClassVar = "proposal.submitted"
    title: ClassVar = "Trình đề xuất"
    sentence: ClassVar = "đã trình {to_body}, văn bản {number}"

    to_body: Words = ""
    number: ReportNumber = ""


class ProposalEndorsed(StepFact):
    """A body that takes part agrees that it be decided."""

    name: ClassVar = "proposal.endorsed"
    title: ClassVar = "Thống nhất trình"
    sentence: ClassVar = "đã thống nhất trình: {note}"

    note: Words = ""


class ProposalApproved(StepFact):
    """A proposal was approved."""

    name: ClassVar = "proposal.approved"
    title: ClassVar = "Phê duyệt"
    sentence: ClassVar = "đã phê duyệt, văn bản {number}"

    number: ReportNumber = ""
    note: Words = ""


class ProposalRefused(StepFact):
    """A proposal was refused, for a reason."""

    name: ClassVar = "proposal.refused"
    title: ClassVar = "Không phê duyệt"
    sentence: ClassVar = "đã không phê duyệt: {reason}"

    reason: Text
    number: ReportNumber = ""


class AnswerDelayed(StepFact):
    """Those who decide have said that they will answer later."""

    name: ClassVar = "proposal.answer-delayed"
    title: ClassVar = "Chưa trả lời đề xuất"
    sentence: ClassVar = "đã được cho biết sẽ trả lời sau: {reason}"

    reason: Text
    number: ReportNumber = ""


class FollowUpAssigned(AskingFact):
    """Bodies are to do something that was concluded, found, approved or agreed, by a day."""

    name: ClassVar = "conclusion.assigned"
    title: ClassVar = "Giao việc theo kết luận"
    sentence: ClassVar = "đã giao {units}: {subject}"

    number: ReportNumber = ""


FACTS: tuple[type[Fact], ...] = (
    SubmissionOpened,
    SubmissionGathered,
    SubmissionMade,
    SubmissionJoined,
    SubmissionPutForward,
    SubmissionDecided,
    AmendmentProposed,
    AmendmentReceived,
    AmendmentAccepted,
    AmendmentRefused,
    AmendmentPostponed,
    AmendmentAnswered,
    AmendmentApplied,
    ProposalDrafted,
    ProposalSubmitted,
    ProposalEndorsed,
    ProposalApproved,
    ProposalRefused,
    AnswerDelayed,
    FollowUpAssigned,
)
