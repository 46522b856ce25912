"""How a database is reached: safely or not at all, whichever it is.

`sqlite.py` and `postgresql.py` say what safe means for each. Here is what is the same for both: transactions that read
one state, transactions that write, tables under another schema or prefix, and failures in plain words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dondoc.domain.errors import Invalid
from dondoc.store import naming
from dondoc.store.failing import said_plainly
from dondoc.store.joining import Joined
from dondoc.store.postgresql import open_postgresql
from dondoc.store.schema import PREFIX
from dondoc.store.sqlite import file_exists, open_sqlite


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
        naming.rename_tables(engine)
    return engine.execution_options(**options(schema=schema, prefix=prefix, may_lose_commits=may_lose_commits))


def options(*, schema: str = "", prefix: str = PREFIX, may_lose_commits: bool = False) -> dict[str, Any]:
    """What `open_engine` was told, as a connection carries it; `Joined` takes it for the connections of a host."""
    return {**naming.options(schema, prefix), "dondoc_may_lose_commits": may_lose_commits}


def exists(url: str) -> bool:
    """Whether there can be a database: a file that is there, or a server, which says itself what it holds."""
    parsed = _parse(url)
    return parsed.get_backend_name() == "postgresql" or file_exists(parsed)


def shown(url: str) -> str:
    """The URL as people may see it: without its password."""
    return _parse(url).render_as_string(hide_password=True)


@contextmanager
def reading(place: Engine | Joined) -> Iterator[Connection]:
    """A connection that sees one state of the database, whatever others write meanwhile.

    In a host's transaction it is the host's, and sees what that sees.
    """
    if isinstance(place, Joined):
        with place.reading() as joined:
            yield joined
        return
    one_state = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if is_postgresql(place) else {}
    with said_plainly(), place.connect().execution_options(**one_state) as connection, connection.begin():
        yield connection


@contextmanager
def writing(place: Engine | Joined) -> Iterator[Connection]:
    """A connection in a writing transaction; commits at the end, rolls back on any error.

    On SQLite it is the only one. On PostgreSQL whoever appends takes the head of the log first, see `recorder`.
    In a host's transaction it is a part of that: rolled back by itself on an error, committed with the rest.
    """
    if isinstance(place, Joined):
        with place.writing() as joined:
            yield joined
        return
    with said_plainly(), place.connect().execution_options(dondoc_writing=True) as connection, connection.begin():
        yield connection


def is_postgresql(place: Engine | Connection) -> bool:
    """Whether it is PostgreSQL, for the few places where the two differ."""
    return place.dialect.name == "postgresql"


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
