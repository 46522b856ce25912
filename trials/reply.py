"""The reply of a commit is lost: whoever asks again gets the first answer, and nothing is there twice (promise R3).

    python trials/reply.py postgresql://user@host/database --times 50

A proxy stands before the server. Each time it lets a COMMIT of something written through, waits until the server has
answered, and cuts the line instead of handing the answer on. A SQLite file has no such line.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from argparse import ArgumentParser
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.engine import URL, make_url

from dondoc.domain.errors import StoreBroken
from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore, Key
from dondoc.store.verification import verify_chain

BLOCK = 1 << 16


class Proxy:
    """Hands on what client and server say; while `cutting`, the reply to a COMMIT is lost with the line."""

    def __init__(self, server: URL) -> None:
        host = server.query.get("host", server.host or "localhost")
        self.host, self.server_port = str(host), server.port or 5432
        self.cutting = False
        self.cuts = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self.listening.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _connect(self) -> socket.socket:
        if self.host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            server.connect(f"{self.host}/.s.PGSQL.{self.server_port}")
            return server
        return socket.create_connection((self.host, self.server_port))

    def _serve(self, client: socket.socket) -> None:
        server = self._connect()
        lost = threading.Event()

        def back() -> None:
            while (said := _read(server)) and not lost.is_set():
                client.sendall(said)
            if lost.is_set():
                self.cuts += 1
            _close(client, server)

        threading.Thread(target=back, daemon=True).start()
        wrote = False
        while said := _read(client):
            wrote = wrote or b"INSERT INTO" in said
            if self.cutting and wrote and b"COMMIT\0" in said:
                lost.set()
            server.sendall(said)
        _close(client, server)


def _read(line: socket.socket) -> bytes:
    try:
        return line.recv(BLOCK)
    except OSError:
        return b""  # the other side cut the line


def _close(*lines: socket.socket) -> None:
    for line in lines:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue  # it was cut already
        finally:
            line.close()


def lose(proxy: Proxy, store: EventStore, number: int) -> str:
    """Record something while the reply is lost, and ask again; what is wrong, empty when nothing is."""
    fact = ActivityHeld(body="van-phong-bo", subject=f"Việc {number}")
    record = Record(f"e-{number}", f"activity-{number}", 1, fact, Meta(date(2024, 3, 18), "an", "van-phong-bo/x"))
    key = Key("an", f"k-{number}", "x", record.stream)
    proxy.cutting = True
    try:
        store.append([record], lambda *_: None, key)
    except StoreBroken:
        pass
    else:
        return f"{number}: the lost reply was not noticed"
    finally:
        proxy.cutting = False
    again = store.append([record], lambda *_: None, key)
    if not again.repeated or (again.first, again.last) != (number, number):
        return f"{number}: the second answer is {again}"
    return ""


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--times", type=int, default=50)
    arguments = parser.parse_args()
    server = make_url(arguments.url)
    proxy = Proxy(server)
    query = {name: value for name, value in server.query.items() if name != "host"}
    through = server.set(host="127.0.0.1", port=proxy.port, query=query)
    clock = SettableClock(datetime(2024, 3, 18, tzinfo=UTC))
    store = EventStore(open_engine(through.render_as_string(hide_password=False)), Registry(FACTS), clock)
    store.create()
    found = [wrong for number in range(1, arguments.times + 1) if (wrong := lose(proxy, store, number))]
    if verify_chain(store) != arguments.times:
        found.append(f"there are {store.position()} events")
    if proxy.cuts < arguments.times:
        found.append(f"only {proxy.cuts} replies were lost")
    store.engine.dispose()
    told: dict[str, Any] = {"trial": "reply", "lost": proxy.cuts, "findings": found[:20]}
    print(json.dumps(told, ensure_ascii=False))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
