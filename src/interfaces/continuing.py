"""Work that outlives its plan: the tasks of earlier plans that a task carries on, and those that carry it on.

Derived from what the plans say (`continues`); nothing is recorded and nothing is closed for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from dondoc.answers import Answers
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Record
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine


def former(dondoc: Answers, line: TaskLine, when: When) -> list[TaskLine]:
    """The tasks of earlier plans that a task carries on, the newest plan first: of its body or of one before it."""
    found: list[TaskLine] = []
    duty = dondoc.catalogue.duties.get(line.duty)
    bodies = _before(line.body, dondoc.catalogue)
    while duty and duty.continues:
        found += dondoc.tasks(when, duty=duty.continues, bodies=bodies)
        duty = dondoc.catalogue.duties.get(duty.continues)
    return found


def later(dondoc: Answers, line: TaskLine, when: When) -> list[TaskLine]:
    """The tasks of later plans that carry a task on."""
    known = dondoc.catalogue.bodies.get(line.body)
    bodies = [line.body, *([known.successor] if known and known.successor else [])]
    return [
        task
        for duty in dondoc.catalogue.carried_on_by(line.duty)
        for task in dondoc.tasks(when, duty=duty.id, bodies=bodies)
    ]


def whole_history(dondoc: Answers, line: TaskLine, when: When, known: Sequence[Record] | None = None) -> list[Record]:
    """What happened to a task and, before it, to those that it carries on; oldest first.

    `known` is its own history, where the caller has it already.
    """
    own = dondoc.history(line.id, when) if known is None else known
    records = [*own, *(record for task in former(dondoc, line, when) for record in dondoc.history(task.id, when))]
    return sorted(records, key=lambda record: record.position)


def _before(body: str, catalogue: Catalogue) -> list[str]:
    return [body, *(each.id for each in catalogue.bodies.values() if each.successor == body)]
