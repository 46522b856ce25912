"""Commands that record many activities at once from a file, and make the empty file to fill in."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_origin

import typer

from dondoc.app import opened
from dondoc.domain.errors import DondocError, Invalid, SeveralInvalid
from dondoc.interfaces import sheets
from dondoc.interfaces.cli import options, output
from dondoc.workflow.activity import kind_of
from dondoc.workflow.bulk import Entry

SERVES = "serves"


def import_(file: Annotated[Path, typer.Argument(help="A .csv, .xlsx, .jsonl or .yaml file; see `record template`.")],
            dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every line, record nothing.")] = False,
            actor: options.ActorOption = None, office: options.OfficeOption = None,
            late: options.Late = "", db: options.Db = None, config: options.Config = None,
            as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Record the activities of a file, all or none; a registrar acts on behalf of the body of each line.

    Lines that were recorded before are left as they are, so the same file may be given again.
    """
    who = options.acting(actor, office)
    entries = _entries(sheets.read(file), file)
    with opened(options.settings(db, config, clock)) as dondoc, output.working("import"):
        done = dondoc.record_many(entries, actor=who, late=late, dry_run=dry_run)
    if as_json:
        output.envelope({"recorded": done.recorded, "known": done.known, "position": done.position, "dry_run": dry_run})
    else:
        did = "Sẽ ghi nhận" if dry_run else "Đã ghi nhận"
        output.line(f"{did} {done.recorded} hoạt động; {done.known} hoạt động đã có từ trước.")
    return 0


def template(fact: Annotated[str, typer.Argument(help="Stored name of an activity, such as broadcast.aired.")],
             db: options.Db = None, config: options.Config = None,  # noqa: ARG001  # every command takes them
             as_json: options.Json = False) -> int:  # fmt: skip
    """The first line of a file to fill in, as CSV that Excel opens; days may be written 01/07/2024."""
    fields = kind_of(options.known_facts(), fact).model_fields
    needed_first = sorted(fields, key=lambda name: not fields[name].is_required())
    columns = ["fact", "on", *needed_first, SERVES]
    if as_json:
        output.envelope({"columns": columns})
    else:
        sys.stdout.write("\ufeff")
        csv.writer(sys.stdout, delimiter=";", lineterminator="\r\n").writerow(columns)
    return 0


def _entries(lines: list[sheets.Line], file: Path) -> list[Entry]:
    """The lines as activities of a day.

    Raises:
        SeveralInvalid: a line has no day or no kind; tells all.
        Invalid: there is none.
    """
    findings: list[DondocError] = []
    entries = []
    for line in lines:
        cells = dict(line.cells)
        fact, on = str(cells.pop("fact", "")), _day(cells.pop("on", ""))
        serves = _parts(cells.pop(SERVES, ""))
        if on is None:
            findings.append(
                Invalid("The day is missing or is none.", vi="Thiếu ngày, hoặc ngày không đúng.",
                        place=f"{line.place}, on", cure="Write it as 01/07/2024 or 2024-07-01.")
            )  # fmt: skip
        else:
            entries.append(Entry(line.place, fact, on, _typed(fact, cells), serves))
    if findings:
        raise SeveralInvalid(findings)
    if not entries:
        raise Invalid("There is no line in it.", vi="Tệp không có dòng nào.", place=file.name, cure="Fill in some.")
    return entries


def _day(cell: Any) -> date | None:
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return None


def _parts(cell: Any) -> tuple[str, ...]:
    parts = cell if isinstance(cell, list) else str(cell).replace(";", ",").split(",")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _typed(fact: str, cells: dict[str, Any]) -> dict[str, Any]:
    """A sheet has one cell for several values, with commas between them; and a number where text is meant."""
    fields = options.known_facts()[fact].model_fields if fact in options.known_facts() else {}
    found = {}
    for column, value in cells.items():
        several = column in fields and get_origin(fields[column].annotation) is tuple
        text = isinstance(value, int) and not isinstance(value, bool)
        found[column] = _parts(value) if several else str(value) if text else value
    return found
