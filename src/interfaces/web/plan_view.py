"""What the page of one plan shows: its rows by unit in the annex's order, its duties in prose, where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dondoc.domain.document import Document
from dondoc.domain.plan import Clause, Duty, Plan, PlanFile, Row
from dondoc.interfaces import planned, terms
from dondoc.interfaces.web.asked import Asked
from dondoc.projections.receipts import Receipts, receipts
from dondoc.projections.status import DutyStatus, by_duty


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of the annex; `status` is None while nothing was opened for it."""

    row: Row
    duty: str
    forms: list[str]
    status: DutyStatus | None


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty that stands in prose, and who owes it."""

    duty: Duty
    clauses: list[Clause]
    bodies: list[str]
    status: DutyStatus | None


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of the plan is followed: rows and clauses with a duty, of how many; the clauses that ask for nothing.

    `opened` are duties of which some task was opened up to the day asked about.
    """

    rows: tuple[int, int]
    duties: int
    opened: int
    clauses: tuple[int, int]
    without: list[Clause]


@dataclass(frozen=True)
class PlanView:
    """All that the page shows. `units` are the units of the annex with their rows."""

    plan: Plan
    document: Document | None
    bases: list[str]
    units: list[tuple[str, list[RowView]]]
    duties: list[DutyView]
    rows: int
    recipients: list[dict[str, Any]]
    covered: Covered


def plan_view(ask: Asked, plan: str) -> PlanView:
    """The page of a plan.

    Raises:
        NotFound: there is no such plan.
    """
    file = ask.catalogue.plan(plan)
    found = ask.dondoc.ask(by_duty, ask.when, plan)
    documents = ask.catalogue.documents
    rows = [_row(row, file, found) for row in file.rows]
    return PlanView(
        plan=file.plan,
        document=documents.get(file.plan.document),
        bases=[terms.document(base, ask.catalogue) for base in file.plan.bases],
        units=[(unit, list(group)) for unit, group in groupby(rows, lambda view: view.row.unit)],
        duties=[_duty(duty, found, ask) for duty in file.all_duties() if not duty.row],
        rows=len(rows),
        recipients=planned.recipients(file.plan, ask.catalogue, _receipts(ask, file.plan)),
        covered=_covered(file, found),
    )


def _covered(file: PlanFile, found: dict[str, DutyStatus]) -> Covered:
    duties = file.all_duties()
    rows, cited = {duty.row for duty in duties if duty.row}, {clause for duty in duties for clause in duty.clause}
    without = [clause for clause in file.clauses if clause.id not in cited]
    return Covered(
        rows=(sum(row.id in rows for row in file.rows), len(file.rows)),
        duties=len(duties),
        opened=sum(duty.id in found for duty in duties),
        clauses=(len(file.clauses) - len(without), len(file.clauses)),
        without=without,
    )


def _receipts(ask: Asked, plan: Plan) -> Receipts:
    return ask.dondoc.ask(receipts, f"{plan.id}.{plan.receipts}", plan.version)


def _row(row: Row, file: PlanFile, found: dict[str, DutyStatus]) -> RowView:
    texts = {form.id: form.text for form in file.forms}
    duty = f"{file.plan.id}.{row.id}"
    return RowView(row, duty, [texts.get(form, form) for form in row.forms], found.get(duty))


def _duty(duty: Duty, found: dict[str, DutyStatus], ask: Asked) -> DutyView:
    bodies = [terms.party(body, ask.catalogue, ask.as_of) for body in duty.bodies]
    return DutyView(duty, ask.catalogue.clauses(duty), bodies, found.get(duty.id))
