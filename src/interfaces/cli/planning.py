"""Commands on plans: what a decision asks for, row by row."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import NotFound
from dondoc.domain.plan import Duty, PlanFile, Row
from dondoc.interfaces import explaining, lookups, planned, wording
from dondoc.interfaces.cli import options, output
from dondoc.projections.receipts import receipts
from dondoc.projections.scheduled import scheduled
from dondoc.workflow.replanning import compare

app = typer.Typer(help="Plans: what a decision asks for.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """The plans that are configured, each under the one above it."""
    catalogue = _catalogue(db, config)
    plans = [
        {
            "id": f.plan.id, "name": f.plan.name, "year": f.plan.year, "until": f.plan.until, "rows": len(f.rows),
            "duties": len(f.duties), "parent": f.plan.parent, "owner": f.plan.owner, "version": f.plan.version,
            "depth": depth,
        }
        for depth, f in planned.tree(catalogue)
    ]  # fmt: skip
    if as_json:
        output.envelope({"plans": plans})
        return 0
    rows = [
        (f.plan.id, f"{'— ' * depth}{f.plan.name}", f.plan.year, f.plan.version, len(f.rows), len(f.duties))
        for depth, f in planned.tree(catalogue)
    ]
    heads = ("Mã", "Tên", "Năm", "Phiên bản", "Dòng phụ lục", "Nhiệm vụ trong lời văn")
    output.table("Kế hoạch", heads, rows, numbers=(3, 4, 5))
    return 0


@app.command("show")
def show(plan: Annotated[str, typer.Argument(help="Id of a plan.")], db: options.Db = None,
         config: options.Config = None, as_json: options.Json = False,
         version: Annotated[int | None, typer.Option("--version", help="As it read at this version.")] = None,
         ) -> int:  # fmt: skip
    """A plan whole: its rows with exact texts, its duties in prose with their clauses; old texts beside the new."""
    catalogue = _catalogue(db, config)
    file = catalogue.plan(plan)
    _check_version(file, version)
    if as_json:
        output.envelope(_whole(file, catalogue, version))
        return 0
    for text in _head(file, catalogue):
        output.line(text)
    recipients = [(r["text"], r["purpose_text"]) for r in planned.recipients(file.plan, catalogue)]
    if recipients:
        output.table(f"{file.plan.name}: nơi nhận", ("Nơi nhận", "Mục đích"), recipients)
    carried = list(planned.carried(file, catalogue))
    if carried:
        output.table(f"{file.plan.name}: chuyển tiếp", ("Mục", "Tiếp nối", "Được tiếp nối bởi"), carried)
    names = {unit: catalogue.body_name(unit, file.plan.starts) for unit in {row.unit for row in file.rows}}
    rows = [_printed(row, names[row.unit], version) for row in file.rows if _there(row, version)]
    if rows:
        output.table(file.plan.name, ("Mục", "Đơn vị", "Nội dung tuyên truyền", "Thời gian"), rows)
    duties = [
        (d.id, ", ".join(d.clause), planned.at_version(d.what, d.former, version), d.rhythm.kind,
         len(catalogue.owers(d)))
        for d in file.duties if _there(d, version)
    ]  # fmt: skip
    output.table(
        f"{file.plan.name}: nhiệm vụ trong lời văn",
        ("Mã", "Điều khoản", "Nội dung", "Nhịp", "Số nơi thực hiện"),
        duties,
        numbers=(4,),
    )
    return 0


@app.command("recipients")
def recipients(plan: Annotated[str, typer.Argument(help="Id of a plan.")], db: options.Db = None,
               config: options.Config = None, as_json: options.Json = False, clock: options.Clock = None,
               version: Annotated[int | None, typer.Option("--version", help="Of this version.")] = None,
               ) -> int:  # fmt: skip
    """Who gets a plan's document and for what, to whom it was sent, who has it; an open list is unknown, not none."""
    with opened(options.settings(db, config, clock)) as dondoc:
        file = dondoc.catalogue.plan(plan)
        _check_version(file, version)
        duty = f"{plan}.{file.plan.receipts}" if file.plan.receipts else ""
        found = dondoc.ask(receipts, duty, version or file.plan.version)
        said = planned.recipients(file.plan, dondoc.catalogue, found)
    if as_json:
        output.envelope({"plan": plan, "version": version or file.plan.version, "recipients": said})
        return 0
    rows = [(each["text"], each["purpose_text"], planned.how_far(each)) for each in said]
    output.table(f"{file.plan.name}: gửi, nhận văn bản", ("Nơi nhận", "Mục đích", "Tình hình"), rows)
    return 0


@app.command("differences")
def differences(plan: Annotated[str, typer.Argument(help="Id of a plan; all by default.")] = "",
                db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
                clock: options.Clock = None) -> int:  # fmt: skip
    """The tasks that stand otherwise than the plans say: what a tick will bring in line, what people must decide."""
    with opened(options.settings(db, config, clock)) as dondoc:
        catalogue = dondoc.catalogue
        plans = [catalogue.plan(plan).plan.id] if plan else list(catalogue.plans)
        found = compare(catalogue, plans, dondoc.acts(), dondoc.ask(scheduled, plans)).differences
    said = [explaining.difference(each) for each in found]
    if as_json:
        output.envelope({"differences": said})
        return 0
    rows = [(each["task"], each["said"], wording.day(each["due"])) for each in said]
    output.table("Việc khác với kế hoạch", ("Việc", "Khác thế nào", "Hạn theo kế hoạch"), rows)
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
        **dict(planned.issued_by(plan, catalogue)),
        "Phiên bản": "; ".join(
            f"{each.version} từ ngày {wording.day(each.effective)} theo {each.by}" for each in plan.amendments
        ),
        "Chủ trì": catalogue.body_name(plan.owner, plan.starts),
        "Thông điệp": plan.message,
        "Phương châm": plan.motto,
        "Căn cứ": "; ".join(catalogue.documents[base].citation() for base in plan.bases),
        "Lưu ý về văn bản gốc": plan.doubt,
    }
    return [f"{name}: {text}" for name, text in told.items() if text]


def _catalogue(db: str | None, config: Any) -> Catalogue:
    return read_catalogue(options.settings(db, config).config, options.known_facts())


def _check_version(file: PlanFile, version: int | None) -> None:
    if version is not None and not 1 <= version <= file.plan.version:
        raise NotFound(
            f"The plan {file.plan.id!r} has no version {version}.",
            vi=f"Kế hoạch {file.plan.id!r} không có phiên bản {version}.",
            place="--version",
            cure=f"Its newest version is {file.plan.version}.",
        )


def _there(each: Row | Duty, version: int | None) -> bool:
    """Whether a row or duty stood at the version asked about; without one, what was struck out is shown as such."""
    return version is None or (each.added <= version and (each.dropped is None or version < each.dropped))


def _printed(row: Row, unit: str, version: int | None) -> tuple[str, str, str, str]:
    """A row for people: at one version as it read then, today with the former words beside it."""
    content = planned.at_version(row.content, row.former, version)
    time = planned.at_version(row.time_text, row.former, version, "time_text")
    if version is None:
        content += f" [đã bỏ từ phiên bản {row.dropped}]" if row.dropped else ""
        content += f" [{was}]" if (was := planned.was_said(row.former)) else ""
        time += f" [{was}]" if (was := planned.was_said(row.former, "time_text")) else ""
    return row.id, unit, content, time


def _whole(file: PlanFile, catalogue: Catalogue, version: int | None) -> dict[str, Any]:
    document = catalogue.documents[file.plan.document]
    return {
        "plan": {
            **file.plan.model_dump(mode="json", exclude_none=True),
            "document": {**document.model_dump(mode="json", exclude_none=True), "citation": document.citation()},
            "issuing": planned.issuing(file.plan, catalogue),
            "recipients": planned.recipients(file.plan, catalogue),
        },
        "version": version or file.plan.version,
        "rows": [_row(row, file, catalogue, version) for row in file.rows if _there(row, version)],
        "duties": [
            {
                **duty.model_dump(mode="json", exclude_none=True, by_alias=True),
                "what": planned.at_version(duty.what, duty.former, version),
                "id": f"{file.plan.id}.{duty.id}",
                "owers": catalogue.owers(duty),
                "continued_by": [each.id for each in catalogue.carried_on_by(f"{file.plan.id}.{duty.id}")],
            }
            for duty in file.duties
            if _there(duty, version)
        ],
        "clauses": [
            {
                **clause.model_dump(mode="json", exclude_none=True),
                "text": planned.at_version(clause.text, clause.former, version),
            }
            for clause in file.clauses
        ],
        "themes": [theme.model_dump(mode="json", exclude_none=True) for theme in file.themes],
        "acts": [act.model_dump(mode="json", exclude_none=True) for act in file.acts],
    }


def _row(row: Row, file: PlanFile, catalogue: Catalogue, version: int | None) -> dict[str, Any]:
    forms = {form.id: form.text for form in file.forms}
    coordinators = {each.id: each for each in file.coordinators}
    window = row.window.model_dump(mode="json", exclude_none=True, exclude_defaults=True, by_alias=True)
    return {
        "id": row.id,
        "unit": row.unit,
        "unit_name": catalogue.body_name(row.unit, file.plan.starts),
        "no": row.no,
        "content": planned.at_version(row.content, row.former, version),
        "forms": [forms[form] for form in row.forms],
        "time_text": planned.at_version(row.time_text, row.former, version, "time_text"),
        "former": planned.was(row.former),
        "continues": row.continues,
        "continued_by": [each.id for each in catalogue.carried_on_by(f"{file.plan.id}.{row.id}")],
        "dropped": row.dropped,
        "window": {"kind": row.window.kind, "month_slots": list(row.window.month_slots()), **window},
        "coordinating": [coordinators[each].text for each in row.coordinating],
        "coordinators": [lookups.coordinator(coordinators[each], catalogue) for each in row.coordinating],
        "doubt": row.doubt,
        "doubt_en": row.doubt_en,
        "depends": list(row.depends),
        "awaits": list(row.awaits),
        "follows": row.follows,
        "en": row.en,
    }
