"""The rules of tokens: people make and end their own; whoever looks after accounts does so for programs, and ends any.

A token lets a program act as its holder, and nothing beyond: what that comes to is told by the holder's offices, or by
the program's door. It knows no token, only what it is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.facts.token import Scopes, TokenOpened, TokenRevoked
from dondoc.domain.model import Id, Text
from dondoc.domain.office import Actor

PREFIX = "token-"
"""How the names of streams of tokens begin."""
LONGEST = timedelta(days=366)
"""For how long a token may be made."""


class OpenToken(Command):
    """Make a token for a person or a door, until a day, for a reason."""

    token: Id
    holder: Id
    of: Literal["person", "door"]
    scopes: Scopes
    ends: date
    reason: Text


class RevokeToken(Command):
    """End a token, for a reason."""

    token: Id
    reason: Text


@dataclass(frozen=True, slots=True)
class Token:
    """Whose a token is, and whether it was ended."""

    holder: str
    of: str
    revoked: bool = False


class TokenDecider:
    """Decides `OpenToken` and `RevokeToken`. The state is the token; None before it was made."""

    commands = (OpenToken, RevokeToken)
    initial: Token | None = None

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: OpenToken | RevokeToken) -> str:
        """One stream a token."""
        return PREFIX + command.token

    def decide(
        self, command: OpenToken | RevokeToken, state: Token | None, actor: Actor, on: date
    ) -> Sequence[Decided]:
        """What changes; nothing, where it is so already."""
        if isinstance(command, RevokeToken):
            if state is None:
                raise _no_token(command.token)
            if not (self._own(state.of, state.holder, actor, on) or self._desk(actor, on)):
                raise self._not_theirs(actor)
            ended = TokenRevoked(token=command.token, holder=state.holder, reason=command.reason)
            return [] if state.revoked else [Decided(ended)]
        if command.of == "door" and command.holder not in {each.id for each in self._catalogue.doors}:
            raise _no_door(command.holder)
        may = self._own(command.of, command.holder, actor, on) or (command.of == "door" and self._desk(actor, on))
        if state is not None or not may:
            raise self._not_theirs(actor)
        if not on <= command.ends <= on + LONGEST:
            raise _too_long(command.ends, on)
        return [Decided(TokenOpened(**command.model_dump()))]

    def closed(self, command: Command, state: Token | None) -> date | None:
        """No period."""
        return None

    def evolve(self, state: Token | None, record: Record) -> Token | None:
        """There, until it is revoked."""
        fact = record.fact
        if isinstance(fact, TokenOpened):
            return Token(fact.holder, fact.of)
        return Token(state.holder, state.of, revoked=True) if state else None

    def _own(self, of: str, holder: str, actor: Actor, on: date) -> bool:
        return of == "person" and actor.person == holder and self._catalogue.holds(holder, actor.office, on)

    def _desk(self, actor: Actor, on: date) -> bool:
        desks = self._catalogue.account_desks
        return actor.office in desks and self._catalogue.holds(actor.person, actor.office, on)

    def _not_theirs(self, actor: Actor) -> NotAllowed:
        desks = ", ".join(self._catalogue.account_desks)
        return NotAllowed(
            f"{actor.person} makes and ends tokens of their own only.",
            vi="Mỗi người chỉ cấp và thu hồi mã truy cập của chính mình.",
            place="token",
            cure=f"Tokens of programs are for: {desks or 'the offices under accounts in config/offices.yaml'}.",
        )


def _no_token(token: str) -> NotFound:
    return NotFound(f"There is no token {token!r}.", vi=f"Không có mã truy cập “{token}”.", place=token)


def _no_door(door: str) -> NotFound:
    return NotFound(
        f"There is no door {door!r}.",
        vi=f"Không có chương trình “{door}”.",
        place=door,
        cure="Describe the program in config/doors.yaml first.",
    )


def _too_long(ends: date, on: date) -> Rejected:
    return Rejected(
        f"A token lasts from today until {on + LONGEST} at most, not until {ends}.",
        rule="token.ends",
        vi=f"Mã truy cập có hạn từ hôm nay đến muộn nhất ngày {on + LONGEST:%d/%m/%Y}.",
        place="ends",
        cure="Name an earlier day; make a new token before it ends.",
    )
