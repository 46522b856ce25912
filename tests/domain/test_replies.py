"""Replies to being urged: who may say what, how often and how far; none of them changes where a task stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dondoc.domain.errors import CalendarUndecided, NotAllowed, Rejected
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.reply import (
    CompletionPromised,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    ReminderAcknowledged,
    UrgingPaused,
)
from dondoc.domain.facts.task import TaskDueMoved
from dondoc.domain.office import Actor
from dondoc.domain.reply import (
    AcknowledgeReminder,
    AskExtension,
    GrantExtension,
    PauseUrging,
    PromiseCompletion,
    RefuseExtension,
    Reply,
)
from dondoc.domain.task_decider import TaskDecider
from dondoc.testing import ASSIGNER, LEAD, REGISTRAR, SPOKESPERSON, Rules, assigned, example, small_catalogue

TODAY = date(2024, 5, 6)
CATALOGUE = small_catalogue()
RULES = Rules(TaskDecider(CATALOGUE, Registry(FACTS)), actor=LEAD, on=TODAY)
TASK = assigned(CATALOGUE, "kh.information", "2024-04")
"""Due on 30 April: it is late."""
REPORT = assigned(CATALOGUE, "kh.report", "2024-Q1")
LATER = date(2024, 5, 31)
HEAD = Actor(person="hoa", office="van-phong/thu-truong")


def acknowledge(*to: str, **more: Any) -> AcknowledgeReminder:
    """A word on the rung of one day late, which went out to these offices."""
    said = {"ladder": "nhac", "rung": "qua-han-1", "limit": "", "key": "2024-04-30"}
    return AcknowledgeReminder(task="t", to=to or ("vu-a/dau-moi",), **{**said, **more})


def promise(day: date) -> PromiseCompletion:
    """A promise for a day."""
    return PromiseCompletion(task="t", day=day, reason="Chờ số liệu")


def extend(due: date = LATER) -> AskExtension:
    """An extension that is asked for."""
    return AskExtension(task="t", due=due, reason="Chờ số liệu")


def pause(days: int = 4) -> PauseUrging:
    """A pause."""
    return PauseUrging(task="t", days=days, reason="Kiện toàn tổ chức", authority="12/QĐ")


GRANT = GrantExtension(task="t", authority="12/QĐ")
REFUSE = RefuseExtension(task="t", reason="Đã muộn")
DAY = date(2024, 5, 15)


def test_whoever_was_urged_takes_note_once() -> None:
    """The fact names the rung; said again it changes nothing, another rung is another word."""
    noted = RULES.given(TASK).when(acknowledge(note="Đang làm"))
    noted.then(ReminderAcknowledged(ladder="nhac", rung="qua-han-1", key="2024-04-30", note="Đang làm"))
    noted.when(acknowledge()).then_nothing()
    noted.when(acknowledge(rung="qua-han-5")).then(
        ReminderAcknowledged(ladder="nhac", rung="qua-han-5", key="2024-04-30")
    )


def test_nobody_takes_note_of_what_went_to_others() -> None:
    """The office must be among those urged; whoever enters for a body outside speaks for any office of it."""
    RULES.given(TASK).when(acknowledge(), actor=SPOKESPERSON).then_error(NotAllowed)
    RULES.given(TASK).when(acknowledge("vu-b/dau-moi"), actor=LEAD).then_error(NotAllowed)
    RULES.given(REPORT).when(acknowledge("tinh-a/dau-moi"), actor=REGISTRAR).state()
    RULES.given(TASK).when(acknowledge("vu-a"), actor=LEAD).state()


def test_a_promise_changes_neither_due_day_nor_state() -> None:
    """It is one fact; what is late stays late."""
    promised = RULES.given(TASK).when(promise(DAY)).then(CompletionPromised(day=DAY, reason="Chờ số liệu"))
    assert promised.state().due == TASK.due
    assert promised.state().outcome == ""
    promised.when(promise(DAY)).then_nothing()


@pytest.mark.parametrize("day", [date(2024, 4, 30), TODAY, date(2024, 5, 28)], ids=["due", "today", "too-far"])
def test_a_promised_day_lies_after_today_and_not_too_far(day: date) -> None:
    """Fifteen working days after Monday 6 May end on 27 May."""
    refused = RULES.given(TASK).when(promise(day)).then_rejected("promise.day")
    assert "15" in refused.vi
    assert refused.cure
    RULES.given(TASK).when(promise(date(2024, 5, 27))).state()


def test_a_promise_within_the_term_is_none() -> None:
    """Until its last day a body is bound by that day itself."""
    early = RULES.given(TASK)
    early.when(promise(date(2024, 4, 29)), on=date(2024, 4, 22)).then_rejected("promise.day")
    early.when(promise(date(2024, 5, 3)), on=date(2024, 4, 22)).state()


def test_a_day_is_promised_so_often_and_no_more() -> None:
    """Two promises for a task; then an extension has to be asked for."""
    twice = RULES.given(TASK).when(promise(DAY)).when(promise(date(2024, 5, 17)))
    refused = twice.when(promise(date(2024, 5, 20))).then_rejected("promise.times")
    assert "extend" in refused.cure


def test_only_the_body_that_owes_promises_and_asks() -> None:
    """Neither the assigner nor a neighbour; a registrar does for a body outside, and says for whom."""
    for command in (promise(DAY), extend()):
        RULES.given(TASK).when(command, actor=ASSIGNER).then_error(NotAllowed)
        RULES.given(TASK).when(command, actor=Actor(person="an", office="vu-b/dau-moi")).then_error(NotAllowed)
        RULES.given(REPORT).when(command, actor=REGISTRAR).state()


def test_what_has_no_last_day_needs_no_promise_and_no_extension() -> None:
    """Waiting is never late."""
    waiting = RULES.given(assigned(CATALOGUE, "kh.guidance", "after"))
    waiting.when(promise(DAY)).then_rejected("promise.nothing-due")
    waiting.when(extend()).then_rejected("extension.own-day")


def test_an_extension_that_is_granted_moves_the_day_and_both_stay_visible() -> None:
    """Asked for with a reason, granted on a paper; the day moves by the fact that moves every day."""
    asked = RULES.given(TASK).when(extend())
    asked.then(ExtensionAsked(due=LATER, was=date(2024, 4, 30), reason="Chờ số liệu"))
    asked.when(extend()).then_nothing()
    granted = asked.when(GRANT, actor=ASSIGNER).then(
        ExtensionGranted(due=LATER, authority="12/QĐ"),
        TaskDueMoved(due=LATER, was=date(2024, 4, 30), reason="Chờ số liệu", authority="12/QĐ"),
    )
    assert granted.state().due == LATER
    granted.when(GRANT, actor=ASSIGNER).then_rejected("extension.asked")


def test_another_day_than_was_asked_for_may_be_granted() -> None:
    """Half of what was asked for is an answer too; an earlier day than the present one is none."""
    asked, half = RULES.given(TASK).when(extend()), date(2024, 5, 20)
    moved = asked.when(GRANT.model_copy(update={"due": half}), actor=ASSIGNER)
    assert moved.state().due == half
    asked.when(GRANT.model_copy(update={"due": date(2024, 4, 30)}), actor=ASSIGNER).then_rejected("extension.later")


def test_an_extension_that_is_refused_leaves_the_day() -> None:
    """Refused with a reason; it may be asked for once more, and that is all."""
    asked = RULES.given(TASK).when(extend())
    refused = asked.when(REFUSE, actor=ASSIGNER).then(ExtensionRefused(due=LATER, reason="Đã muộn"))
    assert refused.state().due == TASK.due
    again = refused.when(extend()).when(REFUSE, actor=ASSIGNER)
    again.when(extend()).then_rejected("extension.times")


def test_who_asks_does_not_decide() -> None:
    """Separation of persons, whatever the office; and only whoever assigned the task decides at all."""
    asked = RULES.given(TASK).when(extend())
    same = Actor(person=LEAD.person, office=ASSIGNER.office)
    for command in (GRANT, REFUSE):
        asked.when(command, actor=same).then_rejected("extension.other-person")
        asked.when(command, actor=Actor(person="binh", office=LEAD.office)).then_error(NotAllowed)
    asked.when(GRANT, actor=HEAD).state()


def test_one_extension_waits_at_a_time() -> None:
    """Another day is asked for once the first was decided; none earlier than the present one."""
    RULES.given(TASK).when(extend()).when(extend(date(2024, 6, 30))).then_rejected("extension.pending")
    RULES.given(TASK).when(extend(date(2024, 4, 30))).then_rejected("extension.later")
    RULES.given(TASK).when(REFUSE, actor=ASSIGNER).then_rejected("extension.asked")


def test_a_pause_ends_after_so_many_working_days() -> None:
    """Four working days after Monday 6 May: Friday the 10th. It is the assigner's to order, never the debtor's."""
    paused = RULES.given(TASK).when(pause(), actor=ASSIGNER)
    paused.then(UrgingPaused(until=date(2024, 5, 10), reason="Kiện toàn tổ chức", authority="12/QĐ"))
    paused.when(pause(), actor=ASSIGNER).then_nothing()
    RULES.given(TASK).when(pause(), actor=LEAD).then_error(NotAllowed)
    refused = RULES.given(TASK).when(pause(21), actor=ASSIGNER).then_rejected("pause.days")
    assert "20" in refused.vi


def test_a_pause_into_a_year_that_is_not_decided_is_refused() -> None:
    """Its last day would be a guess."""
    late = RULES.given(TASK).when(pause(20), actor=ASSIGNER, on=date(2024, 12, 20))
    late.then_error(CalendarUndecided)


@pytest.mark.parametrize("command", [acknowledge(), promise(DAY), extend(), pause()], ids=lambda c: type(c).__name__)
def test_what_has_ended_is_not_replied_to(command: Reply) -> None:
    """Nobody is urged about it any more."""
    ended = RULES.given(TASK, example("task.cancelled"))
    ended.when(command, actor=ASSIGNER if isinstance(command, PauseUrging) else LEAD).then_rejected("reply.open")


def test_a_whole_is_replied_to_by_its_parts() -> None:
    """What is only the sum of its parts has no ladder of its own."""
    whole = TASK.model_copy(update={"composite": True})
    refused = RULES.given(whole).when(promise(DAY)).then_error(Rejected)
    assert refused.vi
    assert refused.en
