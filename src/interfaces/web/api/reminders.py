"""The ledger of reminders: whom we urged, when we held back, with the why of each."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from dondoc.interfaces import explaining
from dondoc.interfaces.web.api import asked, shapes
from dondoc.interfaces.web.api.asked import Paged, Reading, known
from dondoc.projections import reminders as ledger

router = APIRouter(tags=["reminders"])


class Asked(Paged):
    """Which reminders; what is left out means any."""

    task: Annotated[str, Field(max_length=300)] = ""
    unit: Annotated[str, Field(max_length=200)] = ""
    plan: Annotated[str, Field(max_length=200)] = ""
    sent: bool | None = None
    first: Annotated[date | None, Field(description="From this day.")] = None
    last: Annotated[date | None, Field(description="To this day.")] = None


@router.get("/reminders")
def reminders(answers: Reading, of: Annotated[Asked, Query()]) -> shapes.Items[shapes.Reminder]:
    """The reminders of a task, oldest first, or the newest of all."""
    known(answers.catalogue.plans, of.plan, "plan", "kế hoạch")
    at = asked.page(answers, of)
    which = ledger.Of(
        when=at.when, sent=of.sent, bodies=answers.members(of.unit), plan=of.plan,
        first=of.first.isoformat() if of.first else "", last=of.last.isoformat() if of.last else "",
    )  # fmt: skip
    lines = answers.ask(ledger.ledger, task=of.task, limit=at.limit + 1, offset=at.offset, **which)
    found = [shapes.Reminder(**explaining.reminder(line)) for line in lines[: at.limit]]
    return shapes.Items(
        items=found, as_of=date.fromisoformat(at.when.day), position=at.when.position, next=at.next(len(lines))
    )
