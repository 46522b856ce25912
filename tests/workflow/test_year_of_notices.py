"""The year 2024 with both plans and nothing ever done, every notice written: nobody gets more than the budget.

Working days are counted here by an own reading of the files of the calendar, not by the engine's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from dondoc.app import Dondoc
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.contact import Contact, Contacts, Reached, reach
from dondoc.domain.fact import Fact, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.engine import ReminderIssued
from dondoc.domain.facts.notice import NoticeDeferred, NoticeNotSent
from dondoc.domain.notice import Entry
from dondoc.domain.office import ENGINE, Holding
from dondoc.domain.ports import HANOI
from dondoc.projections import notices as fates
from dondoc.projections.base import metadata
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.outbox import Message, Outbox
from dondoc.testing import FrozenClock, SequentialIds
from dondoc.workflow.composing import Composer, Sources, Written

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
DAY = timedelta(days=1)


@dataclass
class Year:
    """What was written in a year, and what the log says of it."""

    dondoc: Dondoc
    messages: list[Message]

    def facts(self, kind: type[Fact]) -> list[Record]:
        """The records of a kind."""
        return list(self.dondoc.store.read_all(names=[kind.name]))


class PlainCalendar:
    """Working days, read from the files by nothing but a YAML reader."""

    def __init__(self, folder: Path) -> None:
        """All years that are there."""
        files = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in folder.glob("*.yaml")]
        self.kinds = {day["day"]: day["kind"] for file in files for day in file["days"]}

    def is_worked(self, day: date) -> bool:
        """Whether a day is worked."""
        return self.kinds.get(day, "off" if day.weekday() >= 5 else "work") == "work"

    def first_worked(self, day: date) -> date:
        """That day, or the next one that is worked."""
        return next(each for n in range(30) if self.is_worked(each := day + n * DAY))


def one_person_a_body(catalogue: Catalogue) -> Catalogue:
    """Whoever is alone in their body holds all of its offices: nobody can be told more than they."""
    holdings = [Holding(office=each.id, person=f"nguoi-{each.body}") for each in catalogue.offices.values()]
    return replace(catalogue, holdings=tuple(holdings))


@pytest.fixture(scope="module")
def year(shipped: Catalogue) -> Iterator[Year]:
    """Each day a tick at eight, and notices written at nine; everybody can be reached, and nobody does anything."""
    catalogue = one_person_a_body(shipped)
    registry, clock = Registry(FACTS), FrozenClock(datetime(2024, 1, 1, 8, tzinfo=HANOI))
    store = EventStore(open_engine("sqlite://"), registry, clock)
    store.create(metadata.create_all)
    dondoc, outbox = Dondoc(store, catalogue, registry, clock, SequentialIds()), Outbox(store)
    persons = dict.fromkeys(holding.person for holding in catalogue.holdings)
    contacts = Contacts(contacts=tuple(Contact(of=person, channel="file") for person in persons))
    sources = Sources(
        waiting=lambda pressing: dondoc.ask(fates.waiting, pressing=pressing),
        deferred=lambda entries: dondoc.ask(fates.deferred, entries),
        contacts=lambda: contacts,
        write=lambda _entries, _at: Written("", "", ()),
        lane=lambda channel, _address: channel,
        record=lambda commands, on: dondoc.dispatch.append_missing(commands, ENGINE, on),
    )

    def reached(entry: Entry, on: date, known: Contacts) -> Reached:
        return reach(entry.to, on, catalogue, known)

    composer = Composer(reached, outbox, sources, catalogue.delivery, catalogue.calendar)
    for n in range((LAST - FIRST).days + 1):
        clock.set(datetime(2024, 1, 1, 8, tzinfo=HANOI) + n * DAY)
        dondoc.tick()
        composer.compose(clock.now() + timedelta(hours=1))
    yield Year(dondoc, outbox.listed(limit=1_000_000))
    dondoc.close()


@pytest.fixture(scope="module")
def plain(shipped_config: Path) -> PlainCalendar:
    """The calendar, read once more."""
    return PlainCalendar(shipped_config / "calendars")


def test_nobody_gets_more_than_the_budget(year: Year, shipped: Catalogue) -> None:
    """Not in a day, not in a week from Monday to Sunday; and in some weeks they get as many as that."""
    budget = shipped.delivery.budget
    assert budget is not None
    days = Counter((m.receiver, m.channel, m.day) for m in year.messages)
    weeks = Counter((m.receiver, m.channel, date.fromisoformat(m.day).isocalendar()[:2]) for m in year.messages)
    assert max(days.values()) == 1
    assert max(weeks.values()) == budget.week
    assert len(year.messages) > 5000


def test_the_last_notice_of_a_week_has_something_urgent_in_it(year: Year, shipped: Catalogue) -> None:
    """What can wait for Monday waits, so that a late escalation finds room on Friday."""
    budget = shipped.delivery.budget
    assert budget is not None
    levels = {f"{r.event_id}:{to}": r.fact.level for r in year.facts(ReminderIssued) for to in r.fact.to}
    weeks: dict[tuple[object, ...], list[Message]] = {}
    for message in sorted(year.messages, key=lambda m: m.day):
        week = date.fromisoformat(message.day).isocalendar()[:2]
        weeks.setdefault((message.receiver, message.channel, week), []).append(message)
    last = [found[-1] for found in weeks.values() if len(found) == budget.week]
    assert last
    for message in last:
        formal = all("/" not in entry.rpartition(":")[2] for entry in message.entries)
        assert formal or max(levels[entry] for entry in message.entries) >= budget.urgent


def test_notices_go_out_on_working_days_only(year: Year, plain: PlainCalendar) -> None:
    """Weekends, holidays and days that were swapped away are quiet; what came on them is told afterwards."""
    assert all(plain.is_worked(date.fromisoformat(m.day)) for m in year.messages)
    quiet = {record.meta.on for record in year.facts(ReminderIssued) if not plain.is_worked(record.meta.on)}
    assert len(quiet) > 5


def test_no_reminder_is_lost(year: Year) -> None:
    """Each is told, or recorded as not sent with its reason; what waits at the end of the year is of its last days."""
    issued = {f"{r.event_id}:{to}": r.meta.on for r in year.facts(ReminderIssued) for to in dict.fromkeys(r.fact.to)}
    told = Counter(entry for message in year.messages for entry in message.entries)
    unsent = {record.fact.entry: record.fact.reason for record in year.facts(NoticeNotSent)}
    waiting = {entry.id for entry in year.dondoc.ask(fates.waiting)}
    assert not told.keys() & unsent.keys()
    assert set(told) | set(unsent) | waiting == set(issued)
    assert set(unsent.values()) <= {"overtaken", "covered"}
    assert all(issued[entry] > LAST - 7 * DAY for entry in waiting)
    assert max(told.values()) == 1


def test_whatever_waits_longer_than_to_the_next_opening_is_recorded(year: Year, plain: PlainCalendar) -> None:
    """A reminder is told on its day, or on the next one that is worked; else the log says why not, and until when."""
    issued = {f"{r.event_id}:{to}": r.meta.on for r in year.facts(ReminderIssued) for to in r.fact.to}
    deferred = {record.fact.entry: record.fact for record in year.facts(NoticeDeferred)}
    told = {entry: date.fromisoformat(m.day) for m in year.messages for entry in m.entries}
    late = {entry for entry, day in told.items() if day > plain.first_worked(issued[entry])}
    assert late == deferred.keys() & told.keys()
    assert all(told[entry] <= deferred[entry].until for entry in late)


def test_the_read_models_of_the_year_equal_a_replay(year: Year) -> None:
    """Deferrals and covered reminders too come from the log alone."""
    assert year.dondoc.differences() == {}
