"""How a database is reached: safely or not at all.

SQLite runs in WAL mode with `synchronous=FULL`, so that a commit is on disk before it is acknowledged, and every
writing transaction begins with BEGIN IMMEDIATE: one that begins deferred fails when it turns from reading to writing.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoResultFound

from dondoc.domain.errors import Invalid, StoreBroken

BUSY_SECONDS = 30


def open_engine(url: str) -> Engine:
    """An engine for the database of that URL; nothing is connected yet.

    Raises:
        Invalid: the URL is not one of a database that dondoc runs on.
    """
    parsed = _parse(url)
    memory = parsed.database in {None, "", ":memory:"}
    engine = create_engine(
        parsed,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        **({"poolclass": StaticPool} if memory else {"pool_size": 10, "max_overflow": 20}),
    )
    _safe_sqlite(engine)
    return engine


def exists(url: str) -> bool:
    """Whether the database file is there; a memory database always is."""
    database = _parse(url).database
    return database in {None, "", ":memory:"} or Path(str(database)).exists()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database, whatever others write meanwhile."""
    with _said_plainly(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in a writing transaction; commits at the end, rolls back on any error."""
    with _said_plainly(), engine.connect().execution_options(dondoc_writing=True) as connection, connection.begin():
        yield connection


@contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except DBAPIError as wrong:
        if wrong.connection_invalidated or type(wrong).__name__ in {"OperationalError", "DatabaseError"}:
            raise StoreBroken(
                f"The database failed: {wrong.orig}.",
                vi=f"Cơ sở dữ liệu báo lỗi: {wrong.orig}.",
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
    if parsed.get_backend_name() != "sqlite":
        raise _unknown_url(parsed.render_as_string(hide_password=True))
    return parsed


def _unknown_url(url: str) -> Invalid:
    return Invalid(
        f"{url!r} is not a database that dondoc runs on.",
        vi=f"{url!r} không phải cơ sở dữ liệu mà dondoc dùng được.",
        place="--db",
        cure="Write sqlite:///dondoc.db (a file) or sqlite:////var/lib/dondoc/dondoc.db (a full path).",
    )


def _turn_to_wal(cursor: sqlite3.Cursor) -> None:
    # On a new file SQLite does not wait while another process is just doing the same, so we do.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as wrong:
            if wrong.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _safe_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # we begin transactions ourselves
        cursor = dbapi.cursor()
        _turn_to_wal(cursor)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "mmap_size=0"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        writes = connection.get_execution_options().get("dondoc_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
