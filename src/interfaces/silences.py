"""The alarm where nothing has been done for long of what should go on all the time. No cell: nobody is late."""

from __future__ import annotations

from datetime import date

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.status import Cell
from dondoc.interfaces import wording
from dondoc.projections.task_list import TaskLine


def days(line: TaskLine, as_of: date, catalogue: Catalogue) -> int | None:
    """For how many days a task has been silent, where that is longer than its duty may be; None where it is not."""
    duty = catalogue.duties.get(line.duty)
    limit = duty.silence if duty else None
    over = line.end is not None and line.end < as_of.isoformat()
    if limit is None or line.composite or line.for_task or over or line.cell is not Cell.OPEN_IN_TERM:
        return None
    silent = wording.days_between(date.fromisoformat(line.active_on or line.opens), as_of)
    return silent if silent > limit else None


def said(silent: int) -> str:
    """The alarm in words: im lặng 45 ngày."""
    return f"im lặng {silent} ngày"


def stands(line: TaskLine, as_of: date, catalogue: Catalogue) -> str:
    """Where a task stands in a list, with its alarm."""
    silent = days(line, as_of, catalogue)
    return wording.CELLS[line.cell] + (f"; {said(silent)}" if silent is not None else "")
