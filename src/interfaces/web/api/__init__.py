"""The door for programs, `/api/v1`: resources and commands as JSON. It parses, calls and shows; it decides nothing.

It is an application of its own below the console, so that every refusal in it is `problem+json`, also of an address
that there is not. Who calls is told by a token, and sees and does what its holder could: nothing else.
"""

from __future__ import annotations

from threading import Event

from fastapi import FastAPI

from dondoc import __version__
from dondoc.app import Dondoc
from dondoc.interfaces.tokens import Tokens
from dondoc.interfaces.web.api import (
    activities,
    cases,
    commands,
    description,
    events,
    facts,
    plans,
    problems,
    registers,
    reminders,
    sealed,
    tasks,
    units,
)
from dondoc.interfaces.web.api.pace import Pace


def create_api(dondoc: Dondoc, tokens: Tokens, per_minute: int, closing: Event) -> FastAPI:
    """The API of one engine.

    Args:
        dondoc: the engine.
        tokens: tell who calls.
        per_minute: how many requests a caller may make in a minute.
        closing: set when the server shuts down: streams end then.
    """
    app = FastAPI(title="dondoc", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.dondoc = dondoc
    app.state.tokens = tokens
    app.state.pace = Pace(per_minute, dondoc.clock)
    app.state.closing = closing
    parts = (units, tasks, commands, cases, activities, reminders, plans, registers, facts, events, sealed)
    for part in parts:
        app.include_router(part.router, responses=problems.RESPONSES)
    description.add_to(app)
    problems.add_to(app)
    return app
