"""Cases: what comes in is opened under a number."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import OpenCase
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Registry
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.occurrence import task_id
from dondoc.domain.plan import Duty
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.vocabulary import marks
from dondoc.domain.window import Window

DAY = TypeAdapter(date)


def opening(
    catalogue: Catalogue, duty_id: str, body: str, label: str, data: dict[str, Any], on: date, for_task: str = ""
) -> OpenCase:
    """The command that opens a case of an on-demand duty for a body; `for_task` is the task that it arises from.

    Raises:
        NotFound: no such duty whose cases come in, or the body does not owe it.
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
    assigned = _assigned(catalogue, duty, body, label, data, on).model_copy(update={"for_task": for_task})
    return OpenCase(task=task_id(duty.id, body, label), assigned=assigned, data=data)


def governing(catalogue: Catalogue, registry: Registry, duty_id: str, data: dict[str, Any]) -> str:
    """The body that governs what the data name, such as an outlet; empty where none that takes such cases does."""
    duty = catalogue.duties.get(duty_id)
    owers = catalogue.owers(duty) if duty else []
    procedure = catalogue.procedure(duty.procedure) if duty else None
    intake = procedure.step(procedure.intake) if procedure and procedure.intake else None
    if intake is None:
        return ""
    for name, mark in marks(registry[intake.fact]).items():
        family = catalogue.vocabularies.family(mark.family)
        term = family.get(catalogue.vocabularies.named(mark.family, str(data.get(name, ""))))
        if term is not None and term.body in owers:
            return term.body
    return ""


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


def _assigned(catalogue: Catalogue, duty: Duty, body: str, label: str, data: dict[str, Any], on: date) -> TaskAssigned:
    due = data.get("due")  # the intake's fact says whether it is a day
    return TaskAssigned(
        plan=catalogue.plan_of(duty.id).id,
        duty=duty.id,
        body=body,
        period=label,
        procedure=duty.procedure,
        procedure_version=catalogue.procedure(duty.procedure).version,
        window=Window(label=label, start=on),
        opens=on,
        due=day_of(due),
        forms=duty.forms,
        subject=_subject(data.get("subject")),
    )


def _subject(said: Any) -> str:
    """What a case is about, as a form or a program gives it; the fact's own check tells what is wrong."""
    return said.strip() if isinstance(said, str) else ""


def day_of(value: Any) -> date | None:
    """A day as a form or a program gives it; None for what is none: the fact's own check tells what is wrong."""
    try:
        return DAY.validate_python(value)
    except ValidationError:
        return None
