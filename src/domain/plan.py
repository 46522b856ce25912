"""Plans: what a document asks for. Clauses and rows have ids of our own, since printed numbers repeat.

A row of an annex and a clause of prose both come down to a duty: who must do what, in which rhythm, by which procedure,
on which basis.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.issuing import Amendment, Former, Issuing, Recipient, Version
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.rhythm import Once, Rhythm
from dondoc.domain.window import AnchorPolicy, AnyLabel, WindowSpec

ClauseId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
Silence = Annotated[int, Field(ge=1, le=366)]
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
    former: tuple[Former, ...] = ()
    doubt: Text | None = None
    doubt_en: Text | None = None


class Act(Model):
    """A document that rows wait for. Its number and date are unknown until it is issued.

    `issuer` is the body that issues it; `expected` when it is expected, `source` where that is written.
    """

    id: Id
    kind: Text
    name: Text
    en: Text | None = None
    issuer: Text | None = None
    expected: AnyLabel | None = None
    source: Text | None = None
    doubt: Text | None = None
    doubt_en: Text | None = None


class Reference(Model):
    """An item of another programme that duties refer to: in which document it stands, when it is expected there."""

    id: Id
    item: Text
    document: Id
    expected: AnyLabel
    duties: Annotated[tuple[str, ...], Field(min_length=1)]
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
    """A row of the annex.

    Attributes:
        depends: rows of the same plan that must come first, by the row's own text.
        awaits: acts of higher bodies that the row is about. Its window stays as printed and tells when the first of
            them is expected; until that is issued the row waits.
        follows: the plan whose results the row is about.
        continues: the full id of the duty of an earlier plan that it carries on.
        former: how it read up to earlier versions of the plan.
        added, dropped: the versions that brought it and that struck it out; its text stays readable.
    """

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
    awaits: tuple[Id, ...] = ()
    follows: str | None = None
    continues: str | None = None
    former: tuple[Former, ...] = ()
    added: Version = 1
    dropped: Version | None = None
    procedure: Id = "press-information"
    silence: Silence | None = None
    doubt: Text | None = None
    doubt_en: Text | None = None


class Duty(Model):
    """What must be done, by whom, how often, on which basis.

    `bodies` may name groups; each member owes a task of its own. `silence` is after how many days without activity
    a body is asked whether the work goes on. `continues`, `follows`, `awaits`, `former`, `added` and `dropped` are as
    in a row; `depends` are duties by their full ids. The cases of a `restricted` duty are seen only by those who may
    act on them: see `dondoc.domain.visibility`.
    `asks`: under which other duty (full id) the bodies that its tasks ask owe what they are asked for, by the procedure
    of that; under this one where none is named.
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
    silence: Silence | None = None
    basis: tuple[Id, ...] = ()
    asks: dict[Id, str] = Field(default_factory=dict)
    depends: tuple[str, ...] = ()
    awaits: tuple[Id, ...] = ()
    follows: str | None = None
    continues: str | None = None
    former: tuple[Former, ...] = ()
    added: Version = 1
    dropped: Version | None = None
    doubt: Text | None = None
    doubt_en: Text | None = None
    row: str | None = None

    @property
    def changed(self) -> int:
        """The version of the plan that brought it as it reads today."""
        return max(self.added, self.former[-1].version + 1 if self.former else 1)


class Plan(Model):
    """The plan itself: the document that issues it, its year, its owner, from when it binds.

    Attributes:
        version: how often it was decided: 1 as issued, one more with each of its `amendments`.
        revision: how often our entry of that version was put right (a day that became known, a misread word).
        parent: the plan below which it stands: a unit's plan below the ministry's.
        until: the last year of a plan for several years.
        issuing: who proposed, decided and signed it.
        recipients: who gets it, and for what; `receipts` is the duty under which dispatch and receipt are followed.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Text
    en: Text
    document: Id
    year: Annotated[int, Field(ge=1990, le=2200)]
    owner: Id
    version: Version = 1
    revision: Version = 1
    amendments: tuple[Amendment, ...] = ()
    parent: str | None = None
    until: Annotated[int | None, Field(ge=1990, le=2200)] = None
    issuing: Issuing | None = None
    recipients: tuple[Recipient, ...] = ()
    receipts: Id | None = None
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
    def years(self) -> range:
        """The years that it is for: one, unless it says `until`."""
        return range(self.year, (self.until or self.year) + 1)

    @property
    def ends(self) -> date:
        """The last day of the plan's year, or of its last one."""
        return date(self.until or self.year, 12, 31)

    def since(self, version: int) -> date:
        """The first day on which a version of the plan holds."""
        return next((each.effective for each in self.amendments if each.version == version), self.starts)

    @model_validator(mode="after")
    def _amended(self) -> Self:
        if [each.version for each in self.amendments] != list(range(2, self.version + 1)):
            raise Invalid(
                f"The plan is at version {self.version} and needs an amendment for each version from 2 on.",
                vi=f"Kế hoạch ở phiên bản {self.version}: mỗi phiên bản từ 2 cần một quyết định điều chỉnh.",
                place="amendments" if self.amendments else "version",
                cure="Write amendments: [{version: 2, effective: 2024-06-01, by: Quyết định số ...}]; "
                "where only the entry was put right, raise revision instead.",
            )
        if self.until is not None and self.until < self.year:
            raise Invalid(
                f"The plan ends in {self.until}, before its year {self.year}.",
                vi=f"Kế hoạch kết thúc năm {self.until}, trước năm {self.year}.",
                place="until",
                cure="Write its last year.",
            )
        return self


class PlanFile(Model):
    """A plan with all its parts, as one file of `config/plans` holds it."""

    plan: Plan
    themes: tuple[Theme, ...] = ()
    clauses: tuple[Clause, ...] = ()
    acts: tuple[Act, ...] = ()
    references: tuple[Reference, ...] = ()
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
                silence=row.silence,
                depends=tuple(f"{self.plan.id}.{each}" for each in row.depends),
                awaits=row.awaits,
                follows=row.follows,
                continues=row.continues,
                former=row.former,
                added=row.added,
                dropped=row.dropped,
                doubt=row.doubt,
                doubt_en=row.doubt_en,
                row=row.id,
            )
            for row in self.rows
        ]
        full = f"{self.plan.id}.".__add__
        return rows + [
            duty.model_copy(update={"id": full(duty.id), "depends": tuple(map(full, duty.depends))})
            for duty in self.duties
        ]
