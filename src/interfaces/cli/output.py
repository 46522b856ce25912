"""What commands print: tables for people, one JSON object for programs, refusals for both."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from dondoc.domain.errors import (
    Conflict,
    DondocError,
    Invalid,
    NotAllowed,
    NotFound,
    Rejected,
    SeveralInvalid,
    StoreBroken,
)

FINDING, BAD_INPUT = 1, 2
EXIT_CODES: tuple[tuple[type[DondocError], int], ...] = (
    (Invalid, BAD_INPUT),
    (NotFound, BAD_INPUT),
    (NotAllowed, FINDING),
    (Rejected, FINDING),
    (Conflict, FINDING),
    (StoreBroken, FINDING),
)
"""The exit status of each kind of refusal: 2 for bad input, 1 for a finding or failure. The first match counts."""


def exit_code(error: DondocError) -> int:
    """The exit status of an error."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), FINDING)


def envelope(data: Any, *, status: str = "ok", diagnostics: Sequence[dict[str, Any]] = ()) -> None:
    """Print the one JSON object of a command."""
    said = {"version": 1, "status": status, "data": data, "diagnostics": list(diagnostics)}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def refuse(error: DondocError, as_json: bool) -> int:
    """Print an error; returns the exit status."""
    errors: Sequence[DondocError] = error.findings if isinstance(error, SeveralInvalid) else [error]
    if as_json:
        envelope(None, status="error", diagnostics=[each.diagnostic() for each in errors])
        return exit_code(error)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    for each in errors:
        place = f"[bold]{escape(each.place)}[/bold]: " if each.place else ""
        console.print(f"{place}{escape(_plain(each.vi or each.en))}")
        for line in (each.en if each.vi else "", each.cure):
            if line:
                console.print(f"    {escape(_plain(line))}")
    return exit_code(error)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Sequence[int] = ()) -> None:
    """Print a table; `numbers` are the indexes of columns to align right."""
    shown = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for index, column in enumerate(columns):
        shown.add_column(column, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*[escape(_plain(str(value))) if value is not None else "—" for value in row])
    _console().print(shown)


def line(text: str = "") -> None:
    """Print a line."""
    _console().print(escape(_plain(text)), highlight=False)


@contextmanager
def working(what: str) -> Iterator[Any]:
    """Show that something long is going on, on standard error; yields a function that takes a count."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda count: progress.update(task, description=f"{what}: {count:,}")


def _console() -> Console:
    # A pipe has no width of its own: do not cut what somebody greps.
    return Console(width=None if sys.stdout.isatty() else 180, soft_wrap=False)


def _plain(text: str) -> str:
    # What is stored may hold control or direction-changing characters; a terminal would obey them.
    return "".join(c if c.isprintable() or c == "\n" else repr(c)[1:-1] for c in text)
