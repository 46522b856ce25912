"""The pages about the house itself: bodies and their offices, the stepper, how the engine is doing, keys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.interfaces import operating
from dondoc.interfaces.web import body_view, desk_view, story_view
from dondoc.interfaces.web.asked import Ask
from dondoc.interfaces.web.rendering import page
from dondoc.interfaces.web.work_pages import Engine

router = APIRouter(default_response_class=HTMLResponse)
_GET = ["GET", "HEAD"]


@router.api_route("/tasks/{task}/events", methods=_GET)
def last_event(ask: Ask, task: str) -> HTMLResponse:
    """The last event of a task."""
    return page(ask, "story.html", view=story_view.story_view(ask, task, None))


@router.api_route("/tasks/{task}/events/{number}", methods=_GET)
def event(ask: Ask, task: str, number: Annotated[int, Path(ge=1)]) -> HTMLResponse:
    """One event of a task, with its state before and after."""
    return page(ask, "story.html", view=story_view.story_view(ask, task, number))


@router.api_route("/desk", methods=_GET)
def desk(ask: Ask) -> HTMLResponse:
    """The spokesperson's desk."""
    return page(ask, "desk.html", view=desk_view.desk_view(ask))


@router.api_route("/bodies", methods=_GET)
def bodies(ask: Ask) -> HTMLResponse:
    """The bodies, by their groups."""
    return page(ask, "bodies.html", found=body_view.listed(ask), sees_names=body_view.sees_names)


@router.api_route("/bodies/{body}", methods=_GET)
def body(ask: Ask, body: str) -> HTMLResponse:
    """One body: its names, its offices, who held them when."""
    view = body_view.body_view(ask, body)
    return page(ask, "body.html", view=view, span=body_view.span, how_held=body_view.how_held)


@router.api_route("/operations", methods=_GET)
def operations(ask: Ask) -> HTMLResponse:
    """How the engine is doing."""
    return page(ask, "operations.html", view=operating.operations(ask.dondoc), reason=operating.reason)


@router.post("/operations/notices/{key}/resend")
def resend(ask: Ask, dondoc: Engine, key: str) -> Response:
    """Let a notice be tried again that was given up."""
    dondoc.resend(key, actor=ask.actors[0])
    return RedirectResponse(ask.links.operations(), 303)


@router.api_route("/keys", methods=_GET)
def keys(ask: Ask) -> HTMLResponse:
    """What can be done with the keyboard."""
    return page(ask, "keys.html")
