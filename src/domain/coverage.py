"""Coverage: every mechanism that the plans ask for, where it is configured, how it is used, which test proves it.

Data to be read and compared. A mechanism counts when a test proves it through a public door and nothing of what it asks
is lacking; nothing here runs a mechanism or a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.plan import Clause, ClauseId, Duty

if TYPE_CHECKING:
    from dondoc.domain.catalogue import Catalogue

Kind = Literal["governance", "role", "rule", "task", "recurring_obligation", "workflow", "channel", "report", "budget"]
Proof = Annotated[str, Field(pattern=r"^tests/[A-Za-z0-9_/]+\.py::test_[a-z0-9_]+$")]


class Gap(Model):
    """Something that the engine cannot do yet, and that some mechanisms need."""

    id: Id
    name: Text
    en: Text


class Mechanism(Model):
    """One thing that a plan asks for.

    Attributes:
        plan: the id of the plan.
        clause: the clauses of that plan that ask for it.
        what, en: what it asks for, in Vietnamese and in English.
        kind: the kind of thing that it is.
        configured: where it stands: `plans/184.yaml#184.press-conference`, `procedures/report.yaml`.
        use: what a user types or opens.
        proof: the test that does it, `tests/.../test_file.py::test_name`; None while nobody can do it.
        lacks: gaps that keep it from being whole; with a proof, it works in part.
    """

    id: Id
    plan: Id
    clause: Annotated[tuple[ClauseId, ...], Field(min_length=1)]
    what: Text
    en: Text
    kind: Kind
    configured: tuple[Text, ...] = ()
    use: tuple[Text, ...] = ()
    proof: Proof | None = None
    lacks: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.proof is None and not self.lacks:
            raise Invalid(
                f"The mechanism {self.id!r} has no proof, but lacks nothing.",
                vi=f"Cơ chế {self.id!r} chưa có kiểm thử chứng minh mà cũng không nêu còn thiếu gì.",
                cure="Name the test in proof, or the gaps in lacks.",
            )
        if self.proof and not (self.configured and self.use):
            raise Invalid(
                f"The mechanism {self.id!r} is proved, but not said to be configured or used anywhere.",
                vi=f"Cơ chế {self.id!r} có kiểm thử nhưng chưa nêu nơi cấu hình và cách dùng.",
                cure="Fill in configured and use.",
            )
        return self

    @property
    def proved(self) -> bool:
        """Whether a user can do all that it asks, and a test shows it."""
        return self.proof is not None and not self.lacks

    @property
    def partly(self) -> bool:
        """Whether a test shows some of it, while something is lacking."""
        return self.proof is not None and bool(self.lacks)


class Coverage(Model):
    """All mechanisms, and the gaps that some still have."""

    gaps: tuple[Gap, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()

    def lacking(self, gap: str) -> list[Mechanism]:
        """The mechanisms that a gap keeps from being whole."""
        return [each for each in self.mechanisms if gap in each.lacks]

    def places(self) -> set[str]:
        """Every place that some mechanism is configured in."""
        return {place for each in self.mechanisms for place in each.configured}


def uncited(catalogue: Catalogue) -> list[tuple[str, Clause]]:
    """The clauses that no duty and no mechanism rests on, each with its plan."""
    mechanisms = catalogue.coverage.mechanisms
    found = []
    for plan, file in catalogue.plans.items():
        cited = {clause for duty in file.all_duties() for clause in duty.clause}
        cited |= {clause for each in mechanisms if each.plan == plan for clause in each.clause}
        found += [(plan, clause) for clause in file.clauses if clause.id not in cited]
    return found


def clauseless(catalogue: Catalogue) -> list[Duty]:
    """The duties that rest on no clause of their plan."""
    return [duty for duty in catalogue.duties.values() if not catalogue.clauses(duty)]


def unclaimed(catalogue: Catalogue) -> list[str]:
    """The procedures, roles and rules that no mechanism names, and so no clause asks for."""
    places = catalogue.coverage.places()
    procedures = {f"procedures/{each.id}.yaml": each.id for each in catalogue.procedures.values()}
    named = [
        *procedures,
        *(f"offices.yaml#{role}" for role in catalogue.roles),
        *(f"rules.yaml#{rule}" for rule in catalogue.rules.families()),
    ]
    return [place for place in named if not _covered(place, places)]


def _covered(place: str, places: Iterable[str]) -> bool:
    """Whether a place or a part of it is named."""
    return any(each == place or each.startswith(f"{place}#") for each in places)
