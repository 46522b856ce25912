"""Urging after a reply: what is held back and why, what the ladder is counted from, the end of a pause told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.projections import promises, replies
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR

At = Callable[[date], None]
TASK = "kh.information:vu-a:2024-04"
"""Due on 30 April 2024; its ladder: three days before, one and five working days after."""
LATE, PROMISED = date(2024, 5, 3), date(2024, 5, 15)
DAY = timedelta(days=1)


@pytest.fixture
def late(play: Any) -> Dondoc:
    """The small ministry on 3 May, one working day after the task was due, when its focal point was urged."""
    ministry: Dondoc = play.fresh()
    tick(ministry, date(2024, 4, 24), LATE)
    return ministry


def tick(ministry: Dondoc, *days: date) -> None:
    """Ticks in the morning of some days."""
    for day in days:
        ministry.clock.set(ministry.clock.now().replace(year=day.year, month=day.month, day=day.day))  # type: ignore[attr-defined]  # the clock of the tests
        ministry.tick()


def daily(first: date, last: date) -> list[date]:
    """Every day from one to another."""
    return [first + n * DAY for n in range((last - first).days + 1)]


def told(ministry: Dondoc, task: str = TASK) -> list[tuple[str, str, str]]:
    """Limit, rung and why it was held back, of each reminder in order."""
    return [(line.limit, line.rung, line.held_back) for line in ministry.ledger(task)]


def test_until_the_promised_day_the_rungs_are_held_back_and_then_the_ladder_is_climbed_again(late: Dondoc) -> None:
    """Five days late falls before the promised day: held back with that day. Then it is counted from there."""
    late.promise(TASK, PROMISED, "Chờ số liệu", actor=LEAD)
    tick(late, *daily(LATE, date(2024, 5, 31)))
    assert told(late) == [
        ("", "truoc-3", ""),
        ("", "qua-han-1", ""),
        ("", "qua-han-5", "promised"),
        ("promise", "qua-han-1", ""),
        ("promise", "qua-han-5", ""),
    ]
    held, *again = [line for line in late.ledger(TASK) if line.rung == "qua-han-5"]
    assert held.to == ()
    assert held.why["conditions"][-1] == {"what": "promised-until", "value": "2024-05-15", "holds": True}
    assert [line.on for line in again] == ["2024-05-22"]
    assert [line.on for line in late.ledger(TASK) if line.limit == "promise"] == ["2024-05-16", "2024-05-22"]
    assert late.task(TASK)[0].due == "2024-04-30"
    assert late.task(TASK)[0].cell.key == "open_overdue"


def test_a_second_promise_takes_the_place_of_the_first(late: Dondoc) -> None:
    """Only the newest day counts; the first was broken, since it had come."""
    late.promise(TASK, PROMISED, "Chờ số liệu", actor=LEAD)
    tick(late, date(2024, 5, 16))
    late.promise(TASK, date(2024, 5, 24), "Chờ ký", actor=LEAD)
    tick(late, *daily(date(2024, 5, 17), date(2024, 6, 3)))
    assert [(line.on, line.rung) for line in late.ledger(TASK) if line.limit == "promise" and line.to] == [
        ("2024-05-16", "qua-han-1"),
        ("2024-05-27", "qua-han-1"),
        ("2024-05-31", "qua-han-5"),
    ]
    assert [line.state for line in late.ask(promises.promises, late.when())] == ["broken", "broken"]


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=40), timedelta(days=400)], ids=str)
def test_after_any_time_down_only_the_current_rung_from_the_promised_day_goes_out(
    late: Dondoc, down: timedelta
) -> None:
    """Also over the change of the year; a second tick, and another process, change nothing."""
    late.promise(TASK, PROMISED, "Chờ số liệu", actor=LEAD)
    position = late.store.position()
    tick(late, (late.clock.now() + down).date())
    sent = [r.fact for r in late.store.read_all(position) if isinstance(r.fact, ReminderIssued) and r.fact.task == TASK]
    assert [(fact.limit, fact.rung) for fact in sent] == ([("promise", "qua-han-5")] if down.days else [])
    after = late.store.position()
    tick(late, late.clock.now().date())
    assert late.store.position() == after


def test_a_day_that_moves_past_the_promise_puts_an_end_to_it(late: Dondoc) -> None:
    """With a new last day the old ladder is over, and the promise is counted neither as kept nor as broken."""
    late.promise(TASK, PROMISED, "Chờ số liệu", actor=LEAD)
    late.ask_extension(TASK, date(2024, 5, 31), "Chờ số liệu", actor=LEAD)
    late.grant_extension(TASK, "12/QĐ", actor=ASSIGNER)
    tick(late, *daily(LATE, date(2024, 6, 4)))
    assert told(late)[2:] == [("", "truoc-3", ""), ("", "qua-han-1", "")]
    assert [line.state for line in late.ask(promises.promises, late.when())] == ["replaced"]


def test_a_promise_is_kept_by_the_day_on_which_it_was_done_and_a_correction_takes_that_back(late: Dondoc) -> None:
    """Nothing is stored: done in time it was kept, withdrawn it is broken once the day has passed, as known then."""
    report = "kh.report:tinh-a:2024-Q1"
    late.promise(report, PROMISED, "Chờ số liệu", actor=REGISTRAR)
    late.promise(TASK, PROMISED, "Chờ số liệu", actor=LEAD)
    tick(late, date(2024, 5, 14))
    done = late.take_step(report, "submit", {"number": "1/BC"}, actor=REGISTRAR, late="Bản giấy")
    tick(late, date(2024, 5, 20))
    before = late.when()
    states = {line.task: line.state for line in late.ask(promises.promises, before)}
    assert states == {report: "kept", TASK: "broken"}
    assert [x.state for x in late.ask(promises.promises, late.when(date(2024, 5, 15)), named=[TASK])] == ["open"]
    event = next(e for e in done.event_ids if any(r.event_id == e and r.fact.name == "report.submitted" for r in
                 late.store.read(f"task-{report}")))  # fmt: skip
    late.correct(report, event, "Nhầm tỉnh", withdraw=True, actor=REGISTRAR)
    assert {x.task: x.state for x in late.ask(promises.promises, late.when())}[report] == "broken"
    assert {x.task: x.state for x in late.ask(promises.promises, before)}[report] == "kept"
    counts = promises.counted(late.ask(promises.promises, late.when()))
    assert counts["vu-a"] == {"kept": 0, "broken": 1, "open": 0, "replaced": 0}
    tick(late, date(2024, 5, 22))
    assert told(late, report)[-1] == ("promise", "qua-han-5", "")


def test_a_pause_holds_everything_back_and_its_end_is_told_once(late: Dondoc) -> None:
    """Four working days from 6 May: what falls within is recorded; on Saturday both are told that it is over."""
    tick(late, date(2024, 5, 6))
    late.pause_urging(TASK, 4, "Kiện toàn tổ chức", "12/QĐ", actor=ASSIGNER)
    tick(late, *daily(date(2024, 5, 6), date(2024, 5, 20)))
    assert told(late)[2:] == [("", "qua-han-5", "paused"), ("pause", "ended", "")]
    held, ended = late.ledger(TASK)[2:]
    assert held.why["conditions"][-1] == {"what": "paused-until", "value": "2024-05-10", "holds": True}
    assert (ended.on, ended.to) == ("2024-05-11", (ASSIGNER.office, LEAD.office))


@pytest.mark.parametrize("down", [40, 400])
def test_a_pause_that_ended_while_nobody_looked_is_told_once_and_its_rungs_stay_held_back(
    late: Dondoc, down: int
) -> None:
    """A tick that comes late gives what one in time would have given."""
    tick(late, date(2024, 5, 6))
    late.pause_urging(TASK, 4, "Kiện toàn tổ chức", "12/QĐ", actor=ASSIGNER)
    for _ in range(2):
        tick(late, date(2024, 5, 6) + down * DAY)
    assert told(late)[2:] == [("", "qua-han-5", "paused"), ("pause", "ended", "")]


def test_a_pause_that_was_replaced_is_told_of_once_only(late: Dondoc) -> None:
    """A shorter one in its place ends earlier, and that end is the one that counts."""
    tick(late, date(2024, 5, 6))
    late.pause_urging(TASK, 20, "Kiện toàn tổ chức", "12/QĐ", actor=ASSIGNER)
    tick(late, date(2024, 5, 8))
    late.pause_urging(TASK, 1, "Xong sớm", "13/QĐ", actor=ASSIGNER)
    tick(late, *daily(date(2024, 5, 9), date(2024, 6, 30)))
    assert [(line.on, line.limit) for line in late.ledger(TASK) if line.rung == "ended"] == [("2024-05-10", "pause")]


def test_what_is_done_meanwhile_is_not_told_of_any_more(late: Dondoc) -> None:
    """Nobody hears that the urging of a cancelled task may go on."""
    late.pause_urging(TASK, 2, "Kiện toàn tổ chức", "12/QĐ", actor=ASSIGNER)
    late.take_step(TASK, "cancel", {"reason": "Thôi", "authority": "13/QĐ"}, actor=ASSIGNER)
    tick(late, *daily(LATE, date(2024, 5, 31)))
    assert told(late)[2:] == []


def test_what_waits_for_an_act_can_be_left_in_peace_too(play: Any) -> None:
    """The monthly question is held back as well while the urging is paused."""
    from dondoc.domain.expectation import Expectation
    from dondoc.testing import small_catalogue

    question = Expectation(version=1, name="Đã ban hành chưa", to=("dau-moi",))
    catalogue = small_catalogue(calendar=play.catalogue.calendar)
    object.__setattr__(catalogue, "expected", question)
    ministry = play.fresh(catalogue)
    tick(ministry, date(2024, 4, 30))
    guidance = "kh.guidance:vu-a:after"
    ministry.pause_urging(guidance, 3, "Đã biết", "12/QĐ", actor=ASSIGNER)
    tick(ministry, date(2024, 5, 2), date(2024, 6, 3))
    assert told(ministry, guidance) == [("", "ask", "paused"), ("", "ask", ""), ("pause", "ended", "")]


def test_extensions_wait_in_the_queue_until_they_are_decided(late: Dondoc) -> None:
    """Asked for, they are listed with both days; granted, refused or done, no more."""
    late.ask_extension(TASK, date(2024, 5, 31), "Chờ số liệu", actor=LEAD)
    (asked,) = late.ask(replies.requested)
    assert (asked.task, asked.plan, asked.was, asked.due) == (TASK, "kh", "2024-04-30", "2024-05-31")
    late.refuse_extension(TASK, "Không", actor=ASSIGNER)
    assert late.ask(replies.requested) == []
    late.ask_extension(TASK, date(2024, 6, 7), "Chờ ký", actor=LEAD)
    assert len(late.ask(replies.requested)) == 1
    late.grant_extension(TASK, "12/QĐ", actor=ASSIGNER)
    assert late.ask(replies.requested) == []


def test_a_rung_that_was_taken_note_of_is_known_and_the_next_one_comes(late: Dondoc) -> None:
    """Repeats ask for it by limit and day; a rung above is another word."""
    late.acknowledge(TASK, actor=LEAD)
    assert late.ask(replies.acknowledged, [TASK]) == {(TASK, "2024-04-30"): {"qua-han-1"}}
    tick(late, date(2024, 5, 8))
    assert told(late)[-1] == ("", "qua-han-5", "")


def test_replies_leave_whole_read_models(late: Dondoc) -> None:
    """All of it can be dropped and made again from the log."""
    late.acknowledge(TASK, actor=LEAD)
    late.promise(TASK, PROMISED, "Chờ số liệu", actor=LEAD)
    late.ask_extension(TASK, date(2024, 5, 31), "Chờ số liệu", actor=LEAD)
    late.refuse_extension(TASK, "Không", actor=ASSIGNER)
    late.pause_urging(TASK, 2, "Kiện toàn tổ chức", "12/QĐ", actor=ASSIGNER)
    tick(late, *daily(LATE, date(2024, 5, 20)))
    assert [r for r in late.store.read_all() if isinstance(r.fact, ReminderHeldBack)]
    assert late.differences() == {}
