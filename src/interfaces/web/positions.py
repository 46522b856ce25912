"""Read your own writes, whichever server answers: a middleware for programs that call the API.

Each answer that is one tells in `Dondoc-Position` how far the log had come. Whoever sends that back is answered by a
server that has come as far, or told to ask again: one that reads from a standby may be behind, and one that was
promoted may never have had what was acknowledged elsewhere.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dondoc.domain.errors import DondocError
from dondoc.interfaces.web.refusals import again
from dondoc.store.event_store import EventStore

HEADER = "Dondoc-Position"
PATIENCE = 2.0
"""Seconds in which a server may catch up before it says that it is behind."""
POLL = 0.1
DIGITS = 18


class Positions:
    """The middleware; it sees to what lies below `/api/v1/`."""

    def __init__(self, app: ASGIApp, store: EventStore) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the position that is asked for, pass the request on, and tell of the position in the answer."""
        if scope["type"] != "http" or not scope["path"].removeprefix(scope.get("root_path", "")).startswith("/api/v1/"):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get(HEADER, "0")
        if not (asked.isascii() and asked.isdigit() and len(asked) <= DIGITS):
            await _malformed()(scope, receive, send)
        elif await self._reached(int(asked)):
            await self._app(scope, receive, partial(self._told, send))
        else:
            await _behind(scope, asked)(scope, receive, send)

    async def _reached(self, asked: int) -> bool:
        until = time.monotonic() + PATIENCE
        while asked:
            try:
                if await run_in_threadpool(self._store.position) >= asked:
                    return True
            except DondocError:
                return True  # whoever answers the request says what is wrong
            if time.monotonic() > until:
                return False
            await asyncio.sleep(POLL)
        return True

    async def _told(self, send: Send, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] < HTTPStatus.BAD_REQUEST:
            try:
                position = await run_in_threadpool(self._store.position)
            except DondocError:
                position = 0  # it was answered all the same
            if position:
                MutableHeaders(scope=message)[HEADER] = str(position)
        await send(message)


def _malformed() -> JSONResponse:
    en = f"The header {HEADER} is no position of the log."
    return _problem(400, "invalid", f"Tiêu đề {HEADER} không phải vị trí trong nhật ký.", en, {})


def _behind(scope: Scope, asked: str) -> JSONResponse:
    vi = f"Máy chủ này chưa có sự kiện thứ {asked} của nhật ký; hãy hỏi lại sau."
    en = f"This server has not come to position {asked} of the log; ask again."
    return _problem(503, "behind", vi, en, again(scope["app"].state.dondoc.ids, HTTPStatus.SERVICE_UNAVAILABLE))


def _problem(status: int, code: str, vi: str, en: str, headers: dict[str, str]) -> JSONResponse:
    said = {
        "type": f"urn:dondoc:problem:{code}", "title": "Chưa trả lời được", "title_en": "Not answered",
        "status": status, "detail": vi, "detail_en": en, "code": code, "place": HEADER,
    }  # fmt: skip
    return JSONResponse(said, status, headers, "application/problem+json")
