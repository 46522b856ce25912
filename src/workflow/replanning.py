"""Re-planning: what a newly adopted wording changes for the tasks that were opened under the old one.

Untouched tasks that no longer occur are withdrawn, those whose window is another one get the new days. Tasks on which
something was done are never changed: they are told, for people to decide. Nothing that was withdrawn is opened again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.plan import Plan
from dondoc.domain.replanning import WITHDRAWN, ReplanTask, Scheduled, WithdrawTask
from dondoc.domain.rhythm import Once
from dondoc.domain.window import Window, anchored
from dondoc.workflow.opening import Opening, openings

Kind = Literal["withdraw", "move", "gone", "moved", "parts", "back"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A task that stands otherwise than the plan says.

    `kind`: `withdraw` and `move` are done by the next tick. The others need a decision: it is `gone` from the plan,
    its days were `moved`, it has other `parts`, or it is `back` in the plan after it was withdrawn.
    """

    task: str
    duty: str
    body: str
    kind: Kind
    window: Window | None
    opens: date

    @property
    def undecided(self) -> bool:
        """Whether people must decide."""
        return self.kind not in {"withdraw", "move"}


@dataclass(frozen=True)
class Comparison:
    """What some plans say beside what is there.

    `held` are duty and body of the rows that get no second task: the one from before is begun or done, and nobody
    decided on it yet.
    """

    differences: list[Difference]
    held: set[tuple[str, str]]


def compare(
    catalogue: Catalogue, plans: Sequence[str], issued: dict[str, date], there: Sequence[Scheduled]
) -> Comparison:
    """How the tasks that are there differ from what some plans say today."""
    wanted = {each.task: each for each in openings(catalogue, date.min, date.max, plans)}
    touched = {task.root for task in there if task.touched}
    found = [_difference(task, wanted.get(task.id), catalogue, issued, touched) for task in there]
    gone = {each.task for each in found if each and each.kind == "gone"}
    known = catalogue.duties
    held = {
        (task.duty, task.body)
        for task in there
        if (task.id in gone or (task.outcome == "done" and task.id not in wanted))
        and task.duty in known
        and isinstance(known[task.duty].rhythm, Once)
    }
    return Comparison([each for each in found if each], held)


def _difference(
    task: Scheduled, wanted: Opening | None, catalogue: Catalogue, issued: dict[str, date], touched: set[str]
) -> Difference | None:
    begun = task.touched or (task.composite and task.id in touched)

    def differs(kind: Kind, window: Window | None = None) -> Difference:
        return Difference(task.id, task.duty, task.body, kind, window, date.fromisoformat(task.opens))

    if task.outcome:
        return differs("back") if wanted and task.state == WITHDRAWN else None
    if wanted is None:
        return differs("gone" if begun else "withdraw")
    window = _window(wanted, catalogue, issued)
    if wanted.occurrence.composite != task.composite:
        return differs("parts", window)
    if _days(window) == task.window or _waits_for_its_day(task, window):
        return None
    return differs("moved" if begun else "move", window)


def _window(opening: Opening, catalogue: Catalogue, issued: dict[str, date]) -> Window:
    """The window that a task should have by now: with its days, where its act was issued."""
    window = opening.occurrence.window
    if not window.waits or opening.occurrence.composite or window.act not in issued:
        return window
    return anchored(window, issued[window.act], catalogue.plan_of(opening.duty.id).anchors)


def _days(window: Window) -> tuple[str, str, str, str, str]:
    start, end = (day.isoformat() if day else "" for day in (window.start, window.end))
    return start, end, window.act, window.phase or "", window.expected


def _waits_for_its_day(task: Scheduled, window: Window) -> bool:
    """Whether it only was not anchored yet, which a tick does anyway."""
    return bool(task.window[2]) and not task.window[1] and task.window[2:] == _days(window)[2:]


def commands(found: Iterable[Difference], catalogue: Catalogue, today: date) -> Iterator[WithdrawTask | ReplanTask]:
    """The commands that bring untouched tasks in line, as far as the version that says so holds already.

    A corrected entry holds from the task's own first day, since it never was otherwise; an amendment from its own day.
    """
    for each in found:
        plan = catalogue.plan_of(each.duty)
        since = max(each.opens, plan.since(plan.version)) if plan.version > 1 else each.opens
        if since > today or each.undecided:
            continue
        if each.window is None:
            reason = "không còn trong kế hoạch" if each.duty not in catalogue.duties else "không còn trong kỳ kế hoạch"
            yield WithdrawTask(task=each.task, reason=reason, authority=authority(plan), since=since)
        else:
            yield ReplanTask(task=each.task, window=each.window, authority=authority(plan), since=since)


def authority(plan: Plan) -> str:
    """What a change rests on: the decision that made the version, else the plan's own entry."""
    by = plan.amendments[-1].by if plan.amendments else f"kế hoạch {plan.id}"
    return f"{by} (phiên bản {plan.version}, lần nhập {plan.revision})"
