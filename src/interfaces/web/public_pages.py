"""The public part: the files of `dondoc public export`, served. Asks nobody who they are and shows nothing else."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dondoc.answers import Answers
from dondoc.app import Dondoc
from dondoc.domain.errors import NotFound
from dondoc.interfaces import public
from dondoc.interfaces.web.rendering import public_page
from dondoc.projections.standing import When

STYLE = Path(__file__).parent / "static" / public.STYLE
router = APIRouter()
_GET = ["GET", "HEAD"]


def files(answers: Answers, when: When) -> dict[str, str]:
    """The files of the public part as it stood on a day, by name."""
    said = public.told(answers, when)
    return public.files(said, lambda each: public_page(answers.clock, each), STYLE.read_text(encoding="utf-8"))


@router.api_route("/public", methods=_GET)
def top(request: Request) -> Response:
    """The page's own address, from which its links lead to its files."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/public/")


@router.api_route("/public/", methods=_GET)
def page(request: Request) -> Response:
    """What everybody may see, today."""
    return file(request, public.INDEX)


@router.api_route("/public/{name}", methods=_GET)
def file(request: Request, name: str) -> Response:
    """One of its files."""
    dondoc: Dondoc = request.app.state.dondoc
    found = files(dondoc, dondoc.when())
    if name not in found:
        raise NotFound(f"There is no public file {name!r}.", vi=f"Không có tệp công khai “{name}”.", place=name)
    return Response(found[name], media_type=f"{mimetypes.guess_type(name)[0]}; charset=utf-8")
