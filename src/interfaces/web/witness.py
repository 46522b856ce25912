"""The witness over HTTP: `POST /add-checkpoint`, as C2SP tlog-witness says. It asks no database and knows no task."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dondoc.domain.errors import StoreBroken
from dondoc.log import get_logger
from dondoc.transparency.witness import Refused, Witness

MOST_BYTES = 100_000
SIZE_TYPE = "text/x.tlog.size"
log = get_logger("dondoc.witness")


def create_witness(witness: Witness) -> Starlette:
    """The application of one witness."""

    async def add(request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                return PlainTextResponse("The request is too large.\n", status_code=413)
        try:
            return PlainTextResponse(await run_in_threadpool(witness.sign, body))
        except Refused as refused:
            log.warning("not signed", action="witness-refused", status=refused.status, error=refused.en)
            conflict = refused.status == 409  # noqa: PLR2004  # the body then is the size that was signed
            kind = SIZE_TYPE if conflict else "text/plain; charset=utf-8"
            return Response(refused.said, refused.status, {"content-type": kind})
        except StoreBroken as wrong:
            log.error("cannot sign", action="witness-broken", error=str(wrong))
            return PlainTextResponse(f"{wrong.en}\n", status_code=503)

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route("/add-checkpoint", add, methods=["POST"]), Route("/livez", alive)])
