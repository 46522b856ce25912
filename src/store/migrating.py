"""The tables of the log, made and changed by migrations only: one transaction, one process at a time.

`migrations/` holds them, one file each, never changed once released. Read models have none: they are dropped and made
again from the log, see `dondoc.projections.tables`.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select, text

from dondoc.domain.errors import StoreBroken
from dondoc.store.engine import is_postgresql
from dondoc.store.naming import prefix_of, schema_of
from dondoc.store.schema import PREFIX

REVISIONS = ("0001", "0002")
"""Every migration, oldest first; a test compares them with the folder."""

revision = Table("dondoc_schema", MetaData(), Column("version_num", String(32), primary_key=True))


def migrate(connection: Connection) -> bool:
    """Make the tables of the log or bring them up to date, within the caller's writing transaction.

    Returns:
        Whether there were none before.

    Raises:
        StoreBroken: they are of a newer dondoc.
    """
    if is_postgresql(connection):
        _prepare_postgresql(connection)
    before = revision_of(connection)
    if before is not None and before not in REVISIONS:
        raise _newer(before)
    if before != REVISIONS[-1]:
        _upgrade(connection)
    return before is None


def check(connection: Connection) -> None:
    """Make sure that the tables of the log are those that this version knows.

    Raises:
        StoreBroken: they are missing, older or newer.
    """
    found = revision_of(connection)
    if found is None:
        raise StoreBroken(
            "The database holds no tables of dondoc.",
            vi="Cơ sở dữ liệu chưa có bảng của dondoc.",
            place="--db",
            cure="Run `dondoc init`, or name another with --db, DONDOC_SCHEMA or DONDOC_PREFIX.",
        )
    if found not in REVISIONS:
        raise _newer(found)
    if found != REVISIONS[-1]:
        raise StoreBroken(
            f"The tables are of an older dondoc (schema {found}, here {REVISIONS[-1]}).",
            vi=f"Các bảng thuộc phiên bản dondoc cũ hơn (lược đồ {found}, ở đây {REVISIONS[-1]}).",
            place="--db",
            cure="Make a backup, then run `dondoc init`; it brings them up to date and keeps what they hold.",
        )


def _newer(found: str) -> StoreBroken:
    return StoreBroken(
        f"The tables are of a newer dondoc (schema {found}, here {REVISIONS[-1]}).",
        vi=f"Các bảng thuộc phiên bản dondoc mới hơn (lược đồ {found}, ở đây {REVISIONS[-1]}).",
        place="--db",
        cure="Install that newer dondoc here too.",
    )


def _schema(connection: Connection) -> str | None:
    return schema_of(connection.get_execution_options())


def _name(connection: Connection) -> str:
    return revision.name.replace(PREFIX, prefix_of(connection.get_execution_options()))


def revision_of(connection: Connection) -> str | None:
    """The newest migration that the tables of the log have had; None where there are none."""
    if not inspect(connection).has_table(_name(connection), schema=_schema(connection)):
        return None
    return connection.execute(select(revision.c.version_num)).scalar()


def _prepare_postgresql(connection: Connection) -> None:
    """Let others wait, make the schema, and find it without saying its name."""
    schema = _schema(connection)
    lock = zlib.crc32(f"{schema}.{_name(connection)}".encode())
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
    if schema:
        quoted = connection.dialect.identifier_preparer.quote(schema)
        if not inspect(connection).has_schema(schema):
            connection.exec_driver_sql(f"CREATE SCHEMA {quoted}")
        connection.exec_driver_sql(f"SET LOCAL search_path TO {quoted}")


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    folder = str(Path(__file__).with_name("migrations"))
    scripts = ScriptDirectory(folder, version_locations=[folder])

    def to_the_newest(found: Any, _context: Any) -> Any:
        return scripts._upgrade_revs("head", found)  # noqa: SLF001  # alembic documents this very call

    with EnvironmentContext(Config(), scripts, fn=to_the_newest) as environment:
        environment.configure(
            connection=connection, version_table=_name(connection), version_table_schema=_schema(connection)
        )
        environment.run_migrations()
