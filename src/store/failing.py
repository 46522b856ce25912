"""What a database says when it fails, in plain words; the toolkit's own words stay behind as the cause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.exc import TimeoutError as NoneFree

from dondoc.domain.errors import StoreBroken

_FAILURES = {"OperationalError", "DatabaseError", "InternalError"}
_NOT_OURS = {"42P01", "42703", "3F000", "42501"}
"""PostgreSQL has no such table, column or schema, or does not let us at it."""


@contextmanager
def said_plainly() -> Iterator[None]:
    """Whatever the database says within, said as `StoreBroken`; a broken rule of a table is for the caller."""
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
    except NoneFree as wrong:
        raise StoreBroken(
            "All connections to the database are in use.",
            vi="Mọi kết nối tới cơ sở dữ liệu đều đang bận.",
            cure="Try again in some seconds.",
        ) from wrong
    except NoResultFound as wrong:
        raise StoreBroken(
            "The database is not whole: a row that must be there is missing.",
            vi="Cơ sở dữ liệu không toàn vẹn: thiếu bản ghi bắt buộc.",
            cure="Compare with a backup; `dondoc init` makes a new one.",
        ) from wrong
