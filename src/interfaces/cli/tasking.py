"""Commands on tasks: list, show, take a step."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from dondoc.answers import Answers
from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.domain.once import ACTIVITY
from dondoc.domain.status import Cell
from dondoc.interfaces import continuing, counted, explaining, lookups, referring, relating, replying, tasked, wording
from dondoc.interfaces.cli import asking, options, output
from dondoc.projections.standing import When
from dondoc.workflow.dispatch import Receipt

Reason = Annotated[str, typer.Option("--reason", help="Why; it stays visible.")]
app = typer.Typer(help="Tasks: what each body owes.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
          unit: Annotated[str, typer.Option("--unit", help="Only this unit.")] = "",
          plan: Annotated[str, typer.Option("--plan", help="Only this plan.")] = "",
          duty: Annotated[str, typer.Option("--duty", help="Only this duty.")] = "",
          cell: Annotated[str, typer.Option("--cell", help="Only this cell of the matrix, such as open_overdue.")] = "",
          silent: Annotated[bool, typer.Option("--silent", help="Only where too long nothing has been done.")] = False,
          limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 200,
          actor: options.ActorOption = None, office: options.OfficeOption = None) -> int:  # fmt: skip
    """The tasks that match, overdue first."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        alarm = {"silent": dondoc.catalogue.silences()} if silent else {}
        lines = dondoc.tasks(when, body=unit, plan=plan, duty=duty, cell=_cell(cell), limit=limit, **alarm)
        asking.show_tasks(lines, dondoc, when, as_json, "Danh sách")
    return 0


@app.command("show")
def show(task: asking.Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
         clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
         actor: options.ActorOption = None,
         office: options.OfficeOption = None) -> int:  # fmt: skip
    """A task: its text, basis, window, status with its why, who answers, what was done, the steps that are open now."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        said = {**explaining.explain(dondoc, task, when), **_around(dondoc, task, when)}
        procedure = dondoc.catalogue.procedure(said["procedure"])
        told = not (said["composite"] or said["restricted"])
        said["steps"] = _steps(dondoc, procedure.open_to(said["state"])) if told else []
    if as_json:
        output.envelope(said)
        return 0
    for text in explaining.as_lines(said):
        output.line(text)
    _show_around(said)
    rows = [(s["step"], s["name"], ", ".join(s["by"]), ", ".join(s["fields"])) for s in said["steps"]]
    if rows:
        output.table("Các bước có thể thực hiện", ("Bước", "Tên", "Ai", "Trường cần ghi"), rows)
    return 0


@app.command("step")
def step(task: asking.Task, step: Annotated[str, typer.Argument(help="Id of a step of the task's procedure.")],
         set_: options.Set = None, data: options.Data = None, evidence: options.Evidence = None,
         link: options.Links = None, actor: options.ActorOption = None, office: options.OfficeOption = None,
         on_behalf_of: options.OnBehalfOf = "", on: options.On = None, late: options.Late = "",
         instead_of: Annotated[str, typer.Option("--instead-of", metavar="FORM",
             help="The printed form that the step stands in for, where the unit chose another one.")] = "",
         command_id: options.CommandId = None, db: options.Db = None, config: options.Config = None,
         as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Take a step: record its fact, and what proves it."""
    who = options.acting(actor, office, on_behalf_of)
    fields = options.fields(set_, data)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.take_step(
            task, step, fields, instead_of=instead_of, evidence=options.proofs(evidence, link),
            actor=who, on=options.day(on, "--on"), late=late, command_id=command_id,
        )  # fmt: skip
    show_receipt(receipt, as_json)
    return 0


@app.command("move")
def move(task: asking.Task, due: Annotated[str, typer.Option("--due", help="The new last day in term.", metavar="DAY")],
         reason: Reason, authority: Annotated[str, typer.Option("--authority", help="Who allowed it, where.")] = "",
         actor: options.ActorOption = None, office: options.OfficeOption = None, on: options.On = None,
         command_id: options.CommandId = None, db: options.Db = None, config: options.Config = None,
         as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Move the last day in term of a task; the day until then stays visible."""
    who, day = options.acting(actor, office), options.day(due, "--due")
    assert day is not None  # the option must be given
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.move_due(
            task, day, reason, authority=authority, actor=who, on=options.day(on, "--on"), command_id=command_id
        )
    show_receipt(receipt, as_json)
    return 0


@app.command("mark")
def mark(task: asking.Task, reason: Reason,
         marks: Annotated[list[str] | None, typer.Argument(help="Ids of marks; none takes all away.")] = None,
         actor: options.ActorOption = None, office: options.OfficeOption = None,
         on: options.On = None, command_id: options.CommandId = None, db: options.Db = None,
         config: options.Config = None, as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Mark a task: high impact, sensitive."""
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.mark(task, marks or (), reason, actor=who, on=options.day(on, "--on"), command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


@app.command("correct")
def correct(of: Annotated[str, typer.Argument(help="Id of a task, or the name of an activity (activity-...).")],
            reason: Reason, event: Annotated[str, typer.Option("--event", help="Id of the wrong event of the task, as "
                "`dondoc history` gives it.")] = "", set_: options.Set = None, data: options.Data = None,
            withdraw: Annotated[bool, typer.Option("--withdraw", help="It never happened.")] = False,
            actor: options.ActorOption = None, office: options.OfficeOption = None,
            on_behalf_of: options.OnBehalfOf = "", on: options.On = None, command_id: options.CommandId = None,
            db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
            clock: options.Clock = None) -> int:  # fmt: skip
    """Correct what was recorded wrongly: give fields their right values, or withdraw it. Both stay visible."""
    who = options.acting(actor, office, on_behalf_of)
    said: dict[str, Any] = {"fields": options.fields(set_, data), "withdraw": withdraw, "actor": who,
                            "on": options.day(on, "--on"), "command_id": command_id}  # fmt: skip
    with opened(options.settings(db, config, clock)) as dondoc:
        if of.startswith(ACTIVITY):
            receipt = dondoc.correct_activity(of, reason, **said)
        else:
            receipt = dondoc.correct(of, event, reason, **said)
    show_receipt(receipt, as_json)
    return 0


def show_receipt(receipt: Receipt, as_json: bool) -> None:
    """Print the answer to a command."""
    if as_json:
        output.envelope(
            {
                "event_ids": list(receipt.event_ids),
                "stream": receipt.stream,
                "version": receipt.version,
                "position": receipt.position,
                "repeated": receipt.repeated,
            }
        )
    elif receipt.event_ids:
        output.line(f"Đã ghi nhận ({receipt.stream}, bản {receipt.version}, vị trí nhật ký {receipt.position}).")
    else:
        output.line("Đã như vậy từ trước; không có gì thay đổi.")


def _around(dondoc: Answers, task: str, when: When) -> dict[str, Any]:
    """Who answers for a task, who takes part, which activities count for it, how much was done in each quarter."""
    line, _ = dondoc.task(task, when)
    on, duty = date.fromisoformat(when.day), dondoc.catalogue.duties.get(line.duty)
    return {
        "head": lookups.head(line.body, dondoc.catalogue, on),
        "with": lookups.taking_part(duty, dondoc.catalogue, on) if duty else [],
        "coordination": tasked.coordination(dondoc, line, when),
        "items": tasked.items(dondoc, task, when),
        "progress": tasked.progress(dondoc, [task], when).get(task),
        "planned_forms": tasked.forms(dondoc, line, when),
        "activities": counted.activities(dondoc, task, when),
        "by_quarter": counted.by_quarter(dondoc, task, when),
        "replies": replying.of_task(dondoc, task, when),
        "evidence": [explaining.proof(each) for each in dondoc.evidence(task, when)],
        "waits_for": relating.waits_for(dondoc, line.duty, when),
        "references": referring.of_duty(dondoc, line.duty, when),
        "follows": relating.followed(dondoc, duty, when),
        "former": [explaining.task(each, dondoc.catalogue, on) for each in continuing.former(dondoc, line, when)],
        "later": [explaining.task(each, dondoc.catalogue, on) for each in continuing.later(dondoc, line, when)],
    }


def _show_around(said: dict[str, Any]) -> None:
    if head := said["head"]:
        output.line(f"Người chịu trách nhiệm: {head['name']} {', '.join(head['persons'])}".rstrip())
    for text in tasked.as_lines(said):
        output.line(text)
    if said["by_quarter"]:
        quarters = (f"{wording.label(label)}: {count}" for label, count in said["by_quarter"].items())
        output.line(f"Số lần ghi nhận: {', '.join(quarters)}")
    for each in said["replies"]:
        output.line(f"Phản hồi đôn đốc: {replying.said(each)}")
    _show_related(said)
    rows = [(wording.day(each["meta"]["on"]), each["sentence"]) for each in said["activities"]]
    if rows:
        output.table("Hoạt động được tính", ("Ngày", "Nội dung"), rows)
    if said["evidence"]:
        asking.show_evidence(said["evidence"])


def _show_related(said: dict[str, Any]) -> None:
    for each in said["waits_for"]:
        output.line(f"Lưu ý: {each['said']}")
    for each in said["references"]:
        output.line(f"Bám sát: {each['said']}")
    if said["follows"]:
        output.line(f"Số liệu lấy từ {relating.followed_said(said['follows'])}")
    for key, name in (("former", "Tiếp nối"), ("later", "Được tiếp nối bởi")):
        for each in said[key]:
            output.line(f"{name}: {each['task']} ({wording.CELLS[Cell[each['cell'].upper()]]})")


def _cell(name: str) -> Cell | None:
    if not name:
        return None
    try:
        return Cell[name.upper()]
    except KeyError:
        raise Invalid(
            f"There is no cell {name!r}.", vi=f"Không có ô {name!r}.", place="--cell",
            cure=f"The cells are: {', '.join(cell.key for cell in Cell)}.",
        ) from None  # fmt: skip


def _steps(dondoc: Answers, steps: list[Any]) -> list[dict[str, Any]]:
    from dondoc.domain.fact import StepFact

    hidden = set(StepFact.model_fields)
    return [
        {
            "step": s.id,
            "name": s.name,
            "by": list(s.by),
            "exception": s.exception,
            "fields": [f for f in dondoc.registry[s.fact].model_fields if f not in hidden],
        }
        for s in steps
    ]
