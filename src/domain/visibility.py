"""Who may see the content of a restricted case. The one policy for pages, command line, API and library.

A duty is restricted by configuration. Its cases are seen by the offices that may take a step on them: those of the body
that owes the case, those that fill a role of its procedure, and for what was asked of others the bodies asked and the
body that asked. Everybody else sees that there is a case and how it stands in time, so that figures agree; nothing of
what it is about. It decides nothing about acting: see `authority`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.domain import procedure
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.office import Actor
from dondoc.domain.plan import Duty


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees, as plain values that a query can hold: `dondoc.projections.sight` is the same rule in SQL.

    Attributes:
        restricted: ids of the duties whose cases are not for everybody; none of them hides anything from whoever reads
            for the engine itself.
        bodies: those whose own cases are seen all the same, and what they asked of others.
        whole: duty, procedure and version of the cases that are seen whosever they are.
    """

    restricted: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    whole: frozenset[tuple[str, str, int]] = frozenset()


EVERYTHING = Sight()
"""For the engine itself, which opens, urges and closes whatever there is."""


def sight(viewers: Iterable[Actor], on: date, catalogue: Catalogue) -> Sight:
    """What somebody sees on a day who may act in some offices; nothing that is restricted, where they hold none."""
    restricted = frozenset(catalogue.restricted)
    held = [each for each in viewers if catalogue.holds(each.person, each.office, on)]
    whole = frozenset(
        (duty, each.id, each.version)
        for viewer in held
        for duty in restricted
        for each in _reached(catalogue.duties[duty], catalogue)
        if any(_fills(role, catalogue.duties[duty], viewer, catalogue) for role in _roles(each))
    )
    return Sight(restricted, frozenset(map(_body, held)), whole)


def sight_of_unit(unit: str, catalogue: Catalogue) -> Sight:
    """What everybody in a unit sees: its own cases and what it asked of others, whoever fills which role there."""
    return Sight(frozenset(catalogue.restricted), frozenset({unit}))


def _reached(duty: Duty, catalogue: Catalogue) -> list[procedure.Procedure]:
    """The procedures of a duty's cases and of what they ask of others, in every version."""
    ids, known = {duty.procedure}, catalogue.procedures.values()
    while more := {step.asks for each in known if each.id in ids for step in each.steps if step.asks} - ids:
        ids |= more
    return [each for each in known if each.id in ids]


def _roles(found: procedure.Procedure) -> Iterator[str]:
    return (role for step in found.steps for role in step.by)


def _fills(role: str, duty: Duty, viewer: Actor, catalogue: Catalogue) -> bool:
    """Whether a role gives the viewer a step on every case of a duty; `lead` and `asker` depend on the case."""
    match role:
        case procedure.LEAD | procedure.ASKER:
            return False
        case procedure.ASSIGNER:
            return _body(viewer) == catalogue.plan_of(duty.id).owner
        case procedure.COORDINATOR:
            return _body(viewer) in catalogue.taking_part(duty)
    # Who may enter something on behalf of others does not thereby see what others deal with.
    filled = catalogue.roles[role]
    return viewer.office in filled.offices and not filled.on_behalf


def _body(viewer: Actor) -> str:
    return viewer.office.split("/", maxsplit=1)[0]
