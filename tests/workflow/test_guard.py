"""The guard: a tick needs every clock to agree, or nothing is opened or urged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import ClockJumped
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.ports import RandomIds, SystemClock
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import FrozenClock, small_catalogue
from dondoc.workflow.guard import Guard

START = datetime(2024, 7, 1, 1, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=1)


class World:
    """The clocks of a machine, its database and its log, each to be set by itself."""

    def __init__(self) -> None:
        self.wall = FrozenClock(START)
        self.ran = 1000.0
        self.database = timedelta(0)
        self.logged: datetime | None = None
        self.guard = Guard(
            self.wall,
            database_now=lambda: self.wall.now() + self.database,
            last_recorded=lambda: self.logged,
            steady=lambda: self.ran,
        )

    def passes(self, time: timedelta) -> None:
        """Time goes by, for every clock."""
        self.wall.advance(seconds=time.total_seconds())
        self.ran += time.total_seconds()


@pytest.fixture
def world() -> World:
    """A world in which all clocks agree."""
    return World()


def test_when_all_clocks_agree_it_is_that_time(world: World) -> None:
    """Tick after tick, minutes or a night apart."""
    assert world.guard.now() == START
    for minutes in (0.3, 5, 600, 60 * 24 * 400):
        world.passes(minutes * MINUTES)
        assert world.guard.now() == world.wall.now()


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(hours=1), timedelta(hours=-1), 6 * MINUTES])
def test_a_clock_that_jumps_is_not_believed(world: World, jump: timedelta) -> None:
    """Ten years ahead or an hour back: while no time has passed for the steady clock, the wall clock is wrong."""
    world.guard.now()
    world.passes(20 * timedelta(seconds=1))
    world.wall.advance(seconds=jump.total_seconds())
    with pytest.raises(ClockJumped, match="the time that passed"):
        world.guard.now()


def test_after_it_has_jumped_back_it_is_believed_again(world: World) -> None:
    """The alarm ends with the mistake: no restart is needed, and nothing was opened meanwhile."""
    world.guard.now()
    world.wall.advance(days=3650)
    for _ in range(3):
        with pytest.raises(ClockJumped):
            world.guard.now()
    world.wall.advance(days=-3650)
    world.passes(MINUTES)
    assert world.guard.now() == START + MINUTES


def test_a_machine_that_slept_has_not_jumped(world: World) -> None:
    """A weekend asleep passed for the steady clock too: the tick that follows catches up."""
    world.guard.now()
    world.passes(timedelta(days=3))
    assert world.guard.now() == START + timedelta(days=3)


def test_a_clock_behind_the_log_is_not_believed(world: World) -> None:
    """What was recorded lies in the past: a clock that says otherwise was set back."""
    world.logged = START + 6 * MINUTES
    with pytest.raises(ClockJumped, match="the last event of the log"):
        world.guard.now()
    world.logged = START + 4 * MINUTES
    assert world.guard.now() == START, "a few minutes of disagreement are borne"


def test_a_log_that_was_silent_for_years_is_no_jump(world: World) -> None:
    """An old database opened again is caught up, not refused."""
    world.logged = START - timedelta(days=800)
    assert world.guard.now() == START


@pytest.mark.parametrize("apart", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=3650)])
def test_a_clock_that_disagrees_with_the_database_is_not_believed(world: World, apart: timedelta) -> None:
    """Two machines, two opinions: nothing happens until they agree."""
    world.database = apart
    with pytest.raises(ClockJumped, match="the database's clock"):
        world.guard.now()
    world.database = 2 * MINUTES
    assert world.guard.now() == START


def test_the_refusal_tells_both_times_and_the_way_out(world: World) -> None:
    """Whoever reads it sees which clock says what, and what to do."""
    world.database = timedelta(days=1)
    with pytest.raises(ClockJumped) as refused:
        world.guard.now()
    assert "2024-07-01 01:00" in refused.value.en
    assert "2024-07-02 01:00" in refused.value.en
    assert "02/07/2024 01:00" in refused.value.vi
    assert "clock" in refused.value.cure


@pytest.fixture
def on_the_machines_clock(own_place: str) -> Iterator[Callable[[float], Dondoc]]:
    """Opens a ministry on the machine's clock, shifted by some seconds."""
    all_: list[Dondoc] = []

    def open_(offset: float) -> Dondoc:
        clock, registry = SystemClock(offset), Registry(FACTS)
        store = EventStore(open_engine(own_place), registry, clock)
        store.create()
        all_.append(Dondoc(store, small_catalogue(), registry, clock, RandomIds()))
        return all_[-1]

    yield open_
    for dondoc in all_:
        dondoc.close()


def test_the_machine_agrees_with_its_own_database(on_the_machines_clock: Callable[[float], Dondoc]) -> None:
    """With the real clock, database and log, the guard lets the tick pass, also an hour of them in a row."""
    ministry = on_the_machines_clock(0)
    guard = ministry.guard()
    assert guard is not None
    assert abs(guard.now() - SystemClock().now()) < timedelta(minutes=1)
    assert guard.now().tzinfo is UTC
    ministry.close()


def test_a_process_whose_clock_is_wrong_may_not_tick(on_the_machines_clock: Callable[[float], Dondoc]) -> None:
    """A worker that runs a day ahead of the database is stopped before it opens tomorrow's tasks."""
    ministry = on_the_machines_clock(86_400)
    guard = ministry.guard()
    assert guard is not None
    with pytest.raises(ClockJumped, match="the database's clock"):
        guard.now()
    ministry.close()


def test_a_simulated_clock_has_no_guard(opened: Callable[..., Dondoc]) -> None:
    """Nothing could agree with an invented time."""
    assert opened().guard() is None
