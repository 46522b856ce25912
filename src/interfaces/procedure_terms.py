"""Procedures in words: who takes a step, from where to where, recording what; for lists, pages and pictures alike.

A procedure is told without any task: who is meant by a role shows only where a task says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry, StepFact
from dondoc.domain.procedure import Clock, Procedure, State, Step
from dondoc.domain.rule import Rule
from dondoc.interfaces import terms, wording


def role(name: str, catalogue: Catalogue) -> str:
    """Who fills a role, whatever the task."""
    known = catalogue.roles.get(name)
    return terms.ROLES.get(name) or (known.name if known else name)


def outcome(state: State, procedure: Procedure) -> str:
    """What a state with an outcome means for the task; one that steps leave again ends it only for the time being."""
    ends = "Kết thúc" if not procedure.open_to(state.id) else "Tạm tính"
    return f"{ends}: {'hoàn thành' if state.outcome == 'done' else 'hủy'}"


def others(step: Step, procedure: Procedure) -> list[str]:
    """The names of the steps that another person must have taken."""
    return [found.name for each in step.other_person_than if (found := procedure.step(each))]


def started(step: Step, procedure: Procedure) -> list[str]:
    """The names of the clocks that a step starts."""
    return [clock.name for clock in procedure.clocks if step.id in clock.starts]


def stopped(step: Step, procedure: Procedure) -> list[str]:
    """The names of the clocks that a step stops."""
    return [clock.name for clock in procedure.clocks if step.id in clock.stops]


def newest(catalogue: Catalogue) -> list[Procedure]:
    """Every procedure in its newest version."""
    return [procedure for key, procedure in catalogue.procedures.items() if key == procedure.id]


def versions(procedure: str, catalogue: Catalogue) -> list[int]:
    """The versions of a procedure that are kept, newest first."""
    return sorted(
        (p.version for key, p in catalogue.procedures.items() if key == f"{procedure}/{p.version}"), reverse=True
    )


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step told whole, each id with its name. `fields` say whether they must be filled in.

    `to` is empty where the task stays where it is, `otherwise` where the step leads to one state only, `asks` where it
    asks nobody for anything. `carries` names the steps that it takes along on other tasks.
    """

    step: Step
    leaves: tuple[str, ...]
    to: str
    otherwise: str
    who: tuple[str, ...]
    fact: str
    fields: dict[str, bool]
    proves: tuple[str, ...]
    others: tuple[str, ...]
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    asks: str
    carries: tuple[str, ...]


def step_lines(procedure: Procedure, catalogue: Catalogue, registry: Registry) -> list[StepLine]:
    """Every step of a procedure, in its order."""
    names = {state.id: state.name for state in procedure.states}
    forms = _forms(catalogue)
    return [
        StepLine(
            step=step,
            leaves=tuple(names[state] for state in step.from_),
            to=names.get(step.to, ""),
            otherwise=names.get(step.otherwise or "", ""),
            who=tuple(role(by, catalogue) for by in step.by),
            fact=registry[step.fact].title if step.fact in registry else step.fact,
            fields=_fields(step, registry),
            proves=tuple(forms.get(form, form) for form in step.proves),
            others=tuple(others(step, procedure)),
            starts=tuple(started(step, procedure)),
            stops=tuple(stopped(step, procedure)),
            asks=found.name if (found := catalogue.procedures.get(step.asks or "")) else step.asks or "",
            carries=tuple(dict.fromkeys(s.name for p in newest(catalogue) for s in p.steps if s.id in step.carries)),
        )
        for step in procedure.steps
    ]


def _forms(catalogue: Catalogue) -> dict[str, str]:
    return {form.id: form.text for file in catalogue.plans.values() for form in file.forms}


def _fields(step: Step, registry: Registry) -> dict[str, bool]:
    """What whoever takes the step fills in, and whether it must be."""
    if step.fact not in registry:
        return {}
    fields = registry[step.fact].model_fields
    return {
        name: field.is_required() or name in step.needs
        for name, field in fields.items()
        if name not in StepFact.model_fields
    }


def limits(clock: Clock, catalogue: Catalogue) -> list[str]:
    """How long a clock runs: every version of its rules with its days and basis."""
    return [_limit(rule, catalogue) for rule in catalogue.rules.all() if rule.id in clock.families()]


def _limit(rule: Rule, catalogue: Catalogue) -> str:
    until = f" đến {wording.day(rule.to)}" if rule.to else ""
    basis = terms.document(rule.basis, catalogue)
    long = f"{rule.length} {wording.UNITS[rule.unit]}"
    return f"{long}, từ {wording.day(rule.from_)}{until} ({basis}): {wording.lower(rule.name)}"


def sentences(procedure: Procedure, catalogue: Catalogue) -> Iterator[str]:
    """The procedure as sentences, for those who do not see the picture."""
    names: Mapping[str, str] = {state.id: state.name for state in procedure.states}
    yield f"Việc bắt đầu ở trạng thái “{names[procedure.initial]}”."
    for step in procedure.steps:
        leaves = ", ".join(f"“{names[state]}”" for state in step.from_)
        who = "; ".join(role(by, catalogue) for by in step.by)
        goes = f"từ {leaves} sang “{names[step.to]}”" if not step.stays else f"ở {leaves}, không đổi trạng thái"
        said = f"Bước “{step.name}” ({who}): {goes}"
        said += f", hoặc “{names[step.otherwise]}” khi còn hình thức phải thực hiện" if step.otherwise else ""
        yield f"{said}{', là ngoại lệ' if step.exception else ''}."
    for state in procedure.states:
        if state.outcome:
            yield f"“{state.name}”: {wording.lower(outcome(state, procedure))}."
