"""Commands on plans: what a decision asks for, row by row."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.plan import PlanFile, Row
from dondoc.interfaces import registers, wording
from dondoc.interfaces.cli import options, output

app = typer.Typer(help="Plans: what a decision asks for.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """The plans that are configured."""
    catalogue = _catalogue(db, config)
    plans = [
        {"id": f.plan.id, "name": f.plan.name, "year": f.plan.year, "rows": len(f.rows), "duties": len(f.duties)}
        for f in catalogue.plans.values()
    ]
    if as_json:
        output.envelope({"plans": plans})
    else:
        rows = [tuple(plan.values()) for plan in plans]
        output.table("Kế hoạch", ("Mã", "Tên", "Năm", "Dòng phụ lục", "Nhiệm vụ trong lời văn"), rows, numbers=(3, 4))
    return 0


@app.command("show")
def show(plan: Annotated[str, typer.Argument(help="Id of a plan.")], db: options.Db = None,
         config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """A plan whole: its rows with exact texts, its duties in prose with their clauses."""
    catalogue = _catalogue(db, config)
    file = catalogue.plan(plan)
    if as_json:
        output.envelope(_whole(file, catalogue))
        return 0
    for text in _head(file, catalogue):
        output.line(text)
    names = {unit: catalogue.body_name(unit, file.plan.starts) for unit in {row.unit for row in file.rows}}
    rows = [(row.id, names[row.unit], row.content, row.time_text) for row in file.rows]
    if rows:
        output.table(file.plan.name, ("Mục", "Đơn vị", "Nội dung tuyên truyền", "Thời gian"), rows)
    duties = [(d.id, ", ".join(d.clause), d.what, d.rhythm.kind, len(catalogue.owers(d))) for d in file.duties]
    output.table(
        f"{file.plan.name}: nhiệm vụ trong lời văn",
        ("Mã", "Điều khoản", "Nội dung", "Nhịp", "Số nơi thực hiện"),
        duties,
        numbers=(4,),
    )
    return 0


@app.command("themes")
def themes(plan: Annotated[str, typer.Argument(help="Id of a plan.")], db: options.Db = None,
           config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """The themes that communication under a plan follows, each with the words of its clause."""
    file = _catalogue(db, config).plan(plan)
    texts = {clause.id: clause.text for clause in file.clauses}
    found = [{**theme.model_dump(exclude_none=True), "text": texts[theme.clause]} for theme in file.themes]
    if as_json:
        output.envelope({"plan": file.plan.id, "themes": found})
        return 0
    rows = [(each["id"], each["clause"], each["name"]) for each in found]
    output.table(f"{file.plan.name}: nội dung trọng tâm", ("Mã", "Điều khoản", "Nội dung"), rows)
    return 0


def _head(file: PlanFile, catalogue: Catalogue) -> list[str]:
    """The plan's own head, in lines; what it does not have is left out."""
    plan = file.plan
    effective = f"từ ngày {wording.day(plan.effective)}" if plan.effective else "chưa rõ ngày"
    told = {
        "Văn bản": catalogue.documents[plan.document].citation(),
        "Hiệu lực": effective,
        "Chủ trì": catalogue.body_name(plan.owner, plan.starts),
        "Thông điệp": plan.message,
        "Phương châm": plan.motto,
        "Căn cứ": "; ".join(catalogue.documents[base].citation() for base in plan.bases),
        "Lưu ý về văn bản gốc": plan.doubt,
    }
    return [f"{name}: {text}" for name, text in told.items() if text]


def _catalogue(db: str | None, config: Any) -> Catalogue:
    return read_catalogue(options.settings(db, config).config, Registry(FACTS))


def _whole(file: PlanFile, catalogue: Catalogue) -> dict[str, Any]:
    document = catalogue.documents[file.plan.document]
    return {
        "plan": {
            **file.plan.model_dump(mode="json", exclude_none=True),
            "document": {**document.model_dump(mode="json", exclude_none=True), "citation": document.citation()},
        },
        "rows": [_row(row, file, catalogue) for row in file.rows],
        "duties": [
            {
                **duty.model_dump(mode="json", exclude_none=True, by_alias=True),
                "id": f"{file.plan.id}.{duty.id}",
                "owers": catalogue.owers(duty),
            }
            for duty in file.duties
        ],
        "clauses": [clause.model_dump(mode="json", exclude_none=True) for clause in file.clauses],
        "themes": [theme.model_dump(mode="json", exclude_none=True) for theme in file.themes],
        "acts": [act.model_dump(mode="json", exclude_none=True) for act in file.acts],
    }


def _row(row: Row, file: PlanFile, catalogue: Catalogue) -> dict[str, Any]:
    forms = {form.id: form.text for form in file.forms}
    coordinators = {each.id: each for each in file.coordinators}
    window = row.window.model_dump(mode="json", exclude_none=True, exclude_defaults=True, by_alias=True)
    return {
        "id": row.id,
        "unit": row.unit,
        "unit_name": catalogue.body_name(row.unit, file.plan.starts),
        "no": row.no,
        "content": row.content,
        "forms": [forms[form] for form in row.forms],
        "time_text": row.time_text,
        "window": {"kind": row.window.kind, "month_slots": list(row.window.month_slots()), **window},
        "coordinating": [coordinators[each].text for each in row.coordinating],
        "coordinators": [registers.coordinator(coordinators[each], catalogue) for each in row.coordinating],
        "doubt": row.doubt,
        "doubt_en": row.doubt_en,
        "depends": list(row.depends),
        "en": row.en,
    }
