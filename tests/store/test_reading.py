"""Reading the log: by position, complete, in order, also while others write; what is not known stops it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from dondoc.domain.errors import UnknownEvent
from dondoc.domain.fact import Record
from dondoc.domain.facts.activity import BulletinPublished
from dondoc.store import event_store
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain

Build = Callable[..., Record]

WRITER = """
import sys
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
print("ready", flush=True)
sys.stdin.readline()
for number in range(1, count + 1):
    fact = ActivityHeld(body="van-phong-bo", subject="x")
    store.append([Record(f"{name}-{number}", f"activity-{name}", number, fact, meta)], lambda *_: None)
"""


def test_a_tailing_reader_sees_every_position_once_and_in_order(store: EventStore, url: str) -> None:
    """With four processes that write, a reader who asks for what comes after its last position misses nothing."""
    each = 60
    command = [sys.executable, "-c", WRITER, url]
    writers = [
        subprocess.Popen([*command, f"w{number}", str(each)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(4)
    ]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()

    seen: list[Record] = []
    while any(writer.poll() is None for writer in writers):
        seen += store.read_all(seen[-1].position if seen else 0)
    seen += store.read_all(seen[-1].position if seen else 0)

    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    for writer in writers:
        writer.communicate()
    assert [record.position for record in seen] == list(range(1, 4 * each + 1))
    for name in ("w0", "w1", "w2", "w3"):
        versions = [record.version for record in seen if record.stream == f"activity-{name}"]
        assert versions == list(range(1, each + 1))
    assert verify_chain(store) == 4 * each


def test_reading_in_pages_gives_the_same_as_reading_at_once(
    store: EventStore, record: Build, project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of any size join without gap or overlap, between any two positions."""
    store.append([record(f"task-{number}") for number in range(10)], project)
    for page in (1, 3, 5, 10, 11):
        monkeypatch.setattr(event_store, "PAGE", page)
        assert [read.position for read in store.read_all()] == list(range(1, 11))
        assert [read.position for read in store.read_all(3, upto=8)] == [4, 5, 6, 7, 8]
        assert list(store.read_all(10)) == []


def test_reading_can_be_narrowed_to_some_names(store: EventStore, record: Build, project: Any) -> None:
    """Only the events of the names that were asked for come, at their true positions."""
    store.append(
        [record("a"), record("b", 1, BulletinPublished(body="van-phong-bo", issue="12")), record("c")], project
    )
    assert [read.position for read in store.read_all(names=["bulletin.published"])] == [2]


def test_an_event_of_an_unknown_name_stops_the_reading_where_it_stands(
    store: EventStore, record: Build, project: Any, edit: Callable[[str], None]
) -> None:
    """A log of a newer version is read up to the first event that is not known, and never past it."""
    store.append([record("a"), record("b"), record("c")], project)
    edit("UPDATE dondoc_events SET name = 'press.not-invented-yet' WHERE position = 2")

    seen: list[int] = []
    with pytest.raises(UnknownEvent, match=r"press\.not-invented-yet"):
        seen.extend(read.position for read in store.read_all())
    assert seen == [1]
    with pytest.raises(UnknownEvent):
        store.read("b")
    assert [read.position for read in store.read("c")] == [3]


def test_an_event_whose_data_lost_their_shape_stops_the_reading(
    store: EventStore, record: Build, project: Any, edit: Callable[[str], None]
) -> None:
    """Data that do not fit their name are not guessed at."""
    store.append([record("a")], project)
    edit("UPDATE dondoc_events SET data = hash")
    with pytest.raises(UnknownEvent, match=r"activity\.held"):
        list(store.read_all())
