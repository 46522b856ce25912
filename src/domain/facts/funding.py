"""Facts of money: what was asked, approved, adjusted, used and settled, line by line, with the number of each paper.

They refer to papers; they are no accounts. Amounts are whole đồng, exact.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.facts.about import Ids
from dondoc.domain.facts.report import ReportNumber
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


def _whole(value: Any) -> Any:
    if isinstance(value, bool | float):
        raise ValueError("an amount is a whole number of đồng")  # noqa: TRY004  # pydantic reads ValueError only
    return value


Dong = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=10**16)]
"""Whole đồng."""
Source = Annotated[Text, In("funding-sources")]


class FundingAsked(StepFact):
    """A body asks for, or sets aside, an amount from a source, for a programme and for items of the plan."""

    name: ClassVar = "funding.asked"
    title: ClassVar = "Đề nghị kinh phí"
    sentence: ClassVar = "đã đề nghị {amount} đồng cho: {subject}"

    subject: Text
    source: Source
    amount: Dong
    items: Annotated[Ids, In("duties")] = ()
    number: ReportNumber = ""


class FundingApproved(StepFact):
    """An amount was approved, which may be less than what was asked."""

    name: ClassVar = "funding.approved"
    title: ClassVar = "Phê duyệt kinh phí"
    sentence: ClassVar = "đã phê duyệt {amount} đồng, văn bản {number}"

    amount: Dong
    number: ReportNumber = ""


class FundingRefused(StepFact):
    """No money was approved, for a reason."""

    name: ClassVar = "funding.refused"
    title: ClassVar = "Không phê duyệt kinh phí"
    sentence: ClassVar = "đã không phê duyệt kinh phí: {reason}"

    reason: Text
    number: ReportNumber = ""


class FundingAdjustmentAsked(StepFact):
    """Another amount than the approved one is asked for, for a reason; `amount` is what the whole line would have."""

    name: ClassVar = "funding.adjustment-asked"
    title: ClassVar = "Đề xuất điều chỉnh kinh phí"
    sentence: ClassVar = "đã đề xuất điều chỉnh kinh phí thành {amount} đồng: {reason}"

    amount: Dong
    reason: Text


class FundingAdjusted(StepFact):
    """The amount of a line was changed; `amount` is what the whole line has from now on."""

    name: ClassVar = "funding.adjusted"
    title: ClassVar = "Điều chỉnh kinh phí"
    sentence: ClassVar = "đã điều chỉnh kinh phí thành {amount} đồng, văn bản {number}"

    amount: Dong
    number: ReportNumber = ""
    reason: Words = ""


class FundingAdjustmentDropped(StepFact):
    """A change of the amount was refused or withdrawn; the line keeps what it had."""

    name: ClassVar = "funding.adjustment-dropped"
    title: ClassVar = "Không điều chỉnh kinh phí"
    sentence: ClassVar = "đã giữ nguyên kinh phí: {reason}"

    reason: Text


class FundingUsed(StepFact):
    """Some of the money was used; `number` is of the paper that shows it."""

    name: ClassVar = "funding.used"
    title: ClassVar = "Sử dụng kinh phí"
    sentence: ClassVar = "đã sử dụng {amount} đồng: {subject}"

    amount: Dong
    subject: Words = ""
    number: ReportNumber = ""


class FundingSettled(StepFact):
    """The line was settled: the amount that was accepted as spent, and the paper."""

    name: ClassVar = "funding.settled"
    title: ClassVar = "Quyết toán kinh phí"
    sentence: ClassVar = "đã quyết toán {amount} đồng, văn bản {number}"

    amount: Dong
    number: ReportNumber = ""


class FundingProvided(StepFact):
    """A body says whether it provided money, from which source, how much and by which paper, as far as it says."""

    name: ClassVar = "funding.provided"
    title: ClassVar = "Bố trí kinh phí"
    sentence: ClassVar = "đã báo cáo việc bố trí kinh phí: {amount} đồng, văn bản {number}"

    provided: bool
    source: Source | None = None
    amount: Dong | None = None
    number: ReportNumber = ""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if not self.provided and self.amount is not None:
            raise Invalid(
                "No money was provided, and yet an amount is given.",
                vi="Không bố trí kinh phí thì không ghi số tiền.",
                place="amount",
                cure="Leave the amount out, or say provided=true.",
            )
        return self


FACTS: tuple[type[Fact], ...] = (
    FundingAsked,
    FundingApproved,
    FundingRefused,
    FundingAdjustmentAsked,
    FundingAdjusted,
    FundingAdjustmentDropped,
    FundingUsed,
    FundingSettled,
    FundingProvided,
)
