"""Facts of contests: opened within a year's task, then launched, entered, judged and awarded, shared by several."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import AskingFact, Fact, StepFact
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Text, Words
from dondoc.domain.vocabulary import In

Number = Annotated[int, Field(ge=0)]


class ContestOpened(AskingFact):
    """A contest is to be held; the bodies named lead it, each its own."""

    name: ClassVar = "contest.opened"
    title: ClassVar = "Giao tổ chức cuộc thi"
    sentence: ClassVar = "đã giao {units} tổ chức cuộc thi: {subject}"


class ContestLaunched(StepFact):
    """A contest was launched with its rules; `closes` is the last day for entries."""

    name: ClassVar = "contest.launched"
    title: ClassVar = "Phát động cuộc thi"
    sentence: ClassVar = "đã phát động cuộc thi: {subject}"

    subject: Text
    kind: Annotated[Text, In("contests")]
    closes: date | None = None
    link: Link | None = None


class PartAsked(AskingFact):
    """Other bodies were asked to carry a part of the work."""

    name: ClassVar = "part.asked"
    title: ClassVar = "Phân công phần việc"
    sentence: ClassVar = "đã phân công {units}: {subject}"


class PartDone(StepFact):
    """A body has carried its part."""

    name: ClassVar = "part.done"
    title: ClassVar = "Hoàn thành phần việc"
    sentence: ClassVar = "đã hoàn thành phần việc: {note}"

    note: Text
    link: Link | None = None


class EntriesCounted(StepFact):
    """So many entries had come in by that day."""

    name: ClassVar = "contest.entries-counted"
    title: ClassVar = "Thống kê bài dự thi"
    sentence: ClassVar = "đã thống kê {entries} bài dự thi"

    entries: Number


class EntriesClosed(StepFact):
    """No more entries are taken; so many came in."""

    name: ClassVar = "contest.entries-closed"
    title: ClassVar = "Kết thúc nhận bài dự thi"
    sentence: ClassVar = "đã kết thúc nhận bài, có {entries} bài dự thi"

    entries: Number


class ContestJudged(StepFact):
    """The jury has judged the entries and proposes prizes."""

    name: ClassVar = "contest.judged"
    title: ClassVar = "Chấm thi"
    sentence: ClassVar = "đã chấm {judged} bài dự thi, đề nghị trao {proposed} giải"

    judged: Number
    proposed: Number
    note: Words = ""


class ContestAwarded(StepFact):
    """The prizes were decided and announced."""

    name: ClassVar = "contest.awarded"
    title: ClassVar = "Trao giải"
    sentence: ClassVar = "đã trao {prizes} giải theo Quyết định {number}"

    prizes: Number
    number: Text
    link: Link | None = None


FACTS: tuple[type[Fact], ...] = (
    ContestOpened,
    ContestLaunched,
    PartAsked,
    PartDone,
    EntriesCounted,
    EntriesClosed,
    ContestJudged,
    ContestAwarded,
)
