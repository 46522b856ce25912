"""Facts in the life of every task, whatever its procedure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AwareDatetime, Field

from dondoc.domain.fact import Fact, Listed, StepFact
from dondoc.domain.facts.press import Link
from dondoc.domain.model import Id, Text, Words
from dondoc.domain.vocabulary import In
from dondoc.domain.window import Window


class TaskAssigned(Fact):
    """A body owes a task from a day on. First event of every task's stream.

    `due` is the last day in term as it was told to the body; None while the task waits for an act, and for open ends.
    `composite` tasks are the sum of their parts, which name its id as `parent`. `forms` must all be proved. `count` and
    `minutes` are a quota's. `data_from` and `data_to` are the days that a report covers. `for_task` is the task under
    which this one was opened, `asked_by` the body that asked for it there, `subject` what came in or was asked for.
    """

    name: ClassVar = "task.assigned"
    title: ClassVar = "Giao việc"
    sentence: ClassVar = "đã giao việc, thời gian {window_text}"

    plan: str
    duty: str
    body: str
    period: str
    procedure: str
    procedure_version: int
    window: Window
    opens: date
    due: date | None = None
    parent: str = ""
    composite: bool = False
    forms: tuple[str, ...] = ()
    data_from: date | None = None
    data_to: date | None = None
    count: int = 0
    minutes: int = 0
    for_task: str = ""
    asked_by: str = ""
    subject: str = ""


class TaskAnchored(Fact):
    """The act that a task waited for was issued, so that its window has days. A corrected date anchors it again."""

    name: ClassVar = "task.anchored"
    title: ClassVar = "Xác định thời hạn"
    sentence: ClassVar = "đã xác định thời hạn theo văn bản được ban hành: đến {due}"

    act: str
    issued: date
    window: Window
    due: date


class TaskDueMoved(Fact):
    """The last day in term was moved, on somebody's authority and for a reason. `was` is the day until then."""

    name: ClassVar = "task.due-moved"
    title: ClassVar = "Dời thời hạn"
    sentence: ClassVar = "đã dời thời hạn từ {was} sang {due}: {reason}"

    due: date
    was: date | None = None
    reason: Text
    authority: Words = ""


class TaskMarked(Fact):
    """A task bears these marks from now on, and no others, for a reason: high impact, sensitive."""

    name: ClassVar = "task.marked"
    title: ClassVar = "Đánh dấu việc"
    sentence: ClassVar = "đã đánh dấu việc: {marks}; lý do: {reason}"

    marks: Annotated[tuple[Id, ...], Listed, In("marks")]
    reason: Text


class TaskCredited(Fact):
    """An activity counts for this task. `activity` is the stream of the activity, `fact` its stored name."""

    name: ClassVar = "task.credited"
    title: ClassVar = "Ghi nhận hoạt động"
    sentence: ClassVar = "đã ghi nhận một hoạt động ({fact_title})"

    activity: str
    fact: str


class CreditWithdrawn(StepFact):
    """An activity no longer counts for this task, since it was recorded wrongly; the quota may be short again."""

    name: ClassVar = "task.credit-withdrawn"
    title: ClassVar = "Thôi tính hoạt động"
    sentence: ClassVar = "đã thôi tính một hoạt động ghi nhầm"

    activity: Text


class FactCorrected(Fact):
    """An earlier fact of this stream was wrong. Both stay visible.

    `event_id` is the wrong one. Either it is `withdrawn`, or `fields` hold what it should have said.
    """

    name: ClassVar = "fact.corrected"
    title: ClassVar = "Đính chính"
    sentence: ClassVar = "đã đính chính “{fact_title}” ghi ngày {of}: {reason}"

    event_id: str
    fact: str
    of: date
    fields: dict[str, Any] = Field(default_factory=dict)
    withdrawn: bool = False
    reason: Text


class TaskRestored(StepFact):
    """A step was withdrawn; the task is back where it stood before it, with these forms still to be proved."""

    name: ClassVar = "task.restored"
    title: ClassVar = "Trở lại trạng thái trước"
    sentence: ClassVar = "đã đưa việc trở lại trạng thái trước bước ghi nhầm"

    forms: tuple[str, ...] = ()


class EnteredLate(Fact):
    """What follows was entered after its period had ended, for a reason. Both days stay visible for ever."""

    name: ClassVar = "entry.late"
    title: ClassVar = "Nhập muộn"
    sentence: ClassVar = "đã nhập muộn (kỳ hết hạn ngày {due}), lý do: {reason}"

    due: date
    reason: Text


class StepRefused(Fact):
    """Somebody tried a step that the rules refused: which, under which rule. Nothing of what they wrote is kept."""

    name: ClassVar = "step.refused"
    title: ClassVar = "Bị từ chối"
    sentence: ClassVar = "đã thử thực hiện bước {step} nhưng bị từ chối (quy tắc {rule})"

    task: str
    step: str
    rule: str


class CoordinationConfirmed(StepFact):
    """A body that takes part has confirmed its part."""

    name: ClassVar = "coordination.confirmed"
    title: ClassVar = "Xác nhận phối hợp"
    sentence: ClassVar = "đã xác nhận phối hợp: {part}"

    part: Words = ""


class CoordinationDone(StepFact):
    """A body that takes part has done its part."""

    name: ClassVar = "coordination.done"
    title: ClassVar = "Hoàn thành phần phối hợp"
    sentence: ClassVar = "đã hoàn thành phần phối hợp: {note}"

    note: Words = ""
    link: Link | None = None


class ClockStarted(Fact):
    """A time limit began to run at a moment; `due` is its last day, `due_at` its last moment where it is told in hours.

    `rule` names the family and the day from which this version of it holds; `days` are the days that did not count,
    each with the decision that says so.
    """

    name: ClassVar = "task.clock-started"
    title: ClassVar = "Bắt đầu tính thời hạn"
    sentence: ClassVar = "đã bắt đầu tính thời hạn {length} {unit_text}: đến {due}"

    clock: str
    rule: str
    basis: str
    at: AwareDatetime
    length: int
    unit: str
    due: date
    due_at: AwareDatetime | None = None
    days: tuple[str, ...] = ()


class ClockStopped(Fact):
    """A time limit was met or missed: it stopped at a moment, or in the course of its day where no moment is known."""

    name: ClassVar = "task.clock-stopped"
    title: ClassVar = "Dừng tính thời hạn"
    sentence: ClassVar = "đã dừng tính thời hạn"

    clock: str
    at: AwareDatetime | None = None


class TaskCompleted(StepFact):
    """A quota is full: as many activities as the duty asks for have been credited."""

    name: ClassVar = "task.completed"
    title: ClassVar = "Đủ số lượng"
    sentence: ClassVar = "đã xác nhận đủ số lượng"


class TaskCancelled(StepFact):
    """A task is no longer owed, on somebody's authority and for a reason."""

    name: ClassVar = "task.cancelled"
    title: ClassVar = "Hủy việc"
    sentence: ClassVar = "đã hủy việc: {reason}"

    reason: Text
    authority: Text


class TaskAccepted(StepFact):
    """The body has taken the task up."""

    name: ClassVar = "task.accepted"
    title: ClassVar = "Nhận việc"
    sentence: ClassVar = "đã nhận việc"


class ProgressNoted(StepFact):
    """A word on how the task is going; it changes nothing else."""

    name: ClassVar = "task.progress-noted"
    title: ClassVar = "Ghi nhận tiến độ"
    sentence: ClassVar = "đã ghi tiến độ: {note}"

    note: Text


FACTS: tuple[type[Fact], ...] = (
    TaskAssigned,
    TaskAnchored,
    TaskDueMoved,
    TaskMarked,
    TaskCredited,
    CreditWithdrawn,
    FactCorrected,
    TaskRestored,
    EnteredLate,
    StepRefused,
    CoordinationConfirmed,
    CoordinationDone,
    ClockStarted,
    ClockStopped,
    TaskCompleted,
    TaskCancelled,
    TaskAccepted,
    ProgressNoted,
)
