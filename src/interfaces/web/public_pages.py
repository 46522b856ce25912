"""The public part: the files of `dondoc public export`, served. Asks nobody who they are and shows nothing else.

Since anybody may ask as often as they like, the files are made once for as long as they stay the same, and not once a
request.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from threading import Lock

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
_TO_THE_MINUTE = len("2024-03-18T08:00")


def files(answers: Answers, when: When) -> dict[str, str]:
    """The files of the public part as it stood on a day, by name."""
    said = public.told(answers, when)
    return public.files(said, lambda each: public_page(answers.clock, each), STYLE.read_text(encoding="utf-8"))


class Made:
    """The files as they were made last: for a position of the log and a minute, since clocks in hours run on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: tuple[str, int, str] | None = None
        self._files: dict[str, str] = {}

    def files(self, answers: Answers) -> dict[str, str]:
        """The files of today, at most a minute old. Who asks while they are made waits for them."""
        when = answers.when()
        wanted = (when.day, when.position, when.now[:_TO_THE_MINUTE])
        with self._lock:
            if self._of != wanted:
                self._files, self._of = files(answers, when), wanted
            return self._files


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
    made: Made = request.app.state.public
    found = made.files(dondoc)
    if name not in found:
        raise NotFound(f"There is no public file {name!r}.", vi=f"Không có tệp công khai “{name}”.", place=name)
    return Response(found[name], media_type=f"{mimetypes.guess_type(name)[0]}; charset=utf-8")
