"""Facts of agreements with partners: drafted, negotiated, signed for a term, extended, ended."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.about import Ids
from dondoc.domain.facts.funding import Dong
from dondoc.domain.facts.press import Link
from dondoc.domain.facts.report import ReportNumber
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In

Partner = Annotated[Text, In("agreement-partners", free=True)]
"""A partner that the plan names, or another one by its name."""


class AgreementBegun(AskingFact):
    """An agreement with a partner is to be made; `units` make it."""

    name: ClassVar = "agreement.begun"
    title: ClassVar = "Bắt đầu xây dựng thỏa thuận"
    sentence: ClassVar = "đã bắt đầu xây dựng thỏa thuận: {subject}"


class AgreementDrafted(StepFact):
    """The content of an agreement was drafted: with whom, about which themes."""

    name: ClassVar = "agreement.drafted"
    title: ClassVar = "Dự thảo thỏa thuận"
    sentence: ClassVar = "đã dự thảo thỏa thuận với {partner}"

    partner: Partner
    subject: Words = ""
    themes: Annotated[Ids, In("themes")] = ()
    link: Link | None = None


class AgreementNegotiated(StepFact):
    """The draft was talked over with the partner."""

    name: ClassVar = "agreement.negotiated"
    title: ClassVar = "Trao đổi, đàm phán thỏa thuận"
    sentence: ClassVar = "đã trao đổi, đàm phán: {note}"

    note: Text


class AgreementSigned(StepFact):
    """An agreement was signed for a term; `value` is None where it has no price."""

    name: ClassVar = "agreement.signed"
    title: ClassVar = "Ký thỏa thuận"
    sentence: ClassVar = "đã ký thỏa thuận số {number}, từ {since} đến {until}"

    number: Text
    since: date
    until: date
    value: Dong | None = None
    link: Link | None = None


class AgreementExtended(StepFact):
    """An agreement runs on until a later day."""

    name: ClassVar = "agreement.extended"
    title: ClassVar = "Gia hạn thỏa thuận"
    sentence: ClassVar = "đã gia hạn thỏa thuận đến {until}"

    until: date
    number: ReportNumber = ""


class AgreementEnded(StepFact):
    """An agreement has run out or was ended, with a word on what came of it."""

    name: ClassVar = "agreement.ended"
    title: ClassVar = "Kết thúc thỏa thuận"
    sentence: ClassVar = "đã kết thúc thỏa thuận: {reason}"

    reason: Text


FACTS: tuple[type[Fact], ...] = (
    AgreementBegun,
    AgreementDrafted,
    AgreementNegotiated,
    AgreementSigned,
    AgreementExtended,
    AgreementEnded,
)
