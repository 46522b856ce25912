"""How a PostgreSQL server is reached: 15 or newer, in UTF-8, and only while it keeps what it has acknowledged.

Each connection is asked before it is used: where fsync, full_page_writes or synchronous_commit is off, a power cut can
take back what somebody was told is recorded, so nothing is begun on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

from dondoc.domain.errors import Invalid, StoreBroken

OLDEST = 15
WAIT_SECONDS = 30
"""How long a writer waits for another before it gives up."""
IDLE_SECONDS = 60
"""How long a transaction may stand still: then the server ends it, so that a frozen writer holds nobody for ever."""
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""What libpq is told of lines that fall silent: seconds, but for the last one, which is milliseconds."""
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

_asked = (
    "SELECT set_config('lock_timeout', %s, false), set_config('idle_in_transaction_session_timeout', %s, false), "
    "current_setting('server_version_num')::int, current_setting('server_encoding'), "
    "current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
)


def open_postgresql(url: URL, *, may_lose_commits: bool) -> Engine:
    """An engine for a server; nothing is connected yet.

    Raises:
        Invalid: the driver is not installed.
    """
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"fallback_application_name": "dondoc", **_patience(url)},
            isolation_level="READ COMMITTED",
            pool_size=10,
            max_overflow=20,
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as wrong:
        raise Invalid(
            "PostgreSQL needs the driver psycopg, which is not installed.",
            vi="Chưa cài trình điều khiển psycopg cho PostgreSQL.",
            place="--db",
            cure='Install it: pip install "dondoc[postgres]".',
        ) from wrong

    @event.listens_for(engine, "connect")
    def connected(dbapi: Any, _record: Any) -> None:
        try:
            with dbapi.cursor() as cursor:
                cursor.execute(_asked, (f"{WAIT_SECONDS}s", f"{IDLE_SECONDS}s"))
                _, _, version, encoding, *durable = cursor.fetchone()
            dbapi.commit()
            refuse_unfit(version, encoding, durable, may_lose_commits=may_lose_commits)
        except BaseException:
            dbapi.close()
            raise

    return engine


def refuse_unfit(version: int, encoding: str, durable: Sequence[str], *, may_lose_commits: bool) -> None:
    """Refuse a server by what it says of itself; `durable` are the values of `DURABLE`.

    Raises:
        StoreBroken: it is too old, not in UTF-8, or may lose what it acknowledged and nobody said that it may.
    """
    _refuse_foreign(version, encoding)
    if not may_lose_commits:
        _refuse_forgetful(dict(zip(DURABLE, durable, strict=True)))


def _patience(url: URL) -> dict[str, int]:
    """How long a machine that says nothing is waited for; what the URL says comes first."""
    return {name: seconds for name, seconds in PATIENCE.items() if name not in url.query}


def _refuse_foreign(version: int, encoding: str) -> None:
    if version < OLDEST * 10_000:
        raise StoreBroken(
            f"The server is PostgreSQL {version // 10_000}; dondoc needs {OLDEST} or newer.",
            vi=f"Máy chủ là PostgreSQL {version // 10_000}; cần bản {OLDEST} trở lên.",
            place="--db",
            cure="Name a newer server.",
        )
    if encoding != "UTF8":
        raise StoreBroken(
            f"The database's encoding is {encoding}; Vietnamese needs UTF8.",
            vi=f"Bảng mã của cơ sở dữ liệu là {encoding}; tiếng Việt cần UTF8.",
            place="--db",
            cure="Make it with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.",
        )


def _refuse_forgetful(durable: dict[str, str]) -> None:
    off = [name for name, value in durable.items() if value == "off"]
    if off:
        raise StoreBroken(
            f"The server runs with {', '.join(off)} off: a power cut could take back what was recorded.",
            vi=f"Máy chủ đang tắt {', '.join(off)}: mất điện có thể làm mất dữ liệu đã ghi nhận.",
            place="--db",
            cure="Turn it on; for trials only, set DONDOC_DATABASE_MAY_LOSE_COMMITTED_EVENTS=yes.",
        )
