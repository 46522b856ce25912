"""Is the process alive, and can it answer? For supervisors and load balancers; says nothing of what the log holds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, PlainTextResponse

from dondoc.app import Dondoc
from dondoc.domain.errors import DondocError

router = APIRouter()


@router.api_route("/livez", methods=["GET", "HEAD"])
def livez() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok")


@router.api_route("/readyz", methods=["GET", "HEAD"])
def readyz(request: Request) -> JSONResponse:
    """The store can be read; 503 with the reason when it cannot."""
    dondoc: Dondoc = request.app.state.dondoc
    try:
        return JSONResponse({"status": "ok", "position": dondoc.store.position()})
    except DondocError as wrong:
        return JSONResponse({"status": "error", "reason": wrong.diagnostic()}, status_code=503)
