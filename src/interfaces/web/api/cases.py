"""Cases over HTTP: one is handed in, and its state and answer are asked for.

A program of `config/doors.yaml` knows its own body's cases only; people open what their offices may, and ask `/tasks`.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request, Response

from dondoc.answers import Answers
from dondoc.domain.door import Door
from dondoc.domain.entry import Entry
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import StepFact
from dondoc.domain.task import PREFIX
from dondoc.interfaces.tokens import Caller
from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.bodies import SentCase
from dondoc.interfaces.web.api.calls import Acting, Engine, Key, actor, allowed, body_of, caller, under, unknown
from dondoc.interfaces.web.api.commands import done, exact
from dondoc.interfaces.web.api.description import taking

router = APIRouter(prefix="/cases", tags=["cases"])


@router.post("/{duty}", status_code=HTTPStatus.CREATED, openapi_extra=taking(SentCase))
def receive(
    request: Request, dondoc: Engine, who: Acting, key: Key, sent: Annotated[SentCase, Depends(body_of(SentCase))],
    response: Response, duty: Annotated[str, Path(max_length=200)],
) -> shapes.Opened:  # fmt: skip
    """Open a case of a duty; a repeat under the same key answers with the case that there is."""
    if duty not in dondoc.catalogue.duties or (who.door is not None and duty not in who.door.duties):
        raise unknown(duty)
    by = actor(who, sent.office, sent.on_behalf_of)
    known = dondoc.catalogue.procedures.get(dondoc.catalogue.duties[duty].procedure)
    if (step := known.step(known.intake or "") if known else None) is not None:
        exact(dondoc.registry[step.fact], sent.data)
    body = sent.body or (who.door.body if who.door else "")
    receipt = under(dondoc, who).open_case(
        duty, sent.data, body=body, for_task=sent.for_task, actor=by, on=sent.on, late=sent.late, command_id=key
    )
    case = receipt.stream.removeprefix(PREFIX)
    where = "cases" if who.door else "tasks"
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/{where}/{quote(case, safe=':')}"
    return shapes.Opened(**done(receipt, response).model_dump(), case=case)


@router.get("/{case}")
def show(
    dondoc: Engine, who: Annotated[Caller, Depends(caller)], case: Annotated[str, Path(max_length=300)]
) -> shapes.Case:
    """Where a case stands and what was answered, for the program that may open such cases."""
    allowed(who, "read")
    if who.door is None:
        raise unknown(case)
    return shapes.Case(**told(dondoc.seen_by(who.door.actor), who.door, case))


def told(answers: Answers, door: Door, case: str) -> dict[str, Any]:
    """A case as a door is told of it.

    Raises:
        NotFound: there is none, or none of this door's.
    """
    try:
        line, _ = answers.task(case)
    except NotFound:
        raise unknown(case) from None
    if line.duty not in door.duties or line.body != door.body or line.restricted or line.for_task:
        raise unknown(case)
    procedure = answers.catalogue.procedure(line.procedure, line.procedure_version)
    state = next(each for each in procedure.states if each.id == (line.state or procedure.initial))
    on = date.fromisoformat(answers.when().day)
    return {
        "case": line.id,
        "duty": line.duty,
        "body": {"id": line.body, "name": answers.catalogue.body_name(line.body, on)},
        "opened": line.opens,
        "due": line.due,
        "due_at": line.due_at,
        "done_on": line.done_on,
        "standing": line.cell.key,
        "state": {"id": state.id, "name": state.name, "en": state.en, "outcome": state.outcome},
        "answers": [_answer(answers, entry) for entry in answers.recorded(line.id, door.answers)],
    }


def _answer(answers: Answers, entry: Entry) -> dict[str, Any]:
    fields = {name: value for name, value in entry.data.items() if name not in StepFact.model_fields}
    return {"fact": entry.name, "title": answers.registry[entry.name].title, "on": entry.on, "data": fields}
