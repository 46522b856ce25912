"""The rules of accounts: which office opens, invites and disables them; nobody does so for themselves.

An account proves who a person is. What they may do is told by the offices that they hold, never by the account.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.facts.account import AccountDisabled, AccountInvited, AccountOpened, AccountPasswordSet
from dondoc.domain.model import Id, Text
from dondoc.domain.office import SYSTEM, Actor

PREFIX = "account-"
"""How the names of streams of accounts begin."""
_FACTS: dict[str, type[AccountOpened | AccountInvited | AccountDisabled]] = {
    "opened": AccountOpened,
    "invited": AccountInvited,
    "disabled": AccountDisabled,
}


class ChangeAccount(Command):
    """Open, invite anew or disable an account, for a reason."""

    account: Id
    to: Literal["opened", "invited", "disabled"]
    reason: Text


class NotePassword(Command):
    """Say that a password was set by a link. For the engine only."""

    account: Id


class AccountDecider:
    """Decides `ChangeAccount` and `NotePassword`. The state is whether the account is open; None before it was ever."""

    commands = (ChangeAccount, NotePassword)
    initial: bool | None = None

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: ChangeAccount | NotePassword) -> str:
        """One stream an account."""
        return PREFIX + command.account

    def decide(
        self, command: ChangeAccount | NotePassword, state: bool | None, actor: Actor, on: date
    ) -> Sequence[Decided]:
        """What changes; nothing, where it is so already."""
        if isinstance(command, NotePassword):
            if actor.office != SYSTEM:
                raise _not_theirs(actor, ())
            return [Decided(AccountPasswordSet(account=command.account))]
        self._check_actor(command, actor, on)
        if command.to == "opened" and state:
            raise _open_already(command.account)
        if command.to == "disabled" and state is False:
            return []
        if command.to != "opened" and not state:
            raise _no_account(command.account)
        return [Decided(_FACTS[command.to](account=command.account, reason=command.reason))]

    def closed(self, command: Command, state: bool | None) -> date | None:
        """No period."""
        return None

    def evolve(self, state: bool | None, record: Record) -> bool | None:
        """Open, until it is disabled."""
        return not isinstance(record.fact, AccountDisabled) and (isinstance(record.fact, AccountOpened) or bool(state))

    def _check_actor(self, command: ChangeAccount, actor: Actor, on: date) -> None:
        desks = self._catalogue.account_desks
        if actor.office not in desks or not self._catalogue.holds(actor.person, actor.office, on):
            raise _not_theirs(actor, desks)
        if actor.person == command.account and command.to != "disabled":
            raise Rejected(
                f"{actor.person} may not open or renew an account of their own.",
                rule="account.other-person",
                vi="Không ai tự mở hoặc tự cấp lại tài khoản của chính mình.",
                place=command.account,
                cure="Let another person do it.",
            )


def _open_already(account: str) -> Rejected:
    return Rejected(
        f"{account!r} has an open account.",
        rule="account.open",
        vi=f"“{account}” đã có tài khoản đang mở.",
        place=account,
        cure="Give a new link with `dondoc account invite`.",
    )


def _not_theirs(actor: Actor, desks: Sequence[str]) -> NotAllowed:
    return NotAllowed(
        f"The office {actor.office} does not look after accounts.",
        vi=f"Chức vụ {actor.office} không quản lý tài khoản.",
        cure=f"It is for: {', '.join(desks)}." if desks else "Name the offices under accounts in config/offices.yaml.",
    )


def _no_account(account: str) -> NotFound:
    return NotFound(
        f"{account!r} has no open account.",
        vi=f"“{account}” không có tài khoản đang mở.",
        place=account,
        cure="Open one with `dondoc account open`.",
    )
