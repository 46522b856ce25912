"""Bodies and how they stand: the matrix, whole or of one unit or group."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from dondoc.answers import Answers
from dondoc.domain.status import MATRIX
from dondoc.interfaces.web.api import asked, shapes
from dondoc.interfaces.web.api.asked import Reading, Times, known
from dondoc.projections.status import Matrix

router = APIRouter(tags=["units"])
Name = Annotated[str, Query(max_length=200)]


class Which(Times):
    """Which units, tasks of which plan; `nested` takes the plans below it along."""

    group: Annotated[str, Field(max_length=200)] = ""
    plan: Annotated[str, Field(max_length=200)] = ""
    nested: bool = False


class OfPlan(Times):
    """Tasks of which plan."""

    plan: Annotated[str, Field(max_length=200)] = ""
    nested: bool = False


@router.get("/units")
def units(answers: Reading, times: Annotated[Times, Query()]) -> shapes.Items[shapes.Unit]:
    """Every body, in official order, as it was called on the day asked about."""
    when = asked.when(answers, times)
    on = date.fromisoformat(when.day)
    found = [shapes.Unit(unit=b.id, name=b.name(on), kind=b.kind) for b in answers.catalogue.bodies.values()]
    return shapes.Items(items=found, as_of=on, position=when.position)


@router.get("/status")
def matrix(answers: Reading, which: Annotated[Which, Query()]) -> shapes.Status:
    """How every unit stands."""
    known(answers.catalogue.plans, which.plan, "plan", "kế hoạch")
    asked.when(answers, which)
    found = answers.status(
        group=which.group, plan=which.plan, nested=which.nested, as_of=which.as_of, known_at=which.known_at
    )
    return told(answers, found)


@router.get("/units/{unit}/status")
def status(
    answers: Reading, unit: Annotated[str, Path(max_length=200)], of: Annotated[OfPlan, Query()]
) -> shapes.Status:
    """How one unit stands, or each unit of a group."""
    known(answers.catalogue.plans, of.plan, "plan", "kế hoạch")
    asked.when(answers, of)
    return told(answers, answers.status(unit, plan=of.plan, nested=of.nested, as_of=of.as_of, known_at=of.known_at))


def told(answers: Answers, found: Matrix) -> shapes.Status:
    """The matrix as the API tells it."""
    rows = [
        shapes.UnitCells(
            unit=row.unit,
            name=answers.catalogue.body_name(row.unit, found.as_of),
            silent=row.silent,
            **{cell.key: row.cells.get(cell, 0) for cell in MATRIX},
        )
        for row in found.rows
    ]
    totals = shapes.Cells(**{cell.key: found.totals[cell] for cell in MATRIX})
    return shapes.Status(units=rows, totals=totals, as_of=found.as_of, position=found.position)
