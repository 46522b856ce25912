"""What doors name: duties whose cases come in, activities, facts of cases."""

from __future__ import annotations

from dondoc.config.findings import Findings
from dondoc.config.references import OFFICE, Named, Parts, once
from dondoc.config.register_references import FACT
from dondoc.domain.fact import ActivityFact, Registry, StepFact
from dondoc.domain.office import SYSTEM
from dondoc.domain.rhythm import OnDemand

ON_DEMAND = ("duty whose cases come in", "nhiệm vụ phát sinh")
ACTIVITY = ("activity", "loại hoạt động")


def check(parts: Parts, registry: Registry, named: Named, findings: Findings) -> None:
    """Report what doors name that is not there; no door acts as the engine itself."""
    if parts.doors is None:
        return
    source, file = parts.doors
    once(source, "doors", [each.id for each in file.doors], findings)
    duties = {d.id for _, plan in parts.plans for d in plan.all_duties() if isinstance(d.rhythm, OnDemand)}
    activities = {name for name in registry.names() if issubclass(registry[name], ActivityFact)}
    steps = {name for name in registry.names() if issubclass(registry[name], StepFact)}
    for i, door in enumerate(file.doors):
        at = ("doors", i)
        if named.offices is not None:
            findings.must_exist(source, (*at, "office"), OFFICE, [door.office], named.offices - {SYSTEM})
        findings.must_exist(source, (*at, "duties"), ON_DEMAND, door.duties, duties)
        findings.must_exist(source, (*at, "facts"), ACTIVITY, door.facts, activities)
        findings.must_exist(source, (*at, "answers"), FACT, door.answers, steps)
