"""The log and what belongs to it, from one database into another: every row as it is, and compared afterwards.

It works within the transactions of its caller, who commits only what was found equal. Read models are no part of it:
they are made anew from the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, text

from dondoc.domain.errors import StoreBroken
from dondoc.store import migrating
from dondoc.store.engine import is_postgresql
from dondoc.store.event_store import PAGE
from dondoc.store.recorder import take_head
from dondoc.store.schema import checkpoints, commands, events, head, outbox, outbox_entries, tiles, tracking

COPIED = (events, commands, tracking, outbox, outbox_entries, tiles, checkpoints, head)
"""What a copy holds as it was: facts with their hashes, keys of commands, followers, notices and what they told, the
tree over the log and what was signed. Read models are made anew; passwords, links, sessions, the keys of tokens and the
addresses of calendars stay where they are."""


def take_empty(target: Connection) -> bool:
    """Make the tables of the log where there are none, and hold the head; whether nothing has been put into them."""
    migrating.migrate(target)
    take_head(target)
    return not any(target.execute(select(table).limit(1)).first() for table in COPIED if table is not head)


def copy_rows(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every table into empty ones and compare them row by row; the number of rows of each.

    Raises:
        StoreBroken: a row did not come out as it went in.
    """
    target.execute(delete(head))
    for table in COPIED:
        for page in _read(source, table).partitions():
            target.execute(insert(table), [dict(row._mapping) for row in page])  # noqa: SLF001  # the toolkit's own name for a row as a mapping
    return {table.name: _equal(source, target, table) for table in COPIED}


def be_patient(connection: Connection) -> None:
    """Let this transaction stand still for as long as the other side of a copy takes."""
    if is_postgresql(connection):
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


def _equal(source: Connection, target: Connection, table: Table) -> int:
    count = 0
    for there, here in zip_longest(_rows(source, table), _rows(target, table)):
        if there != here:
            raise StoreBroken(
                f"Row {count + 1} of {table.name} came out differently in the copy; nothing was kept.",
                vi=f"Dòng {count + 1} của {table.name} trong bản sao khác với bản gốc; không giữ lại phần nào.",
                cure="Compare the source with its hashes: `dondoc projections check`.",
            )
        count += 1
    return count


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    return (tuple(row) for row in _read(connection, table))


def _read(connection: Connection, table: Table) -> Any:
    query = select(table).order_by(*table.primary_key.columns)
    return connection.execute(query, execution_options={"yield_per": PAGE})
