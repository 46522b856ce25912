"""Guessing: held up for whoever guesses, and for nobody else; it tells nothing by its words or by its time."""

from __future__ import annotations

import resource
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from dondoc import Actor, Dondoc
from dondoc.domain.errors import NotAllowed
from dondoc.interfaces import accounts as of_accounts
from dondoc.interfaces.accounts import Accounts, TooManyAttempts, WrongPassword
from dondoc.testing import FrozenClock

DESK = Actor(person="tran-thi-b", office="van-phong-bo/chanh-van-phong")


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were compared, without the time that it takes."""
    said: list[str] = []

    def compare(password: str, kept: str) -> tuple[bool, str]:
        said.append(password)
        return bool(kept) and password == "right", ""  # noqa: S105  # what this test calls right

    monkeypatch.setattr(of_accounts.passwords, "matches", compare)
    return said


def tried(accounts: Accounts, name: str, password: str, address: str) -> str:
    """What comes of a try: in, wrong or held up."""
    try:
        accounts.log_in(name, password, address)
    except TooManyAttempts:
        return "held up"
    except WrongPassword:
        return "wrong"
    return "in"


def test_many_guesses_an_hour_come_to_ten(accounts: Accounts, welcome: str, compared: list[str]) -> None:
    """From one address at one account; then even the right one is not compared, until the hour is over."""
    for number in range(200):
        tried(accounts, "nguyen-van-a", f"guess {number}", "10.0.0.66")
    assert len(compared) == 10
    assert tried(accounts, "nguyen-van-a", "right", "10.0.0.66") == "held up"


def test_guesses_spread_over_accounts_or_addresses_come_to_a_hundred(accounts: Accounts, compared: list[str]) -> None:
    """One address that tries everybody, and everybody who tries one account."""
    for number in range(130):
        tried(accounts, f"nguoi-{number}", "x", "10.0.0.66")
    assert len(compared) == 100
    for number in range(130):
        tried(accounts, "pham-van-c", "x", f"10.1.{number // 250}.{number % 250}")
    assert len(compared) == 200


def test_nobody_is_locked_out_by_the_guesses_of_others(
    accounts: Accounts, welcome: str, compared: list[str], clock: FrozenClock
) -> None:
    """Who came in from an address lately comes in from there, whatever is tried from there or for their account."""
    assert tried(accounts, "nguyen-van-a", "right", "10.0.0.1") == "in"
    for number in range(105):
        tried(accounts, f"nguoi-{number}", "x", "10.0.0.1")
        tried(accounts, "nguyen-van-a", "x", f"10.9.0.{number}")
    assert tried(accounts, "nguyen-van-a", "right", "10.0.0.1") == "in"
    assert tried(accounts, "nguyen-van-a", "right", "10.9.9.9") == "held up"
    clock.set(clock.now() + timedelta(hours=1, seconds=1))
    assert tried(accounts, "nguyen-van-a", "right", "10.9.9.9") == "in"


def test_tries_at_once_are_counted_like_tries_in_turn(accounts: Accounts, welcome: str, compared: list[str]) -> None:
    """Each is counted before it is compared, so forty threads get no further than one."""
    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda n: tried(accounts, "nguyen-van-a", f"g{n}", "10.0.0.66"), range(40)))
    assert (came.count("wrong"), len(compared)) == (10, 10)


def test_an_unknown_name_is_refused_like_a_known_one(accounts: Accounts, welcome: str) -> None:
    """In the same words, and in the same time to a few milliseconds at the median."""
    took: dict[str, list[float]] = {"nguyen-van-a": [], "khong-co": []}
    words = set()
    for number in range(9):
        for name, times in took.items():
            began = time.perf_counter()
            with pytest.raises(WrongPassword) as refused:
                accounts.log_in(name, "sai mật khẩu hoàn toàn", f"10.0.1.{number}")
            times.append(time.perf_counter() - began)
            words.add(str(refused.value))
    known, unknown = (statistics.median(times) for times in took.values())
    assert len(words) == 1
    assert abs(known - unknown) < max(0.005, 0.25 * known)


def test_thirty_two_logins_at_once_stay_small(accounts: Accounts, welcome: str) -> None:
    """Their comparisons wait for each other: the process grows by less than 400 MiB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda n: tried(accounts, "nguyen-van-a", "sai", f"10.0.2.{n}"), range(32)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


def test_nothing_is_recorded_by_whoever_was_disabled_meanwhile(accounts: Accounts, ministry: Dondoc) -> None:
    """Disabling races with steps being taken: no step of theirs stands in the log after it."""
    actor = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")
    task = ministry.tasks(body="vu-tien-luong", plan="184")[0].id
    refused = threading.Event()

    def act() -> None:
        for number in range(200):
            try:
                ministry.take_step(task, "note", {"note": f"{number}"}, actor=actor)
            except NotAllowed:
                refused.set()
                return

    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(act)
        time.sleep(0.05)
        accounts.change("nguyen-van-a", "disabled", "Thôi việc", DESK)
        running.result()
    records = list(ministry.store.read_all())
    disabled = next(r.position for r in records if r.fact.name == "account.disabled")
    assert refused.is_set()
    assert not [r for r in records if r.meta.actor == "nguyen-van-a" and r.position > disabled]
