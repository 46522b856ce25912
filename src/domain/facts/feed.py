"""Facts of calendar feeds: whose calendar was opened for reading, and closed again. No address comes near the log."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dondoc.domain.fact import Fact
from dondoc.domain.model import Id

Kind = Literal["person", "unit"]
"""Whose calendar it is: that of a person in all offices that they hold, or of a unit."""


class FeedOpened(Fact):
    """The calendar of a person or unit can be read by whoever has its address; `number` counts the owner's feeds."""

    name: ClassVar = "feed.opened"
    title: ClassVar = "Mở lịch đăng ký"
    sentence: ClassVar = "đã mở lịch đăng ký số {number} của {owner}"

    kind: Kind
    owner: Id
    number: Annotated[int, Field(ge=1)]


class FeedRevoked(Fact):
    """An address of a calendar leads nowhere any more, from this fact on."""

    name: ClassVar = "feed.revoked"
    title: ClassVar = "Thu hồi lịch đăng ký"
    sentence: ClassVar = "đã thu hồi lịch đăng ký số {number} của {owner}"

    kind: Kind
    owner: Id
    number: Annotated[int, Field(ge=1)]


FACTS: tuple[type[Fact], ...] = (FeedOpened, FeedRevoked)
