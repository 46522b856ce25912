"""One order for all, nothing skipped: many processes write, freeze and take back; others follow (promise R5).

    python trials/order.py sqlite:////tmp/order.db
    python trials/order.py postgresql://user@host/database --events 2000 --freeze 1

The place must be empty; what is made stays there to be looked at. It ends with 0 when every follower was handed each
committed event once, in the order of the log, and the log has no hole.
"""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.follower import Follower
from dondoc.store.verification import verify_chain
from dondoc.testing.stores.sharing import Process


def store_at(url: str) -> EventStore:
    """The store at that URL."""
    return EventStore(open_engine(url), Registry(FACTS), SettableClock(datetime(2024, 3, 18, tzinfo=UTC)))


def follow(url: str, name: str, expected: int, seconds: float) -> dict[str, Any]:
    """Follow until so many events came, or for so long; what came, as a digest of positions and ids."""
    store = store_at(url)
    came: list[str] = []
    follower = Follower(
        store, name, lambda _, records: came.extend(f"{each.position} {each.event_id}" for each in records)
    )
    until = time.monotonic() + seconds
    while len(came) < expected and time.monotonic() < until:
        if not follower.follow(500):
            time.sleep(0.02)
    store.engine.dispose()
    return {"came": len(came), "digest": digest(came)}


def digest(lines: list[str]) -> str:
    """One line for many."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write(arguments: Namespace, store: EventStore) -> None:
    """Let all write, one of them frozen in its transaction after a while; returns when everybody is done."""
    each = str(arguments.events // arguments.writers)
    hold = ("--hold", str(arguments.hold))
    with ExitStack() as ended:
        writers = [Process(arguments.url, f"w{number}", int(each), *hold) for number in range(arguments.writers)]
        frozen = Process(arguments.url, "frozen", 1, "--freeze")
        for process in (*writers, frozen):
            ended.callback(process.end)
            process.hear()
        for writer in writers:
            writer.tell()
        while store.position() < arguments.events // 4:
            time.sleep(0.05)
        frozen.tell()
        frozen.hear()
        frozen.signal(signal.SIGSTOP)
        time.sleep(arguments.freeze)
        frozen.signal(signal.SIGCONT)
        frozen.tell()
        ends = [process.wait() for process in (*writers, frozen)]
    if any(ends):
        raise SystemExit(f"a writer failed: {ends}")


def findings(store: EventStore, told: list[dict[str, Any]], expected: int) -> list[str]:
    """What is wrong; nothing, it is to be hoped."""
    log = [f"{record.position} {record.event_id}" for record in store.read_all()]
    found = []
    if [line.split()[0] for line in log] != [str(number) for number in range(1, expected + 1)]:
        found.append(f"positions are not 1 to {expected}")
    if len({line.split()[1] for line in log}) != expected:
        found.append("an event is there twice")
    if verify_chain(store) != expected:
        found.append("the hash chain has another length")
    found += [
        f"follower {number} was handed something else: {each}"
        for number, each in enumerate(told)
        if each != {"came": expected, "digest": digest(log)}
    ]
    return found


def main() -> int:
    """Run the trial, or be one of its followers."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--followers", type=int, default=3)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--hold", type=float, default=0.2, help="seconds that a tenth of the transactions are held")
    parser.add_argument("--freeze", type=float, default=10.0, help="seconds that a writer stands still")
    parser.add_argument("--follow", help="be a follower of that name")
    arguments = parser.parse_args()
    expected = arguments.events // arguments.writers * arguments.writers + 1
    if arguments.follow:
        print(json.dumps(follow(arguments.url, arguments.follow, expected, 1800)))
        return 0
    store = store_at(arguments.url)
    store.create()
    started = time.monotonic()
    command = [sys.executable, str(Path(__file__)), *sys.argv[1:], "--follow"]
    followers = [
        subprocess.Popen([*command, f"f{number}"], stdout=subprocess.PIPE, text=True)
        for number in range(arguments.followers)
    ]
    try:
        write(arguments, store)
        told = [json.loads(follower.communicate(timeout=300)[0]) for follower in followers]
    finally:
        for follower in followers:
            follower.kill()
    found = findings(store, told, expected)
    store.engine.dispose()
    seconds = round(time.monotonic() - started, 1)
    print(json.dumps({"trial": "order", "events": expected, "seconds": seconds, "findings": found}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
