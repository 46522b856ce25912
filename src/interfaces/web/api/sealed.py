"""Signed checkpoints of the log, for whoever keeps one elsewhere: the note is what an outside verifier needs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import PlainTextResponse

from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.asked import Reading
from dondoc.interfaces.web.api.calls import unknown
from dondoc.store import checkpoints as store

router = APIRouter(prefix="/checkpoints", tags=["checkpoints"])
MOST = 1000
"""How many are listed, the newest first."""


@router.get("")
def checkpoints(answers: Reading) -> list[shapes.Checkpoint]:
    """The checkpoints that were signed, the newest first."""
    found = answers.ask(store.kept)[::-1][:MOST]
    return [shapes.Checkpoint(**each._asdict()) for each in found]


@router.get("/{size}", response_class=PlainTextResponse)
def checkpoint(answers: Reading, size: Annotated[int, Path(ge=1, le=2**53)]) -> PlainTextResponse:
    """The note of one checkpoint, as C2SP signed-note says."""
    note = next((each.note for each in answers.ask(store.kept) if each.size == size), None)
    if note is None:
        raise unknown(str(size))
    return PlainTextResponse(note)
