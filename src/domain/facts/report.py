"""Facts of reports and other results that are handed in."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words

ReportNumber = Annotated[Words, Field(max_length=100)]


class ReportSubmitted(StepFact):
    """A body has handed in its report."""

    name: ClassVar = "report.submitted"
    title: ClassVar = "Gửi báo cáo"
    sentence: ClassVar = "đã gửi báo cáo {number}"

    number: ReportNumber = ""
    link: Link | None = None
    summary: Words = ""


class ReportReturned(StepFact):
    """The receiving office has sent a report back for rework, with the reason."""

    name: ClassVar = "report.returned"
    title: ClassVar = "Trả lại báo cáo"
    sentence: ClassVar = "đã trả lại báo cáo: {reason}"

    reason: Text


class ReportAccepted(StepFact):
    """The receiving office has taken the report as fulfilling the duty."""

    name: ClassVar = "report.accepted"
    title: ClassVar = "Tiếp nhận báo cáo"
    sentence: ClassVar = "đã tiếp nhận báo cáo"

    note: Words = ""


class ProgressReported(StepFact):
    """A body has told how far its own plan is: how many of its tasks are done, as it counts them itself."""

    name: ClassVar = "progress.reported"
    title: ClassVar = "Báo tiến độ kế hoạch"
    sentence: ClassVar = "đã báo tiến độ kế hoạch: {done}/{planned} nhiệm vụ; {summary}"

    planned: Annotated[int, Field(ge=1)]
    done: Annotated[int, Field(ge=0)]
    summary: Words = ""
    link: Link | None = None

    @model_validator(mode="after")
    def _no_more_than_planned(self) -> Self:
        if self.done > self.planned:
            raise Invalid(
                f"{self.done} of {self.planned} cannot be done.",
                vi=f"Số việc xong ({self.done}) nhiều hơn số việc trong kế hoạch ({self.planned}).",
                cure="Give the number of tasks of the plan, and how many of them are done.",
            )
        return self


class ProgressChecked(StepFact):
    """What a body told of its progress was checked: confirmed, or found otherwise."""

    name: ClassVar = "progress.checked"
    title: ClassVar = "Kiểm tra tiến độ kế hoạch"
    sentence: ClassVar = "đã kiểm tra tiến độ kế hoạch: {finding}; {note}"

    finding: Literal["confirmed", "differs"]
    note: Words = ""


class ResultSubmitted(StepFact):
    """A body has handed in the result that it owes: a plan, a regulation, a decision."""

    name: ClassVar = "result.submitted"
    title: ClassVar = "Nộp kết quả"
    sentence: ClassVar = "đã nộp kết quả: {subject}"

    subject: Text
    number: ReportNumber = ""
    link: Link | None = None


class ResultReturned(StepFact):
    """The assigner has sent a result back, with the reason."""

    name: ClassVar = "result.returned"
    title: ClassVar = "Trả lại kết quả"
    sentence: ClassVar = "đã trả lại kết quả: {reason}"

    reason: Text


class ResultAccepted(StepFact):
    """The assigner has confirmed the result."""

    name: ClassVar = "result.accepted"
    title: ClassVar = "Xác nhận kết quả"
    sentence: ClassVar = "đã xác nhận kết quả"

    note: Words = ""


FACTS: tuple[type[Fact], ...] = (
    ProgressReported,
    ProgressChecked,
    ReportSubmitted,
    ReportReturned,
    ReportAccepted,
    ResultSubmitted,
    ResultReturned,
    ResultAccepted,
)
