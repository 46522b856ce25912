"""Closing: a period ends once, on the day after its last day, however late its days became known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from dondoc.app import Dondoc
from dondoc.domain.facts.engine import PeriodClosed
from dondoc.testing import ASSIGNER, REGISTRAR, duty, small_catalogue

REPORT = "kh.report:tinh-a:2024-Q1"
At = Callable[[date], None]


def test_a_period_closes_once_for_all_who_owe_it(play: Any, daily: Dondoc) -> None:
    """One closing a duty and label, dated on the day after the last day in term."""
    closed = play.of(daily, PeriodClosed)
    assert len(closed) == len({(record.fact.duty, record.fact.period) for record in closed})
    assert all(record.meta.on == record.fact.due + timedelta(days=1) for record in closed)
    labels = {record.fact.period for record in closed if record.fact.duty == "kh.bulletin"}
    assert labels == {f"2024-{month:02d}" for month in range(3, 12)}, "December ends with the last tick's day"


def test_a_process_that_runs_on_closes_what_an_act_made_past(play: Any, ministry: Dondoc, at: At) -> None:
    """An act entered months late gives days that have gone: the running process closes them as a new one would."""
    at(date(2024, 9, 2))
    ministry.tick()
    ministry.issue_act("nd-a", date(2024, 5, 10), "73/NĐ", actor=ASSIGNER)
    tally = ministry.tick()
    assert tally.closed == 4
    anew = play.fresh(small_catalogue(), store=ministry.store)
    assert play.tick(anew, date(2024, 9, 2)).closed == 0


def test_a_process_that_runs_on_closes_what_opened_past_its_end(opened: Callable[..., Dondoc], at: At) -> None:
    """A row that was due before its plan began is closed by whoever opens it, also when they were up before."""
    late = duty("early", {"kind": "once", "window": {"month": "2024-01"}})
    ministry = opened(small_catalogue(duties=[late]), single=True)
    at(date(2024, 3, 17))
    assert ministry.tick().opened == 0
    at(date(2024, 3, 18))
    tally = ministry.tick()
    assert (tally.opened, tally.closed) == (1, 1)


def test_what_is_entered_after_a_period_closed_is_taken_as_late(ministry: Dondoc, at: At) -> None:
    """A closed period refuses nothing: it only marks what comes after it."""
    at(date(2024, 3, 25))
    ministry.tick()
    ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, late="Nhận muộn", on=date(2024, 3, 20))
    names = [record.fact.name for record in ministry.store.read_all()]
    assert names.index("period.closed") < names.index("report.submitted")
