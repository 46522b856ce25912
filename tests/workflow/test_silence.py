"""The alarm of silence: counted from the last activity of the body, begun anew by the next, never a delay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.ladder import Ladder
from dondoc.domain.status import Cell
from dondoc.testing import ASSIGNER, LEAD, duty, small_catalogue
from dondoc.testing.catalogue import LADDER

QUIET = Ladder.model_validate({
    "id": "im", "version": 3, "name": "Im lặng", "limits": ["silence"], "rungs": [
        {"id": "im-1", "name": "Im 1", "after": 1, "unit": "days", "level": 0, "to": ["dau-moi"]},
        {"id": "im-20", "name": "Im 20", "after": 20, "unit": "days", "level": 1, "to": ["van-phong/thu-truong"]},
    ]})  # fmt: skip
SITE = "kh.site:vu-a:2024"
At = Callable[[date], None]
CATALOGUE = small_catalogue(
    duties=[
        duty("site", {"kind": "continuous"}, silence=30),
        duty("row", {"kind": "once", "window": {"year": 2024}}, silence=300),
        duty("calm", {"kind": "continuous"}),
    ],
    ladders=[LADDER, QUIET],
)


@pytest.fixture
def office(opened: Callable[..., Dondoc]) -> Dondoc:
    """A ministry that keeps a site; its plan opens on 18 March."""
    dondoc = opened(CATALOGUE, single=True)
    dondoc.tick()
    return dondoc


@pytest.fixture
def told(office: Dondoc, at: At) -> Callable[[date], list[tuple[str, str]]]:
    """Ticks on a day: which tasks' rungs of silence were urged."""

    def ticked(day: date) -> list[tuple[str, str]]:
        at(day)
        before = office.store.position()
        office.tick()
        facts = [r.fact for r in office.store.read_all(before, names=["reminder.issued"])]
        return [(f.task, f.rung) for f in facts if f.limit == "silence"]

    return ticked


def test_silence_is_counted_from_the_opening_where_nothing_ever_came(told: Any) -> None:
    """Thirty days from 18 March may be silent; the day after that asks, twenty days after it asks higher up."""
    assert told(date(2024, 4, 17)) == []
    assert told(date(2024, 4, 18)) == [(SITE, "im-1")]
    assert told(date(2024, 4, 19)) == []
    assert told(date(2024, 5, 7)) == [(SITE, "im-20")]
    assert told(date(2024, 9, 30)) == []


def test_an_activity_starts_it_anew(office: Dondoc, told: Any) -> None:
    """A note of 1 May: quiet at once, and asked again thirty-one days after it, from the first rung on."""
    told(date(2024, 4, 18))
    told(date(2024, 5, 1))
    office.take_step(SITE, "note", {"note": "Đăng 5 tin"}, actor=LEAD)
    assert told(date(2024, 5, 31)) == []
    assert told(date(2024, 6, 1)) == [(SITE, "im-1")]


def test_silence_is_no_delay(office: Dondoc, told: Any) -> None:
    """The task stays in term; it is listed and counted as silent until something is done."""
    told(date(2024, 4, 18))
    silences = CATALOGUE.silences()
    assert office.task(SITE)[0].cell is Cell.OPEN_IN_TERM
    assert [line.id for line in office.tasks(silent=silences)] == [SITE]
    assert [(row.unit, row.silent) for row in office.status().rows if row.silent] == [("vu-a", 1)]
    office.take_step(SITE, "note", {"note": "Đăng 1 tin"}, actor=LEAD)
    assert office.tasks(silent=silences) == []
    assert office.status().silent == 0


def test_the_alarm_can_be_asked_for_as_it_was(office: Dondoc, told: Any) -> None:
    """As of a day and as known at a position, later activities are not there."""
    told(date(2024, 4, 18))
    known = office.when()
    told(date(2024, 5, 20))
    office.take_step(SITE, "note", {"note": "Vào muộn"}, actor=LEAD, on=date(2024, 4, 17))
    silences = CATALOGUE.silences()
    assert [line.id for line in office.tasks(known, silent=silences)] == [SITE]
    assert office.tasks(office.when(date(2024, 4, 18)), silent=silences) == []


def test_what_is_summed_up_or_over_is_not_asked(office: Dondoc, told: Any) -> None:
    """A year that was summed up is done; a silence that would be too long after the year's end is not asked about."""
    told(date(2024, 4, 1))
    office.take_step(SITE, "sum-up", {"subject": "Đã làm"}, actor=LEAD)
    assert told(date(2024, 12, 31)) == [], "300 days from 18 March lie after the year"
    assert told(date(2025, 2, 1)) == []


def test_the_reminder_says_last_activity_days_and_limit(office: Dondoc, told: Any) -> None:
    """Why: since when, how many days, how many may be."""
    told(date(2024, 4, 20))
    (line,) = office.ledger(SITE)
    said = {each["what"]: each["value"] for each in line.why["conditions"]}
    assert (line.why["rule"], line.limit, line.to) == ("im/3", "silence", ("vu-a/dau-moi",))
    assert (said["last-activity"], said["silent-days"], said["silence-limit"]) == ("2024-03-18", "33", "30")


def test_simulated_silence_is_ticked_silence(office: Dondoc, told: Any) -> None:
    """Day by day through the year, the same rungs on the same days, urged or held back."""
    for month, day in ((month, day) for month in range(4, 10) for day in range(1, 31)):
        told(date(2024, month, day))
    found = [
        (r.meta.on, r.fact.task, r.fact.rung, isinstance(r.fact, ReminderHeldBack))
        for r in office.store.read_all()
        if isinstance(r.fact, ReminderIssued | ReminderHeldBack)
    ]
    simulated = office.simulate(date(2024, 3, 18), date(2024, 9, 30)).urged
    assert sorted(found) == sorted(
        (u.on, u.reminder.task, u.reminder.rung, bool(u.reminder.held_back)) for u in simulated
    )
    assert office.differences() == {}


def test_what_others_do_is_no_sign_of_life_of_the_body(office: Dondoc, told: Any) -> None:
    """Only what the body that owes it does, or is done on its behalf, counts."""
    told(date(2024, 4, 18))
    why = {"reason": "Trùng", "authority": "1/QĐ"}
    office.take_step("kh.calm:vu-a:2024", "cancel", why, actor=ASSIGNER)
    assert office.task("kh.calm:vu-a:2024")[0].active_on is None
