"""What a duty hangs on beside its own days: other rows, acts of higher bodies, the plan whose results it is about.

All of it is worked out from what is recorded of the others; nothing is stored.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain import period as periods
from dondoc.domain.plan import Duty
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import wording
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine


def waits_for(dondoc: Answers, duty_id: str, when: When) -> list[dict[str, Any]]:
    """The rows and acts that must come first and have not, each with whether it is late, and in words."""
    duty = dondoc.catalogue.duties.get(duty_id)
    if duty is None or not (duty.depends or duty.awaits):
        return []
    rows = [each for name in duty.depends for each in _row(dondoc, name, when)]
    return rows + [each for name in duty.awaits for each in _act(dondoc, name, when)]


def said(dondoc: Answers, duty_id: str, when: When) -> str:
    """The same in one line for people; empty where nothing must come first."""
    return "; ".join(each["said"] for each in waits_for(dondoc, duty_id, when))


def _row(dondoc: Answers, name: str, when: When) -> list[dict[str, Any]]:
    known = dondoc.catalogue.duties.get(name)
    row = known.row if known and known.row else name
    lines = [line for line in dondoc.tasks(when, duty=name) if line.cell is not Cell.CANCELLED]
    worst = max((line.cell for line in lines), default=Cell.WAITING)
    if worst in {Cell.DONE_ON_TIME, Cell.DONE_LATE}:
        return []
    roots = [line.id for line in lines if line.composite]
    parts = [*lines, *(p for found in dondoc.parts_of(roots, when).values() for p in found)]
    passed = [p.expected for p in parts if p.cell is Cell.WAITING and _passed(p.expected, when)]
    if worst is Cell.OPEN_OVERDUE:
        text = f"ảnh hưởng bởi mục {row} đang chậm"
    elif passed:
        month = wording.lower(wording.label(passed[0]))
        text = f"ảnh hưởng bởi mục {row} đang chậm so với dự kiến {month}"
    else:
        text = f"chờ mục {row}"
    late = worst is Cell.OPEN_OVERDUE or bool(passed)
    return [{"duty": name, "row": row, "cell": worst.key, "late": late, "said": text}]


def _act(dondoc: Answers, name: str, when: When) -> list[dict[str, Any]]:
    act = dondoc.catalogue.acts[name]
    issued = dondoc.acts().get(name)
    if issued is not None and issued.isoformat() <= when.day:
        return []
    late = bool(act.expected) and _passed(act.expected or "", when)
    by = f" của {act.issuer}" if act.issuer else ""
    text = f"chờ {act.kind.lower()}{by}" + (", đã quá tháng dự kiến" if late else "") + "; không tính cho đơn vị"
    return [{"act": name, "issuer": act.issuer, "expected": act.expected, "source": act.source, "late": late,
             "said": text}]  # fmt: skip


def _passed(expected: str, when: When) -> bool:
    end = periods.parse(expected).end if expected else None
    return end is not None and end < date.fromisoformat(when.day)


def followed(dondoc: Answers, duty: Duty | None, when: When) -> dict[str, Any] | None:
    """The plan whose results a duty is about, with its figures at the same time; None where it is about none."""
    if duty is None or duty.follows is None:
        return None
    plan = dondoc.catalogue.plan(duty.follows).plan
    found = dondoc.figures(plan.id, when)
    return {
        "plan": plan.id,
        "name": plan.name,
        "cells": {cell.key: found.get(cell, 0) for cell in MATRIX},
        "total": sum(count for cell, count in found.items() if cell is not Cell.CANCELLED),
    }


def followed_said(found: dict[str, Any]) -> str:
    """The figures of a plan in words."""
    cells = (f"{wording.CELLS[Cell[key.upper()]].lower()} {count}" for key, count in found["cells"].items() if count)
    return f"{found['name']}: {found['total']} việc; {'; '.join(cells)}"


def marked(dondoc: Answers, line: TaskLine, when: When) -> str:
    """What a list shows beside a task that is not done: what must come first."""
    done = line.cell in {Cell.DONE_ON_TIME, Cell.DONE_LATE, Cell.CANCELLED}
    return "" if done else said(dondoc, line.duty, when)
