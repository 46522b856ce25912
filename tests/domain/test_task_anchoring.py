"""What the rules say about beginnings: a task is assigned once, and gets its days when its act is issued."""

from __future__ import annotations

from datetime import date

import pytest

from dondoc.domain.commands import AnchorTask, AssignTask, CreditTask
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.press import InformationProvided
from dondoc.domain.facts.task import TaskAnchored, TaskCancelled
from dondoc.domain.office import ENGINE
from dondoc.domain.task_decider import TaskDecider
from dondoc.testing import Rules, assigned, small_catalogue

CATALOGUE = small_catalogue(anchors={"during_days": 15, "after_days": 30})
RULES = Rules(TaskDecider(CATALOGUE, Registry(FACTS)), actor=ENGINE, on=date(2024, 7, 1))
ISSUED = date(2024, 6, 10)
ANCHOR = AnchorTask(task="kh.decree:vu-a:after", issued=ISSUED)
AFTER = assigned(CATALOGUE, "kh.decree", "after")


def test_assigning_twice_changes_nothing() -> None:
    """The second time it is already so, even in other words."""
    task = assigned(CATALOGUE, "kh.information", "2024-04")
    command = AssignTask(task="kh.information:vu-a:2024-04", assigned=task)
    RULES.given().when(command).then(task).when(command).then_nothing()
    RULES.given(task).when(AssignTask(task=command.task, assigned=AFTER)).then_nothing()


def test_a_task_is_assigned_on_the_day_on_which_it_opens_however_late_it_is_opened() -> None:
    """Opened in July, it was owed from April on."""
    task = assigned(CATALOGUE, "kh.bulletin", "2024-04")
    RULES.given().when(AssignTask(task="kh.bulletin:vu-a:2024-04", assigned=task)).then_on(date(2024, 4, 1))


@pytest.mark.parametrize(
    ("phase", "start", "end"),
    [
        ("before", None, date(2024, 6, 10)),
        ("during", date(2024, 6, 10), date(2024, 6, 25)),
        ("after", date(2024, 6, 11), date(2024, 7, 10)),
    ],
)
def test_a_waiting_task_gets_its_days_when_its_act_is_issued(phase: str, start: date | None, end: date) -> None:
    """Before: until that day. During: that day and fifteen more. After: the thirty days from the next one on."""
    task = assigned(CATALOGUE, "kh.decree", phase)
    assert task.due is None
    said = RULES.given(task).when(ANCHOR).then_on(ISSUED)
    (fact,) = [each.fact for each in said.decided]
    assert isinstance(fact, TaskAnchored)
    assert (fact.act, fact.issued, fact.due) == ("nd-a", ISSUED, end)
    assert (fact.window.start, fact.window.end, fact.window.waits) == (start, end, False)
    assert fact.window.label == phase


def test_the_same_day_of_issue_anchors_once() -> None:
    """Said again, it is already so."""
    RULES.given(AFTER).when(ANCHOR).when(ANCHOR).then_nothing()


def test_a_corrected_day_of_issue_anchors_again() -> None:
    """The gazette shows another day: the last day in term moves, in both directions and back."""
    later = ANCHOR.model_copy(update={"issued": date(2024, 6, 20)})
    first = RULES.given(AFTER).when(ANCHOR)
    second = first.when(later).then_on(date(2024, 6, 20))
    assert second.state().window.end == date(2024, 7, 20)
    assert second.when(ANCHOR).state().window.end == date(2024, 7, 10)


@pytest.mark.parametrize(("duty", "label"), [("kh.information", "2024-04"), ("kh.decree", "2024")])
def test_fixed_and_composite_tasks_have_no_days_to_get(duty: str, label: str) -> None:
    """A month stays a month, and a sum has the days of its parts."""
    RULES.given(assigned(CATALOGUE, duty, label)).when(ANCHOR).then_nothing()


def test_a_cancelled_task_gets_no_days() -> None:
    """What is no longer owed has no last day."""
    cancelled = TaskCancelled(step="cancel", to="cancelled", outcome="cancelled", reason="…", authority="…")
    RULES.given(AFTER, cancelled).when(ANCHOR).then_nothing()


def test_a_task_done_while_it_waited_still_gets_its_days() -> None:
    """Whether it was done in time can only be told once the day is known."""
    done = InformationProvided(step="provide", to="done", outcome="done", outlet="Báo A")
    said = RULES.given(AFTER, done).when(ANCHOR).then_on(ISSUED)
    assert said.state().outcome == "done"


def test_a_task_that_nobody_owes_cannot_be_anchored() -> None:
    """There is no such stream."""
    RULES.given().when(ANCHOR).then_error(NotFound)


def test_once_anchored_the_new_days_decide_what_counts() -> None:
    """While a task waits any day counts; afterwards only the days in its window."""
    may = CreditTask(
        task=ANCHOR.task, activity="activity-1", fact="communication.published", body="vu-a", on=date(2024, 5, 2)
    )
    RULES.given(AFTER).when(may).then_on(may.on)
    RULES.given(AFTER).when(ANCHOR).when(may).then_rejected("quota.within-window")
