"""How fast is the log verified, with how much memory, and what does the tree cost those who record?

    python benchmarks/auditing.py sqlite:////tmp/a.db [EVENTS]
    python benchmarks/auditing.py postgresql://user@host/database

It makes tables of its own under the prefix `bench_` and leaves them there. The cost of the tree is measured in turns of
a few seconds, with a follower beside the writers and without, so that both meet the same machine.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.store.audit import audit
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.tree import StoredTree
from dondoc.transparency.checkpoint import Checkpoint

ROUNDS, SECONDS, WRITERS = 9, 5.0, 2
PAGE = 5000
SINGLE = 300
POLL = 1.0
"""How often the follower looks, in seconds; `serve` looks at every tick, which is less often."""


def store_at(url: str) -> EventStore:
    """The store under the benchmark's own prefix."""
    clock = SettableClock(datetime(2024, 3, 18, tzinfo=UTC))
    return EventStore(open_engine(url, prefix="bench_", may_lose_commits=True), Registry(FACTS), clock)


def record(name: str, number: int) -> Record:
    """An event of about the usual size."""
    meta = Meta(date(2024, 3, 18), "nguyen-van-a", "van-phong-bo/x", command_id=f"{name}-{number}", basis="184.II.1")
    fact = ActivityHeld(body="van-phong-bo", subject="Hội nghị triển khai " * 10)
    return Record(f"{name}-{number}", f"activity-{name}-{number}", 1, fact, meta)


def write(url: str, name: str, until: float, results: Any) -> None:
    """Append one event a transaction until a moment; tells how many there were."""
    store, done = store_at(url), 0
    while time.time() < until:
        done += 1
        store.append([record(name, done)], lambda *_: None)
    results.put(done)


def follow(url: str, until: float) -> None:
    """Let the tree grow, as `serve` does."""
    grown = StoredTree(store_at(url))
    while time.time() < until:
        grown.catch_up()
        time.sleep(POLL)


def rate(url: str, name: str, *, followed: bool) -> float:
    """Events recorded a second by some writers, with a follower beside them or without."""
    results: Any = multiprocessing.Queue()
    until = time.time() + SECONDS
    processes = [
        multiprocessing.Process(target=write, args=(url, f"{name}-{n}", until, results)) for n in range(WRITERS)
    ]
    if followed:
        processes.append(multiprocessing.Process(target=follow, args=(url, until)))
    for process in processes:
        process.start()
    done = sum(results.get() for _ in range(WRITERS))
    for process in processes:
        process.join()
    return done / SECONDS


def fill(store: EventStore, count: int, name: str) -> None:
    """Append events until the log holds so many."""
    while (there := store.position()) < count:
        some = [record(name, there + n) for n in range(min(PAGE, count - there))]
        store.append(some, lambda *_: None)


def verified(url: str, checkpoint: Checkpoint, results: Any) -> None:
    """Verify the whole log in a process of its own: seconds, and the most memory it took in MB."""
    store = store_at(url)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started, computed = time.perf_counter(), time.process_time()
    with store.reading() as connection:
        found = audit(connection, [checkpoint])
    took, computed = time.perf_counter() - started, time.process_time() - computed
    results.put((found, took, computed, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main() -> None:
    """Print what was measured."""
    url, *rest = sys.argv[1:]
    count = int(rest[0]) if rest else 200_000
    store = store_at(url)
    store.create()
    grown = StoredTree(store)
    grown.catch_up()
    store.engine.dispose()
    run = str(time.time_ns())
    pairs = []
    for turn in range(ROUNDS):
        order = (False, True) if turn % 2 else (True, False)
        found = {on: rate(url, f"{run}-{turn}-{on}", followed=on) for on in order}
        grown.catch_up()
        store.engine.dispose()
        pairs.append(found)
        print(f"turn {turn}: {found[False]:6.0f}/s without the tree, {found[True]:6.0f}/s with it")
    kept = statistics.median(pair[True] / pair[False] for pair in pairs)
    print(f"the tree costs {100 * (1 - kept):.1f}% of what is recorded a second (median of {ROUNDS} turns)")
    fill(store, count, run)
    one = time.process_time()
    for number in range(SINGLE):
        store.append([record(f"{run}-single", number)], lambda *_: None)
    one = (time.process_time() - one) / SINGLE
    started, computed, before = time.perf_counter(), time.process_time(), grown.size()
    size = grown.catch_up()
    took, computed = time.perf_counter() - started, (time.process_time() - computed) / (size - before)
    print(f"of the processor an append takes {one * 1e6:,.0f} us, its place in the tree {computed * 1e6:,.0f} us more")
    print(f"the tree grows by {(size - before) / took:,.0f} events/s ({size - before:,} in {took:.1f} s)")
    started = time.perf_counter()
    for at in range(1, size, size // 100):
        grown.inclusion(at, size)
    print(f"an inclusion proof of {size:,} events takes {(time.perf_counter() - started) * 10:.2f} ms")
    checkpoint = Checkpoint("bench", size, grown.root(size))
    store.engine.dispose()
    results: Any = multiprocessing.get_context("spawn").Queue()
    process = multiprocessing.get_context("spawn").Process(target=verified, args=(url, checkpoint, results))
    process.start()
    audited, took, computed, bare, most = results.get()
    process.join()
    print(f"verify: {audited.events:,} events in {took:.1f} s, {audited.events / took:,.0f} events/s")
    print(f"  of the processor {computed:.1f} s, {audited.events / computed:,.0f} events/s")
    print(f"  findings: {len(audited.findings)}, memory {most:.0f} MB at most, {bare:.0f} MB before")


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
