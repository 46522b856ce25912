"""What does it cost a host to hold the head of the log? Transactions of many hosts, for each way of joining.

    python benchmarks/embedding.py postgresql://user@host/database [SECONDS [ROWS]]

A transaction appends one event, changes one of the host's rows and works for 20 ms; every other one changes its row
first. "session" lets the event wait for the commit, "connection" writes it at once and holds the head meanwhile. It
makes tables of its own under the prefix `bench_` and leaves them there.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dondoc.domain.errors import StoreBroken
from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine, options
from dondoc.store.event_store import EventStore
from dondoc.store.joining import join

HOSTS = (1, 2, 4, 8)
WORK = 0.02
DEADLOCK = "40P01"
CLOCK = SettableClock(datetime(2024, 3, 18, tzinfo=UTC))


def change(connection: Connection | Session, row: int) -> None:
    """The host's own row."""
    connection.execute(text("UPDATE bench_host SET n = n + 1 WHERE id = :id"), {"id": row})


def transaction(engine: Engine, kind: str, record: Record, number: int, rows: int) -> None:
    """One transaction of a host."""
    row = number * 7 % rows
    with Session(engine) if kind == "session" else engine.connect() as host, host.begin():
        store = EventStore(join(host, options(prefix="bench_")), Registry(FACTS), CLOCK)
        if number % 2:
            change(host, row)
        store.append([record], lambda *_: None)
        if not number % 2:
            change(host, row)
        time.sleep(WORK)


def work(url: str, name: str, host: int, kind: str, until: float, rows: int, results: Any) -> None:
    """Transactions of one host until a moment; tells how many went well and how many deadlocked."""
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"), pool_size=1)
    fact, meta = ActivityHeld(body="van-phong-bo", subject="x" * 200), Meta(date(2024, 3, 18), "a", "van-phong-bo/x")
    done = deadlocked = 0
    while time.time() < until:
        number = done + deadlocked + 1
        record = Record(f"{name}-{number}", f"activity-{name}-{number}", 1, fact, meta)
        try:
            transaction(engine, kind, record, number + host * 13, rows)
        except (DBAPIError, StoreBroken) as wrong:
            cause = wrong.__cause__ if isinstance(wrong, StoreBroken) else wrong
            if not isinstance(cause, DBAPIError) or getattr(cause.orig, "sqlstate", "") != DEADLOCK:
                raise
            deadlocked += 1
        else:
            done += 1
    results.put((done, deadlocked))


def main() -> None:
    """Print a line for each way of joining and number of hosts."""
    url, *rest = sys.argv[1:]
    seconds, rows = float(rest[0]) if rest else 5.0, int(rest[1]) if rest[1:] else 100
    store = EventStore(open_engine(url, prefix="bench_"), Registry(FACTS), CLOCK)
    store.create()
    with store.writing() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS bench_host (id int PRIMARY KEY, n int)"))
        connection.execute(
            text("INSERT INTO bench_host SELECT i, 0 FROM generate_series(0, :n) i ON CONFLICT DO NOTHING"), {"n": rows}
        )
    store.engine.dispose()
    for kind in ("session", "connection"):
        for hosts in HOSTS:
            results: Any = multiprocessing.Queue()
            started, run = time.time() + 1.0, f"{kind}-{hosts}-{time.time_ns()}"
            processes = [
                multiprocessing.Process(
                    target=work, args=(url, f"{run}-{n}", n, kind, started + seconds, rows, results)
                )
                for n in range(hosts)
            ]
            for process in processes:
                process.start()
            told = [results.get() for _ in processes]
            for process in processes:
                process.join()
            done, deadlocked = map(sum, zip(*told, strict=True))
            rate, all_ = done / (seconds + 1.0), done + deadlocked
            print(f"{kind:10} {hosts} hosts {rate:6.0f}/s  {deadlocked} of {all_} deadlocked")


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
