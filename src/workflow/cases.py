"""Cases: what comes in is opened under a number, and inputs that a step asks of other bodies are opened with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import ValidationError

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.fact import Fact
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.occurrence import task_id
from dondoc.domain.plan import Duty
from dondoc.domain.procedure import Procedure
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.task import AssignTask, OpenCase, TakeStep
from dondoc.domain.window import Window


def opening(catalogue: Catalogue, duty_id: str, body: str, label: str, data: dict[str, Any], on: date) -> OpenCase:
    """The command that opens a case of an on-demand duty for a body.

    Raises:
        NotFound: no such duty, or the body does not owe it.
        Invalid: cases of that duty do not come in one by one.
    """
    duty = _duty(catalogue, duty_id)
    owers = catalogue.owers(duty)
    body = body or (owers[0] if len(owers) == 1 else "")
    if body not in owers:
        raise NotFound(
            f"{body or 'Nobody'} does not take cases of {duty_id}.",
            vi=f"Cần nêu đơn vị tiếp nhận việc của nhiệm vụ {duty_id}.",
            place="body",
            cure=f"Name one of: {', '.join(owers[:25])}.",
        )
    assigned = _assigned(catalogue, duty, catalogue.procedure(duty.procedure), body, label, on)
    return OpenCase(task=task_id(duty.id, body, label), assigned=assigned, data=data)


def inputs(
    catalogue: Catalogue, kind: type[Fact], case: TaskAssigned, asking: TakeStep, procedure: str, on: date
) -> list[AssignTask]:
    """The commands that open an input to a case for each body that a step asks; none where the step's data are wrong.

    Raises:
        Invalid: a body is not known, or owes the case itself.
    """
    try:
        asked = kind.model_validate(asking.data)
    except ValidationError:
        return []  # the decider refuses the step and says why
    duty = _duty(catalogue, case.duty)
    commands = []
    for unit in getattr(asked, "units", ()):
        if unit not in catalogue.bodies or unit == case.body:
            raise Invalid(
                f"{unit!r} cannot be asked for an input.",
                vi=f"Không thể yêu cầu {unit!r} cung cấp nội dung.",
                place="units",
                cure="Name units other than the one that leads the case; `dondoc bodies` lists them.",
            )
        assigned = _assigned(catalogue, duty, catalogue.procedure(procedure), unit, case.period, on)
        due = {"due": getattr(asked, "inputs_due", None), "for_task": asking.task}
        own = task_id(duty.id, unit, case.period)
        commands.append(AssignTask(task=own, assigned=assigned.model_copy(update=due)))
    return commands


def _duty(catalogue: Catalogue, duty_id: str) -> Duty:
    duty = catalogue.duties.get(duty_id)
    if duty is None or not isinstance(duty.rhythm, OnDemand):
        on_demand = [d.id for d in catalogue.duties.values() if isinstance(d.rhythm, OnDemand)]
        raise NotFound(
            f"There is no duty {duty_id!r} whose cases come in.",
            vi=f"Không có nhiệm vụ phát sinh {duty_id!r}.",
            place="duty",
            cure=f"They are: {', '.join(on_demand)}.",
        )
    return duty


def _assigned(catalogue: Catalogue, duty: Duty, procedure: Procedure, body: str, label: str, on: date) -> TaskAssigned:
    return TaskAssigned(
        plan=catalogue.plan_of(duty.id).id,
        duty=duty.id,
        body=body,
        period=label,
        procedure=procedure.id,
        procedure_version=procedure.version,
        window=Window(label=label, start=on),
        opens=on,
    )
