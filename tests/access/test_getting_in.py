"""The door of the console: shut by default, opened by one's own password, shut again at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from dondoc import Actor, Dondoc
from dondoc.interfaces.accounts import Accounts
from dondoc.interfaces.web.app import create_app
from dondoc.interfaces.web.guarding import OPEN
from dondoc.testing import FrozenClock

DESK = Actor(person="tran-thi-b", office="van-phong-bo/chanh-van-phong")
GOOD = "thuyền cá xanh mưa đêm"
TASK = "184.4.1:vu-tien-luong:2024-04"


def routes(of: Any) -> Iterator[Any]:
    """Every route of an application, those of its parts too."""
    for each in of.routes:
        part = getattr(each, "original_router", None)
        yield from routes(part) if part else [each]


def test_every_page_but_the_open_ones_asks_who_it_is(console: FastAPI, browser: Any) -> None:
    """Walks every route that there is, so that a new page is shut before anybody thinks of it."""
    shut = [each for each in routes(console) if getattr(each, "methods", None) and each.path not in OPEN]
    for route in shut:
        url = re.sub(r"{[^}]*}", "x", route.path)
        for method in route.methods - {"HEAD"}:
            answer = browser.get(url) if method == "GET" else browser.post(url, x="y")
            assert answer.status_code == 401, (method, url)
            assert "Tính đến ngày" not in answer.text
    assert {"/", "/my", "/tasks/{task}/steps/{step}", "/record/{fact}", "/duties/{duty}/open"} <= {r.path for r in shut}


def test_a_host_that_says_nobody_lets_nobody_in(ministry: Dondoc, browser: Any) -> None:
    """Without a viewer the console is shut, not open."""
    browser.app = create_app(ministry)
    answer = browser.get("/")
    assert answer.status_code == 401
    assert "Hãy đăng nhập vào hệ thống" in browser.words(answer)


def test_logging_in_leads_to_the_page_that_was_asked_for(browser: Any, welcome: str) -> None:
    """The page to log in stands in its place; afterwards it leads there, and never to another site."""
    page = browser.get(f"/tasks/{TASK}?as_of=02/04/2024")
    then = re.search(r'name="then" value="([^"]*)"', page.text)
    assert then is not None
    assert then[1] == f"/tasks/{TASK}?as_of=02/04/2024"
    answer = browser.post("/login", name=" Nguyen-Van-A ", password=welcome, then=then[1])
    assert (answer.status_code, answer.headers["location"]) == (303, then[1])
    assert browser.get(then[1]).status_code == 200
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "evil"):
        answer = browser.post("/login", name="nguyen-van-a", password=welcome, then=elsewhere)
        assert answer.headers["location"] == "/my"


def test_the_cookie_is_for_this_site_and_for_no_script(browser: Any, welcome: str) -> None:
    """Its prefix lets a browser take it over TLS and for the whole site only; each login gives another."""
    cookies = [browser.log_in("nguyen-van-a", welcome).headers["set-cookie"] for _ in range(2)]
    assert cookies[0] != cookies[1]
    for said in cookies:
        name, *attributes = said.split("; ")
        assert re.fullmatch(r"__Host-dondoc=[A-Za-z0-9_-]{43}", name)
        assert {each.lower() for each in attributes} == {"path=/", "secure", "httponly", "samesite=lax"}


def test_a_wrong_password_says_no_more_than_that(browser: Any, welcome: str) -> None:
    """The same page for a wrong password, a wrong name and an account without a password; the name stays typed in."""
    pages = [browser.log_in(name, "sai sai sai sai sai") for name in ("nguyen-van-a", "khong-co-ai", "pham-van-c")]
    assert {page.status_code for page in pages} == {401}
    assert len({browser.words(page) for page in pages}) == 1
    assert 'value="nguyen-van-a"' in pages[0].text
    assert not browser.cookies


def test_too_many_tries_are_held_up_with_a_word_on_what_to_do(
    browser: Any, welcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer says so, and for how long."""
    monkeypatch.setattr("dondoc.interfaces.accounts.passwords.matches", lambda *_: (False, ""))
    for _ in range(10):
        browser.log_in("nguyen-van-a", "sai")
    answer = browser.log_in("nguyen-van-a", welcome)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert "quá nhiều lần" in browser.words(answer)


@pytest.mark.parametrize("how", ["logout", "disabled", "renewed", "left office"])
def test_an_old_cookie_opens_nothing_any_more(
    browser: Any, accounts: Accounts, welcome: str, clock: FrozenClock, how: str
) -> None:
    """After logging out, being disabled, a new link: at once. Who holds no office any more is told so."""
    name = "vo-thi-e" if how == "left office" else "nguyen-van-a"
    browser.cookies["__Host-dondoc"] = accounts.begin(name)
    kept = dict(browser.cookies)
    assert browser.get("/my").status_code == 200
    match how:
        case "logout":
            assert browser.post("/logout", x="y").status_code == 303
        case "disabled":
            accounts.change(name, "disabled", "Chuyển công tác", DESK)
        case "renewed":
            accounts.change(name, "invited", "Nghi lộ", DESK)
        case "left office":
            accounts.dondoc.catalogue = replace(accounts.dondoc.catalogue, holdings=())
    browser.cookies = kept
    assert browser.get("/my").status_code == (403 if how == "left office" else 401)


def test_an_office_gives_rights_on_the_days_on_which_it_is_held(ministry: Dondoc) -> None:
    """What somebody may do follows from the offices of that day, whatever they held before."""
    both = ["vu-phap-che/dau-moi", "vu-phap-che/thu-truong"]
    assert ministry.catalogue.held_by("vo-thi-e", date(2024, 6, 30)) == both
    assert ministry.catalogue.held_by("vo-thi-e", date(2024, 7, 1)) == both[:1]
    assert ministry.catalogue.held_by("khong-co-ai", date(2024, 6, 30)) == []


def test_a_password_is_set_by_the_link_and_then_lets_in(browser: Any, accounts: Accounts) -> None:
    """The page says whose it is, refuses what is weak or typed twice differently, and works once."""
    link = accounts.link(accounts.change("nguyen-van-a", "invited", "Lần đầu", DESK)).removeprefix("https://console")
    page = browser.get(link)
    assert "nguyen-van-a" in browser.words(page)
    assert page.headers["referrer-policy"] == "no-referrer"
    for typed in ({"password": "ngắn", "again": "ngắn"}, {"password": GOOD, "again": GOOD + "x"}):
        assert browser.post(link, **typed).status_code == 422
    assert browser.post(link, password=GOOD, again=GOOD).headers["location"] == "/login?done=1"
    assert browser.get(link).status_code == 404
    assert browser.log_in("nguyen-van-a", GOOD).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://console"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://console"}, 303),
    ],
)
def test_what_changes_something_comes_from_our_own_pages(
    at_work: Callable[[str], Any], headers: dict[str, str], status: int
) -> None:
    """Another site's form, one without an origin and a sister site's are refused, whatever cookie they bring."""
    browser = at_work("nguyen-van-a")
    browser.headers = headers
    assert browser.post("/logout", x="y").status_code == status


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "", "multipart/mixed"])
def test_only_forms_are_taken(at_work: Callable[[str], Any], kind: str) -> None:
    """Nothing that a page elsewhere could send without being asked for leave first, nor anything else."""
    answer = at_work("nguyen-van-a").ask("POST", "/logout", content=b'{"a": 1}', headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_nothing_is_done_by_looking(at_work: Callable[[str], Any], ministry: Dondoc) -> None:
    """GET changes nothing, whatever its address says."""
    browser = at_work("nguyen-van-a")
    position = ministry.store.position()
    assert browser.get("/logout").status_code == 405
    browser.get(f"/tasks/{TASK}/steps/prepare?subject=x&_key=1")
    browser.get("/record/activity.held?subject=x")
    assert ministry.store.position() == position
    assert browser.get("/my").status_code == 200


@pytest.mark.parametrize("url", ["/my", "/login", f"/tasks/{TASK}", "/khong-co", "/static/console.css", "/public/"])
def test_the_headers_of_every_answer_keep_others_out(at_work: Callable[[str], Any], url: str) -> None:
    """No script, no frame, no other host, TLS from now on; what is for one person is kept by no cache."""
    headers = at_work("nguyen-van-a").get(url).headers
    policy = headers["content-security-policy"]
    for said in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action"):
        assert said in policy
    assert "unsafe" not in policy
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == ("no-cache" if url.startswith(("/static", "/public")) else "no-store")


def test_without_tls_nothing_promises_it(at_work: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The promise to use TLS is made over TLS only."""
    browser = at_work("nguyen-van-a")
    monkeypatch.setitem(type(browser).ask.__globals__, "ORIGIN", "http://console")
    assert "strict-transport-security" not in browser.get("/login").headers
