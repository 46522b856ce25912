"""Facts about plans on their way: sent out, received, made known to the staff, laid down in another wording."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.model import Text, Words
from dondoc.domain.window import Window


class DocumentDispatched(StepFact):
    """The registry has sent the document to a recipient; `channel` says how (post, document network)."""

    name: ClassVar = "document.dispatched"
    title: ClassVar = "Gửi văn bản"
    sentence: ClassVar = "đã gửi văn bản ({channel})"

    channel: Text
    number: Words = ""


class DocumentReceived(StepFact):
    """A recipient has the document; `number` is that under which it was entered there."""

    name: ClassVar = "document.received"
    title: ClassVar = "Nhận văn bản"
    sentence: ClassVar = "đã nhận văn bản {number}"

    number: Words = ""


class PlanDisseminated(StepFact):
    """A body has made the plan known: in which way, to how many of its staff."""

    name: ClassVar = "plan.disseminated"
    title: ClassVar = "Phổ biến kế hoạch"
    sentence: ClassVar = "đã phổ biến kế hoạch cho {staff} người: {how}"

    how: Text
    staff: Annotated[int, Field(ge=1, le=1_000_000)]


class TaskReplanned(Fact):
    """The days of an untouched task are others under a newly adopted wording of its plan.

    `window` and `due` hold from now on; `authority` is the adoption, as the plan, its version and revision.
    """

    name: ClassVar = "task.replanned"
    title: ClassVar = "Điều chỉnh thời hạn theo kế hoạch"
    sentence: ClassVar = "đã điều chỉnh thời hạn theo kế hoạch ({authority}): đến {due}"

    window: Window
    due: date | None = None
    authority: Text


class ReferenceMoved(Fact):
    """An item of another programme, to which tasks refer, was moved to a day; `source` says where that is written."""

    name: ClassVar = "reference.moved"
    title: ClassVar = "Dời mục của chương trình khác"
    sentence: ClassVar = "đã ghi nhận mục được dẫn tới dời đến ngày {day}: {source}"

    reference: str
    day: date
    source: Text


FACTS: tuple[type[Fact], ...] = (DocumentDispatched, DocumentReceived, PlanDisseminated, TaskReplanned, ReferenceMoved)
