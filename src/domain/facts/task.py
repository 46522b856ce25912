"""Facts in the life of every task, whatever its procedure."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from pydantic import AwareDatetime

from dondoc.domain.fact import Fact, StepFact
from dondoc.domain.model import Text
from dondoc.domain.window import Window


class TaskAssigned(Fact):
    """A body owes a task from a day on. First event of every task's stream.

    `due` is the last day in term as it was told to the body; None while the task waits for an act, and for open ends.
    `composite` tasks are the sum of their parts, which name its id as `parent`. `forms` must all be proved. `count` and
    `minutes` are a quota's. `data_from` and `data_to` are the days that a report covers. `for_task` is the case that an
    input was asked for.
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


class TaskAnchored(Fact):
    """The act that a task waited for was issued, so that its window has days. A corrected date anchors it again."""

    name: ClassVar = "task.anchored"
    title: ClassVar = "Xác định thời hạn"
    sentence: ClassVar = "đã xác định thời hạn theo văn bản được ban hành: đến {due}"

    act: str
    issued: date
    window: Window
    due: date


class TaskCredited(Fact):
    """An activity counts for this task. `activity` is the stream of the activity, `fact` its stored name."""

    name: ClassVar = "task.credited"
    title: ClassVar = "Ghi nhận hoạt động"
    sentence: ClassVar = "đã ghi nhận một hoạt động ({fact_title})"

    activity: str
    fact: str


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
    TaskCredited,
    ClockStarted,
    ClockStopped,
    TaskCompleted,
    TaskCancelled,
    TaskAccepted,
    ProgressNoted,
)
