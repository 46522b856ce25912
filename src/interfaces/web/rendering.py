"""Pages from templates. Every value is escaped; a template that names something unknown fails, not shows nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dondoc import __version__
from dondoc.answers import Answers
from dondoc.documents import seal
from dondoc.domain.ports import Clock, today
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import (
    checkpoints,
    lookups,
    planned,
    public,
    reasons,
    referring,
    register_view,
    relating,
    replying,
    silences,
    tasked,
    terms,
    why_not,
    whys,
    wording,
)
from dondoc.interfaces.pictures.marks import SIGNS
from dondoc.interfaces.web import asked as asking
from dondoc.interfaces.web import navigation
from dondoc.interfaces.web.asked import Asked
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.interfaces.web.guarding import actors
from dondoc.interfaces.web.links import Links
from dondoc.store.checkpoints import newest

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
        "periods_of": asking.periods_of,
        "words": wording,
        "reasons": reasons,
        "terms": terms,
        "lookups": lookups,
        "view": register_view,
        "planned": planned,
        "relating": relating,
        "replying": replying,
        "tasked": tasked,
        "referring": referring,
        "silences": silences,
        "navigation": navigation,
        "why_not": why_not,
        "whys": whys,
        "version": __version__,
    }
    found.globals.update(shared)
    found.filters["moment"] = datetime.fromisoformat
    return found


_TEMPLATES = _environment()


def page(ask: Asked, template: str, **context: Any) -> HTMLResponse:
    """A page about the day that is asked about."""
    shown = {
        "ask": ask,
        "seal": checkpoints.seal(ask.dondoc.ask(newest)),
        "catalogue": ask.catalogue,
        "groups": asking.groups(ask.catalogue),
        **context,
    }
    section = template.removesuffix(".html")
    status = context.get("status", 200)
    said = _render(template, ask.dondoc, ask.links, section=section, actors=ask.actors, leaves=ask.leaves, **shown)
    return HTMLResponse(said, status_code=status)


def public_page(clock: Clock, said: dict[str, Any]) -> str:
    """The page that stands alone, about what `dondoc.interfaces.public` says."""
    names = {"style": public.STYLE, "data": public.DATA, "table": public.table, "shown": PUBLIC_LINES, "qr": seal.svg}
    return _TEMPLATES.get_template("public.html").render(said=said, simulated=clock.simulated, **names)


def refusal(ask: Asked | None, request: Request, *, status: int, **context: Any) -> HTMLResponse:
    """A page that says no; it can be shown even when nothing can be read (`ask` is None then)."""
    links, dondoc = Links(request.scope.get("root_path", "")), request.app.state.dondoc
    who = {"actors": actors(request), "leaves": isinstance(request.app.state.viewer, Doorkeeper)}
    said = _render("refusal.html", dondoc, links, section="", ask=ask, seal=None, status=status, **who, **context)
    return HTMLResponse(said, status_code=status)


def plain_page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page for whoever is not known yet; it says nothing of what the log holds."""
    links, section = Links(request.scope.get("root_path", "")), template.removesuffix(".html")
    said = _render(template, request.app.state.dondoc, links, section=section, ask=None, seal=None, **context)
    return HTMLResponse(said, status_code=status)


def _render(template: str, dondoc: Answers, links: Links, **context: Any) -> str:
    clock = dondoc.clock
    known: dict[str, Any] = {
        "actors": (),
        "leaves": False,
        "all": dondoc.catalogue,
        "day_now": today(clock),
        "simulated": wording.moment(clock.now()) if clock.simulated else "",
    }
    return _TEMPLATES.get_template(template).render({**known, **context}, links=links)
