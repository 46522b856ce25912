"""Commands on tasks: the steps of their procedures, and what can be done to any task. One route each, from the schema.

What a step takes is told by its fact, what another command takes by the method of `Dondoc` that carries it out: a new
step or a host's own fact needs nothing here.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Any, get_type_hints

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic_core import ErrorDetails

from dondoc.actions import Actions
from dondoc.domain.errors import DondocError
from dondoc.domain.fact import Fact
from dondoc.domain.task import PREFIX
from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.bodies import Link, Sent, SentStep
from dondoc.interfaces.web.api.calls import Acting, Engine, Key, actor, body_of, malformed, under, unknown
from dondoc.interfaces.web.api.description import taking
from dondoc.interfaces.web.api.matching import IfMatch, Matching
from dondoc.interfaces.web.api.tasks import TaskId
from dondoc.workflow import following
from dondoc.workflow.dispatch import Receipt

router = APIRouter(tags=["commands"])


def attach(
    dondoc: Actions,
    task: str,
    link: Link,
    *,
    day: date | None = None,
    about: str = "",
    supersedes: str = "",
    **who: Any,
) -> Receipt:
    """Attach a proof by its link; files are handed in on the pages and at the command line."""
    return dondoc.attach_evidence(task, link, day=day, about=about, supersedes=supersedes, **who)


COMMANDS: dict[str, Callable[..., Receipt]] = {
    "correct": Actions.correct,
    "move-due": Actions.move_due,
    "mark": Actions.mark,
    "acknowledge": Actions.acknowledge,
    "promise": Actions.promise,
    "ask-extension": Actions.ask_extension,
    "grant-extension": Actions.grant_extension,
    "refuse-extension": Actions.refuse_extension,
    "pause-urging": Actions.pause_urging,
    "attach": attach,
}
"""What can be done to any task, by the name that an address says."""
_OURS = {"self", "dondoc", "task", "activity", "act", "actor", "who"}
"""What a method is told by the address and the token, never by a body."""


@router.get("/commands")
def listed(_caller: Acting) -> list[shapes.Command]:
    """The commands on tasks, and what each takes."""
    return [
        shapes.Command(command=name, about=_about(does), data_schema=takes(does).model_json_schema())
        for name, does in COMMANDS.items()
    ]


@router.post("/tasks/{task}/steps/{step}", openapi_extra=taking(SentStep))
def take_step(
    dondoc: Engine, caller: Acting, key: Key, sent: Annotated[SentStep, Depends(body_of(SentStep))],
    response: Response, task: TaskId, step: Annotated[str, Path(max_length=100)], if_match: IfMatch = "",
) -> shapes.Done:  # fmt: skip
    """Take a step of a task; `data` are the fields of its fact. 2xx means that it is on disk."""
    who = actor(caller, sent.office, sent.on_behalf_of)
    if caller.door is not None:
        raise unknown(task)
    known = following.step_of(dondoc.store.read(f"{PREFIX}{task}"), step, dondoc.catalogue)
    if known is not None:
        exact(dondoc.registry[known.fact], sent.data)
    matching = Matching.of(if_match, f"{PREFIX}{task}")
    try:
        receipt = under(dondoc, caller).under(matching).take_step(
            task, step, sent.data, instead_of=sent.instead_of, evidence=sent.evidence, actor=who, on=sent.on,
            late=sent.late, command_id=key,
        )  # fmt: skip
    except DondocError as refused:
        raise matching.said(dondoc.store, refused) from refused
    return done(receipt, response)


@router.post("/tasks/{task}/{command}", openapi_extra=taking(Sent))
def carry_out(
    dondoc: Engine, caller: Acting, key: Key, sent: Annotated[Sent, Depends(body_of(Sent))], response: Response,
    task: TaskId, command: Annotated[str, Path(max_length=100)], if_match: IfMatch = "",
) -> shapes.Done:  # fmt: skip
    """Carry out a command on a task; `data` is what `GET /commands` says."""
    who = actor(caller, sent.office, sent.on_behalf_of)
    if caller.door is not None or command not in COMMANDS:
        raise unknown(command)
    given = read(takes(COMMANDS[command]), sent.data)
    matching = Matching.of(if_match, f"{PREFIX}{task}")
    try:
        engine = under(dondoc, caller).under(matching)
        receipt = COMMANDS[command](engine, task, **given, actor=who, on=sent.on, late=sent.late, command_id=key)
    except DondocError as refused:
        raise matching.said(dondoc.store, refused) from refused
    return done(receipt, response)


@router.post("/acts/{act}", openapi_extra=taking(Sent))
def issue(
    dondoc: Engine, caller: Acting, key: Key, sent: Annotated[Sent, Depends(body_of(Sent))], response: Response,
    act: Annotated[str, Path(max_length=200)],
) -> shapes.Done:  # fmt: skip
    """Say that an act was issued, `data` is its `day` and `number`: every task that waited for it gets its days."""
    who = actor(caller, sent.office, sent.on_behalf_of)
    if caller.door is not None:
        raise unknown(act)
    given = read(takes(Actions.issue_act), sent.data)
    receipt = under(dondoc, caller).issue_act(act, **given, actor=who, on=sent.on, late=sent.late, command_id=key)
    return done(receipt, response)


def done(receipt: Receipt, response: Response) -> shapes.Done:
    """The answer to a command, with the version of its stream to match next time."""
    response.headers["ETag"] = f'"{receipt.version}"'
    return shapes.Done(
        event_ids=list(receipt.event_ids),
        stream=receipt.stream,
        version=receipt.version,
        position=receipt.position,
        repeated=receipt.repeated,
    )


@cache
def takes(does: Callable[..., Receipt]) -> type[BaseModel]:
    """What a method is told by a body, as a model."""
    hints = get_type_hints(does)
    given = {
        name: (hints[name], ... if each.default is inspect.Parameter.empty else each.default)
        for name, each in inspect.signature(does).parameters.items()
        if name not in _OURS
    }
    made: type[BaseModel] = create_model(does.__name__, __config__=ConfigDict(extra="forbid"), **given)  # type: ignore[call-overload]  # pydantic's own way to say fields by name
    return made


def read(model: type[BaseModel], data: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a method.

    Raises:
        Invalid: they are malformed.
    """
    try:
        found = model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as wrong:
        raise malformed(wrong.errors()[0], f"The keys of data are {', '.join(model.model_fields)}.", "data") from wrong
    return {name: getattr(found, name) for name in model.model_fields}


def exact(fact: type[Fact], data: dict[str, Any]) -> None:
    """Make sure that no value is read as another kind of value, such as true as 1. What else is wrong the engine says.

    Raises:
        Invalid: one would be.
    """
    loose = [each["loc"] for each in _wrong(fact, data, strict=False)]
    for each in _wrong(fact, data, strict=True):
        if each["loc"] not in loose:
            raise malformed(each, "Send it as GET /facts/{fact} says.", "data")


def _wrong(fact: type[Fact], data: dict[str, Any], *, strict: bool) -> list[ErrorDetails]:
    try:
        fact.model_validate_json(json.dumps(data), strict=strict)
    except ValidationError as wrong:
        return wrong.errors()
    return []


def _about(does: Callable[..., Receipt]) -> str:
    return (does.__doc__ or "").partition(";")[0].splitlines()[0].rstrip(".") + "."
