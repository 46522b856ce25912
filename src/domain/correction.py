"""Corrections: what was recorded wrongly is corrected by a further fact, and both stay visible.

A field that was wrong gets its right value. A step that should not have been taken is withdrawn, the newest one first:
the task stands again where it stood before, its clocks run again as they ran.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dondoc.domain.authority import may_act
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Decided
from dondoc.domain.errors import NotAllowed, NotFound, Rejected
from dondoc.domain.fact import AskingFact, StepFact
from dondoc.domain.facts.task import ClockStopped, FactCorrected, TaskAssigned, TaskRestored
from dondoc.domain.office import Actor
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.stepping import fact_of

if TYPE_CHECKING:  # the task's decider calls this file
    from dondoc.domain.commands import CorrectFact
    from dondoc.domain.task import Task


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken, its day and position in the log, and the task as it was before."""

    fact: StepFact
    on: date
    position: int
    before: Task


def correct(
    command: CorrectFact, state: Task, assigned: TaskAssigned, actor: Actor, on: date, catalogue: Catalogue
) -> list[Decided]:
    """What a correction brings about.

    Raises:
        NotFound: no step of this task recorded that event.
        NotAllowed: the actor could not have taken the step.
        Rejected: a step is to be withdrawn that is not the newest.
        Invalid: the new fields are wrong.
    """
    taken = state.taken.get(command.event_id)
    procedure = catalogue.procedure(assigned.procedure, assigned.procedure_version)
    step = procedure.step(taken.fact.step) if taken else None
    if taken is None or step is None:
        raise NotFound(
            f"No step of {command.task} recorded the event {command.event_id!r}.",
            vi=f"Việc {command.task} không có bước nào ghi sự kiện {command.event_id!r}.",
            place="event_id",
            cure="Take the id from the history of the task; only steps can be corrected here.",
        )
    if not may_act(step.by, assigned, actor, on, catalogue, state.named):
        raise NotAllowed(
            f"The office {actor.office} may not correct the step {step.id!r}.",
            vi=f"Chức vụ {actor.office} không được đính chính bước “{step.name}”.",
            cure=f"It is for: {', '.join(step.by)}.",
        )
    said: dict[str, Any] = {"event_id": command.event_id, "fact": taken.fact.name, "of": taken.on}
    if not command.withdraw:
        _check_fields(command, taken, step, procedure)
        old = {name: value for name, value in taken.fact if name not in StepFact.model_fields}
        new = fact_of(type(taken.fact), step, {**old, **command.fields}, dict(StepFact.model_validate(_moved(taken))))
        catalogue.vocabularies.check(new)
        fields = {name: new.model_dump(mode="json")[name] for name in command.fields}
        return [Decided(FactCorrected(**said, fields=fields, reason=command.reason), on=on)]
    return [
        Decided(FactCorrected(**said, withdrawn=True, reason=command.reason), on=on),
        *_withdrawn(command, state, taken, step),
    ]


def _withdrawn(command: CorrectFact, state: Task, taken: Taken, step: Step) -> list[Decided]:
    """What it brings about beside the correction itself that a step was never taken."""
    if command.event_id != next(reversed(state.taken)):
        raise Rejected(
            "Only the newest step can be withdrawn.",
            rule="correction.newest",
            vi="Chỉ rút lại được bước mới nhất.",
            cure="Withdraw the later steps first, or correct a field of this one.",
        )
    if step.asks:
        raise Rejected(
            f"The step {step.id!r} asked others for something; they were told so.",
            rule="correction.asked",
            vi=f"Bước “{step.name}” đã đề nghị đơn vị khác thực hiện nên không rút lại được.",
            cure="Cancel what was asked for, with its reason.",
        )
    before = taken.before
    return [
        *(Decided(ClockStopped(clock=clock)) for clock in state.clocks if clock not in before.clocks),
        # As if the step had not been taken: from its own day on.
        *(
            Decided(running, on=taken.on)
            for clock, running in before.clocks.items()
            if state.clocks.get(clock) != running
        ),
        Decided(
            TaskRestored(
                step="correct", to=before.state, outcome=before.outcome, forms=before.forms, position=taken.position
            ),
            on=taken.on,
        ),
    ]


def _moved(taken: Taken) -> dict[str, str]:
    return {name: getattr(taken.fact, name) for name in StepFact.model_fields}


def _followed(step: Step, procedure: Procedure) -> set[str | None]:
    """The fields of a step's fact from which something followed: what was asked, moved, frozen, a time limit."""
    fields: set[str | None] = set()
    if step.asks:
        fields |= AskingFact.model_fields.keys() - StepFact.model_fields.keys()
    fields |= {"day"} if step.moves else set()
    fields |= {"position"} if step.freezes else set()
    for clock in procedure.clocks:
        fields |= {clock.at, clock.by} if step.id in clock.starts else set()
        fields |= {clock.stop_at} if step.id in clock.stops else set()
    return fields


def _check_fields(command: CorrectFact, taken: Taken, step: Step, procedure: Procedure) -> None:
    own = taken.fact.__class__.model_fields.keys() - StepFact.model_fields.keys()
    if not command.fields or (unknown := command.fields.keys() - own):
        wrong = min(unknown) if command.fields else ""
        raise Rejected(
            f"{taken.fact.name} has no field {wrong!r}." if wrong else "Nothing is corrected.",
            rule="correction.fields",
            vi=f"“{taken.fact.title}” không có trường {wrong!r}." if wrong else "Chưa nêu nội dung đính chính.",
            place="fields",
            cure=f"Its fields are: {', '.join(sorted(own))}; or withdraw the step.",
        )
    if settled := command.fields.keys() & _followed(step, procedure):
        raise Rejected(
            f"Something followed from the field {min(settled)!r}; it cannot be corrected by itself.",
            rule="correction.followed",
            vi=f"Đã có việc phát sinh từ trường {min(settled)!r} nên không thể chỉ đính chính trường này.",
            place="fields",
            cure="Withdraw the step and take it anew; or move, with its reason, the day that followed from it.",
        )
