"""What checkpoints name: kinds of facts after which one is made, offices and bodies that are sent it."""

from __future__ import annotations

from dondoc.config.findings import Findings
from dondoc.config.references import OFFICE, Named, Parts
from dondoc.config.register_references import FACT
from dondoc.domain.fact import Registry
from dondoc.domain.office import SYSTEM


def check(parts: Parts, registry: Registry, named: Named, findings: Findings) -> None:
    """Report what is named and not there."""
    if parts.checkpoints is None:
        return
    source, said = parts.checkpoints[0], parts.checkpoints[1].checkpoints
    findings.must_exist(source, ("checkpoints", "facts"), FACT, said.facts, {*registry.names()})
    if named.offices is not None:
        known = (named.offices - {SYSTEM}) | named.bodies
        findings.must_exist(source, ("checkpoints", "to"), OFFICE, said.to, known)
