"""Facts of assessing the work of others: conferences, inspection visits, consolidated reports as of a moment."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.press import Link
from dondoc.domain.facts.report import ReportNumber
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class EvaluationPlanned(StepFact):
    """A conference that evaluates results has a day, or another one than before."""

    name: ClassVar = "evaluation.planned"
    title: ClassVar = "Ấn định ngày hội nghị đánh giá"
    sentence: ClassVar = "đã ấn định hội nghị đánh giá ngày {day}: {subject}"

    subject: Text
    day: date
    place: Words = ""


class EvaluationHeld(StepFact):
    """A conference that evaluates results was held; `number` is of its conclusions."""

    name: ClassVar = "evaluation.held"
    title: ClassVar = "Tổ chức hội nghị đánh giá"
    sentence: ClassVar = "đã tổ chức hội nghị đánh giá: {subject}"

    subject: Text
    number: ReportNumber = ""
    link: Link | None = None


class EvaluationDropped(StepFact):
    """It was considered, and no conference will be held, for a reason."""

    name: ClassVar = "evaluation.dropped"
    title: ClassVar = "Không tổ chức hội nghị đánh giá"
    sentence: ClassVar = "đã quyết định không tổ chức hội nghị đánh giá: {reason}"

    reason: Text
    authority: Words = ""


class VisitPlanned(AskingFact):
    """An inspection visit is to be made by `units`, by a day; `subject` says whom it goes to."""

    name: ClassVar = "inspection.visit-planned"
    title: ClassVar = "Lập lịch kiểm tra"
    sentence: ClassVar = "đã lập lịch kiểm tra: {subject}"


class VisitMade(StepFact):
    """A body was inspected; `number` is of the record of the visit."""

    name: ClassVar = "inspection.visited"
    title: ClassVar = "Kiểm tra"
    sentence: ClassVar = "đã kiểm tra {inspected}, biên bản {number}"

    inspected: Annotated[Text, In("inspected-bodies")]
    number: ReportNumber = ""


class VisitConcluded(StepFact):
    """The conclusion of a visit was issued; what it found is in the tasks that it gave."""

    name: ClassVar = "inspection.concluded"
    title: ClassVar = "Kết luận kiểm tra"
    sentence: ClassVar = "đã ban hành kết luận kiểm tra {number}"

    number: ReportNumber = ""
    note: Words = ""


class ConsolidationOpened(StepFact):
    """The results of many bodies are to be consolidated."""

    name: ClassVar = "consolidation.opened"
    title: ClassVar = "Mở tổng hợp kết quả"
    sentence: ClassVar = "đã mở tổng hợp: {subject}"

    subject: Text


class ConsolidationFrozen(StepFact):
    """What was handed in for a period of a duty was frozen as it was known at `position` of the log."""

    name: ClassVar = "consolidation.frozen"
    title: ClassVar = "Chốt số liệu tổng hợp"
    sentence: ClassVar = "đã chốt số liệu của {duty}, kỳ {period}"

    duty: Annotated[Text, In("duties")]
    period: Text
    position: int


class ConsolidationIssued(StepFact):
    """The consolidated report was issued on what was frozen."""

    name: ClassVar = "consolidation.issued"
    title: ClassVar = "Ban hành báo cáo tổng hợp"
    sentence: ClassVar = "đã ban hành báo cáo tổng hợp {number}"

    number: ReportNumber = ""
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (
    EvaluationPlanned,
    EvaluationHeld,
    EvaluationDropped,
    VisitPlanned,
    VisitMade,
    VisitConcluded,
    ConsolidationOpened,
    ConsolidationFrozen,
    ConsolidationIssued,
)
