"""A real browser at a real console. Where no Chromium can be had the tests say so; where tests must run, they fail."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dondoc import Actor, Dondoc, Settings
from dondoc.domain.office import Holding
from dondoc.domain.ports import HANOI
from dondoc.interfaces.accounts import Accounts
from dondoc.interfaces.web.app import create_app
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.testing import FrozenClock

CONFIG = Path(__file__).parents[2] / "config"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
GOOD = "thuyền cá xanh mưa đêm"
HELD = {"nguyen-van-a": "vu-tien-luong/dau-moi", "pham-van-c": "van-phong-bo/duyet-thong-tin"}


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        said = f"no Chromium was found (looked for {', '.join(NAMES)}): the console was tried in no browser"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return found


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The console of both plans on 2 April 2024, with a unit's focal point and whoever clears; gives its address."""
    db = tmp_path_factory.mktemp("browser") / "d.db"
    clock = FrozenClock(datetime(2024, 4, 2, 9, tzinfo=HANOI))
    engine = Dondoc.create(Settings(db=f"sqlite:///{db}", config=CONFIG), clock=clock)
    engine.tick()
    holdings = tuple(Holding(office=office, person=person) for person, office in HELD.items())
    known = replace(engine.catalogue, holdings=holdings)
    accounts = Accounts(Dondoc(engine.store, known, engine.registry, clock, engine.ids, engine.files))
    desk = Actor(person="quan-tri", office="van-phong-bo/chanh-van-phong")
    for person in HELD:
        accounts.redeem(accounts.change(person, "opened", "Để thử", desk), GOOD)
    app = create_app(accounts.dondoc, Doorkeeper(accounts))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, ws="none", lifespan="off"))
    running = threading.Thread(target=server.run)
    running.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    running.join()
    engine.close()


@dataclass
class Window:
    """A window of the browser, and all that the browser complained of."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def log_in(self, name: str, password: str = GOOD) -> None:
        """Log in as a person does."""
        self.page.goto(f"{self.address}/my")
        self.page.get_by_label("Tên đăng nhập").fill(name)
        self.page.get_by_label("Mật khẩu").fill(password)
        self.page.get_by_role("button", name="Đăng nhập").click()

    def log_out(self) -> None:
        """Log out."""
        self.page.get_by_role("button", name="Đăng xuất").click()


@pytest.fixture
def window(chromium: str, console: str) -> Iterator[Window]:
    """A fresh window without cookies."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Some machines that run tests allow a browser no sandbox of its own; it opens our own pages only.
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(locale="vi-VN").new_page()
        found = Window(page, console)
        page.on("console", lambda said: found.complaints.append(said.text))
        page.on("pageerror", lambda wrong: found.complaints.append(str(wrong)))
        yield found
        browser.close()
