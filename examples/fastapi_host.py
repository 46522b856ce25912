"""A FastAPI application with its own users and rows: dondoc's pages under a path, its steps in the host's transaction.

    DB=postgresql+psycopg://user@host/database CONFIG=config uvicorn --factory examples.fastapi_host:from_environment

`dondoc init` has made the tables of dondoc, and `dondoc worker` runs beside it; neither is started here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from dondoc import Actor, Conflict, Dondoc, DondocError, Settings
from dondoc.interfaces.web.app import create_app

PAGES = "/theo-doi"


class Base(DeclarativeBase):
    """The host's tables."""


class User(Base):
    """A user of the host, and the office that they hold in dondoc's words."""

    __tablename__ = "users"
    name: Mapped[str] = mapped_column(primary_key=True)
    salt: Mapped[bytes]
    password: Mapped[bytes]
    office: Mapped[str]

    @property
    def actor(self) -> Actor:
        """The same user as dondoc knows them: made of what the host has verified, never of what a request says."""
        return Actor(person=self.name, office=self.office)


class Letter(Base):
    """A letter in the host's register."""

    __tablename__ = "letters"
    number: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str]
    entered_by: Mapped[str]


class NewLetter(BaseModel):
    """A letter that a user enters, and the task that it is for."""

    number: str
    subject: str
    task: str


def hashed(password: str, salt: bytes) -> bytes:
    """What is kept of a password."""
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


def signed_in(engine: Engine, authorization: str) -> User | None:
    """The user who sent that header (HTTP Basic), if it is one and the password is theirs."""
    try:
        name, _, password = (
            base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode().partition(":")
        )
    except ValueError:
        return None
    with Session(engine, expire_on_commit=False) as session:
        user = session.get(User, name)
    if user is None or not hmac.compare_digest(hashed(password, user.salt), user.password):
        return None
    return user


class OnlyUsers:
    """Lets the host's users through to an application, and tells it who they are."""

    def __init__(self, app: ASGIApp, engine: Engine) -> None:
        self.app = app
        self.engine = engine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask who it is, and pass the request on or refuse it."""
        authorization = Headers(scope=scope).get("authorization", "")
        user = await run_in_threadpool(signed_in, self.engine, authorization)
        if user is None:
            asks = {"WWW-Authenticate": 'Basic realm="so cong van", charset="UTF-8"'}
            await PlainTextResponse("Cần đăng nhập.", 401, asks)(scope, receive, send)
            return
        scope["user"] = user
        await self.app(scope, receive, send)


def viewer(request: Request) -> Actor | None:
    """Who looks at dondoc's pages: the user that `OnlyUsers` let through."""
    user = request.scope.get("user")
    return user.actor if isinstance(user, User) else None


def user(request: Request) -> User:
    """The user who asks.

    Raises:
        HTTPException: 401, nobody has signed in.
    """
    found = signed_in(request.app.state.engine, request.headers.get("authorization", ""))
    if found is None:
        raise HTTPException(401, "Cần đăng nhập.", {"WWW-Authenticate": 'Basic realm="so cong van"'})
    return found


router = APIRouter()


@router.post("/letters", status_code=201)
def enter(request: Request, letter: NewLetter, user: Annotated[User, Depends(user)]) -> dict[str, list[str]]:
    """Enter a letter and take the step that it is for: both or neither."""
    state = request.app.state
    with Session(state.engine) as session, session.begin():  # in here, so that it has committed before we answer
        dondoc = Dondoc.attach(session, state.opened, actor=user.actor)
        receipt = dondoc.take_step(letter.task, "prepare", {"subject": letter.subject})
        session.add(Letter(number=letter.number, subject=letter.subject, entered_by=user.name))
    return {"event_ids": list(receipt.event_ids)}


def refused(_request: Request, error: Exception) -> JSONResponse:
    """What dondoc says no to, in its own words; a Conflict may be tried again."""
    assert isinstance(error, DondocError)  # registered for these only
    return JSONResponse(error.diagnostic(), 409 if isinstance(error, Conflict) else 422)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Let go of the databases in the end."""
    yield
    app.state.opened.close()
    app.state.engine.dispose()


def create_host(engine: Engine, settings: Settings) -> FastAPI:
    """The host on its own engine; `settings` say where dondoc's tables are: in the same database."""
    app = FastAPI(title="Sổ công văn", lifespan=lifespan)
    app.state.engine = engine
    app.state.opened = Dondoc.open(settings)
    app.include_router(router)
    app.add_exception_handler(DondocError, refused)
    app.mount(PAGES, OnlyUsers(create_app(app.state.opened, viewer), engine))
    return app


def from_environment() -> FastAPI:
    """The host as a server starts it."""
    db = os.environ["DB"]
    engine = create_engine(db, isolation_level="READ COMMITTED")
    Base.metadata.create_all(engine)
    settings = Settings(db=db, config=Path(os.environ["CONFIG"]), evidence=Path(os.environ.get("EVIDENCE", "evidence")))
    return create_host(engine, settings)
