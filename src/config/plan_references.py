"""What plans and procedures name: bodies, documents, clauses, acts, forms, facts, roles, and one another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dondoc.config.findings import BODY, BODY_OR_GROUP, DOCUMENT, Findings
from dondoc.config.references import Named, Parts, once
from dondoc.config.source import Path_, Source
from dondoc.domain.fact import ActivityFact, Fact, Registry, StepFact
from dondoc.domain.plan import Duty, PlanFile, Row
from dondoc.domain.procedure import RELATIVE, Procedure
from dondoc.domain.rhythm import Once, Quota

CLAUSE = ("clause", "điều khoản")
FORM = ("form", "hình thức")
PROCEDURE = ("procedure", "quy trình")
ACT = ("act", "văn bản được chờ")


def check(parts: Parts, registry: Registry, named: Named, findings: Findings) -> None:
    """Report what does not fit together in plans and procedures."""
    known = _Known(
        bodies=named.bodies,
        documents=named.documents,
        procedures={file.procedure.id: file.procedure for _, file in parts.procedures},
        ladders={ladder.id for ladder in parts.reminders[1].ladders},
        activities=_facts(registry, ActivityFact),
        duties={duty.id for _, file in parts.plans for duty in file.all_duties()},
        findings=findings,
    )
    _procedures(parts, registry, named.documents, findings)
    _apart(parts, findings)
    for source, file in parts.plans:
        _PlanCheck(source, file, known).all()


def _facts(registry: Registry, kind: type[Fact]) -> set[str]:
    return {name for name in registry.names() if issubclass(registry[name], kind)}


def _procedures(parts: Parts, registry: Registry, documents: set[str], findings: Findings) -> None:
    roles = RELATIVE | {role.id for role in parts.offices[1].roles}
    forms = {form.id for _, file in parts.plans for form in file.forms}
    facts = _facts(registry, StepFact)
    versions = [(file.procedure.id, file.procedure.version) for _, file in parts.procedures]
    for source, file in parts.procedures:
        procedure = file.procedure
        if versions.count((procedure.id, procedure.version)) > 1:
            findings.add(
                source,
                ("procedure", "id"),
                f"The procedure {procedure.id!r} stands twice in version {procedure.version}.",
                vi=f"Quy trình {procedure.id!r} phiên bản {procedure.version} bị trùng.",
                cure="Raise the version, or delete one of the files.",
            )
        if procedure.basis and procedure.basis not in documents:
            findings.unknown(source, ("procedure", "basis"), DOCUMENT, procedure.basis, documents)
        for i, step in enumerate(procedure.steps):
            at: Path_ = ("procedure", "steps", i)
            findings.must_exist(source, (*at, "by"), ("role", "vai trò"), step.by, roles)
            findings.must_exist(source, (*at, "proves"), FORM, step.proves, forms)
            findings.must_exist(source, (*at, "fact"), ("fact of a step", "loại sự kiện của bước"), [step.fact], facts)
            if step.fact in facts:
                fields = registry[step.fact].model_fields.keys() - StepFact.model_fields.keys()
                for key, needed in (
                    ("needs", step.needs),
                    ("asks", ("units", "subject", "due") if step.asks else ()),
                    ("moves", ("day",) if step.moves else ()),
                    ("freezes", ("position",) if step.freezes else ()),
                ):
                    findings.must_exist(source, (*at, key), ("field of that fact", "trường"), needed, fields)
            if step.asks:
                named = {file.procedure.id for _, file in parts.procedures}
                findings.must_exist(source, (*at, "asks"), PROCEDURE, [step.asks], named)
        _clocks(source, procedure, parts, registry, findings)


def _clocks(source: Source, procedure: Procedure, parts: Parts, registry: Registry, findings: Findings) -> None:
    rules = parts.rules[1].rules if parts.rules else ()
    hours = {rule.id for rule in rules if rule.unit == "hours"}
    for i, clock in enumerate(procedure.clocks):
        at: Path_ = ("procedure", "clocks", i)
        for family in sorted(clock.families()):
            findings.must_exist(source, at, ("rule", "quy định"), [family], {rule.id for rule in rules})
            if family in hours and clock.at is None:
                findings.add(
                    source,
                    at,
                    f"The clock {clock.id!r} runs in hours ({family}) and needs the field of its moment.",
                    vi=f"Đồng hồ {clock.id!r} tính theo giờ nên cần trường ghi thời điểm.",
                    cure="Write at: received_at.",
                )
        for steps, key, field in (
            (clock.starts, "by", clock.by),
            (clock.starts, "at", clock.at),
            (clock.stops, "stop_at", clock.stop_at),
        ):
            kinds = [registry[step.fact] for step in procedure.steps if step.id in steps and step.fact in registry]
            # Not every step that stops a clock knows its moment; one at least must.
            known = {name for kind in kinds for name in kind.model_fields}
            findings.must_exist(source, (*at, key), ("field of that fact", "trường"), [field] if field else [], known)


def _apart(parts: Parts, findings: Findings) -> None:
    """Report plans and acts of the same id in different files."""
    plans = [file.plan.id for _, file in parts.plans]
    acts = [act.id for _, file in parts.plans for act in {act.id: act for act in file.acts}.values()]
    for source, file in parts.plans:
        named: list[tuple[Path_, str, Collection[str]]] = [(("plan", "id"), file.plan.id, plans)]
        named += [(("acts", i, "id"), act.id, acts) for i, act in enumerate(file.acts)]
        for path, name, among in named:
            if list(among).count(name) > 1:
                findings.add(
                    source,
                    path,
                    f"The id {name!r} stands in two plans.",
                    vi=f"Mã {name!r} có ở hai kế hoạch.",
                    cure="Give one of them another id.",
                )


@dataclass(frozen=True)
class _Known:
    """What plans may name outside themselves, and where to report."""

    bodies: set[str]
    documents: set[str]
    procedures: dict[str, Procedure]
    ladders: set[str]
    activities: set[str]
    duties: set[str]
    findings: Findings


class _PlanCheck:
    """The checks of one plan."""

    def __init__(self, source: Source, file: PlanFile, known: _Known) -> None:
        self._source = source
        self._file = file
        self._known = known
        self._clauses = {clause.id for clause in file.clauses}
        self._acts = {act.id for act in file.acts}
        self._forms = {form.id for form in file.forms}

    def all(self) -> None:
        """Report everything that does not fit."""
        for key in ("themes", "clauses", "acts", "references", "forms", "coordinators", "rows"):
            once(self._source, key, [item.id for item in getattr(self._file, key)], self._known.findings)
        self._head()
        self._rows()
        self._duties()

    def _head(self) -> None:
        file, known = self._file, self._known
        self._must_exist(("plan", "owner"), BODY, [file.plan.owner], known.bodies)
        self._must_exist(("plan", "document"), DOCUMENT, [file.plan.document], known.documents)
        self._must_exist(("plan", "bases"), DOCUMENT, file.plan.bases, known.documents)
        for i, theme in enumerate(file.themes):
            self._must_exist(("themes", i, "clause"), CLAUSE, [theme.clause], self._clauses)
        for i, wording in enumerate(file.coordinators):
            self._must_exist(("coordinators", i, "bodies"), BODY_OR_GROUP, wording.bodies, known.bodies)

    def _rows(self) -> None:
        coordinators, rows = {c.id for c in self._file.coordinators}, {r.id for r in self._file.rows}
        for i, row in enumerate(self._file.rows):
            at: Path_ = ("rows", i)
            self._must_exist((*at, "unit"), ("unit", "đơn vị"), [row.unit], self._known.bodies)
            self._must_exist((*at, "forms"), FORM, row.forms, self._forms)
            self._must_exist((*at, "coordinating"), ("coordinator", "đơn vị phối hợp"), row.coordinating, coordinators)
            self._must_exist((*at, "depends"), ("row", "dòng"), row.depends, rows)
            self._must_exist((*at, "awaits"), ACT, row.awaits, self._acts)
            self._must_exist((*at, "procedure"), PROCEDURE, [row.procedure], self._known.procedures)
            self._window(at, row.window.act)
            self._provable(at, row)

    def _provable(self, at: Path_, row: Row) -> None:
        procedure = self._known.procedures.get(row.procedure)
        proved = {form for step in procedure.steps for form in step.proves} if procedure else self._forms
        for j, form in enumerate(row.forms):
            if form in self._forms - proved:
                self._known.findings.add(
                    self._source,
                    (*at, "forms", j),
                    f"No step of the procedure {row.procedure!r} proves the form {form!r}: the row could not be done.",
                    vi=f"Không bước nào của quy trình {row.procedure!r} chứng minh hình thức {form!r}.",
                    cure=f"Add {form} to the `proves` of a step in procedures/{row.procedure}.yaml.",
                )

    def _duties(self) -> None:
        known = self._known
        rows = [row.id for row in self._file.rows]
        duties = [duty.id for duty in self._file.duties]
        once(self._source, "duties", duties, known.findings)
        for i, duty in enumerate(self._file.duties):
            at: Path_ = ("duties", i)
            self._must_exist((*at, "clause"), CLAUSE, duty.clause, self._clauses)
            self._must_exist((*at, "bodies"), BODY_OR_GROUP, duty.bodies, known.bodies)
            self._must_exist((*at, "with"), BODY_OR_GROUP, duty.with_, known.bodies)
            self._must_exist((*at, "basis"), DOCUMENT, duty.basis, known.documents)
            self._must_exist((*at, "forms"), FORM, duty.forms, self._forms)
            self._must_exist((*at, "depends"), ("row or duty", "dòng, nhiệm vụ"), duty.depends, {*rows, *duties})
            self._must_exist((*at, "awaits"), ACT, duty.awaits, self._acts)
            self._must_exist(
                (*at, "ladder"), ("ladder", "thang đôn đốc"), [duty.ladder] if duty.ladder else [], known.ladders
            )
            self._must_exist((*at, "procedure"), PROCEDURE, [duty.procedure], known.procedures)
            self._asks((*at, "asks"), duty)
            if duty.id in rows:
                known.findings.add(
                    self._source,
                    (*at, "id"),
                    f"{duty.id!r} is the id of a row too.",
                    vi=f"{duty.id!r} đã là mã của một dòng.",
                    cure="Give the duty another id.",
                )
            if not duty.bodies and not duty.open:
                known.findings.add(
                    self._source,
                    (*at, "bodies"),
                    f"Nobody owes the duty {duty.id!r}.",
                    vi=f"Nhiệm vụ {duty.id!r} chưa có cơ quan thực hiện.",
                    cure="Name bodies, or write open: true where they cannot be known.",
                )
            match duty.rhythm:
                case Quota(fact=fact):
                    self._must_exist((*at, "rhythm", "fact"), ("activity", "loại hoạt động"), [fact], known.activities)
                case Once(window=window):
                    self._window((*at, "rhythm"), window.act)

    def _asks(self, at: Path_, duty: Duty) -> None:
        procedure = self._known.procedures.get(duty.procedure)
        asked = {step.asks for step in procedure.steps if step.asks} if procedure else set()
        self._must_exist(at, ("procedure that its steps ask for", "quy trình được đề nghị"), duty.asks, asked)
        self._must_exist(at, ("duty", "nhiệm vụ"), duty.asks.values(), self._known.duties)

    def _window(self, at: Path_, act: str) -> None:
        if act and act not in self._acts:
            key = "around" if (*at, "window", "around") in self._source.lines else "after"
            self._known.findings.unknown(self._source, (*at, "window", key), ACT, act, self._acts)

    def _must_exist(self, path: Path_, kind: tuple[str, str], names: Iterable[str], known: Collection[str]) -> None:
        self._known.findings.must_exist(self._source, path, kind, names, known)
