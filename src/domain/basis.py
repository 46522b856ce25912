"""What rests on a document: the question that is asked when a legal basis is amended, replaced or expires."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.domain.calendar import SpecialDay
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.plan import Duty, Plan
from dondoc.domain.procedure import Procedure
from dondoc.domain.rule import Rule


@dataclass(frozen=True)
class Resting:
    """What rests on one document.

    Attributes:
        issued: the plans that it issues.
        based: the plans that name it among their bases.
        duties: the duties that name it as their basis, or whose procedure does.
        procedures: the procedures that name it, in their newest version.
        rules: the time limits that it sets.
        days: the days of the calendar that it decides.
        bodies: the ids of bodies that it named, renamed or ended.
    """

    issued: list[Plan]
    based: list[Plan]
    duties: list[Duty]
    procedures: list[Procedure]
    rules: list[Rule]
    days: list[SpecialDay]
    bodies: list[str]

    def __bool__(self) -> bool:
        """Whether anything rests on it."""
        return any(vars(self).values())


def resting_on(document: str, catalogue: Catalogue) -> Resting:
    """Everything configured that rests on the document with this id."""
    plans = [file.plan for file in catalogue.plans.values()]
    newest = {each.id: each for name, each in catalogue.procedures.items() if "/" not in name}
    procedures = {name: each for name, each in newest.items() if each.basis == document}
    return Resting(
        issued=[plan for plan in plans if plan.document == document],
        based=[plan for plan in plans if document in plan.bases],
        duties=[d for d in catalogue.duties.values() if document in d.basis or d.procedure in procedures],
        procedures=list(procedures.values()),
        rules=[rule for rule in catalogue.rules.all() if rule.basis == document],
        days=[day for day in catalogue.calendar.special.values() if day.basis == document],
        bodies=[
            body.id
            for body in catalogue.bodies.values()
            if any(name.basis == document for name in body.names)
            or (body.abolished and body.abolished.basis == document)
        ],
    )
