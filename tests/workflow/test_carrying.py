"""What a step takes along, all or none, and the last day in term that a step sets."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.errors import NotFound, Rejected
from dondoc.testing import LEAD, MINISTER, duty, procedure, small_catalogue

DAY = date(2024, 3, 18)
PROPOSAL = procedure(
    "proposal",
    {"new": "", "asked": "", "joined": "", "later": "", "done": "done"},
    [
        {"id": "ask", "from": "new", "to": "asked", "by": "lead", "fact": "submission.opened"},
        {"id": "join", "from": "asked", "to": "joined", "by": "lead", "fact": "submission.joined"},
        {"id": "postpone", "from": ["joined", "later"], "to": "later", "by": "leadership",
         "fact": "amendment.postponed", "due": "until"},
        {"id": "end", "from": ["joined", "later"], "to": "done", "by": "leadership", "fact": "submission.decided"},
    ],
    intake="ask",
)  # fmt: skip
GATHERING = procedure(
    "gathering",
    {"new": "", "open": "", "done": "done"},
    [
        {"id": "open", "from": "new", "to": "open", "by": "lead", "fact": "submission.opened"},
        {
            "id": "gather",
            "from": "open",
            "to": "same",
            "by": "lead",
            "fact": "submission.gathered",
            "carries": ["join"],
        },
        {"id": "close", "from": "open", "to": "done", "by": "lead", "fact": "submission.gathered", "carries": ["join"]},
    ],
    intake="open",
)


@pytest.fixture
def ministry(play: Any) -> Dondoc:
    """A small ministry whose department proposes and gathers."""
    on_demand: dict[str, Any] = {"kind": "on-demand"}
    duties = [duty("a", on_demand, procedure="proposal"), duty("b", on_demand, procedure="gathering")]
    ministry: Dondoc = play.fresh(small_catalogue(duties=duties, procedures=[PROPOSAL, GATHERING]))
    return ministry


def opened(ministry: Dondoc, name: str) -> str:
    """A case of a duty."""
    return ministry.open_case(name, {"subject": "Việc"}, actor=LEAD, on=DAY).stream.removeprefix("task-")


def state(ministry: Dondoc, task: str) -> str:
    """Where a task stands."""
    return ministry.task(task)[0].state


def test_a_step_takes_others_along_and_each_names_the_gathering(ministry: Dondoc) -> None:
    """One step, one transaction: every proposal moves and records where it went."""
    tasks, case = [opened(ministry, "kh.a"), opened(ministry, "kh.a")], opened(ministry, "kh.b")
    ministry.take_step(case, "gather", {"tasks": tasks}, actor=LEAD, on=DAY)
    assert [state(ministry, each) for each in tasks] == ["joined", "joined"]
    last = ministry.history(tasks[1])[-1].fact
    assert getattr(last, "submission", "") == case


def test_one_that_cannot_come_along_holds_all_back(ministry: Dondoc) -> None:
    """Neither the others nor the gathering move, and the refusal names the task."""
    tasks, case = [opened(ministry, "kh.a"), opened(ministry, "kh.a")], opened(ministry, "kh.b")
    ministry.take_step(case, "gather", {"tasks": tasks[:1]}, actor=LEAD, on=DAY)
    with pytest.raises(Rejected, match=tasks[0]) as refused:
        ministry.take_step(case, "gather", {"tasks": [tasks[1], tasks[0]]}, actor=LEAD, on=DAY)
    assert refused.value.rule == "step.carried"
    assert state(ministry, tasks[1]) == "asked"
    with pytest.raises(NotFound):
        ministry.take_step(case, "gather", {"tasks": ["kh.a:vu-a:2024.0099"]}, actor=LEAD, on=DAY)


def test_without_tasks_what_was_gathered_before_comes_along_as_far_as_it_can(ministry: Dondoc) -> None:
    """What has moved on by itself is left where it is."""
    task, case = opened(ministry, "kh.a"), opened(ministry, "kh.b")
    ministry.take_step(case, "gather", {"tasks": [task]}, actor=LEAD, on=DAY)
    ministry.take_step(case, "close", {}, actor=LEAD, on=DAY)
    assert (state(ministry, task), state(ministry, case)) == ("joined", "done")


def test_a_step_sets_the_last_day_in_term_and_the_old_one_stays_visible(ministry: Dondoc) -> None:
    """The day of the fact's field; the same day again moves nothing."""
    task, case = opened(ministry, "kh.a"), opened(ministry, "kh.b")
    ministry.take_step(case, "gather", {"tasks": [task]}, actor=LEAD, on=DAY)
    for until in ("2024-04-30", "2024-04-30", "2024-05-31"):
        ministry.take_step(task, "postpone", {"until": until, "reason": "Chờ"}, actor=MINISTER, on=DAY)
    moved = [each.fact for each in ministry.history(task) if each.fact.name == "task.due-moved"]
    assert [(getattr(f, "was", None), getattr(f, "due", None)) for f in moved] == [
        (None, date(2024, 4, 30)), (date(2024, 4, 30), date(2024, 5, 31)),
    ]  # fmt: skip
    assert ministry.task(task)[0].due == "2024-05-31"


def test_a_queue_holds_what_an_office_may_take_on_by_its_own_role(ministry: Dondoc) -> None:
    """What waits for the leadership is there; what waits for the unit itself is not."""
    task, case = opened(ministry, "kh.a"), opened(ministry, "kh.b")
    assert ministry.queue(MINISTER.office) == []
    ministry.take_step(case, "gather", {"tasks": [task]}, actor=LEAD, on=DAY)
    assert [each.id for each in ministry.queue(MINISTER.office)] == [task]
    ministry.take_step(task, "end", {}, actor=MINISTER, on=DAY)
    assert ministry.queue(MINISTER.office) == []


def test_what_was_never_frozen_is_said(ministry: Dondoc) -> None:
    """Asking for it tells which step is missing."""
    with pytest.raises(NotFound, match="Nothing was frozen"):
        ministry.frozen(opened(ministry, "kh.a"))
