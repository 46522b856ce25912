"""How much of what the plans ask for dondoc does, as plain data and as a page. Counts; judges nothing by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.coverage import Coverage, Mechanism, clauseless, uncited, unclaimed

Json: TypeAlias = Any

KINDS = {
    "governance": "Văn bản, căn cứ, hiệu lực",
    "role": "Vai trò, trách nhiệm",
    "rule": "Nguyên tắc, quy định",
    "task": "Nhiệm vụ",
    "recurring_obligation": "Chế độ định kỳ",
    "workflow": "Quy trình xử lý",
    "channel": "Kênh, hình thức",
    "report": "Báo cáo, theo dõi",
    "budget": "Kinh phí",
}
LISTS = {
    "uncited": "Điều khoản chưa nhiệm vụ, cơ chế nào dẫn",
    "clauseless": "Nhiệm vụ không dẫn điều khoản",
    "unclaimed": "Đã cấu hình mà chưa cơ chế nào nêu",
}
"""What else may be missing, and what each list is called."""
HEAD = """\
# Coverage

Every mechanism that the two decisions ask for: where it is configured, how it is used, the test that proves it. Made
from `config/coverage.yaml` by `script/coverage`; a test compares them, so change that file, not this page.

A mechanism is **proved** when its test does what it asks through a public door (the command line, the pages, the
library) and nothing of it is lacking; it works **in part** when a test shows what there is, and the gaps are named.
"""


def told(catalogue: Catalogue) -> dict[str, Json]:
    """What is proved, what is lacking and for which mechanisms, and what nothing rests on."""
    coverage = catalogue.coverage
    missing = {
        "uncited": [{"clause": f"{plan}: {clause.id}", "label": clause.label} for plan, clause in uncited(catalogue)],
        "clauseless": [{"duty": duty.id, "what": duty.what} for duty in clauseless(catalogue)],
        "unclaimed": [{"place": place} for place in unclaimed(catalogue)],
    }
    proved = sum(each.proved for each in coverage.mechanisms)
    return {
        "total": len(coverage.mechanisms),
        "proved": proved,
        "partly": sum(each.partly for each in coverage.mechanisms),
        "whole": proved == len(coverage.mechanisms) and not any(missing.values()),
        "counts": _counts(catalogue),
        "mechanisms": [_line(each) for each in coverage.mechanisms],
        "gaps": [
            {"id": g.id, "name": g.name, "en": g.en, "mechanisms": [_line(each) for each in coverage.lacking(g.id)]}
            for g in coverage.gaps
        ],
        **missing,
    }


def page(catalogue: Catalogue) -> str:
    """The whole list as Markdown."""
    return "\n".join(_page(catalogue.coverage, catalogue)) + "\n"


def _counts(catalogue: Catalogue) -> list[dict[str, Json]]:
    """How many are proved, by plan and kind."""
    mechanisms = catalogue.coverage.mechanisms
    pairs = [(plan, kind) for plan in catalogue.plans for kind in KINDS]
    found = []
    for plan, kind in pairs:
        here = [each for each in mechanisms if (each.plan, each.kind) == (plan, kind)]
        if here:
            found.append({"plan": plan, "kind": kind, "proved": sum(each.proved for each in here), "of": len(here)})
    return found


def _line(found: Mechanism) -> dict[str, Json]:
    return {**found.model_dump(mode="json"), "proved": found.proved, "partly": found.partly}


def _page(coverage: Coverage, catalogue: Catalogue) -> Iterator[str]:
    proved = sum(each.proved for each in coverage.mechanisms)
    yield HEAD
    yield f"Proved: {proved} of {len(coverage.mechanisms)}; in part: {sum(m.partly for m in coverage.mechanisms)}."
    for plan, file in catalogue.plans.items():
        mine = [each for each in coverage.mechanisms if each.plan == plan]
        yield f"\n## {file.plan.en} (`{plan}`)"
        for kind, name in KINDS.items():
            if here := [each for each in mine if each.kind == kind]:
                yield f"\n### {name} ({kind.replace('_', ' ')})\n"
                yield from _table(
                    ("mechanism", "clauses", "asks for", "configured in", "used by", "proof"), map(_cells, here)
                )
    if coverage.gaps:
        yield "\n## What is lacking\n"
        yield from _table(
            ("gap", "what cannot be done yet", "mechanisms"),
            ((f"`{g.id}`", g.en, ", ".join(f"`{m.id}`" for m in coverage.lacking(g.id))) for g in coverage.gaps),
        )


def _cells(found: Mechanism) -> Sequence[str]:
    return (
        f"`{found.id}`",
        ", ".join(found.clause),
        f"{found.what}<br>{found.en}",
        _code(found.configured),
        _code(found.use),
        _proof(found),
    )


def _proof(found: Mechanism) -> str:
    lacking = ", ".join(f"`{gap}`" for gap in found.lacks)
    if found.proof is None:
        return f"not yet: {lacking}"
    file, _, test = found.proof.partition("::")
    link = f"[{test}](../{file})"
    return f"{link}, in part: {lacking}" if lacking else link


def _code(texts: Sequence[str]) -> str:
    return "<br>".join(f"`{text}`" for text in texts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in rows:
        cells = (cell.replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
