"""Refusals as pages: which error is which status, in one table. Never a trace, never a word of how the inside looks."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.domain import errors
from dondoc.domain.ports import Ids, chance
from dondoc.interfaces.web.asked import Asked, asked
from dondoc.interfaces.web.guarding import NotSignedIn, actors, know
from dondoc.interfaces.web.headers import SECURITY
from dondoc.interfaces.web.login_pages import login_page
from dondoc.interfaces.web.rendering import refusal
from dondoc.interfaces.web.same_site import SAFE
from dondoc.log import get_logger

STATUSES: dict[type[errors.DondocError], int] = {
    errors.NotFound: 404,
    errors.Invalid: 422,
    errors.NotAllowed: 403,
    errors.Rejected: 409,
    errors.Conflict: 409,
    errors.KeyReused: 422,
    errors.StoreBroken: 503,
    NotSignedIn: 401,
}
"""The nearest class of an error decides; any other is our fault: 500."""
TITLES = {
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Không thực hiện được ở đây",
    409: "Chưa thực hiện được",
    422: "Địa chỉ chưa đúng",
    500: "Hệ thống gặp lỗi",
    503: "Tạm thời không đọc được dữ liệu",
}
log = get_logger("dondoc.web")


def add_to(app: FastAPI) -> None:
    """Answer every error with a page."""
    app.add_exception_handler(errors.DondocError, _refused)
    app.add_exception_handler(HTTPException, _no_such_page)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(Exception, _failed)


def status_of(error: errors.DondocError) -> int:
    """The status of an error."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def again(ids: Ids, status: int) -> dict[str, str]:
    """When to come again, where it may be better then: in 2 to 6 seconds, so that not all come at the same moment."""
    if status != HTTPStatus.SERVICE_UNAVAILABLE:
        return {}
    return {"Retry-After": str(2 + int(chance(ids) * 5))}


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.DondocError)  # registered for these only
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("refused", action="refused", code=error.code, error=str(error), path=request.url.path)
    if isinstance(error, NotSignedIn):
        return _not_signed_in(request, error)
    answer = _page(request, status, error.vi or error.default_vi)
    answer.headers.update(again(request.app.state.dondoc.ids, status))
    return answer


def _not_signed_in(request: Request, error: NotSignedIn) -> Response:
    """The page to log in, in the place of the one that was asked for; people who open a page are led there."""
    asked_for = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    then = asked_for if request.method in SAFE else ""
    if then and request.headers.get("sec-fetch-mode") == "navigate":
        root = request.scope.get("root_path", "")
        return RedirectResponse(f"{root}/login?{urlencode({'then': then})}", 303)
    return login_page(request, status=status_of(error), then=then, said=error.vi)


def _no_such_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # registered for these only
    know(request)
    said = "Không có trang nào ở địa chỉ này." if error.status_code == HTTPStatus.NOT_FOUND else "Trang này chỉ để xem."
    answer = _page(request, error.status_code, said)
    answer.headers.update(error.headers or {})
    return answer


def _malformed(request: Request, _error: Exception) -> Response:
    return _page(request, 422, "Địa chỉ có phần không đọc được. Hãy mở lại từ trang đầu.")


def _failed(request: Request, _error: Exception) -> Response:
    # This answer goes out above all middleware, so it carries the headers itself. The server logs the trace.
    answer = _page(request, 500, "Đã có lỗi ngoài dự kiến; người vận hành xem nhật ký của máy chủ.")
    answer.headers.update(SECURITY)
    return answer


def _page(request: Request, status: int, said: str) -> HTMLResponse:
    title = TITLES.get(status, "Không thực hiện được")
    return refusal(_now(request), request, status=status, title=title, said=said)


def _now(request: Request) -> Asked | None:
    """What a page of today says of itself; nothing to whoever is not known, or where the store cannot even be read."""
    try:
        return asked(request) if actors(request) else None
    except errors.DondocError:
        return None
