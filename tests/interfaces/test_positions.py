"""A program reads what it wrote, whichever server answers: by the position of the log that it sends back."""

from __future__ import annotations

import asyncio
import threading

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dondoc import Dondoc
from dondoc.domain.errors import StoreBroken
from dondoc.interfaces.web import positions
from dondoc.interfaces.web.positions import HEADER, Positions
from dondoc.testing import LEAD


@pytest.fixture
def app(ministry: Dondoc, monkeypatch: pytest.MonkeyPatch) -> Starlette:
    """An API that answers, and refuses what is asked of it under `no`; it waits for half a second at most."""
    monkeypatch.setattr(positions, "PATIENCE", 0.5)
    monkeypatch.setattr(positions, "POLL", 0.02)

    def answer(request: Request) -> PlainTextResponse:
        return PlainTextResponse("", 404 if request.url.path.endswith("/no") else 200)

    made = Starlette(routes=[Route("/api/v1/{what}", answer), Route("/{what}", answer)])
    made.state.dondoc = ministry
    made.add_middleware(Positions, store=ministry.store)
    return made


def ask(app: Starlette, path: str = "/api/v1/x", position: str = "") -> httpx.Response:
    """What is answered."""

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
            return await client.get(path, headers={HEADER: position} if position else {})

    return asyncio.run(asked())


def test_an_answer_tells_how_far_the_log_had_come(app: Starlette, ministry: Dondoc) -> None:
    """Below /api/v1 only, and not where nothing was answered; a position that was reached is answered at once."""
    here = str(ministry.store.position())
    assert ask(app).headers[HEADER] == here
    assert ask(app, position=here).status_code == 200
    assert HEADER not in ask(app, "/api/v1/no").headers
    assert HEADER not in ask(app, "/x", position="999999").headers


def test_whoever_is_behind_waits_and_then_says_so(app: Starlette, ministry: Dondoc) -> None:
    """The event comes meanwhile: it is answered. It does not come: 503, and when to ask again."""
    next_ = str(ministry.store.position() + 1)
    refused = ask(app, position=next_)
    assert (refused.status_code, refused.json()["code"]) == (503, "behind")
    assert 2 <= int(refused.headers["Retry-After"]) <= 6
    assert refused.json()["detail"] != refused.json()["detail_en"]
    note = threading.Timer(
        0.1, lambda: ministry.take_step("kh.standing:vu-a:2024", "note", {"note": "Đang làm"}, actor=LEAD)
    )
    note.start()
    assert ask(app, position=next_).status_code == 200
    note.join()


@pytest.mark.parametrize("position", ["x", "-1", "1.0", "9" * 30])
def test_what_is_no_position_is_refused(app: Starlette, position: str) -> None:
    """As a problem that names the header."""
    refused = ask(app, position=position)
    assert (refused.status_code, refused.json()["place"]) == (400, HEADER)
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_database_that_is_gone_is_for_the_answer_to_say(
    app: Starlette, ministry: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The middleware hides no failure behind one of its own, and takes back no answer."""

    def gone(*_: object) -> int:
        raise StoreBroken

    monkeypatch.setattr(ministry.store, "position", gone)
    answered = ask(app, position="5")
    assert answered.status_code == 200
    assert HEADER not in answered.headers
