"""What a read model is: tables of its own, filled from records and from nothing else.

A projection is written in the append's transaction, so a reader sees its own write; it can be dropped and rebuilt from
the log to the same rows. It never reads a clock, a configuration or another read model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import BigInteger, Connection, Integer, MetaData, Table

from dondoc.domain.fact import Record

metadata = MetaData()
Position = BigInteger().with_variant(Integer, "sqlite")

NO_END = "9999-12-31"
"""The day on which a span that goes on ends."""
NOT_REPLACED = 2**62
"""The position at which knowledge that still holds was replaced."""


class Projection(Protocol):
    """One read model."""

    @property
    def name(self) -> str:
        """What it is called on the command line; never changes."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that are its own."""

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """Write what the records change. Records come in log order, each once."""
