"""The console as an ASGI application: pages to read, made on the server, that need no JavaScript and no other host.

It parses what a URL asks, asks the engine, shows the answer. It decides nothing, writes nothing and starts nothing:
whoever makes the `Dondoc` closes it and drives its clock.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from dondoc import __version__
from dondoc.app import Dondoc
from dondoc.interfaces.web import api, health, pages, public_pages, refusals, register_pages
from dondoc.interfaces.web.asked import Viewer, nobody
from dondoc.interfaces.web.headers import SecurityHeaders

STATIC = Path(__file__).parent / "static"


def create_app(dondoc: Dondoc, viewer: Viewer = nobody) -> FastAPI:
    """The console of one engine, as an application of its own or to be mounted under a path of a host's.

    Args:
        dondoc: the engine. Whoever made it closes it.
        viewer: tells from a request who looks, once the host has verified that; what they may not see is left out. It
            keeps nobody away: a host that mounts the console guards its path.
    """
    app = FastAPI(title="dondoc", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.dondoc = dondoc
    app.state.viewer = viewer
    app.add_middleware(SecurityHeaders)
    app.include_router(health.router)
    app.include_router(pages.router)
    app.include_router(register_pages.router)
    app.include_router(public_pages.router)
    if dondoc.catalogue.doors:
        app.mount("/api/v1", api.create_api(dondoc))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    refusals.add_to(app)
    return app
