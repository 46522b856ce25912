"""What the pages of procedures show: the diagram, states and steps, time limits, basis, the duties that use it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.plan import Duty, Plan
from dondoc.domain.procedure import Clock, Procedure
from dondoc.interfaces import procedure_terms
from dondoc.interfaces.diagram.svg import svg
from dondoc.interfaces.web.asked import Asked
from dondoc.projections.by_procedure import open_tasks


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure in the list: its newest version, the open tasks under all its versions, the duties that use it."""

    procedure: Procedure
    tasks: int
    duties: int


@dataclass(frozen=True, slots=True)
class ClockView:
    """A time limit: the steps that start and stop it, and how long it is by which rule."""

    clock: Clock
    starts: list[str]
    stops: list[str]
    limits: list[str]


@dataclass(frozen=True)
class ProcedureView:
    """All that the page shows. `here` is the id of the state to mark; `duties` are those that use it, by plan."""

    procedure: Procedure
    diagram: Markup
    here: str
    outcomes: dict[str, str]
    steps: list[procedure_terms.StepLine]
    clocks: list[ClockView]
    versions: list[int]
    duties: list[tuple[Plan, list[Duty]]]

    @property
    def newest(self) -> bool:
        """Whether new tasks are opened under this version."""
        return self.procedure.version == self.versions[0]


def procedure_list(ask: Asked) -> list[Listed]:
    """Every procedure in its newest version."""
    found = ask.dondoc.ask(open_tasks, ask.when)
    used = [duty.procedure for duty in ask.catalogue.duties.values()]
    return [
        Listed(
            procedure,
            sum(count for (id_, _), count in found.items() if id_ == procedure.id),
            used.count(procedure.id),
        )
        for procedure in procedure_terms.newest(ask.catalogue)
    ]


def procedure_view(ask: Asked, procedure: str, version: str, here: str) -> ProcedureView:
    """The page of a procedure.

    Args:
        ask: the day and the engine that are asked.
        procedure: its id.
        version: the number of a version; the newest where it is empty.
        here: id of the state to mark, or empty.

    Raises:
        NotFound: there is no such procedure, version or state.
        Invalid: the version is no number.
    """
    found = _found(ask.catalogue, procedure, version)
    if here and here not in {state.id for state in found.states}:
        raise NotFound(
            f"The procedure {procedure!r} has no state {here!r}.",
            vi=f"Quy trình “{procedure}” không có trạng thái “{here}”.",
            place="state",
        )
    return ProcedureView(
        procedure=found,
        diagram=Markup(svg(found, ask.catalogue, here=here)),  # noqa: S704  # the picture escapes every text itself
        here=here,
        outcomes={state.id: procedure_terms.outcome(state, found) for state in found.states if state.outcome},
        steps=procedure_terms.step_lines(found, ask.catalogue, ask.dondoc.registry),
        clocks=[_clock(clock, found, ask.catalogue) for clock in found.clocks],
        versions=procedure_terms.versions(procedure, ask.catalogue),
        duties=_duties(procedure, ask.catalogue),
    )


def _found(catalogue: Catalogue, procedure: str, version: str) -> Procedure:
    if version and not re.fullmatch(r"[0-9]{1,6}", version):
        raise Invalid(
            f"version={version!r} is not a version.",
            vi=f"“{version}” không phải số phiên bản. Hãy viết một số nguyên, ví dụ version=1.",
            place="version",
            cure="Write a whole number.",
        )
    try:
        return catalogue.procedure(procedure, int(version) if version else None)
    except NotFound as wrong:
        of = f" phiên bản {version}" if version else ""
        raise NotFound(wrong.en, vi=f"Không có quy trình “{procedure}”{of}.", cure=wrong.cure) from wrong


def _clock(clock: Clock, procedure: Procedure, catalogue: Catalogue) -> ClockView:
    names = {step.id: step.name for step in procedure.steps}
    starts, stops = ([names[step] for step in steps] for steps in (clock.starts, clock.stops))
    return ClockView(clock, starts, stops, procedure_terms.limits(clock, catalogue))


def _duties(procedure: str, catalogue: Catalogue) -> list[tuple[Plan, list[Duty]]]:
    found = [
        (file.plan, [duty for duty in file.all_duties() if duty.procedure == procedure])
        for file in catalogue.plans.values()
    ]
    return [(plan, duties) for plan, duties in found if duties]
