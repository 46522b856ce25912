"""Accounts of the console: who is let in by a password of their own, and for how long.

An account proves who a person is and nothing else. What is said of accounts is recorded as facts; passwords, tokens and
addresses are kept beside the log and never shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from dondoc.app import Dondoc
from dondoc.domain.account import ChangeAccount, NotePassword
from dondoc.domain.errors import Invalid, NotAllowed, NotFound
from dondoc.domain.model import Id
from dondoc.domain.office import ENGINE, Actor
from dondoc.domain.ports import Secrets
from dondoc.interfaces import passwords
from dondoc.log import get_logger
from dondoc.ports import RandomSecrets
from dondoc.projections import accounts
from dondoc.projections.accounts import AccountLine
from dondoc.settings import Settings
from dondoc.store.attempts import WITHIN, Attempts
from dondoc.store.credentials import Credentials
from dondoc.store.sessions import Session, Sessions

INVITED_FOR = timedelta(hours=72)
"""How long a link lets a password be set."""
log = get_logger("dondoc.accounts")
_ID: TypeAdapter[str] = TypeAdapter(Id)


class TooManyAttempts(NotAllowed):
    """Too many tries in vain; the next ones are not even compared."""

    code = "too-many-attempts"
    default_vi = "Đã thử sai quá nhiều lần. Hãy đợi một giờ rồi thử lại, hoặc xin cấp lại liên kết đặt mật khẩu."
    wait = WITHIN


class WrongPassword(NotAllowed):
    """Name and password do not go together, or the account is not open."""

    code = "wrong-password"
    default_vi = "Tên đăng nhập hoặc mật khẩu không đúng."


@dataclass
class Accounts:
    """The accounts of one engine."""

    dondoc: Dondoc
    settings: Settings = field(default_factory=Settings)
    secrets: Secrets = field(default_factory=RandomSecrets)

    def __post_init__(self) -> None:
        idle, longest = self.settings.session_idle, self.settings.session_longest
        self.credentials = Credentials(self.dondoc.store)
        self.sessions = Sessions(self.dondoc.store, timedelta(seconds=idle), timedelta(seconds=longest))
        self._attempts = Attempts(self.dondoc.store)

    def change(self, account: str, to: Literal["opened", "invited", "disabled"], reason: str, actor: Actor) -> str:
        """Open, invite anew or disable an account; the token by which its password is set, empty when disabled.

        Raises:
            NotAllowed: the actor does not look after accounts.
            Rejected: it is the actor's own.
            NotFound: there is no such account.
        """
        try:
            command = ChangeAccount(account=account, to=to, reason=reason)
        except ValidationError as wrong:
            raise _malformed(account, reason) from wrong
        self.dondoc.dispatch(command, actor=actor)
        if to == "disabled":
            self.credentials.forget(account)
            return ""
        token = self.secrets.new()
        self.credentials.invite(account, token, self.dondoc.clock.now() + INVITED_FOR)
        return token

    def link(self, token: str) -> str:
        """The address at which a password is set."""
        return f"{self.settings.url.rstrip('/')}/invitation/{token}"

    def listed(self) -> list[AccountLine]:
        """Every account."""
        return self.dondoc.ask(accounts.listed)

    def lasting(self, account: str) -> list[Session]:
        """The sessions of an account."""
        return self.sessions.of(account, self.dondoc.clock.now())

    def invited(self, token: str) -> str:
        """The account that a link stands for.

        Raises:
            NotFound: none, or none any more.
        """
        account = self.credentials.invited(token, self.dondoc.clock.now())
        if not account or not self.dondoc.ask(accounts.is_open, account):
            raise _used_up()
        return account

    def redeem(self, token: str, password: str) -> str:
        """Set the password of the account that a link stands for; the account.

        Raises:
            NotFound: it stands for none any more.
            Invalid: the password is too weak.
        """
        kept = passwords.hashed(passwords.check(password, self.invited(token)))
        account = self.credentials.redeem(token, kept, self.dondoc.clock.now())
        if not account:
            raise _used_up()
        self.dondoc.dispatch(NotePassword(account=account), actor=ENGINE)
        return account

    def log_in(self, name: str, password: str, address: str) -> str:
        """A new session for whoever knows an account and its password; its token, for their browser only.

        Raises:
            TooManyAttempts: there were too many in vain.
            WrongPassword: they do not go together. It takes as long whether there is such an account or not.
        """
        account, attempt = name.strip().lower(), self.dondoc.ids.new()
        if not self._attempts.begin(attempt, account, address, self.dondoc.clock.now()):
            log.warning("refused", action="too-many-attempts")
            raise TooManyAttempts
        kept = self.credentials.hash_of(account)
        same, newer = passwords.matches(password, kept)
        if not (same and self.dondoc.ask(accounts.is_open, account)):
            log.warning("refused", action="wrong-password")
            raise WrongPassword
        self._attempts.passed(attempt, account, address)
        if newer:
            self.credentials.rehash(account, kept, newer)
        return self.begin(account)

    def begin(self, account: str) -> str:
        """A new session of an account; its token. For doors that know already who it is.

        Raises:
            WrongPassword: the account is not open.
        """
        if not self.dondoc.ask(accounts.is_open, account):
            raise WrongPassword
        token = self.secrets.new()
        self.sessions.open(token, account, self.dondoc.clock.now())
        return token

    def person(self, token: str) -> str:
        """Who has that session; empty where it is over, or the account was disabled."""
        now = self.dondoc.clock.now()
        with self.dondoc.store.reading() as connection:
            session = self.sessions.standing(connection, token, now)
            if session is None or not accounts.is_open(connection, session.account):
                return ""
        self.sessions.use(token, session, now)
        return session.account

    def log_out(self, token: str) -> None:
        """That session is over."""
        self.sessions.end(token)


def _malformed(account: str, reason: str) -> Invalid:
    try:
        _ID.validate_python(account)
    except ValidationError:
        return Invalid(
            f"{account!r} is not the id of a person.",
            vi=f"{account!r} không phải mã của một người.",
            place="PERSON",
            cure="Write the id as under holdings in config/offices.yaml, such as nguyen-van-a.",
        )
    return Invalid(
        f"{reason!r} is no reason.", vi="Phải nêu lý do.", place="--reason", cure="Say why, without personal data."
    )


def _used_up() -> NotFound:
    return NotFound(
        "This link is used up, has run out, or was replaced.",
        vi="Liên kết này đã được dùng, đã hết hạn hoặc đã được thay bằng liên kết khác.",
        place="invitation",
        cure="Ask whoever looks after accounts for a new one.",
    )
