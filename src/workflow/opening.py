"""Opening: which tasks should be there by now? Those that are not there yet are assigned, late ones too.

Nothing is skipped because it is late: what should have been open since last time is opened with its true days. The
arithmetic is `dondoc.domain.occurrence`; the lock is the task's name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import AssignTask
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.occurrence import Occurrence, occurrences, task_id
from dondoc.domain.plan import Duty


@dataclass(frozen=True, slots=True)
class Opening:
    """A task that a duty brings."""

    task: str
    duty: Duty
    body: str
    occurrence: Occurrence


def openings(catalogue: Catalogue, first: date, until: date, plans: Collection[str] | None = None) -> Iterator[Opening]:
    """Every task that opens from one day to another, both included, in order of duties; of some plans, if given."""
    for duty in catalogue.duties.values():
        if plans is not None and catalogue.plan_of(duty.id).id not in plans:
            continue
        due = [o for o in occurrences(duty, catalogue.plan_of(duty.id)) if first <= o.opens <= until]
        if not due:
            continue
        for body in catalogue.owers(duty):
            for occurrence in due:
                yield Opening(task_id(duty.id, body, occurrence.label), duty, body, occurrence)


def assignment(opening: Opening, catalogue: Catalogue) -> AssignTask:
    """The command that opens a task. One that hangs on an act waits, also where the act was issued before."""
    duty, occurrence = opening.duty, opening.occurrence
    plan = catalogue.plan_of(duty.id)
    fact = TaskAssigned(
        plan=plan.id,
        duty=duty.id,
        body=opening.body,
        period=occurrence.label,
        procedure=duty.procedure,
        procedure_version=catalogue.procedure(duty.procedure).version,
        window=occurrence.window,
        opens=occurrence.opens,
        due=occurrence.due,
        parent=task_id(duty.id, opening.body, occurrence.parent) if occurrence.parent else "",
        composite=occurrence.composite,
        forms=() if occurrence.composite else duty.forms,
        data_from=occurrence.data_from,
        data_to=occurrence.data_to,
        count=occurrence.count,
        minutes=occurrence.minutes,
    )
    return AssignTask(task=opening.task, assigned=fact)
