"""What is not for somebody: every address that there is, pages and API alike, asked about it by name.

Walks the routes of the application, so that a new one is asked too before anybody thinks of it, and one with an id that
this file does not know fails here until somebody says what a foreign one would be.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dondoc import Actor, Dondoc, Settings
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.office import Holding
from dondoc.domain.ports import HANOI
from dondoc.interfaces.tokens import Tokens
from dondoc.testing import FrozenClock

CONFIG = Path(__file__).parents[2] / "config"
INCIDENT = "184.communication-incidents"
HIDDEN, DRAFT = "tin-sai-ve-thi-nang-ngach", "chua-cong-bo-luong-moi"
"""Planted: what an incident is about, and a text that was not given out."""
TASK = "184.4.1:vu-tien-luong:2024-04"
UNIT = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")
OFFICE = Actor(person="ly-van-h", office="van-phong-bo/dau-moi")
STRANGER = Actor(person="vo-thi-e", office="vu-phap-che/dau-moi")
OPEN_ENDED = {"/api/v1/events/stream"}
"""Asked about in tests of its own: it does not end."""


OWN = ("/login", "/logout", "/invitation", "/tokens", "/my/feeds")
"""Where people see to what is their own."""


@pytest.fixture(scope="module")
def ministry(april_db: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Dondoc]:
    """The ministry with an incident, and with a text that waits for clearance."""
    place = tmp_path_factory.mktemp("foreign")
    shutil.copy(april_db, place / "d.db")
    clock = FrozenClock(datetime(2024, 4, 2, 9, tzinfo=HANOI))
    opened = Dondoc.open(Settings(db=f"sqlite:///{place / 'd.db'}", config=CONFIG), clock=clock)
    held = replace(catalogue, holdings=(*catalogue.holdings, Holding(office=OFFICE.office, person=OFFICE.person)))
    engine = Dondoc(opened.store, held, opened.registry, opened.clock, opened.ids, opened.files)
    came = {"subject": HIDDEN, "happened_at": "2024-04-01T08:00:00+07:00", "source": "Mạng xã hội"}
    engine.open_case(INCIDENT, came, actor=OFFICE)
    engine.take_step(TASK, "prepare", {"subject": "Tiền lương", "text": DRAFT}, actor=UNIT)
    yield engine
    opened.close()


@pytest.fixture(scope="module")
def case(ministry: Dondoc) -> str:
    """The incident's id."""
    return next(each.id for each in ministry.tasks(duty=INCIDENT))


def secret_of(ministry: Dondoc, who: Actor) -> str:
    """A token of somebody's own."""
    said = {"scopes": ["read", "act"], "ends": None, "reason": "Kiểm thử", "actor": who}
    return Tokens(ministry).open(who.person, "person", **said)[1]


def routes(of: Any, root: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every address of an application and of those mounted in it, with its methods."""
    for each in of.routes:
        if part := getattr(each, "original_router", None):
            yield from routes(part, root)
        elif getattr(each, "methods", None):
            yield root + each.path, each.methods - {"HEAD", "OPTIONS"}
        elif hasattr(getattr(each, "app", None), "routes"):
            yield from routes(each.app, root + each.path)


IDS = {
    "duty": INCIDENT,
    "step": "note",
    "command": "promise",
    "plan": "184",
    "procedure": "incident",
    "register": "press-tasks",
    "unit": "van-phong-bo",
    "fact": "incident.reported",
    "act": "nd-sua-doi-cap-pho",
    "body": "van-phong-bo",
    "period": "2024-04",
    "number": "1",
    "key": "x",
    "size": "1",
    "token": "x",
    "name": "index.html",
}
"""What a foreign id is, by what addresses call it; tasks, cases and activities are those that were planted."""


def named(path: str, case: str) -> Iterator[str]:
    """The address about the incident, and about the task with the text."""
    for task in (case, TASK):
        url = path
        for part in re.findall(r"{[^}]*}", path):
            name = part.strip("{}").partition(":")[0]
            ids = {**IDS, "task": task, "case": task, "activity": f"activity-{task}"}
            assert name in ids, f"{path}: say in this test what a foreign id would be"
            url = url.replace(part, ids[name])
        yield url


def test_no_address_tells_what_is_not_for_whoever_asks(ministry: Dondoc, case: str, console: Any, at_work: Any) -> None:
    """Pages, lists, files, figures, refusals: neither words nor headers hold what was planted."""
    browser, token = at_work(STRANGER.person), secret_of(ministry, STRANGER)
    asked = 0
    for path, methods in routes(console):
        if path in OPEN_ENDED or "GET" not in methods:
            continue
        lists = ("", f"?unit=van-phong-bo&duty={INCIDENT}")
        for url in dict.fromkeys(named(path, case)):
            for more in ("?csv=1",) if "{register}" in path else lists if "{" not in path else ("",):
                answer = browser.ask("GET", url + more, headers={"Authorization": f"Bearer {token}"})
                assert answer.status_code < 500, url
                told = answer.text + str(answer.headers)
                assert HIDDEN not in told, url
                assert DRAFT not in told, url
                asked += 1
    assert asked > 50


def test_those_concerned_are_told(ministry: Dondoc, case: str, at_work: Any) -> None:
    """The test above can fail: the Office reads the incident, the unit its own text, by page and by API."""
    for who, task, word in ((OFFICE, case, HIDDEN), (UNIT, TASK, DRAFT)):
        token = {"Authorization": f"Bearer {secret_of(ministry, who)}"}
        browser = at_work(who.person) if who is UNIT else None
        api = at_work(UNIT.person).ask("GET", f"/api/v1/tasks/{task}/history", headers=token)
        assert word in api.text
        if browser:
            assert word in browser.get(f"/tasks/{task}").text


def test_nobody_acts_on_what_is_not_theirs(ministry: Dondoc, case: str, console: Any, at_work: Any) -> None:
    """Every address that changes something refuses a stranger, and the incident stays as it was."""
    browser, token = at_work(STRANGER.person), secret_of(ministry, STRANGER)
    before = {task: ministry.store.read(f"task-{task}") for task in (case, TASK)}
    for path, methods in routes(console):
        if "POST" not in methods or path.startswith(OWN):
            continue
        for number, url in enumerate(named(path, case)):
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"{path}{number}"}
            sent = {"json": {"data": {"note": "x"}}} if url.startswith("/api/") else {"data": {"note": "x"}}
            answer = browser.ask("POST", url, headers=headers, **sent)
            assert 400 <= answer.status_code < 500, (url, answer.status_code)
            assert HIDDEN not in answer.text
            assert DRAFT not in answer.text
    assert {task: ministry.store.read(f"task-{task}") for task in (case, TASK)} == before


def test_a_filtered_list_holds_what_one_may_ask_for_one_by_one(ministry: Dondoc, case: str, browser: Any) -> None:
    """Each task is told in the list as it is told by itself; figures count what is hidden, for everybody alike."""
    headers = {who.person: {"Authorization": f"Bearer {secret_of(ministry, who)}"} for who in (STRANGER, OFFICE)}
    told = {}
    for person, token in headers.items():
        listed = browser.ask("GET", f"/api/v1/tasks?duty={INCIDENT}", headers=token).json()["items"]
        alone = [browser.ask("GET", f"/api/v1/tasks/{each['task']}", headers=token).json() for each in listed]
        assert [{name: each[name] for name in listed[0]} for each in alone] == listed
        told[person] = (listed[0]["restricted"], browser.ask("GET", "/api/v1/status", headers=token).json()["totals"])
    assert (told[STRANGER.person][0], told[OFFICE.person][0]) == (True, False)
    assert told[STRANGER.person][1] == told[OFFICE.person][1]


def test_who_acts_is_never_said_by_what_is_sent(ministry: Dondoc, browser: Any) -> None:
    """An actor in a body, a query or a header is refused or ignored; an office of somebody else is refused."""
    token = {"Authorization": f"Bearer {secret_of(ministry, STRANGER)}", "Idempotency-Key": "ai", "X-User": UNIT.person}
    url = f"/api/v1/tasks/{TASK}/steps/note"
    for said, status in (
        ({"data": {"note": "x"}, "actor": UNIT.person}, 422),
        ({"data": {"note": "x"}, "office": UNIT.office}, 403),
        ({"data": {"note": "x"}, "office": ["a"]}, 422),
        ({"data": {"note": "x"}, "on": True}, 422),
        ({"data": {"note": "x"}, "__proto__": {"admin": True}}, 422),
    ):
        assert browser.ask("POST", f"{url}?actor={UNIT.person}", headers=token, json=said).status_code == status, said


def test_another_site_moves_nothing(ministry: Dondoc, at_work: Any) -> None:
    """A form or text of another site, with the cookie of somebody who is logged in: refused on every address."""
    browser = at_work(UNIT.person)
    before = ministry.store.position()
    cross = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    for url in (f"/tasks/{TASK}/steps/note", "/tokens", "/logout", f"/api/v1/tasks/{TASK}/steps/note"):
        for kind in ("application/x-www-form-urlencoded", "text/plain"):
            answer = browser.ask("POST", url, headers={**cross, "Content-Type": kind}, content=b"{}")
            assert answer.status_code in {401, 403}, url
    assert ministry.store.position() == before
