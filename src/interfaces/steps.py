"""Who may take which step of a task now, in which of their offices; and which cases and activities they may enter.

It asks the same rules that decide in the end, so that nobody is offered what would be refused. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from dondoc.answers import Answers
from dondoc.domain.authority import acts_for, acts_on, may_act
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import DondocError
from dondoc.domain.fact import ActivityFact, Record
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import Actor
from dondoc.domain.ports import today
from dondoc.domain.procedure import Procedure, Step
from dondoc.domain.rhythm import OnDemand
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX, Task
from dondoc.domain.task_decider import TaskDecider
from dondoc.interfaces import wording
from dondoc.projections.task_list import TaskLine
from dondoc.workflow import cases

CANCELLED = "cancelled"
OPEN = (Cell.WAITING, Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE)
"""Where a task stands that somebody still has to do something about."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that somebody may take.

    Attributes:
        step: the step.
        actors: in which offices, and on whose behalf, by the value that a form sends.
        hindered: the name of the step that they took themselves, where another person must take this one; else empty.
        kind: `forward`, `aside` (the task stays where it is), `back`, `exception` or `end`.
    """

    step: Step
    actors: dict[str, Actor]
    hindered: str
    kind: str


def key(actor: Actor) -> str:
    """What a form sends of an actor: never the person, who is told by the session."""
    return f"{actor.office} {actor.on_behalf_of}".strip()


def named(actor: Actor, catalogue: Catalogue, on: date) -> str:
    """What an actor is called where somebody chooses in which office to act."""
    behalf = f", thay mặt {catalogue.body_name(actor.on_behalf_of, on)}" if actor.on_behalf_of else ""
    return f"{wording.office(actor.office, catalogue, on)}{behalf}"


def folded(answers: Answers, task: str, known: Sequence[Record] | None = None) -> Task:
    """A task as all that was recorded of it leaves it; `known` are its records, where the caller has them already."""
    decider = TaskDecider(answers.catalogue, answers.registry)
    state: Task = decider.initial
    for record in answers.store.read(PREFIX + task) if known is None else known:
        state = decider.evolve(state, record)
    return state


def offers(
    answers: Answers, line: TaskLine, actors: Sequence[Actor], known: Sequence[Record] | None = None
) -> list[Offer]:
    """The steps of a task that somebody may take today, those that lead on first; none of what they may not see."""
    if line.composite or line.restricted or not actors:
        return []
    state = folded(answers, line.id, known)
    if state.assigned is None:
        return []
    catalogue, on = answers.catalogue, today(answers.clock)
    procedure = catalogue.procedure(line.procedure, line.procedure_version)
    found = []
    for step in procedure.open_to(state.state):
        able = partial(_able, step.by, state.assigned, on=on, catalogue=catalogue, named=state.named)
        may = _acting(actors, line.body, able)
        if may:
            own = (each for each in step.other_person_than if may[0].person in state.takers.get(each, frozenset()))
            other = procedure.step(next(own, ""))
            kind = _kind(step, procedure, state.state)
            found.append(Offer(step, {key(a): a for a in may}, other.name if other else "", kind))
    order = ("forward", "back", "aside", "exception", "end")
    return sorted(found, key=lambda each: order.index(each.kind))


def takes_part(answers: Answers, task: str, actors: Sequence[Actor], known: Sequence[Record]) -> bool:
    """Whether somebody has a part in a task of these records, and so reads what is not given out yet."""
    assigned, on = folded(answers, task, known).assigned, today(answers.clock)
    return assigned is not None and any(acts_on(assigned, each, on, answers.catalogue) for each in actors)


def waits_for(line: TaskLine, office: str, catalogue: Catalogue) -> bool:
    """Whether an open task waits for an office's own role: not for an exception, a note or an end."""
    procedure = catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
    if procedure is None or line.composite or line.cell not in OPEN:
        return False
    state = line.state or procedure.initial
    roles = {role.id for role in catalogue.roles.values() if office in role.offices and not role.on_behalf}
    steps = [each for each in procedure.open_to(state) if roles & {*each.by}]
    return any(_kind(each, procedure, state) == "forward" for each in steps)


def gate(line: TaskLine, office: str, catalogue: Catalogue) -> str:
    """The step of an office before which a task stands, and which needs another person than who prepared it."""
    procedure = catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
    if procedure is None or line.composite:
        return ""
    roles = {role.id for role in catalogue.roles.values() if office in role.offices and not role.on_behalf}
    gates = (s.id for s in procedure.open_to(line.state) if s.other_person_than and roles & {*s.by})
    return next(gates, "")


def activities(answers: Answers) -> list[type[ActivityFact]]:
    """Every kind of activity, by its title."""
    kinds = (answers.registry[name] for name in answers.registry.names())
    return sorted((k for k in kinds if issubclass(k, ActivityFact)), key=lambda k: k.title)


def doing(actors: Sequence[Actor], body: str, catalogue: Catalogue, on: date) -> list[Actor]:
    """Those who may say what a body did: in an office of its own, or on its behalf."""
    return _acting(actors, body, lambda each: acts_for(body, each, on, catalogue))


def receiving(answers: Answers, duty: str, actors: Sequence[Actor]) -> dict[str, tuple[Actor, str]]:
    """In which offices somebody may open a case of a duty, and for which body, by the value that a form sends."""
    catalogue, on = answers.catalogue, today(answers.clock)
    known = catalogue.duties.get(duty)
    procedure = catalogue.procedures.get(known.procedure) if known else None
    if known is None or procedure is None or not procedure.intake or not isinstance(known.rhythm, OnDemand):
        return {}
    step = procedure.step(procedure.intake)
    assert step is not None  # a procedure is refused whose intake is no step
    found = {}
    for body in catalogue.owers(known):
        assigned = cases.opening(catalogue, duty, body, "0", {}, on).assigned
        for actor in _acting(actors, body, partial(_able, step.by, assigned, on=on, catalogue=catalogue)):
            found[f"{key(actor)} {body}"] = (actor, body)
    return found


def receivable(answers: Answers, actors: Sequence[Actor]) -> list[str]:
    """The duties whose cases somebody may open."""
    found = []
    for duty in answers.catalogue.duties:
        try:
            if receiving(answers, duty, actors):
                found.append(duty)
        except DondocError:  # a duty whose cases cannot be opened today is not offered
            continue
    return found


def _acting(actors: Sequence[Actor], body: str, able: Callable[[Actor], bool]) -> list[Actor]:
    """Those who are able to, each for themselves, or else on behalf of a body."""
    found = []
    for actor in actors:
        behalf = actor.model_copy(update={"on_behalf_of": body})
        found += next(([each] for each in (actor, behalf) if able(each)), [])
    return found


def _able(
    roles: Sequence[str], assigned: TaskAssigned, actor: Actor, *, on: date, catalogue: Catalogue,
    named: Collection[str] = ()
) -> bool:  # fmt: skip
    return may_act(roles, assigned, actor, on, catalogue, named)


def _kind(step: Step, procedure: Procedure, state: str) -> str:
    targets = step.targets() - {state}
    if step.exception:
        return "exception"
    if targets and all(procedure.state(each).outcome == CANCELLED for each in targets):
        return "end"
    if not targets:
        return "aside"
    order = [each.id for each in procedure.states]
    leads_back = all(order.index(each) < order.index(state) for each in targets)
    return "back" if leads_back and not step.proves else "forward"
