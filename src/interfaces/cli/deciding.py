"""Commands for those who decide and consolidate: what waits for an office, what was frozen and what came since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from dondoc.answers import Answers
from dondoc.domain.errors import NotFound
from dondoc.interfaces import replying, wording
from dondoc.interfaces.cli import asking, options, output
from dondoc.projections.task_list import TaskLine

Office = Annotated[str, typer.Argument(help="Id of an office: BODY/POST.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("queue")(queue)
    app.command("frozen")(frozen)


def queue(of: Office, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None, actor: options.ActorOption = None,
          office: options.OfficeOption = None) -> int:  # fmt: skip
    """What waits for an office: tasks where a role that it fills may take a step now, extensions that it may grant."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        if of not in dondoc.catalogue.offices:
            raise NotFound(
                f"There is no office {of!r}.", vi=f"Không có chức vụ {of!r}.", place="office",
                cure="List them with `dondoc offices`.",
            )  # fmt: skip
        asked = replying.requested(dondoc, of)
        asking.show_tasks(dondoc.queue(of), dondoc, dondoc.when(), as_json, "Việc đang chờ", {"extensions": asked})
    if asked and not as_json:
        rows = [(e["task"], wording.day(e["was"]), wording.day(e["due"]), e["said"]) for e in asked]
        output.table("Đề nghị gia hạn chờ quyết định", ("Việc", "Hạn cuối", "Đề nghị", "Lý do"), rows)
    return 0


def frozen(task: asking.Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None, actor: options.ActorOption = None,
           office: options.OfficeOption = None) -> int:  # fmt: skip
    """What a task froze: who was in, late and missing as it was known then; beside it, what came since."""
    with options.reading(db, config, actor, office, clock) as dondoc:
        found = dondoc.frozen(task)
        groups = {"on_time": found.on_time, "late": found.late, "missing": found.missing, "since": found.since}
        if as_json:
            said: dict[str, Any] = {"task": task, "duty": found.duty, "period": found.period,
                                    "day": found.when.day, "position": found.when.position}  # fmt: skip
            output.envelope(said | {name: _told(lines, dondoc) for name, lines in groups.items()})
            return 0
        names = {"on_time": "Đúng hạn", "late": "Muộn", "missing": "Chưa có", "since": "Thay đổi sau khi chốt"}
        what = f"{wording.duty_name(found.duty, dondoc.catalogue)}, kỳ {wording.label(found.period)}"
        output.line(f"{what}: số liệu chốt ngày {wording.day(found.when.day)}, vị trí nhật ký {found.when.position}")
        for name, lines in groups.items():
            rows = [(each["name"], wording.day(each["done_on"])) for each in _told(lines, dondoc)]
            output.table(f"{names[name]}: {len(rows)}", ("Cơ quan", "Ngày"), rows)
    return 0


def _told(lines: Sequence[TaskLine], dondoc: Answers) -> list[dict[str, Any]]:
    return [
        {
            "task": line.id,
            "body": line.body,
            "name": dondoc.catalogue.body_name(line.body, date.fromisoformat(dondoc.when().day)),
            "done_on": line.done_on,
            "cell": line.cell.key,
        }
        for line in lines
    ]
