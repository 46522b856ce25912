"""Cases over HTTP: one is handed in, and its state and answer are asked for. A door knows its own body's cases only."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from dondoc.answers import Answers
from dondoc.domain.door import Door
from dondoc.domain.entry import Entry
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.fact import StepFact
from dondoc.domain.task import PREFIX
from dondoc.interfaces.web.api.calls import Body, Engine, Key, Opened

router = APIRouter(prefix="/cases")


@router.post("/{duty}")
def receive(request: Request, duty: str, door: Opened, key: Key, sent: Body, dondoc: Engine) -> JSONResponse:
    """Open a case of a duty; a repeat under the same key answers with the case that there is."""
    if duty not in door.duties:
        raise _unknown(duty)
    if sent.serves:
        raise Invalid("A case serves nothing.", vi="Việc mới không có phần serves.", place="serves")
    receipt = dondoc.open_case(
        duty, sent.data, body=sent.body or door.body, actor=door.actor, on=sent.on, command_id=key
    )
    case = receipt.stream.removeprefix(PREFIX)
    said = {**told(dondoc.seen_by(door.actor), door, case), "repeated": receipt.repeated}
    where = f"{request.scope.get('root_path', '')}/cases/{quote(case, safe=':')}"
    return JSONResponse(said, status_code=HTTPStatus.CREATED, headers={"Location": where})


@router.get("/{case}")
def show(case: str, door: Opened, dondoc: Engine) -> dict[str, Any]:
    """Where a case stands, and what was answered."""
    return told(dondoc.seen_by(door.actor), door, case)


def told(answers: Answers, door: Door, case: str) -> dict[str, Any]:
    """A case as a door is told of it.

    Raises:
        NotFound: there is none, or none of this door's.
    """
    try:
        line, _ = answers.task(case)
    except NotFound:
        raise _unknown(case) from None
    if line.duty not in door.duties or line.body != door.body or line.restricted or line.for_task:
        raise _unknown(case)
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


def _unknown(name: str) -> NotFound:
    """The same for what there is not and for what is not this door's: nobody learns by asking."""
    return NotFound(f"There is no {name!r} here.", vi=f"Ở đây không có “{name}”.", place=name)
