"""The ledger of reminders: who was urged, when and why, and what was held back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dondoc.app import Dondoc
from dondoc.projections import reminders
from dondoc.projections.standing import When

REPORT = "kh.report:tinh-a:2024-Q1"


def test_a_line_tells_whom_we_urged_and_why(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """A reminder names its offices, the rule with its version, and every day that was counted to find it."""
    at(date(2024, 3, 21))
    ministry.tick()
    held, urged = ministry.ledger(REPORT)
    assert (urged.rung, urged.level, urged.on, urged.held_back) == ("qua-han-1", 1, "2024-03-21", "")
    assert urged.to == ("tinh-a/dau-moi", "tinh-a/thu-truong")
    assert urged.why["rule"] == "nhac/1"
    assert [day["day"] for day in urged.why["days"]] == ["2024-03-21"]
    assert (held.rung, held.held_back, held.to) == ("truoc-3", "before-effective", ())


def test_the_newest_of_all_come_first(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Without a task the ledger runs backwards, as far as one asks, and can be narrowed to what was sent or held."""
    at(date(2024, 4, 8))
    ministry.tick()
    lines = ministry.ledger()
    assert [line.on for line in lines] == sorted((line.on for line in lines), reverse=True)
    assert ministry.ledger(limit=2) == lines[:2]
    sent = ministry.ask(reminders.ledger, sent=True)
    held = ministry.ask(reminders.ledger, sent=False)
    assert sent
    assert {bool(line.held_back) for line in sent} == {False}
    assert {bool(line.held_back) for line in held} == {True}
    assert len(sent) + len(held) == len(lines) == ministry.ask(reminders.counted)


def test_the_ledger_can_be_asked_as_it_was(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """As of a day, and as known at a position, later reminders are not there."""
    position = ministry.store.position()
    at(date(2024, 3, 21))
    ministry.tick()
    now = ministry.store.position()

    def rungs(day: str, known: int) -> list[str]:
        return [line.rung for line in ministry.ask(reminders.ledger, task=REPORT, when=When(day, known))]

    assert rungs("2024-03-21", now) == ["truoc-3", "qua-han-1"]
    assert rungs("2024-03-20", now) == ["truoc-3"]
    assert rungs("2024-03-21", position) == ["truoc-3"]


def test_the_rungs_of_many_tasks_are_found_at_once(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """For each task the rungs that are recorded; tasks without any are left out."""
    at(date(2024, 4, 1))
    ministry.tick()
    broadcast = "kh.broadcast:dai-a:2024-W12"
    asked = [REPORT, broadcast, "kh.standing:vu-a:2024"]
    all_three = {"truoc-3", "qua-han-1", "qua-han-5"}
    assert ministry.ask(reminders.rungs, asked) == {
        (REPORT, "2024-03-20"): all_three,
        (broadcast, "2024-03-24"): all_three,
    }
    assert ministry.ask(reminders.rungs, asked, "silence") == {}
