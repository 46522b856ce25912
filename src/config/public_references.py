"""What the public part names: plans, facts and their fields. No column of a register is public that shows another."""

from __future__ import annotations

from collections.abc import Iterable

from dondoc.config.findings import Findings
from dondoc.config.references import Parts, once
from dondoc.config.register_references import FACT, FIELD
from dondoc.config.source import Source
from dondoc.domain.fact import ActivityFact, Registry, StepFact
from dondoc.domain.public import Public
from dondoc.domain.register import Register


def check(parts: Parts, registry: Registry, findings: Findings) -> None:
    """Report what is named and not there, and public columns of registers that show what is not listed."""
    public = Public()
    if parts.public is not None:
        source, public = parts.public[0], parts.public[1].public
        _named(source, public, {file.plan.id for _, file in parts.plans}, registry, findings)
    if parts.registers is not None:
        for i, register in enumerate(parts.registers[1].registers):
            _columns(parts.registers[0], i, register, public, registry, findings)


def _named(source: Source, public: Public, plans: set[str], registry: Registry, findings: Findings) -> None:
    facts = {name for name in registry.names() if issubclass(registry[name], StepFact | ActivityFact)}
    findings.must_exist(source, ("public", "plans"), ("plan", "kế hoạch"), public.plans, plans)
    once(source, "public", [each.id for each in public.counts], findings)
    for name, fields in public.fields.items():
        if name not in facts:
            findings.unknown(source, ("public", "fields", name), FACT, name, facts)
        else:
            findings.must_exist(source, ("public", "fields", name), FIELD, fields, registry[name].model_fields)
    for i, count in enumerate(public.counts):
        for key, names in (("received", count.received), ("answered", count.answered)):
            findings.must_exist(source, ("public", "counts", i, key), FACT, names, facts)


def _columns(
    source: Source, i: int, register: Register, public: Public, registry: Registry, findings: Findings
) -> None:
    for at, name in enumerate(register.public):
        for fact, field in _shown(register, name):
            known = fact in registry.names() and field in registry[fact].model_fields
            if known and field not in public.fields.get(fact, ()):
                findings.add(
                    source,
                    ("registers", i, "public", at),
                    f"The column {name!r} shows the field {field!r} of {fact}, which is not public.",
                    vi=f"Cột {name!r} cho thấy trường {field!r} của {fact}, chưa được phép công khai.",
                    cure="Take it out of public here, or allow the field in public.yaml.",
                )


def _shown(register: Register, name: str) -> Iterable[tuple[str, str]]:
    """The fields of facts that a column shows; the keys of a register of terms are fields too."""
    columns = [(column.of or register.facts, column.field) for column in register.columns if column.id == name]
    if register.of == "term" and name == "term":
        columns.append((register.facts, register.field))
    # A column may name a field that only some of the facts have: what a fact does not have it cannot show.
    return [(fact, field) for facts, fields in columns for fact in facts for field in fields]
