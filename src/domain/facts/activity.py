"""Facts that may serve several duties at once; each has a stream of its own and is credited where it serves."""

from __future__ import annotations

from datetime import time
from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import ActivityFact, Fact
from dondoc.domain.facts.about import About, Attended, Ids, Outlet
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class BulletinPublished(About, ActivityFact):
    """An issue of a bulletin was published; that it went out on a channel is a fact of its own."""

    name: ClassVar = "bulletin.published"
    title: ClassVar = "Phát hành bản tin"
    sentence: ClassVar = "đã phát hành bản tin số {issue}"

    issue: Text
    link: Link | None = None


class BulletinPosted(ActivityFact):
    """An issue of a bulletin went out on one channel, confirmed by its link or by the number of the message."""

    name: ClassVar = "bulletin.posted"
    title: ClassVar = "Phát hành bản tin trên một kênh"
    sentence: ClassVar = "đã phát hành bản tin số {issue} trên {outlet}"

    issue: Text
    outlet: Outlet
    link: Link | None = None
    message: Words = ""


class ReadersCounted(ActivityFact):
    """A distribution list had so many recipients on that day."""

    name: ClassVar = "readers.counted"
    title: ClassVar = "Thống kê người nhận"
    sentence: ClassVar = "đã thống kê danh sách {recipients}: {count} nơi nhận"

    recipients: Text
    count: Annotated[int, Field(ge=0)]


class BroadcastAired(About, ActivityFact):
    """A programme was broadcast: how long, and at what hour, Vietnam time."""

    name: ClassVar = "broadcast.aired"
    title: ClassVar = "Phát sóng chuyên mục"
    sentence: ClassVar = "đã phát sóng {programme} ({minutes} phút)"

    programme: Text
    minutes: Annotated[int, Field(ge=1, le=1440)]
    at: time | None = None
    link: Link | None = None


class ArticlePublished(About, ActivityFact):
    """An article, column or clip was published: how many read or saw it, how many of their questions were answered.

    `kind` is the kind of publication, `column` the special page or column that it stood in, `information` the kind of
    information that must be public, where it is one, `reference` the number under which it is confirmed, and
    `collaborators` those of the network who contributed, by their codes.
    """

    name: ClassVar = "communication.published"
    title: ClassVar = "Đăng tin, bài"
    sentence: ClassVar = "đã đăng tin, bài: {subject}"

    subject: Text
    outlet: Outlet
    link: Link | None = None
    kind: Annotated[Text | None, In("publications")] = None
    column: Words = ""
    information: Annotated[Text | None, In("information")] = None
    reach: Annotated[int | None, Field(ge=0)] = None
    questions: Annotated[int | None, Field(ge=0)] = None
    reference: Words = ""
    collaborators: Ids = ()


class PublicationConfirmed(ActivityFact):
    """An outlet has confirmed that it published what was handed to it under that reference, and where."""

    name: ClassVar = "publication.confirmed"
    title: ClassVar = "Xác nhận đã đăng"
    sentence: ClassVar = "đã xác nhận đăng {reference}: {link}"

    reference: Text
    outlet: Outlet
    link: Link


class ActivityHeld(About, ActivityFact):
    """Any other activity: a meeting, a campaign, a charity event. `attended` says how many came from which body."""

    name: ClassVar = "activity.held"
    title: ClassVar = "Tổ chức hoạt động"
    sentence: ClassVar = "đã tổ chức: {subject}"

    subject: Text
    place: Words = ""
    participants: Annotated[int | None, Field(ge=0)] = None
    link: Link | None = None
    kind: Annotated[Text | None, In("activities")] = None
    attended: Attended = ()


FACTS: tuple[type[Fact], ...] = (
    BulletinPublished,
    BulletinPosted,
    ReadersCounted,
    BroadcastAired,
    ArticlePublished,
    PublicationConfirmed,
    ActivityHeld,
)
