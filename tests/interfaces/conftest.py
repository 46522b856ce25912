"""What the tests of the console share: both plans of 2024 on 1 July, and a way to open pages without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from dondoc import Actor, Dondoc, Settings
from dondoc.domain.ports import HANOI
from dondoc.interfaces.web.app import create_app
from dondoc.testing import FrozenClock

CONFIG = Path(__file__).parents[2] / "config"
Get = Callable[[str], httpx.Response]
Opener = Callable[..., Get]
READER = Actor(person="kiem-thu", office="vu-hop-tac-quoc-te/dau-moi")
"""Whoever looks in these tests: somebody to whom nothing of what they are about is hidden, or open."""
HOSTILE = "<script>alert('đ')</script> & \"x\" {{ 7 * 7 }}"


@pytest.fixture(scope="session")
def console_dondoc(lasting: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dondoc]:
    """Both plans of 2024 on 1 July: some work done in time, some late, one act issued, much left open."""
    clock = FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI))
    db = lasting.new(tmp_path_factory.mktemp("web"))
    engine = Dondoc.create(Settings(db=db, config=CONFIG), clock=clock)
    for day in (date(2024, 3, 18), date(2024, 4, 2), date(2024, 7, 1)):
        clock.set(datetime(day.year, day.month, day.day, 8, 30, tzinfo=HANOI))
        engine.tick()
    _play(engine)
    clock.set(datetime(2024, 7, 1, 9, tzinfo=HANOI))
    engine.tick()
    yield engine
    engine.close()


def _play(engine: Dondoc) -> None:
    lead = Actor(person="minh-hoa-lan", office="vu-cong-chuc-vien-chuc/dau-moi")
    desk = Actor(person="minh-hoa-hung", office="van-phong-bo/nguoi-phat-ngon")
    office = Actor(person="minh-hoa-mai", office="van-phong-bo/dau-moi")
    took = partial(engine.take_step, late="Nhập bù")
    took("184.8.1:vu-cong-chuc-vien-chuc:2024-03", "prepare", {"subject": HOSTILE}, actor=lead, on=date(2024, 4, 3))
    took("184.8.1:vu-cong-chuc-vien-chuc:2024-03", "clear", {}, actor=desk, on=date(2024, 4, 4))
    given = {"outlet": "Báo Nhân Dân", "link": "https://nhandan.vn/bai"}
    took("184.8.1:vu-cong-chuc-vien-chuc:2024-03", "provide", given, actor=lead, on=date(2024, 4, 8))
    held = {"subject": "hội nghị triển khai", "place": "Hà Nội", "link": "https://example.invalid/anh"}
    took("184.8.1:vu-cong-chuc-vien-chuc:2024-03", "hold-event", held, actor=lead, on=date(2024, 4, 9))
    took("184.1.1:van-phong-bo:2024", "note", {"note": HOSTILE}, actor=office, on=date(2024, 6, 10))
    urgent = {"outlet": "VTV", "reason": "Báo chí hỏi gấp"}
    took("184.8.4:vu-cong-chuc-vien-chuc:2024-03", "provide-urgent", urgent, actor=lead, on=date(2024, 3, 29))
    cancelled = {"reason": "Chuyển năm sau", "authority": "Công văn 9"}
    took("184.8.7:vu-cong-chuc-vien-chuc:2024-04", "cancel", cancelled, actor=office, on=date(2024, 4, 2))
    engine.issue_act("nd-sua-doi-cap-pho", date(2024, 6, 20), "73/2024/NĐ-CP", actor=desk)


@pytest.fixture
def dondoc(console_dondoc: Dondoc) -> Dondoc:
    """The engine behind the console; to be read only."""
    return console_dondoc


@pytest.fixture
def opener() -> Opener:
    """Makes what opens addresses of a console: with which method, mounted below which path."""
    return _opener


@pytest.fixture
def get(dondoc: Dondoc) -> Get:
    """Opens a page of the console."""
    return _opener(dondoc)


def _opener(dondoc: Dondoc, method: str = "GET", root_path: str = "") -> Get:
    app = create_app(dondoc, lambda _: READER)

    async def ask(url: str) -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, root_path=root_path)
        async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
            return await client.request(method, url)

    return lambda url: asyncio.run(ask(url))
