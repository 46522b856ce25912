"""The command that writes what everybody may see into a folder, for a web server to hand out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.interfaces.cli import options, output

public = typer.Typer(help="What everybody may see.", no_args_is_help=True, rich_markup_mode=None)
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder to write into; made where missing.", metavar="DIR")]


@public.callback()
def _public() -> None:
    """What everybody may see."""


@public.command("export")
def export(out: Out, as_of: options.AsOf = None, known_at: options.KnownAt = None,
           db: options.Db = None, config: options.Config = None,
           as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Write the public part as a page, JSON and CSV. Nothing restricted, uncleared or internal is in it."""
    from dondoc.interfaces.web.public_pages import files

    with opened(options.settings(db, config, clock)) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        found = files(dondoc, when)
    _write(out, found)
    if as_json:
        output.envelope({"out": str(out), "as_of": when.day, "files": sorted(found)})
    else:
        output.line(f"Đã ghi {len(found)} tệp vào {out}.")
    return 0


def _write(out: Path, found: dict[str, str]) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in found.items():
            (out / name).write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise Invalid(
            f"{wrong.filename or out} cannot be written: {wrong.strerror}.",
            vi=f"Không ghi được vào {out}.",
            place="--out",
            cure="Name a folder that you may write to.",
        ) from wrong
