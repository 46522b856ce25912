"""Vocabularies as configured: what they name must be there; then filled from plans, groups and documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from dondoc.config.findings import BODY, DOCUMENT, Findings
from dondoc.config.plan_references import CLAUSE
from dondoc.config.references import Parts, once
from dondoc.config.source import Path_, Source
from dondoc.domain.catalogue import members
from dondoc.domain.plan import PlanFile
from dondoc.domain.vocabulary import Fill, Term, Vocabularies, Vocabulary

PLAN = ("plan", "kế hoạch")
VOCABULARY = ("vocabulary", "danh mục")


def check(parts: Parts, bodies: set[str], documents: set[str], findings: Findings) -> None:
    """Report what vocabularies name that is not there, and terms that stand twice in a family."""
    if parts.vocabularies is None:
        return
    source, file = parts.vocabularies
    once(source, "vocabularies", [each.id for each in file.vocabularies], findings)
    plans = {each.plan.id: each for _, each in parts.plans}
    groups = {group.id for group in parts.units[1].groups}
    for i, vocabulary in enumerate(file.vocabularies):
        at: Path_ = ("vocabularies", i)
        check_clauses(source, (*at, "clauses"), vocabulary.clauses, plans, findings)
        if fill := vocabulary.from_:
            for key, kind, said, known in (
                ("themes", PLAN, fill.themes, plans),
                ("acts", PLAN, fill.acts, plans),
                ("group", ("group", "nhóm"), fill.group, groups),
            ):
                findings.must_exist(source, (*at, "from", key), kind, [said] if said else [], known)
        for j, term in enumerate(vocabulary.terms):
            here: Path_ = (*at, "terms", j)
            check_clauses(source, (*here, "clauses"), term.clauses, plans, findings)
            findings.must_exist(source, (*here, "body"), BODY, [term.body] if term.body else [], bodies - groups)
            findings.must_exist(source, (*here, "basis"), DOCUMENT, [term.basis] if term.basis else [], documents)
    if not findings.found:  # what is filled from something that is not there cannot be told
        _families(source, filled(parts), findings)


def check_clauses(
    source: Source, at: Path_, clauses: Mapping[str, Collection[str]], plans: Mapping[str, PlanFile], findings: Findings
) -> None:
    """Report clauses of plans that are not there."""
    for plan, names in clauses.items():
        if plan not in plans:
            findings.unknown(source, (*at, plan), PLAN, plan, plans)
        else:
            findings.must_exist(source, (*at, plan), CLAUSE, names, {clause.id for clause in plans[plan].clauses})


def _families(source: Source, filled_: Vocabularies, findings: Findings) -> None:
    seen: set[tuple[str, str]] = set()
    for i, vocabulary in enumerate(filled_.known.values()):
        family = vocabulary.id.split(".", 1)[0]
        terms = filled_.family(family)
        own = len(source.data["vocabularies"][i].get("terms") or ())
        for j, term in enumerate(vocabulary.terms, own - len(vocabulary.terms)):
            at: Path_ = ("vocabularies", i, *(("terms", j) if j >= 0 else ("from",)))
            if term.within and term.within not in terms:
                kind = ("term", "mục của danh mục")
                findings.unknown(source, (*at, "within"), kind, term.within, terms)
            if (family, term.id) in seen:
                findings.add(
                    source,
                    at,
                    f"The term {term.id!r} stands twice in the family {family!r}.",
                    vi=f"Mã {term.id!r} bị trùng trong họ danh mục {family!r}.",
                    cure="Give one of them another id.",
                )
            seen.add((family, term.id))


def filled(parts: Parts) -> Vocabularies:
    """All vocabularies, each with the terms that it is filled from before its own."""
    found = parts.vocabularies[1].vocabularies if parts.vocabularies else ()
    return Vocabularies({each.id: _filled(each, parts) for each in found})


def _filled(vocabulary: Vocabulary, parts: Parts) -> Vocabulary:
    terms = list(_from(vocabulary.from_, parts)) if vocabulary.from_ else []
    return vocabulary.model_copy(update={"terms": (*terms, *vocabulary.terms)})


def _from(fill: Fill, parts: Parts) -> Iterator[Term]:
    plans = {each.plan.id: each for _, each in parts.plans}
    if fill.themes:
        for theme in plans[fill.themes].themes:
            clauses: dict[str, tuple[str, ...]] = {fill.themes: (theme.clause,)}
            yield Term(id=f"{fill.themes}.{theme.id}", name=theme.name, en=theme.en, clauses=clauses)
    if fill.acts:
        for act in plans[fill.acts].acts:
            yield Term(id=act.id, name=act.name, en=act.en, kind=act.kind)
    if fill.group:
        groups = {group.id: group for group in parts.units[1].groups}
        bodies = {body.id: body for body in parts.units[1].bodies}
        for name in members(groups, [fill.group]):
            yield Term(id=name, name=bodies[name].names[0].name, en=bodies[name].names[0].en, body=name)
    yield from _listed(fill, parts)


def _listed(fill: Fill, parts: Parts) -> Iterator[Term]:
    if fill.duties:
        for duty in (duty for _, plan in parts.plans for duty in plan.all_duties()):
            yield Term(id=duty.id, name=duty.what, en=duty.en)
    if fill.documents:
        for document in parts.documents[1].documents:
            if fill.since is None or (document.date and document.date >= fill.since):
                name = f"{document.citation()} {document.subject or ''}".strip()
                yield Term(id=document.id, name=name, kind=document.type, since=document.date)
