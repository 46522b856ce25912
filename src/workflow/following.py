"""What follows from a step: tasks for the bodies that it asks; what was asked for moves, or is withdrawn, with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import ValidationError

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import AssignTask, MoveDue, TakeStep
from dondoc.domain.decider import Command
from dondoc.domain.errors import Invalid
from dondoc.domain.fact import AskingFact, Fact, Record, Registry, StepFact
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.occurrence import task_id
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.task import Asked
from dondoc.domain.window import Window


def step_of(past: Sequence[Record], name: str, catalogue: Catalogue) -> Step | None:
    """The step of that name in the procedure of the task with that past; None where there is none."""
    assigned = past[0].fact if past else None
    if not isinstance(assigned, TaskAssigned):
        return None
    return catalogue.procedure(assigned.procedure, assigned.procedure_version).step(name)


def following(
    command: TakeStep,
    past: Sequence[Record],
    asked: Sequence[Asked],
    on: date,
    *,
    catalogue: Catalogue,
    registry: Registry,
) -> list[Command]:
    """The commands that follow from a step; none where its data are wrong: the decider refuses the step and says why.

    Args:
        command: the step.
        past: the records of its task.
        asked: every task that was ever asked for under it.
        on: the day of the step.
        catalogue: what is configured.
        registry: what can be recorded.

    Raises:
        Invalid: a body that is asked is not known.
    """
    step = step_of(past, command.step, catalogue)
    if step is None or not step.follows:
        return []
    try:
        fact = registry[step.fact].model_validate(command.data)
    except ValidationError:
        return []
    found: list[Command] = []
    assigned = past[0].fact
    if step.asks and isinstance(fact, AskingFact) and isinstance(assigned, TaskAssigned):
        found += _asked(fact, assigned, command.task, catalogue.procedure(step.asks), len(asked), on, catalogue)
    still_open = [each for each in asked if not each.outcome]
    if step.moves:
        found += _moved(fact, past, command.task, still_open, catalogue)
    if step.withdraws:
        found += _withdrawn(step, command, still_open, catalogue)
    return found


def _asked(
    fact: AskingFact,
    case: TaskAssigned,
    task: str,
    procedure: Procedure,
    number: int,
    on: date,
    catalogue: Catalogue,
) -> Iterator[AssignTask]:
    duty = catalogue.duties[case.duty].asks.get(procedure.id, case.duty)
    for nth, unit in enumerate(fact.units, number + 1):
        if unit not in catalogue.bodies:
            raise Invalid(
                f"There is no body {unit!r} to ask.",
                vi=f"Không có đơn vị {unit!r} để đề nghị.",
                place="units",
                cure="List the bodies with `dondoc bodies`.",
            )
        label = f"{case.period}.{nth}"
        assigned = TaskAssigned(
            plan=catalogue.plan_of(duty).id,
            duty=duty,
            body=unit,
            period=label,
            procedure=procedure.id,
            procedure_version=procedure.version,
            window=Window(label=label, start=on),
            opens=on,
            due=fact.due,
            for_task=task,
            asked_by=case.body,
            subject=fact.subject or case.subject,
        )
        yield AssignTask(task=task_id(duty, unit, label), assigned=assigned)


def _moved(
    fact: Fact, past: Sequence[Record], task: str, asked: Sequence[Asked], catalogue: Catalogue
) -> Iterator[MoveDue]:
    day = getattr(fact, "day", None)
    before = next((found for each in reversed(past) if (found := _set(each, past, catalogue))), None)
    if not isinstance(day, date) or before is None or day == before:
        return
    why = getattr(fact, "reason", "")
    reason = f"{before:%d/%m/%Y} → {day:%d/%m/%Y}" + (f": {why}" if why else "")
    for each in asked:
        if each.due is not None:
            yield MoveDue(task=each.task, due=each.due + (day - before), reason=reason, authority=task)


def _withdrawn(step: Step, command: TakeStep, asked: Sequence[Asked], catalogue: Catalogue) -> Iterator[TakeStep]:
    for each in asked:
        procedure = catalogue.procedure(each.procedure, each.version)
        if found := procedure.cancelling(each.state or procedure.initial, step.fact):
            yield TakeStep(task=each.task, step=found.id, data=command.data)


def _set(record: Record, past: Sequence[Record], catalogue: Catalogue) -> date | None:
    """The day that a record set, where it was a step that moves."""
    if not isinstance(record.fact, StepFact):
        return None
    step = step_of(past, record.fact.step, catalogue)
    return getattr(record.fact, "day", None) if step is not None and step.moves else None
