"""Commands for operators: the log out as JSON lines, read models compared and rebuilt."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.interfaces import explaining
from dondoc.interfaces.cli import options, output
from dondoc.store.verification import verify_chain

export = typer.Typer(help="Take data out.", no_args_is_help=True, rich_markup_mode=None)
projections = typer.Typer(help="Read models: compare and rebuild.", no_args_is_help=True, rich_markup_mode=None)


@export.callback()
def _export() -> None:
    """Take data out."""


@export.command("events")
def events(after: Annotated[int, typer.Option("--after", help="Only events after this position.", min=0)] = 0,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip  # noqa: ARG001  # lines are JSON anyway; refusals obey it
    """The whole log as JSON lines, in log order, with or without --json. For administrators: it hides nothing."""
    with opened(options.settings(db, config)) as dondoc:
        for record in dondoc.store.read_all(after):
            sys.stdout.write(json.dumps(explaining.exported(record), ensure_ascii=False) + "\n")
    return 0


@projections.command("check")
def check(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """Compare every read model with a from-scratch replay, and every event with its hash."""
    with opened(options.settings(db, config)) as dondoc:
        with output.working("hash"):
            verified = verify_chain(dondoc.store)
        with output.working("replay") as progress:
            found = dondoc.differences(progress)
    if as_json:
        output.envelope({"events": verified, "differences": found}, status="error" if found else "ok")
    elif found:
        output.table("Bảng đọc khác với nhật ký", ("Bảng", "Số dòng khác"), list(found.items()), numbers=(1,))
        output.line("Làm lại: dondoc projections rebuild")
    else:
        output.line(f"{verified} sự kiện, chuỗi băm đúng; mọi bảng đọc khớp với nhật ký.")
    return output.FINDING if found else 0


@projections.command("rebuild")
def rebuild(names: Annotated[list[str] | None, typer.Argument(help="Read models; all by default.")] = None,
            db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """Make read models anew from the log; readers see the old or the new, never half."""
    with opened(options.settings(db, config)) as dondoc, output.working("rebuild") as progress:
        count = dondoc.rebuild(names or (), progress)
    if as_json:
        output.envelope({"events": count, "rebuilt": names or "all"})
    else:
        output.line(f"Đã dựng lại từ {count} sự kiện.")
    return 0
