"""Coming in and going out: log in, set a password by a link, log out. Only where people have accounts here."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dondoc.domain.errors import Invalid, NotFound
from dondoc.interfaces.accounts import TooManyAttempts, WrongPassword
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.interfaces.web.rendering import plain_page

router = APIRouter(default_response_class=HTMLResponse)
_GET = ["GET", "HEAD"]
Field = Annotated[str, Form()]


def doorkeeper(request: Request) -> Doorkeeper:
    """Whoever knows people by their accounts.

    Raises:
        NotFound: this console is a host's, with users of its own.
    """
    found = request.app.state.viewer
    if not isinstance(found, Doorkeeper):
        raise NotFound("People log in elsewhere.", vi="Việc đăng nhập do hệ thống chủ thực hiện.", place="/login")
    return found


Keeper = Annotated[Doorkeeper, Depends(doorkeeper)]


@router.api_route("/login", methods=_GET)
def login(request: Request, _keeper: Keeper, then: str = "", done: str = "") -> HTMLResponse:
    """The form to log in."""
    return login_page(request, then=then, said="Đã đặt mật khẩu. Bây giờ hãy đăng nhập." if done else "")


@router.post("/login")
def log_in(request: Request, keeper: Keeper, name: Field = "", password: Field = "", then: Field = "") -> Response:
    """Log in: a new session, whatever session the browser had."""
    address = request.client.host if request.client else ""
    try:
        token = keeper.accounts.log_in(name, password, address)
    except (WrongPassword, TooManyAttempts) as wrong:
        status = 429 if isinstance(wrong, TooManyAttempts) else 401
        answer = login_page(request, status=status, then=then, name=name, wrong=wrong.vi)
        if isinstance(wrong, TooManyAttempts):
            answer.headers["Retry-After"] = str(int(wrong.wait.total_seconds()))
        return answer
    return _let_in(request, keeper, token, then)


@router.post("/login/as")
def log_in_as(request: Request, keeper: Keeper, person: Field = "", then: Field = "") -> Response:
    """Log in as one of the invented people of a demonstration."""
    if person not in keeper.offers(request):
        raise NotFound(f"Nobody offers {person!r}.", vi="Không có vai này.", place="person")
    return _let_in(request, keeper, keeper.accounts.begin(person), then)


@router.post("/logout")
def log_out(request: Request, keeper: Keeper) -> Response:
    """Log out: the session is over."""
    answer = RedirectResponse(f"{_root(request)}/login", 303)
    keeper.let_out(request, answer)
    return answer


@router.api_route("/invitation/{token}", methods=_GET)
def invitation(request: Request, keeper: Keeper, token: str) -> HTMLResponse:
    """The form to set a password."""
    return _invitation(request, keeper.accounts.invited(token))


@router.post("/invitation/{token}")
def redeem(request: Request, keeper: Keeper, token: str, password: Field = "", again: Field = "") -> Response:
    """Set a password; the link is used up then."""
    account = keeper.accounts.invited(token)
    if password != again:
        return _invitation(request, account, "Hai lần nhập không giống nhau. Hãy nhập lại.")
    try:
        keeper.accounts.redeem(token, password)
    except Invalid as wrong:
        return _invitation(request, account, wrong.vi)
    return RedirectResponse(f"{_root(request)}/login?done=1", 303)


def login_page(request: Request, *, status: int = 200, then: str = "", name: str = "", wrong: str = "",
               said: str = "") -> HTMLResponse:  # fmt: skip
    """The page to log in; a host's visitors are told to do so there."""
    keeper = request.app.state.viewer
    own = isinstance(keeper, Doorkeeper)
    answer = plain_page(
        request, "login.html", status=status, own=own, offered=keeper.offers(request) if own else {}, then=then,
        name=name, wrong=wrong, said=said,
    )  # fmt: skip
    if status == 401:  # noqa: PLR2004  # HTTP wants to know by which scheme one is to say who one is
        answer.headers["WWW-Authenticate"] = 'Session realm="dondoc"'
    return answer


def local(address: str) -> str:
    """An address of this console, of what a form says that it is; empty for anything else."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and address.isprintable() and "\\" not in address else ""


def _invitation(request: Request, account: str, wrong: str = "") -> HTMLResponse:
    answer = plain_page(request, "invitation.html", status=422 if wrong else 200, account=account, wrong=wrong)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _let_in(request: Request, keeper: Doorkeeper, token: str, then: str) -> Response:
    answer = RedirectResponse(local(then) or f"{_root(request)}{_landing(keeper, token)}", 303)
    keeper.end(request)
    keeper.let_in(answer, token)
    return answer


def _landing(keeper: Doorkeeper, token: str) -> str:
    """Where somebody begins: with their own work; with how all stand, where nothing is asked of their bodies."""
    dondoc = keeper.accounts.dondoc
    bodies = {office.split("/")[0] for office in keeper.held(keeper.accounts.person(token))}
    owed = (body for duty in dondoc.catalogue.duties.values() for body in dondoc.catalogue.owers(duty))
    return "/" if bodies.isdisjoint(owed) else "/my"


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root
