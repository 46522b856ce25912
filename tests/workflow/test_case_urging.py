"""Urging of cases: each clock by its own time, hours within the day, what is stopped no longer, the top in the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.ladder import Ladder
from dondoc.domain.ports import HANOI
from dondoc.domain.status import Cell
from dondoc.testing import LEAD, PROCEDURES, QUESTION, FrozenClock, duty, small_catalogue, step_data
from dondoc.testing.catalogue import LADDER

RECEIVED = datetime(2024, 5, 3, 16, 30, tzinfo=HANOI)
HOURS: dict[str, Any] = {
    "id": "gio", "version": 1, "name": "Theo giờ", "rhythms": ["on-demand"], "limits": ["hours"],
    "rungs": [
        {"id": "nua", "name": "Một nửa", "passed": 50, "level": 0, "to": ["dau-moi"]},
        {"id": "con-4", "name": "Còn 4 giờ", "before": 4, "unit": "hours", "level": 1, "to": ["thu-truong"]},
        {"id": "het", "name": "Hết giờ", "before": 0, "unit": "hours", "level": 2, "to": ["bo/bo-truong"]},
    ],
}  # fmt: skip
DAYS: dict[str, Any] = {
    "id": "ngay", "version": 1, "name": "Theo ngày", "rhythms": ["on-demand"], "limits": ["due", "days"],
    "rungs": [
        {"id": "con-1", "name": "Còn 1 ngày", "before": 1, "level": 0, "to": ["dau-moi"]},
        {"id": "qua-1", "name": "Quá 1 ngày", "after": 1, "level": 1, "to": ["van-phong/thu-truong"]},
    ],
}  # fmt: skip
Pass = Callable[[float], list[tuple[str, str, tuple[str, ...]]]]


@pytest.fixture
def desk(opened: Callable[..., Dondoc], clock: FrozenClock) -> Dondoc:
    """A ministry that takes questions, at half past four of a Friday."""
    clock.set(RECEIVED)
    ladders = [LADDER, *(Ladder.model_validate(each) for each in (HOURS, DAYS))]
    inquiries = duty("inquiries", {"kind": "on-demand"}, procedure="question")
    return opened(small_catalogue(duties=[inquiries], procedures=[*PROCEDURES, QUESTION], ladders=ladders), single=True)


@pytest.fixture
def receive(desk: Dondoc) -> Callable[..., str]:
    """Takes a question in; the id of its case."""

    def received(at: datetime = RECEIVED) -> str:
        data = step_data("press.question-received", received_at=at)
        return desk.open_case("kh.inquiries", data, actor=LEAD).stream.removeprefix("task-")

    return received


@pytest.fixture
def after(desk: Dondoc, clock: FrozenClock) -> Pass:
    """Lets it be so many hours after half past four, and ticks: which limits' rungs were urged, whom."""

    def urged(hours: float) -> list[tuple[str, str, tuple[str, ...]]]:
        clock.set(RECEIVED + timedelta(hours=hours))
        known = len(desk.ledger())
        desk.tick()
        return [(line.limit, line.rung, line.to) for line in desk.ledger()[: len(desk.ledger()) - known] if line.to]

    return urged


def test_hours_are_reached_within_the_day(receive: Callable[..., str], after: Pass) -> None:
    """Half of a day and a night, four hours before its end, the end: each once, in its hour."""
    receive()
    assert after(11.9) == []
    assert after(12) == [("answer", "nua", ("vu-a/dau-moi",))]
    assert after(13) == []
    assert after(19.9) == []
    assert after(20) == [("answer", "con-4", ("vu-a/thu-truong",))]
    assert after(24) == [("answer", "het", ("bo/bo-truong",))]
    assert after(25) == []


def test_each_clock_is_urged_by_its_own_time(receive: Callable[..., str], after: Pass) -> None:
    """The draft has five working days, and is not forgotten because the answer had a day."""
    receive()
    after(30)
    assert after(24 * 4) == []
    assert after(24 * 5) == [("draft", "con-1", ("vu-a/dau-moi",))], "Friday + 5 working days, one of them a Saturday"
    assert after(24 * 7) == [("draft", "qua-1", ("van-phong/thu-truong",))]


def test_a_clock_that_stopped_urges_nobody(desk: Dondoc, receive: Callable[..., str], after: Pass) -> None:
    """The draft is there: its clock stands still, the other goes on; with the answer all is quiet."""
    case = receive()
    desk.take_step(case, "draft", step_data("press.information-prepared"), actor=LEAD)
    assert [clock.id for clock in desk.task(case)[0].clocks] == ["answer"]
    assert after(12) == [("answer", "nua", ("vu-a/dau-moi",))]
    issued = step_data("press.answer-issued", issued_at=RECEIVED + timedelta(hours=12))
    desk.take_step(case, "issue", issued, actor=LEAD)
    assert desk.task(case)[0].clocks == ()
    assert [after(hours) for hours in (20, 24, 24 * 9)] == [[], [], []]


def test_the_earliest_clock_that_runs_is_the_due_of_the_case(desk: Dondoc, receive: Callable[..., str]) -> None:
    """The answer's moment, not the draft's day, although that started last; both are listed."""
    line = desk.task(receive())[0]
    assert (line.due, line.own_due) == ("2024-05-04", None)
    assert [(clock.id, clock.due, bool(clock.due_at)) for clock in line.clocks] == [
        ("answer", "2024-05-04", True), ("draft", "2024-05-09", False),
    ]  # fmt: skip


def test_what_is_answered_in_time_is_in_time_though_the_other_clock_runs_on(
    desk: Dondoc, receive: Callable[..., str], clock: FrozenClock
) -> None:
    """Answered within the day and the night without a draft: the case is held against the limits that its end met."""
    case = receive()
    clock.set(RECEIVED + timedelta(hours=20))
    desk.take_step(case, "issue", step_data("press.answer-issued", issued_at=clock.now()), actor=LEAD)
    line = desk.task(case)[0]
    assert line.cell is Cell.DONE_ON_TIME


def test_what_was_missed_is_late_though_a_longer_clock_was_met(
    desk: Dondoc, receive: Callable[..., str], clock: FrozenClock
) -> None:
    """Answered after two days, drafted in time: late by the answer's clock."""
    case = receive()
    clock.set(RECEIVED + timedelta(hours=48))
    desk.take_step(case, "draft", step_data("press.information-prepared"), actor=LEAD)
    desk.take_step(case, "issue", step_data("press.answer-issued", issued_at=clock.now()), actor=LEAD)
    assert desk.task(case)[0].cell is Cell.DONE_LATE


def test_a_case_that_is_entered_late_begins_where_it_could_be_known(
    desk: Dondoc, receive: Callable[..., str], after: Pass
) -> None:
    """It came at half past four and is entered at half past ten the next morning: half is gone and urges nobody."""
    after(18)
    case = receive()
    assert after(18.1) == []
    assert [(line.rung, line.held_back) for line in desk.ledger(case)] == [("nua", "before-effective")]
    assert after(20) == [("answer", "con-4", ("vu-a/thu-truong",))]


def test_after_a_night_without_ticks_only_the_highest_rung_urges(receive: Callable[..., str], after: Pass) -> None:
    """The ones below are held back."""
    receive()
    assert after(40) == [("answer", "het", ("bo/bo-truong",))]


def test_the_explanation_names_clock_and_hours(desk: Dondoc, receive: Callable[..., str], after: Pass) -> None:
    """Which clock, its end, the rung's moment and the moment of the decision."""
    case = receive()
    after(12.5)
    (line,) = desk.ledger(case)
    said = {each["what"]: each["value"] for each in line.why["conditions"]}
    assert said["clock"] == "answer"
    assert said["due"] == "2024-05-04T16:30:00+07:00"
    assert said["rung-at<=now"] == "2024-05-04T04:30+07:00<=2024-05-04T05:00+07:00"


def test_what_urging_left_is_what_a_replay_gives(desk: Dondoc, receive: Callable[..., str], after: Pass) -> None:
    """Clocks, standing and ledger, started, stopped and urged."""
    case = receive()
    for hours in (12, 24, 24 * 9):
        after(hours)
    desk.take_step(case, "close", step_data("case.closed"), actor=LEAD)
    assert desk.differences() == {}
