"""Activities over HTTP: a program confirms what it did by itself, such as the portal an item that it published."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from dondoc.domain.errors import NotFound
from dondoc.interfaces.web.api.calls import Body, Engine, Key, Opened

router = APIRouter(prefix="/activities")


@router.post("/{fact}")
def record(fact: str, door: Opened, key: Key, sent: Body, dondoc: Engine) -> JSONResponse:
    """Record an activity, counted for every duty that it serves; a repeat under the same key changes nothing."""
    if fact not in door.facts:
        raise NotFound(f"There is no {fact!r} here.", vi=f"Ở đây không có “{fact}”.", place=fact)
    data: dict[str, Any] = {**sent.data, "body": sent.body or sent.data.get("body") or door.body}
    receipt = dondoc.record(fact, data, actor=door.actor, on=sent.on, serves=sent.serves, command_id=key)
    said = {"activity": receipt.stream, "position": receipt.position, "repeated": receipt.repeated}
    return JSONResponse(said, status_code=HTTPStatus.CREATED)
