"""Which tokens are there, whose, for what and until when? And the last word before an append under one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, Connection, Index, String, Table, Text, insert, select, update

from dondoc.domain.errors import NotAllowed
from dondoc.domain.fact import Record
from dondoc.domain.facts.token import TokenOpened, TokenRevoked
from dondoc.projections.base import Position, metadata

tokens = Table(
    "dondoc_tokens",
    metadata,
    Column("token", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("of", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("opened", String(10), nullable=False),
    Column("ends", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_tokens_holder", "holder"),
)


class Tokens:
    """Keeps `dondoc_tokens`."""

    name = "tokens"
    tables = (tokens,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a token."""
        for record in records:
            if isinstance(fact := record.fact, TokenOpened):
                row = {"token": fact.token, "holder": fact.holder, "of": fact.of, "scopes": " ".join(fact.scopes)}
                days = {"opened": record.meta.on.isoformat(), "ends": fact.ends.isoformat()}
                said = {"reason": fact.reason, "revoked": False, "position": record.position}
                connection.execute(insert(tokens).values(**row, **days, **said))
            elif isinstance(fact, TokenRevoked):
                connection.execute(update(tokens).where(tokens.c.token == fact.token).values(revoked=True))


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token: whose it is, what it allows, from which day to which (both included), why, and whether it was ended."""

    token: str
    holder: str
    of: str
    scopes: tuple[str, ...]
    opened: str
    ends: str
    reason: str
    revoked: bool

    def lasts(self, day: str) -> bool:
        """Whether it still lets somebody in on that day."""
        return not self.revoked and day <= self.ends


def listed(connection: Connection, holder: str = "") -> list[TokenLine]:
    """The tokens of somebody, or all, newest first."""
    query = select(tokens).order_by(tokens.c.position.desc())
    return [_line(row) for row in connection.execute(query.where(tokens.c.holder == holder) if holder else query)]


def one(connection: Connection, token: str) -> TokenLine | None:
    """One token; None where there is none."""
    row = connection.execute(select(tokens).where(tokens.c.token == token)).first()
    return _line(row) if row else None


def refuse_revoked(connection: Connection, token: str) -> None:
    """Make sure, within the transaction of an append, that a token was not ended meanwhile.

    Raises:
        NotAllowed: it was.
    """
    found = one(connection, token)
    if found is None or found.revoked:
        raise NotAllowed(
            f"The token {token} was revoked.",
            vi=f"Mã truy cập {token} đã bị thu hồi.",
            place="Authorization",
            cure="Ask for a new one.",
        )


def _line(row: object) -> TokenLine:
    said = dict(row._mapping)  # type: ignore[attr-defined]  # noqa: SLF001  # the toolkit's own name for a row as a mapping
    del said["position"]
    return TokenLine(**{**said, "scopes": tuple(said["scopes"].split())})
