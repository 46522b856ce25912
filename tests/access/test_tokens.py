"""Tokens: made and ended by whoever they belong to, shown once, of no use beyond what their holder may do."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fastapi import FastAPI

from dondoc import Actor, Dondoc, Settings
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import DondocError, NotAllowed, Rejected
from dondoc.domain.ports import HANOI
from dondoc.domain.token import PREFIX as STREAM
from dondoc.interfaces.accounts import Accounts
from dondoc.interfaces.tokens import LASTS, Tokens
from dondoc.interfaces.web.api.calls import under
from dondoc.interfaces.web.app import create_app
from dondoc.testing import FrozenClock

CONFIG = Path(__file__).parents[2] / "config"
A = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")
B = Actor(person="vo-thi-e", office="vu-phap-che/dau-moi")
DESK = Actor(person="tran-thi-b", office="van-phong-bo/chanh-van-phong")
LEAVING = Actor(person="do-van-g", office="vu-cai-cach-hanh-chinh/theo-doi-bao-cao")
TASK = "184.4.1:vu-tien-luong:2024-04"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database of these tests is."""
    return tmp_path_factory.mktemp("tokens")


@pytest.fixture(scope="module")
def clock() -> FrozenClock:
    """Nine o'clock on 2 April 2024; a test that sets it sets it back."""
    return FrozenClock(datetime(2024, 4, 2, 9, tzinfo=HANOI))


@pytest.fixture(scope="module")
def ministry(april_db: Path, place: Path, catalogue: Catalogue, clock: FrozenClock) -> Iterator[Dondoc]:
    """One ministry for all of these tests: each makes tokens of its own."""
    shutil.copy(april_db, place / "d.db")
    engine = Dondoc.open(Settings(db=f"sqlite:///{place / 'd.db'}", config=CONFIG), clock=clock)
    yield Dondoc(engine.store, catalogue, engine.registry, engine.clock, engine.ids, engine.files)
    engine.close()


@pytest.fixture
def tokens(ministry: Dondoc) -> Tokens:
    """The tokens of the ministry."""
    return Tokens(ministry)


def made(tokens: Tokens, actor: Actor = A, *scopes: str) -> tuple[str, str]:
    """A token of somebody's own."""
    return tokens.open(actor.person, "person", scopes=scopes or ("read", "act"), ends=None, reason="Thử", actor=actor)


def call(browser: Any, secret: str, method: str = "GET", path: str = "status", **request: Any) -> Any:
    """What the API answers to a token."""
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": request.pop("key", "k-1")}
    return browser.ask(method, f"/api/v1/{path}", headers=headers, **request)


def test_a_token_acts_as_its_holder_and_the_record_says_so(tokens: Tokens, browser: Any) -> None:
    """The step stands in the history as the person's own, in their office."""
    answer = call(browser, made(tokens)[1], "POST", f"tasks/{TASK}/steps/prepare", json={"data": {"subject": "Lương"}})
    assert answer.status_code == 200, answer.text
    record = tokens.dondoc.store.read(answer.json()["stream"])[-1]
    assert (record.meta.actor, record.meta.office) == (A.person, A.office)


def test_the_token_itself_is_kept_nowhere(tokens: Tokens, place: Path) -> None:
    """Neither the database nor a fact holds it; its stream says who made it, for what, until when."""
    name, secret = made(tokens)
    assert re.fullmatch(r"ddc_[A-Za-z0-9_-]{43}", secret)
    for file in place.glob("d.db*"):
        assert secret.encode() not in file.read_bytes()
        assert secret.removeprefix("ddc_").encode() not in file.read_bytes()
    (record,) = tokens.dondoc.store.read(STREAM + name)
    assert record.fact.name == "token.opened"


@pytest.mark.parametrize("shown", ["", "ddc_", "ddc_" + "x" * 43, "Bearer"])
def test_nobody_comes_in_with_another_token(tokens: Tokens, browser: Any, shown: str) -> None:
    """Wrong, empty or cut tokens are all the same: 401."""
    made(tokens)
    assert call(browser, shown).status_code == 401


def test_the_name_and_the_hash_of_a_token_open_nothing(tokens: Tokens, browser: Any, place: Path) -> None:
    """Whoever reads the database gets no token out of it."""
    name, _ = made(tokens)
    with sqlite3.connect(place / "d.db") as database:
        (digest,) = database.execute("select digest from dondoc_token_keys where token = ?", (name,)).fetchone()
    database.close()
    assert {call(browser, each).status_code for each in (name, digest, f"ddc_{digest}")} == {401}


def test_a_token_ends_on_its_day_and_with_its_account(
    tokens: Tokens, browser: Any, accounts: Accounts, clock: FrozenClock
) -> None:
    """On the last day it works, the day after not; closing the account ends it at once."""
    _, secret = made(tokens, LEAVING)
    accounts.change(LEAVING.person, "disabled", "Chuyển công tác", DESK)
    assert call(browser, secret).status_code == 401
    other, now = made(tokens, B)[1], clock.now()
    answers = []
    for later in (LASTS, LASTS + timedelta(days=1)):
        clock.set(now + later)
        answers.append(call(browser, other, path="plans").status_code)
    clock.set(now)
    assert answers == [200, 401]


def test_a_token_does_only_what_it_is_for(tokens: Tokens, browser: Any) -> None:
    """One for reading takes no step, one for figures reads nothing; each is told which scope is missing."""
    step = ("POST", f"tasks/{TASK}/steps/prepare")
    reading, counting = made(tokens, A, "read")[1], made(tokens, A, "metrics")[1]
    assert call(browser, reading, *step, json={"data": {"subject": "x"}}).status_code == 403
    assert call(browser, counting).status_code == 403
    figures = browser.ask("GET", "/metrics", headers={"Authorization": f"Bearer {counting}"})
    assert "dondoc_log_position" in figures.text
    assert {browser.ask("GET", "/metrics", headers=h).status_code for h in ({}, {"Authorization": reading})} == {404}


def test_nobody_makes_or_ends_the_token_of_another(tokens: Tokens) -> None:
    """Not even who looks after accounts makes one for a person: they would know it. They may end it."""
    name, _ = made(tokens)
    for who in (B, DESK):
        with pytest.raises(NotAllowed):
            tokens.open(A.person, "person", scopes=["read"], ends=None, reason="x", actor=who)
    with pytest.raises(NotAllowed):
        tokens.revoke(name, "x", B)
    tokens.revoke(name, "Lộ mã", DESK)
    assert [each.lasts for each in tokens.listed(A.person) if each.line.token == name] == [False]


def test_a_token_lasts_no_longer_than_a_year(tokens: Tokens, clock: FrozenClock) -> None:
    """Whoever needs it longer makes a new one."""
    ends = clock.now().date() + timedelta(days=400)
    with pytest.raises(Rejected, match="lasts from today"):
        tokens.open(A.person, "person", scopes=["read"], ends=ends, reason="x", actor=A)


def test_after_a_revocation_nothing_more_is_done_under_a_token(tokens: Tokens) -> None:
    """Who acts and who revokes race 30 times: no step of the token stands in the log after its end."""
    engine = tokens.dondoc
    for number in range(30):
        name, secret = made(tokens)
        caller = tokens.caller(secret)
        assert caller

        def act(caller: Any = caller, number: int = number) -> None:
            for each in range(3):
                try:
                    under(engine, caller).take_step(TASK, "note", {"note": f"{number}.{each}"}, actor=A)
                except DondocError:
                    return

        acting = Thread(target=act)
        acting.start()
        tokens.revoke(name, "Thử", A)
        acting.join()
        ended = engine.store.read(STREAM + name)[-1].position
        last = [r for r in engine.store.read(f"task-{TASK}") if getattr(r.fact, "note", "").startswith(f"{number}.")]
        assert all(record.position < ended for record in last)


def test_people_make_see_and_end_their_tokens_on_their_page(at_work: Any, console: FastAPI) -> None:
    """The answer shows it once; the list shows when it was used, never the token; ended, it opens nothing."""
    browser = at_work(A.person)
    assert "/tokens" in browser.get("/my").text
    page = browser.post("/tokens", reason="Bảng tính", scope=["read"], until="30/06/2024")
    (secret,) = re.findall(r'value="(ddc_[^"]+)"', page.text)
    assert call(browser, secret).status_code == 200
    listed = browser.get("/tokens").text
    assert secret not in listed
    assert browser.words(browser.get("/tokens")).count("09:00 ngày 02/04/2024") > 1
    name = re.findall(r"/tokens/([^/]+)/revoke", listed)[0]  # the newest comes first
    assert at_work(B.person).post(f"/tokens/{name}/revoke", _="").status_code == 404
    assert call(browser, secret).status_code == 200
    assert browser.post(f"/tokens/{name}/revoke", _="").status_code == 303
    assert call(browser, secret).status_code == 401


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "", "scope": ["read"]}, "Phải nêu lý do"),
        ({"reason": "x"}, "Hãy chọn ít nhất một phạm vi"),
        ({"reason": "x", "scope": ["all"]}, "ít nhất một phạm vi"),
        ({"reason": "x", "scope": ["read"], "until": "31/12/2030"}, "muộn nhất ngày"),
        ({"reason": "x", "scope": ["read"], "until": "mai"}, "ngày"),
    ],
)
def test_what_is_wrong_is_said_on_the_page(at_work: Any, typed: dict[str, Any], said: str) -> None:
    """Nothing is made, and what was typed stays."""
    page = at_work(A.person).post("/tokens", **typed)
    assert page.status_code == 422
    assert said in page.text


def test_who_asks_too_often_is_told_when_to_come_back(ministry: Dondoc, tokens: Tokens, browser: Any) -> None:
    """Each caller has a pace of their own: one who floods does not hold up the next."""
    browser.app = create_app(ministry, settings=Settings(api_per_minute=3))
    mine, other = made(tokens)[1], made(tokens, B)[1]
    assert [call(browser, mine, path="plans").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert call(browser, mine, path="plans").headers["retry-after"] == "20"
    assert call(browser, other, path="plans").status_code == 200
