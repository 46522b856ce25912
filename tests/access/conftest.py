"""What the tests of accounts share: a ministry whose people hold offices, and what lets them in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from dondoc import Actor, Dondoc, Settings
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.office import Holding
from dondoc.domain.ports import HANOI
from dondoc.interfaces.accounts import Accounts
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
