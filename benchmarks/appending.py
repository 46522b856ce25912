"""How long do writers of different streams wait for each other? Appends of several processes at once, on one database.

    python benchmarks/appending.py sqlite:////tmp/a.db [SECONDS]
    python benchmarks/appending.py postgresql://user@host/database

It makes tables of its own under the prefix `bench_` and leaves them there. "bare" is a commit without our order, of one
row into a table of its own, so that the two can be compared on the machine at hand.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, insert

from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine, writing
from dondoc.store.event_store import EventStore

WRITERS = (1, 2, 4, 8)
bare_rows = Table(
    "dondoc_bare", MetaData(), Column("name", Text), Column("number", BigInteger), Column("data", LargeBinary)
)


def store_at(url: str) -> EventStore:
    """The store under the benchmark's own prefix."""
    return EventStore(
        open_engine(url, prefix="bench_"), Registry(FACTS), SettableClock(datetime(2024, 3, 18, tzinfo=UTC))
    )


def write(url: str, name: str, kind: str, until: float, results: Any) -> None:
    """Append to a stream of one's own until a moment; tells how long each append took."""
    store = store_at(url)
    fact, meta = ActivityHeld(body="van-phong-bo", subject="x" * 200), Meta(date(2024, 3, 18), "a", "van-phong-bo/x")
    took: list[float] = []
    while time.time() < until:
        started = time.perf_counter()
        number = len(took) + 1
        if kind == "bare":
            with writing(store.engine) as connection:
                connection.execute(insert(bare_rows), {"name": name, "number": number, "data": fact.encode()})
        else:
            store.append([Record(f"{name}-{number}", f"activity-{name}", number, fact, meta)], lambda *_: None)
        took.append(time.perf_counter() - started)
    results.put(took)


def measure(url: str, kind: str, writers: int, seconds: float) -> list[float]:
    """What each append took, of so many processes in so many seconds."""
    results: Any = multiprocessing.Queue()
    until = time.time() + 1.5 + seconds
    run = f"{kind}-{writers}-{time.time_ns()}"
    processes = [
        multiprocessing.Process(target=write, args=(url, f"{run}-{number}", kind, until, results))
        for number in range(writers)
    ]
    for process in processes:
        process.start()
    took = [each for _ in processes for each in results.get()]
    for process in processes:
        process.join()
    return took


def main() -> None:
    """Print a line for each kind and number of writers."""
    url, *rest = sys.argv[1:]
    seconds = float(rest[0]) if rest else 4.0
    store = store_at(url)
    store.create(lambda connection: bare_rows.create(connection, checkfirst=True))
    store.engine.dispose()
    for kind in ("bare", "append"):
        for writers in WRITERS:
            took = sorted(measure(url, kind, writers, seconds))
            rate, half, high = len(took) / (seconds + 1.5), statistics.median(took), took[int(len(took) * 0.99)]
            print(f"{kind:7} {writers} writers {rate:7.0f}/s  median {half * 1000:6.2f} ms  p99 {high * 1000:7.2f} ms")


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
