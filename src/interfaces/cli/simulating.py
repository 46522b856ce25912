"""The command that looks ahead, and sideways: simulate a time, or what a change of rules would make of it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.interfaces import contrasting, explaining, wording
from dondoc.interfaces.cli import options, output
from dondoc.workflow.climbing import Urging
from dondoc.workflow.contrast import Contrast, contrast
from dondoc.workflow.replaying import replay
from dondoc.workflow.simulate import Simulation
from dondoc.workflow.simulate import simulate as run_simulation

Other = Annotated[Path | None, typer.Option("--diff", help="Folder with changed rules: what do they change?")]
OverLog = Annotated[bool, typer.Option("--log", help="With --diff: over what the log knew on each day.")]


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("simulate")(simulate)


def simulate(year: Annotated[int | None, typer.Option("--year", min=1990, max=2200)] = None,
             first: Annotated[str | None, typer.Option("--from", metavar="DAY")] = None,
             last: Annotated[str | None, typer.Option("--to", metavar="DAY")] = None,
             other: Other = None, log: OverLog = False,
             db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """A year on a virtual clock with nothing done: what opens, who is urged or asked, when. Writes nothing.

    With --diff DIR: which reminders the rules of that folder would add, take away and move, against those of --config.
    """
    start, end = _stretch(year, first, last)
    if log and other is None:
        raise Invalid("--log goes with --diff.", vi="--log chỉ dùng cùng --diff.", place="--log")
    catalogue = read_catalogue(options.settings(db, config).config, options.known_facts())
    if other is not None:
        with output.working("simulate --diff"):
            changed = read_catalogue(other, options.known_facts())
            found = _over_log(catalogue, changed, start, end, db, config) if log else contrast(
                _sent(run_simulation(catalogue, start, end)), _sent(run_simulation(changed, start, end))
            )  # fmt: skip
        _show_contrast(contrasting.contrast(found), changed, end, as_json)
        return 0
    with output.working("simulate"):
        simulated = run_simulation(catalogue, start, end)
    if as_json:
        output.envelope(explaining.simulation(simulated))
        return 0
    opened_by = Counter(opening.duty.id for opening in simulated.opened)
    urged_by = Counter(u.reminder.task.split(":")[0] for u in simulated.urged if not u.reminder.held_back)
    asked_by = Counter(u.reminder.task.split(":")[0] for u in simulated.asked)
    rows = [
        (duty, wording.duty_name(duty, catalogue), n, urged_by[duty], asked_by[duty]) for duty, n in opened_by.items()
    ]
    output.table(
        f"Từ {wording.day(start)} đến {wording.day(end)}, nếu không việc nào được làm: mở {len(simulated.opened)} việc,"
        f" đôn đốc {sum(urged_by.values())} lần, hỏi {len(simulated.asked)} lần về văn bản dự kiến",
        ("Nhiệm vụ", "Nội dung", "Mở", "Đôn đốc", "Hỏi"), rows, numbers=(2, 3, 4),
    )  # fmt: skip
    return 0


def _sent(found: Simulation) -> list[Urging]:
    return [*found.urged, *found.asked]


def _stretch(year: int | None, first: str | None, last: str | None) -> tuple[date, date]:
    start, end = options.day(first, "--from"), options.day(last, "--to")
    if (year is None) == (start is None or end is None):
        raise Invalid(
            "Say either --year, or --from and --to.", vi="Cần --year, hoặc --from và --to.", place="--year",
            cure="For example: dondoc simulate --year 2024",
        )  # fmt: skip
    return start or date(year or 0, 1, 1), end or date(year or 0, 12, 31)


def _over_log(
    catalogue: Catalogue, changed: Catalogue, start: date, end: date, db: str | None, config: Path | None
) -> Contrast:
    """Both sets of rules over the facts of the database: urged by each as of every day."""
    with opened(options.settings(db, config)) as dondoc:
        was, becomes = (replay(each, dondoc.store.read_all(), start, end) for each in (catalogue, changed))
    return contrast(was, becomes)


def _show_contrast(said: dict[str, Any], catalogue: Catalogue, on: date, as_json: bool) -> None:
    if as_json:
        output.envelope(said)
        return
    output.line(contrasting.headline(said))
    ladders = {ladder.id: ladder.name for ladder in catalogue.ladders}
    units = {key: catalogue.body_name(key, on) for key in said["by"]["unit"]}
    for title, by in (("Đơn vị", "unit"), ("Thang đôn đốc", "ladder"), ("Tháng", "month")):
        names = {"unit": units, "ladder": ladders}.get(by, {})
        rows = [
            (names.get(key, key), *(counts[kind] for kind in contrasting.KINDS))
            for key, counts in said["by"][by].items()
        ]
        if rows:
            output.table(f"Theo {wording.lower(title)}", (title, "Thêm", "Bớt", "Đổi"), rows, numbers=(1, 2, 3))
