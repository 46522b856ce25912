"""Both plans of 2024 as they are configured: what the year opens, and that simulating it is playing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from dondoc.app import Dondoc
from dondoc.domain import expectation
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ports import HANOI
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain
from dondoc.testing import FrozenClock, SequentialIds
from dondoc.workflow.simulate import Simulation, simulate

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


@pytest.fixture(scope="module")
def simulated(shipped: Catalogue) -> Simulation:
    """The year 2024 on a virtual clock."""
    return simulate(shipped, FIRST, LAST)


@pytest.fixture(scope="module")
def played(shipped: Catalogue, alone: Callable[[], str]) -> Iterator[Dondoc]:
    """The year 2024 ticked through, morning by morning, with nothing ever done."""
    registry = Registry(FACTS)
    clock = FrozenClock(datetime(2024, 1, 1, 8, tzinfo=HANOI))
    store = EventStore(open_engine(alone()), registry, clock)
    store.create(metadata.create_all)
    dondoc = Dondoc(store, shipped, registry, clock, SequentialIds())
    for day in range((LAST - FIRST).days + 1):
        dondoc.tick(datetime(2024, 1, 1, 8, tzinfo=HANOI) + timedelta(days=day))
    yield dondoc
    dondoc.close()


def test_each_task_opens_once(simulated: Simulation) -> None:
    """No task twice, and every name says duty, body and label."""
    names = [opening.task for opening in simulated.opened]
    assert len(names) == len(set(names))
    assert all(o.task == f"{o.duty.id}:{o.body}:{o.occurrence.label}" for o in simulated.opened)


def test_the_ministry_holds_four_press_conferences(simulated: Simulation) -> None:
    """One a quarter, by its last day; the first is owed from the day on which the plan began to bind."""
    found = [o.occurrence for o in simulated.opened if o.duty.id == "184.press-conference"]
    assert [(o.label, o.opens, o.due) for o in found] == [
        ("2024-Q1", date(2024, 3, 18), date(2024, 3, 31)),
        ("2024-Q2", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-Q3", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
    ]


def test_ninety_three_bodies_send_four_reform_reports_each(simulated: Simulation) -> None:
    """372 reports, due on 20 March, June, September and December."""
    found = [o for o in simulated.opened if o.duty.id == "par.report"]
    assert Counter(o.occurrence.due for o in found) == {date(2024, month, 20): 93 for month in (3, 6, 9, 12)}
    assert len({o.body for o in found}) == 93


def test_twelve_months_owe_four_bulletins_each(simulated: Simulation) -> None:
    """A quota of four for every month."""
    found = [o.occurrence for o in simulated.opened if o.duty.id == "par.bulletin"]
    assert [(o.label, o.count) for o in found] == [(f"2024-{month:02d}", 4) for month in range(1, 13)]


def test_sixty_five_stations_owe_a_broadcast_a_week(simulated: Simulation) -> None:
    """Each of the 65 has one for each of the 52 weeks of 2024, of at least a quarter of an hour."""
    found = [o for o in simulated.opened if o.duty.id == "par.broadcast"]
    assert len({o.body for o in found}) == 65
    assert Counter(o.occurrence.label for o in found) == {f"2024-W{week:02d}": 65 for week in range(1, 53)}
    assert {(o.occurrence.count, o.occurrence.minutes) for o in found} == {(1, 15)}


def test_every_row_of_the_annex_opens_its_tasks(simulated: Simulation, shipped: Catalogue) -> None:
    """58 rows: a task each, and one more for each month or phase of the rows that have several."""
    expected = []
    for row in shipped.plans["184"].rows:
        labels = [window.label for window in row.window.windows()]
        whole = ["2024"] if len(labels) > 1 else []
        expected += [f"184.{row.id}:{row.unit}:{label}" for label in whole + labels]
    assert len(shipped.plans["184"].rows) == 58
    assert sorted(o.task for o in simulated.opened if o.duty.row) == sorted(expected)


def test_a_ticked_year_opens_what_was_simulated(simulated: Simulation, played: Dondoc) -> None:
    """Tick by tick or at a glance: the same tasks, on the same days, due on the same days."""
    assigned = [r for r in played.store.read_all() if isinstance(r.fact, TaskAssigned)]
    assert Counter((r.stream.removeprefix("task-"), r.meta.on, r.fact.due) for r in assigned) == Counter(
        (o.task, o.occurrence.opens, o.occurrence.due) for o in simulated.opened
    )


def test_a_ticked_year_urges_what_was_simulated(simulated: Simulation, played: Dondoc) -> None:
    """The same rungs of the same tasks on the same days to the same offices; the same held back, for the same why."""
    sent, held = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
    for record in played.store.read_all(names=["reminder.issued", "reminder.held-back"]):
        match record.fact:
            case ReminderIssued(ladder=expectation.LADDER):
                continue  # a question about an act, not an urging
            case ReminderIssued(task=task, rung=rung, to=to):
                sent[task, rung, record.meta.on, to] += 1
            case ReminderHeldBack(task=task, rung=rung, why=why):
                held[task, rung, record.meta.on, why["held-back"]] += 1
    told = [(u.on, u.reminder) for u in simulated.urged]
    assert sent == Counter((r.task, r.rung, on, r.to) for on, r in told if not r.held_back)
    assert held == Counter((r.task, r.rung, on, r.held_back) for on, r in told if r.held_back)
    assert len(sent) > 5000


def test_a_ticked_year_asks_what_was_simulated(simulated: Simulation, played: Dondoc) -> None:
    """The same questions about acts that are expected, on the same days, to the same offices."""
    asked = Counter(
        (record.fact.task, record.meta.on, record.fact.due, record.fact.to)
        for record in played.store.read_all(names=["reminder.issued"])
        if isinstance(record.fact, ReminderIssued) and record.fact.ladder == expectation.LADDER
    )
    told = [(u.on, u.reminder) for u in simulated.asked]
    assert asked == Counter((r.task, on, r.limit.due, r.to) for on, r in told)
    assert len({r.why["act"] for _, r in told}) > 5


def test_a_part_of_a_year_is_that_part_of_the_year(shipped: Catalogue, simulated: Simulation) -> None:
    """What opens and is urged in one quarter is what the whole year says of it."""
    first, last = date(2024, 4, 1), date(2024, 6, 30)
    part = simulate(shipped, first, last)
    assert part.opened == [o for o in simulated.opened if first <= o.occurrence.opens <= last]
    assert part.urged == [u for u in simulated.urged if first <= u.on <= last]
    assert part.asked == [u for u in simulated.asked if first <= u.on <= last]


def test_simulating_writes_nothing(played: Dondoc, simulated: Simulation) -> None:
    """Asked of a running engine, the log stays as it is."""
    position = played.store.position()
    assert played.simulate(FIRST, LAST).opened == simulated.opened
    assert played.store.position() == position


def test_the_year_leaves_whole_read_models(played: Dondoc) -> None:
    """After all its events the read models equal a replay, the chain of hashes holds."""
    assert played.differences() == {}
    assert verify_chain(played.store) == played.store.position()


def test_nothing_of_the_annex_is_urged_for_a_day_before_it_bound(played: Dondoc) -> None:
    """Decision 184 binds from 18 March: no rung whose day came before is urged, in the first days or later."""
    rungs = {rung.id: rung for ladder in played.catalogue.ladders for rung in ladder.climb}
    due = {r.fact.task: None for r in played.store.read_all(names=["reminder.issued"])}
    due |= {r.stream.removeprefix("task-"): r.fact.due for r in played.store.read_all(names=["task.assigned"])}
    issued = [r.fact for r in played.store.read_all(names=["reminder.issued"])]
    sent = [fact for fact in issued if fact.task.startswith("184.") and fact.ladder != expectation.LADDER]
    days = [rungs[fact.rung].day(due[fact.task], played.catalogue.calendar) for fact in sent]
    assert min(days) >= date(2024, 3, 18)
    assert len(days) > 50
