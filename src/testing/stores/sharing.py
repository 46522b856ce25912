"""Many at once: threads and processes on one database, some of them frozen, killed or taking back what they wrote."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from dondoc.domain.fact import Record
from dondoc.store.event_store import EventStore
from dondoc.store.follower import Follower
from dondoc.store.verification import verify_chain
from dondoc.testing.stores.following import Following, told, write_down
from dondoc.testing.stores.keys import key
from dondoc.testing.stores.place import drop, log, nothing

EACH = 40


class Process:
    """A process that writes; see `writer`."""

    def __init__(self, url: str, name: str, count: int, *options: str) -> None:
        command = [sys.executable, "-m", "dondoc.testing.stores.writer", url, name, str(count), *options]
        self._popen = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  # our own module
        self.running = self._popen.poll
        self.wait = self._popen.wait
        self.signal = self._popen.send_signal

    def hear(self) -> str:
        """What it says next."""
        assert self._popen.stdout is not None
        return self._popen.stdout.readline().strip()

    def tell(self) -> None:
        """Let it go on."""
        assert self._popen.stdin is not None
        self._popen.stdin.write("go\n")
        self._popen.stdin.flush()

    def end(self) -> None:
        """Kill it, if it still runs, and let go of it."""
        self._popen.kill()
        self._popen.communicate()


class Sharing(Following):
    """What several who use one store see and do to each other."""

    @contextmanager
    def processes(self, *names: str, count: int, options: tuple[str, ...] = ()) -> Iterator[list[Process]]:
        """Processes that are ready to write; none outlives the test."""
        with ExitStack() as ended:
            started = [Process(self.url, name, count, *options) for name in names]
            for process in started:
                ended.callback(process.end)
            assert [process.hear() for process in started] == ["ready"] * len(names)
            yield started

    def test_another_opening_sees_what_was_appended(self) -> None:
        """Whatever one process has recorded, the next one reads."""
        with self.store() as store, self.opened() as other:
            other.check()
            store.append([self.record("task-x")], nothing)
            assert log(other) == [(1, "event-1")]
            assert other.append([self.record("task-x", 2)], nothing).last == 2
            assert store.position() == 2

    def test_a_reader_stands_in_nobodys_way_and_sees_one_state(self) -> None:
        """A reader goes on seeing what it saw first while another appends."""
        with self.store() as store:
            with store.reading() as connection:
                assert store.position(connection) == 0
                store.append([self.record("task-x")], nothing)
                assert store.position(connection) == 0
            assert store.position() == 1

    def test_many_that_make_the_tables_at_once_make_them_once(self) -> None:
        """Eight first starts at the same moment: one makes, seven find, none fails."""
        with self.store() as store, ExitStack() as all_:
            drop(store)
            stores = [all_.enter_context(self.opened()) for _ in range(8)]
            with ThreadPoolExecutor(8) as threads:
                made = list(threads.map(lambda each: each.create(), stores))
            assert sorted(made) == [False] * 7 + [True]

    def test_twenty_threads_with_one_key_bring_about_one_event(self) -> None:
        """An impatient caller who sends a command twenty times at once gets twenty equal answers about one event."""
        with self.store() as store:
            with ThreadPoolExecutor(max_workers=20) as threads:
                sent = [threads.submit(store.append, [self.record("task-x")], nothing, key()) for _ in range(20)]
                answers = [each.result() for each in sent]
            assert store.position() == 1
        assert {(a.stream, a.version, a.first, a.last) for a in answers} == {("task-x", 1, 1, 1)}
        assert sorted(a.repeated for a in answers) == [False] + [True] * 19

    def test_a_tailing_reader_sees_every_position_once_and_in_order(self) -> None:
        """With four processes that write, a reader who asks for what comes after its last position misses nothing."""
        names = [f"w{number}" for number in range(4)]
        seen: list[Record] = []
        with self.store() as store, self.processes(*names, count=EACH) as writers:
            for writer in writers:
                writer.tell()
            while any(writer.running() is None for writer in writers):
                seen += store.read_all(seen[-1].position if seen else 0)
                time.sleep(0.002)
            seen += store.read_all(seen[-1].position if seen else 0)
            assert [writer.wait() for writer in writers] == [0] * 4
            assert verify_chain(store) == 4 * EACH
        assert [record.position for record in seen] == list(range(1, 4 * EACH + 1))
        for name in names:
            versions = [record.version for record in seen if record.stream == f"activity-{name}"]
            assert versions == list(range(1, EACH + 1))

    def test_four_followers_of_one_name_share_the_log_while_four_processes_write(self) -> None:
        """Writers hold their transaction or take it back now and then; each event is handed over exactly once."""
        done = threading.Event()
        names = [f"w{number}" for number in range(4)]
        with self.listening() as store, self.processes(*names, count=EACH) as writers:
            with ThreadPoolExecutor(4) as threads:
                running = [threads.submit(_follow, store, done) for _ in range(4)]
                for writer in writers:
                    writer.tell()
                assert [writer.wait() for writer in writers] == [0] * 4
                done.set()
                orders = [each.result() for each in running]
            assert told(store) == log(store)
            assert verify_chain(store) == 4 * EACH
        assert all(order == sorted(order) for order in orders)
        assert sorted(position for order in orders for position in order) == list(range(1, 4 * EACH + 1))

    def test_a_writer_that_freezes_in_its_transaction_hides_nothing(self) -> None:
        """While it stands still others wait and readers see nothing new; when it goes on, its event comes first."""
        with self.listening() as store:
            store.append([self.record("before")], nothing)
            freeze = self.processes("frozen", count=1, options=("--freeze",))
            with freeze as (frozen,), self.processes("next", count=3) as (other,):
                frozen.tell()
                assert frozen.hear() == "holding"
                frozen.signal(signal.SIGSTOP)
                other.tell()
                time.sleep(0.5)
                assert other.running() is None, "whoever comes second waits for the order"
                assert log(store) == [(1, "event-1")], "what is not committed is not seen"
                frozen.signal(signal.SIGCONT)
                frozen.tell()
                assert [frozen.wait(), other.wait()] == [0, 0]
            follower = Follower(store, "outbox", write_down)
            while follower.follow(1):
                pass
            assert told(store) == log(store)
            assert [event for _, event in log(store)] == ["event-1", "frozen-0", "next-0", "next-1", "next-2"]

    def test_a_writer_that_dies_in_its_transaction_leaves_no_gap(self) -> None:
        """Its position goes to the next: positions count on without a hole, and nobody waits for a clock."""
        with self.listening() as store:
            follower = Follower(store, "outbox", write_down)
            with self.processes("frozen", count=1, options=("--freeze",)) as (frozen,):
                frozen.tell()
                assert frozen.hear() == "holding"
                frozen.signal(signal.SIGKILL)
                frozen.wait()
                assert store.append([self.record("after")], nothing).last == 1
            assert follower.follow() == 1
            assert told(store) == log(store) == [(1, "event-1")]


def _follow(store: EventStore, done: threading.Event) -> list[int]:
    """Follow until the writers are done and nothing is left; the positions that came to us."""
    got: list[int] = []

    def keep(connection: object, records: list[Record]) -> None:
        write_down(connection, records)  # type: ignore[arg-type]  # an effect is handed a connection
        got.extend(record.position for record in records)

    follower = Follower(store, "outbox", keep)  # type: ignore[arg-type]  # likewise
    while not done.is_set() or follower.follow(7):
        follower.follow(7)
        time.sleep(0.01)
    return got
