"""Commands on procedures: the steps that tasks go through, as a table, as a picture, as Mermaid text."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.procedure import Procedure
from dondoc.interfaces import procedure_terms as terms
from dondoc.interfaces.cli import options, output
from dondoc.interfaces.diagram.mermaid import mermaid
from dondoc.interfaces.diagram.svg import svg

STYLESHEET = Path(__file__).parents[1] / "web" / "static" / "diagram.css"
"""The colours of a picture that stands alone: those of the pages."""
app = typer.Typer(help="Procedures: the steps of a task.", no_args_is_help=True, rich_markup_mode=None)


class Format(StrEnum):
    """How a procedure is shown."""

    TABLE = "table"
    MERMAID = "mermaid"
    SVG = "svg"


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """The procedures that are configured, each in its newest version."""
    catalogue = _catalogue(db, config)
    duties = [duty.procedure for duty in catalogue.duties.values()]
    found = [
        {
            "id": each.id,
            "version": each.version,
            "name": each.name,
            "en": each.en,
            "states": len(each.states),
            "steps": len(each.steps),
            "clocks": len(each.clocks),
            "duties": duties.count(each.id),
        }
        for each in terms.newest(catalogue)
    ]
    if as_json:
        output.envelope({"procedures": found})
        return 0
    columns = ("Mã", "Phiên bản", "Tên", "Trạng thái", "Bước", "Thời hạn", "Nhiệm vụ")
    rows = [tuple(value for key, value in each.items() if key != "en") for each in found]
    output.table("Quy trình", columns, rows, numbers=(1, 3, 4, 5, 6))
    return 0


@app.command("show")
def show(procedure: Annotated[str, typer.Argument(help="Id of a procedure.")],
         version: Annotated[int | None, typer.Option("--version", help="This version; the newest by default.")] = None,
         format_: Annotated[Format, typer.Option("--format", help="How it is shown.")] = Format.TABLE,
         out: Annotated[Path | None, typer.Option("--out", help="Write into this file.", metavar="FILE")] = None,
         db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """A procedure: its steps from state to state, who takes them, what each records; or its diagram."""
    catalogue = _catalogue(db, config)
    found = catalogue.procedure(procedure, version)
    if format_ is Format.TABLE:
        if out:
            raise Invalid(
                "A table is not written to a file.",
                vi="Bảng không ghi ra tệp.",
                place="--out",
                cure="Add --format svg or --format mermaid, or redirect what is printed.",
            )
        _show(found, catalogue, as_json)
        return 0
    text = _drawn(found, catalogue, format_)
    if out:
        _write(out, text)
    if as_json:
        said = {"id": found.id, "version": found.version, "format": format_.value}
        output.envelope({**said, **({"out": str(out)} if out else {"diagram": text})})
    elif out:
        output.line(f"Đã ghi {out}.")
    else:
        typer.echo(text, nl=False)
    return 0


def _drawn(procedure: Procedure, catalogue: Catalogue, format_: Format) -> str:
    if format_ is Format.MERMAID:
        return mermaid(procedure, catalogue)
    return svg(procedure, catalogue, stylesheet=STYLESHEET.read_text(encoding="utf-8"))


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise Invalid(
            f"{out} cannot be written: {wrong.strerror}.",
            vi=f"Không ghi được tệp {out}.",
            place="--out",
            cure="Name a file in a folder that exists and that you may write to.",
        ) from wrong


def _goes(line: terms.StepLine) -> str:
    leaves = ", ".join(line.leaves)
    return f"{leaves} → {line.to or 'giữ nguyên'}" + (f" hoặc {line.otherwise}" if line.otherwise else "")


def _show(procedure: Procedure, catalogue: Catalogue, as_json: bool) -> None:
    lines = terms.step_lines(procedure, catalogue, options.known_facts())
    if as_json:
        output.envelope(
            {
                **procedure.model_dump(mode="json", by_alias=True, exclude_none=True),
                "initial": procedure.initial,
                "steps": [_step(line) for line in lines],
            }
        )
        return
    rows = [
        (
            line.step.id,
            line.step.name + (" (ngoại lệ)" if line.step.exception else ""),
            _goes(line),
            "; ".join(line.who),
            line.step.fact,
            ", ".join(name + ("*" if needed else "") for name, needed in line.fields.items()),
            "; ".join(line.others),
        )
        for line in lines
    ]
    columns = ("Bước", "Tên", "Từ → sang", "Ai", "Sự kiện", "Trường (* bắt buộc)", "Khác người đã")
    output.table(f"{procedure.name} (phiên bản {procedure.version})", columns, rows)
    for clock in procedure.clocks:
        names = {step.id: step.name for step in procedure.steps}
        starts, stops = (", ".join(names[step] for step in steps) for steps in (clock.starts, clock.stops))
        output.line(f"Thời hạn “{clock.name}”: bắt đầu khi {starts}; dừng khi {stops}.")
        for limit in terms.limits(clock, catalogue):
            output.line(f"    {limit}")


def _step(line: terms.StepLine) -> dict[str, Any]:
    return {
        **line.step.model_dump(mode="json", by_alias=True, exclude_none=True),
        "who": list(line.who),
        "fact_title": line.fact,
        "fields": [{"name": name, "required": needed} for name, needed in line.fields.items()],
        "starts": list(line.starts),
        "stops": list(line.stops),
    }


def _catalogue(db: str | None, config: Path | None) -> Catalogue:
    return read_catalogue(options.settings(db, config).config, options.known_facts())
