"""Facts of tokens: who let which program call the API, for what, until when, and who ended it. Never a token itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from dondoc.domain.fact import Fact
from dondoc.domain.model import Id, Text

Scope = Literal["read", "act", "metrics"]
"""What a token lets its bearer do: ask, act, or read the figures for monitoring."""
Scopes = Annotated[tuple[Scope, ...], Field(min_length=1)]


class TokenOpened(Fact):
    """A token was made for a person, or for one of the programs of `config/doors.yaml`."""

    name: ClassVar = "token.opened"
    title: ClassVar = "Cấp mã truy cập"
    sentence: ClassVar = "đã cấp mã truy cập {token} cho {holder}, dùng đến hết ngày {ends}: {reason}"

    token: Id
    holder: Id
    of: Literal["person", "door"]
    scopes: Scopes
    ends: date
    reason: Text


class TokenRevoked(Fact):
    """A token was ended before its time: nothing is done under it any more, from this fact on."""

    name: ClassVar = "token.revoked"
    title: ClassVar = "Thu hồi mã truy cập"
    sentence: ClassVar = "đã thu hồi mã truy cập {token} của {holder}: {reason}"

    token: Id
    holder: Id
    reason: Text


FACTS: tuple[type[Fact], ...] = (TokenOpened, TokenRevoked)
