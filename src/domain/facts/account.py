"""Facts of accounts: who was let in by whom, and why. Passwords, tokens and addresses never come near the log."""

from __future__ import annotations

from typing import ClassVar

from dondoc.domain.fact import Fact
from dondoc.domain.model import Id, Text


class AccountOpened(Fact):
    """A person was given an account: they may log in once they have set a password by their link."""

    name: ClassVar = "account.opened"
    title: ClassVar = "Mở tài khoản"
    sentence: ClassVar = "đã mở tài khoản {account}: {reason}"

    account: Id
    reason: Text


class AccountInvited(Fact):
    """A person was given a new link to set a password by; the old password and every session ended with it."""

    name: ClassVar = "account.invited"
    title: ClassVar = "Cấp lại liên kết đặt mật khẩu"
    sentence: ClassVar = "đã cấp lại liên kết đặt mật khẩu cho tài khoản {account}: {reason}"

    account: Id
    reason: Text


class AccountPasswordSet(Fact):
    """A password was set by a link, which thereby is used up."""

    name: ClassVar = "account.password-set"
    title: ClassVar = "Đặt mật khẩu"
    sentence: ClassVar = "đã ghi nhận tài khoản {account} đặt mật khẩu"

    account: Id


class AccountDisabled(Fact):
    """An account was disabled: nobody acts as that person any more, from this fact on."""

    name: ClassVar = "account.disabled"
    title: ClassVar = "Khóa tài khoản"
    sentence: ClassVar = "đã khóa tài khoản {account}: {reason}"

    account: Id
    reason: Text


FACTS: tuple[type[Fact], ...] = (AccountOpened, AccountInvited, AccountPasswordSet, AccountDisabled)
