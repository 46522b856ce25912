"""Commands on drafts of plans: an annex comes in from a file, people settle what is doubtful, the plan goes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.config.reading import read_catalogue
from dondoc.domain.annex.cells import Column, Draft
from dondoc.domain.annex.difference import Difference, as_text
from dondoc.domain.errors import Invalid
from dondoc.interfaces import wording
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.drafts import Drafts, read_file
from dondoc.projections.drafts import drafts as listed

File = Annotated[Path, typer.Argument(help="The annex: a .docx, .xlsx, .csv or .txt file.")]
Plan = Annotated[str, typer.Option("--plan", help="Id of the plan that the annex belongs to, old or new.")]
Year = Annotated[int, typer.Option("--year", help="The plan's year, for times that name none.", min=1990, max=2200)]
Name = Annotated[str, typer.Argument(help="Id of a draft, see `plan drafts`.")]
COLUMNS = {
    Column.NO: "STT", Column.CONTENT: "Nội dung", Column.FORMS: "Hình thức", Column.TIME: "Thời gian",
    Column.UNIT: "Đơn vị chủ trì", Column.COORDINATING: "Đơn vị phối hợp", Column.PRODUCT: "Sản phẩm",
    Column.NOTE: "Ghi chú",
}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Register the commands in the group of plans."""
    app.command("read")(read)
    app.command("drafts")(drafts)
    app.command("draft")(draft)
    app.command("settle")(settle)
    app.command("accept")(accept)
    app.command("write")(write)


def read(file: File, plan: Plan, year: Year,
         keep: Annotated[bool, typer.Option("--keep", help="Keep it as a draft.")] = False,
         actor: options.ActorOption = None, office: options.OfficeOption = None, db: options.Db = None,
         config: options.Config = None, as_json: options.Json = False,
         clock: options.Clock = None) -> int:  # fmt: skip
    """Read the annex of a plan: what it says, which cells are doubtful and why. With --keep it becomes a draft."""
    if not keep:
        catalogue = read_catalogue(options.settings(db, config).config, options.known_facts())
        found = read_file(file, catalogue, plan, year)
        _show(found.draft, as_json, {"plan": plan, "digest": found.digest})
        return 0
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        found = read_file(file, dondoc.catalogue, plan, year)
        name, receipt = Drafts(dondoc).keep(found, plan, actor=who)
    known = not receipt.event_ids
    _show(found.draft, as_json, {"plan": plan, "digest": found.digest, "draft": name, "known": known})
    if not as_json:
        output.line(f"{'Tệp này đã được đọc trước đây' if known else 'Đã lưu'}: dự thảo {name}")
    return 0


def drafts(db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """The drafts that were kept: rows, doubtful cells, those settled, whether accepted."""
    with opened(options.settings(db, config, clock)) as dondoc:
        found = dondoc.ask(listed, dondoc.registry)
    if as_json:
        output.envelope({"drafts": [{name: getattr(each, name) for name in each.__slots__} for each in found]})
        return 0
    rows = [
        (each.id, wording.day(each.on), each.rows, each.doubtful, each.settled, "có" if each.accepted else "chưa")
        for each in found
    ]
    heads = ("Dự thảo", "Ngày đọc", "Số dòng", "Ô cần xem", "Đã xác định", "Chấp nhận")
    output.table("Dự thảo kế hoạch", heads, rows, numbers=(2, 3, 4))
    return 0


def draft(name: Name, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """A draft as it now reads: its doubtful cells, and what it changes against the plan in force."""
    with opened(options.settings(db, config, clock)) as dondoc:
        state, found = Drafts(dondoc).state(name)
        changes = Drafts(dondoc).difference(name) if state.plan in dondoc.catalogue.plans else None
    _show(found, as_json, {"draft": name, "plan": state.plan, "digest": state.digest, "accepted": state.accepted},
          changes)  # fmt: skip
    return 0


def settle(name: Name,
           row: Annotated[str, typer.Argument(help="Id of a row, 3.2, or number of a unit, 3.")],
           column: Annotated[Column, typer.Argument(help="The cell's column.")],
           value: Annotated[str | None, typer.Option("--value", help="What it says; items with ';' between.")] = None,
           as_proposed: Annotated[bool, typer.Option("--accept", help="Take the proposal.")] = False,
           actor: options.ActorOption = None, office: options.OfficeOption = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Settle what a doubtful cell says: take the proposal, or write it."""
    if (value is None) != as_proposed:
        raise Invalid("Either --accept or --value.", vi="Chọn --accept hoặc --value.", place="--value",
                      cure="--accept takes the proposal, --value 'TEXT' says otherwise.")  # fmt: skip
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        kept = Drafts(dondoc)
        kept.settle(name, row, column, value, actor=who)
        left = len(kept.state(name)[1].doubtful())
    if as_json:
        output.envelope({"draft": name, "doubtful": left})
    else:
        output.line(f"Đã xác định ô {COLUMNS[column]}, mục {row}; còn {left} ô.")
    return 0


def accept(name: Name, actor: options.ActorOption = None, office: options.OfficeOption = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Accept a draft: refused while a cell is doubtful."""
    who = options.acting(actor, office)
    with opened(options.settings(db, config, clock)) as dondoc:
        Drafts(dondoc).accept(name, actor=who)
        found = Drafts(dondoc).difference(name)
    if as_json:
        output.envelope({"draft": name, **_told(found)})
    else:
        output.line(f"Đã chấp nhận dự thảo {name}: {_counted(found)}.")
    return 0


def write(name: Name, to: Annotated[Path, typer.Argument(help="The file to write, which must not exist yet.")],
          title: Annotated[str, typer.Option("--name", help="The plan's name.")],
          en: Annotated[str, typer.Option("--en", help="Its name in English.")],
          document: Annotated[str, typer.Option("--document", help="Id of the document that issues it.")],
          owner: Annotated[str, typer.Option("--owner", help="Id of the body that owns it.")],
          form: Annotated[str, typer.Option("--form", help="The form of rows, where the annex has none.")] = "",
          counted: Annotated[str, typer.Option("--counted", help="The activity that quotas count.")] = "",
          db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None) -> int:  # fmt: skip
    """Write an accepted draft as a file for config/plans; `dondoc check` then tells whether it is sound."""
    with opened(options.settings(db, config, clock)) as dondoc:
        kept = Drafts(dondoc)
        head: dict[str, Any] = {"name": title, "en": en, "document": document, "year": kept.state(name)[1].year,
                                "owner": owner}  # fmt: skip
        text = kept.plan(name, head, form=form, counted=counted)
    try:
        with to.open("x", encoding="utf-8") as opened_file:
            opened_file.write(text)
    except OSError as wrong:
        raise Invalid(f"{wrong.strerror}.", vi="Không ghi được tệp.", place=str(to),
                      cure="Name a file that is not there yet.") from wrong  # fmt: skip
    if as_json:
        output.envelope({"draft": name, "file": str(to)})
    else:
        output.line(f"Đã ghi {to}; kiểm tra bằng `dondoc check`.")
    return 0


def _show(draft: Draft, as_json: bool, about: dict[str, Any], changes: Difference | None = None) -> None:
    if as_json:
        told = _told(changes) if changes else {}
        output.envelope({**about, **told, **draft.model_dump(mode="json"), "doubtful": len(draft.doubtful())})
        return
    names = {unit.no: f"{unit.no}. {unit.cell.value or unit.cell.printed}" for unit in draft.units}
    rows = [
        (row.id, names[row.unit], as_text(row.cells[Column.CONTENT].value), as_text(row.cells[Column.TIME].value))
        for row in draft.rows
    ]
    output.table(f"{len(draft.rows)} dòng", ("Mục", "Đơn vị", "Nội dung", "Thời gian"), rows)
    doubts = [
        (row, column.value, cell.place, cell.printed, as_text(cell.value), " ".join(each.vi for each in cell.doubts))
        for row, column, cell in draft.doubtful()
    ]
    heads = ("Mục", "Cột", "Chỗ", "Đọc được", "Đề xuất", "Lý do")
    output.table(f"{len(doubts)} ô cần xem lại", heads, doubts)
    if changes is not None:
        output.table(f"So với kế hoạch đang theo dõi: {_counted(changes)}", ("Mục", "Thay đổi"), _changes(changes))


def _changes(found: Difference) -> list[tuple[str, str]]:
    added = [(row, "mới") for row in found.added]
    changed = [
        (each.row, "; ".join(f"{COLUMNS[column]}: “{was}” → “{now}”" for column, (was, now) in each.columns.items()))
        for each in found.changed
    ]
    return [*added, *changed, *((row, "bỏ") for row in found.withdrawn)]


def _counted(found: Difference) -> str:
    return f"{len(found.added)} dòng mới, {len(found.changed)} dòng thay đổi, {len(found.withdrawn)} dòng bỏ"


def _told(found: Difference) -> dict[str, Any]:
    changed = [{"row": each.row, "draft_row": each.draft_row,
                "columns": {column.value: list(said) for column, said in each.columns.items()}}
               for each in found.changed]  # fmt: skip
    return {"added": list(found.added), "changed": changed, "withdrawn": list(found.withdrawn)}
