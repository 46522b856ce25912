"""What changes something comes from a page of ours, as a form: a middleware refuses everything else.

A browser says where a request comes from (`Sec-Fetch-Site`, or `Origin` in older ones), and another site cannot make it
say otherwise. The API is left out: it knows its callers by a token, which no browser sends by itself.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
BESIDE = 1_000_000
"""How many bytes a form may have beside the files that come with it."""


class SameSite:
    """The middleware. `most_bytes` is what the files of one form may have together."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes + BESIDE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["method"] in SAFE or _beside(scope).startswith("/api/v1/"):
            await self._app(scope, receive, send)
            return
        refused = self._refusal(Headers(scope=scope))
        await (refused or self._app)(scope, receive, send)

    def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        if not _same_site(headers):
            return _refuse(403, "Yêu cầu này không đến từ trang của hệ thống. Hãy mở lại trang và thực hiện lại.")
        if headers.get("content-type", "").partition(";")[0].strip().lower() not in FORMS:
            return _refuse(415, "Chỉ nhận dữ liệu từ biểu mẫu.")
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            return _refuse(411, "Yêu cầu phải nói rõ độ dài.")
        if int(length) > self._most:
            return _refuse(413, f"Tệp gửi kèm quá lớn: cả biểu mẫu tối đa {self._most // 1_000_000} MB.")
        return None


def _same_site(headers: Headers) -> bool:
    if site := headers.get("sec-fetch-site"):
        return site in {"same-origin", "none"}
    origin = urlsplit(headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc.lower() == headers.get("host", "").lower()


def _beside(scope: Scope) -> str:
    """The path of a request below the path at which the console is mounted."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _refuse(status: int, said: str) -> PlainTextResponse:
    return PlainTextResponse(said, status)
