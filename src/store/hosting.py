"""What a host's connection must be like for us: in a transaction that is durable and sees what others wrote.

It is looked at once in each transaction, and refused with what to write instead.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from dondoc.domain.errors import Invalid, StoreBroken
from dondoc.store.postgresql import refuse_unfit

PAGE = "docs/how-to/embedding.md"
SQLITE_DURABLE = 2
"""`PRAGMA synchronous` from here on (FULL, EXTRA) means that a commit is on disk."""
_asked = (
    "SELECT current_setting('transaction_isolation'), current_setting('server_version_num')::int, "
    "current_setting('server_encoding'), "
    "current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
)


def refuse_unfit_host(connection: Connection, *, may_lose_commits: bool) -> None:
    """Look at the transaction of a host; begins it, where the host has not.

    Raises:
        Invalid: there is no transaction, or it is not of the kind that dondoc needs.
        StoreBroken: the database may lose what it acknowledges, or is not one that dondoc runs on.
    """
    match connection.dialect.name:
        case "postgresql":
            _refuse_unfit_postgresql(connection, may_lose_commits=may_lose_commits)
        case "sqlite":
            _refuse_unfit_sqlite(connection, may_lose_commits=may_lose_commits)
        case other:
            raise Invalid(
                f"dondoc does not run on {other}.",
                vi=f"dondoc không chạy trên {other}.",
                place="Dondoc.attach",
                cure="Attach it to a session on PostgreSQL or SQLite.",
            )


def _refuse_unfit_postgresql(connection: Connection, *, may_lose_commits: bool) -> None:
    if connection.dialect.detect_autocommit_setting(_dbapi(connection).dbapi_connection):
        raise Invalid(
            "The host's connection is in autocommit: there is no transaction that could roll back.",
            vi="Kết nối của hệ thống chủ đang ở chế độ tự động ghi nhận, không có giao dịch để hoàn tác.",
            place="Dondoc.attach",
            cure=f"Begin a transaction; leave isolation_level='AUTOCOMMIT' out. See {PAGE}.",
        )
    isolation, version, encoding, *durable = connection.exec_driver_sql(_asked).one()
    if isolation != "read committed":
        raise Invalid(
            f"The host's transaction is {isolation.upper()}; it would not see what others record meanwhile.",
            vi=f"Giao dịch của hệ thống chủ ở mức {isolation.upper()}, không thấy việc người khác vừa ghi.",
            place="Dondoc.attach",
            cure=f"Use READ COMMITTED: create_engine(..., isolation_level='READ COMMITTED'). See {PAGE}.",
        )
    refuse_unfit(version, encoding, durable, may_lose_commits=may_lose_commits)


def _refuse_unfit_sqlite(connection: Connection, *, may_lose_commits: bool) -> None:
    durable = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()  # begins the transaction, if anything does
    driver = _dbapi(connection).driver_connection
    late = driver.isolation_level is not None and getattr(driver, "autocommit", -1) == -1
    if late or not driver.in_transaction:
        raise Invalid(
            "The host's SQLite connection does not begin its transactions itself: savepoints would commit.",
            vi="Kết nối SQLite của hệ thống chủ không tự mở giao dịch ghi.",
            place="Dondoc.attach",
            cure=f"Set isolation_level to None on each connection and send BEGIN IMMEDIATE when one begins: {PAGE} "
            "has the six lines.",
        )
    if durable < SQLITE_DURABLE and not may_lose_commits:
        raise StoreBroken(
            "The host's SQLite connection runs with synchronous below FULL: a power cut could take back what was "
            "recorded.",
            vi="Kết nối SQLite đặt synchronous dưới mức FULL: mất điện có thể làm mất dữ liệu đã ghi nhận.",
            place="Dondoc.attach",
            cure="Leave PRAGMA synchronous at FULL; for trials only, DONDOC_DATABASE_MAY_LOSE_COMMITTED_EVENTS=yes.",
        )


def _dbapi(connection: Connection) -> Any:
    return connection.connection
