"""The pulse of a server: whoever serves others asks it again and again whether it still answers.

A server that has stopped says so at once. One that hangs says nothing, and whoever waits for its reply waits for ever.
When a beat is missed, every line to it is cut, so that all who wait fail at once, and nobody is let through before it
answers again. A commit that was under way may have been carried out: whoever repeats it under its key is told.
"""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Dialect

from dondoc.domain.errors import StoreBroken
from dondoc.log import get_logger
from dondoc.store.engine import is_postgresql
from dondoc.store.failing import said_plainly
from dondoc.store.joining import Joined

BEAT = 0.4
"""Seconds between two beats; while the server is gone, between half and all of it by chance."""
SILENCE = 1.2
"""Seconds after which a server that says nothing is taken for gone."""
_LINE = "dondoc_line"
log = get_logger("dondoc.pulse")


class Pulse:
    """Watches the server of one engine, in a thread of its own, from `start` to `stop`; a file is not watched.

    Attributes:
        gone: why nobody is let through to the server; None while it answers.
    """

    def __init__(self, engine: Engine | Joined, chance: Callable[[], float]) -> None:
        self.gone: str | None = None
        self._chance = chance
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._lines: dict[socket.socket, Any] = {}
        self._thread: threading.Thread | None = None
        self._watched = isinstance(engine, Engine) and is_postgresql(engine)
        if isinstance(engine, Engine) and self._watched:
            engine.dispose()  # lines that were made before could not be cut
            event.listen(engine, "do_connect", self._connect)
            event.listen(engine.pool, "connect", self._connected, insert=True)  # before the server is asked anything
            event.listen(engine.pool, "close", self._closed)
            self._own = engine.pool.recreate()  # apart from the others': where all lines are taken, it still beats

    def start(self) -> None:
        """Begin to watch."""
        if self._watched:
            self._thread = threading.Thread(target=self._run, name="dondoc-pulse", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Watch no more; what is open stays open."""
        self._stop.set()
        if self._thread:
            self._thread.join()
            self._own.dispose()

    def _run(self) -> None:
        line: Any = None
        while not self._stop.wait(BEAT * (0.5 + self._chance() / 2) if self.gone else BEAT):
            try:
                with said_plainly():
                    line = self._beaten(line)
            except Exception as wrong:  # noqa: BLE001  # whatever ends a connection must not end the watch over it
                line = None
                self._lost(wrong)
            else:
                self._found()
        if line is not None:
            line.invalidate()
            line.close()

    def _beaten(self, line: Any) -> Any:
        """Let it beat once, on the line there is or, where that was cut by the server, on a new one."""
        if line is not None:
            try:
                _beat(line)
            except TimeoutError:
                _drop(line)
                raise
            except Exception:  # noqa: BLE001  # it was cut in whatever way; whether the server is gone tells a new line
                _drop(line)
            else:
                return line
        line = self._own.connect()
        try:
            _beat(line)
        except BaseException:
            _drop(line)
            raise
        return line

    def _lost(self, wrong: Exception) -> None:
        if self.gone is None:
            log.error("the database is gone", action="database-gone", error=str(wrong))
        self.gone = str(wrong) or type(wrong).__name__
        with self._lock:
            for line in self._lines:
                _cut(line)

    def _found(self) -> None:
        if self.gone is not None:
            log.warning("the database is back", action="database-back")
        self.gone = None

    def _connect(self, dialect: Dialect, _record: Any, arguments: Any, options: Any) -> Any:
        """Make a connection while the server answers, and wait for it no longer than that.

        Raises:
            StoreBroken: the server is gone.
        """
        if threading.current_thread() is self._thread:
            return None  # as ever: this one is to find out
        made: Future[Any] = Future()

        def make() -> None:
            try:
                made.set_result(dialect.connect(*arguments, **options))
            except BaseException as wrong:  # noqa: BLE001  # handed on to whoever waits
                made.set_exception(wrong)

        if self.gone is None:
            threading.Thread(target=make, name="dondoc-connect", daemon=True).start()
        while self.gone is None:
            if wait([made], 0.05).done:
                return made.result()
        made.add_done_callback(_close_unused)
        raise StoreBroken(
            f"The database does not answer: {self.gone}.",
            vi="Cơ sở dữ liệu hiện không trả lời.",
            cure="Try again in some seconds; what was sent under a key may be sent again under it.",
        )

    def _connected(self, dbapi: Any, record: Any) -> None:
        # A copy of the line's number: it stays that of this line, whatever the driver closes and opens meanwhile.
        line = record.info[_LINE] = socket.socket(fileno=os.dup(dbapi.fileno()))
        with self._lock:
            for other in [other for other, of in self._lines.items() if of.closed]:
                del self._lines[other]  # refused as it was made, so that nobody told us of its end
                other.close()
            self._lines[line] = dbapi

    def _closed(self, _dbapi: Any, record: Any) -> None:
        line = record.info.pop(_LINE, None)
        if line is not None:
            with self._lock:
                self._lines.pop(line, None)
            line.close()


def _beat(line: Any) -> None:
    """Ask the server for nothing, and wait for its reply no longer than `SILENCE`."""
    talk = line.driver_connection.pgconn
    talk.send_query(b"SELECT 1")
    until = time.monotonic() + SILENCE
    while True:
        # Asked once more after the time is over: this process may have slept itself.
        late = time.monotonic() > until
        ready, _, _ = select.select([talk.socket], [], [], 0 if late else until - time.monotonic() + 0.001)
        if ready:
            talk.consume_input()
        while not talk.is_busy():
            if talk.get_result() is None:
                return
        if late and not ready:
            raise TimeoutError(f"no reply within {SILENCE:.1f} s")


def _drop(line: Any) -> None:
    line.invalidate()
    line.close()


def _close_unused(made: Future[Any]) -> None:
    if not made.exception():
        made.result().close()


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side has cut it already
