"""The command that holds two knowings of one day side by side: what was entered afterwards, by whom and why."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dondoc.interfaces import revising, wording
from dondoc.interfaces.cli import options, output


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("difference")(difference)


def difference(
    since: Annotated[str | None, typer.Option("--since", metavar="MOMENT",
                                              help="As known at this moment; the end of the day by default.")] = None,
    as_of: options.AsOf = None, known_at: options.KnownAt = None,
    unit: Annotated[str, typer.Option("--unit", help="Only this unit or group.")] = "",
    actor: options.ActorOption = None, office: options.OfficeOption = None, db: options.Db = None,
    config: options.Config = None, as_json: options.Json = False, clock: options.Clock = None,
) -> int:  # fmt: skip
    """What was learned about a day after it: figures before and after, tasks that changed, late entries and reasons."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        moments = options.moment(since, "--since"), options.moment(known_at, "--known-at")
        said = revising.revision(dondoc, options.day(as_of, "--as-of"), *moments, unit)
    if as_json:
        output.envelope(said)
    else:
        _show(said)
    return 0


def _show(said: dict[str, Any]) -> None:
    then, now = said["totals"]["then"], said["totals"]["now"]
    output.table(
        f"Ngày {wording.day(said['as_of'])}, biết tại vị trí nhật ký {said['position']['then']} và "
        f"{said['position']['now']}",
        ("Tình trạng", "Khi đó", "Về sau"),
        [(name, then[cell], now[cell]) for cell, name in revising.CELLS.items() if cell in then],
        numbers=(1, 2),
    )
    rows = [(each["task"], each["body_name"], _stands(each["was"]), _stands(each["is"])) for each in said["tasks"]]
    output.table(f"Việc đã khác đi: {len(rows)}", ("Việc", "Đơn vị", "Khi đó", "Về sau"), rows)
    entries = [
        (wording.day(each["on"]), each["days_late"], each["task"], each["said"], each["actor"], each["reason"])
        for each in said["entries"]
    ]
    heads = ("Xảy ra", "Muộn (ngày)", "Việc", "Nội dung", "Người ghi", "Lý do")
    output.table(f"Ghi nhận về sau: {len(entries)}", heads, entries, numbers=(1,))


def _stands(said: dict[str, Any] | None) -> str:
    return revising.CELLS[said["cell"]] if said else "chưa có"
