"""Steps: what taking one brings about, by the task's procedure. It interprets the data and nothing else does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from dondoc.domain.authority import may_act
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Decided
from dondoc.domain.errors import Invalid, NotAllowed, NotFound, Rejected
from dondoc.domain.fact import Registry, StepFact
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import Actor
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.quota import composite
from dondoc.domain.timing import started, stopped

if TYPE_CHECKING:  # the task's decider calls this file
    from dondoc.domain.commands import TakeStep
    from dondoc.domain.task import Task


def take(
    command: TakeStep,
    state: Task,
    assigned: TaskAssigned,
    actor: Actor,
    on: date,
    *,
    catalogue: Catalogue,
    registry: Registry,
) -> list[Decided]:
    """What taking a step brings about: its fact, and the clocks that it stops and starts.

    Raises:
        NotFound: the procedure has no such step.
        NotAllowed: the actor fills none of its roles.
        Rejected: not in this state, not by the same person, without its proof, or for a form that is not owed.
        Invalid: the fields of its fact are wrong.
    """
    procedure = catalogue.procedure(assigned.procedure, assigned.procedure_version)
    step = procedure.step(command.step)
    if step is None:
        raise NotFound(
            f"The procedure {procedure.id!r} has no step {command.step!r}.",
            vi=f"Quy trình {procedure.name} không có bước {command.step!r}.",
            cure=f"Its steps are: {', '.join(s.id for s in procedure.steps)}.",
        )
    _check_state(step, procedure, state, assigned)
    if not may_act(step.by, assigned, actor, on, catalogue):
        raise NotAllowed(
            f"The office {actor.office} may not take the step {step.id!r} of {command.task}.",
            vi=f"Chức vụ {actor.office} không được thực hiện bước “{step.name}”.",
            cure=f"It is for: {', '.join(step.by)}.",
        )
    _check_other_person(step, state, actor)
    form = _form(step, command, state)
    to = step.leads(state.state, unfinished=any(each != form for each in state.forms))
    fact = fact_of(
        registry[step.fact],
        step,
        command.data,
        {"step": step.id, "to": to, "outcome": procedure.state(to).outcome, "form": form},
    )
    catalogue.vocabularies.check(fact)
    _check_proof(step, command, fact)
    return [
        *stopped(procedure, fact, state.clocks, on),
        Decided(fact, basis=procedure.basis or ""),
        *started(procedure, fact, on, catalogue),
    ]


def fact_of(kind: type[Any], step: Step, data: dict[str, Any], moved: dict[str, str]) -> StepFact:
    """The fact that a step records, from what somebody said and from where the step led.

    Raises:
        Invalid: a field is missing, wrong, or not the caller's to set.
    """
    if reserved := moved.keys() & data.keys():
        raise Invalid(f"The field {min(reserved)!r} is set by the engine.", cure="Leave it out.")
    for needed in step.needs:
        given = data.get(needed)
        if given is None or given == [] or not str(given).strip():
            raise Invalid(
                f"The step {step.id!r} needs the field {needed!r}.",
                place=needed,
                vi=f"Bước “{step.name}” cần có {needed!r}.",
                cure=f"Give {needed}.",
            )
    try:
        fact = kind.model_validate({**data, **moved})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"The field {where!r} of {kind.name} is wrong: {first['msg']}.",
            place=where,
            vi=f"Trường {where!r} của “{kind.title}” chưa đúng.",
            cure=f"Its fields are: {', '.join(n for n in kind.model_fields if n not in StepFact.model_fields)}.",
        ) from wrong
    assert isinstance(fact, StepFact)  # the catalogue refuses steps that record anything else
    return fact


def _check_state(step: Step, procedure: Procedure, state: Task, assigned: TaskAssigned) -> None:
    if assigned.composite:
        raise composite()
    if state.state not in step.from_:
        now = procedure.state(state.state)
        open_to = ", ".join(s.id for s in procedure.open_to(state.state)) or "none"
        raise Rejected(
            f"The step {step.id!r} cannot be taken in the state {now.id!r} ({now.en}).",
            rule="step.from-state",
            vi=f"Đang ở trạng thái “{now.name}”, chưa thể (hoặc không thể) thực hiện bước “{step.name}”.",
            cure=f"Steps open now: {open_to}.",
            basis=procedure.basis or "",
        )


def _check_other_person(step: Step, state: Task, actor: Actor) -> None:
    for other in step.other_person_than:
        if actor.person in state.takers.get(other, frozenset()):
            raise Rejected(
                f"{actor.person} took the step {other!r} and so may not take {step.id!r}: "
                "it needs another person, whatever the office.",
                rule="step.other-person",
                vi=f"Người đã thực hiện bước {other!r} không được thực hiện bước “{step.name}”; cần người khác.",
                cure="Let another person take this step.",
            )


def _check_proof(step: Step, command: TakeStep, fact: StepFact) -> None:
    if step.evidence and not command.evidence and not getattr(fact, "link", None):
        raise Rejected(
            f"The step {step.id!r} needs a proof with it.",
            rule="step.evidence",
            vi=f"Bước “{step.name}” cần có minh chứng kèm theo.",
            place="evidence",
            cure="Attach a file with --evidence, or give a link.",
        )


def _form(step: Step, command: TakeStep, state: Task) -> str:
    """The form of the duty that the step proves.

    A unit may choose another form than the printed one: then it says which printed form it does so in place of.
    """
    if not command.instead_of:
        return next((form for form in state.forms if form in step.proves), "")
    if not step.proves or command.instead_of not in state.forms:
        raise Rejected(
            f"The step {step.id!r} cannot stand in for the form {command.instead_of!r}.",
            rule="form.owed",
            vi=f"Bước “{step.name}” không thể thay cho hình thức {command.instead_of!r}.",
            place="instead_of",
            cure=f"Still to be proved: {', '.join(state.forms) or 'nothing'}; take a step that proves a form.",
        )
    return command.instead_of
