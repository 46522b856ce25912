"""Facts of a policy or legal document in the making: its milestones, opinions and how they were treated, communication.

Whose opinion it was is never written here: opinions are counted by source and kind.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.facts.about import About
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words

Stage = Literal["proposal", "draft", "submission"]
"""The stages of drafting: the proposal to draft, the draft, the file that is submitted."""
Count = Annotated[int, Field(ge=0)]


class PolicyTaken(About, StepFact):
    """A unit took up a policy or legal document that it leads. `documents` names the act, where it is known already."""

    name: ClassVar = "policy.taken-up"
    title: ClassVar = "Bắt đầu đề xuất chính sách, xây dựng văn bản"
    sentence: ClassVar = "đã bắt đầu đề xuất, xây dựng: {subject}"

    subject: Text


class ConsultationOpened(StepFact):
    """Opinions began to be collected on the proposal to draft a document, or on its draft."""

    name: ClassVar = "policy.consultation-opened"
    title: ClassVar = "Bắt đầu lấy ý kiến"
    sentence: ClassVar = "đã bắt đầu lấy ý kiến: {note}"

    stage: Stage = "proposal"
    note: Words = ""
    link: Link | None = None


class PolicySubmitted(StepFact):
    """The document was submitted to whoever issues it."""

    name: ClassVar = "policy.submitted"
    title: ClassVar = "Trình ban hành"
    sentence: ClassVar = "đã trình ban hành: {number}"

    number: Words = ""
    note: Words = ""


class PolicyIssued(StepFact):
    """The document was issued."""

    name: ClassVar = "policy.issued"
    title: ClassVar = "Văn bản được ban hành"
    sentence: ClassVar = "đã ghi nhận văn bản được ban hành: {number}"

    number: Text


class PolicyCommunicated(About, StepFact):
    """The document was communicated, before, during or after it was issued; `means` says by what."""

    name: ClassVar = "policy.communicated"
    title: ClassVar = "Truyền thông về chính sách, văn bản"
    sentence: ClassVar = "đã truyền thông về chính sách: {subject}"

    subject: Text
    phase: Literal["before", "during", "after"]
    means: Literal["seminar", "round-table", "experts", "people", "press", "portal", "other"]
    link: Link | None = None


class OpinionsReceived(StepFact):
    """Opinions came in on a stage of the document: how many, from which source."""

    name: ClassVar = "opinions.received"
    title: ClassVar = "Nhận ý kiến góp ý"
    sentence: ClassVar = "đã nhận {received} ý kiến góp ý: {note}"

    stage: Stage
    source: Literal["people", "experts", "businesses", "bodies", "press"]
    received: Annotated[int, Field(ge=1)]
    note: Words = ""


class OpinionsTreated(StepFact):
    """How opinions on a stage were treated: taken in, taken in part, not taken in; and where that is explained."""

    name: ClassVar = "opinions.treated"
    title: ClassVar = "Tiếp thu, giải trình ý kiến"
    sentence: ClassVar = "đã tiếp thu {accepted}, tiếp thu một phần {partly}, không tiếp thu {declined} ý kiến: {note}"

    stage: Stage
    accepted: Count = 0
    partly: Count = 0
    declined: Count = 0
    note: Text
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (
    PolicyTaken,
    ConsultationOpened,
    PolicySubmitted,
    PolicyIssued,
    PolicyCommunicated,
    OpinionsReceived,
    OpinionsTreated,
)
