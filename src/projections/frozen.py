"""What was in, late and missing for a period of a duty at a position of the log, and what came in since?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from dondoc.domain.errors import NotFound
from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections import task_list
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine

_ALL = 100_000


@dataclass(frozen=True, slots=True)
class Frozen:
    """The tasks of a period as they stood and were known when it was frozen; `since` are those that changed after that.

    Nothing that is recorded later changes `on_time`, `late` and `missing`.
    """

    duty: str
    period: str
    when: When
    on_time: tuple[TaskLine, ...]
    late: tuple[TaskLine, ...]
    missing: tuple[TaskLine, ...]
    since: tuple[TaskLine, ...]


def frozen(connection: Connection, then: When, now: When, duty: str, period: str, sight: Sight = EVERYTHING) -> Frozen:
    """The tasks of a duty and period at `then`, and those of them that were handed in or sent back until `now`."""
    before = {line.id: line for line in _lines(connection, then, duty, period, sight)}
    cells = {cell: tuple(line for line in before.values() if line.cell == cell) for cell in Cell}
    changed = [line for line in _lines(connection, now, duty, period, sight) if _has_changed(before.get(line.id), line)]
    return Frozen(
        duty,
        period,
        then,
        cells[Cell.DONE_ON_TIME],
        cells[Cell.DONE_LATE],
        cells[Cell.OPEN_OVERDUE] + cells[Cell.OPEN_IN_TERM] + cells[Cell.WAITING],
        tuple(changed),
    )


def _lines(connection: Connection, when: When, duty: str, period: str, sight: Sight) -> list[TaskLine]:
    found = task_list.listed(connection, when, limit=_ALL, sight=sight, duty=duty)
    return [line for line in found if line.period == period]


def _has_changed(before: TaskLine | None, line: TaskLine) -> bool:
    """Whether something was recorded; that days went by is no change."""
    cancelled = Cell.CANCELLED
    return before is None or before.done_on != line.done_on or (before.cell == cancelled) != (line.cell == cancelled)


def nothing(task: str) -> NotFound:
    """Says that a task froze nothing."""
    return NotFound(
        f"Nothing was frozen in the task {task!r}.",
        vi=f"Việc {task!r} chưa chốt số liệu.",
        place="task",
        cure="Take the step that freezes first; `dondoc task show` names the steps that are open.",
    )


def no_tasks(task: str, duty: str, period: str) -> NotFound:
    """Says that a task froze the period of a duty that had no tasks."""
    return NotFound(
        f"There were no tasks of {duty!r} for {period!r} when {task!r} froze them.",
        vi=f"Khi chốt số liệu không có việc nào của {duty!r} cho kỳ {period!r}.",
        place="period",
        cure="List the duty's tasks with `dondoc task list --duty`, and freeze one of their periods.",
    )
