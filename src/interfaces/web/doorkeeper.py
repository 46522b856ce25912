"""The doorkeeper: knows people by the cookie of their session with an account of dondoc's own.

A host with users of its own needs none of this: it hands in another viewer, see `guarding`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fastapi import Request
from starlette.responses import Response

from dondoc.domain.office import Actor
from dondoc.domain.ports import today
from dondoc.interfaces.accounts import Accounts

COOKIE = "__Host-dondoc"
LOOPBACK = {"127.0.0.1", "::1"}


@dataclass
class Doorkeeper:
    """Tells who looks.

    Attributes:
        accounts: who may come in.
        offices: the offices that a person holds on a day; those of the catalogue when None.
        offered: invented people whom the login page offers by one click, each with what they are; for a demonstration
            under a simulated clock on the machine itself, and otherwise nobody.
    """

    accounts: Accounts
    offices: Callable[[str, date], Sequence[str]] | None = None
    offered: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, request: Request) -> Sequence[Actor] | None:
        """Who looks, in each office that they hold today; None where nobody has logged in."""
        token = request.cookies.get(COOKIE, "")
        person = self.accounts.person(token) if token else ""
        if not person:
            return None
        return [Actor(person=person, office=office) for office in self.held(person)]

    def held(self, person: str) -> Sequence[str]:
        """The offices that a person holds today."""
        dondoc = self.accounts.dondoc
        return (self.offices or dondoc.catalogue.held_by)(person, today(dondoc.clock))

    def offers(self, request: Request) -> Mapping[str, str]:
        """Whom the login page offers to this browser."""
        here = request.client is not None and request.client.host in LOOPBACK
        return self.offered if here and self.accounts.dondoc.clock.simulated else {}

    def let_in(self, response: Response, token: str) -> None:
        """Give the browser the cookie of a session."""
        response.set_cookie(COOKIE, token, path="/", secure=True, httponly=True, samesite="lax")

    def end(self, request: Request) -> None:
        """End the session that the browser has, if it has one."""
        if token := request.cookies.get(COOKIE):
            self.accounts.log_out(token)

    def let_out(self, request: Request, response: Response) -> None:
        """End the session that the browser has, and take its cookie away."""
        self.end(request)
        response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="lax")
