"""Plans: which are followed, and the duties of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.plan import PlanFile
from dondoc.interfaces import wording
from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.asked import Reading
from dondoc.interfaces.web.api.calls import unknown

router = APIRouter(prefix="/plans", tags=["plans"])


@router.get("")
def plans(answers: Reading) -> list[shapes.Plan]:
    """The plans that are followed."""
    return [_plan(file) for file in answers.catalogue.plans.values()]


@router.get("/{plan}")
def plan(answers: Reading, plan: Annotated[str, Path(max_length=200)]) -> shapes.OnePlan:
    """One plan with its duties."""
    catalogue = answers.catalogue
    if plan not in catalogue.plans:
        raise unknown(plan)
    file = catalogue.plans[plan]
    return shapes.OnePlan(
        **_plan(file).model_dump(), duty_list=[_duty(each.id, catalogue) for each in file.all_duties()]
    )


def _plan(file: PlanFile) -> shapes.Plan:
    head = file.plan
    duties = sum(1 for _ in file.all_duties())
    return shapes.Plan(
        plan=head.id, name=head.name, year=head.year, owner=head.owner, rows=len(file.rows), duties=duties
    )


def _duty(duty: str, catalogue: Catalogue) -> shapes.OneDuty:
    found = catalogue.duties[duty]
    return shapes.OneDuty(
        duty=duty,
        what=wording.duty_name(duty, catalogue),
        citation=wording.citation(duty, catalogue),
        rhythm=found.rhythm.kind,
        procedure=found.procedure,
        owers=len(catalogue.owers(found)),
    )
