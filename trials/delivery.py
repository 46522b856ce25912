"""What the outbox holds arrives, through faults, an outage and senders that are killed (promise R18).

    python trials/delivery.py sqlite:////tmp/delivery.db
    python trials/delivery.py postgresql://user@host/database --messages 50 --kills 2 --outage 3

Half of the messages go to a receiver of webhooks, half to a mail server, both real and both at fault in six of ten
attempts: errors, requests to wait, lines cut before and after a message was taken. For a while nobody listens at all.
Two senders share the work, one of which is killed now and then. It ends with 0 when each message was taken, under one
key and with the same bytes in every attempt; when pauses grow, are never shorter than half a second and last as long as
a receiver asks; when nothing is sent again that was plainly taken, but by who took over from a killed sender; and when
the log says of each that it was sent, once.
"""

from __future__ import annotations

import asyncio
import hashlib
import http.server
import json
import logging
import multiprocessing
import random
import sys
import threading
import time
from argparse import ArgumentParser
from base64 import b64encode
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiosmtpd.controller import Controller

from dondoc.app import Dondoc
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.notice import NoticeSent
from dondoc.domain.ports import local, stamp
from dondoc.interfaces.sending import Delivery
from dondoc.ports import RandomIds, SystemClock
from dondoc.projections.base import metadata
from dondoc.settings import Settings
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.outbox import SENT, Message, Outbox
from dondoc.testing import small_catalogue
from dondoc.workflow import sending

FAULTS = 0.6
PAUSE, LONGEST = 1.0, 4.0
"""The first pause of the senders and the longest one, in seconds."""
SHORTEST = 0.5
ASKED = 2.0
"""Seconds that a receiver asks for, when it does."""
LEASE = timedelta(seconds=3)
"""How long a killed sender keeps a message from the other one; two minutes outside of this trial."""
SLOWEST = 900.0
TAKEN, CUT, REFUSED, WAIT = "taken", "cut", "refused", "wait"
SECRET = "whsec_" + b64encode(b"bi-mat-cua-thu-nghiem").decode()


@dataclass
class Sink:
    """What both receivers were handed: of each key when, with which bytes, and how that ended."""

    chance: random.Random
    got: dict[str, list[tuple[float, str, str]]] = field(default_factory=lambda: defaultdict(list))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str, body: bytes) -> str:
        """One attempt; how it ends. After a cut nobody can know whether the message was taken."""
        with self.lock:
            fault = self.chance.random() < FAULTS
            ends = self.chance.choices((REFUSED, CUT, WAIT), (8, 3, 1))[0] if fault else TAKEN
            self.got[key].append((time.monotonic(), hashlib.sha256(body).hexdigest(), ends))
        return ends


class Hooks:
    """A receiver of webhooks that can be stopped, and started again at the same port."""

    def __init__(self, sink: Sink) -> None:
        class Receiver(http.server.BaseHTTPRequestHandler):
            """Answers as the sink says."""

            def do_POST(self) -> None:
                """Take what comes, or not."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                ends = sink.take(self.headers["webhook-id"], body)
                if ends == CUT:
                    self.close_connection = True
                    return
                self.send_response({TAKEN: 204, REFUSED: 500, WAIT: 503}[ends])
                if ends == WAIT:
                    self.send_header("Retry-After", str(int(ASKED)))
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._receiver, self.port = Receiver, 0
        self.start()

    def start(self) -> None:
        """Listen."""
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self._receiver)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Nobody listens any more."""
        self._server.shutdown()
        self._server.server_close()


class Mail:
    """A mail server that takes what the sink says, and can be stopped, and started again at the same port."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self.port = sink, 0
        self.start()

    def start(self) -> None:
        """Listen."""
        self._server = _MailServer(self._sink, self.port)
        self._server.start()
        self.port = self._server.port

    def stop(self) -> None:
        """Nobody listens any more."""
        self._server.stop()


class _MailServer(Controller):
    def __init__(self, sink: Sink, port: int) -> None:
        self.sink = sink
        super().__init__(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a mail, or not."""
        await asyncio.sleep(0)
        mail = message_from_bytes(envelope.content)
        key = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        ends = self.sink.take(key, _words(mail))
        if ends == CUT:
            server.transport.abort()
        return "250 OK" if ends == TAKEN else "451 Try again later"

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _words(mail: Any) -> bytes:
    """What a mail says; the marks between its parts are drawn anew each time that it is put together."""
    parts = [part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()]
    return b"".join([str(mail["Subject"]).encode(), str(mail["Date"]).encode(), *parts])


def ministry(url: str) -> Dondoc:
    """A small ministry at that URL."""
    registry, clock = Registry(FACTS), SystemClock()
    return Dondoc(EventStore(open_engine(url), registry, clock), small_catalogue(), registry, clock, RandomIds())


def send(url: str, settings: Settings) -> None:
    """Send, and send again, until killed."""
    sending.LEASE = LEASE
    logging.getLogger("dondoc").setLevel(logging.CRITICAL)  # each fault is told, and here they are wanted
    delivery = Delivery(ministry(url), settings)
    while True:
        delivery.pump()
        time.sleep(0.1)


class Senders:
    """Two processes that send, and what befalls them."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["dondoc.interfaces.sending", "dondoc.testing", "psycopg"])
        self.of, self.kills = (url, settings), 0
        self.running = [self.start() for _ in range(2)]

    def start(self) -> Any:
        """One more."""
        process = self.context.Process(target=send, args=self.of, daemon=True)
        process.start()
        return process

    def kill(self, number: int) -> None:
        """Kill one, whatever it does, and start another in its place."""
        self.end(number)
        self.running[number] = self.start()
        self.kills += 1

    def end(self, *numbers: int) -> None:
        """Kill some."""
        for number in numbers:
            self.running[number].kill()
            self.running[number].join()


def written(dondoc: Dondoc, count: int) -> list[str]:
    """So many messages in the outbox, half of them for each way; their keys."""
    now = dondoc.clock.now()
    messages = [
        Message(
            f"n-{number:05}", channel, body, channel, local(now).date().isoformat(), pressing=True, made_at=stamp(now),
            entries=(f"e-{number:05}:{body}/dau-moi",), subject=f"[Đôn đốc] Việc {number}",
            text=f"Việc số {number}: cung cấp thông tin.\n" * 5, about=(),
        )
        for number, (channel, body) in enumerate([("webhook", "vu-a"), ("email", "vu-b")] * (count // 2))
    ]  # fmt: skip
    return Outbox(dondoc.store).put(messages)


def of_one(key: str, tries: list[tuple[float, str, str]]) -> list[str]:
    """What is wrong with the attempts of one message."""
    found = []
    if not any(ends == TAKEN for _, _, ends in tries):
        found.append(f"{key} never arrived")
    if len({words for _, words, _ in tries}) > 1:
        found.append(f"{key} said different things")
    for (at, _, ends), (again, _, _) in pairwise(tries):
        least = ASKED if ends == WAIT and int(key[2:]) % 2 == 0 else SHORTEST
        if again - at < least:
            found.append(f"{key} came again after {again - at:.2f} s; at least {least} s were due")
    return found


def too_soon(tries: list[tuple[float, str, str]]) -> int:
    """How many pauses were shorter than their number asks; a sender that is killed may take an attempt with it."""
    pauses = [later - at for (at, _, _), (later, _, _) in pairwise(tries)]
    return sum(pause < min(LONGEST, PAUSE * 2**number) / 2 for number, pause in enumerate(pauses))


def findings(dondoc: Dondoc, keys: list[str], sink: Sink, kills: int) -> list[str]:
    """What is lost, changed, hurried, sent for nothing or not recorded."""
    found = [wrong for key in keys for wrong in of_one(key, sink.got[key])]
    taken = {
        key: next(n for n, tried in enumerate(sink.got[key]) if tried[2] == TAKEN) for key in keys if sink.got[key]
    }
    again = sum(len(sink.got[key]) - 1 - first for key, first in taken.items())
    if again > 2 * kills:
        found.append(f"{again} attempts followed a plain success, after {kills} kills of senders with two lines each")
    if (hurried := sum(map(too_soon, (sink.got[key] for key in keys)))) > 2 * kills:
        found.append(f"{hurried} pauses did not grow, after {kills} kills")
    said = Counter(r.fact.key for r in dondoc.store.read_all() if isinstance(r.fact, NoticeSent))
    found += [f"{key}: the log says {said[key]} times that it was sent" for key in keys if said[key] != 1]
    counts = Outbox(dondoc.store).counts()
    if counts != {SENT: len(keys)}:
        found.append(f"the outbox holds {counts}")
    return found


def disturb(senders: Senders, hooks: Hooks, mail: Mail, kills: int, outage: float, chance: random.Random) -> None:
    """Kill senders, in the middle let nobody listen, and kill on."""
    for number in range(kills):
        time.sleep(chance.uniform(0.5, 2))
        senders.kill(number % 2)
        if number == kills // 2:
            hooks.stop()
            mail.stop()
            time.sleep(outage)
            hooks.start()
            mail.start()


def run(url: str, folder: Path, messages: int, kills: int, outage: float, seed: int) -> dict[str, Any]:
    """The trial; what came of it."""
    dondoc, sink, began = ministry(url), Sink(random.Random(seed)), time.monotonic()
    dondoc.store.create(metadata.create_all)
    hooks, mail = Hooks(sink), Mail(sink)
    contacts = folder / "contacts.yaml"
    contacts.write_text(
        f'contacts:\n  - {{of: vu-a, channel: webhook, address: "http://localhost:{hooks.port}/"}}\n'
        "  - {of: vu-b, channel: email, address: vu-b@example.vn}\n",
        encoding="utf-8",
    )
    settings = Settings.model_validate({
        "db": url, "contacts": contacts, "outbox": folder, "outbox_pause": PAUSE, "outbox_longest_pause": LONGEST,
        "outbox_attempts": 1000, "smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_tls": "none",
        "webhooks": f"localhost:{hooks.port}={SECRET}", "webhook_http": True,
    })  # fmt: skip
    keys = written(dondoc, messages)
    senders = Senders(url, settings)
    try:
        disturb(senders, hooks, mail, kills, outage, random.Random(seed))
        while Outbox(dondoc.store).counts() != {SENT: len(keys)} and time.monotonic() < began + SLOWEST:
            time.sleep(0.2)
    finally:
        senders.end(0, 1)
        hooks.stop()
        mail.stop()
    found = findings(dondoc, keys, sink, senders.kills)
    dondoc.close()
    attempts = sum(map(len, sink.got.values()))
    seconds = round(time.monotonic() - began, 1)
    told = {"messages": len(keys), "attempts": attempts, "kills": senders.kills, "outage": outage, "seconds": seconds}
    return {"trial": "delivery", **told, "findings": found[:20]}


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--outage", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        told = run(arguments.url, Path(folder), arguments.messages, arguments.kills, arguments.outage, arguments.seed)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
