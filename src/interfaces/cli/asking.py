"""Commands that ask: status, due, history, explain."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

import typer

from dondoc.answers import Answers
from dondoc.app import Dondoc, opened
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import continuing, explaining, lookups, relating, silences, tasked, why_not, whys, wording
from dondoc.interfaces.cli import options, output
from dondoc.projections.standing import When
from dondoc.projections.status import Matrix
from dondoc.projections.task_list import TaskLine

HEADS = ("Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn", "Chờ văn bản", "Đã hủy")
Task = Annotated[str, typer.Argument(help="Id of a task.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for name, command in (
        ("status", show_status),
        ("due", due),
        ("history", history),
        ("explain", explain),
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
        clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
        days: Annotated[int, typer.Option("--days", help="How far to look ahead.", min=0, max=3660)] = 30,
        unit: Annotated[str, typer.Option("--unit", help="Only this unit.")] = "",
        plan: Annotated[str, typer.Option("--plan", help="Only this plan.")] = "",
        actor: options.ActorOption = None, office: options.OfficeOption = None) -> int:  # fmt: skip
    """What is overdue, and what falls due soon."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        until = (date.fromisoformat(when.day) + timedelta(days=days)).isoformat()
        lines = dondoc.tasks(when, body=unit, plan=plan, due_to=until, limit=10_000)
        show_tasks(lines, dondoc, when, as_json, f"Đến hạn trước ngày {wording.day(until)}")
    return 0


def history(task: Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
            clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
            actor: options.ActorOption = None, office: options.OfficeOption = None) -> int:  # fmt: skip
    """What happened to a task, as sentences: who did what, when it happened, when it was recorded."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        line, _ = dondoc.task(task, when)
        told = continuing.whole_history(dondoc, line, when)
        records = [each for each in told if as_of is None or each.meta.on.isoformat() <= when.day]
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
            clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
            nothing: Annotated[bool, typer.Option("--why-not", help="Why nothing was sent; what is next.")] = False,
            at: Annotated[str | None, typer.Option("--at", help="The same as --as-of.", metavar="DAY")] = None,
            actor: options.ActorOption = None, office: options.OfficeOption = None) -> int:  # fmt: skip
    """Why a task stands where it stands, and why it was or will be urged; --why-not: why it was not."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        day = options.day(at or as_of, "--at" if at else "--as-of")
        when = dondoc.when(day, options.moment(known_at, "--known-at"))
        if nothing:
            said = why_not.why_not(dondoc, task, when)
            lines = list(why_not.as_lines(said, dondoc))
        else:
            said = explaining.explain(dondoc, task, when)
            told = (text for each in dondoc.ledger(task, when=when) for text in whys.lines(each, dondoc.catalogue))
            lines = [*explaining.as_lines(said), *told]
    if as_json:
        output.envelope(said)
        return 0
    for text in lines:
        output.line(text)
    return 0


def show_tasks(
    lines: list[TaskLine], dondoc: Answers, when: When, as_json: bool, title: str, more: dict[str, Any] | None = None
) -> None:
    """Print a list of tasks; `more` stands beside it for programs."""
    as_of = date.fromisoformat(when.day)
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
