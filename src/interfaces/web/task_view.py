"""What the page of one task shows, gathered from a handful of the engine's answers, however long its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.facts.task import TaskAssigned, TaskCredited
from dondoc.domain.plan import Clause, Duty, Row
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.task import PREFIX
from dondoc.interfaces import continuing, tasked, terms, why_not, wording
from dondoc.interfaces.web.asked import Asked
from dondoc.projections.evidence import ProofLine
from dondoc.projections.task_list import TaskLine


@dataclass(frozen=True, slots=True)
class FormView:
    """A form that the duty asks for, and the day on which it was proved; None while it is not."""

    text: str
    proved_on: date | None
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a task stood in its procedure: its state, on which day which form was proved, the activities counted."""

    state: str
    proved: dict[str, date]
    credits: int


@dataclass(frozen=True, slots=True)
class ReminderView:
    """A rung that was urged or held back, on its day."""

    on: date
    fact: ReminderIssued | ReminderHeldBack
    part: str

    @property
    def held_back(self) -> str:
        """Why nobody was urged; empty when somebody was."""
        return str(self.fact.why.get("held-back", "")) if isinstance(self.fact, ReminderHeldBack) else ""


@dataclass(frozen=True, slots=True)
class Told:
    """A record as the history tells it. `exception`: it went around a step of the procedure."""

    record: Record
    sentence: str
    part: str
    link: str
    exception: bool


@dataclass(frozen=True)
class TaskView:
    """All that the page shows."""

    line: TaskLine
    parts: list[TaskLine]
    duty: Duty | None
    row: Row | None
    clauses: list[Clause]
    bases: list[str]
    coordinating: list[dict[str, Any]]
    progress: str
    why: str
    forms: list[FormView]
    state: str
    at: str
    credits: int
    steps: list[Step]
    parts_stood: dict[str, Stood]
    inputs: list[TaskLine]
    evidence: list[ProofLine]
    reminders: list[ReminderView]
    why_not: dict[str, Any]
    history: list[Told]
    later: int
    carries_on: list[TaskLine]
    carried_on_by: list[TaskLine]


def task_view(ask: Asked, task: str) -> TaskView:
    """The page of a task.

    Raises:
        NotFound: there was no such task on the day asked about.
    """
    try:
        line, parts = ask.dondoc.task(task, ask.when)
    except NotFound as wrong:
        day = wording.day(ask.as_of)
        raise NotFound(wrong.en, vi=f"Không có việc “{task}” vào ngày {day}.", cure=wrong.cure) from wrong
    former = continuing.former(ask.dondoc, line, ask.when)
    own = ask.dondoc.history(line.id, ask.when)
    records = continuing.whole_history(ask.dondoc, line, ask.when, own)
    until = [record for record in records if record.meta.on <= ask.as_of]
    duty = ask.catalogue.duties.get(line.duty)
    stood = _stood(until, line.id)
    procedure = ask.catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
    return TaskView(
        line=line,
        parts=parts,
        duty=duty,
        row=_row(ask, duty),
        clauses=ask.catalogue.clauses(duty) if duty else [],
        bases=[terms.document(basis, ask.catalogue) for basis in (duty.basis if duty else ())],
        coordinating=tasked.coordination(ask.dondoc, line, ask.when, own),
        progress=tasked.progress_said(ask.dondoc, line.id, ask.when),
        why=_why(ask, line, parts),
        forms=_forms(ask, line, own, stood),
        state=_state(ask, line, stood),
        at="" if procedure is None or line.composite or line.restricted else stood.state or procedure.initial,
        credits=stood.credits,
        steps=_steps(procedure, line, stood),
        inputs=ask.dondoc.inputs(line.id, ask.when),
        evidence=ask.dondoc.evidence(line.id, ask.when, records),
        parts_stood={part.id: _stood(until, part.id) for part in parts},
        reminders=[
            ReminderView(record.meta.on, record.fact, _part(record.fact.task, line, ask))
            for record in until
            if isinstance(record.fact, ReminderIssued | ReminderHeldBack)
        ],
        why_not=why_not.of_line(
            ask.dondoc, line, [part.id for part in parts], ask.when, ask.dondoc.ledger(line.id, when=ask.when)
        ),
        history=[_told(record, line, procedure, ask) for record in until],
        later=len(records) - len(until),
        carries_on=former,
        carried_on_by=continuing.later(ask.dondoc, line, ask.when),
    )


def _why(ask: Asked, line: TaskLine, parts: list[TaskLine]) -> str:
    if line.composite:
        return wording.why_of_parts(line, parts, ask.as_of, ask.catalogue)
    return wording.why(line, ask.as_of, ask.catalogue)


def _state(ask: Asked, line: TaskLine, stood: Stood) -> str:
    if line.composite or line.restricted:
        return wording.state(line, ask.catalogue)
    return wording.state_name(line, stood.state, ask.catalogue)


def _stood(records: list[Record], task: str) -> Stood:
    own = [record for record in records if record.stream == PREFIX + task]
    steps = [(record.fact, record.meta.on) for record in own if isinstance(record.fact, StepFact)]
    return Stood(
        state=steps[-1][0].to if steps else "",
        proved={fact.form: on for fact, on in steps if fact.form},
        credits=sum(isinstance(record.fact, TaskCredited) for record in own),
    )


def _forms(ask: Asked, line: TaskLine, records: list[Record], stood: Stood) -> list[FormView]:
    """The forms that the task was assigned with; those of its duty, where it is only the sum of its parts."""
    assigned = next(
        (r.fact for r in records if r.stream == PREFIX + line.id and isinstance(r.fact, TaskAssigned)), None
    )
    duty = ask.catalogue.duties.get(line.duty)
    asked_for = duty.forms if line.composite and duty else assigned.forms if assigned else ()
    file = ask.catalogue.plans.get(line.plan)
    texts = {form.id: form.text for form in file.forms} if file else {}
    proved = tasked.forms(ask.dondoc, line, ask.when, records)
    other = {each["form"]: each["actual"] for each in proved if each["instead"]}
    return [FormView(texts.get(form, form), stood.proved.get(form), other.get(form, "")) for form in asked_for]


def _steps(procedure: Procedure | None, line: TaskLine, stood: Stood) -> list[Step]:
    if procedure is None or line.composite or line.restricted:
        return []
    return procedure.open_to(stood.state or procedure.initial)


def _row(ask: Asked, duty: Duty | None) -> Row | None:
    if duty is None or not duty.row:
        return None
    rows = ask.catalogue.plans[ask.catalogue.plan_of(duty.id).id].rows
    return next((row for row in rows if row.id == duty.row), None)


def _part(task: str, line: TaskLine, ask: Asked) -> str:
    """The name of the part that something concerns, or of the earlier task; empty where it is the task itself."""
    duty = task.partition(":")[0]
    if duty != line.duty and duty in ask.catalogue.duties:
        return f"{duty}, năm {ask.catalogue.plan_of(duty).year}"
    return wording.occurrence(line.duty, task.rsplit(":", 1)[-1], ask.catalogue) if task != line.id else ""


def _told(record: Record, line: TaskLine, procedure: Procedure | None, ask: Asked) -> Told:
    fact = record.fact
    step = procedure.step(fact.step) if procedure and isinstance(fact, StepFact) else None
    link = str(getattr(fact, "link", None) or "")
    task = getattr(fact, "task", "") or record.stream.removeprefix(PREFIX)
    return Told(
        record,
        tasked.told(record, line, ask.dondoc),
        _part(task, line, ask),
        link if link.startswith(("https://", "http://")) else "",
        exception=bool(step and step.exception),
    )
