"""The door for programs: who has no token gets nothing, what is handed in twice is there once, refusals say why."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from dondoc import Actor, Dondoc, Settings
from dondoc.domain.ports import HANOI
from dondoc.interfaces.tokens import Tokens
from dondoc.interfaces.web.api.calls import LARGEST
from dondoc.interfaces.web.app import create_app
from dondoc.testing import FrozenClock

CONFIG = Path(__file__).parents[2] / "config"
TOKEN, OTHER = "ddc_gia-dinh-cong", "ddc_gia-dinh-khac"
DESK = Actor(person="quan-tri", office="van-phong-bo/chanh-van-phong")
FEEDBACK, PUBLISHED = "/api/v1/cases/184.feedback", "/api/v1/activities/communication.published"
CAME: dict[str, Any] = {"register_no": "PA-1", "subject": "Thủ tục thi nâng ngạch", "channel": "portal"}
DOOR = """
  - id: {id}
    name: Cửa {id}
    en: Door {id}
    person: {id}
    office: {office}
    duties: [{duties}]
    facts: [{facts}]
    answers: [feedback.answered]
"""
Send = Callable[..., httpx.Response]


@dataclass
class Known:
    """Gives a secret that the test knows."""

    secret: str

    def new(self) -> str:
        """That one."""
        return self.secret


@pytest.fixture
def engine(own_place: str, tmp_path: Path) -> Iterator[Dondoc]:
    """A day in May 2024, with the portal's door and one of the press desk."""
    shutil.copytree(CONFIG, tmp_path / "config")
    doors = [
        DOOR.format(id="cong", office="trung-tam-thong-tin/cong-thong-tin", duties="184.feedback",
                    facts="communication.published"),
        DOOR.format(id="bao-chi", office="van-phong-bo/dau-moi", duties="184.press-questions", facts=""),
    ]  # fmt: skip
    (tmp_path / "config" / "doors.yaml").write_text("doors:" + "".join(doors), encoding="utf-8")
    clock = FrozenClock(datetime(2024, 5, 6, 9, tzinfo=HANOI))
    settings = Settings(db=own_place, config=tmp_path / "config")
    dondoc = Dondoc.create(settings, clock=clock)
    for door, token in (("cong", TOKEN), ("bao-chi", OTHER)):
        tokens = Tokens(dondoc, secrets=Known(token.removeprefix("ddc_")))
        tokens.open(door, "door", scopes=["read", "act"], ends=None, reason="Kiểm thử", actor=DESK)
    yield dondoc
    dondoc.close()


def call(dondoc: Dondoc, method: str, url: str, **request: Any) -> httpx.Response:
    """What the API answers."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(dondoc), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            return await client.request(method, url, **request)

    return asyncio.run(ask())


@pytest.fixture
def send(engine: Dondoc) -> Send:
    """Sends a request with the portal's token and a key, unless said otherwise."""

    def request(url: str, body: Any = None, *, token: str = TOKEN, key: str = "k-1", **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, **more.pop("headers", {})}
        content = {"json": body} if body is not None else more
        return call(engine, "GET" if not content else "POST", url, headers=headers, **content)

    return request


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem that an answer is; it must be one, in both languages."""
    said: dict[str, Any] = answer.json()
    assert (answer.status_code, said["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["detail"]
    assert said["detail_en"]
    return said


def test_what_is_handed_in_becomes_a_case_and_its_answer_is_told(send: Send, engine: Dondoc) -> None:
    """The portal sees the case open, then answered with its link; nothing else of what was recorded."""
    made = send(FEEDBACK, {"data": CAME})
    case = made.json()["case"]
    assert (made.status_code, made.headers["location"]) == (201, f"/api/v1/cases/{case}")
    told = send(made.headers["location"]).json()
    assert (told["state"]["id"], told["answers"]) == ("received", [])
    who = Actor(person="minh-hoa", office="trung-tam-thong-tin/dau-moi")
    engine.take_step(case, "classify", {"kind": "difficulty"}, actor=who)
    engine.take_step(case, "answer", {"result": "explained", "link": "https://example.invalid/a"}, actor=who)
    told = send(made.headers["location"]).json()
    assert (told["state"]["id"], told["state"]["outcome"]) == ("answered", "done")
    assert [each["data"] for each in told["answers"]] == [{"result": "explained", "link": "https://example.invalid/a"}]


def test_a_repeat_under_the_same_key_makes_nothing_new(send: Send) -> None:
    """Sent twice there is one case; another content under the key is refused; another key is another case."""
    first, again = (send(FEEDBACK, {"data": CAME}).json() for _ in range(2))
    assert (first["case"], first["repeated"]) == (again["case"], False)
    assert again["repeated"] is True
    assert problem(send(FEEDBACK, {"data": {**CAME, "register_no": "PA-2"}}), 422)["code"] == "key-reused"
    assert send(FEEDBACK, {"data": {**CAME, "register_no": "PA-2"}}, key="k-2").json()["case"] != first["case"]


def test_a_publication_is_confirmed_once(send: Send, engine: Dondoc) -> None:
    """The record says that the portal itself did it, for its own body."""
    item = {"subject": "Thông cáo", "outlet": "cong-bnv", "link": "https://example.invalid/tin"}
    made, again = (send(PUBLISHED, {"data": item}).json() for _ in range(2))
    assert (made["stream"], made["repeated"], again["repeated"]) == (again["stream"], False, True)
    (record,) = engine.store.read(made["stream"])
    assert (record.meta.office, getattr(record.fact, "body", "")) == (
        "trung-tam-thong-tin/cong-thong-tin", "trung-tam-thong-tin",
    )  # fmt: skip


@pytest.mark.parametrize("token", ["", "sai", TOKEN.upper(), hashlib.sha256(TOKEN.encode()).hexdigest()])
def test_without_a_token_nothing_is_answered(send: Send, engine: Dondoc, token: str) -> None:
    """No token, a wrong one, or the hash in its place: 401, before anything of the body is read."""
    before = engine.store.position()
    for answer in (send(FEEDBACK, {"data": CAME}, token=token), send("/api/v1/cases/x", token=token),
                   send(PUBLISHED, content=b"x" * (LARGEST + 1), token=token)):  # fmt: skip
        assert problem(answer, 401)["place"] == "Authorization"
        assert answer.headers["www-authenticate"] == "Bearer"
    assert engine.store.position() == before


def test_a_door_finds_only_what_is_its_own(send: Send) -> None:
    """Cases of other duties and bodies, other duties and facts are not there, like those that there are not."""
    mine = send(FEEDBACK, {"data": CAME}).json()["case"]
    question = {"outlet": "Báo A", "question": "?", "received_at": "2024-05-06T08:00:00+07:00"}
    theirs = send("/api/v1/cases/184.press-questions", {"data": question}, token=OTHER).json()["case"]
    for case, token in ((mine, OTHER), (theirs, TOKEN), ("184.feedback:trung-tam-thong-tin:2024.0099", TOKEN)):
        said = problem(send(f"/api/v1/cases/{case}", token=token), 404)
        assert said["detail_en"] == f"There is no {case!r} here."
    problem(send("/api/v1/cases/184.press-questions", {"data": question}), 404)
    problem(send(PUBLISHED, {"data": {"subject": "x", "outlet": "cong-bnv"}}, token=OTHER), 404)
    problem(send("/api/v1/activities/activity.held", {"data": {"subject": "x"}}), 404)
    problem(send("/api/v1/khong-co"), 404)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"data": {**CAME, "applicant": "Nguyễn Văn A"}}, "applicant"),
        ({"data": {**CAME, "subject": "Gọi tôi 0912 345 678"}}, "data.subject"),
        ({"data": {**CAME, "subject": "Thư về a@example.invalid"}}, "data.subject"),
        ({"data": {**CAME, "subject": "CCCD 001099012345"}}, "data.subject"),
        ({"data": {**CAME, "channel": "dove"}}, "channel"),
        ({"data": {}}, "register_no"),
        ({"data": CAME, "actor": "bo-truong"}, "actor"),
        ({"data": "x"}, "data"),
        ({}, "register_no"),
        ([], ""),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(send: Send, engine: Dondoc, body: Any, place: str) -> None:
    """Personal data, unknown fields and wrong values are refused with the field; nothing is recorded."""
    before = engine.store.position()
    assert problem(send(FEEDBACK, body), 422).get("place", "") == place
    assert engine.store.position() == before


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x" * (LARGEST + 1), "application/json", 413),
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 422),
        (b"\xff", "application/json", 422),
        (b"[" * 60_000, "application/json", 422),
        (b'{"data": {"subject": NaN}}', "application/json", 422),
        (b'{"data": {"subject": "\\ud800"}}', "application/json", 422),
    ],
)
def test_bodies_that_cannot_be_read_are_refused(send: Send, content: bytes, kind: str, status: int) -> None:
    """Too large, no JSON, nested without end, half characters: a problem each, never a failure of ours."""
    problem(send(FEEDBACK, content=content, headers={"Content-Type": kind}), status)


@pytest.mark.parametrize("key", ["", "hai từ", "x" * 201])
def test_a_key_is_needed(send: Send, key: str) -> None:
    """Whoever forgets it is told, since a portal that tries again would otherwise make two cases of one."""
    answer = send(FEEDBACK, content=json.dumps({"data": CAME}).encode(), headers={"Idempotency-Key": key.encode()})
    assert problem(answer, 400)["place"] == "Idempotency-Key"


def test_as_shipped_no_program_comes_in(own_place: str) -> None:
    """No door is configured, and nobody has a token: whatever is asked or sent is refused, and nothing is recorded."""
    dondoc = Dondoc.create(Settings(db=own_place, config=CONFIG))
    try:
        assert dondoc.catalogue.doors == ()
        before = dondoc.store.position()
        for path in ("status", "events", "facts", "tasks/x"):
            problem(call(dondoc, "GET", f"/api/v1/{path}"), 401)
        problem(call(dondoc, "POST", FEEDBACK, json={"data": CAME}), 401)
        assert dondoc.store.position() == before
    finally:
        dondoc.close()
