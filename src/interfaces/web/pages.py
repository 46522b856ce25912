"""The pages: each parses what its URL asks, asks the engine, shows the answer."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from dondoc.domain.book import days_of
from dondoc.domain.errors import Invalid
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX
from dondoc.interfaces import replying, revising, steps, written
from dondoc.interfaces.web import last_year, working
from dondoc.interfaces.web.asked import ALL, PAGE, Ask, Asked, Choice, PageNumber, Paging, paging, with_group
from dondoc.interfaces.web.plan_view import plan_view
from dondoc.interfaces.web.procedure_view import procedure_list, procedure_view
from dondoc.interfaces.web.rendering import page
from dondoc.interfaces.web.task_view import task_view
from dondoc.projections import reminders as ledger
from dondoc.projections import task_list
from dondoc.projections.task_list import TaskLine, Which

DAYS_AHEAD = 30
BODIES = 75
"""Rows of the matrix on one page."""
KINDS = {"": None, "sent": True, "held-back": False}
"""What `kind=` of the ledger may say, and whether it then shows what was sent."""
router = APIRouter(default_response_class=HTMLResponse)
_GET = ["GET", "HEAD"]


@router.api_route("/", methods=_GET)
def matrix(ask: Ask, choice: Choice, compare: str = "", number: PageNumber = "1") -> HTMLResponse:
    """How every unit stands; with `compare` how it stood a year before, beside it."""
    choice = with_group(ask.catalogue, choice)
    group = "" if choice.group == ALL else choice.group
    asked = partial(ask.dondoc.status, group=group, known_at=ask.known_at)
    found = asked(plan=choice.plan, as_of=ask.as_of, within=choice.within)
    before = None
    if compare:
        then = last_year.filters(choice, ask.catalogue)
        before = asked(plan=then.plan, as_of=last_year.day(ask.as_of), within=then.within)
    at = paging(number, len(found.rows), BODIES)
    known = {"matrix": found, "before": before, "position": found.position}
    return page(ask, "matrix.html", choice=choice, at=at, **known)


@router.api_route("/tasks", methods=_GET)
def tasks(ask: Ask, choice: Choice, number: PageNumber = "1") -> HTMLResponse:
    """The tasks behind a number."""
    which = choice.which(ask.catalogue)
    at = paging(number, ask.dondoc.ask(task_list.counted, ask.when, **which))
    lines, parts = _lines(ask, which, at)
    return page(ask, "tasks.html", choice=choice, at=at, lines=lines, parts=parts)


@router.api_route("/tasks/{task}", methods=_GET)
def task(ask: Ask, task: str, recorded: str = "") -> HTMLResponse:
    """One task: what is asked, on which basis, how it stands and why, what happened, what whoever asks may do."""
    view = task_view(ask, task)
    told = (each.sentence for each in view.history if recorded and each.record.event_id == recorded)
    known = [each.record for each in view.history if each.record.stream == PREFIX + view.line.id]
    return page(
        ask, "task.html", view=view, recorded=next(told, ""),
        offers=steps.offers(ask.dondoc, view.line, ask.actors, known) if ask.is_now else [],
        unreleased=working.unreleased(ask, view.line, known),
    )  # fmt: skip


@router.api_route("/plans", methods=_GET)
def plans(ask: Ask) -> HTMLResponse:
    """The plans that are followed."""
    return page(ask, "plans.html")


@router.api_route("/plans/{plan}", methods=_GET)
def plan(ask: Ask, plan: str) -> HTMLResponse:
    """One plan: its rows and duties, and where each stands."""
    return page(ask, "plan.html", view=plan_view(ask, plan))


@router.api_route("/procedures", methods=_GET)
def procedures(ask: Ask) -> HTMLResponse:
    """The procedures that tasks go through, and how many tasks are open under each."""
    return page(ask, "procedures.html", views=procedure_list(ask))


@router.api_route("/procedures/{procedure}", methods=_GET)
def procedure(ask: Ask, procedure: str, version: str = "", state: str = "") -> HTMLResponse:
    """One procedure: its diagram, its states and steps, its basis, the duties that use it."""
    return page(ask, "procedure.html", view=procedure_view(ask, procedure, version, state))


@router.api_route("/due", methods=_GET)
def due(ask: Ask, choice: Choice, number: PageNumber = "1") -> HTMLResponse:
    """What is overdue and what falls due soon, by due day."""
    choice = with_group(ask.catalogue, choice)
    until = ask.as_of + timedelta(days=DAYS_AHEAD)
    which = Which(**{**choice.which(ask.catalogue), "due_to": until.isoformat()})
    overdue = ask.dondoc.ask(task_list.counted, ask.when, **Which(**{**which, "cells": (Cell.OPEN_OVERDUE,)}))
    at = paging(number, ask.dondoc.ask(task_list.counted, ask.when, **which))
    lines, parts = _lines(ask, which, at)
    days = [(cell, day, list(group)) for (cell, day), group in groupby(lines, lambda line: (line.cell, line.due))]
    return page(ask, "due.html", choice=choice, at=at, until=until, overdue=overdue, days=days, parts=parts)


@router.api_route("/reminders", methods=_GET)
def reminders(
    ask: Ask,
    choice: Choice,
    kind: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    number: PageNumber = "1",
) -> HTMLResponse:
    """Whom we urged and when we held back, newest first: all, or of a unit, a plan, some days."""
    if kind not in KINDS:
        raise Invalid(
            f"There is no kind {kind!r} of reminders.",
            vi=f"Không có loại “{kind}”. Hãy viết sent (đã gửi) hoặc held-back (giữ lại).",
            place="kind",
            cure="Write sent or held-back.",
        )
    group = "" if choice.group == ALL else choice.group
    bodies = ask.catalogue.members([choice.unit or group]) if choice.unit or group else None
    start, end = (day.isoformat() if day else "" for day in days_of(first, last, ""))
    of = ledger.Of(when=ask.when, sent=KINDS[kind], first=start, last=end, bodies=bodies, plan=choice.plan)
    at = paging(number, ask.dondoc.ask(ledger.counted, **of))
    lines = ask.dondoc.ask(ledger.ledger, limit=PAGE, offset=at.offset, **of)
    query = {"unit": choice.unit, "group": group, "plan": choice.plan, "from": start, "to": end}
    return page(ask, "reminders.html", kind=kind, query=query, at=at, lines=lines)


@router.api_route("/promises", methods=_GET)
def promises(ask: Ask, choice: Choice) -> HTMLResponse:
    """The days that were promised, and how many promises each unit kept or broke."""
    return page(ask, "promises.html", said=replying.counted(ask.dondoc, choice.unit, ask.when), choice=choice)


@router.api_route("/difference", methods=_GET)
def difference(ask: Ask, choice: Choice, since: str = "") -> HTMLResponse:
    """What was learned about a day after it: who entered what late, and which figures moved."""
    then = written.known_at(since, "since") if since else None
    said = revising.revision(ask.dondoc, ask.as_of, then, ask.known_at, choice.unit)
    return page(ask, "difference.html", said=said, choice=choice, cells=revising.CELLS)


def _lines(ask: Asked, which: Which, at: Paging) -> tuple[list[TaskLine], dict[str, list[TaskLine]]]:
    """The tasks of a page, and the parts of those that have some: two questions, however many tasks."""
    lines = ask.dondoc.tasks(ask.when, limit=PAGE, offset=at.offset, **which)
    roots = [line.id for line in lines if line.composite]
    return lines, ask.dondoc.parts_of(roots, ask.when) if roots else {}
