"""Ladders at work: pace, repeats and conditions in a ticked ministry, the guard against storms, a log replayed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.at_most import AtMost
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued, RemindingStopped
from dondoc.domain.ladder import Ladder
from dondoc.domain.office import Actor
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, duty, small_catalogue
from dondoc.testing.catalogue import LADDER
from dondoc.workflow.contrast import contrast
from dondoc.workflow.replaying import replay

At = Callable[[date], None]
Opened = Callable[..., Dondoc]
_RUNG: dict[str, Any] = {"id": "r", "name": "R", "level": 0, "to": ["dau-moi"]}
BEHIND = Ladder.model_validate(
    {"id": "nhip", "version": 1, "name": "Nhịp", "limits": ["pace"], "rungs": [{**_RUNG, "before": 9}]}
)
QUIET = Ladder.model_validate(
    {"id": "im", "version": 1, "name": "Im", "limits": ["silence"], "rungs": [{**_RUNG, "after": 1, "unit": "days"}]}
)
STUBBORN = Ladder.model_validate(
    LADDER.model_dump(exclude={"rungs"})
    | {
        "rungs": [
            *LADDER.model_dump()["rungs"][:2],
            {**_RUNG, "after": 5, "level": 2, "repeat": {"every": 5, "most": 3}},
        ]
    }
)
BULLETIN = "kh.bulletin:vu-a:2024-05"
REPORT = "kh.report:tinh-a:2024-Q1"


def days(first: date, last: date) -> Iterable[date]:
    """Every day from one to another."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


@pytest.fixture
def office(opened: Opened) -> Dondoc:
    """A ministry whose ladders repeat, ask after silence and follow the pace of quotas."""
    standing = duty("site", {"kind": "continuous"}, silence=30)
    duties = [*small_catalogue().plans["kh"].duties, standing]
    dondoc = opened(small_catalogue(duties=duties, ladders=[BEHIND, QUIET, STUBBORN]), url="sqlite://")
    dondoc.tick()
    return dondoc


def told(dondoc: Dondoc, task: str, limit: str = "") -> list[tuple[str, str, str]]:
    """Day, rung and verdict of each reminder of one limit of a task."""
    lines = [line for line in dondoc.ledger(task) if line.limit == limit]
    return [(line.on, line.rung, line.held_back or "sent") for line in lines]


def bulletins(dondoc: Dondoc, *on: date) -> None:
    """Bulletins of May, one each day."""
    for day in on:
        dondoc.record("bulletin.published", {"body": "vu-a", "issue": str(day.day)}, actor=LEAD, on=day)


@pytest.mark.parametrize(("done", "expected"), [(2, [("2024-05-20", "r", "sent")]), (3, [])])
def test_a_quota_is_asked_when_it_falls_behind_and_not_before(
    office: Dondoc, at: At, done: int, expected: list[tuple[str, str, str]]
) -> None:
    """Two bulletins of four with nine working days left bring one question; three bring none."""
    at(date(2024, 5, 8))
    office.tick()
    bulletins(office, *days(date(2024, 5, 6), date(2024, 5, 5 + done)))
    for day in days(date(2024, 5, 17), date(2024, 5, 21)):
        at(day)
        office.tick()
    assert told(office, BULLETIN, "pace") == expected


def test_whoever_falls_behind_later_is_asked_then(office: Dondoc, at: At) -> None:
    """Three of four are enough on 20 May; on 27 May they are behind an even pace, and that day asks, once."""
    at(date(2024, 5, 8))
    office.tick()
    bulletins(office, *days(date(2024, 5, 6), date(2024, 5, 8)))
    for day in days(date(2024, 5, 20), date(2024, 5, 31)):
        at(day)
        office.tick()
    assert told(office, BULLETIN, "pace") == [("2024-05-24", "r", "sent")]


def test_the_last_rung_comes_again_until_its_number_is_reached_each_once(office: Dondoc, at: At) -> None:
    """Four times for a report that nobody hands in, each recorded under a name of its own, and then no more."""
    for day in days(date(2024, 3, 19), date(2024, 5, 31)):
        at(day)
        office.tick()
        office.tick()
    sent = [(on, rung) for on, rung, verdict in told(office, REPORT) if verdict == "sent"]
    assert sent == [
        ("2024-03-21", "qua-han-1"), ("2024-03-27", "r"), ("2024-04-03", "r/2"), ("2024-04-10", "r/3"),
        ("2024-04-17", "r/4"),
    ]  # fmt: skip
    streams = {r.stream for r in office.store.read_all(names=["reminder.issued"]) if r.fact.task == REPORT}
    assert f"reminder-{REPORT}:2024-03-20:r/2" in streams


def test_ladders_are_chosen_for_each_body_and_conditions_asked_of_what_it_owes(opened: Opened, at: At) -> None:
    """A department has a ladder of its own; its second rung goes out only with two overdue tasks."""
    own = Ladder.model_validate({
        "id": "rieng", "version": 1, "name": "Riêng", "when": {"kinds": ["unit"]}, "rungs": [
            {**_RUNG, "id": "a", "after": 2},
            {**_RUNG, "id": "b", "after": 3, "when": {"late_tasks": {"least": 2}}},
        ]})  # fmt: skip
    both = duty("both", {"kind": "once", "window": {"month": "2024-03"}}, bodies=["vu-a", "tinh-a"])
    also = duty("also", {"kind": "once", "window": {"month": "2024-03"}}, bodies=["tinh-a"])
    dondoc = opened(small_catalogue(duties=[both, also], ladders=[own, LADDER]), url="sqlite://")
    for day in days(date(2024, 3, 18), date(2024, 4, 5)):
        at(day)
        dondoc.tick()
    assert told(dondoc, "kh.both:vu-a:2024-03") == [("2024-04-02", "a", "sent"), ("2024-04-03", "b", "condition")]
    assert [rung for _, rung, _ in told(dondoc, "kh.both:tinh-a:2024-03")] == ["truoc-3", "qua-han-1", "qua-han-5"]
    said = {each["what"]: each["value"] for each in dondoc.ledger("kh.both:vu-a:2024-03")[-1].why["conditions"]}
    assert said["late-tasks"] == "1"


def test_a_storm_is_stopped_told_and_goes_on_the_next_day(opened: Opened, at: At) -> None:
    """No more than three a day; the rest is neither lost nor silent, and another tick of that day sends nothing."""
    catalogue = replace(small_catalogue(), at_most=AtMost(planned=50, sent=3))
    dondoc = opened(catalogue, url="sqlite://")
    at(date(2024, 4, 10))
    first, again = dondoc.tick(), dondoc.tick()
    assert (first.urged, again.urged) == (3, 0)
    assert [problem.code for problem in (*first.problems, *again.problems)] == ["rejected", "rejected"]
    stops = [record.fact for record in dondoc.store.read_all() if isinstance(record.fact, RemindingStopped)]
    assert [(stop.sent, stop.most) for stop in stops] == [(3, 3)]
    waiting, total = stops[0].waiting, 3
    while waiting:
        at(date(2024, 4, 10) + timedelta(days=total))
        tally = dondoc.tick()
        total, waiting = total + tally.urged, waiting - tally.urged if tally.urged else 0
    free = opened(small_catalogue(), url="sqlite://")
    at(date(2024, 4, 10))
    assert free.tick().urged == stops[0].waiting + 3


def test_a_log_replayed_under_its_own_rules_gives_what_was_sent(office: Dondoc, at: At) -> None:
    """Steps, a returned report, an act issued late, moved days, credits, notes and answers: the same, day by day."""
    acts: dict[date, Callable[[], object]] = {
        date(2024, 3, 19): lambda: office.take_step(REPORT, "submit", {}, actor=REGISTRAR),
        date(2024, 4, 2): lambda: office.take_step(REPORT, "return", {"reason": "Thiếu"}, actor=ASSIGNER),
        date(2024, 4, 12): lambda: office.issue_act("nd-a", date(2024, 4, 8), "73/NĐ", actor=ASSIGNER),
        date(2024, 4, 22): lambda: office.take_step("kh.site:vu-a:2024", "note", {"note": "Tin"}, actor=LEAD),
        date(2024, 5, 7): lambda: office.move_due(
            "kh.information:vu-a:2024-04", date(2024, 5, 20), "Chờ", authority="12/QĐ", actor=ASSIGNER
        ),
        date(2024, 4, 5): lambda: office.acknowledge(REPORT, actor=Actor(person="em", office="tinh-a/dau-moi")),
        date(2024, 5, 14): lambda: office.promise(
            "kh.guidance:vu-a:after", date(2024, 5, 22), "Chờ số liệu", actor=LEAD
        ),
        date(2024, 5, 20): lambda: office.pause_urging(
            "kh.information:vu-a:2024-04", 3, "Đợi họp", "Thông báo 3", actor=ASSIGNER
        ),
        date(2024, 5, 8): lambda: bulletins(office, *days(date(2024, 5, 6), date(2024, 5, 8))),
    }
    last = date(2024, 6, 14)
    for day in days(date(2024, 3, 18), last):
        at(day)
        office.tick()
        if day in acts:
            acts[day]()
            office.tick()
    found = replay(office.catalogue, office.store.read_all(), date(2024, 3, 18), last)
    recorded = [
        (record.meta.on, record.fact.task, record.fact.limit, record.fact.rung, isinstance(record.fact, ReminderIssued))
        for record in office.store.read_all(names=["reminder.issued", "reminder.held-back"])
        if isinstance(record.fact, ReminderIssued | ReminderHeldBack) and record.fact.ladder != "pause"
    ]
    replayed = [(u.on, u.reminder.task, u.reminder.limit.id, u.reminder.rung, not u.reminder.held_back) for u in found]
    assert len(recorded) > 100
    held = {record.fact.why.get("held-back") for record in office.store.read_all(names=["reminder.held-back"])}
    assert held >= {"superseded", "acknowledged", "promised", "paused"}
    assert sorted(replayed) == sorted(recorded)


def test_a_change_of_rules_is_told_over_the_log(office: Dondoc, at: At) -> None:
    """Without repeats, what they sent is gone, and nothing else; what was never asked under the old rules is added."""
    for day in days(date(2024, 3, 18), date(2024, 4, 12)):
        at(day)
        office.tick()
    records = list(office.store.read_all())
    plain = replace(office.catalogue, ladders=(BEHIND, QUIET, LADDER))
    span = (date(2024, 3, 18), date(2024, 4, 12))
    found = contrast(replay(office.catalogue, records, *span), replay(plain, records, *span))
    assert {each.reminder.rung for each in found.removed} == {"r", "r/2", "r/3"}
    assert {each.reminder.rung for each in found.added} == {"qua-han-5"}
    assert found.after - found.before == len(found.added) - len(found.removed)
