"""Tasks: lists of them, one with all that belongs to it, its history, the steps that are open to the caller."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from dondoc.answers import Answers
from dondoc.domain.errors import Invalid
from dondoc.domain.office import Actor
from dondoc.domain.status import MATRIX
from dondoc.interfaces import continuing, explaining, released, steps, wording
from dondoc.interfaces.web.api import asked, shapes
from dondoc.interfaces.web.api.asked import Paged, Reading, Times, known
from dondoc.interfaces.web.asked import CELLS, SILENT
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine, Which

router = APIRouter(prefix="/tasks", tags=["tasks"])
TaskId = Annotated[str, Path(max_length=300, description="Id of a task, such as 184.4.1:vu-tien-luong:2024-04.")]


class Asked(Paged):
    """Which tasks; what is left out means any. `cell` is one of the matrix, `owed` or `silent`."""

    unit: Annotated[str, Field(max_length=200)] = ""
    group: Annotated[str, Field(max_length=200)] = ""
    plan: Annotated[str, Field(max_length=200)] = ""
    duty: Annotated[str, Field(max_length=200)] = ""
    cell: Annotated[str, Field(max_length=50)] = ""
    due_from: date | None = None
    due_to: date | None = None


@router.get("")
def tasks(answers: Reading, of: Annotated[Asked, Query()]) -> shapes.Items[shapes.Task]:
    """The tasks that match, overdue first, then by due day. A composite task appears once."""
    at = asked.page(answers, of)
    lines = answers.tasks(at.when, limit=at.limit + 1, offset=at.offset, **_which(answers, of))
    found = [_task(line, answers, at.when) for line in lines[: at.limit]]
    return shapes.Items(
        items=found, as_of=date.fromisoformat(at.when.day), position=at.when.position, next=at.next(len(lines))
    )


@router.get("/{task}")
def task(answers: Reading, response: Response, task: TaskId, times: Annotated[Times, Query()]) -> shapes.OneTask:
    """One task: its text and basis, where it stands and why, its parts, its proofs, what the caller may do now."""
    when = asked.when(answers, times)
    line, parts = answers.task(task, when)
    now = times.as_of is None and times.known_at is None
    response.headers["ETag"] = f'"{line.version}"'
    return shapes.OneTask(
        **explaining.task(line, answers.catalogue, date.fromisoformat(when.day)),
        what=wording.duty_name(line.duty, answers.catalogue),
        citation=wording.citation(line.duty, answers.catalogue),
        parts=[_task(part, answers, when) for part in parts],
        inputs=[each.id for each in answers.inputs(line.id, when)],
        evidence=[explaining.proof(each) for each in answers.evidence(line.id, when)],
        steps=_offered(answers, line, answers.viewers) if now else [],
    )


@router.get("/{task}/history")
def history(answers: Reading, task: TaskId, times: Annotated[Times, Query()]) -> shapes.Items[shapes.Event]:
    """What happened to a task, its parts and their reminders, oldest first; nothing, where it is not for the caller."""
    when = asked.when(answers, times)
    line, _ = answers.task(task, when)
    told = released.Telling(answers)
    records = [r for r in continuing.whole_history(answers, line, when) if r.meta.on.isoformat() <= when.day]
    found = [shapes.Event(**told.event(each)) for each in records]
    return shapes.Items(items=found, as_of=date.fromisoformat(when.day), position=when.position)


def _which(answers: Answers, of: Asked) -> Which:
    catalogue = answers.catalogue
    known(catalogue.plans, of.plan, "plan", "kế hoạch")
    known(catalogue.duties, of.duty, "duty", "nhiệm vụ")
    known(catalogue.bodies, of.unit, "unit", "cơ quan, đơn vị")
    if of.cell and of.cell not in CELLS:
        names = ", ".join([*(cell.key for cell in MATRIX), "owed", SILENT])
        raise Invalid(
            f"There is no cell {of.cell!r}.", vi=f"Không có ô “{of.cell}”.", place="cell", cure=f"Write one of {names}."
        )
    found = Which(plan=of.plan, body=of.unit, duty=of.duty, cells=CELLS.get(of.cell, ()))
    if of.cell == SILENT:
        found["silent"] = catalogue.silences()
    if of.group:
        found["bodies"] = answers.members("", of.group)
    if of.due_from or of.due_to:
        found["due_from"] = of.due_from.isoformat() if of.due_from else ""
        found["due_to"] = of.due_to.isoformat() if of.due_to else ""
    return found


def _task(line: TaskLine, answers: Answers, when: When) -> shapes.Task:
    return shapes.Task(**explaining.task(line, answers.catalogue, date.fromisoformat(when.day)))


def _offered(answers: Answers, line: TaskLine, actors: Sequence[Actor]) -> list[shapes.Step]:
    return [
        shapes.Step(
            step=offer.step.id,
            name=offer.step.name,
            fact=offer.step.fact,
            needs=list(offer.step.needs),
            evidence=offer.step.evidence,
            kind=offer.kind,
            acting=[{"office": a.office, "on_behalf_of": a.on_behalf_of} for a in offer.actors.values()],
            hindered=offer.hindered,
        )
        for offer in steps.offers(answers, line, actors)
    ]
