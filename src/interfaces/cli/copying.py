"""Commands on a whole database: copy, backup, restore. All three are one copy, compared before it counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dondoc import copying
from dondoc.domain.errors import Invalid, NotFound
from dondoc.interfaces.cli import options, output
from dondoc.settings import Settings
from dondoc.store.engine import shown

From = Annotated[str, typer.Argument(help="URL of the database to read.", metavar="FROM")]
To = Annotated[str, typer.Argument(help="URL of an empty database.", metavar="TO")]
Made = Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.", metavar="FILE")]
Kept = Annotated[Path, typer.Argument(help="A file that `dondoc backup` wrote.", metavar="FILE")]
WithoutEvidence = Annotated[bool, typer.Option("--without-evidence", help="Leave the files of proofs where they are.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for command in (copy, backup, restore):
        app.command(command.__name__)(command)


def copy(source: From, target: To, without_evidence: WithoutEvidence = False, config: options.Config = None,
         as_json: options.Json = False) -> int:  # fmt: skip
    """Copy a database into an empty one, SQLite or PostgreSQL, while others use the first; all is compared."""
    known = options.settings(source, config)
    return _copy(known, options.settings(target, config), not without_evidence, as_json)


def backup(file: Made, without_evidence: WithoutEvidence = False, db: options.Db = None, config: options.Config = None,
           folder: options.EvidenceFolder = None, as_json: options.Json = False) -> int:  # fmt: skip
    """Back a database up into one file, with the proofs in a folder beside it, while others use it."""
    if file.exists():
        raise Invalid(
            f"{file} is there already.", vi=f"Tệp {file} đã có.", place="FILE",
            cure="Name a file that is not there yet; a backup is never written over.",
        )  # fmt: skip
    source = options.settings(db, config, evidence=folder)
    return _copy(source, copying.backup_settings(file), not without_evidence, as_json)


def restore(file: Kept, db: options.Db = None, config: options.Config = None, folder: options.EvidenceFolder = None,
            as_json: options.Json = False) -> int:  # fmt: skip
    """Put a backup into an empty database, with its proofs; read models are made anew."""
    if not file.exists():
        raise NotFound(f"There is no file {file}.", vi=f"Không có tệp {file}.", place="FILE", cure="Name a backup.")
    target = options.settings(db, config, evidence=folder)
    return _copy(copying.backup_settings(file), target, files=True, as_json=as_json)


def _copy(source: Settings, target: Settings, files: bool, as_json: bool) -> int:
    with output.working("copy") as progress:
        done = copying.copy(source, target, files=files, progress=progress)
    status = 0 if done.whole else output.FINDING
    if as_json:
        output.envelope(_said(source, target, done), status="error" if status else "ok")
    else:
        _show(target, done)
    return status


def _said(source: Settings, target: Settings, done: copying.Copied) -> dict[str, object]:
    kept = done.files
    return {
        "from": shown(source.db),
        "to": shown(target.db),
        "position": done.position,
        "equal": done.rows,
        "differences": done.differences,
        "evidence": {"named": done.named, "whole": kept.whole, "missing": kept.missing, "altered": kept.altered}
        if kept
        else {"named": done.named, "left_out": True},
    }


def _show(target: Settings, done: copying.Copied) -> None:
    output.line(f"Đã sao chép vào {shown(target.db)}: {done.position} sự kiện, chuỗi băm đúng, từng byte như bản gốc.")
    output.table("Đã đối chiếu, giống hệt", ("Bảng", "Số dòng"), list(done.rows.items()), numbers=(1,))
    if done.differences:
        output.line("Bảng đọc của bản gốc đã cũ; bản sao đã dựng lại từ nhật ký. Ở bản gốc: dondoc projections rebuild")
        output.table("Bảng đọc khác bản gốc", ("Bảng", "Số dòng khác"), list(done.differences.items()), numbers=(1,))
    else:
        output.line("Mọi bảng đọc đã dựng lại từ nhật ký và khớp với bản gốc.")
    if done.files is None:
        output.line(f"Không kèm tệp minh chứng: nhật ký nhắc tới {done.named} tệp, vẫn nằm ở chỗ cũ.")
    elif done.files.missing or done.files.altered:
        named = (("Thiếu", done.files.missing), ("Đã bị sửa", done.files.altered))
        output.table("Minh chứng có vấn đề", ("Tình trạng", "Tệp"), [(how, e) for how, all_ in named for e in all_])
    else:
        output.line(f"{done.files.whole} tệp minh chứng, đủ và đúng như khi đính kèm: {target.evidence_folder}")
