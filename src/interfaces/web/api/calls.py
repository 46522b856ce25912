"""Who calls, for what, under which key, with which body. Everything that a command says is checked here, once.

Nothing is read of a body before its token is known, and no more of it than `LARGEST`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine, Iterator
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dondoc.app import Dondoc
from dondoc.domain.errors import Invalid, NotAllowed, NotFound
from dondoc.domain.office import Actor
from dondoc.interfaces.tokens import Caller, Tokens
from dondoc.interfaces.web.api.bodies import Sent
from dondoc.interfaces.web.api.problems import Unanswerable, log
from dondoc.projections.tokens import refuse_revoked

LARGEST = 64 * 1024
"""The most bytes that a body may have."""
KEY = r"^[\x21-\x7e]{1,200}$"
_LINK = re.compile(r"https?://\S+")
_PERSONAL = re.compile(
    r"[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}|(?<!\d)0\d{11}(?!\d)|(?<!\d)(?:\+?84|0)[ .]?[35789](?:[ .]?\d){8}(?!\d)"
)
"""Addresses of mail, numbers of identity papers and of mobile telephones: whoever wrote is a number of the register."""
_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token of dondoc: `Bearer ddc_...`.")
Said = TypeVar("Said", bound=Sent)


def engine(request: Request) -> Dondoc:
    """The engine."""
    found: Dondoc = request.app.state.dondoc
    return found


def caller(request: Request, shown: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)] = None) -> Caller:
    """Whoever the token stands for.

    Raises:
        Unanswerable: 401, there is no token, or nobody's; 429, they ask too often.
    """
    tokens: Tokens = request.app.state.tokens
    found = tokens.caller(shown.credentials.strip()) if shown else None
    address = request.client.host if request.client else ""
    if wait := request.app.state.pace.wait(found.token if found else f"address {address}"):
        log.warning("refused", action="too-many-requests", path=request.url.path)
        raise Unanswerable(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many requests; wait {wait} seconds.",
            vi=f"Gửi quá nhiều yêu cầu; hãy đợi {wait} giây.",
            cure="Ask less often; wait as Retry-After says.",
            wait=wait,
        )
    if found is None:
        log.warning("refused", action="no-token", path=request.url.path)
        raise Unanswerable(
            HTTPStatus.UNAUTHORIZED,
            "A token that is known here is needed.",
            vi="Cần mã truy cập còn hiệu lực.",
            place="Authorization",
            cure="Send Authorization: Bearer TOKEN.",
        )
    return found


def acting(found: Annotated[Caller, Depends(caller)]) -> Caller:
    """A caller whose token lets it act."""
    return allowed(found, "act")


def allowed(found: Caller, scope: str) -> Caller:
    """The caller, where its token is for that.

    Raises:
        NotAllowed: it is not.
    """
    if scope not in found.scopes:
        raise NotAllowed(
            f"The token is not for {scope!r}.",
            vi=f"Mã truy cập này không có phạm vi “{scope}”.",
            place="Authorization",
            cure=f"Make a token with the scope {scope}.",
        )
    return found


Engine = Annotated[Dondoc, Depends(engine)]
Acting = Annotated[Caller, Depends(acting)]


def key(request: Request, _caller: Acting) -> str:
    """The key under which a repeat of the request changes nothing.

    Raises:
        Unanswerable: 400, there is none.
    """
    found = request.headers.get("idempotency-key", "")
    if not re.fullmatch(KEY, found):
        raise Unanswerable(
            HTTPStatus.BAD_REQUEST,
            "The header Idempotency-Key is missing or malformed.",
            vi="Thiếu tiêu đề Idempotency-Key, hoặc tiêu đề chưa đúng.",
            place="Idempotency-Key",
            cure="Send one of your own for each thing that you hand in, 1 to 200 printable characters without spaces.",
        )
    return found


Key = Annotated[str, Depends(key)]


def under(dondoc: Dondoc, found: Caller) -> Dondoc:
    """The engine for a caller: nothing is appended any more once its token was revoked."""
    return dondoc.under(lambda connection, _: refuse_revoked(connection, found.token))


def actor(found: Caller, office: str, on_behalf_of: str = "") -> Actor:
    """In which of their offices a caller acts.

    Raises:
        NotAllowed: they hold none, or not that one.
        Invalid: they hold several and do not say which.
    """
    held = [each for each in found.actors if office in {"", each.office}]
    if not held:
        raise NotAllowed(
            f"{found.person} does not hold {office or 'any office'} today.",
            vi=f"{found.person} hiện không giữ chức vụ {office}.".replace(" .", " nào."),
            place="office",
            cure="Leave it out, or name an office that the token's holder holds today.",
        )
    if len(held) > 1:
        raise Invalid(
            "It must be said in which office they act.",
            vi="Phải cho biết thực hiện với chức vụ nào.",
            place="office",
            cure=f"Write one of {', '.join(each.office for each in held)}.",
        )
    return held[0].model_copy(update={"on_behalf_of": on_behalf_of})


def body_of(kind: type[Said]) -> Callable[..., Coroutine[Any, Any, Said]]:
    """What reads a body of that kind, once it is known who sends it."""

    async def sent(request: Request, _caller: Acting) -> Said:
        return await _sent(request, kind)

    return sent


async def _sent(request: Request, kind: type[Said]) -> Said:
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
    found = _read(bytes(held), kind)
    _no_personal_data(found)
    return found


def _read(body: bytes, kind: type[Said]) -> Said:
    try:
        text = body.decode("utf-8")
        json.dumps(json.loads(text, parse_constant=_no_number), ensure_ascii=False).encode(
            "utf-8"
        )  # no half characters
        return kind.model_validate_json(text, strict=True)
    except ValidationError as wrong:
        raise malformed(wrong.errors()[0], f"Its keys are {', '.join(kind.model_fields)}.") from wrong
    except (ValueError, RecursionError) as wrong:
        raise Invalid("The body is no JSON.", vi="Nội dung không phải JSON hợp lệ.", place="body") from wrong


def malformed(first: ErrorDetails, cure: str, within: str = "") -> Invalid:
    """What is wrong with what was sent, and where."""
    place = ".".join(filter(None, (within, *(str(part) for part in first["loc"]))))
    return Invalid(
        f"The body is wrong at {place!r}: {first['msg']}.",
        vi=f"Nội dung chưa đúng ở {place!r}.",
        place=place,
        cure=cure,
    )


def _no_number(name: str) -> float:
    raise ValueError(name)


def _no_personal_data(found: Sent) -> None:
    for path, text in _texts(found.model_dump(mode="json")):
        if not _LINK.fullmatch(text) and _PERSONAL.search(text):
            raise Invalid(
                "The text holds what looks like an address of mail, a telephone number or an identity number.",
                vi="Nội dung có thư điện tử, số điện thoại hoặc số định danh của cá nhân.",
                place=path,
                cure="Keep personal data in the portal, and send the number of the register only.",
            )


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield path, str(name)
            yield from _texts(each, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, path)


def unknown(name: str) -> NotFound:
    """The same for what there is not and for what is not the caller's: nobody learns by asking."""
    return NotFound(f"There is no {name!r} here.", vi=f"Ở đây không có “{name}”.", place=name)
