"""Many processes on one database: whoever ticks, and whoever is killed meanwhile, each task is opened once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from dondoc.app import Dondoc
from dondoc.domain import expectation
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import HANOI
from dondoc.domain.rung import PACE
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain
from dondoc.testing import FrozenClock, SequentialIds, small_catalogue

DAY = date(2024, 7, 1)
NOW = datetime(2024, 7, 1, 8, tzinfo=HANOI)
WORKER = """
import sys
from datetime import datetime
from pathlib import Path
from dondoc.app import Dondoc
from dondoc.config.reading import read_catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.ports import RandomIds, SettableClock
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import small_catalogue
from dondoc.workflow import tick

url, config, batch, now = sys.argv[1], sys.argv[2], int(sys.argv[3]), datetime.fromisoformat(sys.argv[4])
tick.BATCH = batch
clock, registry = SettableClock(now), Registry(FACTS)
catalogue = read_catalogue(Path(config), registry) if config else small_catalogue()
dondoc = Dondoc(EventStore(open_engine(url), registry, clock), catalogue, registry, clock, RandomIds())
print("ready", flush=True)
for word in sys.stdin:
    if word.strip() == "create":
        dondoc.store.create(metadata.create_all)
    else:
        now = now if word.strip() == "tick" else datetime.fromisoformat(word.strip())
        clock.set(now)
        dondoc.tick(now)
    print("done", flush=True)
"""


@pytest.fixture
def workers() -> Iterator[list[subprocess.Popen[str]]]:
    """The processes that a test starts; none outlives it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for worker in started:
        worker.kill()
        worker.communicate()


def start(url: str, config: str, batch: int) -> subprocess.Popen[str]:
    """A process that has opened the database and waits for a word to tick."""
    command = [sys.executable, "-c", WORKER, url, config, str(batch), NOW.isoformat()]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def hear(worker: subprocess.Popen[str]) -> str:
    """What a process says next."""
    assert worker.stdout
    return worker.stdout.readline().strip()


def tell(worker: subprocess.Popen[str], word: str = "tick") -> None:
    """Tell a process to tick, at a moment of the year, or to create the tables."""
    assert worker.stdin
    worker.stdin.write(f"{word}\n")
    worker.stdin.flush()


def create(url: str, catalogue: Catalogue) -> Dondoc:
    """An empty database at a URL."""
    clock, registry = FrozenClock(NOW), Registry(FACTS)
    store = EventStore(open_engine(url), registry, clock)
    store.create(metadata.create_all)
    return Dondoc(store, catalogue, registry, clock, SequentialIds("m"))


def check(dondoc: Dondoc) -> None:
    """Each task opened once, all that the year so far asks for and nothing else; log and read models whole."""
    dondoc.tick(NOW)
    records = list(dondoc.store.read_all())
    simulation = dondoc.simulate(date.min, DAY)
    opened = Counter(r.stream.removeprefix("task-") for r in records if isinstance(r.fact, TaskAssigned))
    assert opened == Counter(opening.task for opening in simulation.opened)
    decided = Counter(
        (r.fact.task, r.fact.rung)
        for r in records
        if isinstance(r.fact, ReminderIssued | ReminderHeldBack) and r.fact.ladder != expectation.LADDER
    )
    asked = Counter(r.stream for r in records if getattr(r.fact, "ladder", "") == expectation.LADDER)
    assert set(asked.values()) <= {1}
    simulated = [urging.reminder for urging in simulation.urged]
    # The pace of a quota whose period is over is not asked about any more: nothing can be caught up.
    asked_of = [each for each in simulated if each.limit.kind != PACE or each.limit.due >= DAY]
    assert decided == Counter((each.task, each.rung) for each in asked_of)
    assert [r.position for r in records] == list(range(1, verify_chain(dondoc.store) + 1))
    assert dondoc.differences() == {}


def race(workers: list[subprocess.Popen[str]], victim: int, delay: float) -> None:
    """All tick at once; one is killed in the middle of it; the others end well."""
    for worker in workers:
        tell(worker)
    time.sleep(delay)
    workers[victim].send_signal(signal.SIGKILL)
    for number, worker in enumerate(workers):
        if number != victim:
            assert hear(worker) == "done"
    assert workers[victim].wait() == -signal.SIGKILL


@pytest.mark.parametrize("seed", range(3))
def test_four_processes_of_which_one_is_killed_open_each_task_once(
    url: str, workers: list[subprocess.Popen[str]], seed: int
) -> None:
    """Small batches, so that the four take turns; the kill falls at another moment each time."""
    dondoc = create(url, small_catalogue())
    workers += [start(url, "", 3) for _ in range(4)]
    assert [hear(worker) for worker in workers] == ["ready"] * 4
    chance = random.Random(seed)  # noqa: S311  # a moment, not a secret
    race(workers, victim=chance.randrange(4), delay=chance.uniform(0.0, 0.25))
    check(dondoc)
    dondoc.close()


def test_both_plans_survive_four_processes_of_which_one_is_killed(
    url: str, workers: list[subprocess.Popen[str]], shipped: Catalogue, shipped_config: Path
) -> None:
    """The half-year of both decisions, opened by four at once, one of them killed half-way."""
    dondoc = create(url, shipped)
    workers += [start(url, str(shipped_config), 100) for _ in range(4)]
    assert [hear(worker) for worker in workers] == ["ready"] * 4
    race(workers, victim=0, delay=0.7)
    assert dondoc.store.position() > 0
    check(dondoc)
    dondoc.close()


def test_a_killed_process_leaves_whole_transactions(url: str, workers: list[subprocess.Popen[str]]) -> None:
    """Killed again and again, each time in the middle: whatever is in the log is in the read models, at every step."""
    dondoc = create(url, small_catalogue())
    for delay in (0.005, 0.015, 0.03):
        workers.append(start(url, "", 2))
        assert hear(workers[-1]) == "ready"
        tell(workers[-1])
        time.sleep(delay)
        workers[-1].send_signal(signal.SIGKILL)
        workers[-1].wait()
        assert dondoc.differences() == {}
        verify_chain(dondoc.store)
    check(dondoc)
    dondoc.close()


def test_processes_that_are_killed_and_replaced_round_by_round_lose_and_double_nothing(
    url: str, workers: list[subprocess.Popen[str]]
) -> None:
    """Four tick through the months; in each round a random one is killed and another started in its place."""
    dondoc = create(url, small_catalogue())
    chance = random.Random(7)  # noqa: S311  # a moment, not a secret
    running = [start(url, "", 2) for _ in range(4)]
    workers += running
    assert [hear(worker) for worker in running] == ["ready"] * 4
    seen: list[int] = []
    for month in (3, 4, 5, 6):
        victim = chance.randrange(4)
        for worker in running:
            tell(worker, f"2024-{month:02}-28T08:00+07:00")
        time.sleep(chance.uniform(0.0, 0.1))
        running[victim].send_signal(signal.SIGKILL)
        seen += [record.position for record in dondoc.store.read_all(seen[-1] if seen else 0)]
        assert [hear(worker) for number, worker in enumerate(running) if number != victim] == ["done"] * 3
        running[victim] = start(url, "", 2)
        workers.append(running[victim])
        assert hear(running[victim]) == "ready"
        assert dondoc.differences() == {}
    seen += [record.position for record in dondoc.store.read_all(seen[-1] if seen else 0)]
    assert seen == list(range(1, dondoc.store.position() + 1)), "a reader beside them saw each event once, in order"
    check(dondoc)
    dondoc.close()


def test_processes_that_make_the_database_at_once_make_it_once(url: str, workers: list[subprocess.Popen[str]]) -> None:
    """Four first starts at the same moment: one makes the tables, the others find them, none fails."""
    workers += [start(url, "", 100) for _ in range(4)]
    assert [hear(worker) for worker in workers] == ["ready"] * 4
    for worker in workers:
        tell(worker, "create")
    assert [hear(worker) for worker in workers] == ["done"] * 4
    dondoc = create(url, small_catalogue())
    check(dondoc)
    dondoc.close()
