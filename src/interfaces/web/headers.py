"""Security headers on every response, set in one place. No page loads anything from another host or runs a script."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
SECURITY = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEPT = "no-cache"
"""Files of ours, and what everybody may see: browsers may keep it, but ask again."""
NOT_KEPT = "no-store"
"""A page for somebody who logged in is kept nowhere: the next one at that machine must not find it."""
TLS = "max-age=31536000"


class SecurityHeaders:
    """The middleware that sets them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the answer."""
        kept = KEPT if scope["type"] == "http" and _for_everybody(scope) else NOT_KEPT

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", kept)
                if scope.get("scheme") == "https":
                    headers["Strict-Transport-Security"] = TLS
            await send(message)

        await self._app(scope, receive, send_safely)


def _for_everybody(scope: Scope) -> bool:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path.startswith(("/static/", "/public", "/livez", "/readyz"))
