"""Commands by which people reply to being urged: received, promised, an extension, a pause; and the promises kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.interfaces import replying, wording
from dondoc.interfaces.cli import asking, options, output
from dondoc.interfaces.cli.tasking import Reason, show_receipt

Authority = Annotated[str, typer.Option("--authority", help="The paper or decision that it rests on.")]


def add_to(app: typer.Typer, task: typer.Typer) -> None:
    """Register the commands: those on one task with the others on tasks."""
    app.command("promises")(promises)
    for name, command in (
        ("acknowledge", acknowledge),
        ("promise", promise),
        ("extend", extend),
        ("grant", grant),
        ("refuse", refuse),
        ("pause", pause),
    ):
        task.command(name)(command)


def acknowledge(task: asking.Task,
                rung: Annotated[str, typer.Option("--rung", help="The rung; the newest reminder by default.")] = "",
                note: Annotated[str, typer.Option("--note", help="A word on it.")] = "",
                actor: options.ActorOption = None, office: options.OfficeOption = None,
                on_behalf_of: options.OnBehalfOf = "", command_id: options.CommandId = None, db: options.Db = None,
                config: options.Config = None, as_json: options.Json = False,
                clock: options.Clock = None) -> int:  # fmt: skip
    """Take note of a reminder that went to one's office: received, at it. The next rung comes all the same."""
    who = options.acting(actor, office, on_behalf_of)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.acknowledge(task, rung=rung, note=note, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


def promise(task: asking.Task, day: Annotated[str, typer.Option("--day", help="The day promised.", metavar="DAY")],
            reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
            on_behalf_of: options.OnBehalfOf = "", command_id: options.CommandId = None, db: options.Db = None,
            config: options.Config = None, as_json: options.Json = False,
            clock: options.Clock = None) -> int:  # fmt: skip
    """Promise that a task will be done by a day. The last day in term stays; what is late stays late."""
    who, promised = options.acting(actor, office, on_behalf_of), options.day(day, "--day")
    assert promised is not None  # the option must be given
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.promise(task, promised, reason, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


def extend(task: asking.Task, due: Annotated[str, typer.Option("--due", help="The day asked for.", metavar="DAY")],
           reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
           on_behalf_of: options.OnBehalfOf = "", command_id: options.CommandId = None, db: options.Db = None,
           config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Ask for a later last day in term; whoever assigned the task grants or refuses it."""
    who, asked = options.acting(actor, office, on_behalf_of), options.day(due, "--due")
    assert asked is not None  # the option must be given
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.ask_extension(task, asked, reason, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


def grant(task: asking.Task, authority: Authority,
          due: Annotated[str | None, typer.Option("--due", help="Another day than asked for.", metavar="DAY")] = None,
          actor: options.ActorOption = None, office: options.OfficeOption = None, command_id: options.CommandId = None,
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Grant the extension that was asked for: the last day in term moves, the day until then stays visible."""
    who, other = options.acting(actor, office), options.day(due, "--due")
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.grant_extension(task, authority, due=other, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


def refuse(task: asking.Task, reason: Reason, actor: options.ActorOption = None, office: options.OfficeOption = None,
           command_id: options.CommandId = None, db: options.Db = None, config: options.Config = None,
           as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Refuse the extension that was asked for: the last day in term stays."""
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.refuse_extension(task, reason, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


def pause(task: asking.Task, days: Annotated[int, typer.Option("--days", min=1, help="For how many working days.")],
          reason: Reason, authority: Authority, actor: options.ActorOption = None, office: options.OfficeOption = None,
          command_id: options.CommandId = None, db: options.Db = None, config: options.Config = None,
          as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Urge nobody about a task for some working days; its end is announced. A new pause takes the place of the old."""
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        receipt = dondoc.pause_urging(task, days, reason, authority, actor=who, command_id=command_id)
    show_receipt(receipt, as_json)
    return 0


def promises(unit: Annotated[str, typer.Argument(help="Id of a unit or group; all by default.")] = "",
             db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
             clock: options.Clock = None, as_of: options.AsOf = None, known_at: options.KnownAt = None,
             actor: options.ActorOption = None, office: options.OfficeOption = None) -> int:  # fmt: skip
    """The days that were promised, and how many promises each unit kept or broke."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        said = replying.counted(dondoc, unit, when)
    if as_json:
        output.envelope(said)
        return 0
    day = wording.day(date.fromisoformat(said["as_of"]))
    rows = [(each["name"], *(each[state] for state in replying.STATES)) for each in said["units"]]
    heads = ("Đơn vị", *(name.capitalize() for name in replying.STATES.values()))
    output.table(f"Lời hẹn hoàn thành, tính đến ngày {day}", heads, rows, numbers=(1, 2, 3, 4))
    lines = [
        (each["task"], wording.day(each["on"]), wording.day(each["day"]), wording.day(each["due"]),
         replying.STATES[each["state"]], each["said"])
        for each in said["promises"]
    ]  # fmt: skip
    output.table("Từng lời hẹn", ("Việc", "Hẹn ngày", "Hẹn xong", "Hạn cuối", "Kết quả", "Lý do"), lines)
    return 0
