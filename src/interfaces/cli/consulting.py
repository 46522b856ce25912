"""Commands that look up what is configured: documents and what rests on them, bodies, offices and their holders."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import NotFound
from dondoc.domain.ports import today
from dondoc.interfaces import lookups, wording
from dondoc.interfaces.cli import options, output
from dondoc.ports import SimulatedClock, SystemClock
from dondoc.settings import Settings

document = typer.Typer(help="Documents, and what rests on them.", no_args_is_help=True, rich_markup_mode=None)
Of = Annotated[str, typer.Argument(help="Id of a body or group; all by default.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("bodies")(bodies)
    app.command("offices")(offices)


@document.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """Every document that is known, as far as it is known."""
    catalogue = _catalogue(options.settings(db, config))
    if as_json:
        output.envelope({"documents": [lookups.document_line(each) for each in catalogue.documents.values()]})
        return 0
    rows = [(d.id, d.citation(), d.issuer or "", d.subject or "") for d in catalogue.documents.values()]
    output.table("Văn bản", ("Mã", "Văn bản", "Cơ quan ban hành", "Trích yếu"), rows)
    return 0


@document.command("show")
def show(name: Annotated[str, typer.Argument(help="Id of a document.", metavar="DOCUMENT")],
         db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """A document, and the plans, duties, procedures, time limits, days and bodies that rest on it."""
    catalogue = _catalogue(options.settings(db, config))
    said = lookups.document(name, catalogue)
    if as_json:
        output.envelope(said)
        return 0
    for text in (said["citation"], said["issuer"], said["subject"], said["doubt"]):
        if text:
            output.line(text)
    output.table("Dựa trên văn bản này", ("Loại", "Nội dung"), _resting(said["resting"], catalogue))
    return 0


def bodies(group: Annotated[str, typer.Argument(help="Id of a group; all by default.")] = "",
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           as_of: options.AsOf = None) -> int:  # fmt: skip
    """The bodies that can owe a duty, with their ids, as they were called on a day."""
    settings = options.settings(db, config)
    catalogue, on = _catalogue(settings), _day(as_of, settings)
    chosen = catalogue.members([group]) if group else list(catalogue.bodies)
    found = [catalogue.bodies[b] for b in chosen if b in catalogue.bodies]
    if as_json:
        output.envelope({"bodies": [lookups.body(each, on) for each in found], "as_of": on.isoformat()})
        return 0
    rows = [(body.id, body.name(on), body.kind, body.parent or "") for body in found]
    output.table(f"Cơ quan, đơn vị, tính đến ngày {wording.day(on)}", ("Mã", "Tên", "Loại", "Thuộc"), rows)
    return 0


def offices(of: Of = "", db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
            as_of: options.AsOf = None) -> int:  # fmt: skip
    """The offices, the roles that they fill, and who holds each on a day."""
    settings = options.settings(db, config)
    catalogue, on = _catalogue(settings), _day(as_of, settings)
    if of and of not in catalogue.bodies and of not in catalogue.groups:
        raise NotFound(
            f"There is no body {of!r}.", vi=f"Không có cơ quan, đơn vị {of!r}.", cure="List them with `dondoc bodies`."
        )
    found = lookups.offices(catalogue, on, catalogue.members([of]) if of else None)
    if as_json:
        output.envelope({"offices": found, "as_of": on.isoformat()})
        return 0
    rows = [(o["office"], o["name"], ", ".join(o["roles"]), ", ".join(map(_holder, o["holders"]))) for o in found]
    output.table(f"Chức vụ, tính đến ngày {wording.day(on)}", ("Mã", "Tên", "Vai trò", "Người giữ"), rows)
    return 0


def _holder(holding: dict[str, Any]) -> str:
    acting = " (phụ trách)" if holding["acting"] else ""
    return f"{holding['person']}{acting}"


def _resting(found: dict[str, Any], catalogue: Catalogue) -> list[tuple[str, str]]:
    based = {each["plan"]: each["duties"] for each in found["based"]}
    names = {plan: catalogue.plans[plan].plan.name for plan in (*found["issued"], *based)}
    rows = [("Ban hành kế hoạch", names[plan]) for plan in found["issued"]]
    rows += [("Căn cứ của kế hoạch", f"{names[plan]} ({count} nhiệm vụ)") for plan, count in based.items()]
    rows += [("Nhiệm vụ", f"{each['duty']}: {each['what']}") for each in found["duties"]]
    rows += [("Quy trình", each) for each in found["procedures"]]
    rows += [("Thời hạn", f"{each['rule']}, từ {wording.day(each['from'])}") for each in found["rules"]]
    rows += [("Ngày trong lịch", wording.day(each)) for each in found["days"]]
    return rows + [("Cơ quan, đơn vị", catalogue.bodies[each].names[0].name) for each in found["bodies"]]


def _catalogue(settings: Settings) -> Catalogue:
    return read_catalogue(settings.config, options.known_facts())


def _day(as_of: str | None, settings: Settings) -> date:
    clock = SimulatedClock(settings.start) if settings.start else SystemClock(settings.clock_offset)
    return options.day(as_of, "--as-of") or today(clock)
