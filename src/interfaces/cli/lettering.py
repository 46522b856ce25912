"""The command that drafts a letter to a body that is late."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.interfaces.cli import options, output


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("letter")(letter)


def letter(unit: Annotated[str, typer.Argument(help="Id of a body.")],
           to: Annotated[Path, typer.Option("-o", "--output", help="The file to write; it must not be there yet.")],
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None, as_of: options.AsOf = None,
           known_at: options.KnownAt = None) -> int:  # fmt: skip
    """Draft the letter that urges a body: all that it is late with, each with basis, last day and days late (DOCX)."""
    from dondoc.documents.letter import docx
    from dondoc.interfaces.letters import urging

    with opened(options.settings(db, config, clock)) as dondoc:
        written = urging(dondoc, unit, options.when(dondoc, as_of, known_at))
    try:
        with to.open("xb") as target:
            target.write(docx(written))
    except OSError as wrong:
        raise Invalid(
            f"{to} cannot be written ({wrong.strerror}).", vi=f"Không ghi được {to}.", place="-o",
            cure="Name a file that is not there yet, in a folder that is.",
        ) from wrong  # fmt: skip
    if as_json:
        output.envelope({"unit": unit, "tasks": len(written.lines), "file": str(to)})
    else:
        output.line(f"Đã soạn công văn đôn đốc {written.to} về {len(written.lines)} việc: {to}")
    return 0
