"""Commands for operators: the log out as JSON lines, read models compared and rebuilt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid, NotFound
from dondoc.interfaces import exporting
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.cli.auditing import write
from dondoc.projections.found import Sought, found
from dondoc.store.verification import verify_chain

TO = "A file to write instead: .jsonl, .csv or .xlsx; it must not be there yet."
export = typer.Typer(help="Take data out.", no_args_is_help=True, rich_markup_mode=None)
projections = typer.Typer(help="Read models: compare and rebuild.", no_args_is_help=True, rich_markup_mode=None)


@export.callback()
def _export() -> None:
    """Take data out."""


@export.command("events")
def events(
    after: Annotated[int, typer.Option("--after", help="Only events after this position.", min=0)] = 0,
    person: Annotated[str, typer.Option("--person", help="Only what this person did.")] = "",
    in_office: Annotated[str, typer.Option("--in-office", help="Only what was done in this office.")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Only what a body or group owes, or did.")] = "",
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only this kind of fact; repeat.")] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day on which it happened.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day on which it happened.")] = None,
    basis: Annotated[str, typer.Option("--basis", help="Only what rests on this clause or document.")] = "",
    task: Annotated[str, typer.Option("--task", help="Only this task, with its parts.")] = "",
    correlation: Annotated[str, typer.Option("--correlation", help="Only what followed from one command.")] = "",
    to: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=TO)] = None,
    db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
) -> int:  # fmt: skip
    """The log, or what matches, as JSON lines in log order, or into a file. For administrators: it hides nothing."""
    days = [options.day(first, "--from"), options.day(last, "--to")]
    sought = Sought(actor=person, office=in_office, basis=basis, task=task, correlation=correlation,
                    first=str(days[0] or ""), last=str(days[1] or ""), kinds=kind or ())  # fmt: skip
    if to and to.suffix.lower() not in exporting.KINDS:
        raise Invalid(
            f"The kind of file {to.suffix!r} is not known.", vi=f"Chưa ghi được loại tệp “{to.suffix}”.", place="-o",
            cure=f"Write one of {', '.join(exporting.KINDS)}.",
        )  # fmt: skip
    with opened(options.settings(db, config)) as dondoc:
        if unknown := [each for each in sought["kinds"] if each not in dondoc.registry]:
            raise NotFound(
                f"There is no kind of fact {unknown[0]!r}.", vi=f"Không có loại sự kiện {unknown[0]!r}.",
                place="--kind", cure="Take the `name` of an exported event.",
            )  # fmt: skip
        sought["bodies"] = dondoc.members(unit)
        with dondoc.store.reading() as connection:
            records = found(connection, dondoc.registry, sought, after)
            if to:
                write(to, exporting.KINDS[to.suffix.lower()](records, dondoc.catalogue))
            else:
                sys.stdout.writelines(exporting.as_jsonl(records, dondoc.catalogue))
    if to and as_json:
        output.envelope({"file": str(to)})
    elif to:
        output.line(f"Đã ghi {to}.")
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
