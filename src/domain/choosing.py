"""Choosing: by which ladder is a limit of a task urged, and what may ladders ask of it? Decides nothing else."""

from __future__ import annotations

from collections.abc import Collection

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.ladder import Ladder
from dondoc.domain.operand import Operands
from dondoc.domain.plan import Duty
from dondoc.domain.rhythm import Every, Once, Quota
from dondoc.domain.rung import Kind


def ladder(
    catalogue: Catalogue, duty: Duty, kind: Kind = "due", marks: Collection[str] = (), body: str = ""
) -> Ladder | None:
    """The ladder by which a limit of a body's task is urged: the first of `candidates` whose conditions it meets."""
    asked = operands(catalogue, duty, body, marks)
    found = candidates(catalogue, duty, kind, marks)
    return next((each for each in found if each.when is None or each.when.fits(asked)), None)


def candidates(catalogue: Catalogue, duty: Duty, kind: Kind, marks: Collection[str]) -> list[Ladder]:
    """The ladders that may urge a limit of a duty's tasks, the one that is asked first at the front.

    First those that are meant for one of the task's marks and suit it; then the one that the duty names, where it is
    counted from limits of that kind; then those that suit. Which of them it is, their conditions on the body say.
    """
    rhythm, fine = duty.rhythm.kind, grain(duty)
    suited = [each for each in catalogue.ladders if each.suits(rhythm, fine, kind, marks)]
    named = [each for each in catalogue.ladders if each.id == duty.ladder and kind in each.limits]
    marked = [each for each in suited if each.marks]
    return list({each.id: each for each in [*marked, *named, *suited]}.values())


def operands(catalogue: Catalogue, duty: Duty, body: str, marks: Collection[str] = ()) -> Operands:
    """What conditions of ladders may ask of a body's task."""
    known = catalogue.bodies.get(body)
    file = catalogue.plans[catalogue.plan_of(duty.id).id]
    return Operands(
        duty=duty.id,
        plan=file.plan.id,
        procedure=duty.procedure,
        rhythm=duty.rhythm.kind,
        grain=grain(duty),
        body=body,
        kind=known.kind if known else "",
        groups=catalogue.groups_of.get(body, frozenset()),
        themes=tuple(theme.id for theme in file.themes if theme.clause in duty.clause),
        marks=tuple(marks),
    )


def grain(duty: Duty) -> str:
    """How finely a duty's times are given."""
    match duty.rhythm:
        case Quota(period=period) | Every(period=period) if period:
            return period
        case Once(window=spec):
            return spec.kind
    return ""
