"""Whatever happens to a task, in whatever order: folding never fails, and what is known always makes sense."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.domain.commands import (
    AnchorTask,
    AssignTask,
    CorrectFact,
    CreditTask,
    MarkTask,
    MoveDue,
    TakeStep,
    WithdrawCredit,
)
from dondoc.domain.decider import Command
from dondoc.domain.errors import DondocError
from dondoc.domain.fact import Fact, Meta, Record, Registry, StepFact
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import CreditWithdrawn, TaskAssigned, TaskCompleted, TaskRestored
from dondoc.domain.office import Actor
from dondoc.domain.procedure import Procedure
from dondoc.domain.task import Task
from dondoc.domain.task_decider import TaskDecider
from dondoc.testing import ASSIGNER, EXAMPLES, LEAD, REGISTRAR, SPOKESPERSON, assigned, duty, small_catalogue, step_data

REGISTRY = Registry(FACTS)
FIRST = date(2024, 3, 18)
ACTORS = (
    LEAD,
    LEAD.model_copy(update={"person": "em"}),
    SPOKESPERSON,
    SPOKESPERSON.model_copy(update={"person": LEAD.person}),
    ASSIGNER,
    REGISTRAR.model_copy(update={"on_behalf_of": "vu-a"}),
)
SHAPES: dict[str, tuple[dict[str, Any], str]] = {
    "forms": ({"kind": "once", "window": {"month": "2024-04"}}, "2024-04"),
    "quota": ({"kind": "quota", "period": "month", "count": 2, "minutes": 5, "fact": "broadcast.aired"}, "2024-04"),
    "anchored": ({"kind": "once", "window": {"after": "nd-a"}}, "after"),
    "composite": ({"kind": "once", "window": {"months": ["2024-04", "2024-05"]}}, "2024"),
}

Walk = list[tuple[str, int, int, int]]
WALKS: st.SearchStrategy[Walk] = st.lists(
    st.tuples(
        st.sampled_from(
            ["step"] * 4 + ["correct", "withdraw", "credit", "uncredit", "anchor", "assign", "move", "mark"]
        ),
        st.integers(0, 50),
        st.integers(0, len(ACTORS) - 1),
        st.integers(0, 60),
    ),
    max_size=25,
)
"""What is tried, with which number, by whom, on which day."""


def task_of(procedure: Procedure, shape: str) -> tuple[TaskDecider, TaskAssigned]:
    """The rules, and a task of that shape that goes through the procedure."""
    rhythm, label = SHAPES[shape]
    forms = sorted({form for step in procedure.steps for form in step.proves})
    catalogue = small_catalogue(
        duties=[duty("walk", rhythm, procedure=procedure.id, forms=forms)], procedures=[procedure]
    )
    return TaskDecider(catalogue, REGISTRY), assigned(catalogue, "kh.walk", label)


def command_of(  # one return a kind reads best
    kind: str, number: int, day: date, procedure: Procedure, task: TaskAssigned, state: Task
) -> Command:
    """What is tried."""
    if kind == "assign":
        return AssignTask(task="t", assigned=task)
    if kind == "anchor":
        return AnchorTask(task="t", issued=day)
    if kind == "credit":
        return CreditTask(
            task="t", activity=f"activity-{number % 6}", fact="broadcast.aired", body="vu-a", on=day, minutes=number
        )
    if kind == "uncredit":
        return WithdrawCredit(task="t", activity=f"activity-{number % 6}")
    if kind == "move":
        return MoveDue(task="t", due=day + timedelta(days=number), reason="Chờ số liệu")
    if kind == "mark":
        return MarkTask(task="t", marks=(f"dau-{number % 3}",), reason="Có ý kiến khác nhau")
    if kind in {"correct", "withdraw"}:
        taken = [*reversed(state.taken)] or ["e-000000"]
        fields = {"note": f"Bản {number}"} if kind == "correct" else {}
        event = taken[number % len(taken) if fields else 0]
        return CorrectFact(task="t", event_id=event, reason="Nhầm", fields=fields, withdraw=not fields)
    step = procedure.steps[number % len(procedure.steps)]
    return TakeStep(task="t", step=step.id, data=step_data(step.fact), evidence=1)


def walk(decider: TaskDecider, procedure: Procedure, task: TaskAssigned, tried: Walk) -> list[Record]:
    """Try one after the other; what the rules refuse changes nothing."""
    records: list[Record] = []
    state = decider.initial
    for kind, number, who, days in [("assign", 0, 0, 0), *tried]:
        day, actor = FIRST + timedelta(days=days), ACTORS[who]
        try:
            decided = decider.decide(command_of(kind, number, day, procedure, task, state), state, actor, day)
        except DondocError:
            continue
        for each in decided:
            records.append(recorded(each.fact, len(records) + 1, actor, each.on or day))
            state = decider.evolve(state, records[-1])
        check(state, procedure)
    assert fold(decider, records) == state, "the state is what its records say"
    return records


def recorded(fact: Fact, version: int, actor: Actor, on: date) -> Record:
    """The fact with its metadata, as it would come back from the store."""
    stored = REGISTRY.decode(fact.name, fact.encode())
    return Record(f"e-{version:06d}", "task-t", version, stored, Meta.by(actor, on), version)


def fold(decider: TaskDecider, records: list[Record]) -> Task:
    """What is known after these records."""
    state = decider.initial
    for record in records:
        state = decider.evolve(state, record)
    return state


def check(state: Task, procedure: Procedure) -> None:
    """What is true of every task at every moment."""
    assert state.assigned is not None
    assert state.outcome == procedure.state(state.state).outcome
    assert {*state.forms} <= {*state.assigned.forms}
    assert not state.assigned.composite or (state.outcome == "" and not state.credits)
    if state.window.start and state.window.end:
        assert state.window.start <= state.window.end


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=40)
@given(tried=WALKS)
def test_every_reachable_history_folds_to_a_task_that_makes_sense(
    procedure: Procedure, shape: str, tried: Walk
) -> None:
    """Random walks over every procedure, with tasks of every shape: no fold fails, and folding again gives the same."""
    decider, task = task_of(procedure, shape)
    records = walk(decider, procedure, task, tried)
    assert fold(decider, records) == fold(decider, records)


@given(tried=WALKS)
def test_a_cancelled_task_never_moves_again(procedure: Procedure, tried: Walk) -> None:
    """After the cancellation no step is taken any more, whatever is tried, unless the cancellation is withdrawn."""
    decider, task = task_of(procedure, "forms")
    steps = [r.fact for r in walk(decider, procedure, task, tried) if isinstance(r.fact, StepFact)]
    for before, after in pairwise(steps):
        assert before.outcome != "cancelled" or after.to == before.to or isinstance(after, TaskRestored)


@given(tried=WALKS)
def test_a_quota_is_completed_once_for_each_time_that_it_was_short(procedure: Procedure, tried: Walk) -> None:
    """However many activities are counted, or no longer counted."""
    decider, task = task_of(procedure, "quota")
    facts = [record.fact for record in walk(decider, procedure, task, tried)]
    completed = [n for n, fact in enumerate(facts) if isinstance(fact, TaskCompleted)]
    for first, second in pairwise(completed):
        assert any(isinstance(fact, CreditWithdrawn) and not fact.outcome for fact in facts[first:second])


@given(tried=WALKS)
def test_withdrawing_every_step_leads_back_to_the_beginning(procedure: Procedure, tried: Walk) -> None:
    """Newest first, by whoever took them: the task is in its first state, owes all its forms, and no clock runs."""
    decider, task = task_of(procedure, "forms")
    records = walk(decider, procedure, task, tried)
    state = fold(decider, records)
    while state.taken:
        event, taken = next(reversed(state.taken.items()))
        step = procedure.step(taken.fact.step)
        if step is None or step.asks:
            return
        by = next(record.meta for record in records if record.event_id == event)
        actor = Actor(person=by.actor, office=by.office, on_behalf_of=by.on_behalf_of)
        command = CorrectFact(task="t", event_id=event, reason="Nhầm", withdraw=True)
        for each in decider.decide(command, state, actor, by.on):
            records.append(recorded(each.fact, len(records) + 1, actor, each.on or by.on))
            state = decider.evolve(state, records[-1])
        check(state, procedure)
    assert (state.state, state.outcome, state.forms, state.clocks) == (procedure.initial, "", task.forms, {})


@given(order=st.permutations([fact for fact in EXAMPLES.values() if fact.name != "task.assigned"]))
def test_any_fact_of_any_kind_can_stand_in_a_stream(order: list[Fact]) -> None:
    """Even a stream that no rule would have written is folded: reading the log never fails."""
    catalogue = small_catalogue()
    decider = TaskDecider(catalogue, REGISTRY)
    first = assigned(catalogue, "kh.information", "2024-04")
    records = [recorded(fact, version, LEAD, FIRST) for version, fact in enumerate([first, *order], 1)]
    assert fold(decider, records).assigned == first
