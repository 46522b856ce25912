"""The tables of the read models: made, and made again when their shape has changed, never migrated.

What they hold comes from the log, so an older shape is dropped and filled anew. The store's `read_models` table says
which shape is there.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Table, delete, insert, select, text

from dondoc.domain.errors import StoreBroken
from dondoc.projections import PROJECTIONS
from dondoc.store.schema import read_models


def renew(connection: Connection) -> bool:
    """Make the tables anew unless they have the shape of today, within the caller's writing transaction.

    Returns:
        Whether they are new, and so empty: the caller fills them from the log.
    """
    shapes, there = _shapes(), _there(connection)
    if there == shapes:
        return False
    for name in there:
        connection.execute(text(f"DROP TABLE {_quoted(connection, name)}"))
    for table in _tables():
        table.create(connection, checkfirst=False)
    connection.execute(delete(read_models))
    connection.execute(insert(read_models), [{"name": name, "shape": shape} for name, shape in shapes.items()])
    return True


def check(connection: Connection) -> None:
    """Make sure that the tables have the shape of today.

    Raises:
        StoreBroken: they have another.
    """
    if _there(connection) != _shapes():
        raise StoreBroken(
            "The read models are those of another version of dondoc.",
            vi="Các bảng đọc thuộc phiên bản dondoc khác.",
            place="--db",
            cure="Run `dondoc init`; it makes them anew from the log.",
        )


def _tables() -> list[Table]:
    return [table for projection in PROJECTIONS for table in projection.tables]


def _there(connection: Connection) -> dict[str, str]:
    return {row.name: row.shape for row in connection.execute(select(read_models))}


def _shapes() -> dict[str, str]:
    return {table.name: _shape(table) for table in _tables()}


def _shape(table: Table) -> str:
    columns = [f"{each.name} {each.type} {each.nullable} {each.primary_key}" for each in table.columns]
    indexes = [f"{each.name} {each.unique} {[column.name for column in each.columns]}" for each in table.indexes]
    return hashlib.sha256("\n".join(columns + sorted(indexes)).encode()).hexdigest()


def _quoted(connection: Connection, name: str) -> str:
    mapped = connection.get_execution_options().get("schema_translate_map", {})
    preparer = connection.dialect.identifier_preparer
    return ".".join(preparer.quote(part) for part in (mapped.get(None), name) if part)
