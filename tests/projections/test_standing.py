"""How a task stood on a day, as it was known at a point of the log: late entries, corrections, returns."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import insert, select

from dondoc.app import Dondoc
from dondoc.domain.status import Cell, cell
from dondoc.projections.base import NO_END, NOT_REPLACED
from dondoc.projections.standing import When, standing
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR

REPORT = "kh.report:tinh-a:2024-Q1"
AFTER = "kh.guidance:vu-a:after"
CellOf = Callable[..., Cell]


def submit(ministry: Dondoc, on: date) -> int:
    """The province hands its report in on a day; gives the position at which we learned of it."""
    return ministry.take_step(REPORT, "submit", {"number": "15/BC"}, actor=REGISTRAR, late="Nhận muộn", on=on).position


def send_back(ministry: Dondoc, on: date) -> int:
    """The office that follows the plan returns the report on a day."""
    return ministry.take_step(
        REPORT, "return", {"reason": "Thiếu phụ lục"}, actor=ASSIGNER, late="Nhận muộn", on=on
    ).position


def issue(ministry: Dondoc, day: date) -> int:
    """The act that tasks hang on was issued on a day."""
    return ministry.issue_act("nd-a", day, "73/2024/NĐ-CP", actor=ASSIGNER).position


def test_sql_and_rule_agree_on_every_combination(ministry: Dondoc) -> None:
    """The matrix's SQL ranks a row exactly as the rule in the domain does, whatever the row holds."""
    last = date(2024, 6, 30)
    days = (date(2024, 6, 29), last, date(2024, 7, 1))
    combinations = list(itertools.product(("", "done", "cancelled"), (None, *days), (None, last), (False, True)))
    rows = [
        {
            "task": f"task-{number}", "root": f"task-{number}", "plan": "kh", "duty": "x", "body": "b",
            "outcome": outcome, "done_on": done_on and done_on.isoformat(), "due": due and due.isoformat(),
            "waiting": waiting, "valid_from": "2024-01-01", "valid_to": NO_END, "known_from": 1,
            "known_to": NOT_REPLACED,
        }
        for number, (outcome, done_on, due, waiting) in enumerate(combinations)
    ]  # fmt: skip
    with ministry.store.writing() as connection:
        connection.execute(insert(standing), rows)
        for day in days:
            ranked = dict(connection.execute(select(standing.c.task, When(day.isoformat(), 1).rank())).all())
            for number, (outcome, done_on, due, waiting) in enumerate(combinations):
                said = cell(outcome=outcome, done_on=done_on, due=due, waiting=waiting, as_of=day)
                assert Cell(ranked[f"task-{number}"]) is said, (day, combinations[number])


def test_a_task_is_not_there_before_it_opens(ministry: Dondoc) -> None:
    """As of the day before it was owed there is nothing to be late with."""
    opened = ministry.store.position()
    assert [line.id for line in ministry.tasks(When("2024-03-17", opened))] == []
    assert REPORT in [line.id for line in ministry.tasks(When("2024-03-18", opened))]
    assert ministry.tasks(When("2024-03-18", 0)) == []


def test_a_late_entry_changes_the_past_as_known_now_not_as_known_then(
    ministry: Dondoc, cell_of: CellOf, at: Callable[[date], None]
) -> None:
    """Handed in on 18 March, entered on 5 April: on 25 March it was overdue as far as we knew, and done as we know."""
    known_then = ministry.store.position()
    at(date(2024, 4, 5))
    submit(ministry, date(2024, 3, 18))
    assert cell_of(REPORT, date(2024, 3, 25), known_then) is Cell.OPEN_OVERDUE
    assert cell_of(REPORT, date(2024, 3, 25)) is Cell.DONE_ON_TIME
    assert cell_of(REPORT, date(2024, 4, 5), known_then) is Cell.OPEN_OVERDUE


def test_the_same_report_can_be_asked_for_as_it_was_printed(
    ministry: Dondoc, at: Callable[[date], None], clock: object
) -> None:
    """`known_at` a moment gives the figures of that moment, however much was entered afterwards."""
    at(date(2024, 3, 30))
    ministry.tick()
    printed = ministry.status(as_of=date(2024, 3, 25))
    moment = ministry.clock.now()
    at(date(2024, 4, 5))
    submit(ministry, date(2024, 3, 18))
    assert ministry.status(as_of=date(2024, 3, 25), known_at=moment).totals == printed.totals
    assert ministry.status(as_of=date(2024, 3, 25)).totals != printed.totals


def test_a_report_that_is_returned_is_owed_again_until_it_is_handed_in_anew(
    ministry: Dondoc, cell_of: CellOf, at: Callable[[date], None]
) -> None:
    """In on the 19th, back on the 25th, in again on 2 April: done, open and overdue, done late, each in its days."""
    at(date(2024, 4, 10))
    submit(ministry, date(2024, 3, 19))
    send_back(ministry, date(2024, 3, 25))
    known_returned = ministry.store.position()
    submit(ministry, date(2024, 4, 2))
    assert [cell_of(REPORT, date(2024, 3, day)) for day in (18, 19, 24, 25, 31)] == [
        Cell.OPEN_IN_TERM,
        Cell.DONE_ON_TIME,
        Cell.DONE_ON_TIME,
        Cell.OPEN_OVERDUE,
        Cell.OPEN_OVERDUE,
    ]
    assert cell_of(REPORT, date(2024, 4, 2)) is Cell.DONE_LATE
    assert cell_of(REPORT, date(2024, 4, 2), known_returned) is Cell.OPEN_OVERDUE
    assert ministry.task(REPORT)[0].done_on == "2024-04-02"


def test_acceptance_does_not_move_the_day_on_which_it_was_done(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """What counts is when it was handed in, not how long the ministry took to look at it."""
    at(date(2024, 4, 10))
    submit(ministry, date(2024, 3, 19))
    ministry.take_step(REPORT, "accept", {}, actor=ASSIGNER, late="Nhận muộn", on=date(2024, 4, 8))
    line, _ = ministry.task(REPORT)
    assert (line.done_on, line.cell, line.state) == ("2024-03-19", Cell.DONE_ON_TIME, "accepted")


@pytest.mark.parametrize("corrected", [date(2024, 4, 20), date(2024, 6, 20)], ids=["earlier", "later"])
def test_a_corrected_day_of_issue_holds_alone(
    ministry: Dondoc, cell_of: CellOf, at: Callable[[date], None], corrected: date
) -> None:
    """A task waits until the day on which, as is known now, its act was issued; an earlier word is forgotten."""
    at(date(2024, 9, 1))
    first = issue(ministry, date(2024, 5, 10))
    issue(ministry, corrected)
    days = [date(2024, 4, 19), date(2024, 4, 25), date(2024, 6, 19), date(2024, 6, 30), date(2024, 8, 30)]
    term = {
        date(2024, 4, 20): [Cell.WAITING, Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE, Cell.OPEN_OVERDUE, Cell.OPEN_OVERDUE],
        date(2024, 6, 20): [Cell.WAITING, Cell.WAITING, Cell.WAITING, Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE],
    }
    assert [cell_of(AFTER, day) for day in days] == term[corrected]
    assert [cell_of(AFTER, day, first) for day in days] == [
        Cell.WAITING,
        Cell.WAITING,
        Cell.OPEN_OVERDUE,
        Cell.OPEN_OVERDUE,
        Cell.OPEN_OVERDUE,
    ]


def test_an_act_entered_late_leaves_what_was_done_where_it_was_done(
    ministry: Dondoc, cell_of: CellOf, at: Callable[[date], None]
) -> None:
    """Issued on 10 May, done on 20 May, the issue entered last: it was open from the 10th to the 19th, not done."""
    at(date(2024, 9, 1))
    ministry.take_step(
        AFTER, "hold-event", {"subject": "hội nghị", "place": "Hà Nội"}, actor=LEAD, on=date(2024, 5, 20)
    )
    issue(ministry, date(2024, 5, 10))
    assert [cell_of(AFTER, date(2024, 5, day)) for day in (9, 10, 19, 20)] == [
        Cell.WAITING,
        Cell.OPEN_IN_TERM,
        Cell.OPEN_IN_TERM,
        Cell.DONE_ON_TIME,
    ]


def test_what_was_done_while_it_waited_is_done_on_time(
    ministry: Dondoc, cell_of: CellOf, at: Callable[[date], None]
) -> None:
    """Who acts before the act is issued is not late whenever it comes."""
    at(date(2024, 9, 1))
    ministry.take_step(
        AFTER,
        "hold-event",
        {"subject": "hội nghị", "place": "Hà Nội"},
        actor=LEAD,
        late="Nhận muộn",
        on=date(2024, 4, 2),
    )
    issue(ministry, date(2024, 5, 10))
    assert cell_of(AFTER, date(2024, 4, 2)) is Cell.DONE_ON_TIME
    assert cell_of(AFTER, date(2024, 9, 1)) is Cell.DONE_ON_TIME


def test_a_question_finds_at_most_one_row_a_task(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """After returns, corrections and late entries, each task still stands in one place on each day at each position."""
    at(date(2024, 9, 1))
    submit(ministry, date(2024, 5, 2))
    send_back(ministry, date(2024, 4, 25))
    submit(ministry, date(2024, 4, 28))
    for day in (date(2024, 5, 10), date(2024, 6, 20), date(2024, 4, 20)):
        issue(ministry, day)
    with ministry.store.reading() as connection:
        rows = connection.execute(select(standing)).all()
        for position in range(ministry.store.position(connection) + 1):
            for day in {row.valid_from for row in rows}:
                there = connection.execute(select(standing.c.task).where(When(day, position).holds())).scalars().all()
                assert len(there) == len(set(there))
