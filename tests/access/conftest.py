"""What the tests of accounts share: a ministry whose people hold offices, and what lets them in."""

from __future__ import annotations

import asyncio
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from dondoc import Actor, Dondoc, Settings
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.office import Holding
from dondoc.domain.ports import HANOI
from dondoc.interfaces.accounts import Accounts
from dondoc.interfaces.web.app import create_app
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.testing import FrozenClock

CONFIG = Path(__file__).parents[2] / "config"
DESK = Actor(person="tran-thi-b", office="van-phong-bo/chanh-van-phong")
HELD = {
    "nguyen-van-a": "vu-tien-luong/dau-moi",
    "le-thi-d": "vu-tien-luong/thu-truong",
    "tran-thi-b": "van-phong-bo/chanh-van-phong",
    "pham-van-c": "van-phong-bo/duyet-thong-tin",
    "vo-thi-e": "vu-phap-che/dau-moi",
    "do-van-g": "vu-cai-cach-hanh-chinh/theo-doi-bao-cao",
}
"""Invented people, each with an office."""
GOOD = "thuyền cá xanh mưa đêm"
"""A password that is strong enough."""


ORIGIN = "https://console"


@dataclass
class Browser:
    """One browser at one console."""

    app: FastAPI
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=lambda: {"Origin": ORIGIN})

    def ask(self, method: str, url: str, **request: Any) -> httpx.Response:
        """What the console answers."""

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=("10.0.0.7", 1234))
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
                sent = {**self.headers, **request.pop("headers", {})}
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
                return await client.request(method, url, headers=sent, **request)

        answer = asyncio.run(ask())
        for said in answer.headers.get_list("set-cookie"):
            name, _, value = said.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return answer

    def get(self, url: str) -> httpx.Response:
        """A page."""
        return self.ask("GET", url)

    def post(self, url: str, **data: Any) -> httpx.Response:
        """A form that is sent."""
        return self.ask("POST", url, data=data)

    def log_in(self, name: str, password: str) -> httpx.Response:
        """The form of the login page, filled in and sent."""
        return self.post("/login", name=name, password=password)

    def fill(self, url: str, files: Any = None, **typed: Any) -> httpx.Response:
        """Open a form, fill in some of its inputs and send it."""
        page = self.get(url)
        assert page.status_code == 200, page.text
        key = re.search(r'name="_key" value="([^"]*)"', page.text)
        assert key
        return self.ask("POST", url, data={"_key": key[1], **typed}, files=files)

    @staticmethod
    def words(page: httpx.Response) -> str:
        """The words of a page."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page.text)))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The configuration as shipped, with people in offices; one of them leaves at the end of June."""
    found = read_catalogue(CONFIG, Registry(FACTS))
    holdings = [Holding(office=office, person=person) for person, office in HELD.items()]
    leaving = Holding(office="vu-phap-che/thu-truong", person="vo-thi-e", to=date(2024, 6, 30))
    return replace(found, holdings=(*holdings, leaving))


@pytest.fixture(scope="session")
def april_db(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """Both plans on 2 April 2024, with an account for each of the people; made once, to be copied."""
    file = tmp_path_factory.mktemp("access") / "d.db"
    clock = FrozenClock(datetime(2024, 4, 2, 8, tzinfo=HANOI))
    engine = Dondoc.create(Settings(db=f"sqlite:///{file}", config=CONFIG), clock=clock)
    engine.tick()
    for person in HELD:
        by = DESK if person != DESK.person else DESK.model_copy(update={"person": "quan-tri"})
        Accounts(_with(engine, catalogue if by is DESK else engine.catalogue)).change(person, "opened", "Đầu mối", by)
    engine.close()
    return file


@pytest.fixture
def clock() -> FrozenClock:
    """Nine o'clock on 2 April 2024."""
    return FrozenClock(datetime(2024, 4, 2, 9, tzinfo=HANOI))


@pytest.fixture
def ministry(april_db: Path, tmp_path: Path, catalogue: Catalogue, clock: FrozenClock) -> Iterator[Dondoc]:
    """The ministry in a database of one's own."""
    shutil.copy(april_db, tmp_path / "d.db")
    engine = Dondoc.open(Settings(db=f"sqlite:///{tmp_path / 'd.db'}", config=CONFIG), clock=clock)
    yield _with(engine, catalogue)
    engine.close()


@pytest.fixture
def accounts(ministry: Dondoc) -> Accounts:
    """Its accounts."""
    return Accounts(ministry, Settings(url="https://console"))


@pytest.fixture
def welcome(accounts: Accounts) -> str:
    """Nguyen Van A has set a password; that password."""
    accounts.redeem(accounts.change("nguyen-van-a", "invited", "Lần đầu", DESK), GOOD)
    return GOOD


def _with(engine: Dondoc, catalogue: Catalogue) -> Dondoc:
    return Dondoc(engine.store, catalogue, engine.registry, engine.clock, engine.ids, engine.files)


@pytest.fixture
def console(accounts: Accounts) -> FastAPI:
    """Its console, where people log in with their accounts."""
    return create_app(accounts.dondoc, Doorkeeper(accounts))


@pytest.fixture
def browser(console: FastAPI) -> Browser:
    """A browser of nobody in particular."""
    return Browser(console)


@pytest.fixture
def at_work(console: FastAPI, accounts: Accounts) -> Any:
    """Opens a browser of somebody who has logged in."""

    def open_(person: str) -> Browser:
        found = Browser(console)
        found.cookies["__Host-dondoc"] = accounts.begin(person)
        return found

    return open_


CALENDAR_LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)")


@dataclass
class Part:
    """A component of a calendar: properties by name, each with parameters and unescaped text; what lies in it."""

    name: str
    said: dict[str, tuple[str, str]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        """The text of a property."""
        return self.said[name][1]


def read_calendar(file: bytes) -> Part:
    """The calendar in a file, by a reader written from RFC 5545 alone; fails on anything that it does not allow."""
    raw = file.split(b"\r\n")
    assert raw.pop() == b"", "the last line ends with CRLF too"
    assert b"\n" not in b"".join(raw)
    for line in raw:
        assert 0 < len(line) <= 75, "a line has at most 75 octets"
        line.decode()  # no character is cut in two
    text = b"\r\n".join(raw).replace(b"\r\n ", b"").decode()
    assert unicodedata.normalize("NFC", text) == text
    open_: list[Part] = [Part("")]
    for line in text.split("\r\n"):
        found = CALENDAR_LINE.fullmatch(line)
        assert found, line
        name, parameters, value = found.groups()
        match name:
            case "BEGIN":
                open_.append(Part(value))
            case "END":
                done = open_.pop()
                assert done.name == value
                open_[-1].parts.append(done)
            case _:
                assert name not in open_[-1].said, f"{name} stands twice"
                assert all(each >= " " for each in value)
                plain = value if name == "URL" else _unescaped(value)
                open_[-1].said[name] = (parameters.removeprefix(";"), plain)
    (calendar,) = open_[0].parts
    assert calendar.name == "VCALENDAR"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    return calendar


def read_events(file: bytes) -> dict[str, Part]:
    """The events in a file, by their ids; each has what the RFC asks for."""
    calendar = read_calendar(file)
    found = {part["UID"]: part for part in calendar.parts}
    assert len(found) == len(calendar.parts), "two events have one UID"
    for part in found.values():
        assert part.name == "VEVENT"
        assert re.fullmatch(r"\d{8}T\d{6}Z", part["DTSTAMP"])
        assert part["SEQUENCE"].isdigit()
        form = r"\d{8}" if part.said["DTSTART"][0] == "VALUE=DATE" else r"\d{8}T\d{6}Z"
        assert re.fullmatch(form, part["DTSTART"])
    return found


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


@pytest.fixture
def events() -> Callable[[bytes], dict[str, Part]]:
    """Reads the events in a calendar file."""
    return read_events


@pytest.fixture
def whole() -> Callable[[bytes], Part]:
    """Reads a calendar file as a whole."""
    return read_calendar
