"""Ladders that nobody is urged by: written down, and never taken. Asked of the catalogue, once it is bound together."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.config.findings import Findings
from dondoc.config.references import Parts
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.plan import Duty
from dondoc.domain.rung import SILENCE, Kind


def check(parts: Parts, catalogue: Catalogue, findings: Findings) -> None:
    """Report ladders that no limit of any duty is urged by, whatever the marks of its tasks."""
    source, file = parts.reminders
    marks = [(), *((mark,) for ladder in catalogue.ladders for mark in ladder.marks)]
    taken = (
        catalogue.ladder(duty, kind, marked)
        for duty in catalogue.duties.values()
        for kind in _kinds(duty, catalogue)
        for marked in marks
    )
    used = {ladder.id for ladder in taken if ladder}
    for i, ladder in enumerate(file.ladders):
        if ladder.id not in used:
            findings.add(
                source,
                ("ladders", i, "id"),
                f"No duty is urged by the ladder {ladder.id!r}.",
                vi=f"Không nhiệm vụ nào được đôn đốc theo thang {ladder.id!r}.",
                cure="Another one before it suits the same duties, or none has such limits: mend its rhythms, grains, "
                "marks or limits, name it as the ladder of a duty, or delete it.",
            )


def _kinds(duty: Duty, catalogue: Catalogue) -> Iterator[Kind]:
    """The kinds of limits that tasks of a duty may have."""
    yield "due"
    if duty.silence:
        yield SILENCE
    families = {family for clock in catalogue.procedure(duty.procedure).clocks for family in clock.families()}
    for rule in catalogue.rules.all():
        if rule.id in families:
            yield "hours" if rule.unit == "hours" else "days"
