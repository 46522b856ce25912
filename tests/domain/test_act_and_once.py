"""What the rules say about acts that tasks wait for, and about streams that hold one thing."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc.domain.act import ActDecider, IssueAct
from dondoc.domain.errors import NotFound
from dondoc.domain.facts.engine import ActIssued
from dondoc.domain.office import ENGINE
from dondoc.domain.once import (
    OnceDecider,
    RecordOnce,
    activity_stream,
    period_stream,
    plan_stream,
    reminder_stream,
)
from dondoc.testing import LEAD, Rules, example, small_catalogue

ACTS = Rules(ActDecider(small_catalogue()), actor=LEAD, on=date(2024, 7, 1))
ONCE = Rules(OnceDecider(), actor=ENGINE, on=date(2024, 7, 1))
ISSUED = ActIssued(act="nd-a", day=date(2024, 6, 10), number="73/2024/NĐ-CP")
ISSUE = IssueAct(act="nd-a", day=ISSUED.day, number=ISSUED.number)
CLOSED = example("period.closed")


def test_an_act_is_issued_on_its_own_day_not_on_that_of_the_entry() -> None:
    """Entered in July, it was issued in June."""
    ACTS.given().when(ISSUE).then(ISSUED).then_on(date(2024, 6, 10))


def test_the_same_word_on_an_act_changes_nothing() -> None:
    """Day and number as known: it is already so."""
    ACTS.given(ISSUED).when(ISSUE).then_nothing()


@pytest.mark.parametrize("correction", [{"day": date(2024, 6, 20)}, {"number": "74/2024/NĐ-CP"}])
def test_another_day_or_number_corrects_the_act(correction: dict[str, object]) -> None:
    """The newest word counts, and saying it again changes nothing."""
    command = ISSUE.model_copy(update=correction)
    corrected = ISSUED.model_copy(update=correction)
    said = ACTS.given(ISSUED).when(command).then(corrected)
    assert said.state() == corrected
    said.when(command).then_nothing()


def test_an_act_that_nobody_waits_for_is_not_found() -> None:
    """A misspelt act would otherwise anchor nothing and look done."""
    ACTS.given().when(ISSUE.model_copy(update={"act": "nd-b"})).then_error(NotFound)


def test_a_stream_that_holds_one_thing_takes_it_once() -> None:
    """Whoever comes second changes nothing, whatever it says."""
    record = RecordOnce(stream="period-kh.bulletin:2024-04", fact=CLOSED)
    ONCE.given().when(record).then(CLOSED).when(record).then_nothing()
    ONCE.given(CLOSED).when(record.model_copy(update={"fact": example("reminder.issued")})).then_nothing()


def test_what_is_recorded_once_happens_on_its_own_day_where_it_has_one() -> None:
    """A period closed on the day after its end, however late the engine looks."""
    record = RecordOnce(stream="period-kh.bulletin:2024-04", fact=CLOSED, day=date(2024, 5, 1))
    ONCE.given().when(record).then_on(date(2024, 5, 1))
    ONCE.given().when(record.model_copy(update={"day": None})).then_on(date(2024, 7, 1))


def test_a_command_keeps_all_of_the_fact_that_it_carries() -> None:
    """Its written form, which tells repeats apart, holds the fields of the fact's own class."""
    one, other = (RecordOnce(stream="s", fact=example("period.closed", period=p)) for p in ("2024-04", "2024-05"))
    assert one.model_dump_json() != other.model_dump_json()


def test_streams_are_named_after_what_they_hold() -> None:
    """The name is the lock: it must not change, and no two things share one."""
    names = [
        reminder_stream("kh.bulletin:vu-a:2024-04", "", "2024-04-30", "qua-han-1"),
        reminder_stream("kh.bulletin:vu-a:2024-04", "silence", "2024-04-30", "qua-han-1"),
        period_stream("kh.bulletin", "2024-04"),
        activity_stream("e-000001"),
        plan_stream("kh", 0),
    ]
    assert names == [
        "reminder-kh.bulletin:vu-a:2024-04:2024-04-30:qua-han-1",
        "reminder-kh.bulletin:vu-a:2024-04:silence@2024-04-30:qua-han-1",
        "period-kh.bulletin:2024-04",
        "activity-e-000001",
        "plan-kh:after-0",
    ]
