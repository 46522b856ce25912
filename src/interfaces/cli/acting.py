"""Commands that record what is not a step: an activity that may serve several duties, an act that was issued."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dondoc.app import Dondoc, opened
from dondoc.domain.errors import Invalid
from dondoc.domain.facts.engine import ActIssued
from dondoc.domain.plan import Act
from dondoc.interfaces import wording
from dondoc.interfaces.cli import importing, options, output
from dondoc.interfaces.cli.tasking import show_receipt

act = typer.Typer(help="Acts that tasks wait for.", no_args_is_help=True, rich_markup_mode=None)


ONE = "activity"


class Recording(TyperGroup):
    """`dondoc record FACT` records one activity: whatever is no command of the group is the name of one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command that is meant before the name of an activity."""
        meant = args[0] in self.commands or args[0] == "--help" if args else True
        return super().parse_args(ctx, args if meant else [ONE, *args])


recording = typer.Typer(
    cls=Recording, help="Record an activity: FACT with its fields, or many from a file.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
recording.command("import")(importing.import_)
recording.command("template")(importing.template)


@recording.command(ONE)
def record(fact: Annotated[str, typer.Argument(help="Stored name of an activity, such as broadcast.aired.")],
           set_: options.Set = None, data: options.Data = None, evidence: options.Evidence = None,
           link: options.Links = None,
           serves: Annotated[list[str] | None, typer.Option("--serves", help="A task that it serves; repeat. "
                             "By default every quota of that body and day.")] = None,
           actor: options.ActorOption = None, office: options.OfficeOption = None,
           on_behalf_of: options.OnBehalfOf = "", on: options.On = None, late: options.Late = "",
           command_id: options.CommandId = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Record an activity once; it counts for every duty that it serves."""
    who = options.acting(actor, office, on_behalf_of)
    fields = options.fields(set_, data)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.record(
            fact, fields, actor=who, on=options.day(on, "--on"), serves=serves or (), late=late,
            evidence=options.proofs(evidence, link), command_id=command_id,
        )  # fmt: skip
    show_receipt(receipt, as_json)
    return 0


@act.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """The acts that tasks wait for, and when each was issued."""
    with opened(options.settings(db, config)) as dondoc:
        acts = [_act(act, dondoc) for act in dondoc.catalogue.acts.values()]
    if as_json:
        output.envelope({"acts": acts})
        return 0
    rows = [
        (a["id"], f"{a['kind']}: {a['name']}", a.get("issuer", ""), _expected(a), a["number"], wording.day(a["issued"]))
        for a in acts
    ]
    heads = ("Mã", "Văn bản", "Cơ quan ban hành", "Dự kiến", "Số, ký hiệu", "Ngày ban hành")
    output.table("Văn bản được chờ", heads, rows)
    return 0


def _expected(act: dict[str, Any]) -> str:
    """When an act is expected, and where that is written."""
    said = wording.label(act["expected"]) if "expected" in act else ""
    return f"{said} ({act['source']})" if said and "source" in act else said


def _act(found: Act, dondoc: Dondoc) -> dict[str, Any]:
    """An act: its number and day of issue once it is issued, and every earlier entry that was corrected."""
    entries = [r.fact for r in dondoc.store.read(f"act-{found.id}") if isinstance(r.fact, ActIssued)]
    newest = entries[-1] if entries else None
    return {
        **found.model_dump(exclude_none=True),
        "number": newest.number if newest else None,
        "issued": newest.day.isoformat() if newest else None,
        "corrected": [{"number": each.number, "issued": each.day.isoformat()} for each in entries[:-1]],
    }


@act.command("issue")
def issue(act_id: Annotated[str, typer.Argument(help="Id of an act.", metavar="ACT")],
          number: Annotated[str, typer.Option("--number", help="Its number and symbol.")],
          day: Annotated[str, typer.Option("--day", help="Its day of issue.", metavar="DAY")],
          actor: options.ActorOption = None, office: options.OfficeOption = None,
          command_id: options.CommandId = None, db: options.Db = None, config: options.Config = None,
          as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Say that an act was issued: the tasks that waited for it get their days."""
    who = options.acting(actor, office)
    issued = options.day(day, "--day")
    if issued is None:
        raise Invalid("The day of issue is missing.", vi="Thiếu ngày ban hành.", place="--day")
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.issue_act(act_id, issued, number, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0
