"""The pages of whoever watches over all: what needs somebody to act, the calendar, the year, quotas, the desk."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from dondoc.domain import period as periods
from dondoc.interfaces import matters
from dondoc.interfaces.web import calendar_view, quota_view, timeline_view, year_view
from dondoc.interfaces.web.asked import ALL, Ask, Asked, Choice, Filters, PageNumber, paging, with_group
from dondoc.interfaces.web.rendering import page
from dondoc.projections.due_days import Of

router = APIRouter(default_response_class=HTMLResponse)
_GET = ["GET", "HEAD"]
BODIES, ROWS = 20, 25
"""Bodies on one page of what needs somebody to act, and rows of the year's map."""


@router.api_route("/attention", methods=_GET)
def attention(ask: Ask, choice: Choice, number: PageNumber = "1") -> HTMLResponse:
    """What needs somebody to act, by who must."""
    choice = with_group(ask.catalogue, choice)
    bodies = bodies_of(ask, choice)
    most = matters.MANY if choice.unit else matters.FEW
    found = matters.found(ask.dondoc, ask.when, bodies=bodies, plan=choice.plan, most=most)
    at = paging(number, len(found), BODIES)
    shown = [*found.items()][at.offset : at.offset + BODIES]
    totals: dict[str, int] = {}
    for each in found.values():
        for kind, count in matters.counts(each).items():
            totals[kind] = totals.get(kind, 0) + count
    return page(ask, "attention.html", choice=choice, at=at, shown=shown, totals=totals, matters=matters)


@router.api_route("/calendar", methods=_GET)
@router.api_route("/calendar/{period}", methods=_GET)
def calendar(ask: Ask, choice: Choice, period: str = "", of: str = "") -> HTMLResponse:
    """The calendar of a month, quarter or year."""
    choice = with_group(ask.catalogue, choice)
    which = Of(bodies_of(ask, choice), choice.plan)
    view = calendar_view.calendar_view(ask, period, which, of)
    query = {"plan": choice.plan, "unit": choice.unit, "group": "" if choice.unit else choice.group}
    picture = timeline_view.of_stretches(view.stretches, ask, view.period, query) if view.stretches else ""
    next_working = calendar_view.next_working
    return page(ask, "calendar.html", view=view, choice=choice, query=query, picture=picture, next_working=next_working)


@router.api_route("/year", methods=_GET)
def year(ask: Ask, choice: Choice, by: str = "", number: PageNumber = "1") -> HTMLResponse:
    """The heat map of a year."""
    choice = with_group(ask.catalogue, choice)
    asked = periods.year(periods.parse(choice.period).start if choice.period else ask.as_of)
    bodies = bodies_of(ask, choice)
    if bodies is None:
        bodies = list(ask.catalogue.bodies)
    at = paging(number, len(bodies), ROWS)
    shown = bodies[at.offset : at.offset + ROWS]
    view = year_view.year_view(ask, choice, asked, shown, weeks=by == "week")
    return page(ask, "year.html", view=view, choice=choice, at=at, by=by)


@router.api_route("/quotas", methods=_GET)
def quotas(ask: Ask, choice: Choice) -> HTMLResponse:
    """The quotas that run, with their pace."""
    bodies = bodies_of(ask, choice) if choice.group or choice.unit else None
    return page(ask, "quotas.html", choice=choice, duties=quota_view.quota_view(ask, bodies, choice.plan))


@router.api_route("/plans/{plan}/timeline", methods=_GET)
def timeline(ask: Ask, choice: Choice, plan: str) -> HTMLResponse:
    """The windows of one plan as bars."""
    bodies = bodies_of(ask, choice) if choice.group or choice.unit else None
    view = timeline_view.timeline_view(ask, plan, choice.period, bodies)
    return page(ask, "timeline.html", view=view, choice=choice)


def bodies_of(ask: Asked, choice: Filters) -> list[str] | None:
    """The bodies that are asked about; None for all."""
    if choice.unit:
        return [choice.unit]
    return None if choice.group in {"", ALL} else ask.catalogue.members([choice.group])
