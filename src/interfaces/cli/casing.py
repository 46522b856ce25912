"""Commands on cases: what comes in is opened under a number; the legal rules that give it its time."""

from __future__ import annotations

from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.config.reading import read_catalogue
from dondoc.interfaces import wording
from dondoc.interfaces.cli import asking, options, output, ruling
from dondoc.interfaces.cli.tasking import show_receipt

case = typer.Typer(help="Cases that come in.", no_args_is_help=True, rich_markup_mode=None)
rule = typer.Typer(help="Legal time limits, as dated data.", no_args_is_help=True, rich_markup_mode=None)
rule.command("check")(ruling.check)
Duty = Annotated[str, typer.Argument(help="Id of a duty whose cases come in, such as 184.press-questions.")]


@case.command("open")
def open_(duty: Duty, set_: options.Set = None, data: options.Data = None,
          body: Annotated[str, typer.Option("--body", help="Body that takes it, where several may.")] = "",
          for_task: Annotated[str, typer.Option("--for", help="Task that it arises from.", metavar="TASK")] = "",
          actor: options.ActorOption = None, office: options.OfficeOption = None,
          on_behalf_of: options.OnBehalfOf = "", on: options.On = None, late: options.Late = "",
           command_id: options.CommandId = None,
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Open a case: it gets the next number of its year, and its clock starts."""
    who = options.acting(actor, office, on_behalf_of)
    fields = options.fields(set_, data)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.open_case(
            duty, fields, body=body, for_task=for_task, actor=who, on=options.day(on, "--on"), late=late,
            command_id=command_id,
        )  # fmt: skip
    show_receipt(receipt, as_json)
    return 0


@case.command("inputs")
def inputs(task: asking.Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
         actor: options.ActorOption = None,
           office: options.OfficeOption = None) -> int:  # fmt: skip
    """The inputs that a case asked of others, and where each stands."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        dondoc.task(task, when)
        lines = dondoc.inputs(task, when)
        asking.show_tasks(lines, dondoc, when, as_json, "Nội dung đã đề nghị")
    return 0


@rule.command("list")
def list_(on: Annotated[str | None, typer.Option("--on", help="Only what holds on this day.", metavar="DAY")] = None,
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """Every version of every rule, with its days, basis and how sure we are of it."""
    day = options.day(on, "--on")
    catalogue = read_catalogue(options.settings(db, config).config, options.known_facts())
    found = [each for each in catalogue.rules.all() if day is None or each.holds(day)]
    if as_json:
        output.envelope({"rules": [each.model_dump(mode="json", by_alias=True, exclude_none=True) for each in found]})
        return 0
    rows = [
        (
            r.id,
            r.name,
            f"{r.length} {wording.UNITS[r.unit]}",
            wording.day(r.from_),
            wording.day(r.to),
            r.basis,
            r.certainty,
        )
        for r in found
    ]
    output.table(
        "Thời hạn theo quy định", ("Mã", "Nội dung", "Thời hạn", "Từ ngày", "Đến ngày", "Căn cứ", "Độ chắc"), rows
    )
    return 0
