"""What ladders and their tests name, and ladders that nobody is urged by. Asked of the catalogue, once it is bound."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from dondoc.config.findings import BODY, Findings
from dondoc.config.references import Parts
from dondoc.config.source import Path_, Source
from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.operand import Meant
from dondoc.domain.plan import Duty
from dondoc.domain.rhythm import Quota
from dondoc.domain.rung import PACE, SILENCE, Kind


def check(parts: Parts, catalogue: Catalogue, findings: Findings) -> None:
    """Report names that lead nowhere, and ladders that no limit of any duty is urged by, whatever the marks."""
    source, file = parts.reminders
    for i, ladder in enumerate(file.ladders):
        conditions(source, ("ladders", i, "when"), ladder.when, catalogue, findings)
        for j, rung in enumerate(ladder.rungs):
            conditions(source, ("ladders", i, "rungs", j, "when"), rung.when, catalogue, findings)
    for i, trial in enumerate(file.tests):
        duty, body = trial.given.duty, trial.given.body
        findings.must_exist(source, ("tests", i, "given", "duty"), ("duty", "nhiệm vụ"), [duty], catalogue.duties)
        known = [body] if body else []
        findings.must_exist(source, ("tests", i, "given", "body"), BODY, known, catalogue.bodies)
    idle = _idle(catalogue)
    for i, ladder in enumerate(file.ladders):
        if ladder.id in idle:
            findings.add(
                source,
                ("ladders", i, "id"),
                f"No duty is urged by the ladder {ladder.id!r}.",
                vi=f"Không nhiệm vụ nào được đôn đốc theo thang {ladder.id!r}.",
                cure="Another one before it suits the same duties, or none has such limits: mend its rhythms, grains, "
                "marks or limits, name it as the ladder of a duty, or delete it.",
            )


def conditions(source: Source, path: Path_, when: Meant | None, catalogue: Catalogue, findings: Findings) -> None:
    """Report what a condition names and nobody knows."""
    if when is None:
        return
    themes = {theme.id for file in catalogue.plans.values() for theme in file.themes}
    for key, kind, known in (
        ("duties", ("duty", "nhiệm vụ"), catalogue.duties),
        ("plans", ("plan", "kế hoạch"), catalogue.plans),
        ("procedures", ("procedure", "quy trình"), catalogue.procedures),
        ("themes", ("theme", "chủ đề"), themes),
        ("bodies", BODY, catalogue.bodies),
        ("groups", ("group", "nhóm"), catalogue.groups),
    ):
        findings.must_exist(source, (*path, key), kind, getattr(when, key), known)


def _idle(catalogue: Catalogue) -> set[str]:
    """The ids of the ladders by which no limit of any body's task is urged, whatever the task's marks."""
    idle = {ladder.id for ladder in catalogue.ladders}
    marks = [(), *((mark,) for ladder in catalogue.ladders for mark in ladder.marks)]
    for duty in catalogue.duties.values():
        for kind, marked in itertools.product(_kinds(duty, catalogue), marks):
            # Each body is asked only where a ladder that is still idle might be the answer: there are 93 of them.
            if not idle.isdisjoint(each.id for each in choosing.candidates(catalogue, duty, kind, marked)):
                bodies = (*catalogue.owers(duty), "")
                taken = (choosing.ladder(catalogue, duty, kind, marked, body) for body in bodies)
                idle -= {ladder.id for ladder in taken if ladder}
    return idle


def _kinds(duty: Duty, catalogue: Catalogue) -> Iterator[Kind]:
    """The kinds of limits that tasks of a duty may have."""
    yield "due"
    if duty.silence:
        yield SILENCE
    if isinstance(duty.rhythm, Quota):
        yield PACE
    families = {family for clock in catalogue.procedure(duty.procedure).clocks for family in clock.families()}
    for rule in catalogue.rules.all():
        if rule.id in families:
            yield "hours" if rule.unit == "hours" else "days"
