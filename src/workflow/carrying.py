"""What a step takes along: a step on each of the tasks that it gathers, so that all go on together or none does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import ValidationError

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import TakeStep
from dondoc.domain.errors import NotFound, Rejected
from dondoc.domain.fact import GatheringFact, Record, Registry, StepFact
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.procedure import Step


def carried(
    command: TakeStep, step: Step, past: Callable[[str], Sequence[Record]], catalogue: Catalogue, registry: Registry
) -> list[TakeStep]:
    """The steps that a step takes along; none where its data are wrong: the decider refuses the step and says why.

    Args:
        command: the step that was asked for.
        step: the same, as its procedure has it.
        past: the records of a task, by its id.
        catalogue: what is configured.
        registry: what can be recorded.

    Raises:
        NotFound: a gathered task is not there.
        Rejected: none of the steps is open on a gathered task.
    """
    if not step.carries:
        return []
    try:
        fact = registry[step.fact].model_validate(command.data)
    except ValidationError:
        return []
    if not isinstance(fact, GatheringFact):
        return []
    named = dict.fromkeys(fact.tasks)
    gathered = dict.fromkeys(t for r in past(command.task) if isinstance(r.fact, GatheringFact) for t in r.fact.tasks)
    found = {task: _open(task, step, past(task), catalogue, must=bool(named)) for task in named or gathered}
    said = {"submission": command.task}
    return [TakeStep(task=task, step=taken, data=said) for task, taken in found.items() if taken]


def _open(task: str, step: Step, past: Sequence[Record], catalogue: Catalogue, *, must: bool) -> str:
    """The step that is taken on a task; none where it is not open and need not be."""
    assigned = past[0].fact if past else None
    if not isinstance(assigned, TaskAssigned):
        raise NotFound(
            f"There is no task {task!r} to take along.",
            vi=f"Không có việc {task!r} để tổng hợp.",
            place="tasks",
            cure="List the tasks with `dondoc task list`.",
        )
    procedure = catalogue.procedure(assigned.procedure, assigned.procedure_version)
    state = next((each.fact.to for each in reversed(past) if isinstance(each.fact, StepFact)), procedure.initial)
    found = next((each.id for each in procedure.open_to(state) if each.id in step.carries), None)
    if found is None and must:
        now = procedure.state(state)
        raise Rejected(
            f"The task {task} is in the state {now.id!r} ({now.en}) and cannot be taken along by {step.id!r}.",
            rule="step.carried",
            vi=f"Việc {task} đang ở trạng thái “{now.name}”, chưa thể (hoặc không thể) đưa vào bước “{step.name}”.",
            place="tasks",
            cure="Leave it out, or take the step that it waits for.",
        )
    return found or ""
