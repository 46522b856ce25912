"""Items of other programmes that a plan refers to: where each stands, which tasks are concerned, what is proposed."""

from __future__ import annotations

from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain import period as periods
from dondoc.domain.facts.plan import ReferenceMoved
from dondoc.domain.plan import PlanFile, Reference
from dondoc.domain.status import Cell
from dondoc.interfaces import wording
from dondoc.projections.standing import When

_OVER = {Cell.DONE_ON_TIME, Cell.DONE_LATE, Cell.CANCELLED}


def references(dondoc: Answers, file: PlanFile, when: When) -> list[dict[str, Any]]:
    """The items of a plan, each with its moves and the open tasks that refer to it."""
    return [_item(dondoc, file, each, when) for each in file.references]


def of_duty(dondoc: Answers, duty: str, when: When) -> list[dict[str, Any]]:
    """The items that a duty refers to, without the tasks of others."""
    plan, _, name = duty.partition(".")
    file = dondoc.catalogue.plans.get(plan)
    found = [each for each in (file.references if file else ()) if name in each.duties]
    return [_told(dondoc, plan, each, when) for each in found]


def _told(dondoc: Answers, plan: str, item: Reference, when: When) -> dict[str, Any]:
    name = f"{plan}.{item.id}"
    records = dondoc.store.read(f"reference-{name}")
    moves = [
        {"day": r.fact.day.isoformat(), "source": r.fact.source, "on": r.meta.on.isoformat()}
        for r in records
        if isinstance(r.fact, ReferenceMoved) and r.meta.on.isoformat() <= when.day and r.position <= when.position
    ]
    document = dondoc.catalogue.documents[item.document].citation()
    said = f"{item.item} ({document}), dự kiến {wording.lower(wording.label(item.expected))}"
    if moves:
        said += f", nay dời đến ngày {wording.day(moves[-1]['day'])} ({moves[-1]['source']})"
    return {
        "id": name,
        "item": item.item,
        "document": item.document,
        "expected": item.expected,
        "moves": moves,
        "said": said,
    }


def _item(dondoc: Answers, file: PlanFile, item: Reference, when: When) -> dict[str, Any]:
    told = _told(dondoc, file.plan.id, item, when)
    tasks = [
        {"task": line.id, "cell": line.cell.key, "due": line.due, "proposed": _proposed(line.due, item, told)}
        for name in item.duties
        for line in dondoc.tasks(when, duty=f"{file.plan.id}.{name}")
        if line.cell not in _OVER
    ]
    return {**told, "tasks": tasks}


def _proposed(due: str | None, item: Reference, told: dict[str, Any]) -> str | None:
    """The due day moved by as much as the item was; None where nothing is proposed."""
    expected = periods.parse(item.expected).end
    if due is None or not told["moves"] or expected is None:
        return None
    moved = date.fromisoformat(told["moves"][-1]["day"]) - expected
    return (date.fromisoformat(due) + moved).isoformat() if moved else None
