"""Cases: the number that the next one gets."""

from __future__ import annotations

from dondoc import Dondoc
from dondoc.domain.commands import AssignTask
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import ENGINE
from dondoc.projections import cases
from dondoc.testing import example

DUTY = "kh.questions"


def came_in(ministry: Dondoc, label: str, **more: str) -> None:
    """A task of the duty under a number."""
    first = example("task.assigned", duty=DUTY, period=label, parent="", for_task="", asked_by="")
    assert isinstance(first, TaskAssigned)
    command = AssignTask(task=f"{DUTY}:vu-a:{label}", assigned=first.model_copy(update=more))
    ministry.dispatch(command, actor=ENGINE)


def test_numbers_go_on_beyond_four_digits(ministry: Dondoc) -> None:
    """The ten thousandth case of a year is followed by the next one; what cases asked for takes no number."""
    assert ministry.ask(cases.numbered, DUTY, 2024) == 0
    for label in ("2024.0007", "2024.9999", "2024.10000", "2023.20000"):
        came_in(ministry, label)
    came_in(ministry, "2024.10000.12345", for_task=f"{DUTY}:vu-a:2024.10000")
    assert ministry.ask(cases.numbered, DUTY, 2024) == 10_000
