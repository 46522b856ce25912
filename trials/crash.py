"""No acknowledged command is lost or doubled by kill -9, and a key means one command (promises R1 and R4).

    python trials/crash.py sqlite:////tmp/crash.db
    python trials/crash.py postgresql://user@host/database --kills 30 --bursts 20

Clients hand activities in at a served dondoc, each under a key of its own, and repeat what was not answered. The server
is killed at any instant, every fifth time while it is still coming up. Then twenty clients at once send the same key,
again and again. It ends with 0 when each answered command is in the log once, in its client's order, under the answer
that was given, and log and read models are whole.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from serving import Clients, Server, configured, findings, prepare


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


def run(url: str, config: Path, clients: int, kills: int, bursts: int, seed: int) -> dict[str, Any]:
    """The trial; what came of it."""
    prepare(url, config)
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
