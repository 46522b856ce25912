"""The door for programs, `/api/v1`: resources and commands as JSON. It parses, calls and shows; it decides nothing.

It is an application of its own below the console, so that every refusal in it is `problem+json`, also of an address
that there is not. Who calls is told by a token; `config/doors.yaml` lists what it may do, and it finds nothing else.
"""

from __future__ import annotations

from fastapi import FastAPI

from dondoc import __version__
from dondoc.app import Dondoc
from dondoc.interfaces.web.api import activities, cases, problems


def create_api(dondoc: Dondoc) -> FastAPI:
    """The API of one engine."""
    app = FastAPI(title="dondoc", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.dondoc = dondoc
    app.include_router(cases.router)
    app.include_router(activities.router)
    problems.add_to(app)
    return app
