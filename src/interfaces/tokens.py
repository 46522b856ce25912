"""Tokens: who makes one for which program, and who stands behind the one that a request shows.

A token is shown once, to whoever made it. It is kept as its SHA-256 beside the log, in no copy, export or backup; that
it was made and ended are facts. It never does more than its holder could: deciding is the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import ValidationError

from dondoc.app import Dondoc
from dondoc.domain.door import Door
from dondoc.domain.errors import Invalid
from dondoc.domain.office import Actor
from dondoc.domain.ports import Secrets, today
from dondoc.domain.token import OpenToken, RevokeToken
from dondoc.ports import RandomSecrets
from dondoc.projections import accounts, tokens
from dondoc.projections.tokens import TokenLine
from dondoc.store.token_keys import TokenKeys

PREFIX = "ddc_"
"""How every token begins, so that a scanner for leaked secrets knows one."""
LASTS = timedelta(days=90)
"""How long a token lasts where nobody says."""
SCOPES = {"read": "Đọc dữ liệu", "act": "Ghi nhận, thực hiện bước", "metrics": "Số đo vận hành"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls.

    Attributes:
        token: what the token is called.
        person: who it acts as.
        actors: that person in each office that they hold today.
        scopes: what the token is for.
        door: how far a program may go; None for people.
    """

    token: str
    person: str
    actors: tuple[Actor, ...]
    scopes: frozenset[str]
    door: Door | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A token as its holder sees it: never the token itself. `lasts` tells whether it still lets anybody in."""

    line: TokenLine
    used_at: datetime | None
    lasts: bool


@dataclass
class Tokens:
    """The tokens of one engine. `offices` tells which offices a person holds; the catalogue when None."""

    dondoc: Dondoc
    secrets: Secrets = field(default_factory=RandomSecrets)
    offices: Callable[[str, date], Sequence[str]] | None = None

    def __post_init__(self) -> None:
        self._keys = TokenKeys(self.dondoc.store)

    def open(
        self, holder: str, of: Literal["person", "door"], *, scopes: Sequence[str], ends: date | None, reason: str,
        actor: Actor,
    ) -> tuple[str, str]:  # fmt: skip
        """Make one: what it is called, and the token itself, which nobody can be told again.

        Raises:
            Invalid: a scope or the reason is malformed.
            NotAllowed: it is not the actor's to make.
            NotFound: there is no such door.
            Rejected: it would last too long.
        """
        said = {"token": self.dondoc.ids.new(), "holder": holder, "of": of, "scopes": tuple(scopes)}
        try:
            command = OpenToken(**said, ends=ends or today(self.dondoc.clock) + LASTS, reason=reason)  # type: ignore[arg-type]  # pydantic checks what was said
        except ValidationError as wrong:
            raise _malformed(wrong) from wrong
        self.dondoc.dispatch(command, actor=actor)
        secret = PREFIX + self.secrets.new()
        self._keys.keep(command.token, secret)
        return command.token, secret

    def revoke(self, token: str, reason: str, actor: Actor) -> None:
        """End one: nothing is done under it any more.

        Raises:
            Invalid: id or reason is malformed.
            NotAllowed: it is not the actor's to end.
            NotFound: there is no such token.
        """
        try:
            command = RevokeToken(token=token, reason=reason)
        except ValidationError as wrong:
            raise _malformed(wrong) from wrong
        self.dondoc.dispatch(command, actor=actor)
        self._keys.forget(token)

    def listed(self, holder: str = "") -> list[Shown]:
        """The tokens of somebody, or all, newest first."""
        used, day = self._keys.used(), today(self.dondoc.clock).isoformat()
        found = self.dondoc.ask(tokens.listed, holder)
        return [Shown(each, used.get(each.token), each.token in used and each.lasts(day)) for each in found]

    def caller(self, secret: str) -> Caller | None:
        """Who stands behind a token that a request shows; None where nobody does, or nobody any more."""
        key = self._keys.of(secret) if secret.startswith(PREFIX) else None
        if key is None:
            return None
        on = today(self.dondoc.clock)
        with self.dondoc.store.reading() as connection:
            line = tokens.one(connection, key.token)
            if line is None or not line.lasts(on.isoformat()):
                return None
            if line.of == "person" and accounts.is_disabled(connection, line.holder):
                return None
        found = self._behind(line, on)
        if found is not None:
            self._keys.use(key, self.dondoc.clock.now())
        return found

    def lasts(self, caller: Caller) -> bool:
        """Whether that token still lets its bearer in, asked anew."""
        line = self.dondoc.ask(tokens.one, caller.token)
        on = today(self.dondoc.clock).isoformat()
        closed = caller.door is None and self.dondoc.ask(accounts.is_disabled, caller.person)
        return line is not None and line.lasts(on) and not closed

    def _behind(self, line: TokenLine, on: date) -> Caller | None:
        scopes = frozenset(line.scopes)
        if line.of == "person":
            held = (self.offices or self.dondoc.catalogue.held_by)(line.holder, on)
            actors = tuple(Actor(person=line.holder, office=office) for office in held)
            return Caller(line.token, line.holder, actors, scopes)
        door = next((each for each in self.dondoc.catalogue.doors if each.id == line.holder), None)
        return Caller(line.token, door.person, (door.actor,), scopes, door) if door else None


def _malformed(wrong: ValidationError) -> Invalid:
    first = wrong.errors()[0]
    place = str(first["loc"][0])
    return Invalid(
        f"{place} is wrong: {first['msg']}.",
        vi="Phải nêu lý do." if place == "reason" else f"Phần “{place}” của mã truy cập chưa đúng.",
        place=place,
        cure=f"Scopes are {', '.join(SCOPES)}; say why, without personal data.",
    )
