"""The console as an ASGI application: pages to read and to work in, made on the server, without JavaScript.

It parses what a URL or a form says, asks the engine, shows the answer. It decides nothing and starts nothing: whoever
makes the `Dondoc` closes it and drives its clock.
"""

from __future__ import annotations

from pathlib import Path
from threading import Event

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from dondoc import __version__
from dondoc.app import Dondoc
from dondoc.interfaces.tokens import Tokens
from dondoc.interfaces.web import (
    api,
    docs_page,
    feed_pages,
    health,
    house_pages,
    login_pages,
    metrics,
    overview_pages,
    pages,
    public_pages,
    refusals,
    register_pages,
    token_pages,
    work_pages,
)
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.interfaces.web.guarding import Viewer, enter, nobody
from dondoc.interfaces.web.headers import SecurityHeaders
from dondoc.interfaces.web.metrics import Counting, Metrics
from dondoc.interfaces.web.positions import Positions
from dondoc.interfaces.web.same_site import SameSite
from dondoc.settings import Settings

STATIC = Path(__file__).parent / "static"


def create_app(dondoc: Dondoc, viewer: Viewer = nobody, settings: Settings | None = None) -> FastAPI:
    """The console of one engine, as an application of its own or to be mounted under a path of a host's.

    Args:
        dondoc: the engine. Whoever made it closes it.
        viewer: tells from a request who looks and acts, once the host has verified that; nobody else gets past the
            door. `doorkeeper.Doorkeeper` knows people by accounts of dondoc's own.
        settings: how often programs may ask, and who may read the figures for monitoring; the defaults when None.
            `app.state.closing` is to be set when the server shuts down, so that streams of events end.
    """
    settings = settings or Settings()
    app = FastAPI(
        title="dondoc", version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        dependencies=[Depends(enter)],
    )  # fmt: skip
    app.state.dondoc = dondoc
    app.state.viewer = viewer
    app.state.closing = Event()
    tokens = Tokens(dondoc, offices=viewer.offices if isinstance(viewer, Doorkeeper) else None)
    app.state.tokens = tokens
    app.state.metrics = Metrics(dondoc, tokens, settings.metrics)
    app.state.public = public_pages.Made()
    app.add_middleware(SameSite, most_bytes=dondoc.files.most_bytes)
    app.add_middleware(Positions, store=dondoc.store)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Counting, metrics=app.state.metrics)
    for part in (
        health,
        metrics,
        docs_page,
        login_pages,
        token_pages,
        work_pages,
        feed_pages,
        overview_pages,
        pages,
        house_pages,
        register_pages,
        public_pages,
    ):
        app.include_router(part.router)
    app.mount("/api/v1", api.create_api(dondoc, tokens, settings.api_per_minute, app.state.closing))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    refusals.add_to(app)
    return app
