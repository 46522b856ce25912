"""What was recorded wrongly: a field gets its right value, a step is withdrawn, an activity counts no longer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dondoc.domain.activity import ActivityDecider, CorrectActivity
from dondoc.domain.commands import CorrectFact, CreditTask, TakeStep, WithdrawCredit
from dondoc.domain.errors import Invalid, NotAllowed, NotFound
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import (
    ClockStarted,
    ClockStopped,
    CreditWithdrawn,
    FactCorrected,
    TaskAssigned,
    TaskRestored,
)
from dondoc.domain.office import Actor
from dondoc.domain.task_decider import TaskDecider
from dondoc.domain.window import Window
from dondoc.testing import ASSIGNER, LEAD, SPOKESPERSON, Given, Rules, assigned, example, small_catalogue, step_data

TODAY = date(2024, 4, 12)
CATALOGUE = small_catalogue()
DECIDER = TaskDecider(CATALOGUE, Registry(FACTS))
RULES = Rules(DECIDER, actor=LEAD, on=TODAY)
INFORMATION = assigned(CATALOGUE, "kh.information", "2024-04")
QUOTA = assigned(CATALOGUE, "kh.bulletin", "2024-04").model_copy(update={"count": 2})
CASE = TaskAssigned(
    plan="kh", duty="kh.gatherings", body="vu-a", period="2024.0001", procedure="gathering", procedure_version=1,
    window=Window(label="2024.0001"), opens=TODAY,
)  # fmt: skip


def step(name: str, fact: str, **data: Any) -> TakeStep:
    """A step with the words of the fact's example."""
    return TakeStep(task="t", step=name, data=step_data(fact, **data))


def correct(event: int, **more: Any) -> CorrectFact:
    """A correction of the event of that version; a withdrawal unless it names fields."""
    return CorrectFact(task="t", event_id=f"e-{event:06d}", reason="Ghi nhầm", **(more or {"withdraw": True}))


RECEIVE = step("receive", "case.received")
CLOSE = step("close", "result.submitted")
REOPEN = step("reopen", "result.returned")
PREPARE = step("prepare", "press.information-prepared")
CLEAR = step("clear", "press.information-cleared")
PROVIDE = step("provide", "press.information-provided")
PROVIDED = RULES.given(INFORMATION).when(PREPARE).when(CLEAR, actor=SPOKESPERSON).when(PROVIDE)


def closed() -> Given:
    """A case that was received on 2 April and answered on the 5th: five records after its assignment."""
    opened = RULES.given(CASE).when(RECEIVE, on=date(2024, 4, 2))
    return opened.when(CLOSE, on=date(2024, 4, 5)).so_far()


def test_a_withdrawn_step_leaves_the_task_as_it_stood_before() -> None:
    """State, outcome and forms are those before it, from the day of the step on; both facts stay in the stream."""
    before = RULES.given(INFORMATION).when(PREPARE).when(CLEAR, actor=SPOKESPERSON).state()
    said = PROVIDED.when(correct(4))
    corrected, restored = (each.fact for each in said.decided)
    assert isinstance(corrected, FactCorrected)
    assert (corrected.withdrawn, corrected.reason, corrected.of) == (True, "Ghi nhầm", TODAY)
    assert isinstance(restored, TaskRestored)
    after = said.state()
    assert (after.state, after.outcome, after.forms) == ("cleared", "", ("thong-tin",))
    assert list(after.taken) == list(before.taken)
    said.when(PROVIDE).then(PROVIDED.decided[0].fact)


def test_steps_are_withdrawn_newest_first_down_to_the_first() -> None:
    """Any older one is refused; one after the other, the task is as it was assigned."""
    PROVIDED.when(correct(3), actor=SPOKESPERSON).then_rejected("correction.newest")
    back = PROVIDED.when(correct(4)).when(correct(3), actor=SPOKESPERSON).when(correct(2))
    assert (back.state().state, back.state().forms, back.state().taken) == ("assigned", ("thong-tin",), {})
    back.when(correct(2)).then_error(NotFound)


def test_whoever_prepared_stays_known_after_a_withdrawal() -> None:
    """Withdrawing what one prepared is no way around the second pair of eyes."""
    back = RULES.given(INFORMATION).when(PREPARE).when(correct(2))
    other = LEAD.model_copy(update={"person": "em"})
    same = Actor(person=LEAD.person, office=SPOKESPERSON.office)
    back.when(PREPARE, actor=other).when(CLEAR, actor=same).then_rejected("step.other-person")


def test_a_withdrawn_closing_lets_the_clock_run_on_as_it_ran() -> None:
    """The time limit is the one from the receipt, not a new one from the correction."""
    running = closed().state().taken
    started = next(f for f in _facts(closed()) if isinstance(f, ClockStarted))
    said = closed().when(correct(max(int(k[2:]) for k in running)))
    assert [type(each.fact) for each in said.decided] == [FactCorrected, ClockStarted, TaskRestored]
    assert said.decided[1].fact == started
    said.then_on(TODAY, date(2024, 4, 5), date(2024, 4, 5))
    assert said.state().clocks == {"answer": started}
    assert (said.state().state, said.state().outcome) == ("open", "")


def test_a_withdrawn_reopening_leaves_no_clock_running() -> None:
    """Done on the 5th, reopened by mistake on the 9th: done again, and the clock that it started stands."""
    reopened = closed().when(REOPEN, actor=ASSIGNER, on=date(2024, 4, 9))
    back = reopened.when(correct(6), actor=ASSIGNER)
    assert [type(each.fact) for each in back.decided] == [FactCorrected, ClockStopped, TaskRestored]
    assert back.decided[-1].fact.position == 6  # type: ignore[attr-defined]  # of its own kind
    assert (back.state().state, back.state().outcome, back.state().clocks) == ("held", "done", {})


def test_a_corrected_field_is_checked_as_the_step_was() -> None:
    """Right values are taken, wrong and unknown ones named; the state does not move."""
    said = PROVIDED.when(correct(4, fields={"outlet": "Báo B"}))
    assert [(f.fields, f.withdrawn) for f in (d.fact for d in said.decided) if isinstance(f, FactCorrected)] == [
        ({"outlet": "Báo B"}, False)
    ]
    assert (said.state().state, said.state().outcome) == ("done", "done")
    assert said.state().taken["e-000004"].fact.outlet == "Báo B"  # type: ignore[attr-defined]  # of its own kind
    PROVIDED.when(correct(4, fields={"outlet": " "})).then_error(Invalid)
    for wrong in ({"outcome": ""}, {"outlett": "Báo B"}, {}):
        PROVIDED.when(correct(4, fields=wrong, withdraw=False)).then_rejected("correction.fields")


def test_only_who_may_take_a_step_corrects_it() -> None:
    """The spokesperson does not touch what the unit prepared, nor the unit the clearance."""
    PROVIDED.when(correct(2, fields={"subject": "Khác"}), actor=SPOKESPERSON).then_error(NotAllowed)
    PROVIDED.when(correct(3, fields={"note": "Khác"})).then_error(NotAllowed)


@pytest.mark.parametrize("event", [1, 99])
def test_only_steps_of_the_task_can_be_corrected(event: int) -> None:
    """Not its assignment, and nothing that is not there."""
    PROVIDED.when(correct(event)).then_error(NotFound)


def test_what_others_were_asked_for_is_not_unsaid() -> None:
    """They were told; it is cancelled with its reason, not withdrawn, and not asked of somebody else in hindsight."""
    asked = RULES.given(CASE).when(RECEIVE).when(step("ask", "case.inputs-asked", units=["vu-b"]))
    asked.when(correct(4)).then_rejected("correction.asked")
    for field in ("units", "due", "subject"):
        asked.when(correct(4, fields={field: "vu-a"})).then_rejected("correction.followed")


def test_a_day_that_moved_others_is_not_corrected_by_itself() -> None:
    """It is set anew by the step that moves, and moves them again."""
    set_ = RULES.given(CASE).when(RECEIVE).when(step("schedule", "press.conference-scheduled"))
    set_.when(correct(4, fields={"day": "2024-05-02"})).then_rejected("correction.followed")


def test_a_withdrawn_activity_reopens_the_quota_that_it_filled() -> None:
    """Two of two, one withdrawn: one of two and open since the day on which it was full; a third fills it again."""
    first, second, third = (
        CreditTask(task="t", activity=f"activity-{n}", fact="bulletin.published", body="vu-a", on=date(2024, 4, n))
        for n in (3, 5, 8)
    )
    full = RULES.given(QUOTA).when(first).when(second)
    assert full.state().outcome == "done"
    short = full.when(WithdrawCredit(task="t", activity="activity-3"))
    short.then(CreditWithdrawn(step="withdraw", to="counting", outcome="", activity="activity-3")).then_on(
        date(2024, 4, 5)
    )
    assert (short.state().taken, list(short.state().credits)) == ({}, ["activity-5"])
    short.when(WithdrawCredit(task="t", activity="activity-3")).then_nothing()
    again = short.when(third)
    assert again.state().outcome == "done"
    again.then_on(date(2024, 4, 8), date(2024, 4, 8))


def test_a_quota_that_was_confirmed_by_hand_stays_confirmed() -> None:
    """Full by count once, short, then confirmed from a report: another withdrawal does not reopen it."""
    credits_ = [
        CreditTask(task="t", activity=f"activity-{n}", fact="bulletin.published", body="vu-a", on=date(2024, 4, n))
        for n in (3, 5, 8)
    ]
    confirm = TakeStep(task="t", step="confirm", data={"note": "Theo báo cáo"})
    full = RULES.given(QUOTA).when(credits_[0]).when(credits_[1]).when(WithdrawCredit(task="t", activity="activity-3"))
    confirmed = full.when(confirm, actor=ASSIGNER).when(credits_[2])
    kept = confirmed.when(WithdrawCredit(task="t", activity="activity-8"))
    assert (kept.state().state, kept.state().outcome) == ("done", "done")


def test_an_activity_is_corrected_by_its_own_body_only_and_withdrawn_once() -> None:
    """Fields are checked; another body is another activity; the second withdrawal changes nothing."""
    rules = Rules(ActivityDecider(CATALOGUE), actor=LEAD, on=TODAY)
    held = rules.given(example("activity.held", body="vu-a"))

    def command(**more: Any) -> CorrectActivity:
        return CorrectActivity(activity="activity-1", reason="Nhầm", **more)

    said = held.when(command(fields={"subject": "Tọa đàm"}))
    assert said.state().fact.subject == "Tọa đàm"
    held.when(command(fields={"body": "vu-b"})).then_rejected("correction.fields")
    held.when(command()).then_rejected("correction.fields")
    held.when(command(fields={"subjectt": "Tọa đàm"})).then_error(Invalid)
    held.when(command(withdraw=True), actor=SPOKESPERSON).then_error(NotAllowed)
    gone = held.when(command(withdraw=True))
    assert gone.state().withdrawn
    gone.when(command(withdraw=True)).then_nothing()
    rules.given().when(command(withdraw=True)).then_error(NotFound)


def _facts(given: Given) -> list[Any]:
    return [fact for fact, _, _ in given._past]  # noqa: SLF001  # what a test was given, to be looked at
