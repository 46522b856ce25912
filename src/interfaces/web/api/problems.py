"""Refusals of the API as `application/problem+json` (RFC 9457), in both languages. Never a trace."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from dondoc.domain import errors
from dondoc.interfaces.web import refusals
from dondoc.interfaces.web.api.shapes import Problem
from dondoc.log import get_logger

TITLES = {
    400: ("Yêu cầu chưa đúng", "Bad request"),
    401: ("Chưa xác thực", "Not authenticated"),
    403: ("Không được phép", "Not allowed"),
    404: ("Không tìm thấy", "Not found"),
    405: ("Không thực hiện được ở đây", "Method not allowed"),
    409: ("Chưa thực hiện được", "Conflict"),
    412: ("Đã có thay đổi", "Precondition failed"),
    413: ("Nội dung quá lớn", "Content too large"),
    415: ("Định dạng không được hỗ trợ", "Unsupported media type"),
    422: ("Dữ liệu chưa đúng", "Not valid"),
    429: ("Quá nhiều yêu cầu", "Too many requests"),
    500: ("Hệ thống gặp lỗi", "Internal error"),
    503: ("Tạm thời không đọc được dữ liệu", "Unavailable"),
}
TYPE = "application/problem+json"
RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": en, "content": {TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}}
    for status, (_, en) in TITLES.items()
    if status not in {405, 500}
}
"""The refusals that any address of the API may answer with, for its description."""

log = get_logger("dondoc.api")


class Unanswerable(errors.DondocError):
    """The request cannot be taken at all; `status` says why in the words of HTTP, `wait` when to try again."""

    code: ClassVar[str] = "request"

    def __init__(self, status: HTTPStatus, en: str, *, vi: str, place: str = "", cure: str = "", wait: int = 0) -> None:
        super().__init__(en, vi=vi, place=place, cure=cure)
        self.status = status
        self.wait = wait


def add_to(app: FastAPI) -> None:
    """Answer every error with a problem."""
    app.add_exception_handler(errors.DondocError, _refused)
    app.add_exception_handler(HTTPException, _no_such_resource)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _failed)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.DondocError)  # registered for these only
    status = error.status if isinstance(error, Unanswerable) else refusals.status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("refused", action="refused", code=error.code, error=str(error), path=request.url.path)
    said = error.diagnostic()
    headers = refusals.again(request.app.state.dondoc.ids, int(status))
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, Unanswerable) and error.wait:
        headers["Retry-After"] = str(error.wait)
    return _problem(int(status), said.pop("vi"), said.pop("en"), headers, **said)


def _no_such_resource(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # registered for these only
    status = error.status_code
    vi, en = TITLES.get(status, TITLES[400])
    return _problem(status, f"{vi}.", f"{en}.", dict(error.headers or {}), code="request")


def _malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # registered for these only
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
    said, vi = f"{place!r} cannot be read: {first['msg']}.", f"Phần “{place}” của yêu cầu chưa đúng."
    return _problem(422, vi, said, {}, code="invalid", place=place, cure="See the description at /api/v1/openapi.json.")


def _failed(_request: Request, _error: Exception) -> Response:
    vi = "Đã có lỗi ngoài dự kiến; người vận hành xem nhật ký của máy chủ."
    return _problem(500, vi, "Something failed; the operator finds it in the server's log.", {}, code="error")


def _problem(status: int, vi: str, en: str, headers: dict[str, str], *, code: str, **more: Any) -> Response:
    title = TITLES.get(status, TITLES[400])
    said = {
        "type": f"urn:dondoc:problem:{code}",
        "title": title[0],
        "title_en": title[1],
        "status": status,
        "detail": vi,
        "detail_en": en,
        "code": code,
        **{name: value for name, value in more.items() if value},
    }
    return JSONResponse(said, status_code=status, headers=headers, media_type=TYPE)
