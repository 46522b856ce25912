"""The database is gone for a while: the server says so at once, lives, and goes on when it is back (promise R15).

    python trials/outage.py --seconds 60 --rounds 3

A PostgreSQL server of the trial's own is stopped, frozen or refuses connections, in turn, while clients hand in and a
scheduler ticks. In each round the clock passes midnight of a month in the first outage, so that new tasks are due. It
ends with 0 when the process lived (`/livez` 200), was not ready (503), refused each command in time with a Retry-After,
took less than 50 MB more, was back soon, lost nothing that it acknowledged, and opened what a dondoc without outages
opens.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import psutil
from cluster import DATABASE, Cluster, folder_for_servers
from serving import Attempt, Clients, Server, configured, findings, prepare

from dondoc import Dondoc, Settings
from dondoc.domain.ports import HANOI

GRACE = 2.0
"""Seconds until it must have noticed."""
LEAD = timedelta(seconds=15)
"""How long before midnight the clock starts: the server comes up meanwhile."""
KINDS = ("hang", "stop", "refuse")
MONTHS = range(4, 13)


def begin(kind: str, cluster: Cluster) -> None:
    """Let the database be gone."""
    if kind == "hang":
        cluster.freeze()
    elif kind == "stop":
        cluster.stop_at_once()
    else:
        cluster.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS false")
        cluster.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname <> current_database()")


def mend(kind: str, cluster: Cluster) -> None:
    """Let it be back."""
    if kind == "hang":
        cluster.thaw()
    elif kind == "stop":
        cluster.start()
    else:
        cluster.execute(f"ALTER DATABASE {DATABASE} ALLOW_CONNECTIONS true")


class Watch:
    """Asks the server how it is, all the time, and notes how much memory it has."""

    def __init__(self, server: Server) -> None:
        self.base = server.base
        self.process = psutil.Process(server.process.pid)
        self.said: list[tuple[float, str, int]] = []
        self.most = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Until it is told to stop."""
        with httpx.Client(timeout=GRACE + 3) as http:
            while not self.done.wait(0.2):
                for page in ("livez", "readyz"):
                    at, status = time.monotonic(), 0
                    with suppress(httpx.HTTPError):
                        status = http.get(f"{self.base}/{page}").status_code
                    self.said.append((at, page, status))
                self.most = max(self.most, self.memory())

    def memory(self) -> int:
        """Bytes."""
        return int(self.process.memory_info().rss)


def outage(kind: str, cluster: Cluster, clients: Clients, watch: Watch, options: Namespace) -> dict[str, Any]:
    """One of them; what was seen of it."""
    before = watch.memory()
    watch.most = 0
    gone = time.monotonic()
    begin(kind, cluster)
    really = time.monotonic()
    time.sleep(options.seconds)
    mending = time.monotonic()
    mend(kind, cluster)
    back = time.monotonic()
    returned = until(lambda: next((a for a in [*clients.attempts] if a.at > mending and a.status == 201), None))
    # What was under way as it began is counted from there; what was asked at its very end may be answered.
    refused = [
        a._replace(seconds=a.at + a.seconds - max(a.at, really)) for a in [*clients.attempts]
        if a.at < mending and a.at + a.seconds > really
        and (a.status != 201 or really < a.at < a.at + a.seconds < mending)
    ]  # fmt: skip
    found = [f"{kind}: {each}" for each in wrong_answers(refused, watch, really, mending, options.within)]
    grown = (watch.most - before) / 1e6
    if grown >= 50:
        found.append(f"{kind}: it grew by {grown:.0f} MB")
    took = max(0.0, returned.at + returned.seconds - back)
    if took > options.back:
        found.append(f"{kind}: it was back after {took:.1f} s")
    return {
        "kind": kind,
        "gone": round(back - gone, 1),
        "refused": len(refused),
        "slowest_refusal": round(max(a.seconds for a in refused), 2),
        "grown_mb": round(grown, 1),
        "back": round(took, 2),
        "findings": found,
    }


def wrong_answers(refused: list[Attempt], watch: Watch, since: float, until_: float, within: float) -> list[str]:
    """Which answers were not as they should be while the database was gone."""
    found = [f"{a.status} with Retry-After {a.retry_after!r} to a command" for a in refused
             if a.status != 503 or not a.retry_after]  # fmt: skip
    found += [f"a command was refused only after {a.seconds:.1f} s" for a in refused if a.seconds > within]
    if len({a.retry_after for a in refused}) < min(2, len(refused) // 8):
        found.append("all are told to come again at the same moment")
    for at, page, status in [*watch.said]:
        noticed = since + GRACE < at < until_ - GRACE
        if since < at < until_ and page == "livez" and status != 200:
            found.append(f"/livez: {status}")
        if noticed and page == "readyz" and status != 503:
            found.append(f"/readyz: {status}")
    return found[:5]


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    """What is found, once it is."""
    end = time.monotonic() + seconds
    while not (it := found()):
        if time.monotonic() > end:
            raise SystemExit("it does not come back")
        time.sleep(0.05)
    return it


def opened(url: str, config: Path) -> set[str]:
    """The tasks that were opened."""
    dondoc = Dondoc.open(Settings(db=url, config=config))
    try:
        return {record.stream for record in dondoc.store.read_all() if record.stream.startswith("task-")}
    finally:
        dondoc.close()


def without_outages(folder: Path, config: Path, moments: list[datetime]) -> set[str]:
    """The tasks that a dondoc opens that nothing befalls, and that ticks at these moments."""
    dondoc = Dondoc.create(Settings(db=f"sqlite:///{folder / 'calm.db'}", config=config))
    for moment in moments:
        dondoc.tick(moment)
    dondoc.close()
    return opened(f"sqlite:///{folder / 'calm.db'}", config)


@contextmanager
def at_work(server: Server, count: int) -> Any:
    """Clients that hand in, and somebody who watches, while the block runs."""
    clients, watch = Clients(server.base, pause=0.1), Watch(server)
    with ThreadPoolExecutor(count + 1) as threads:
        working = [threads.submit(clients.work, f"{server.port}c{number}") for number in range(count)]
        watching = threads.submit(watch.run)
        try:
            yield clients, watch
        finally:
            clients.done.set()
            watch.done.set()
    for each in (*working, watching):
        each.result()


def one_round(number: int, cluster: Cluster, folder: Path, config: Path, options: Namespace) -> list[dict[str, Any]]:
    """Each kind of outage once, the first of them over midnight of a month."""
    month = MONTHS[number % len(MONTHS)]
    midnight = datetime(2024, month, 1, tzinfo=HANOI)
    start = midnight - LEAD
    calm = folder / f"{number}"
    calm.mkdir()
    prepare(cluster.url(), config, start.isoformat(), tick=True)
    server = Server(cluster.url(), config, clock=start.isoformat(), ticks=True, settings={"DONDOC_TICK_SECONDS": "1"})
    try:
        server.wait()
        with at_work(server, options.clients) as (clients, watch):
            until(lambda: sum(a.status == 201 for a in clients.attempts) > 10)
            turned = KINDS[number % 3 :] + KINDS[: number % 3]
            seen = [outage(kind, cluster, clients, watch, options) for kind in turned]
            expected = without_outages(calm, config, [start, midnight])
            with suppress(SystemExit):
                until(lambda: opened(cluster.url(), config) >= expected, 20)
    finally:
        server.kill()
    there = opened(cluster.url(), config)
    seen[-1]["findings"] += [*clients.wrong, *findings(cluster.url(), config, clients)][:5]
    seen[-1]["findings"] += [f"not opened: {each}" for each in sorted(expected - there)[:5]]
    seen[-1]["findings"] += [f"opened: {each}" for each in sorted(there - expected)[:5]]
    seen[-1]["opened"] = len(expected)
    return seen


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each outage lasts")
    parser.add_argument("--rounds", type=int, default=3, help="how often each kind of outage comes")
    parser.add_argument("--within", type=float, default=2.0, help="seconds in which a command must be refused")
    parser.add_argument("--back", type=float, default=5.0, help="seconds in which it must be back")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--config", type=Path, default=Path(__file__).parents[1] / "config")
    options = parser.parse_args()
    seen: list[dict[str, Any]] = []
    with TemporaryDirectory(prefix="dondoc-outage-") as made:
        folder = Path(made)
        config = configured(folder, options.config)
        for number in range(options.rounds):
            cluster = Cluster(folder_for_servers(folder / "servers") / f"n{number}")
            try:
                cluster.create()
                seen += one_round(number, cluster, folder, config, options)
            finally:
                cluster.destroy()
    told = {
        "trial": "outage",
        "outages": len(seen),
        "seconds": options.seconds,
        "refused": sum(each["refused"] for each in seen),
        **{name: max(each[name] for each in seen) for name in ("slowest_refusal", "grown_mb", "back")},
        "kinds": [each["kind"] for each in seen],
        "findings": [found for each in seen for found in each["findings"]][:20],
    }
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
