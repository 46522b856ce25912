"""Commands that ask: status, due, history, explain, reminders, simulate."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from dondoc.answers import Answers, Matrix
from dondoc.app import Dondoc, opened
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import continuing, explaining, lookups, reasons, relating, silences, tasked, wording
from dondoc.interfaces.cli import options, output
from dondoc.projections.reminders import LedgerLine
from dondoc.projections.task_list import TaskLine
from dondoc.workflow.simulate import simulate as run_simulation

HEADS = ("Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn", "Chờ văn bản", "Đã hủy")
Task = Annotated[str, typer.Argument(help="Id of a task.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for name, command in (
        ("status", show_status),
        ("due", due),
        ("history", history),
        ("explain", explain),
        ("reminders", reminders),
        ("simulate", simulate),
    ):
        app.command(name)(command)


def show_status(unit: Annotated[str, typer.Argument(help="Id of a unit or group; all by default.")] = "",
                db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
                clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
                plan: Annotated[str, typer.Option("--plan", help="Only this plan.")] = "",
                nested: Annotated[bool, typer.Option("--nested", help="With the plans below it.")] = False,
                group: Annotated[str, typer.Option("--group", help="Only this group.")] = "") -> int:  # fmt: skip
    """The matrix: how every unit stands."""
    with opened(options.settings(db, config, clock)) as dondoc:
        matrix = dondoc.status(
            unit,
            plan=plan,
            nested=nested,
            group=group,
            as_of=options.day(as_of, "--as-of"),
            known_at=options.moment(known_at, "--known-at"),
        )
        if as_json:
            output.envelope(_matrix(matrix, dondoc))
        else:
            _show_matrix(matrix, dondoc)
    return 0


def due(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
        clock: options.Clock = None, as_of: options.AsOf = None,
        days: Annotated[int, typer.Option("--days", help="How far to look ahead.", min=0, max=3660)] = 30,
        unit: Annotated[str, typer.Option("--unit", help="Only this unit.")] = "",
        plan: Annotated[str, typer.Option("--plan", help="Only this plan.")] = "",
        actor: options.ActorOption = None, office: options.OfficeOption = None) -> int:  # fmt: skip
    """What is overdue, and what falls due soon."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = dondoc.when(options.day(as_of, "--as-of"))
        until = (date.fromisoformat(when.day) + timedelta(days=days)).isoformat()
        lines = dondoc.tasks(when, body=unit, plan=plan, due_to=until, limit=10_000)
        show_tasks(lines, dondoc, date.fromisoformat(when.day), as_json, f"Đến hạn trước ngày {wording.day(until)}")
    return 0


def history(task: Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
            clock: options.Clock = None, actor: options.ActorOption = None,
            office: options.OfficeOption = None) -> int:  # fmt: skip
    """What happened to a task, as sentences: who did what, when it happened, when it was recorded."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = dondoc.when()
        line, _ = dondoc.task(task, when)
        records = continuing.whole_history(dondoc, line, when)
        if as_json:
            events = [explaining.event(r, dondoc.catalogue) for r in records]
            output.envelope({"task": task, "restricted": line.restricted, "events": events})
            return 0
        if line.restricted:
            output.line(f"{task}. {wording.RESTRICTED}.")
            return 0
        rows = [
            (
                wording.day(r.meta.on),
                wording.moment(r.meta.recorded_at) if r.meta.recorded_at else "",
                tasked.told(r, line, dondoc),
                r.meta.actor,
            )
            for r in records
        ]
        output.table(f"Lịch sử của {task}", ("Xảy ra", "Ghi nhận", "Nội dung", "Người"), rows)
    return 0


def explain(task: Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
            clock: options.Clock = None, as_of: options.AsOf = None, actor: options.ActorOption = None,
            office: options.OfficeOption = None) -> int:  # fmt: skip
    """Why a task stands where it stands, and why it was or will be urged."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = dondoc.when(options.day(as_of, "--as-of"))
        said = explaining.explain(dondoc, task, when)
    if as_json:
        output.envelope(said)
        return 0
    for text in explaining.as_lines(said):
        output.line(text)
    return 0


def reminders(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
              clock: options.Clock = None, task: Annotated[str, typer.Option("--task", help="Only this task.")] = "",
              limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100) -> int:  # fmt: skip
    """The ledger: whom we urged, and when we held back and why."""
    with opened(options.settings(db, config, clock)) as dondoc:
        lines = dondoc.ledger(task, limit)
    if as_json:
        output.envelope({"reminders": [_reminder(line, dondoc.catalogue) for line in lines]})
        return 0
    rows = [
        (wording.day(r.on), r.task, r.rung, ", ".join(r.to) or f"giữ lại: {reasons.said(r.held_back)}") for r in lines
    ]
    output.table("Sổ đôn đốc", ("Ngày", "Việc", "Nấc", "Gửi tới"), rows)
    return 0


def simulate(year: Annotated[int | None, typer.Option("--year", min=1990, max=2200)] = None,
             first: Annotated[str | None, typer.Option("--from", metavar="DAY")] = None,
             last: Annotated[str | None, typer.Option("--to", metavar="DAY")] = None,
             db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """A year on a virtual clock with nothing done: what opens, what is urged, when, for whom. Writes nothing."""
    start, end = options.day(first, "--from"), options.day(last, "--to")
    if (year is None) == (start is None or end is None):
        raise Invalid(
            "Say either --year, or --from and --to.", vi="Cần --year, hoặc --from và --to.", place="--year",
            cure="For example: dondoc simulate --year 2024",
        )  # fmt: skip
    start, end = start or date(year or 0, 1, 1), end or date(year or 0, 12, 31)
    catalogue = read_catalogue(options.settings(db, config).config, options.known_facts())
    with output.working("simulate"):
        found = run_simulation(catalogue, start, end)
    if as_json:
        output.envelope(explaining.simulation(found))
        return 0
    opened_by = Counter(opening.duty.id for opening in found.opened)
    urged_by = Counter(u.reminder.task.split(":")[0] for u in found.urged if not u.reminder.held_back)
    rows = [(duty, wording.duty_name(duty, catalogue), n, urged_by[duty]) for duty, n in opened_by.items()]
    output.table(
        f"Từ {wording.day(start)} đến {wording.day(end)}, nếu không việc nào được làm: mở {len(found.opened)} việc, "
        f"đôn đốc {sum(urged_by.values())} lần",
        ("Nhiệm vụ", "Nội dung", "Mở", "Đôn đốc"), rows, numbers=(2, 3),
    )  # fmt: skip
    return 0


def show_tasks(
    lines: list[TaskLine], dondoc: Answers, as_of: date, as_json: bool, title: str, more: dict[str, Any] | None = None
) -> None:
    """Print a list of tasks; `more` stands beside it for programs."""
    when = dondoc.when(as_of)
    progress = tasked.progress(dondoc, [line.id for line in lines], when)
    if as_json:
        tasks = [
            {
                **explaining.task(line, dondoc.catalogue, as_of),
                "waits_for": relating.waits_for(dondoc, line.duty, when),
                "progress": progress.get(line.id),
            }
            for line in lines
        ]
        output.envelope({"tasks": tasks, **(more or {})})
        return
    rows = [
        (
            line.id,
            dondoc.catalogue.body_name(line.body, as_of),
            wording.window(line, dondoc.catalogue),
            wording.day(line.due),
            ". ".join(
                filter(
                    None,
                    (
                        silences.stands(line, as_of, dondoc.catalogue),
                        tasked.items_said(progress.get(line.id)),
                        relating.marked(dondoc, line, when),
                    ),
                )
            ),
        )
        for line in lines
    ]
    output.table(f"{title}: {len(lines)} việc", ("Việc", "Đơn vị", "Thời gian", "Hạn cuối", "Tình trạng"), rows)


def show_evidence(found: list[dict[str, Any]]) -> None:
    """Print a list of proofs."""
    rows = [
        (
            wording.day(each["day"]),
            each["label"],
            f"{each['version']}" + ("" if each["standing"] else " (đã thay)"),
            each["evidence"],
        )
        for each in found
    ]
    output.table("Minh chứng", ("Ngày", "Tên", "Bản", "SHA-256"), rows)


def _reminder(line: LedgerLine, catalogue: Catalogue) -> dict[str, Any]:
    """A reminder, with the persons who held the offices that it went to on its day."""
    on = date.fromisoformat(line.on)
    persons = {office: lookups.persons(office, catalogue, on) for office in line.to}
    return {**explaining.reminder(line), "persons": persons}


def _matrix(matrix: Matrix, dondoc: Dondoc) -> dict[str, Any]:
    def cells(found: dict[Cell, int]) -> dict[str, int]:
        return {cell.key: found.get(cell, 0) for cell in MATRIX}

    units = [
        {
            "unit": row.unit,
            "name": dondoc.catalogue.body_name(row.unit, matrix.as_of),
            "head": lookups.head(row.unit, dondoc.catalogue, matrix.as_of),
            **cells(row.cells),
            "silent": row.silent,
            "last_activity": row.last_activity,
        }
        for row in matrix.rows
    ]
    return {
        "units": units,
        "totals": cells(matrix.totals),
        "silent": matrix.silent,
        "as_of": matrix.as_of.isoformat(),
        "position": matrix.position,
        "simulated_clock": dondoc.clock.simulated,
    }


def _show_matrix(matrix: Matrix, dondoc: Dondoc) -> None:
    rows = [
        (
            dondoc.catalogue.body_name(row.unit, matrix.as_of),
            *[row.cells.get(cell, 0) for cell in MATRIX],
            row.silent,
            wording.day(row.last_activity),
            lookups.head_said(row.unit, dondoc.catalogue, matrix.as_of),
        )
        for row in matrix.rows
    ]
    totals = matrix.totals
    rows.append(("Tổng cộng", *[totals[cell] for cell in MATRIX], matrix.silent, "", ""))
    output.table(
        f"Tình hình thực hiện, tính đến ngày {wording.day(matrix.as_of)} (vị trí nhật ký {matrix.position})"
        + (" - ĐỒNG HỒ MÔ PHỎNG" if dondoc.clock.simulated else ""),
        ("Đơn vị", f"Hoàn thành: {HEADS[0].lower()}", HEADS[1].lower(), f"Chưa hoàn thành: {HEADS[2].lower()}",
         HEADS[3].lower(), HEADS[4], HEADS[5], "Im lặng", "Hoạt động gần nhất", "Người đứng đầu"),
        rows, numbers=(1, 2, 3, 4, 5, 6, 7),
    )  # fmt: skip
