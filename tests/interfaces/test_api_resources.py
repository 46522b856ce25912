"""Resources and commands of the API: pages that agree, times, versions that must match, the stream of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from dondoc import Actor, Dondoc
from dondoc.domain.office import Holding
from dondoc.interfaces.tokens import Tokens
from dondoc.interfaces.web.api import events as event_routes
from dondoc.interfaces.web.app import create_app

UNIT = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")
OTHER = Actor(person="vo-thi-e", office="vu-phap-che/dau-moi")
TASK = "184.4.1:vu-tien-luong:2024-04"
Call = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def engine(console_dondoc: Dondoc) -> Dondoc:
    """The console's engine, with two people in offices."""
    held = tuple(Holding(office=each.office, person=each.person) for each in (UNIT, OTHER))
    catalogue = replace(console_dondoc.catalogue, holdings=held)
    was = console_dondoc
    return Dondoc(was.store, catalogue, was.registry, was.clock, was.ids, was.files)


@pytest.fixture(scope="module")
def app(engine: Dondoc) -> Iterator[FastAPI]:
    """Its API."""
    made = create_app(engine)
    yield made
    made.state.closing.set()


@pytest.fixture(scope="module")
def secrets(engine: Dondoc) -> dict[str, str]:
    """A token of each of the two."""
    tokens = Tokens(engine)
    return {
        each.person: tokens.open(
            each.person, "person", scopes=["read", "act"], ends=None, reason="Kiểm thử", actor=each
        )[1]
        for each in (UNIT, OTHER)
    }


@pytest.fixture
def call(app: FastAPI, secrets: dict[str, str]) -> Call:
    """Asks the API with the unit's token unless said otherwise."""

    def ask(path: str, method: str = "GET", *, who: Actor = UNIT, key: str = "k", **request: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            headers = {"Authorization": f"Bearer {secrets[who.person]}", "Idempotency-Key": key}
            headers |= request.pop("headers", {})
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://api/api/v1") as client:
                return await client.request(method, path, headers=headers, **request)

        return asyncio.run(send())

    return ask


def test_the_matrix_agrees_with_the_lists_behind_it(call: Call) -> None:
    """Its totals are as many as the pages of the list hold, page by page, none twice."""
    totals = call("/status").json()["totals"]
    seen: list[str] = []
    asked: dict[str, Any] = {"cell": "open_overdue", "limit": 40}
    while True:
        page = call("/tasks", params=asked).json()
        seen += [each["task"] for each in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert len(seen) == len({*seen}) == totals["open_overdue"] > 40


def test_a_list_is_read_as_it_stood_at_its_first_page(call: Call, engine: Dondoc) -> None:
    """What is recorded between two pages moves nothing in them."""
    first = call("/tasks", params={"limit": 3}).json()
    engine.take_step(TASK, "note", {"note": "Giữa hai trang"}, actor=UNIT)
    second = call("/tasks", params={"limit": 3, "cursor": first["next"]}).json()
    assert second["position"] == first["position"] < engine.store.position()
    assert {each["task"] for each in first["items"]}.isdisjoint(each["task"] for each in second["items"])


def test_one_asks_how_it_stood_and_how_it_was_known(call: Call) -> None:
    """On 30 April the task was open in term; known in March, so was everything that was done since."""
    task = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
    later, then = (call(f"/tasks/{task}", params={"as_of": day}).json()["cell"] for day in ("2024-05-01", "2024-03-31"))
    assert (later, then) == ("done_late", "open_in_term")
    before = call("/status", params={"known_at": "2024-03-20T00:00:00+07:00"}).json()
    assert before["position"] < call("/status").json()["position"]
    assert before["totals"]["done_late"] == 0


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/tasks?limit=1000000000", "limit"),
        ("/tasks?limit=0", "limit"),
        ("/tasks?cursor=x", "cursor"),
        ("/tasks?actor=bo-truong", "actor"),
        ("/tasks?as_of=2024-02-30", "as_of"),
        ("/tasks?as_of=9999-01-01", "as_of"),
        ("/tasks?known_at=2024-01-01T00:00:00", "known_at"),
        ("/tasks?cell=green", "cell"),
        ("/events?after=-1", "after"),
        ("/registers/x?where=y", "where.0"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused_by_name(call: Call, path: str, place: str) -> None:
    """Page caps, days that there are not, moments without a zone, parameters that nobody knows."""
    answer = call(path)
    assert (answer.status_code, answer.json()["place"]) == (422, place)
    assert answer.json()["detail_en"]


def test_a_command_fits_the_version_that_was_seen_or_is_refused(call: Call) -> None:
    """Whoever saw an older version is told so, and nothing changes; the answer names the new one."""
    seen = call(f"/tasks/{TASK}")
    step = (f"/tasks/{TASK}/steps/note", "POST")
    said = {"json": {"data": {"note": "Theo phiên bản"}}, "headers": {"If-Match": seen.headers["etag"]}}
    done = call(*step, key="v-1", **said)
    assert (done.status_code, done.json()["version"]) == (200, seen.json()["version"] + 1)
    assert done.headers["etag"] == call(f"/tasks/{TASK}").headers["etag"] != seen.headers["etag"]
    assert call(*step, key="v-2", json=said["json"], headers={"If-Match": seen.headers["etag"]}).status_code == 412
    again = call(*step, key="v-1", json=said["json"], headers={"If-Match": seen.headers["etag"]})
    assert (again.status_code, again.json()["repeated"]) == (200, True)


def test_a_key_counts_for_its_caller_only(call: Call) -> None:
    """Another caller with the same key gets no word of the first answer; the same one with another body 422."""
    path = (f"/tasks/{TASK}/steps/note", "POST")
    mine = call(*path, key="chung", json={"data": {"note": "của tôi"}}).json()
    theirs = call(*path, key="chung", who=OTHER, json={"data": {"note": "của tôi"}})
    assert theirs.status_code == 403
    assert mine["event_ids"][0] not in theirs.text
    assert call(*path, key="chung", json={"data": {"note": "khác"}}).json()["code"] == "key-reused"


@pytest.mark.parametrize(
    ("command", "data", "status"),
    [
        ("ask-extension", {"due": "2024-08-01", "reason": "Chờ văn bản"}, 200),
        ("ask-extension", {"due": 1722470400, "reason": "x"}, 422),
        ("ask-extension", {"due": "2024-08-01", "reason": "x", "actor": "bo-truong"}, 422),
        ("mark", {"marks": "x", "reason": "x"}, 422),
        ("attach", {"link": "/etc/passwd"}, 422),
        ("attach", {"link": "https://example.invalid/minh-chung"}, 200),
        ("dispatch", {}, 404),
        ("close", {}, 404),
    ],
)
def test_each_command_takes_what_its_schema_says(call: Call, command: str, data: Any, status: int) -> None:
    """Numbers are no days, text is no list, nobody names the actor, no path of the server is read."""
    answer = call(f"/tasks/{TASK}/{command}", "POST", key=f"{command}-{len(str(data))}", json={"data": data})
    assert answer.status_code == status, answer.text


def test_values_are_not_read_as_another_kind(call: Call) -> None:
    """True is no number, a number no text: refused with the field, nothing is recorded."""
    data = {"subject": "Lớp", "place": "Hà Nội", "participants": True}
    answer = call("/activities/activity.held", "POST", json={"data": data})
    assert (answer.status_code, answer.json()["place"]) == (422, "data.participants")


def test_an_activity_is_recorded_and_corrected(call: Call) -> None:
    """The answer names it; its correction stands under the same name."""
    data = {"subject": "Hội nghị", "place": "Hà Nội"}
    made = call("/activities/activity.held", "POST", key="a-1", json={"data": data})
    assert made.status_code == 201, made.text
    mend = {"data": {"reason": "Sai địa điểm", "fields": {"place": "Huế"}}}
    mended = call(f"/activities/{made.json()['stream']}/correct", "POST", key="a-2", json=mend)
    assert (mended.status_code, mended.json()["version"]) == (200, 2)


def test_events_are_told_in_order_and_once(call: Call, engine: Dondoc) -> None:
    """Page by page to the end: positions rise, none twice, and nothing of accounts or tokens among them."""
    after, seen = 0, []
    while True:
        page = call("/events", params={"after": after, "limit": 200}).json()
        seen += page["items"]
        if page["next"] == after:
            break
        after = page["next"]
    positions = [each["position"] for each in seen]
    assert positions == sorted({*positions})
    assert after == engine.store.position()
    assert not [each for each in seen if each["stream"].startswith(("token-", "account-", "refusal-"))]
    assert {each["name"] for each in seen} >= {"task.assigned", "reminder.issued", "act.issued"}


def test_a_stream_goes_on_where_its_reader_left_and_ends_with_the_server(
    app: FastAPI, engine: Dondoc, secrets: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells what came since the last id, then what is recorded meanwhile; told to close, it ends by itself."""
    monkeypatch.setattr(event_routes, "EVERY", 0.01)
    start = engine.store.position()
    engine.take_step(TASK, "note", {"note": "trước"}, actor=UNIT)
    got = asyncio.run(_streamed(app, secrets[UNIT.person], start, lambda: engine.take_step(
        TASK, "note", {"note": "trong khi"}, actor=UNIT
    )))  # fmt: skip
    assert [json.loads(each)["data"]["note"] for each in got] == ["trước", "trong khi"]
    app.state.closing.clear()


async def _streamed(app: FastAPI, secret: str, after: int, meanwhile: Callable[[], Any]) -> list[str]:
    """The data of two events of a stream, read as a server would send them; then the server shuts down."""
    found: list[str] = []
    done = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await done.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        for text in message.get("body", b"").decode().splitlines():
            if text.startswith("data: "):
                found.append(text.removeprefix("data: "))
                if len(found) == 1:
                    await asyncio.to_thread(meanwhile)
                else:
                    app.state.closing.set()

    headers = [(b"authorization", f"Bearer {secret}".encode()), (b"last-event-id", str(after).encode())]
    scope = {"type": "http", "method": "GET", "path": "/api/v1/events/stream", "raw_path": b"", "root_path": "",
             "scheme": "http", "query_string": b"", "headers": headers, "client": ("10.0.0.1", 1),
             "server": ("api", 80), "http_version": "1.1", "asgi": {"version": "3.0"}}  # fmt: skip
    await asyncio.wait_for(app(scope, receive, send), timeout=60)
    done.set()
    return found


def test_a_text_that_is_not_given_out_is_withheld_from_those_who_take_no_part(call: Call, engine: Dondoc) -> None:
    """The unit reads what it submitted; another unit learns that something was, in history and events alike."""
    secret = "nội dung chưa công bố"  # noqa: S105  # a text, no password
    before = engine.store.position()
    engine.take_step(TASK, "prepare", {"subject": "Tiền lương", "text": secret}, actor=UNIT)
    for path in (f"/tasks/{TASK}/history", f"/events?name=press.information-prepared&after={before}"):
        mine, theirs = call(path), call(path, who=OTHER)
        assert secret in mine.text
        assert secret not in theirs.text
        assert [each["withheld"] for each in theirs.json()["items"] if each["withheld"]] == [["text"]]
    assert secret not in call(f"/tasks/{TASK}", who=OTHER).text


def test_the_description_is_read_by_people_too(app: FastAPI, engine: Dondoc) -> None:
    """The page names every operation of the document, and loads nothing from elsewhere."""

    async def open_() -> tuple[httpx.Response, httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
            return await client.get("/docs"), await client.get("/api/v1/openapi.json")

    page, document = asyncio.run(open_())
    said = document.json()
    assert said["openapi"].startswith("3.1")
    for methods in said["paths"].values():
        for each in methods.values():
            assert f'id="{each["operationId"]}"' in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
