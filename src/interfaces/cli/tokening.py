"""Commands on tokens: what lets a program call the API. A token is printed once and is printed nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.interfaces import wording
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.tokens import SCOPES, Shown, Tokens

app = typer.Typer(help="Tokens for programs that call the API.", no_args_is_help=True, rich_markup_mode=None)
Scopes = Annotated[list[str] | None, typer.Option("--scope", help="read, act or metrics; repeat. By default read.")]
Ends = Annotated[str | None, typer.Option("--until", help="The last day; 90 days from now by default.", metavar="DAY")]
ForDoor = Annotated[str, typer.Option("--door", help="A program of config/doors.yaml; by default the token is yours.")]
Reason = Annotated[str, typer.Option("--reason", help="What for; it is recorded. No personal data.")]
Name = Annotated[str, typer.Argument(help="What the token is called, see `dondoc token list`.")]
Holder = Annotated[str, typer.Option("--holder", help="Tokens of one person or program.")]


@contextmanager
def _tokens(db: options.Db, config: options.Config, clock: options.Clock) -> Iterator[Tokens]:
    with opened(options.settings(db, config, clock)) as dondoc:
        yield Tokens(dondoc)


@app.command("open")
def open_(reason: Reason, door: ForDoor = "", scope: Scopes = None, until: Ends = None,
          actor: options.ActorOption = None, office: options.OfficeOption = None, db: options.Db = None,
          config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Make a token, for yourself or for a program; prints it once."""
    who, ends = options.acting(actor, office), options.day(until, "--until")
    scopes = [each for each in SCOPES if each in scope] or scope if scope else ["read", "act"] if door else ["read"]
    with _tokens(db, config, clock) as tokens:
        name, secret = tokens.open(
            door or who.person, "door" if door else "person", scopes=scopes, ends=ends, reason=reason, actor=who
        )
        (made,) = (each.line for each in tokens.listed(door or who.person) if each.line.token == name)
    if as_json:
        output.envelope({"token": name, "secret": secret, "holder": made.holder, "scopes": made.scopes,
                         "ends": made.ends})  # fmt: skip
    else:
        day = wording.day(date.fromisoformat(made.ends))
        output.line(f"Mã truy cập {name} của {made.holder}, dùng đến hết ngày {day}. Chỉ hiện một lần, hãy cất kỹ:")
        output.line(secret)
    return 0


@app.command("revoke")
def revoke(name: Name, reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """End a token: nothing is done under it any more."""
    who = options.acting(actor, office)
    with _tokens(db, config, clock) as tokens:
        tokens.revoke(name, reason, who)
    if as_json:
        output.envelope({"token": name, "lasts": False})
    else:
        output.line(f"Đã thu hồi mã truy cập {name}.")
    return 0


@app.command("list")
def list_(holder: Holder = "", db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Every token: whose, for what, until when, when last used. Never the token itself."""
    with _tokens(db, config, clock) as tokens:
        found = tokens.listed(holder)
    if as_json:
        output.envelope({"tokens": [_told(each) for each in found]})
        return 0
    rows = [
        (
            each.line.token,
            each.line.holder,
            ", ".join(each.line.scopes),
            wording.day(date.fromisoformat(each.line.ends)),
            wording.moment(each.used_at) if each.used_at else "chưa dùng",
            "còn dùng được" if each.lasts else "đã hết",
        )
        for each in found
    ]
    output.table("Mã truy cập", ("Mã", "Của", "Phạm vi", "Đến hết ngày", "Dùng lần cuối", "Tình trạng"), rows)
    return 0


def _told(each: Shown) -> dict[str, Any]:
    line = each.line
    return {
        "token": line.token,
        "holder": line.holder,
        "of": line.of,
        "scopes": list(line.scopes),
        "opened": line.opened,
        "ends": line.ends,
        "reason": line.reason,
        "used_at": each.used_at.isoformat() if each.used_at else None,
        "lasts": each.lasts,
    }
