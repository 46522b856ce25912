"""Activities over HTTP: what was done is entered once, and counted for every duty that it serves."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from dondoc.actions import Actions
from dondoc.domain.fact import ActivityFact
from dondoc.domain.once import ACTIVITY
from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.bodies import Sent, SentActivity
from dondoc.interfaces.web.api.calls import Acting, Engine, Key, actor, body_of, under, unknown
from dondoc.interfaces.web.api.commands import done, exact, read, takes
from dondoc.interfaces.web.api.description import taking

router = APIRouter(prefix="/activities", tags=["activities"])
Name = Annotated[str, Path(max_length=200)]


@router.post("/{fact}", status_code=HTTPStatus.CREATED, openapi_extra=taking(SentActivity))
def record(
    dondoc: Engine, caller: Acting, key: Key, sent: Annotated[SentActivity, Depends(body_of(SentActivity))],
    response: Response, fact: Name,
) -> shapes.Done:  # fmt: skip
    """Record an activity; `stream` in the answer is its id. `data.body` did it: the caller's own body if left out.

    A repeat under the same key changes nothing.
    """
    door = caller.door
    if fact not in dondoc.registry or (door is not None and fact not in door.facts):
        raise unknown(fact)
    kind = dondoc.registry[fact]
    if not issubclass(kind, ActivityFact):
        raise unknown(fact)
    who = actor(caller, sent.office, sent.on_behalf_of)
    body = sent.body or sent.data.get("body") or who.office.split("/", maxsplit=1)[0]
    data: dict[str, Any] = {**sent.data, "body": body}
    exact(kind, data)
    receipt = under(dondoc, caller).record(
        fact, data, actor=who, on=sent.on, serves=sent.serves, evidence=sent.evidence, late=sent.late, command_id=key
    )
    return done(receipt, response)


@router.post("/{activity}/correct", openapi_extra=taking(Sent))
def correct(
    dondoc: Engine, caller: Acting, key: Key, sent: Annotated[Sent, Depends(body_of(Sent))], response: Response,
    activity: Name,
) -> shapes.Done:  # fmt: skip
    """Correct an activity, or withdraw it from every task that it was counted for; `data`: reason, fields, withdraw."""
    if caller.door is not None or not activity.startswith(ACTIVITY):
        raise unknown(activity)
    who = actor(caller, sent.office, sent.on_behalf_of)
    given = read(takes(Actions.correct_activity), sent.data)
    engine = under(dondoc, caller)
    receipt = engine.correct_activity(activity, **given, actor=who, on=sent.on, late=sent.late, command_id=key)
    return done(receipt, response)
