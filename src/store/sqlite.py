"""How a SQLite file is reached: durable, and one writer at a time from its first statement on.

It runs in WAL mode with `synchronous=FULL`, so that a commit is on disk before it is acknowledged, and every writing
transaction begins with BEGIN IMMEDIATE: one that begins deferred fails when it turns from reading to writing.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.engine import URL

BUSY_SECONDS = 30


def open_sqlite(url: URL) -> Engine:
    """An engine for a file, or for a database in memory that lives as long as the engine."""
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        **({"poolclass": StaticPool} if in_memory(url) else {"pool_size": 10, "max_overflow": 20}),
    )
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _began)
    return engine


def in_memory(url: URL) -> bool:
    """Whether the database is no file."""
    return url.database in {None, "", ":memory:"}


def file_exists(url: URL) -> bool:
    """Whether the database's file is there; one in memory always is."""
    return in_memory(url) or Path(str(url.database)).exists()


def _connected(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None  # we begin transactions ourselves
    cursor = dbapi.cursor()
    _turn_to_wal(cursor)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "mmap_size=0"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _began(connection: Connection) -> None:
    writes = connection.get_execution_options().get("dondoc_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


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
