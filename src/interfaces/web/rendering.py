"""Pages from templates. Every value is escaped; a template that names something unknown fails, not shows nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dondoc import __version__
from dondoc.domain.ports import Clock
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import (
    checkpoints,
    lookups,
    planned,
    public,
    referring,
    register_view,
    relating,
    silences,
    tasked,
    terms,
    why_not,
    whys,
    wording,
)
from dondoc.interfaces.web import asked as asking
from dondoc.interfaces.web.asked import Asked
from dondoc.interfaces.web.links import Links
from dondoc.store.checkpoints import newest

SIGNS = {
    Cell.DONE_ON_TIME: "✓",
    Cell.DONE_LATE: "✓",
    Cell.OPEN_IN_TERM: "○",
    Cell.OPEN_OVERDUE: "▲",
    Cell.WAITING: "…",
    Cell.CANCELLED: "✕",
}
"""A sign for each cell, always beside its word: nothing is told by colour alone."""

PUBLIC_LINES = 200
"""How many lines of a register the public page shows; its files have all."""


def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared = {
        "Cell": Cell,
        "MATRIX": MATRIX,
        "SIGNS": SIGNS,
        "ALL": asking.ALL,
        "OWED": asking.OWED,
        "SILENT": asking.SILENT,
        "words": wording,
        "terms": terms,
        "lookups": lookups,
        "view": register_view,
        "planned": planned,
        "relating": relating,
        "tasked": tasked,
        "referring": referring,
        "silences": silences,
        "why_not": why_not,
        "whys": whys,
        "version": __version__,
    }
    found.globals.update(shared)
    return found


_TEMPLATES = _environment()


def page(ask: Asked, template: str, **context: Any) -> HTMLResponse:
    """A page about the day that is asked about."""
    sealed = checkpoints.said(ask.dondoc.ask(newest))
    shown = {
        "ask": ask,
        "checkpoint": sealed,
        "catalogue": ask.catalogue,
        "groups": asking.groups(ask.catalogue),
        **context,
    }
    section = template.removesuffix(".html")
    return HTMLResponse(_render(template, ask.dondoc.clock, ask.links, section=section, **shown))


def public_page(clock: Clock, said: dict[str, Any]) -> str:
    """The page that stands alone, about what `dondoc.interfaces.public` says."""
    names = {"style": public.STYLE, "data": public.DATA, "table": public.table, "shown": PUBLIC_LINES}
    return _TEMPLATES.get_template("public.html").render(said=said, simulated=clock.simulated, **names)


def refusal(ask: Asked | None, request: Request, *, status: int, **context: Any) -> HTMLResponse:
    """A page that says no; it can be shown even when nothing can be read (`ask` is None then)."""
    links = Links(request.scope.get("root_path", ""))
    clock = request.app.state.dondoc.clock
    said = _render("refusal.html", clock, links, section="", ask=ask, checkpoint="", status=status, **context)
    return HTMLResponse(said, status_code=status)


def _render(template: str, clock: Clock, links: Links, **context: Any) -> str:
    simulated = wording.moment(clock.now()) if clock.simulated else ""
    return _TEMPLATES.get_template(template).render(links=links, simulated=simulated, **context)
