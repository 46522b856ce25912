"""Who may act on a task: offices by role, persons by holding the office on that day. Deny by default."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from dondoc.domain import procedure
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import Actor


def may_act(
    roles: Iterable[str],
    task: TaskAssigned,
    actor: Actor,
    on: date,
    catalogue: Catalogue,
    named: Collection[str] = (),
) -> bool:
    """Whether the actor fills one of the roles for that task, acting on that day.

    `named` are bodies that take part beside those of the duty.
    """
    if not catalogue.holds(actor.person, actor.office, on):
        return False
    return any(_fills(role, task, actor, catalogue, named) for role in roles)


def acts_on(task: TaskAssigned, actor: Actor, on: date, catalogue: Catalogue) -> bool:
    """Whether the actor has a part in that task: owes it, assigned it, may take a step of it, or is its registrar."""
    steps = catalogue.procedure(task.procedure, task.procedure_version).steps
    roles = {role for step in steps for role in step.by} | {procedure.LEAD, procedure.ASSIGNER}
    return may_act(roles, task, actor, on, catalogue) or acts_for(task.body, actor, on, catalogue)


def acts_for(body: str, actor: Actor, on: date, catalogue: Catalogue) -> bool:
    """Whether the actor may speak for a body: in an office of its own, or as a registrar on its behalf."""
    own = actor.office.split("/")[0] == body and actor.on_behalf_of in {"", body}
    registrar = any(role.on_behalf and actor.office in role.offices for role in catalogue.roles.values())
    return catalogue.holds(actor.person, actor.office, on) and (own or (registrar and actor.on_behalf_of == body))


def _fills(role: str, task: TaskAssigned, actor: Actor, catalogue: Catalogue, named: Collection[str]) -> bool:
    body = actor.office.split("/")[0]
    match role:
        case procedure.LEAD:
            return body == task.body and actor.on_behalf_of in {"", task.body}
        case procedure.ASSIGNER:
            return body == catalogue.plans[task.plan].plan.owner and not actor.on_behalf_of
        case procedure.ASKER:
            return body == task.asked_by and not actor.on_behalf_of
        case procedure.COORDINATOR:
            return _takes_part(task, actor, catalogue, named)
    filled = catalogue.roles[role]
    # Who may act for others must say for whom; who may not, must act for nobody.
    return actor.office in filled.offices and actor.on_behalf_of == (task.body if filled.on_behalf else "")


def _takes_part(task: TaskAssigned, actor: Actor, catalogue: Catalogue, named: Collection[str]) -> bool:
    duty = catalogue.duties.get(task.duty)
    own = actor.office.split("/")[0]
    body = actor.on_behalf_of or own
    registrar = any(role.on_behalf and actor.office in role.offices for role in catalogue.roles.values())
    part = {*named, *(catalogue.taking_part(duty) if duty else ())}
    return body in part and (body == own or registrar)
