"""Plans: what a document asks for. Clauses and rows have ids of our own, since printed numbers repeat.

A row of an annex and a clause of prose both come down to a duty: who must do what, in which rhythm, by which procedure,
on which basis.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from dondoc.domain.model import Id, Model, Text
from dondoc.domain.rhythm import Once, Rhythm
from dondoc.domain.window import AnchorPolicy, WindowSpec

ClauseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
OneOrMore = BeforeValidator(lambda value: [value] if isinstance(value, str) else value)


class Theme(Model):
    """A theme that communication under the plan follows."""

    id: Id
    clause: ClauseId
    name: Text
    en: Text | None = None


class Clause(Model):
    """A clause of the document, with the label it bears in print and its exact text."""

    id: ClauseId
    label: Text
    text: Text
    doubt: Text | None = None
    doubt_en: Text | None = None


class Act(Model):
    """A document that rows wait for. Its number and date are unknown until it is issued."""

    id: Id
    kind: Text
    name: Text
    en: Text | None = None
    doubt: Text | None = None
    doubt_en: Text | None = None


class Form(Model):
    """A form of communication, in the wording of the annex."""

    id: Id
    text: Text


class Coordinator(Model):
    """A wording of the annex's column of coordinating units, and the bodies it means; `open` when nobody knows all."""

    id: Id
    text: Text
    bodies: tuple[Id, ...] = ()
    open: bool = False


class Row(Model):
    """A row of the annex."""

    id: Annotated[str, Field(pattern=r"^\d+\.\d+[a-z]?$")]
    unit: Id
    no: Annotated[int, Field(ge=1)]
    content: Text
    en: Text | None = None
    forms: Annotated[tuple[Id, ...], Field(min_length=1)]
    time_text: Text
    window: WindowSpec
    coordinating: tuple[Id, ...] = ()
    depends: tuple[str, ...] = ()
    procedure: Id = "press-information"
    doubt: Text | None = None
    doubt_en: Text | None = None


class Duty(Model):
    """What must be done, by whom, how often, on which basis.

    `bodies` may name groups; each member owes a task of its own. The cases of a `restricted` duty are seen only by
    those who may act on them: see `dondoc.domain.visibility`.
    """

    id: Id
    clause: Annotated[tuple[ClauseId, ...], OneOrMore, Field(min_length=1)]
    what: Text
    en: Text | None = None
    bodies: tuple[Id, ...] = ()
    open: bool = False
    with_: Annotated[tuple[Id, ...], Field(alias="with")] = ()
    rhythm: Rhythm
    procedure: Id
    restricted: bool = False
    forms: tuple[Id, ...] = ()
    ladder: Id | None = None
    basis: tuple[Id, ...] = ()
    doubt: Text | None = None
    doubt_en: Text | None = None
    row: str | None = None


class Plan(Model):
    """The plan itself: the document that issues it, its year, its owner, from when it binds."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Text
    en: Text
    document: Id
    year: Annotated[int, Field(ge=1990, le=2200)]
    owner: Id
    effective: date | None = None
    message: Text | None = None
    motto: Text | None = None
    bases: tuple[Id, ...] = ()
    anchors: AnchorPolicy = AnchorPolicy()
    doubt: Text | None = None
    doubt_en: Text | None = None

    @property
    def starts(self) -> date:
        """The first day on which the plan binds: its effective date or, where that is unknown, its year's first day."""
        return self.effective or date(self.year, 1, 1)

    @property
    def ends(self) -> date:
        """The last day of the plan's year."""
        return date(self.year, 12, 31)


class PlanFile(Model):
    """A plan with all its parts, as one file of `config/plans` holds it."""

    plan: Plan
    themes: tuple[Theme, ...] = ()
    clauses: tuple[Clause, ...] = ()
    acts: tuple[Act, ...] = ()
    forms: tuple[Form, ...] = ()
    coordinators: tuple[Coordinator, ...] = ()
    rows: tuple[Row, ...] = ()
    duties: tuple[Duty, ...] = ()

    def all_duties(self) -> list[Duty]:
        """The duties of the rows, then those of the prose, with their full ids (`184.9.2`, `184.press-conference`)."""
        rows = [
            Duty(
                id=f"{self.plan.id}.{row.id}",
                clause=("PL",),
                what=row.content,
                en=row.en,
                bodies=(row.unit,),
                with_=row.coordinating,
                rhythm=Once(kind="once", window=row.window),
                procedure=row.procedure,
                forms=row.forms,
                doubt=row.doubt,
                doubt_en=row.doubt_en,
                row=row.id,
            )
            for row in self.rows
        ]
        return rows + [duty.model_copy(update={"id": f"{self.plan.id}.{duty.id}"}) for duty in self.duties]
