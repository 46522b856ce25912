"""Which accounts are there, and which are open? And the last word before an append: nobody acts who is disabled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Integer, String, Table, Text, delete, insert, select

from dondoc.domain.errors import NotAllowed
from dondoc.domain.fact import Record
from dondoc.domain.facts.account import AccountDisabled, AccountOpened
from dondoc.domain.office import SYSTEM
from dondoc.projections.base import Position, metadata

accounts = Table(
    "dondoc_accounts",
    metadata,
    Column("account", Text, primary_key=True),
    Column("open", Integer, nullable=False),
    Column("since", String(10), nullable=False),
    Column("position", Position, nullable=False),
)


class Accounts:
    """Keeps `dondoc_accounts`."""

    name = "accounts"
    tables = (accounts,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row an account: whether it is open, and since when it is so."""
        for record in records:
            if isinstance(record.fact, AccountOpened | AccountDisabled):
                account = record.fact.account
                connection.execute(delete(accounts).where(accounts.c.account == account))
                is_open = int(isinstance(record.fact, AccountOpened))
                row = {"account": account, "open": is_open, "since": record.meta.on.isoformat()}
                connection.execute(insert(accounts).values(**row, position=record.position))


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account: the id of its person, whether it is open, and since which day it is so."""

    account: str
    open: bool
    since: str


def listed(connection: Connection) -> list[AccountLine]:
    """Every account, by id."""
    query = select(accounts.c.account, accounts.c.open, accounts.c.since).order_by(accounts.c.account)
    return [AccountLine(account, bool(is_open), since) for account, is_open, since in connection.execute(query)]


def is_open(connection: Connection, account: str) -> bool:
    """Whether there is an account of that id, and it is open."""
    return bool(connection.execute(select(accounts.c.open).where(accounts.c.account == account)).scalar())


def is_disabled(connection: Connection, account: str) -> bool:
    """Whether there is an account of that id, and it was disabled: people may have none where a host knows its own."""
    return connection.execute(select(accounts.c.open).where(accounts.c.account == account)).scalar() == 0


def refuse_disabled(connection: Connection, records: Sequence[Record]) -> None:
    """Make sure, within the transaction of an append, that nobody acts in it whose account is disabled.

    Raises:
        NotAllowed: somebody does.
    """
    persons = {record.meta.actor for record in records if record.meta.office != SYSTEM}
    if not persons:
        return
    query = select(accounts.c.account).where(accounts.c.account.in_(sorted(persons)), accounts.c.open == 0)
    if (disabled := connection.execute(query.limit(1)).scalar()) is not None:
        raise NotAllowed(
            f"The account of {disabled} is disabled.",
            vi=f"Tài khoản {disabled} đã bị khóa.",
            cure="Ask whoever looks after accounts.",
        )
