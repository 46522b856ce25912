"""Following the log: every event once and in one order, whatever writers and other followers do meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, insert, select

from dondoc.domain.errors import StoreBroken
from dondoc.domain.fact import Record
from dondoc.store.event_store import EventStore
from dondoc.store.follower import Follower
from dondoc.store.verification import verify_chain

Build = Callable[..., Record]
Open = Callable[[str], EventStore]
heard = Table("heard", MetaData(), Column("position", BigInteger), Column("event_id", Text))

WRITER = """
import random, sys, time
from datetime import UTC, date, datetime
from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore

url, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = EventStore(open_engine(url), Registry(FACTS), SettableClock(datetime(2024, 3, 18, tzinfo=UTC)))
meta = Meta(on=date(2024, 3, 18), actor="a", office="van-phong-bo/dau-moi")
chance = random.Random(name)

def hold(*_):
    if name == "frozen":
        print("holding", flush=True)
        sys.stdin.readline()
    elif chance.random() < 0.1:
        time.sleep(chance.uniform(0, 0.1))
    if name != "frozen" and chance.random() < 0.1:
        raise ZeroDivisionError

print("ready", flush=True)
sys.stdin.readline()
done = 0
while done < count:
    fact = ActivityHeld(body="van-phong-bo", subject="x")
    try:
        store.append([Record(f"{name}-{done}", f"activity-{name}", done + 1, fact, meta)], hold)
    except ZeroDivisionError:
        continue
    done += 1
"""


@pytest.fixture
def effect(store: EventStore) -> Callable[[Connection, Any], None]:
    """Writes down what it is handed, in a table of its own."""
    with store.writing() as connection:
        heard.create(connection)

    def write(connection: Connection, records: list[Record]) -> None:
        rows = [{"position": record.position, "event_id": record.event_id} for record in records]
        connection.execute(insert(heard), rows)

    return write


@pytest.fixture
def writers() -> Iterator[list[subprocess.Popen[str]]]:
    """The processes that a test starts; none outlives it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def start(url: str, name: str, count: int) -> subprocess.Popen[str]:
    """A process that appends so many events when it is told to."""
    command = [sys.executable, "-c", WRITER, url, name, str(count)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def hear(process: subprocess.Popen[str]) -> str:
    """What a process says next."""
    assert process.stdout
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str]) -> None:
    """Let a process go on."""
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def told(store: EventStore) -> list[tuple[int, str]]:
    """What the follower wrote down, in the order of the log."""
    with store.reading() as connection:
        rows = connection.execute(select(heard).order_by(heard.c.position)).all()
        return [(row.position, row.event_id) for row in rows]


def log(store: EventStore) -> list[tuple[int, str]]:
    """What the log holds."""
    return [(record.position, record.event_id) for record in store.read_all()]


def test_what_is_handed_over_goes_on_where_it_ended(
    store: EventStore, record: Build, project: Any, effect: Any
) -> None:
    """In pages, then nothing, then only what is new; a second name begins at the beginning."""
    store.append([record(f"a-{number}") for number in range(5)], project)
    follower = Follower(store, "outbox", effect)
    assert [follower.follow(2), follower.follow(2), follower.follow(2), follower.follow(2)] == [2, 2, 1, 0]
    store.append([record("b")], project)
    assert Follower(store, "outbox", effect).follow() == 1
    assert told(store) == log(store)
    assert Follower(store, "another", effect).follow() == 6


def test_an_effect_that_fails_is_undone_and_comes_again(
    store: EventStore, record: Build, project: Any, effect: Any
) -> None:
    """Neither its rows nor its position stay, and the same events come next time."""
    store.append([record("a"), record("b")], project)
    follower = Follower(store, "outbox", lambda connection, records: (effect(connection, records), 1 / 0))
    with pytest.raises(ZeroDivisionError):
        follower.follow()
    assert told(store) == []
    assert Follower(store, "outbox", effect).follow() == 2
    assert told(store) == log(store)


def test_four_followers_of_one_name_share_the_log_while_four_processes_write(
    store: EventStore, url: str, effect: Any, writers: list[subprocess.Popen[str]]
) -> None:
    """Writers hold their transaction or take it back now and then; each committed event is handed over exactly once."""
    each = 40
    writers += [start(url, f"w{number}", each) for number in range(4)]
    assert [hear(writer) for writer in writers] == ["ready"] * 4
    done = threading.Event()

    def follow(_: int) -> list[int]:
        follower, seen = Follower(store, "outbox", lambda c, r: (effect(c, r), got.extend(r))), []
        got: list[Record] = []
        while not done.is_set() or follower.follow():
            follower.follow(7)
            time.sleep(0.01)
        seen += [record.position for record in got]
        return seen

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(follow, number) for number in range(4)]
        for writer in writers:
            tell(writer)
        assert [writer.wait() for writer in writers] == [0] * 4
        done.set()
        orders = [each.result() for each in running]
    assert all(order == sorted(order) for order in orders)
    assert sorted(position for order in orders for position in order) == list(range(1, 4 * each + 1))
    assert told(store) == log(store)
    assert verify_chain(store) == 4 * each


def test_a_writer_that_freezes_in_its_transaction_hides_nothing(
    store: EventStore, url: str, effect: Any, record: Build, project: Any, writers: list[subprocess.Popen[str]]
) -> None:
    """While it stands still others wait and followers see nothing new; when it goes on, its event comes first."""
    store.append([record("before")], project)
    follower = Follower(store, "outbox", effect) if url.startswith("postgresql") else None
    writers += [start(url, "frozen", 1), start(url, "next", 3)]
    frozen, other = writers
    assert [hear(frozen), hear(other)] == ["ready"] * 2
    tell(frozen)
    assert hear(frozen) == "holding"
    frozen.send_signal(signal.SIGSTOP)
    tell(other)
    time.sleep(0.5)
    assert other.poll() is None, "whoever comes second waits for the order"
    assert log(store) == [(1, "event-1")], "what is not committed is not seen"
    if follower:
        assert [follower.follow(), follower.follow()] == [1, 0]
    frozen.send_signal(signal.SIGCONT)
    tell(frozen)
    assert [frozen.wait(), other.wait()] == [0, 0]
    follower = follower or Follower(store, "outbox", effect)
    while follower.follow(1):
        pass
    assert told(store) == log(store)
    assert [event for _, event in log(store)] == ["event-1", "frozen-0", "next-0", "next-1", "next-2"]


def test_a_writer_that_dies_in_its_transaction_leaves_no_gap(
    store: EventStore, url: str, effect: Any, record: Build, project: Any, writers: list[subprocess.Popen[str]]
) -> None:
    """Its position goes to the next: positions count on without a hole, and without anybody waiting for a clock."""
    follower = Follower(store, "outbox", effect)
    writers.append(start(url, "frozen", 1))
    assert hear(writers[0]) == "ready"
    tell(writers[0])
    assert hear(writers[0]) == "holding"
    writers[0].kill()
    assert store.append([record("after")], project).last == 1
    assert follower.follow() == 1
    assert told(store) == log(store) == [(1, "event-1")]


def test_a_writer_that_stays_frozen_is_ended_by_the_server(
    postgresql: str, open_store: Open, record: Build, project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a transaction that stands still for too long is ended: it has written nothing, others go on."""
    monkeypatch.setattr("dondoc.store.postgresql.IDLE_SECONDS", 1)
    store, other = open_store(postgresql), open_store(postgresql)
    store.create()

    def freeze(*_: object) -> None:
        time.sleep(2)

    with ThreadPoolExecutor(1) as thread:
        frozen = thread.submit(store.append, [record("frozen")], freeze)
        time.sleep(0.2)
        assert other.append([record("after")], project).last == 1
        with pytest.raises(StoreBroken):
            frozen.result()
    assert [event for _, event in log(other)] == ["event-2"]
