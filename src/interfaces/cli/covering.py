"""The command that counts how much of what the plans ask for dondoc does, proved by tests."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dondoc.config.reading import read_catalogue
from dondoc.interfaces import covered
from dondoc.interfaces.cli import options, output

Markdown = Annotated[bool, typer.Option("--markdown", help="The whole list as a Markdown page.")]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("coverage")(coverage)


def coverage(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
             markdown: Markdown = False) -> int:  # fmt: skip
    """How many mechanisms of the plans are proved, what is lacking, and which clauses nothing rests on.

    The exit status is 1 while anything is missing, but 0 where only the page is asked for.
    """
    catalogue = read_catalogue(options.settings(db, config).config, options.known_facts())
    if markdown:
        sys.stdout.write(covered.page(catalogue))
        return 0
    said = covered.told(catalogue)
    if as_json:
        output.envelope(said, status="ok" if said["whole"] else "error")
    else:
        _show(said)
    return 0 if said["whole"] else output.FINDING


def _show(said: dict[str, covered.Json]) -> None:
    rows = [(c["plan"], covered.KINDS[c["kind"]], c["proved"], c["of"]) for c in said["counts"]]
    output.table("Cơ chế đã chứng minh", ("Kế hoạch", "Loại", "Đã chứng minh", "Tổng số"), rows, numbers=(2, 3))
    for gap in said["gaps"]:
        missing = [(each["id"], each["what"], "một phần" if each["partly"] else "chưa") for each in gap["mechanisms"]]
        output.table(f"Còn thiếu: {gap['name']} ({len(missing)})", ("Mã", "Cơ chế", "Mức"), missing)
    for key, title in covered.LISTS.items():
        if said[key]:
            output.table(f"{title}: {len(said[key])}", ("Mã", "Nội dung"), [tuple(e.values()) for e in said[key]])
    output.line(f"Đã chứng minh {said['proved']} trên {said['total']} cơ chế, một phần {said['partly']}.")
