"""Who may act on a task: offices by role, persons by holding the office on that day. Deny by default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dondoc.domain import procedure
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import Actor


def may_act(roles: Iterable[str], task: TaskAssigned, actor: Actor, on: date, catalogue: Catalogue) -> bool:
    """Whether the actor fills one of the roles for that task, acting on that day."""
    if not catalogue.holds(actor.person, actor.office, on):
        return False
    return any(_fills(role, task, actor, catalogue) for role in roles)


def _fills(role: str, task: TaskAssigned, actor: Actor, catalogue: Catalogue) -> bool:
    body = actor.office.split("/")[0]
    match role:
        case procedure.LEAD:
            return body == task.body and actor.on_behalf_of in {"", task.body}
        case procedure.ASSIGNER:
            return body == catalogue.plans[task.plan].plan.owner and not actor.on_behalf_of
        case procedure.ASKER:
            return body == task.asked_by and not actor.on_behalf_of
        case procedure.COORDINATOR:
            return _takes_part(task, actor, catalogue)
    filled = catalogue.roles[role]
    # Who may act for others must say for whom; who may not, must act for nobody.
    return actor.office in filled.offices and actor.on_behalf_of == (task.body if filled.on_behalf else "")


def _takes_part(task: TaskAssigned, actor: Actor, catalogue: Catalogue) -> bool:
    duty = catalogue.duties.get(task.duty)
    own = actor.office.split("/")[0]
    body = actor.on_behalf_of or own
    registrar = any(role.on_behalf and actor.office in role.offices for role in catalogue.roles.values())
    return duty is not None and body in catalogue.taking_part(duty) and (body == own or registrar)
