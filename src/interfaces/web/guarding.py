"""Who gets past the door: nobody by default. Every page asks who looks, but the few that are open to everybody.

Who looks is told by what the host handed in, never by a field, header or address that a browser could fill in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from fastapi import Request

from dondoc.domain.errors import DondocError, NotAllowed
from dondoc.domain.office import Actor

Viewer: TypeAlias = Callable[[Request], Actor | Sequence[Actor] | None]
"""Tells who looks: a person in an office, or in each of the offices that they hold; None for whoever is not known."""
OPEN = frozenset(
    {
        "/livez", "/readyz", "/metrics", "/docs", "/public", "/public/", "/public/{name}", "/login", "/login/as",
        "/invitation/{token}", "/calendar/{token}.ics",
    }
)  # fmt: skip
"""The pages that ask nobody who they are. Files of the console and the API, which has doors of its own, are mounted."""


class NotSignedIn(DondocError):
    """It is not known who asks."""

    code: ClassVar[str] = "not-signed-in"
    default_vi: ClassVar[str] = "Hãy đăng nhập để xem trang này."


def nobody(_request: Request) -> None:
    """Whoever looks is not known."""


def enter(request: Request) -> None:
    """Let the request through to its page, with who asks; every page of the console depends on it.

    Raises:
        NotSignedIn: it is not known who asks.
        NotAllowed: they hold no office.
    """
    if request.scope["route"].path in OPEN:
        return
    if not know(request):
        raise NotSignedIn(cure="Log in.")
    if not request.state.actors:
        raise NotAllowed(
            "Whoever asks holds no office today.",
            vi="Tài khoản này hiện không giữ chức vụ nào. Hãy báo cho nơi quản lý tài khoản.",
            cure="Register who holds which office under holdings in config/offices.yaml.",
        )


def know(request: Request) -> bool:
    """Find out who asks; whether that is known."""
    told = request.app.state.viewer(request)
    request.state.actors = () if told is None else (told,) if isinstance(told, Actor) else tuple(told)
    return told is not None


def actors(request: Request) -> tuple[Actor, ...]:
    """Who asks, in each office that they act in; nobody on a page that is open to everybody."""
    found: tuple[Actor, ...] = getattr(request.state, "actors", ())
    return found
