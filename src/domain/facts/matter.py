"""Facts of matters: what press and public say, from the digest over the leadership to the answer that was published.

An outlet is a name of public life; whoever said something there is never written here.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.about import About, Ids, Outlet
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In

Source = Literal["digest", "press", "opinion", "citizens", "businesses", "leadership", "unit", "outside"]


class DigestItemNoted(About, StepFact):
    """An item of the press digest: what was said where. `issue` names the digest that it stands in."""

    name: ClassVar = "digest.item-noted"
    title: ClassVar = "Điểm tin, bài"
    sentence: ClassVar = "đã điểm tin, bài của {outlet}: {subject}"

    issue: Text
    subject: Text
    outlet: Outlet
    link: Link | None = None
    summary: Words = ""


class DigestItemRaised(AskingFact):
    """An item of the digest was given to the bodies in charge as a matter to handle."""

    name: ClassVar = "digest.item-raised"
    title: ClassVar = "Chuyển thành vụ việc"
    sentence: ClassVar = "đã chuyển {units} xử lý: {subject}"


class DigestItemKept(StepFact):
    """An item of the digest needs no handling."""

    name: ClassVar = "digest.item-kept"
    title: ClassVar = "Lưu, không phải xử lý"
    sentence: ClassVar = "đã lưu tin, bài, không phải xử lý: {reason}"

    reason: Text


class MatterReceived(StepFact):
    """A matter came up; `source` says where, `received_at` when, to the minute."""

    name: ClassVar = "matter.received"
    title: ClassVar = "Tiếp nhận vụ việc"
    sentence: ClassVar = "đã tiếp nhận vụ việc: {subject}"

    subject: Text
    source: Source
    received_at: AwareDatetime | None = None
    link: Link | None = None


class MatterClassified(StepFact):
    """A matter was judged: of which kind, in which fields of work, what it is marked by."""

    name: ClassVar = "matter.classified"
    title: ClassVar = "Phân loại vụ việc"
    sentence: ClassVar = "đã phân loại vụ việc: {note}"

    kind: Annotated[Text, In("matters")]
    areas: Annotated[Ids, In("areas")] = ()
    note: Words = ""


class ProposalReturned(StepFact):
    """The leadership sent a proposal back, with the reason."""

    name: ClassVar = "leadership.proposal-returned"
    title: ClassVar = "Yêu cầu tham mưu lại"
    sentence: ClassVar = "đã yêu cầu tham mưu lại: {reason}"

    reason: Text


class LeadersAssigned(AskingFact):
    """The leadership has decided, and given tasks to bodies."""

    name: ClassVar = "leadership.assigned"
    title: ClassVar = "Chỉ đạo và giao việc"
    sentence: ClassVar = "đã chỉ đạo và giao {units}: {instruction}"

    instruction: Text


class LeadersNoted(StepFact):
    """The leadership has taken note of a report, with or without a remark."""

    name: ClassVar = "leadership.noted"
    title: ClassVar = "Ý kiến về báo cáo"
    sentence: ClassVar = "đã cho ý kiến về báo cáo: {remark}"

    remark: Words = ""


class MatterAnswered(About, StepFact):
    """The answer to a matter was published: through whom, where."""

    name: ClassVar = "matter.answered"
    title: ClassVar = "Công bố nội dung trả lời"
    sentence: ClassVar = "đã công bố nội dung trả lời trên {outlet}"

    outlet: Outlet
    link: Link | None = None


class SituationReported(StepFact):
    """A body reported to the leadership how a matter of public concern stands, with its proposal."""

    name: ClassVar = "situation.reported"
    title: ClassVar = "Báo cáo tình hình dư luận"
    sentence: ClassVar = "đã báo cáo tình hình: {situation}; đề xuất: {proposal}"

    situation: Text
    proposal: Text
    link: Link | None = None


class InputReminded(StepFact):
    """Whoever owes an input was reminded, by letter where there is no account."""

    name: ClassVar = "case.input-reminded"
    title: ClassVar = "Đôn đốc cung cấp nội dung"
    sentence: ClassVar = "đã đôn đốc cung cấp nội dung: {number}"

    means: Literal["letter", "mail", "call"]
    number: Words = ""


FACTS: tuple[type[Fact], ...] = (
    DigestItemNoted,
    DigestItemRaised,
    DigestItemKept,
    MatterReceived,
    MatterClassified,
    ProposalReturned,
    LeadersAssigned,
    LeadersNoted,
    MatterAnswered,
    SituationReported,
    InputReminded,
)
