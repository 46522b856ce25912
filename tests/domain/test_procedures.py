"""Which procedures are refused when they are read: those that cannot be walked to an end."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from dondoc.domain.procedure import Procedure
from dondoc.testing import procedure as built

STATES = {"open": "", "done": "done", "cancelled": "cancelled"}
FINISH = {"id": "finish", "from": "open", "to": "done", "by": "lead", "fact": "result.submitted"}
CANCEL = {"id": "cancel", "from": "open", "to": "cancelled", "by": "assigner", "fact": "task.cancelled"}


def walkable(states: dict[str, str] | None = None, *more: dict[str, Any], **other: Any) -> Procedure:
    """A procedure of two steps, with further states and steps."""
    return built("p", {**STATES, **(states or {})}, [FINISH, CANCEL, *more], **other)


@pytest.mark.parametrize(
    ("states", "more", "said"),
    [
        ({"lost": "", "kept": "done"}, {}, "the state 'kept' cannot be reached"),
        ({"stuck": ""}, {"to": "stuck"}, "from the state 'stuck' no step leads to an end"),
        ({}, {"to": "nowhere"}, "names the unknown state 'nowhere'"),
        ({}, {"from": "nowhere"}, "names the unknown state 'nowhere'"),
        ({}, {"otherwise": "nowhere"}, "names the unknown state 'nowhere'"),
        ({}, {"other_person_than": ["prepare"]}, "names the unknown step 'prepare'"),
        ({}, {"id": "finish"}, "two steps are called 'finish'"),
        ({}, {"from": "cancelled", "to": "open"}, "leaves a cancelled state"),
    ],
)
def test_a_procedure_that_cannot_be_walked_is_refused(states: dict[str, str], more: dict[str, Any], said: str) -> None:
    """Unreachable, dead, unknown, doubled, or out of a cancellation: refused, with the name of what is wrong."""
    step = {"id": "extra", "from": "open", "to": "open", "by": "lead", "fact": "task.progress-noted", **more}
    with pytest.raises(ValidationError, match=said):
        walkable(states, step)


def test_two_states_of_one_name_are_refused() -> None:
    """A step could not say which one it leads to."""
    whole = walkable().model_dump(by_alias=True)
    whole["states"] = [*whole["states"], whole["states"][1]]
    with pytest.raises(ValidationError, match="two states are called 'done'"):
        Procedure.model_validate(whole)


def test_a_procedure_without_a_done_state_is_refused() -> None:
    """A duty that can only be cancelled cannot be fulfilled."""
    with pytest.raises(ValidationError, match="no state ends the task as done"):
        built("p", {"open": "", "cancelled": "cancelled"}, [CANCEL])


def test_a_procedure_that_ends_where_it_begins_is_refused() -> None:
    """A task would be shown as open in a state that says done."""
    with pytest.raises(ValidationError, match="the first state 'done' ends the task already"):
        built("p", {"done": "done", "open": ""}, [{**FINISH, "id": "open", "from": "done", "to": "open"}, FINISH])


@pytest.mark.parametrize("without", ["by", "from", "fact", "to"])
def test_a_step_that_lacks_what_it_needs_is_refused(without: str) -> None:
    """Nobody may take it, nowhere, recording nothing, leading nowhere: each is named."""
    whole = walkable().model_dump(by_alias=True)
    steps = list(whole["steps"])
    steps[0] = {key: value for key, value in steps[0].items() if key != without}
    with pytest.raises(ValidationError, match=rf"steps\.0\.{without}"):
        Procedure.model_validate({**whole, "steps": steps})


def test_an_unknown_key_is_refused() -> None:
    """A misspelt rule must not be a rule that is silently missing."""
    with pytest.raises(ValidationError, match="other_persons_than"):
        walkable({}, {**FINISH, "id": "extra", "other_persons_than": ["finish"]})


def test_a_procedure_opens_in_its_first_state_and_says_which_steps_are_open() -> None:
    """The order of states is meant; the order of steps is kept."""
    procedure = walkable()
    assert procedure.initial == "open"
    assert [step.id for step in procedure.open_to("open")] == ["finish", "cancel"]
    assert procedure.open_to("done") == []
    assert procedure.step("publish") is None


def test_a_done_state_may_be_left_again() -> None:
    """A report that was handed in can be sent back: only a cancellation is final."""
    back = {"id": "return", "from": "done", "to": "open", "by": "assigner", "fact": "result.returned"}
    assert [step.id for step in walkable({}, back).open_to("done")] == ["return"]


def test_what_cancels_a_task_with_a_fact_is_found_by_state_and_fact() -> None:
    """A step that only stays, ends it as done, or records something else does not withdraw what was asked for."""
    asked = walkable()
    found = asked.cancelling("open", "task.cancelled")
    assert found is not None
    assert found.id == "cancel"
    assert asked.cancelling("done", "task.cancelled") is None
    assert asked.cancelling("open", "press.briefing-held") is None


def test_every_procedure_lets_its_task_be_done_and_be_cancelled(procedure: Procedure) -> None:
    """Each of those that are shipped, and the tests' own: both ends are there, and the words for them."""
    assert {"done", "cancelled"} <= {state.outcome for state in procedure.states}
    assert all(state.name and state.en for state in procedure.states)
    assert all(step.name and step.en for step in procedure.steps)
