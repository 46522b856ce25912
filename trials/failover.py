"""Two servers, a primary and its standby: nothing acknowledged is lost when one of them is (promise R16).

    python trials/failover.py --failovers 50 --kills 20

Two served dondocs stand behind a balancer, over a PostgreSQL primary and a standby, all of the trial's own. First one
dondoc after the other is killed, and whoever works on the other one must not wait for more than a second. Then what was
written is asked for at a third that reads from the standby, which is made to lag behind. Then the primary is killed and
the standby promoted, again and again, while clients hand in: with synchronous_commit=on nothing acknowledged may be
lost. At last the standby follows without being waited for, and its line is slow: how much is lost is told, and a
checkpoint made before must give it away. It ends with 0 when all of that holds.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from balancer import Balancer
from cluster import DATABASE, Cluster, folder_for_servers
from serving import CLOCK, DONDOC, TOKEN, Clients, Server, configured, findings, prepare

from dondoc import Dondoc, Settings

HEADER = "Dondoc-Position"
CASE: dict[str, Any] = {"subject": "Thủ tục thi nâng ngạch", "channel": "portal"}
LAG = 1.0
"""Seconds by which the standby is made to lag behind while it is read from."""


class Pair:
    """A primary and its standby, who change places."""

    def __init__(self, folder: Path) -> None:
        self.primary, self.standby = Cluster(folder / "a"), Cluster(folder / "b")
        hosts = "&".join(f"host=127.0.0.1:{each.port}" for each in (self.primary, self.standby))
        self.url = f"postgresql://postgres@/{DATABASE}?{hosts}&target_session_attrs=read-write"
        self.reading = self.url.replace("read-write", "prefer-standby")

    def create(self) -> None:
        """Start both, the primary waiting for the standby at each commit."""
        self.primary.create()
        self.standby.follow(self.primary)
        self.wait_for_each_other()

    def wait_for_each_other(self) -> None:
        """Let the primary acknowledge nothing that the standby does not have."""
        self.primary.configure("synchronous_standby_names", "*")
        self.primary.wait_for_standby("sync")

    def fail_over(self) -> None:
        """Kill the primary and promote the standby, which waits for nobody while it is alone."""
        self.primary.kill()
        self.standby.configure("synchronous_standby_names", "")
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary

    def repair(self) -> None:
        """Make the one that was killed a standby again."""
        self.standby.go_back_to(self.primary)
        self.wait_for_each_other()

    def destroy(self) -> None:
        """End both."""
        self.primary.destroy()
        self.standby.destroy()


@contextmanager
def working(groups: list[tuple[Clients, str, int]]) -> Iterator[None]:
    """Groups of clients at work, each with a name and so many of them, while the block runs."""
    with ThreadPoolExecutor(sum(count for *_, count in groups)) as threads:
        tasks = [threads.submit(each.work, f"{name}{n}") for each, name, count in groups for n in range(count)]
        try:
            yield
        finally:
            for each, *_ in groups:
                each.done.set()
    for task in tasks:
        task.result()


def gap(clients: Clients, since: float, until: float) -> float:
    """The longest time without an answer, in seconds, within a span; an open one counts up to its answer."""
    answered = sorted(a.at + a.seconds for a in [*clients.attempts] if a.status in {200, 201})
    before = [at for at in answered if at <= since][-1:]
    after = [at for at in answered if at >= until][:1]
    within = [*before, *(at for at in answered if since < at < until), *after]
    return max((b - a for a, b in itertools.pairwise(within)), default=until - since)


def kill_servers(servers: list[Server], balancer: Balancer, times: int) -> tuple[dict[str, Any], list[Clients]]:
    """Kill one dondoc after the other; how long the clients of the one that lives waited."""
    each = [Clients(server.base) for server in servers]
    both = Clients(balancer.base)
    gaps = []
    with working([(each[0], "direct-a", 1), (each[1], "direct-b", 1), (both, "kills", 2)]):
        time.sleep(1)
        for number in range(times):
            dies, lives = servers[number % 2], each[(number + 1) % 2]
            killed = time.monotonic()
            dies.kill()
            time.sleep(1.5)
            gaps.append((gap(lives, killed, killed + 1.4), gap(both, killed, killed + 1.4)))
            dies.start()
            dies.wait()
            up, own = time.monotonic(), each[number % 2]
            while not any(a.at > up and a.status in {200, 201} for a in own.attempts[-20:]):
                time.sleep(0.02)  # its own clients must be at work again before the other one is killed
    others, through = ([pair[n] for pair in gaps] for n in (0, 1))
    told = {"kills": times, "gap_others": _worst(others), "gap_balancer": _worst(through)}
    return told, [*each, both]


def read_own_writes(pair: Pair, writer: str, config: Path, times: int) -> dict[str, Any]:
    """Hand cases in and ask for each at once where the standby is read; with the position it must be there."""
    pair.standby.configure("recovery_min_apply_delay", f"{int(LAG * 1000)}ms")
    reader = Server(pair.reading, config)
    stale = missed = 0
    try:
        reader.wait()
        with httpx.Client(timeout=10, headers={"Authorization": f"Bearer {TOKEN}"}) as http:
            for number in range(times):
                body = {"data": {**CASE, "register_no": f"PA-{number}"}}
                key = {"Idempotency-Key": f"case-{number}"}
                made = http.post(f"{writer}/api/v1/cases/184.feedback", json=body, headers=key)
                if made.status_code != 201:
                    raise SystemExit(f"a case was refused: {made.status_code} {made.text}")
                page = f"{reader.base}/api/v1/cases/{made.json()['case']}"
                stale += http.get(page).status_code == 404
                asked = http.get(page, headers={HEADER: made.headers[HEADER]})
                while asked.status_code == 503:  # it has not caught up in time, and says so
                    asked = http.get(page, headers={HEADER: made.headers[HEADER]})
                missed += asked.status_code != 200
    finally:
        reader.kill()
        pair.standby.configure("recovery_min_apply_delay", "0")
    return {"asked": times, "stale_without_position": stale, "stale_with_position": missed}


def fail_over(pair: Pair, clients: Clients, times: int, chance: random.Random) -> dict[str, Any]:
    """Kill the primary again and again; how long nobody was answered, and how much of that the promotion took."""
    gaps, promotions = [], []
    for _ in range(times):
        time.sleep(chance.uniform(0.3, 1.0))
        killed = time.monotonic()
        pair.fail_over()
        promotions.append(time.monotonic() - killed)
        waited = time.monotonic() + 60
        while not any(a.at > killed + promotions[-1] and a.status in {200, 201} for a in clients.attempts[-200:]):
            if time.monotonic() > waited:
                raise SystemExit("no server answers after a promotion")
            time.sleep(0.02)
        gaps.append(gap(clients, killed, time.monotonic()))
        pair.repair()
    return {
        "failovers": times,
        "gap_median": round(statistics.median(gaps), 2),
        "gap_worst": _worst(gaps),
        "promotion_median": round(statistics.median(promotions), 2),
    }


def lose(pair: Pair, base: str, config: Path, folder: Path) -> dict[str, Any]:
    """Without waiting for the standby, over a line that stands still for two seconds: what is lost, and who notices."""
    environment = {**os.environ, "DONDOC_ORIGIN": "thu-nghiem.example", "DONDOC_SIGNING_KEY": str(folder / "key")}
    note = folder / "checkpoint.txt"

    def dondoc(*words: str) -> subprocess.CompletedProcess[str]:
        command = [*DONDOC, *words, "--json"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    where = ("--db", pair.url, "--config", str(config))
    dondoc("key", "new")
    pair.primary.configure("synchronous_standby_names", "")
    pair.primary.wait_for_standby("async")
    senders = [each for each in pair.primary.processes() if "walsender" in " ".join(each.cmdline())]
    answered: dict[str, float] = {}
    done = threading.Event()

    def hand_in() -> None:
        clients = Clients(base)
        with httpx.Client(timeout=5) as http:
            while not done.is_set():
                key = f"async-{len(answered) + 1}"
                with suppress(httpx.HTTPError):
                    if clients.send(http, key).status_code in {200, 201}:
                        answered[key] = time.monotonic()

    thread = threading.Thread(target=hand_in)
    thread.start()
    time.sleep(1)
    for each in senders:
        each.send_signal(signal.SIGSTOP)
    time.sleep(1)
    made = dondoc("checkpoint", "-o", str(note), "--clock", CLOCK, *where)
    time.sleep(1)
    done.set()
    thread.join()
    killed = time.monotonic()
    pair.fail_over()
    survivor = Dondoc.open(Settings(db=pair.url, config=config))
    there = {str(getattr(record.fact, "subject", "")) for record in survivor.store.read_all()}
    survivor.close()
    lost = [at for key, at in answered.items() if key not in there]
    verified = dondoc("verify", "--checkpoint", str(note), *where)
    return {
        "async_answered": len(answered),
        "async_lost": len(lost),
        "async_window": round(killed - min(lost), 2) if lost else 0.0,
        "checkpoint_made": made.returncode == 0,
        "checkpoint_gives_it_away": verified.returncode == 1 and "checkpoint" in verified.stdout,
    }


def _worst(seconds: list[float]) -> float:
    return round(max(seconds, default=0.0), 2)


def run(folder: Path, options: Namespace) -> dict[str, Any]:
    """The whole trial."""
    config = configured(folder, options.config)
    pair = Pair(folder_for_servers(folder / "servers"))
    servers: list[Server] = []
    try:
        pair.create()
        prepare(pair.url, config)
        servers = [Server(pair.url, config) for _ in range(2)]
        for server in servers:
            server.wait()
        balancer = Balancer([server.port for server in servers])
        told, groups = kill_servers(servers, balancer, options.kills)
        told |= read_own_writes(pair, balancer.base, config, options.kills)
        clients = Clients(balancer.base)
        with working([(clients, "failovers", options.clients)]):
            told |= fail_over(pair, clients, options.failovers, random.Random(options.seed))
        lost = [each for group in (*groups, clients) for each in findings(pair.url, config, group)]
        told["answered"] = sum(len(group.answers) for group in (*groups, clients))
        told |= lose(pair, servers[0].base, config, folder)
        balancer.close()
    finally:
        for server in servers:
            server.kill()
        pair.destroy()
    told["findings"] = [*(each for group in (*groups, clients) for each in group.wrong), *lost, *judged(told, options)]
    return told


def judged(told: dict[str, Any], options: Namespace) -> list[str]:
    """Which figures are not as promised."""
    found = []
    if told["gap_others"] > options.gap:
        found.append(f"clients of the server that lived waited for {told['gap_others']} s")
    if told["stale_with_position"]:
        found.append("somebody did not read what they had written")
    if told["asked"] >= 5 and not told["stale_without_position"]:
        found.append("the standby did not lag behind, so that the position was not tried")
    if not told["async_lost"]:
        found.append("nothing was lost without waiting for the standby, so that this was not tried")
    if not told["checkpoint_gives_it_away"]:
        found.append("the checkpoint did not give the loss away")
    return found


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--failovers", type=int, default=50)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--gap", type=float, default=1.0, help="seconds that the clients of the other server may wait")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--config", type=Path, default=Path(__file__).parents[1] / "config")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="dondoc-failover-") as made:
        told = {"trial": "failover", **run(Path(made), options)}
    told["findings"] = told["findings"][:20]
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
