"""Commands on items of other programmes that plans refer to: where they stand, whom they concern, their moves."""

from __future__ import annotations

from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.domain.reference import MoveReference
from dondoc.interfaces import referring, wording
from dondoc.interfaces.cli import options, output, tasking

Name = Annotated[str, typer.Argument(help="Full id of an item, PLAN.ID.", metavar="REFERENCE")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("references")(references)
    app.command("move-reference")(move)


def references(plan: Annotated[str, typer.Argument(help="Id of a plan.")], db: options.Db = None,
               config: options.Config = None, as_json: options.Json = False, clock: options.Clock = None,
               as_of: options.AsOf = None) -> int:  # fmt: skip
    """The items of other programmes that a plan refers to, the open tasks concerned, and what is proposed for them."""
    with opened(options.settings(db, config, clock)) as dondoc:
        when = dondoc.when(options.day(as_of, "--as-of"))
        found = referring.references(dondoc, dondoc.catalogue.plan(plan), when)
    if as_json:
        output.envelope({"plan": plan, "references": found})
        return 0
    rows = [
        (each["said"], task["task"], wording.day(task["due"]), wording.day(task["proposed"]))
        for each in found
        for task in each["tasks"]
    ]
    output.table("Mục được dẫn tới", ("Mục", "Việc liên quan", "Hạn cuối", "Đề xuất dời đến"), rows)
    return 0


def move(reference: Name, day: Annotated[str, typer.Option("--day", help="To which day it was moved.", metavar="DAY")],
         source: Annotated[str, typer.Option("--source", help="Where that is written.")],
         actor: options.ActorOption = None, office: options.OfficeOption = None, on: options.On = None,
         command_id: options.CommandId = None, db: options.Db = None, config: options.Config = None,
         as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Say that an item of another programme was moved. No task moves with it: the proposals are listed."""
    to = options.day(day, "--day")
    if to is None:
        raise Invalid("It was moved to some day.", vi="Cần nêu ngày dời đến.", place="--day", cure="Give --day.")
    command = MoveReference(reference=reference, day=to, source=source)
    who, happened = options.acting(actor, office), options.day(on, "--on")
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.dispatch(command, actor=who, on=happened, command_id=command_id)
    tasking.show_receipt(receipt, as_json)
    return 0
