"""The one way in: what is decided is appended with who, when and why, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from dondoc.app import Dondoc
from dondoc.domain.act import IssueAct
from dondoc.domain.commands import TakeStep
from dondoc.domain.decider import Command
from dondoc.domain.errors import DondocError, Invalid, NotFound, Rejected
from dondoc.domain.fact import Record
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.domain.office import ENGINE, Actor
from dondoc.domain.once import RecordOnce
from dondoc.domain.status import Cell
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, FrozenClock

REPORT = "kh.report:tinh-a:2024-Q1"
STANDING = "kh.standing:vu-a:2024"


def log(ministry: Dondoc, after: int = 0) -> list[Record]:
    """The records of the log after a position."""
    return list(ministry.store.read_all(after))


def meeting(name: str) -> RecordOnce:
    """A meeting that is recorded in a stream of its own."""
    return RecordOnce(stream=f"activity-{name}", fact=ActivityHeld(body="vu-a", subject="Cuộc họp"))


def note(task: str = STANDING, said: str = "Đang làm") -> TakeStep:
    """A word on how a task is going."""
    return TakeStep(task=task, step="note", data={"note": said})


def test_a_receipt_names_what_was_written(ministry: Dondoc) -> None:
    """Event ids, stream, version and position of the answer are those of the log."""
    receipt = ministry.take_step(REPORT, "submit", {"number": "15/BC"}, actor=REGISTRAR)
    (record,) = ministry.store.read(f"task-{REPORT}")[1:]
    assert receipt.event_ids == (record.event_id,)
    assert (receipt.stream, receipt.version) == (record.stream, record.version) == (f"task-{REPORT}", 2)
    assert receipt.position == record.position == ministry.store.position()
    assert not receipt.repeated


def test_who_when_and_why_are_in_the_record(ministry: Dondoc, clock: FrozenClock) -> None:
    """Person, office, on whose behalf, the day it happened, the moment we learned of it, and on which basis."""
    clock.advance(days=3)
    ministry.take_step(
        REPORT, "submit", {}, actor=REGISTRAR, late="Nhận muộn", on=date(2024, 3, 19), basis="CV 581", command_id="c-1"
    )
    meta = log(ministry)[-1].meta
    assert (meta.actor, meta.office, meta.on_behalf_of) == ("dung", "van-phong/van-thu", "tinh-a")
    assert (meta.on, meta.recorded_at) == (date(2024, 3, 19), clock.now())
    assert (meta.command_id, meta.correlation_id, meta.causation_id) == ("c-1", "c-1", "")
    assert meta.basis == "CV 581"


def test_whoever_writes_reads_it_at_once(ministry: Dondoc) -> None:
    """The read models are written with the events: the next question knows."""
    ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR)
    assert ministry.task(REPORT)[0].cell is Cell.DONE_ON_TIME


def test_what_is_already_so_is_a_success_that_writes_nothing(ministry: Dondoc) -> None:
    """An empty decision is answered with the stream as it stands."""
    first = ministry.issue_act("nd-a", date(2024, 3, 10), "73/NĐ", actor=ASSIGNER)
    again = ministry.issue_act("nd-a", date(2024, 3, 10), "73/NĐ", actor=ASSIGNER)
    assert again.event_ids == ()
    assert (again.stream, again.version) == ("act-nd-a", 1)
    assert again.position == first.position == ministry.store.position()


def test_a_day_that_has_not_come_is_refused(ministry: Dondoc) -> None:
    """Nothing can have happened tomorrow; today is the day in Vietnam."""
    with pytest.raises(Rejected) as refused:
        ministry.take_step(REPORT, "submit", {}, actor=REGISTRAR, late="Nhận muộn", on=date(2024, 3, 19))
    assert refused.value.rule == "time.not-in-the-future"
    assert ministry.task(REPORT)[0].version == 1


def test_the_day_changes_at_midnight_in_vietnam(ministry: Dondoc, clock: FrozenClock) -> None:
    """At 17:00 in London's winter it is tomorrow in Hanoi, and that is the day of what happens now."""
    clock.set(datetime(2024, 3, 18, 16, 59, tzinfo=UTC))
    with pytest.raises(Rejected):
        ministry.dispatch(note(), actor=LEAD, on=date(2024, 3, 19))
    clock.set(datetime(2024, 3, 18, 17, 0, tzinfo=UTC))
    ministry.dispatch(note(), actor=LEAD, on=date(2024, 3, 19))
    ministry.dispatch(note(), actor=LEAD)
    assert [record.meta.on for record in log(ministry)[-2:]] == [date(2024, 3, 19)] * 2


def test_a_day_long_ago_is_taken_with_both_its_dates(ministry: Dondoc, at: Callable[[date], None]) -> None:
    """Late entries are welcome: when it happened and when we learned of it are told apart."""
    at(date(2024, 6, 1))
    ministry.dispatch(note(), actor=LEAD, on=date(2024, 3, 20))
    meta = log(ministry)[-1].meta
    assert meta.on == date(2024, 3, 20)
    assert meta.recorded_at is not None
    assert meta.recorded_at.date() == date(2024, 6, 1)


def test_what_follows_is_taken_all_or_nothing(ministry: Dondoc) -> None:
    """When a command that follows is refused, the first did not happen either."""
    position = ministry.store.position()
    with pytest.raises(NotFound):
        ministry.dispatch(meeting("m"), note(), note("kh.nothing:vu-a:2024"), actor=LEAD)
    assert ministry.store.position() == position
    receipt = ministry.dispatch(meeting("m"), note(), note(), actor=LEAD)
    assert (len(receipt.event_ids), receipt.stream, receipt.version) == (3, "activity-m", 1)
    assert [record.version for record in ministry.store.read(f"task-{STANDING}")] == [1, 2, 3]


def test_what_follows_names_its_cause(ministry: Dondoc) -> None:
    """The first event of a command is the cause of those that follow; all share one correlation."""
    ministry.dispatch(meeting("m"), note(), note(), actor=LEAD, command_id="c-1")
    first, *rest = log(ministry)[-3:]
    assert (first.meta.causation_id, first.meta.correlation_id) == ("", "c-1")
    assert [record.meta.causation_id for record in rest] == [first.event_id] * 2
    assert {record.meta.correlation_id for record in rest} == {"c-1"}
    assert {record.meta.command_id for record in rest} == {"c-1"}


def test_a_reaction_names_the_record_that_brought_it_about(ministry: Dondoc) -> None:
    """`because_of` chains cause and correlation over commands, however far they lie apart."""
    ministry.dispatch(meeting("m"), actor=LEAD, command_id="c-1")
    cause = log(ministry)[-1]
    ministry.dispatch(note(), note(), actor=LEAD, because_of=cause, command_id="c-2")
    first, second = log(ministry)[-2:]
    assert (first.meta.causation_id, first.meta.correlation_id) == (cause.event_id, "c-1")
    assert (second.meta.causation_id, second.meta.correlation_id) == (first.event_id, "c-1")


def test_an_activity_is_the_cause_of_its_credits(ministry: Dondoc) -> None:
    """From the bulletin to the quota that it counts for, and on to its end: one chain."""
    for issue in range(1, 5):
        ministry.record("bulletin.published", {"body": "vu-a", "issue": f"{issue}"}, actor=LEAD)
    activity, credit, completed = log(ministry)[-3:]
    assert [record.fact.name for record in (activity, credit, completed)] == [
        "bulletin.published",
        "task.credited",
        "task.completed",
    ]
    assert credit.meta.causation_id == completed.meta.causation_id == activity.event_id
    assert len({record.meta.correlation_id for record in (activity, credit, completed)}) == 1


def test_an_act_is_the_cause_of_the_days_that_it_gives(ministry: Dondoc) -> None:
    """Every task that waited was anchored because the act was issued."""
    receipt = ministry.issue_act("nd-a", date(2024, 3, 10), "73/NĐ", actor=ASSIGNER)
    act, *anchored = log(ministry)[-5:]
    assert (act.fact.name, receipt.stream) == ("act.issued", "act-nd-a")
    assert [record.fact.name for record in anchored] == ["task.anchored"] * 4
    assert {record.meta.causation_id for record in anchored} == {act.event_id}
    assert {record.meta.on for record in anchored} == {date(2024, 3, 10)}


def test_a_command_that_nobody_decides_is_refused(ministry: Dondoc) -> None:
    """A command of an unknown kind is a mistake of the caller."""

    class Strange(Command):
        pass

    with pytest.raises(Invalid, match="Strange"):
        ministry.dispatch(Strange(), actor=LEAD)


def test_people_may_not_speak_for_the_engine(ministry: Dondoc) -> None:
    """Only the engine itself acts in its office: nobody else's name opens that door."""
    with pytest.raises(DondocError):
        ministry.dispatch(note(), actor=Actor(person="an", office=ENGINE.office))


def test_an_act_that_no_plan_waits_for_is_refused(ministry: Dondoc) -> None:
    """The refusal says where the acts are listed."""
    with pytest.raises(NotFound, match="nd-b"):
        ministry.dispatch(IssueAct(act="nd-b", day=date(2024, 3, 10), number="1"), actor=ASSIGNER)
