"""What trials share: a served dondoc that can be killed, clients that insist, and what became of what they sent."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from dondoc import Actor, Dondoc, Settings
from dondoc.interfaces.tokens import PREFIX, Tokens
from dondoc.store.verification import verify_chain

CLOCK = "2024-05-06T09:00+07:00"
SECRET = "ma-cua-thu-nghiem"  # noqa: S105  # invented, for the trials only
TOKEN = PREFIX + SECRET
DESK = Actor(person="quan-tri", office="van-phong-bo/chanh-van-phong")
ADDRESS = "/api/v1/activities/communication.published"
AT_ONCE = 20
SLOWEST = 240.0
DONDOC = [sys.executable, "-c", "from dondoc.interfaces.cli.main import run; run()"]
"""The command line, as a command."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Server:
    """A served dondoc that can be killed and started again."""

    def __init__(
        self, url: str, config: Path, *, clock: str = CLOCK, ticks: bool = False, settings: dict[str, str] | None = None
    ) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        worker = [] if ticks else ["--no-worker"]
        self.command = [*DONDOC, "serve", *worker, "--db", url, "--config", str(config),
                        "--clock", clock, "--port", str(self.port)]  # fmt: skip
        self.environment = {**os.environ, "DONDOC_API_PER_MINUTE": "1000000", **(settings or {})}
        self.ready: list[float] = []
        self.start()

    def start(self) -> None:
        """Start; it is not ready yet."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment
        )

    def wait(self) -> None:
        """Wait until it answers."""
        while time.monotonic() < self.started + SLOWEST:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.base}/readyz", timeout=1).status_code == 200:
                    self.ready.append(time.monotonic() - self.started)
                    return
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended with {self.process.returncode}")
            time.sleep(0.02)
        raise SystemExit("the server does not come up again")

    def kill(self) -> None:
        """Kill it, whatever it does."""
        self.process.kill()
        self.process.wait()


class Attempt(NamedTuple):
    """One attempt to hand something in: when it began, how many seconds it took, what was said (0: nothing)."""

    at: float
    seconds: float
    status: int
    retry_after: str


class Clients:
    """Those who hand in, and what they were answered; they wait `pause` seconds after a refusal."""

    def __init__(self, base: str, pause: float = 0.02) -> None:
        self.base = base
        self.pause = pause
        self.attempts: list[Attempt] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.wrong: list[str] = []
        self.done = threading.Event()

    def send(self, http: httpx.Client, key: str) -> httpx.Response:
        """One attempt."""
        item = {"subject": key, "outlet": "cong-bnv", "link": "https://example.invalid/tin"}
        headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key}
        at, status, retry_after = time.monotonic(), 0, ""
        try:
            answer = http.post(f"{self.base}{ADDRESS}", json={"data": item}, headers=headers)
            status, retry_after = answer.status_code, answer.headers.get("Retry-After", "")
        finally:
            self.attempts.append(Attempt(at, time.monotonic() - at, status, retry_after))
        return answer

    def work(self, name: str) -> int:
        """Hand in one after the other, each until it is answered; how many were."""
        count = 0
        with httpx.Client(timeout=10) as http:
            while not self.done.is_set():
                count += 1
                self.insist(http, f"{name}-{count}")
        return count

    def insist(self, http: httpx.Client, key: str) -> None:
        """Send until there is an answer, then once more: it must be the same."""
        for attempt in range(2):
            answer = None
            while answer is None or answer.status_code >= 500:
                answer = None
                with suppress(httpx.HTTPError):
                    answer = self.send(http, key)
                if answer is None or answer.status_code >= 500:
                    time.sleep(self.pause)
            said = answer.json()
            if answer.status_code not in {200, 201}:
                self.wrong.append(f"{key}: {answer.status_code} {said}")
            elif attempt and said["stream"] != self.answers[key]["stream"]:
                self.wrong.append(f"{key}: a repeat was answered otherwise")
            else:
                self.answers.setdefault(key, said)

    def burst(self, key: str) -> None:
        """Many at once under one key: one of them makes it, the others hear of the same or that it is being made."""
        with httpx.Client(timeout=30) as http, ThreadPoolExecutor(AT_ONCE) as threads:
            answers = [*threads.map(lambda _: self.send(http, key), range(AT_ONCE))]
        made = {answer.json().get("stream") for answer in answers if answer.status_code in {200, 201}}
        other = {answer.status_code for answer in answers} - {200, 201, 409}
        if len(made) != 1 or other:
            self.wrong.append(f"{key}: {sorted(map(str, made))}, {sorted(other)}")
        else:
            self.answers[key] = {"stream": made.pop()}


def findings(url: str, config: Path, clients: Clients) -> list[str]:
    """What is lost, doubled, in another order, answered otherwise or not whole."""
    dondoc = Dondoc.open(Settings(db=url, config=config))
    told = [r for r in dondoc.store.read_all() if r.fact.name == "communication.published"]
    streams = {str(getattr(r.fact, "subject", "")): r.stream for r in told}
    found = [f"{key} is there {n} times" for key, n in Counter(str(r.fact.subject) for r in told).items() if n > 1]  # type: ignore[attr-defined]  # only these facts
    for key, answer in clients.answers.items():
        if streams.get(key) != answer["stream"]:
            found.append(f"{key} was answered with {answer['activity']} but is {streams.get(key)}")
    order: dict[str, int] = {}
    for key in streams:
        name, _, number = key.rpartition("-")
        if int(number) <= order.get(name, 0):
            found.append(f"{key} comes after {name}-{order[name]}")
        order[name] = int(number)
    verify_chain(dondoc.store)
    found += [f"{table}: {rows} rows differ from a replay" for table, rows in dondoc.differences().items()]
    dondoc.close()
    return found


def configured(folder: Path, shipped: Path) -> Path:
    """The configuration with a door for the trial's clients."""
    config = folder / "config"
    shutil.copytree(shipped, config)
    (config / "doors.yaml").write_text(
        "doors:\n  - {id: cong-bnv, name: Cổng, en: Portal, person: cong-bnv, duties: [184.feedback], answers: [],\n"
        "     office: trung-tam-thong-tin/cong-thong-tin, facts: [communication.published]}\n",
        encoding="utf-8",
    )
    return config


class Known:
    """Gives the trials' own secret in place of one that nobody can guess."""

    def new(self) -> str:
        """The secret."""
        return SECRET


def prepare(url: str, config: Path, clock: str = CLOCK, *, tick: bool = False) -> None:
    """Make a database at a moment, with a token for the trial's clients; tick once where that is asked for."""
    dondoc = Dondoc.create(Settings(db=url, config=config, clock=datetime.fromisoformat(clock)))
    scopes = ("read", "act")
    Tokens(dondoc, Known()).open("cong-bnv", "door", scopes=scopes, ends=None, reason="Thử nghiệm", actor=DESK)
    if tick:
        dondoc.tick()
    dondoc.close()
