"""The days that were set for what is to happen: a conference, a session. The newest word on each holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.answers import Answers
from dondoc.domain.catalogue import Catalogue
from dondoc.interfaces import wording
from dondoc.projections import set_days as known
from dondoc.projections.standing import When


@dataclass(frozen=True, slots=True)
class SetDay:
    """A day that was set for what a task is about."""

    day: date
    task: str
    body: str
    what: str
    period: str


def facts(catalogue: Catalogue) -> list[str]:
    """The facts that set or move the day of what a task is about."""
    steps = (step for procedure in catalogue.procedures.values() for step in procedure.steps)
    return sorted({step.fact for step in steps if step.moves})


def set_days(
    dondoc: Answers, when: When, first: date, last: date, bodies: Sequence[str] | None = None, plan: str = ""
) -> list[SetDay]:
    """What was set for the days of a stretch, by day, as the viewer may see it; of some bodies or one plan only."""
    catalogue = dondoc.catalogue
    found = dondoc.seen(known.set_days, when, facts(catalogue), bodies=bodies, plan=plan)
    return [
        SetDay(
            date.fromisoformat(line.day), line.task, line.body, wording.duty_name(line.duty, catalogue),
            wording.occurrence(line.duty, line.period, catalogue),
        )
        for line in found if first.isoformat() <= line.day <= last.isoformat()
    ]  # fmt: skip
