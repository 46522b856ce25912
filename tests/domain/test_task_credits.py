"""What the rules say about activities that count for a task: in its window, long enough, once, up to enough."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from dondoc.domain.commands import CreditTask
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Fact, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.report import ResultAccepted
from dondoc.domain.facts.task import TaskAnchored, TaskCancelled, TaskCompleted, TaskCredited
from dondoc.domain.office import ENGINE, Actor
from dondoc.domain.task_decider import TaskDecider
from dondoc.domain.window import AnchorPolicy, anchored
from dondoc.testing import Given, Rules, assigned, small_catalogue

CATALOGUE = small_catalogue()
RULES = Rules(TaskDecider(CATALOGUE, Registry(FACTS)), actor=ENGINE, on=date(2024, 5, 2))
BULLETIN = assigned(CATALOGUE, "kh.bulletin", "2024-04")
BROADCAST = assigned(CATALOGUE, "kh.broadcast", "2024-W14")


def credit(
    number: int, on: date, *, minutes: int = 0, fact: str = "bulletin.published", body: str = "vu-a"
) -> CreditTask:
    """An activity of that number, held on that day."""
    return CreditTask(
        task="kh.bulletin:vu-a:2024-04", activity=f"activity-{number}", fact=fact, body=body, on=on, minutes=minutes
    )


def credited(number: int, on: date) -> tuple[Fact, Actor, date]:
    """The same, as it was recorded before."""
    return TaskCredited(activity=f"activity-{number}", fact="bulletin.published"), ENGINE, on


def april(*days: int) -> Given:
    """A bulletin's month with issues on these days so far."""
    return RULES.given(BULLETIN, *(credited(n, date(2024, 4, day)) for n, day in enumerate(days, 1)))


@pytest.mark.parametrize("day", [date(2024, 4, 1), date(2024, 4, 30)])
def test_an_activity_counts_from_the_first_to_the_last_day_of_the_window(day: date) -> None:
    """Both ends belong to the period, and the credit happened on the day of the activity."""
    expected = TaskCredited(activity="activity-1", fact="bulletin.published")
    RULES.given(BULLETIN).when(credit(1, day)).then(expected).then_on(day)


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2024, 5, 1)])
def test_an_activity_outside_the_window_does_not_count(day: date) -> None:
    """One day before or after is another period: a quota is not carried over."""
    RULES.given(BULLETIN).when(credit(1, day)).then_rejected("quota.within-window")


def test_a_broadcast_counts_only_if_it_was_long_enough() -> None:
    """Fifteen minutes are enough, fourteen are not."""
    on = date(2024, 4, 3)
    short, long = (credit(1, on, minutes=m, fact="broadcast.aired", body="dai-a") for m in (14, 15))
    RULES.given(BROADCAST).when(short).then_rejected("quota.minutes")
    RULES.given(BROADCAST).when(long).then(
        TaskCredited(activity="activity-1", fact="broadcast.aired"),
        TaskCompleted(step="complete", to="done", outcome="done"),
    )


def test_the_activity_of_another_body_does_not_count() -> None:
    """One broadcaster cannot fill the quota of another, nor an article that of the bulletins."""
    on = date(2024, 4, 3)
    RULES.given(BROADCAST).when(credit(1, on, minutes=15, fact="broadcast.aired")).then_rejected("credit.body")
    RULES.given(BULLETIN).when(credit(1, on, fact="communication.published")).then_rejected("credit.fact")


def test_the_same_activity_counts_once() -> None:
    """Crediting it again changes nothing, whatever day is given."""
    april(3).when(credit(1, date(2024, 4, 3))).then_nothing()
    april(3).when(credit(1, date(2024, 4, 9))).then_nothing()


def test_a_quota_is_not_full_before_its_last_activity() -> None:
    """Three of four bulletins leave the task open."""
    said = april(3, 7).when(credit(3, date(2024, 4, 9)))
    said.then(TaskCredited(activity="activity-3", fact="bulletin.published"))
    assert said.state().outcome == ""


@pytest.mark.parametrize("order", list(permutations([5, 12, 19, 26])), ids=str)
def test_a_quota_is_full_on_the_day_of_its_latest_activity_in_whatever_order_they_are_recorded(
    order: tuple[int, ...],
) -> None:
    """The fourth bulletin entered completes the month; complete it was on the 26th."""
    *before, last = order
    said = april(*before).when(credit(4, date(2024, 4, last)))
    said.then(
        TaskCredited(activity="activity-4", fact="bulletin.published"),
        TaskCompleted(step="complete", to="done", outcome="done"),
    )
    said.then_on(date(2024, 4, last), date(2024, 4, 26))


def test_more_than_enough_is_counted_but_completes_nothing_again() -> None:
    """The fifth bulletin is credited; the month was full before."""
    full = april(5, 12, 19).when(credit(4, date(2024, 4, 26)))
    full.when(credit(5, date(2024, 4, 28))).then(TaskCredited(activity="activity-5", fact="bulletin.published"))


def test_a_quota_confirmed_from_a_report_is_not_completed_a_second_time() -> None:
    """Single activities entered afterwards are credited and change no outcome."""
    confirmed = ResultAccepted(step="confirm", to="done", outcome="done", note="Theo báo cáo tháng 4")
    past = RULES.given(BULLETIN, confirmed, *(credited(n, date(2024, 4, 3)) for n in (1, 2, 3)))
    past.when(credit(4, date(2024, 4, 3))).then(TaskCredited(activity="activity-4", fact="bulletin.published"))


def test_nothing_counts_for_a_cancelled_task() -> None:
    """What is no longer owed takes no credit."""
    cancelled = TaskCancelled(step="cancel", to="cancelled", outcome="cancelled", reason="…", authority="…")
    RULES.given(BULLETIN, cancelled).when(credit(1, date(2024, 4, 3))).then_nothing()


def test_nothing_counts_for_a_composite_task() -> None:
    """An activity serves one of the parts, never their sum."""
    whole = assigned(CATALOGUE, "kh.seminars", "2024")
    RULES.given(whole).when(credit(1, date(2024, 7, 3))).then_rejected("task.composite")


def test_nothing_counts_for_a_task_that_nobody_owes() -> None:
    """There is no such stream."""
    RULES.given().when(credit(1, date(2024, 4, 3))).then_error(NotFound)


def test_an_activity_for_an_anchored_task_is_held_against_its_true_days() -> None:
    """After the act of 10 June there are thirty days; an activity in May is not one of them."""
    guidance = assigned(CATALOGUE, "kh.guidance", "after")
    window = anchored(guidance.window, date(2024, 6, 10), AnchorPolicy())
    told = TaskAnchored(act="nd-a", issued=date(2024, 6, 10), window=window, due=date(2024, 7, 10))
    RULES.given(guidance, told).when(credit(1, date(2024, 5, 2))).then_rejected("quota.within-window")
    RULES.given(guidance, told).when(credit(1, date(2024, 7, 10))).then_on(date(2024, 7, 10))
