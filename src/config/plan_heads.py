"""What plans say of one another and of offices: parents, what they carry on, signers, recipients, versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dondoc.config.findings import BODY_OR_GROUP, DOCUMENT, Findings
from dondoc.config.references import OFFICE, Named, Parts
from dondoc.config.source import Path_, Source
from dondoc.domain.plan import Duty, Plan, PlanFile, Row

PLAN = ("plan", "kế hoạch")


def check(parts: Parts, named: Named, findings: Findings) -> None:
    """Report what does not fit together between plans, and in their heads."""
    plans = {file.plan.id: file.plan for _, file in parts.plans}
    years = {duty.id: file.plan.year for _, file in parts.plans for duty in file.all_duties()}
    for source, file in parts.plans:
        _head(source, file, named, findings)
        _parent(source, file.plan, plans, findings)
        for at, each in _entries(file):
            if each.follows:
                findings.must_exist(source, (*at, "follows"), PLAN, [each.follows], plans)
            if each.continues:
                _continues(source, at, each.continues, file.plan, years, findings)
        _versions(source, file, findings)
        names = {*(row.id for row in file.rows), *(duty.id for duty in file.duties)}
        for i, item in enumerate(file.references):
            findings.must_exist(source, ("references", i, "document"), DOCUMENT, [item.document], named.documents)
            findings.must_exist(
                source, ("references", i, "duties"), ("row or duty", "mục, nhiệm vụ"), item.duties, names
            )


def _entries(file: PlanFile) -> Iterator[tuple[Path_, Row | Duty]]:
    yield from ((("rows", i), row) for i, row in enumerate(file.rows))
    yield from ((("duties", i), duty) for i, duty in enumerate(file.duties))


def _head(source: Source, file: PlanFile, named: Named, findings: Findings) -> None:
    plan = file.plan
    if plan.issuing and named.offices is not None:
        for key in ("proposed", "decided", "signed"):
            at = ("plan", "issuing", key)
            office = getattr(plan.issuing, key)
            findings.must_exist(source, at, OFFICE, [office] if office else [], named.offices)
    for i, recipient in enumerate(plan.recipients):
        at_bodies: Path_ = ("plan", "recipients", i, "bodies")
        findings.must_exist(source, at_bodies, BODY_OR_GROUP, recipient.bodies, named.bodies)
        if [each.id for each in plan.recipients].index(recipient.id) < i:
            findings.add(
                source,
                ("plan", "recipients", i, "id"),
                f"The recipient {recipient.id!r} stands twice.",
                vi=f"Nơi nhận {recipient.id!r} bị trùng.",
                cure="Give one of them another id.",
            )
    if plan.receipts:
        duties = {duty.id for duty in file.duties}
        findings.must_exist(source, ("plan", "receipts"), ("duty", "nhiệm vụ"), [plan.receipts], duties)


def _parent(source: Source, plan: Plan, plans: Mapping[str, Plan], findings: Findings) -> None:
    above = plan.parent
    if above and above not in plans:
        findings.unknown(source, ("plan", "parent"), PLAN, above, plans)
        return
    passed = {plan.id}
    while above and above in plans:
        if above in passed:
            findings.add(
                source,
                ("plan", "parent"),
                f"The plan {plan.id!r} stands below itself.",
                vi=f"Kế hoạch {plan.id!r} nằm dưới chính nó.",
                cure="Name the plan above it, or none.",
            )
            return
        passed.add(above)
        above = plans[above].parent


def _continues(
    source: Source, at: Path_, former: str, plan: Plan, years: Mapping[str, int], findings: Findings
) -> None:
    if former not in years:
        findings.unknown(source, (*at, "continues"), ("row or duty", "mục, nhiệm vụ"), former, years)
    elif years[former] >= plan.year:
        findings.add(
            source,
            (*at, "continues"),
            f"{former} is of {years[former]}, not of a year before {plan.year}.",
            vi=f"{former} thuộc năm {years[former]}, không phải năm trước {plan.year}.",
            cure="Name the row or duty of the earlier plan that is carried on.",
        )


def _versions(source: Source, file: PlanFile, findings: Findings) -> None:
    """A former text held up to an earlier version than today's; what is struck out was so by a version there is."""
    entries: list[tuple[Path_, tuple[int, ...]]] = [
        (at, tuple(former.version for former in each.former)) for at, each in _entries(file)
    ]
    entries += [(("clauses", i), tuple(f.version for f in each.former)) for i, each in enumerate(file.clauses)]
    for at, versions in entries:
        if versions and (list(versions) != sorted({*versions}) or versions[-1] >= file.plan.version):
            findings.add(
                source,
                (*at, "former"),
                f"The former texts must stand by version, each of one before {file.plan.version}.",
                vi=f"Lời văn cũ phải theo thứ tự phiên bản, trước phiên bản {file.plan.version}.",
                cure="Raise plan.version with the amendment, and list the oldest text first.",
            )
    for at, each in _entries(file):
        for key, version in (("added", each.added), ("dropped", each.dropped or 2)):
            least = 1 if key == "added" else each.added + 1
            if getattr(each, key) is not None and not least <= version <= file.plan.version:
                findings.add(
                    source,
                    (*at, key),
                    f"No version {version} of the plan could have {key} it.",
                    vi=f"Phiên bản {version} của kế hoạch không thể đưa vào hoặc bỏ mục này.",
                    cure=f"Write a version from {least} to {file.plan.version}, the plan's newest.",
                )
