"""Each occurrence opens exactly once: schedulers that are killed, paused and have wrong clocks (promise R8).

    python trials/firing.py sqlite:////tmp/firing.db
    python trials/firing.py postgresql://user@host/database --seconds 30

The year of a small ministry, from 18 March, passes in the seconds given, on a clock that all share. Two schedulers go
right, two a little wrong, the others so wrong that their guard must stop them. Now and then one is killed and another
started, or one is paused for up to three seconds (that is, days) and goes on with the time that it knew before. It ends
with 0 when what was opened and urged is what a simulation of the year says: nothing twice, nothing missing, nothing
early.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dondoc.app import Dondoc
from dondoc.domain import expectation
from dondoc.domain.errors import ClockJumped
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import HANOI, today, unstamp
from dondoc.ports import RandomIds
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain
from dondoc.testing import small_catalogue
from dondoc.workflow import guard

FIRST = datetime(2024, 3, 18, 8, tzinfo=HANOI)
LAST = datetime(2024, 12, 31, 8, tzinfo=HANOI)
OFFSETS = (0.0, 0.0, 2 / 24, -2 / 24, 1.0, -1.0, 10.0, 400.0)
"""By how many days each scheduler's clock is wrong; up to `TOLERANCE` is believed."""
TOLERANCE = timedelta(hours=6)
LONGEST_PAUSE = 3.0


@dataclass(frozen=True)
class YearClock:
    """A year in some seconds: shared by all, shifted by `offset` days for some."""

    began: float
    speed: float
    offset: float = 0.0

    simulated = False

    def now(self) -> datetime:
        """The moment."""
        passed = min((time.time() - self.began) * self.speed, (LAST - FIRST).total_seconds())
        return FIRST + timedelta(seconds=passed) + timedelta(days=self.offset)


def ministry(url: str, clock: YearClock) -> Dondoc:
    """The small ministry at that URL."""
    registry = Registry(FACTS)
    return Dondoc(EventStore(open_engine(url), registry, clock), small_catalogue(), registry, clock, RandomIds())


def schedule(url: str, clock: YearClock) -> None:
    """Tick, and tick again, as often as the guard lets it."""
    guard.TOLERANCE = TOLERANCE
    dondoc, true = ministry(url, clock), YearClock(clock.began, clock.speed)

    def last() -> datetime | None:
        said = dondoc.store.last_recorded_at()
        return unstamp(said) if said else None

    believed = guard.Guard(
        clock, database_now=true.now, last_recorded=last, steady=lambda: time.monotonic() * clock.speed
    )
    while True:
        with suppress(ClockJumped):
            dondoc.tick(believed.now())
        time.sleep(0.05)


class Schedulers:
    """The processes, and what befalls them."""

    def __init__(self, url: str, clock: YearClock) -> None:
        self.url, self.clock = url, clock
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["dondoc.app", "dondoc.testing", "dondoc.store.sqlite", "psycopg"])
        self.running = [self.start(offset) for offset in OFFSETS]
        self.paused: dict[int, float] = {}
        self.kills = self.pauses = 0

    def start(self, offset: float) -> Any:
        """One more, whose clock is wrong by so many days."""
        clock = YearClock(self.clock.began, self.clock.speed, offset)
        process = self.context.Process(target=schedule, args=(self.url, clock), daemon=True)
        process.start()
        return process

    def disturb(self, chance: random.Random) -> None:
        """Kill one and start another in its place, or pause one; wake up whoever has slept enough."""
        number = chance.randrange(len(self.running))
        if chance.random() < 0.7:
            self.running[number].kill()
            self.running[number].join()
            self.paused.pop(number, None)
            self.running[number] = self.start(OFFSETS[number])
            self.kills += 1
        elif number not in self.paused:
            os.kill(self.running[number].pid, signal.SIGSTOP)
            self.paused[number] = time.monotonic() + chance.uniform(0, LONGEST_PAUSE)
            self.pauses += 1
        self.wake()

    def wake(self) -> None:
        """Let those go on that have slept enough."""
        for number, until in [*self.paused.items()]:
            if time.monotonic() >= until:
                os.kill(self.running[number].pid, signal.SIGCONT)
                del self.paused[number]

    def end(self) -> None:
        """Kill all."""
        for process in self.running:
            process.kill()
            process.join()


def early(dondoc: Dondoc, clock: YearClock, after: int) -> tuple[int, list[str]]:
    """How far the log has come, and what of it was opened before its day."""
    found = []
    for record in dondoc.store.read_all(after):
        after = record.position
        if isinstance(record.fact, TaskAssigned) and record.fact.opens > (clock.now() + TOLERANCE).date():
            found.append(f"{record.stream} was opened before {record.fact.opens}")
    return after, found


def findings(dondoc: Dondoc, day: date) -> list[str]:
    """What differs from a simulation of the year, and what is not whole."""
    dondoc.tick(LAST)
    records = list(dondoc.store.read_all())
    expected = dondoc.simulate(date.min, day)
    opened = Counter(r.stream.removeprefix("task-") for r in records if isinstance(r.fact, TaskAssigned))
    wanted = Counter(opening.task for opening in expected.opened)
    found = [f"{task}: opened {opened[task]} times" for task in opened | wanted if opened[task] != wanted[task]]
    urged = Counter(
        (r.fact.task, r.fact.rung)
        for r in records
        if isinstance(r.fact, ReminderIssued | ReminderHeldBack) and r.fact.ladder != expectation.LADDER
    )
    rungs = Counter((urging.reminder.task, urging.reminder.rung) for urging in expected.urged)
    found += [f"{rung}: decided {urged[rung]} times" for rung in urged | rungs if urged[rung] != rungs[rung]]
    if verify_chain(dondoc.store) != len(records):
        found.append("the hash chain has another length")
    found += [f"{table}: {rows} rows differ from a replay" for table, rows in dondoc.differences().items()]
    return found


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--kills", type=int, default=300, help="how often about something befalls a scheduler")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    speed = (LAST - FIRST).total_seconds() / arguments.seconds
    dondoc = ministry(arguments.url, YearClock(time.time(), speed))
    dondoc.store.create(metadata.create_all)
    clock = YearClock(time.time(), speed)
    schedulers = Schedulers(arguments.url, clock)
    chance = random.Random(arguments.seed)
    found: list[str] = []
    position = 0
    try:
        while clock.now() < LAST:
            time.sleep(arguments.seconds / arguments.kills)
            schedulers.disturb(chance)
            position, too_early = early(dondoc, clock, position)
            found += too_early
    finally:
        schedulers.end()
    found += findings(dondoc, today(YearClock(0.0, speed)))
    dondoc.close()
    told = {"trial": "firing", "events": position, "kills": schedulers.kills, "pauses": schedulers.pauses}
    print(json.dumps({**told, "findings": found[:20]}))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
