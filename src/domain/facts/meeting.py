"""Facts of meetings that publishers are invited to, and of results that units hand over to be published.

Reporters are told by their body and number, never by name.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.about import Outlet
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words


class MeetingPlanned(StepFact):
    """A meeting or mission is planned; `policy`: whether it is about making or carrying out policy."""

    name: ClassVar = "meeting.planned"
    title: ClassVar = "Đăng ký cuộc họp, chuyến công tác"
    sentence: ClassVar = "đã đăng ký {subject} ngày {day}"

    subject: Text
    day: date
    kind: Literal["meeting", "conference", "seminar", "mission"] = "meeting"
    policy: bool = True
    place: Words = ""


class MeetingMoved(StepFact):
    """A meeting was moved to another day, for a reason."""

    name: ClassVar = "meeting.moved"
    title: ClassVar = "Dời cuộc họp"
    sentence: ClassVar = "đã dời sang ngày {day}: {reason}"

    day: date
    reason: Text


class MeetingInvited(AskingFact):
    """Bodies were invited to a meeting."""

    name: ClassVar = "meeting.invited"
    title: ClassVar = "Mời dự"
    sentence: ClassVar = "đã mời {units} dự {subject}"


class MeetingJoined(AskingFact):
    """Bodies said that they will come to a meeting of which they learned without being invited."""

    name: ClassVar = "meeting.joined"
    title: ClassVar = "Đăng ký dự khi không được mời"
    sentence: ClassVar = "đã đăng ký cho {units} dự {subject}"


class MeetingHeld(StepFact):
    """A meeting was held, with so many participants."""

    name: ClassVar = "meeting.held"
    title: ClassVar = "Ghi nhận đã họp"
    sentence: ClassVar = "đã ghi nhận cuộc họp được tổ chức"

    participants: Annotated[int | None, Field(ge=0)] = None


class ReportersAssigned(StepFact):
    """A body that was invited will come, with so many reporters."""

    name: ClassVar = "invitation.accepted"
    title: ClassVar = "Cử phóng viên, người dự"
    sentence: ClassVar = "đã cử {reporters} người dự"

    reporters: Annotated[int, Field(ge=1, le=50)] = 1


class InvitationDeclined(StepFact):
    """A body that was invited does not come, or did not, for a reason."""

    name: ClassVar = "invitation.declined"
    title: ClassVar = "Không dự"
    sentence: ClassVar = "đã ghi nhận không dự, lý do: {reason}"

    reason: Text


class InvitationAttended(StepFact):
    """A body that was invited came."""

    name: ClassVar = "invitation.attended"
    title: ClassVar = "Ghi nhận đã dự"
    sentence: ClassVar = "đã ghi nhận có dự"

    note: Words = ""


class MeetingCovered(StepFact):
    """What a body published about a meeting that it attended."""

    name: ClassVar = "invitation.covered"
    title: ClassVar = "Đăng tin về cuộc họp"
    sentence: ClassVar = "đã đăng tin về cuộc họp trên {outlet}"

    outlet: Outlet
    link: Link


class ResultReported(StepFact):
    """A unit reached a result that is worth publishing."""

    name: ClassVar = "result.reported"
    title: ClassVar = "Thông tin về kết quả"
    sentence: ClassVar = "đã cung cấp thông tin về kết quả: {subject}"

    subject: Text
    text: Words = ""
    link: Link | None = None


class ResultHandedOver(AskingFact):
    """A result was handed over to publishers."""

    name: ClassVar = "result.handed-over"
    title: ClassVar = "Chuyển đăng tải"
    sentence: ClassVar = "đã chuyển {units} đăng tải: {subject}"


class PublicationAccepted(StepFact):
    """A publisher took on what was handed over."""

    name: ClassVar = "publication.accepted"
    title: ClassVar = "Nhận đăng tải"
    sentence: ClassVar = "đã nhận đăng tải"

    note: Words = ""


class PublicationReturned(StepFact):
    """A publisher sent back what was handed over, with the reason."""

    name: ClassVar = "publication.returned"
    title: ClassVar = "Trả lại, chưa đăng"
    sentence: ClassVar = "đã trả lại, chưa đăng: {reason}"

    reason: Text


class ResultPublished(StepFact):
    """A publisher published what was handed over."""

    name: ClassVar = "publication.published"
    title: ClassVar = "Đã đăng tải kết quả"
    sentence: ClassVar = "đã đăng tải trên {outlet}"

    outlet: Outlet
    link: Link


FACTS: tuple[type[Fact], ...] = (
    MeetingPlanned,
    MeetingMoved,
    MeetingInvited,
    MeetingJoined,
    MeetingHeld,
    ReportersAssigned,
    InvitationDeclined,
    InvitationAttended,
    MeetingCovered,
    ResultReported,
    ResultHandedOver,
    PublicationAccepted,
    PublicationReturned,
    ResultPublished,
)
