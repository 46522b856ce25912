"""A host's own transaction, joined: what we write commits and rolls back with the host's rows, never by itself.

On a Connection everything is written at once. On a Session the newest write waits for the session's commit, so that
the head of the log is held for the shortest time; whatever is asked before, and every savepoint, lets it go first. So
what waits was always said after the innermost savepoint began, and a rollback of whatever kind takes all of it.

It listens on the connection of the session's transaction alone, which ends with that. It commits nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import Connection, Transaction, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from dondoc.domain.errors import DondocError, Invalid, StoreBroken
from dondoc.store import naming
from dondoc.store.failing import said_plainly
from dondoc.store.hosting import PAGE, refuse_unfit_host

Host: TypeAlias = "Connection | Session | scoped_session[Any]"
_SQLITE_BUSY = 5


def join(host: Host, options: Mapping[str, Any]) -> Joined:
    """The transactions of a host: the same for all who join one session under the same names.

    Args:
        host: where the host's rows are written.
        options: how our tables are called there, see `naming`; `dondoc_may_lose_commits`, see `open_engine`.

    Raises:
        Invalid: it is nothing that can be joined.
    """
    found = host() if isinstance(host, scoped_session) else host
    if isinstance(found, Connection):
        return Joined(found, options)
    if isinstance(found, Session) and not found.twophase:
        joined: Joined = found.info.setdefault(f"dondoc {dict(options)}", Joined(found, options))
        return joined
    raise _not_joined(type(found).__name__)


class Joined:
    """The transactions of one host, each joined as it comes; for one thread, as the host is. `join` makes it."""

    def __init__(self, host: Connection | Session, options: Mapping[str, Any]) -> None:
        self._host = host
        self._options = options
        self._connection: Connection | None = None
        self._transaction: Transaction | None = None
        self._waiting: list[Callable[[], object]] = []
        self._failed: BaseException | None = None
        self._inside: Connection | None = None
        self._writing = False

    @property
    def waits(self) -> bool:
        """Whether what is written waits for the host's commit."""
        return isinstance(self._host, Session)

    def get_execution_options(self) -> Mapping[str, Any]:
        """How our tables are called; as an engine tells it."""
        return self._options

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The host's connection; what waits is written first."""
        self.write_waiting()
        with self._ours() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The host's connection, in a part of its transaction that is rolled back by itself on an error."""
        self.write_waiting()
        with self._ours() as connection:
            before, self._writing = self._writing, True
            try:
                with connection.begin_nested():
                    yield connection
            finally:
                self._writing = before

    def at_commit(self, write: Callable[[], object]) -> None:
        """Write something when the host commits, or earlier, when it is asked for."""
        self._current()
        self._waiting.append(write)

    def write_waiting(self) -> None:
        """Write what waits. What failed to be written fails the host's commit too: somebody was told that it is done.

        Raises:
            Conflict: somebody else was first; the host rolls back and does it again.
            StoreBroken: the database failed.
        """
        self._current()
        if self._failed is not None:
            raise _not_written(self._failed)
        waiting, self._waiting = self._waiting, []
        try:
            for write in waiting:
                write()
        except BaseException as wrong:
            self._failed = wrong
            raise

    def dispose(self) -> None:
        """Nothing: the transaction is the host's, and what waits is written when that commits."""

    @contextmanager
    def _ours(self) -> Iterator[Connection]:
        """The host's connection, with our names for our tables until the end."""
        with _said_to_a_host():
            connection = self._current()
            with naming.named(connection, self._options):
                yield connection

    def _current(self) -> Connection:
        """The connection of the host's transaction of now, looked at once in each."""
        connection = self._inside or (self._host.connection() if isinstance(self._host, Session) else self._host)
        if connection is not self._connection:
            self._listen(connection)
        if self._transaction is None or connection.get_transaction() is not self._transaction:
            self._forget()
            with _said_to_a_host():
                refuse_unfit_host(connection, may_lose_commits=bool(self._options.get("dondoc_may_lose_commits")))
            self._transaction = connection.get_transaction()
        return connection

    def _listen(self, connection: Connection) -> None:
        self._connection = connection
        if self.waits:
            event.listen(connection, "commit", self._on_commit)
            event.listen(connection, "savepoint", self._on_savepoint)
            event.listen(connection, "rollback_savepoint", self._on_rollback_savepoint)

    def _on_commit(self, connection: Connection) -> None:
        try:
            self._write_inside(connection)
        except BaseException:
            # The toolkit now holds the transaction for ended, and would leave it open on the database.
            connection.dialect.do_rollback(connection.connection)
            raise
        finally:
            self._forget()

    def _on_savepoint(self, connection: Connection, _name: str) -> None:
        if not self._writing:
            self._write_inside(connection)

    def _on_rollback_savepoint(self, *_: Any) -> None:
        if not self._writing:
            self._forget()

    def _write_inside(self, connection: Connection) -> None:
        """Write what waits, from within an event of the connection, where the session does not answer."""
        if not self._waiting and self._failed is None:
            return
        self._inside = connection
        try:
            self.write_waiting()
        finally:
            self._inside = None

    def _forget(self) -> None:
        self._waiting.clear()
        self._failed = None


@contextmanager
def _said_to_a_host() -> Iterator[None]:
    """As `said_plainly`, with what a host can do about it."""
    try:
        with said_plainly():
            yield
    except StoreBroken as wrong:
        cause = wrong.__cause__.orig if isinstance(wrong.__cause__, DBAPIError) else None
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF == _SQLITE_BUSY:
            wrong.cure = f"Begin the host's transactions with BEGIN IMMEDIATE and a timeout; {PAGE} has the six lines."
        elif (getattr(cause, "sqlstate", "") or "").startswith(("40", "55")):
            wrong.cure = "Roll back and do it again; dondoc last in the transaction keeps others waiting the least."
        raise


def _not_joined(kind: str) -> Invalid:
    cures = {
        "AsyncSession": "Within it: await session.run_sync(lambda joined: Dondoc.attach(joined, ...).record(...)).",
        "AsyncConnection": "Within it: await connection.run_sync(lambda joined: Dondoc.attach(joined, ...).tick()).",
        "Engine": "Attach it to a connection of the engine, or give its address to Dondoc.open.",
        "Session": "Make the session without twophase=True: the commit would come too late to say no.",
    }
    return Invalid(
        f"dondoc cannot be attached to this {kind}.",
        vi=f"Không gắn được dondoc vào {kind} này.",
        place="Dondoc.attach",
        cure=f"{cures.get(kind, 'Give it a Session or a Connection of SQLAlchemy 2.')} See {PAGE}.",
    )


def _not_written(failed: BaseException) -> BaseException:
    if isinstance(failed, DondocError):
        return failed
    broken = StoreBroken("What was recorded in this transaction could not be written.", cure="Roll back, do it again.")
    broken.__cause__ = failed
    return broken
