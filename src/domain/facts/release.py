"""Facts of press releases, of journalists' access, and of what press agencies ask units for.

Journalists are not named: an outlet is a name of public life, whoever came for it is not.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from dondoc.domain.fact import Fact, StepFact, Units
from dondoc.domain.facts.about import About, Outlet
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class ReleaseDrafted(StepFact):
    """A press release was drafted or edited; `units` are those that write it together with the Office."""

    name: ClassVar = "press.release-drafted"
    title: ClassVar = "Dự thảo Thông cáo báo chí"
    sentence: ClassVar = "đã dự thảo Thông cáo báo chí: {subject}"

    subject: Text
    units: Units
    text: Words = ""


class ReleaseIssued(About, StepFact):
    """A press release was issued under its number."""

    name: ClassVar = "press.release-issued"
    title: ClassVar = "Ban hành Thông cáo báo chí"
    sentence: ClassVar = "đã ban hành Thông cáo báo chí số {number}: {subject}"

    number: Text
    subject: Text


class ReleasePosted(StepFact):
    """A press release was posted where everyone finds it."""

    name: ClassVar = "press.release-posted"
    title: ClassVar = "Đăng Thông cáo báo chí"
    sentence: ClassVar = "đã đăng Thông cáo báo chí: {link}"

    outlet: Outlet
    link: Link


class ReleaseArchived(StepFact):
    """A press release was put on file, under the number of the file."""

    name: ClassVar = "press.release-archived"
    title: ClassVar = "Lưu trữ Thông cáo báo chí"
    sentence: ClassVar = "đã lưu Thông cáo báo chí vào hồ sơ {file_no}"

    file_no: Text


class AccessAsked(StepFact):
    """A press agency asks to be let near: to an interview, an event, a document, people at work."""

    name: ClassVar = "press.access-asked"
    title: ClassVar = "Tiếp nhận đề nghị tiếp cận thông tin của nhà báo"
    sentence: ClassVar = "đã tiếp nhận đề nghị của {outlet}: {subject}"

    outlet: Outlet
    subject: Text
    kind: Annotated[Text, In("press-access")]
    due: date | None = None


class AccessGiven(StepFact):
    """Journalists were served: how many of them, by which units, with what."""

    name: ClassVar = "press.access-given"
    title: ClassVar = "Tạo điều kiện cho nhà báo tiếp cận"
    sentence: ClassVar = "đã tạo điều kiện cho nhà báo, phóng viên tiếp cận: {what}"

    what: Text
    units: Units
    journalists: Annotated[int, Field(ge=1)] = 1


class AccessRefused(StepFact):
    """Journalists were not given what they asked for, for a reason of law."""

    name: ClassVar = "press.access-refused"
    title: ClassVar = "Từ chối đề nghị tiếp cận"
    sentence: ClassVar = "đã từ chối đề nghị tiếp cận: {reason}"

    reason: Text


class InformationAsked(StepFact):
    """A press agency asks a unit for information, figures or a report; `due` where a day was agreed."""

    name: ClassVar = "press.information-asked"
    title: ClassVar = "Tiếp nhận đề nghị cung cấp thông tin của cơ quan báo chí"
    sentence: ClassVar = "đã tiếp nhận đề nghị của {outlet}: {subject}"

    outlet: Outlet
    subject: Text
    received_at: AwareDatetime
    due: date | None = None


class FigureGiven(StepFact):
    """A figure that goes into an answer: where it comes from, and the day for which it holds."""

    name: ClassVar = "press.figure-given"
    title: ClassVar = "Nêu số liệu, nguồn và ngày của số liệu"
    sentence: ClassVar = "đã nêu số liệu {what}: {figure} (nguồn {source}, tính đến {data_to})"

    what: Text
    figure: Text
    source: Text
    data_to: date


FACTS: tuple[type[Fact], ...] = (
    ReleaseDrafted,
    ReleaseIssued,
    ReleasePosted,
    ReleaseArchived,
    AccessAsked,
    AccessGiven,
    AccessRefused,
    InformationAsked,
    FigureGiven,
)
