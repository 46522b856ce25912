"""The days that were set for what is to happen: a conference, a session. The newest word on each holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.answers import Answers
from dondoc.domain.catalogue import Catalogue
from dondoc.interfaces import wording
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
    newest: dict[str, SetDay] = {}
    for entry in dondoc.recorded("", facts(catalogue), when):
        said = entry.data.get("day")
        other = (bodies is not None and entry.unit not in bodies) or (plan and entry.duty.split(".")[0] != plan)
        if not said or not entry.task or other:
            continue
        period = wording.occurrence(entry.duty, entry.task.rpartition(":")[2], catalogue)
        what = wording.duty_name(entry.duty, catalogue)
        newest[entry.task] = SetDay(date.fromisoformat(said), entry.task, entry.unit, what, period)
    return sorted((each for each in newest.values() if first <= each.day <= last), key=lambda each: each.day)
