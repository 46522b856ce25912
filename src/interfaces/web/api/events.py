"""The log for programs: the events after a position, as a page or as a stream that goes on (server-sent events).

Only what the caller may see is told. A stream asks the log again and again, and whether the token still lasts; it ends
when the server shuts down, and whoever reads it comes back with the last position that they had.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from dondoc.answers import Answers
from dondoc.interfaces import released
from dondoc.interfaces.tokens import Caller, Tokens
from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.asked import MOST, Reading
from dondoc.interfaces.web.api.calls import caller, engine
from dondoc.interfaces.web.api.problems import Unanswerable
from dondoc.projections import told

router = APIRouter(prefix="/events", tags=["events"])
EVERY = 0.5
"""How many seconds pass between two looks at the log."""
STILL = 30
"""After how many looks without an event a line says that the stream is alive."""
AT_ONCE = 4
"""How many streams a caller may keep open."""
LAST = 2**53
_OPEN: Counter[str] = Counter()


class Asked(BaseModel):
    """Which events: those after a position, of some kinds of facts where `name` says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: Annotated[int, Field(ge=0, le=LAST)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST)] = 100
    name: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)] = []


class Following(BaseModel):
    """From which position on; `Last-Event-ID` comes first. By default what comes from now on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: Annotated[int | None, Field(ge=0, le=LAST)] = None
    name: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)] = []


@router.get("")
def events(answers: Reading, of: Annotated[Asked, Query()]) -> shapes.Events:
    """The events after a position, oldest first."""
    found, end = _after(answers, of.after, of.limit, of.name)
    return shapes.Events(items=found, next=end, position=answers.store.position())


@router.get("/stream", response_class=StreamingResponse, responses={200: {"content": {"text/event-stream": {}}}})
def stream(
    request: Request, answers: Reading, of: Annotated[Following, Query()], who: Annotated[Caller, Depends(caller)],
    last_event_id: Annotated[int | None, Header(ge=0, le=LAST)] = None,
) -> StreamingResponse:  # fmt: skip
    """The events after a position and all that come later: `id` is the position, `event` the fact, `data` the event."""
    if _OPEN[who.token] >= AT_ONCE:
        raise Unanswerable(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"There are {AT_ONCE} streams of this token already.",
            vi=f"Mã truy cập này đang mở {AT_ONCE} luồng sự kiện.",
            cure="Close one of them.",
            wait=1,
        )
    start = last_event_id if last_event_id is not None else of.after
    flow = _flow(request, who, answers.store.position() if start is None else start, of.name)
    return StreamingResponse(flow, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _flow(request: Request, who: Caller, position: int, names: Sequence[str]) -> AsyncIterator[str]:
    still = 0
    _OPEN[who.token] += 1  # on the one thread of the server: nothing comes between reading and writing it
    try:
        while not request.app.state.closing.is_set():
            answers = await run_in_threadpool(_seen, request, who)
            if answers is None:
                return
            found, end = await run_in_threadpool(_after, answers, position, MOST, names)
            for each in found:
                yield f"id: {each.position}\nevent: {each.name}\ndata: {each.model_dump_json()}\n\n"
            still = 0 if found else still + 1
            if found or still == STILL:
                still = 0
                yield f": {end}\n\n"
            caught_up = end == position or not found
            position = end
            if caught_up:
                await asyncio.sleep(EVERY)
    finally:
        _OPEN[who.token] -= 1
        if not _OPEN[who.token]:
            del _OPEN[who.token]


def _seen(request: Request, who: Caller) -> Answers | None:
    """The answers as the caller sees them now; None where the token does not last any more."""
    tokens: Tokens = request.app.state.tokens
    return engine(request).seen_by(*who.actors) if tokens.lasts(who) else None


def _after(answers: Answers, position: int, limit: int, names: Sequence[str]) -> tuple[list[shapes.Event], int]:
    records, end = answers.ask(told.after, answers.registry, position, limit=limit, sight=answers.sight, names=names)
    telling = released.Telling(answers)
    return [shapes.Event(**telling.event(each)) for each in records], end
