"""Accounts: opened by the office that looks after them, for others only, by a link that works once."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from dondoc import Actor, Dondoc
from dondoc.domain.errors import DondocError, Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.facts.account import AccountDisabled, AccountInvited, AccountOpened, AccountPasswordSet
from dondoc.interfaces import passwords
from dondoc.interfaces.accounts import Accounts, WrongPassword
from dondoc.testing import FrozenClock

DESK = Actor(person="tran-thi-b", office="van-phong-bo/chanh-van-phong")
GOOD = "thuyền cá xanh mưa đêm"


def facts_of(ministry: Dondoc, account: str) -> list[Any]:
    """What was recorded of an account."""
    return [record.fact for record in ministry.store.read(f"account-{account}")]


def test_an_account_is_opened_renewed_used_and_disabled_as_facts(accounts: Accounts, ministry: Dondoc) -> None:
    """Each says which account, and why; the password is the person's own, so the engine only notes that it was set."""
    token = accounts.change("hoang-van-h", "opened", "Đầu mối mới", DESK)
    accounts.redeem(token, GOOD)
    accounts.change("hoang-van-h", "invited", "Quên mật khẩu", DESK)
    accounts.change("hoang-van-h", "disabled", "Chuyển công tác", DESK)
    assert facts_of(ministry, "hoang-van-h") == [
        AccountOpened(account="hoang-van-h", reason="Đầu mối mới"),
        AccountPasswordSet(account="hoang-van-h"),
        AccountInvited(account="hoang-van-h", reason="Quên mật khẩu"),
        AccountDisabled(account="hoang-van-h", reason="Chuyển công tác"),
    ]


@pytest.mark.parametrize(
    ("actor", "account", "refusal"),
    [
        (Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi"), "hoang-van-h", NotAllowed),
        (Actor(person="nguyen-van-a", office="van-phong-bo/chanh-van-phong"), "hoang-van-h", NotAllowed),
        (DESK, "tran-thi-b", Rejected),
        (DESK, "nguyen-van-a", Rejected),
        (DESK, "Nguyễn Văn A", Invalid),
    ],
)
def test_who_may_not_open_an_account_does_not(
    accounts: Accounts, actor: Actor, account: str, refusal: type[DondocError]
) -> None:
    """Not another office, nor somebody who does not hold the right one, nor for oneself, nor twice, nor for a name."""
    with pytest.raises(refusal):
        accounts.change(account, "opened", "Thử", actor)


def test_a_link_sets_one_password_once(accounts: Accounts) -> None:
    """Used up, run out, replaced or made up: none of them sets a password."""
    first = accounts.change("nguyen-van-a", "invited", "Lần đầu", DESK)
    second = accounts.change("nguyen-van-a", "invited", "Gửi lại", DESK)
    with pytest.raises(NotFound):
        accounts.redeem(first, GOOD)
    assert accounts.redeem(second, GOOD) == "nguyen-van-a"
    for token in (second, "x" * 43, ""):
        with pytest.raises(NotFound):
            accounts.redeem(token, GOOD)


def test_a_link_runs_out_after_three_days(accounts: Accounts, clock: FrozenClock) -> None:
    """Whoever comes later asks for a new one."""
    token = accounts.change("nguyen-van-a", "invited", "Lần đầu", DESK)
    clock.set(clock.now() + timedelta(hours=72))
    with pytest.raises(NotFound):
        accounts.invited(token)


def test_a_new_link_ends_the_old_password_and_every_session(accounts: Accounts, welcome: str) -> None:
    """Whoever stole either has nothing any more."""
    session = accounts.log_in("nguyen-van-a", welcome, "10.0.0.1")
    accounts.change("nguyen-van-a", "invited", "Nghi lộ", DESK)
    assert accounts.person(session) == ""
    with pytest.raises(WrongPassword):
        accounts.log_in("nguyen-van-a", welcome, "10.0.0.1")


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "ngắn quá",
        "matkhaumatkhaumatkhau",
        "123456789012345678",
        "nguyen-van-a-2024",
        "qwertyuiopasdfghjkl",
        "a" * 201,
    ],
)
def test_a_weak_password_is_refused(weak: str) -> None:
    """Too short, too long, a row of keys, the person's own name: the refusal says what to take instead."""
    with pytest.raises(Invalid) as refused:
        passwords.check(weak, "nguyen-van-a")
    assert "vài từ không liên quan" in refused.value.vi


def test_a_password_counts_whole_in_either_spelling(accounts: Accounts, welcome: str) -> None:
    """As one character or as two, it is the same; one character less or more is another, however long it is."""
    long = "hoa cúc vàng nở muộn " * 9
    accounts.redeem(accounts.change("pham-van-c", "invited", "Lần đầu", DESK), long)
    for name, password in (("nguyen-van-a", welcome), ("pham-van-c", long)):
        for form in ("NFC", "NFD"):
            assert accounts.log_in(name, unicodedata.normalize(form, password), "10.0.0.1")  # type: ignore[arg-type]  # both are forms
        for wrong in (password[:-1], password + "x", password.upper(), password + "x" * 200):
            with pytest.raises(WrongPassword):
                accounts.log_in(name, wrong, "10.0.0.2")


def test_a_session_ends_by_disuse_by_age_and_by_logging_out(
    accounts: Accounts, welcome: str, clock: FrozenClock
) -> None:
    """An hour without use, twelve hours in any case, and at once where somebody logs out."""
    begun = clock.now()
    used, left, out = (accounts.log_in("nguyen-van-a", welcome, "10.0.0.1") for _ in range(3))
    accounts.log_out(out)
    assert accounts.person(out) == ""
    for minutes in range(0, 12 * 60, 50):
        clock.set(begun + timedelta(minutes=minutes))
        assert accounts.person(used) == "nguyen-van-a"
    assert accounts.person(left) == ""
    clock.set(begun + timedelta(hours=12))
    assert accounts.person(used) == ""


def test_a_disabled_account_is_out_at_once_and_comes_back_only_by_a_new_link(accounts: Accounts, welcome: str) -> None:
    """The session that is open ends with the fact; the old password does not come back with the account."""
    session = accounts.log_in("nguyen-van-a", welcome, "10.0.0.1")
    accounts.change("nguyen-van-a", "disabled", "Chuyển công tác", DESK)
    assert accounts.person(session) == ""
    with pytest.raises(WrongPassword):
        accounts.log_in("nguyen-van-a", welcome, "10.0.0.1")
    accounts.change("nguyen-van-a", "opened", "Trở lại", DESK)
    with pytest.raises(WrongPassword):
        accounts.log_in("nguyen-van-a", welcome, "10.0.0.1")


def test_no_secret_and_no_address_is_in_the_database(accounts: Accounts, welcome: str, ministry: Dondoc) -> None:
    """Neither a token, nor a password, nor what was typed as a name, nor where from, in whatever table."""
    session = accounts.log_in("nguyen-van-a", welcome, "10.11.12.13")
    invited = accounts.change("pham-van-c", "invited", "Lần đầu", DESK)
    with pytest.raises(WrongPassword):
        accounts.log_in("mật khẩu gõ nhầm chỗ", "x", "10.11.12.13")
    with ministry.store.reading() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
        said = "\n".join(str(tuple(row)) for name in names for row in connection.execute(text(f"SELECT * FROM {name}")))  # noqa: S608  # names of tables
    assert "nguyen-van-a" in said
    for secret in (session, invited, welcome, "10.11.12.13", "gõ nhầm chỗ"):
        assert secret not in said


def test_a_hash_of_an_older_kind_is_renewed_when_its_password_comes_by(
    accounts: Accounts, welcome: str, ministry: Dondoc
) -> None:
    """Parameters can be raised any day: who logs in takes the new ones on, without noticing."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    old = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1),)).hash(welcome)
    was = accounts.credentials.hash_of("nguyen-van-a")
    accounts.credentials.rehash("nguyen-van-a", was, old)
    accounts.log_in("nguyen-van-a", welcome, "10.0.0.1")
    assert "m=47104,t=2,p=1" in accounts.credentials.hash_of("nguyen-van-a")
