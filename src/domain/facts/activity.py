"""Facts that may serve several duties at once; each has a stream of its own and is credited where it serves."""

from __future__ import annotations

from datetime import time
from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import ActivityFact, Fact
from dondoc.domain.facts.about import About, Outlet
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In


class BulletinPublished(About, ActivityFact):
    """An issue of a bulletin was published."""

    name: ClassVar = "bulletin.published"
    title: ClassVar = "Phát hành bản tin"
    sentence: ClassVar = "đã phát hành bản tin số {issue}"

    issue: Text
    channels: Annotated[tuple[Text, ...], In("outlets", free=True)] = ()
    link: Link | None = None


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
    information that must be public, where it is one.
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


class ActivityHeld(About, ActivityFact):
    """Any other activity: a meeting, a class, a contest."""

    name: ClassVar = "activity.held"
    title: ClassVar = "Tổ chức hoạt động"
    sentence: ClassVar = "đã tổ chức: {subject}"

    subject: Text
    place: Words = ""
    participants: Annotated[int | None, Field(ge=0)] = None
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (BulletinPublished, BroadcastAired, ArticlePublished, ActivityHeld)
