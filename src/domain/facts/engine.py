"""Facts that the engine records about plans, acts, reminders and periods."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from pydantic import AwareDatetime

from dondoc.domain.fact import Fact
from dondoc.domain.model import Text


class PlanAdopted(Fact):
    """A plan was taken into the engine, in the wording with this digest (SHA-256 of its canonical JSON).

    `version` is the plan's own, `revision` that of our entry of it. `proposed`, `decided` and `signed` are offices,
    `capacity` that in which the signer signed for the decider; empty where they are not known.
    """

    name: ClassVar = "plan.adopted"
    title: ClassVar = "Đưa kế hoạch vào theo dõi"
    sentence: ClassVar = "đã đưa kế hoạch {plan} vào theo dõi"

    plan: str
    document: str
    digest: str
    rows: int
    duties: int
    version: int = 1
    revision: int = 1
    proposed: str = ""
    decided: str = ""
    signed: str = ""
    capacity: str = ""


class ActIssued(Fact):
    """A document that tasks waited for was issued. `day` is its day of issue; a second one corrects the first."""

    name: ClassVar = "act.issued"
    title: ClassVar = "Ban hành văn bản"
    sentence: ClassVar = "đã ghi nhận văn bản được ban hành ngày {day}: {number}"

    act: str
    day: date
    number: Text


class ReminderIssued(Fact):
    """A rung of a ladder was reached and the offices in `to` are urged. `why` is the explanation as it was decided.

    A body in `to`, which is no office, is written to formally.

    `limit` is the clock that it was counted from, or `silence`; empty for the task's own due day. `due` is the last day
    of that limit, `due_at` its last moment where it is told in hours.
    """

    name: ClassVar = "reminder.issued"
    title: ClassVar = "Đôn đốc"
    sentence: ClassVar = "đã đôn đốc ({rung})"

    task: str
    due: date
    ladder: str
    rung: str
    level: int
    to: tuple[str, ...]
    why: dict[str, Any]
    limit: str = ""
    due_at: AwareDatetime | None = None


class ReminderHeldBack(Fact):
    """A rung was reached but nobody was urged, for the reason in `why`."""

    name: ClassVar = "reminder.held-back"
    title: ClassVar = "Không đôn đốc"
    sentence: ClassVar = "đã giữ lại lần đôn đốc {rung}"

    task: str
    due: date
    ladder: str
    rung: str
    level: int
    why: dict[str, Any]
    limit: str = ""
    due_at: AwareDatetime | None = None


class RemindingStopped(Fact):
    """More reminders were called for on a day than may be sent: `waiting` of them wait, after `sent` of `most`.

    Nothing of them is lost: each is decided again by the next tick that may send.
    """

    name: ClassVar = "reminding.stopped"
    title: ClassVar = "Dừng đôn đốc vì quá mức một ngày"
    sentence: ClassVar = (
        "đã dừng đôn đốc ngày {day}: đã gửi {sent} lần, mức tối đa {most} lần một ngày, còn {waiting} lần đang chờ"
    )

    day: date
    sent: int
    most: int
    waiting: int


class PeriodClosed(Fact):
    """The last day in term of an occurrence has passed. What is recorded for it from now on is a late entry."""

    name: ClassVar = "period.closed"
    title: ClassVar = "Hết kỳ"
    sentence: ClassVar = "đã khép kỳ {period}"

    plan: str
    duty: str
    period: str
    due: date


FACTS: tuple[type[Fact], ...] = (
    PlanAdopted, ActIssued, ReminderIssued, ReminderHeldBack, RemindingStopped, PeriodClosed
)  # fmt: skip
