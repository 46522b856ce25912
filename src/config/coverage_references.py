"""What the coverage names: clauses of a plan, places of the configuration, gaps. Each must be there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dondoc.config.findings import Findings
from dondoc.config.plan_references import CLAUSE
from dondoc.config.references import Parts, once
from dondoc.config.source import Path_, Source
from dondoc.domain.coverage import Coverage

PLACE = ("place of the configuration", "nơi cấu hình")


def check(parts: Parts, findings: Findings) -> None:
    """Report what the coverage names that is not there."""
    if parts.coverage is None:
        return
    source, coverage = parts.coverage
    once(source, "gaps", [gap.id for gap in coverage.gaps], findings)
    once(source, "mechanisms", [each.id for each in coverage.mechanisms], findings)
    clauses = {file.plan.id: {clause.id for clause in file.clauses} for _, file in parts.plans}
    gaps, places = {gap.id for gap in coverage.gaps}, _places(parts, source)
    for i, each in enumerate(coverage.mechanisms):
        at: Path_ = ("mechanisms", i)
        findings.must_exist(source, (*at, "lacks"), ("gap", "điểm còn thiếu"), each.lacks, gaps)
        findings.must_exist(source, (*at, "configured"), PLACE, each.configured, places)
        if each.plan not in clauses:
            findings.unknown(source, (*at, "plan"), ("plan", "kế hoạch"), each.plan, clauses)
        else:
            findings.must_exist(source, (*at, "clause"), CLAUSE, each.clause, clauses[each.plan])
    _no_gap_is_idle(source, coverage, findings)


def _no_gap_is_idle(source: Source, coverage: Coverage, findings: Findings) -> None:
    for i, gap in enumerate(coverage.gaps):
        if not coverage.lacking(gap.id):
            findings.add(
                source,
                ("gaps", i),
                f"No mechanism lacks {gap.id!r} any more.",
                vi=f"Không còn cơ chế nào thiếu {gap.id!r}.",
                cure="Delete the gap.",
            )


def _places(parts: Parts, coverage: Source) -> set[str]:
    """Every file, every key of its first level, and every id in it; those of rows and duties with their plan's."""
    folder = coverage.file.parent
    single = (
        parts.units, parts.offices, parts.documents, parts.reminders, parts.rules, parts.vocabularies, parts.registers,
        parts.public, parts.doors,
    )  # fmt: skip
    several = (*parts.calendars, *parts.plans, *parts.procedures)
    sources = [part[0] for part in (*single, *several) if part is not None]
    found: set[str] = set()
    for source in sources:
        file = source.file.relative_to(folder).as_posix()
        found |= {file} | {f"{file}#{name}" for name in (*source.data, *_ids(source.data))}
    for source, plan in parts.plans:
        file = source.file.relative_to(folder).as_posix()
        short = {f"{file}#{name}" for name in (*(row.id for row in plan.rows), *(duty.id for duty in plan.duties))}
        found = found - short | {f"{file}#{duty.id}" for duty in plan.all_duties()}
    return found


def _ids(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if "id" in data:
            yield str(data["id"])
        for value in data.values():
            yield from _ids(value)
    elif isinstance(data, list):
        for value in data:
            yield from _ids(value)
