"""The page of one's own tokens: make one, see it once, see when it was last used, end it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.domain.errors import DondocError, Invalid, NotFound
from dondoc.interfaces import written
from dondoc.interfaces.tokens import SCOPES, Tokens
from dondoc.interfaces.web.asked import Ask, Asked
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.interfaces.web.rendering import page

router = APIRouter(default_response_class=HTMLResponse)
Field = Annotated[str, Form()]


def tokens(request: Request) -> Tokens:
    """The tokens, where people have accounts of dondoc's own.

    Raises:
        NotFound: this console is a host's, with users of its own.
    """
    if not isinstance(request.app.state.viewer, Doorkeeper):
        raise NotFound("Tokens are made at the command line here.", vi="Mã truy cập được cấp bằng dòng lệnh ở đây.")
    found: Tokens = request.app.state.tokens
    return found


Own = Annotated[Tokens, Depends(tokens)]


@router.api_route("/tokens", methods=["GET", "HEAD"])
def listed(ask: Ask, own: Own) -> HTMLResponse:
    """One's own tokens, and the form to make one."""
    return _page(ask, own)


@router.post("/tokens")
def make(
    ask: Ask, own: Own, reason: Field = "", until: Field = "", scope: Annotated[list[str] | None, Form()] = None
) -> HTMLResponse:
    """Make one; the answer shows it, once."""
    who = ask.actors[0]
    try:
        ends = written.day(until, "until") if until else None
        _, secret = own.open(who.person, "person", scopes=scope or [], ends=ends, reason=reason, actor=who)
    except DondocError as wrong:
        said = "Hãy chọn ít nhất một phạm vi." if wrong.place == "scopes" else wrong.vi
        return _page(ask, own, wrong=said, reason=reason, until=until, status=422)
    return _page(ask, own, secret=secret)


@router.post("/tokens/{token}/revoke")
def revoke(ask: Ask, own: Own, token: str) -> Response:
    """End one of one's own."""
    who = ask.actors[0]
    if token not in {each.line.token for each in own.listed(who.person) if each.line.of == "person"}:
        raise NotFound(f"There is no token {token!r}.", vi="Không có mã truy cập này.", place=token)
    try:
        own.revoke(token, "Chủ mã tự thu hồi", who)
    except Invalid as wrong:
        raise NotFound(wrong.en, vi=wrong.vi) from wrong
    return RedirectResponse(ask.links.tokens(), 303)


def _page(ask: Asked, own: Tokens, *, status: int = 200, secret: str = "", wrong: str = "", reason: str = "",
          until: str = "") -> HTMLResponse:  # fmt: skip
    found = [each for each in own.listed(ask.actors[0].person) if each.line.of == "person"]
    return page(
        ask, "tokens.html", tokens=found, scopes=SCOPES, secret=secret, wrong=wrong, reason=reason, until=until,
        status=status,
    )  # fmt: skip
