"""What registers name: facts, their fields, vocabularies, duties, procedures, groups, and their own columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dondoc.config.files import RegistersFile
from dondoc.config.findings import Findings
from dondoc.config.plan_references import PROCEDURE
from dondoc.config.references import Parts, once
from dondoc.config.source import Path_, Source
from dondoc.config.vocabularies import VOCABULARY, check_clauses, filled
from dondoc.domain.fact import ActivityFact, Registry, StepFact
from dondoc.domain.plan import PlanFile
from dondoc.domain.register import Column, Every, Register
from dondoc.domain.tally import GRAINS
from dondoc.domain.vocabulary import Vocabularies, inner_fields, marks

FACT = ("fact of a step or activity", "loại sự kiện")
FIELD = ("field of that fact", "trường của sự kiện")
COLUMN = ("column of this register", "cột của sổ")
DUTY = ("duty", "nhiệm vụ")
FLAG = ("flag of this register", "dấu hiệu của sổ")
REGISTER = ("register that no section has yet", "sổ chưa thuộc nhóm nào")
TERM = ("term", "mục của danh mục")


def check(parts: Parts, registry: Registry, bodies: set[str], findings: Findings) -> None:
    """Report what registers name that is not there."""
    if parts.registers is None:
        return
    source, file = parts.registers
    once(source, "registers", [each.id for each in file.registers], findings)
    vocabularies = {v.id for v in parts.vocabularies[1].vocabularies} if parts.vocabularies else set()
    known = _Known(
        registry=registry,
        facts={n for n in registry.names() if issubclass(registry[n], StepFact | ActivityFact)},
        duties={duty.id for _, plan in parts.plans for duty in plan.all_duties()},
        procedures={each.procedure.id for _, each in parts.procedures},
        vocabularies=vocabularies,
        families={name for v in vocabularies for name in (v, v.split(".", 1)[0])},
        groups={group.id for group in parts.units[1].groups} & bodies,
        plans={each.plan.id: each for _, each in parts.plans},
        vocabulary=None if findings.found else filled(parts),
    )
    for i, register in enumerate(file.registers):
        _RegisterCheck(source, ("registers", i), register, known, findings).all()
    _sections(source, file, findings)


def _sections(source: Source, file: RegistersFile, findings: Findings) -> None:
    """With sections, every register stands in just one of them."""
    if not file.sections:
        return
    once(source, "sections", [each.id for each in file.sections], findings)
    left = {each.id for each in file.registers}
    for i, section in enumerate(file.sections):
        for at, named in enumerate(section.registers):
            if named not in left:
                findings.unknown(source, ("sections", i, "registers", at), REGISTER, named, left)
            left.discard(named)
    for i, register in enumerate(file.registers):
        if register.id in left:
            findings.add(
                source,
                ("registers", i, "id"),
                f"The register {register.id!r} stands in no section.",
                vi=f"Sổ {register.id!r} không thuộc nhóm nào trong sections.",
                cure="Name it under one of the sections at the head of the file.",
            )


@dataclass(frozen=True)
class _Known:
    """What registers may name outside themselves."""

    registry: Registry
    facts: set[str]
    duties: set[str]
    procedures: set[str]
    vocabularies: set[str]
    families: set[str]
    groups: set[str]
    plans: dict[str, PlanFile]
    vocabulary: Vocabularies | None

    def terms(self, family: str) -> Collection[str]:
        """The terms of a family; none while the vocabularies are wrong themselves."""
        return self.vocabulary.family(family) if self.vocabulary else ()


@dataclass(frozen=True)
class _RegisterCheck:
    """The checks of one register."""

    source: Source
    at: Path_
    register: Register
    known: _Known
    findings: Findings

    def all(self) -> None:
        """Report everything that does not fit."""
        register, known = self.register, self.known
        check_clauses(self.source, (*self.at, "clauses"), register.clauses, known.plans, self.findings)
        self._must(("facts",), FACT, register.facts, known.facts)
        self._must(("duties",), DUTY, register.duties, known.duties)
        self._must(("procedures",), PROCEDURE, register.procedures, known.procedures)
        self._must(("vocabulary",), VOCABULARY, _one(register.vocabulary), known.vocabularies)
        if register.field:
            self._must(("field",), FIELD, register.field, self._fields(register.facts))
        self._must(("per",), FIELD, _one(register.per), self._fields(register.facts))
        self._must(("leaves_out",), FLAG, register.leaves_out, [flag.id for flag in register.flags])
        for i, column in enumerate(register.columns):
            self._column(("columns", i), column)
        self._own_names()
        for i, each in enumerate(register.every):
            self._every(("every", i), each)

    def _column(self, at: Path_, column: Column) -> None:
        self._must((*at, "fact"), FACT, _one(column.fact), self.known.facts)
        self._must((*at, "facts"), FACT, column.facts, self.known.facts)
        if column.field:
            self._must((*at, "field"), FIELD, column.field, self._fields(column.of or self.register.facts))
        self._must((*at, "only"), FIELD, column.only, self._fields(column.of or self.register.facts))

    def _own_names(self) -> None:
        register, columns = self.register, self.register.column_ids
        self._twice(columns)
        for i, flag in enumerate(register.flags):
            self._must(("flags", i), COLUMN, flag.columns(), columns)
            for name, wanted in flag.where.items():
                self._must(("flags", i, "where", name), TERM, wanted, self._terms(name) or wanted)
        for i, column in enumerate(register.columns):
            self._must(
                ("columns", i, "difference"), COLUMN, column.difference or (), columns[: columns.index(column.id)]
            )
        for i, wait in enumerate(register.waits):
            self._must(("waits", i, "from"), COLUMN, [wait.from_], columns)
            self._must(("waits", i, "to"), COLUMN, [wait.to], columns)
        for i, rate in enumerate(register.rates):
            self._must(("rates", i), COLUMN, [rate.of, *_one(rate.among)], columns)
        self._must(("public",), COLUMN, register.public, [*columns, *register.dimensions, "day"])

    def _twice(self, columns: list[str]) -> None:
        taken = [*self.register.dimensions[: -len(columns)]] if columns else []
        for i, column in enumerate(self.register.columns):
            if columns.count(column.id) > 1 or column.id in taken:
                self.findings.add(
                    self.source,
                    (*self.at, "columns", i, "id"),
                    f"The column {column.id!r} stands twice in the register, or is one that every register has.",
                    vi=f"Cột {column.id!r} bị trùng hoặc là cột có sẵn của mọi sổ.",
                    cure="Give it another id.",
                )

    def _every(self, at: Path_, each: Every) -> None:
        self._must((*at, "by"), ("dimension", "chiều thống kê"), [each.by], self.register.dimensions)
        self._must((*at, "vocabulary"), VOCABULARY, _one(each.vocabulary), self.known.families)
        self._must((*at, "group"), ("group", "nhóm"), _one(each.group), self.known.groups)
        self._must((*at, "duty"), DUTY, _one(each.duty), self.known.duties)
        if known := each.vocabulary and self.known.terms(each.vocabulary):
            self._must((*at, "terms"), TERM, each.terms, known)
        if not (each.vocabulary or each.group or each.duty or each.seen or each.numbers) and each.by not in GRAINS:
            self.findings.add(
                self.source,
                (*self.at, *at),
                f"It is not said which values {each.by!r} must show.",
                vi=f"Chưa nêu {each.by!r} phải đủ những giá trị nào.",
                cure="Write vocabulary: ..., group: ..., duty: ..., seen: true or numbers: true.",
            )

    def _terms(self, column: str) -> Collection[str]:
        """The terms that a column holds; none where it holds none, or they are not known."""
        found = next((each for each in self.register.columns if each.id == column), None)
        of = (found.of if found else ()) or self.register.fact_names()
        facts = [self.known.registry[name] for name in of if name in self.known.facts]
        names = found.field if found else ()
        said = (mark for fact in facts for name in names if (mark := marks(fact).get(name)) and not mark.free)
        return next((self.known.terms(mark.family) for mark in said), ())

    def _fields(self, facts: Iterable[str]) -> set[str]:
        known = [self.known.registry[name] for name in facts if name in self.known.facts]
        inner = {name for fact in known for name in inner_fields(fact, self.register.per or "")}
        return {name for fact in known for name in fact.model_fields} | inner

    def _must(self, at: Path_, kind: tuple[str, str], names: Iterable[str], known: Collection[str]) -> None:
        self.findings.must_exist(self.source, (*self.at, *at), kind, names, known)


def _one(name: str | None) -> list[str]:
    return [name] if name else []
