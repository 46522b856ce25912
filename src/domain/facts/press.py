"""Facts of the press regime: information goes out through the spokesperson's gate."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.facts.about import About, Outlet
from dondoc.domain.model import Text, Words, clean

Link = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000), AfterValidator(clean)]


class InformationPrepared(StepFact):
    """A unit has prepared information for the press."""

    name: ClassVar = "press.information-prepared"
    title: ClassVar = "Chuẩn bị thông tin cho báo chí"
    sentence: ClassVar = "đã chuẩn bị thông tin cho báo chí: {subject}"

    subject: Text
    text: Words = ""


class InformationCleared(StepFact):
    """The spokesperson's office has cleared the information that a unit prepared."""

    name: ClassVar = "press.information-cleared"
    title: ClassVar = "Duyệt thông tin"
    sentence: ClassVar = "đã duyệt thông tin cung cấp cho báo chí"

    note: Words = ""


class InformationReturned(StepFact):
    """The spokesperson's office has sent the information back to its unit, with the reason."""

    name: ClassVar = "press.information-returned"
    title: ClassVar = "Trả lại thông tin"
    sentence: ClassVar = "đã trả lại thông tin để chỉnh sửa: {reason}"

    reason: Text


class InformationProvided(About, StepFact):
    """Information was given to the press: to whom, where it appeared; `reach` is how many read or saw it."""

    name: ClassVar = "press.information-provided"
    title: ClassVar = "Cung cấp thông tin cho báo chí"
    sentence: ClassVar = "đã cung cấp thông tin cho báo chí: {outlet}"

    outlet: Outlet
    link: Link | None = None
    subject: Words = ""
    reach: Annotated[int | None, Field(ge=0)] = None


class UrgentInformationProvided(About, StepFact):
    """Information was given to the press before it was cleared: the recorded exception, with its reason."""

    name: ClassVar = "press.urgent-information-provided"
    title: ClassVar = "Cung cấp thông tin khẩn (chưa qua duyệt)"
    sentence: ClassVar = "đã cung cấp thông tin khẩn cho báo chí ({outlet}) khi chưa duyệt, lý do: {reason}"

    outlet: Outlet
    reason: Text
    link: Link | None = None


class EventHeld(About, StepFact):
    """A conference, seminar or training was held on a document or policy."""

    name: ClassVar = "communication.event-held"
    title: ClassVar = "Tổ chức hội nghị, hội thảo, tập huấn"
    sentence: ClassVar = "đã tổ chức {subject} tại {place}"

    subject: Text
    place: Text
    participants: Annotated[int | None, Field(ge=0)] = None
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (
    InformationPrepared,
    InformationCleared,
    InformationReturned,
    InformationProvided,
    UrgentInformationProvided,
    EventHeld,
)
