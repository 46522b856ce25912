"""The command that opens the ledger of reminders: whom we urged, when we held back, what reached whom, and why."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.domain.catalogue import Catalogue
from dondoc.interfaces import explaining, lookups, reasons, whys, wording
from dondoc.interfaces.cli import options, output
from dondoc.projections.reminders import LedgerLine, Of

HELD_BACK, SENT = "held-back", "sent"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("reminders")(reminders)


def reminders(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
              clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
              task: Annotated[str, typer.Option("--task", help="Only this task.")] = "",
              unit: Annotated[str, typer.Option("--unit", help="Only this unit or group.")] = "",
              plan: Annotated[str, typer.Option("--plan", help="Only this plan.")] = "",
              duty: Annotated[str, typer.Option("--duty", help="Only this duty.")] = "",
              first: Annotated[str | None, typer.Option("--from", metavar="DAY", help="From this day on.")] = None,
              last: Annotated[str | None, typer.Option("--to", metavar="DAY", help="Up to this day.")] = None,
              held_back: Annotated[bool, typer.Option("--held-back", help="Only those that were held back.")] = False,
              sent: Annotated[bool, typer.Option("--sent", help="Only those that went out.")] = False,
              fate: Annotated[str, typer.Option("--fate", help="sent, dead or not-sent, for some recipient.")] = "",
              ladder: Annotated[str, typer.Option("--ladder", help="Only this ladder.")] = "",
              rung: Annotated[str, typer.Option("--rung", help="Only this rung.")] = "",
              why: Annotated[bool, typer.Option("--why", help="Each with its whole explanation.")] = False,
              limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100) -> int:  # fmt: skip
    """The ledger: whom we urged, when we held back and why, and what reached whom."""
    days = [options.day(first, "--from"), options.day(last, "--to")]
    of = Of(plan=plan, duty=duty, fate=fate, ladder=ladder, rung=rung, first=_said(days[0]), last=_said(days[1]))
    if held_back != sent:
        of["sent"] = sent
    with opened(options.settings(db, config, clock)) as dondoc:
        if as_of or known_at:
            of["when"] = options.when(dondoc, as_of, known_at)
        lines = dondoc.ledger(task, limit, unit=unit, **of)
    if as_json:
        output.envelope({"reminders": [_reminder(line, dondoc.catalogue) for line in lines]})
    elif why:
        for line in lines:
            output.line(line.task)
            for text in whys.lines(line, dondoc.catalogue):
                output.line(f"  {text}")
    else:
        _show(lines, dondoc.catalogue)
    return 0


def _said(day: date | None) -> str:
    return day.isoformat() if day else ""


def _show(lines: list[LedgerLine], catalogue: Catalogue) -> None:
    rows = [
        (
            wording.day(line.on),
            line.task,
            wording.rung(line.ladder, line.rung, catalogue),
            ", ".join(line.to) or f"giữ lại: {reasons.said(line.held_back)}",
            "; ".join(whys.fate(each, catalogue, date.fromisoformat(line.on)) for each in line.fates),
        )
        for line in lines
    ]
    output.table("Sổ đôn đốc", ("Ngày", "Việc", "Nấc", "Gửi tới", "Kết quả gửi"), rows)


def _reminder(line: LedgerLine, catalogue: Catalogue) -> dict[str, Any]:
    """A reminder, with the persons who held the offices that it went to on its day."""
    on = date.fromisoformat(line.on)
    persons = {office: lookups.persons(office, catalogue, on) for office in line.to}
    return {**explaining.reminder(line), "persons": persons}
