"""Read models made anew from the log, and compared with what a fresh replay gives.

A rebuild writes new rows in one transaction: readers see the old rows or the new ones, never half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection, Table, create_engine, delete, select
from sqlalchemy.pool import StaticPool

from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Record
from dondoc.projections import PROJECTIONS
from dondoc.projections.base import Projection, metadata

BATCH = 1000
Progress = Callable[[int], None]


def project(connection: Connection, records: Sequence[Record]) -> None:
    """Write what some records change, in every read model."""
    for projection in PROJECTIONS:
        projection.project(connection, records)


def named(names: Sequence[str]) -> list[Projection]:
    """The read models of those names; all of them for no name.

    Raises:
        NotFound: a name is not one of ours.
    """
    known = {projection.name: projection for projection in PROJECTIONS}
    for name in names:
        if name not in known:
            raise NotFound(
                f"There is no read model {name!r}.",
                vi=f"Không có bảng đọc {name!r}.",
                cure=f"They are: {', '.join(known)}.",
            )
    return [known[name] for name in names] or list(PROJECTIONS)


def rebuild(
    connection: Connection, records: Iterable[Record], names: Sequence[str] = (), progress: Progress = lambda _: None
) -> int:
    """Empty some read models and fill them from the log, within the caller's writing transaction.

    Returns:
        The number of records read.
    """
    chosen = named(names)
    for projection in chosen:
        for table in projection.tables:
            connection.execute(delete(table))
    return _replay(connection, chosen, records, progress)


def differences(
    connection: Connection, records: Iterable[Record], progress: Progress = lambda _: None
) -> dict[str, int]:
    """How many rows of each table differ from a from-scratch replay of the log; empty when none do."""
    scratch = create_engine("sqlite://", poolclass=StaticPool)
    with scratch.begin() as fresh:
        metadata.create_all(fresh)
        _replay(fresh, PROJECTIONS, records, progress)
        found = unequal(connection, fresh)
    scratch.dispose()
    return found


def unequal(one: Connection, other: Connection) -> dict[str, int]:
    """How many rows of each table differ between two databases; empty when none do."""
    tables = [table for projection in PROJECTIONS for table in projection.tables]
    found = {table.name: len(_rows(one, table) ^ _rows(other, table)) for table in tables}
    return {name: count for name, count in found.items() if count}


def _replay(
    connection: Connection, projections: Iterable[Projection], records: Iterable[Record], progress: Progress
) -> int:
    chosen = list(projections)
    batch: list[Record] = []
    count = 0

    def flush() -> None:
        for projection in chosen:
            projection.project(connection, batch)
        progress(count)
        batch.clear()

    for record in records:
        batch.append(record)
        count += 1
        if len(batch) == BATCH:
            flush()
    flush()
    return count


def _rows(connection: Connection, table: Table) -> set[tuple[object, ...]]:
    return {tuple(row) for row in connection.execute(select(table))}
