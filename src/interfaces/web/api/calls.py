"""Who calls, under which key, with which body. Everything that a request says is checked here, once.

Nothing is read of a body before its token is known, and no more of it than `LARGEST`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dondoc.app import Dondoc
from dondoc.domain.door import Door
from dondoc.domain.errors import Invalid
from dondoc.interfaces.web.api.problems import Unanswerable, log

LARGEST = 64 * 1024
"""The most bytes that a body may have."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_LINK = re.compile(r"https?://\S+")
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}|(?<!\d)0\d{11}(?!\d)|(?<!\d)(?:\+?84|0)[ .]?[35789](?:[ .]?\d){8}(?!\d)"
)
"""Addresses of mail, numbers of identity papers and of mobile telephones: whoever wrote is a number of the register."""


class Sent(BaseModel):
    """What a program hands in: the fields of a fact, when it happened, for whom, which tasks it serves."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: dict[str, Any]
    on: date | None = None
    body: str = ""
    serves: Annotated[tuple[str, ...], Field(max_length=50)] = ()


def dondoc(request: Request) -> Dondoc:
    """The engine."""
    found: Dondoc = request.app.state.dondoc
    return found


def door(request: Request, authorization: Annotated[str, Header()] = "") -> Door:
    """The door that the token opens. Every hash is compared, each in constant time.

    Raises:
        Unanswerable: 401, there is no token, or nobody's.
    """
    kind, _, token = authorization.partition(" ")
    said = hashlib.sha256(token.strip().encode()).hexdigest()
    doors = dondoc(request).catalogue.doors
    opened = [each for each in doors if hmac.compare_digest(each.token_sha256, said)]
    if kind.lower() != "bearer" or not opened:
        log.warning("refused", action="no-token", path=request.url.path)
        raise Unanswerable(
            HTTPStatus.UNAUTHORIZED,
            "A token that is known here is needed.",
            vi="Cần mã truy cập đã đăng ký.",
            place="Authorization",
            cure="Send Authorization: Bearer TOKEN.",
        )
    return opened[0]


Opened = Annotated[Door, Depends(door)]
Engine = Annotated[Dondoc, Depends(dondoc)]


def key(_door: Opened, idempotency_key: Annotated[str, Header()] = "") -> str:
    """The key under which a repeat of the request changes nothing.

    Raises:
        Unanswerable: 400, there is none.
    """
    if not _KEY.fullmatch(idempotency_key):
        raise Unanswerable(
            HTTPStatus.BAD_REQUEST,
            "The header Idempotency-Key is missing or malformed.",
            vi="Thiếu tiêu đề Idempotency-Key, hoặc tiêu đề chưa đúng.",
            place="Idempotency-Key",
            cure="Send one of your own for each thing that you hand in, 1 to 200 printable characters without spaces.",
        )
    return idempotency_key


async def sent(request: Request, _door: Opened) -> Sent:
    """The body.

    Raises:
        Unanswerable: 413 or 415, it is too large or no JSON.
        Invalid: it is malformed, or holds personal data.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Unanswerable(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "The body must be JSON.",
            vi="Nội dung phải là JSON.",
            place="Content-Type",
            cure="Send Content-Type: application/json.",
        )
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > LARGEST:
            raise Unanswerable(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The body is larger than {LARGEST} bytes.",
                vi=f"Nội dung lớn hơn {LARGEST} byte.",
                cure="Send less; files go by their link.",
            )
    found = _read(bytes(held))
    _no_personal_data(found)
    return found


def _read(body: bytes) -> Sent:
    try:
        text = body.decode("utf-8")
        found = Sent.model_validate(json.loads(text, parse_constant=_no_number))
        json.dumps(found.data, ensure_ascii=False).encode("utf-8")  # half a character, written as \ud800, is none
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Invalid(
            f"The body is wrong at {place!r}: {first['msg']}.",
            vi=f"Nội dung chưa đúng ở {place!r}.",
            place=place,
            cure="Its keys are data, on, body and serves.",
        ) from wrong
    except (ValueError, RecursionError) as wrong:
        raise Invalid("The body is no JSON.", vi="Nội dung không phải JSON hợp lệ.", place="body") from wrong
    return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def _no_personal_data(found: Sent) -> None:
    for path, text in _texts(found.data, "data"):
        if not _LINK.fullmatch(text) and _PERSONAL.search(text):
            raise Invalid(
                "The text holds what looks like an address of mail, a telephone number or an identity number.",
                vi="Nội dung có thư điện tử, số điện thoại hoặc số định danh của cá nhân.",
                place=path,
                cure="Keep personal data in the portal, and send the number of the register only.",
            )


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield path, str(name)
            yield from _texts(each, f"{path}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, path)


Key = Annotated[str, Depends(key)]
Body = Annotated[Sent, Depends(sent)]
