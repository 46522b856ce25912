"""Calendars to subscribe to: the calendar itself, which asks for no session, and opening and revoking one's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.app import Dondoc
from dondoc.interfaces.feeds import PLACE, Feeds
from dondoc.interfaces.web.asked import Ask, Asked
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.interfaces.web.links import Links
from dondoc.interfaces.web.rendering import page
from dondoc.store.feeds import Feed

router = APIRouter(default_response_class=HTMLResponse)
KEPT = "private, no-cache"
"""Whoever subscribed may keep it, and asks each time whether it has changed; nothing between may."""


def feeds(request: Request) -> Feeds:
    """The feeds of this console."""
    dondoc: Dondoc = request.app.state.dondoc
    keeper = request.app.state.viewer
    return Feeds(dondoc, keeper.offices if isinstance(keeper, Doorkeeper) else None)


def own(request: Request, ask: Asked) -> Sequence[Feed] | None:
    """The feeds of whoever asks; None where none can be opened, since who holds which office is known elsewhere."""
    found, person = feeds(request), ask.actors[0].person
    return found.listed("person", person) if found.held(person) else None


@router.api_route(PLACE, methods=["GET", "HEAD"])
def calendar(request: Request, token: str) -> Response:
    """The calendar behind an address; nothing is sent where it has not changed."""
    body = feeds(request).read(token, _link(request))
    tag = f'"{hashlib.sha256(body).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": KEPT, "Referrer-Policy": "no-referrer"}
    if _known(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="dondoc.ics"'
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("/my/feeds")
def open_own(request: Request, ask: Ask) -> HTMLResponse:
    """Open one more feed of one's own: the only page that ever shows its address."""
    _, token = feeds(request).open("person", ask.actors[0].person, ask.actors[0])
    return page(ask, "feed.html", address=_base(request) + PLACE.format(token=token))


@router.post("/my/feeds/{number}/revoke")
def revoke_own(request: Request, ask: Ask, number: int) -> RedirectResponse:
    """Revoke a feed of one's own."""
    feeds(request).revoke("person", ask.actors[0].person, number, ask.actors[0])
    return RedirectResponse(f"{ask.links.my()}#lich", 303)


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _link(request: Request) -> Callable[[str], str]:
    base = _base(request)
    return lambda task: base + Links().task(task)


def _known(said: str, tag: str) -> bool:
    """Whether a browser or program names the version that there is, as RFC 9110 compares them here."""
    return said.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in said.split(",")}
