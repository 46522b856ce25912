"""Commands on accounts: who is let into the console. What is printed once, a link, is printed nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, Literal

import typer

from dondoc.app import opened
from dondoc.domain.ports import today
from dondoc.interfaces import wording
from dondoc.interfaces.accounts import INVITED_FOR, Accounts
from dondoc.interfaces.cli import options, output

app = typer.Typer(help="Accounts for the console.", no_args_is_help=True, rich_markup_mode=None)
Person = Annotated[str, typer.Argument(help="Id of a person, as under holdings in config/offices.yaml.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is recorded. No personal data.")]
End = Annotated[bool, typer.Option("--end", help="End them all.")]


@contextmanager
def _accounts(db: options.Db, config: options.Config, clock: options.Clock = None) -> Iterator[Accounts]:
    settings = options.settings(db, config, clock)
    with opened(settings) as dondoc:
        yield Accounts(dondoc, settings)


@app.command("open")
def open_(person: Person, reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Give a person an account; prints the link by which they set their password, which nobody else then knows."""
    return _invite("opened", person, reason, actor, office, db, config, as_json, clock)


@app.command("invite")
def invite(person: Person, reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Give a new link; the old password, link and every session end at once."""
    return _invite("invited", person, reason, actor, office, db, config, as_json, clock)


@app.command("disable")
def disable(person: Person, reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
            db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
            clock: options.Clock = None) -> int:  # fmt: skip
    """Disable an account: from now on nobody acts as that person, and every session has ended."""
    who = options.acting(actor, office)
    with _accounts(db, config, clock) as accounts:
        accounts.change(person, "disabled", reason, who)
    if as_json:
        output.envelope({"account": person, "open": False})
    else:
        output.line(f"Đã khóa tài khoản {person}; mọi phiên đăng nhập đã kết thúc.")
    return 0


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Every account: whether it is open, and the offices that its person holds today."""
    with _accounts(db, config, clock) as accounts:
        catalogue, on = accounts.dondoc.catalogue, today(accounts.dondoc.clock)
        found: list[dict[str, Any]] = [
            {"account": line.account, "open": line.open, "since": line.since,
             "offices": catalogue.held_by(line.account, on)}
            for line in accounts.listed()
        ]  # fmt: skip
        offices = [", ".join(wording.office(office, catalogue, on) for office in each["offices"]) for each in found]
    if as_json:
        output.envelope({"accounts": found})
        return 0
    rows = [
        (
            each["account"],
            "đang mở" if each["open"] else "đã khóa",
            wording.day(date.fromisoformat(each["since"])),
            said,
        )
        for each, said in zip(found, offices, strict=True)
    ]
    output.table("Tài khoản", ("Người", "Tình trạng", "Từ ngày", "Chức vụ đang giữ"), rows)
    return 0


@app.command("sessions")
def sessions(person: Person, end: End = False, db: options.Db = None, config: options.Config = None,
             as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Where a person is logged in: since when, and when they last did something."""
    with _accounts(db, config, clock) as accounts:
        found = accounts.lasting(person)
        if end:
            accounts.sessions.end_all(person)
    if as_json:
        told = [{"opened_at": s.opened_at.isoformat(), "used_at": s.used_at.isoformat()} for s in found]
        output.envelope({"account": person, "sessions": told, "ended": end})
        return 0
    rows = [(wording.moment(each.opened_at), wording.moment(each.used_at)) for each in found]
    title = f"Phiên đăng nhập của {person}" + (" (đã kết thúc tất cả)" if end else "")
    output.table(title, ("Đăng nhập", "Dùng lần cuối"), rows)
    return 0


def _invite(to: Literal["opened", "invited"], person: str, reason: str, actor: str | None, office: str | None,
            db: options.Db, config: options.Config, as_json: bool, clock: str | None) -> int:  # fmt: skip
    who = options.acting(actor, office)
    with _accounts(db, config, clock) as accounts:
        token = accounts.change(person, to, reason, who)
        link, until = accounts.link(token), accounts.dondoc.clock.now() + INVITED_FOR
        held = accounts.dondoc.catalogue.held_by(person, today(accounts.dondoc.clock))
    if as_json:
        output.envelope({"account": person, "link": link, "until": until.isoformat(), "offices": held})
        return 0
    output.line(f"Chuyển liên kết này cho {person}; dùng được một lần, đến {wording.moment(until)}:")
    output.line(link)
    if not held:
        output.line("Lưu ý: người này chưa giữ chức vụ nào; ghi vào holdings trong config/offices.yaml.")
    return 0
