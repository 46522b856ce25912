"""No acknowledged command is lost or doubled by kill -9, and a key means one command (promises R1 and R4).

    python trials/crash.py sqlite:////tmp/crash.db
    python trials/crash.py postgresql://user@host/database --kills 30 --bursts 20

Clients hand activities in at a served dondoc, each under a key of its own, and repeat what was not answered. The server
is killed at any instant, every fifth time while it is still coming up. Then twenty clients at once send the same key,
again and again. It ends with 0 when each answered command is in the log once, in its client's order, under the answer
that was given, and log and read models are whole.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from dondoc import Dondoc, Settings
from dondoc.store.verification import verify_chain

CLOCK = "2024-05-06T09:00+07:00"
TOKEN = "ma-cua-thu-nghiem"  # noqa: S105  # invented, for this trial only
ADDRESS = "/api/v1/activities/communication.published"
AT_ONCE = 20
SLOWEST = 90.0


class Server:
    """A served dondoc that can be killed and started again."""

    def __init__(self, url: str, config: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        command = "from dondoc.interfaces.cli.main import run; run()"
        self.command = [sys.executable, "-c", command, "serve", "--no-worker", "--db", url, "--config", str(config),
                        "--clock", CLOCK, "--port", str(self.port)]  # fmt: skip
        self.ready: list[float] = []
        self.start()

    def start(self) -> None:
        """Start; it is not ready yet."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait(self) -> None:
        """Wait until it answers."""
        while time.monotonic() < self.started + SLOWEST:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.base}/readyz", timeout=1).status_code == 200:
                    self.ready.append(time.monotonic() - self.started)
                    return
            time.sleep(0.02)
        raise SystemExit("the server does not come up again")

    def kill(self) -> None:
        """Kill it, whatever it does."""
        self.process.kill()
        self.process.wait()


class Clients:
    """Those who hand in, and what they were answered."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.answers: dict[str, dict[str, Any]] = {}
        self.wrong: list[str] = []
        self.done = threading.Event()

    def send(self, http: httpx.Client, key: str) -> httpx.Response:
        """One attempt."""
        item = {"subject": key, "outlet": "cong-bnv", "link": "https://example.invalid/tin"}
        headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key}
        return http.post(f"{self.base}{ADDRESS}", json={"data": item}, headers=headers)

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
                    time.sleep(0.02)
            said = answer.json()
            if answer.status_code not in {200, 201}:
                self.wrong.append(f"{key}: {answer.status_code} {said}")
            elif attempt and said["activity"] != self.answers[key]["activity"]:
                self.wrong.append(f"{key}: a repeat was answered otherwise")
            else:
                self.answers.setdefault(key, said)

    def burst(self, key: str) -> None:
        """Many at once under one key: one of them makes it, the others hear of the same or that it is being made."""
        with httpx.Client(timeout=30) as http, ThreadPoolExecutor(AT_ONCE) as threads:
            answers = [*threads.map(lambda _: self.send(http, key), range(AT_ONCE))]
        made = {answer.json().get("activity") for answer in answers if answer.status_code in {200, 201}}
        other = {answer.status_code for answer in answers} - {200, 201, 409}
        if len(made) != 1 or other:
            self.wrong.append(f"{key}: {sorted(map(str, made))}, {sorted(other)}")
        else:
            self.answers[key] = {"activity": made.pop()}


def findings(url: str, config: Path, clients: Clients) -> list[str]:
    """What is lost, doubled, in another order, answered otherwise or not whole."""
    dondoc = Dondoc.open(Settings(db=url, config=config))
    told = [r for r in dondoc.store.read_all() if r.fact.name == "communication.published"]
    streams = {str(getattr(r.fact, "subject", "")): r.stream for r in told}
    found = [f"{key} is there {n} times" for key, n in Counter(str(r.fact.subject) for r in told).items() if n > 1]  # type: ignore[attr-defined]  # only these facts
    for key, answer in clients.answers.items():
        if streams.get(key) != answer["activity"]:
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


def disturb(server: Server, kills: int, chance: random.Random) -> None:
    """Kill it so many times, a fifth of them while it comes up."""
    for number in range(kills):
        if number % 5 == 4:
            time.sleep(chance.uniform(0, 1))
        else:
            server.wait()
            time.sleep(chance.uniform(0, 0.5))
        server.kill()
        server.start()
    server.wait()


def configured(folder: Path, shipped: Path) -> Path:
    """The configuration with a door for the trial's clients."""
    config = folder / "config"
    shutil.copytree(shipped, config)
    (config / "doors.yaml").write_text(
        "doors:\n  - {id: cong-bnv, name: Cổng, en: Portal, person: cong-bnv, duties: [], answers: [],\n"
        f"     token_sha256: {hashlib.sha256(TOKEN.encode()).hexdigest()},\n"
        "     office: trung-tam-thong-tin/cong-thong-tin, facts: [communication.published]}\n",
        encoding="utf-8",
    )
    return config


def run(url: str, config: Path, clients: int, kills: int, bursts: int, seed: int) -> dict[str, Any]:
    """The trial; what came of it."""
    Dondoc.create(Settings(db=url, config=config)).close()
    server = Server(url, config)
    try:
        server.wait()
        all_ = Clients(server.base)
        with ThreadPoolExecutor(clients) as threads:
            working = [threads.submit(all_.work, f"c{number}") for number in range(clients)]
            try:
                disturb(server, kills, random.Random(seed))
            finally:
                all_.done.set()
            counts = [each.result() for each in working]
        for number in range(bursts):
            all_.burst(f"burst-{number + 1}")
    finally:
        server.kill()
    return {
        "trial": "crash",
        "kills": kills,
        "answered": sum(counts),
        "bursts": bursts,
        "ready_median": round(statistics.median(server.ready), 2),
        "ready_worst": round(max(server.ready), 2),
        "findings": [*all_.wrong, *findings(url, config, all_)][:20],
    }


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--bursts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--config", type=Path, default=Path(__file__).parents[1] / "config")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        config = configured(Path(folder), arguments.config)
        told = run(arguments.url, config, arguments.clients, arguments.kills, arguments.bursts, arguments.seed)
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
