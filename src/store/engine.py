"""How a database is reached: safely or not at all, whichever it is.

`sqlite.py` and `postgresql.py` say what safe means for each. Here is what is the same for both: transactions that read
one state, transactions that write, tables under another schema or prefix, and failures in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoResultFound

from dondoc.domain.errors import Invalid, StoreBroken
from dondoc.store.postgresql import open_postgresql
from dondoc.store.schema import PREFIX
from dondoc.store.sqlite import file_exists, open_sqlite

_FAILURES = {"OperationalError", "DatabaseError", "InternalError"}
_NOT_OURS = {"42P01", "42703", "3F000", "42501"}
"""PostgreSQL has no such table, column or schema, or does not let us at it."""


def open_engine(url: str, *, schema: str = "", prefix: str = PREFIX, may_lose_commits: bool = False) -> Engine:
    """An engine for the database of that URL; nothing is connected yet.

    Args:
        url: `sqlite:///file.db` or `postgresql://user@host/database`.
        schema: the PostgreSQL schema of our tables; the connection's own when empty.
        prefix: what our tables' names begin with.
        may_lose_commits: use a PostgreSQL server that may forget on a power cut what it acknowledged.

    Raises:
        Invalid: the URL is not one of a database that dondoc runs on.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        engine = open_postgresql(parsed, may_lose_commits=may_lose_commits)
    elif schema:
        raise Invalid(
            "SQLite has no schemas.",
            vi="SQLite không có schema.",
            place="DONDOC_SCHEMA",
            cure="Leave DONDOC_SCHEMA out; DONDOC_PREFIX sets tables apart.",
        )
    else:
        engine = open_sqlite(parsed)
    if prefix != PREFIX:
        _rename_tables(engine, prefix)
    return engine.execution_options(schema_translate_map={None: schema or None}, dondoc_prefix=prefix)


def exists(url: str) -> bool:
    """Whether there can be a database: a file that is there, or a server, which says itself what it holds."""
    parsed = _parse(url)
    return parsed.get_backend_name() == "postgresql" or file_exists(parsed)


def shown(url: str) -> str:
    """The URL as people may see it: without its password."""
    return _parse(url).render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database, whatever others write meanwhile."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if is_postgresql(engine) else {}
    with _said_plainly(), engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a writing transaction; commits at the end, rolls back on any error.

    On SQLite it is the only one. On PostgreSQL whoever appends takes the head of the log first, see `recorder`.
    """
    with _said_plainly(), engine.connect().execution_options(dondoc_writing=True) as connection, connection.begin():
        yield connection


def is_postgresql(place: Engine | Connection) -> bool:
    """Whether it is PostgreSQL, for the few places where the two differ."""
    return place.dialect.name == "postgresql"


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except DBAPIError as wrong:
        if (
            wrong.connection_invalidated
            or type(wrong).__name__ in _FAILURES
            or getattr(wrong.orig, "sqlstate", "") in _NOT_OURS
        ):
            said = str(wrong.orig).partition("\n")[0]
            raise StoreBroken(
                f"The database failed: {said}.",
                vi=f"Cơ sở dữ liệu báo lỗi: {said}.",
                cure="Check that the file or server is there, whole and not full; `dondoc init` makes a new one.",
            ) from wrong
        raise
    except NoResultFound as wrong:
        raise StoreBroken(
            "The database is not whole: a row that must be there is missing.",
            vi="Cơ sở dữ liệu không toàn vẹn: thiếu bản ghi bắt buộc.",
            cure="Compare with a backup; `dondoc init` makes a new one.",
        ) from wrong


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as wrong:
        raise _unknown_url(url) from wrong
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg"}:
        raise _unknown_url(parsed.render_as_string(hide_password=True))
    return parsed


def _unknown_url(url: str) -> Invalid:
    return Invalid(
        f"{url!r} is not a database that dondoc runs on.",
        vi=f"{url!r} không phải cơ sở dữ liệu mà dondoc dùng được.",
        place="--db",
        cure="Write sqlite:///dondoc.db (a file), sqlite:////var/lib/dondoc/dondoc.db (a full path) "
        "or postgresql://user@host/database.",
    )


def _rename_tables(engine: Engine, prefix: str) -> None:
    # Values travel apart from the statement, so that only names of tables and indexes can begin so.
    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def renamed(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> tuple[str, Any]:
        return statement.replace(PREFIX, prefix), parameters
