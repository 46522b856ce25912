"""Commands on proofs: attach, list, take one out, compare the files with the log."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.interfaces import explaining
from dondoc.interfaces.cli import asking, options, output
from dondoc.interfaces.cli.tasking import show_receipt
from dondoc.projections import evidence as proofs

app = typer.Typer(help="Proofs: files and links.", no_args_is_help=True, rich_markup_mode=None)
To = Annotated[str, typer.Argument(help="Id of a task, or the stream of an activity.", metavar="TASK")]
Digest = Annotated[str, typer.Argument(help="The SHA-256 of a file that was attached.", metavar="SHA256")]


@app.command("add")
def add(to: To, file: Annotated[Path | None, typer.Argument(help="The file.")] = None,
        link: Annotated[str, typer.Option("--link", help="A web address, in place of a file.")] = "",
        day: Annotated[str | None, typer.Option("--day", help="The proof's own date.", metavar="DAY")] = None,
        about: Annotated[str, typer.Option("--about", help="Id of the event that it proves.")] = "",
        supersedes: Annotated[str, typer.Option("--supersedes", help="SHA-256 of the proof that it replaces.")] = "",
        actor: options.ActorOption = None, office: options.OfficeOption = None, on_behalf_of: options.OnBehalfOf = "",
        on: options.On = None, command_id: options.CommandId = None, db: options.Db = None,
        config: options.Config = None, folder: options.EvidenceFolder = None, as_json: options.Json = False,
        clock: options.Clock = None) -> int:  # fmt: skip
    """Attach a proof; the same one a second time changes nothing."""
    if (file is None) == (not link):
        raise Invalid("Give a file or --link.", vi="Cần nêu tệp hoặc --link.", place="FILE", cure="Give one of them.")
    who = options.acting(actor, office, on_behalf_of)
    with opened(options.settings(db, config, clock, evidence=folder)) as dondoc:
        receipt = dondoc.attach_evidence(
            to, file or link, day=options.day(day, "--day"), about=about, supersedes=supersedes,
            actor=who, on=options.day(on, "--on"), command_id=command_id,
        )  # fmt: skip
    show_receipt(receipt, as_json)
    return 0


@app.command("list")
def list_(task: asking.Task, db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
          clock: options.Clock = None, as_of: options.AsOf = None,
           known_at: options.KnownAt = None) -> int:  # fmt: skip
    """The proofs of a task and of the activities that count for it, with their versions."""
    with opened(options.settings(db, config, clock)) as dondoc:
        when = options.when(dondoc, as_of, known_at)
        dondoc.task(task, when)
        found = [explaining.proof(line) for line in dondoc.evidence(task, when)]
    if as_json:
        output.envelope({"evidence": found})
    else:
        asking.show_evidence(found)
    return 0


@app.command("get")
def get(digest: Digest,
        to: Annotated[Path, typer.Option("-o", "--output", help="The file to write; it must not be there yet.")],
        db: options.Db = None, config: options.Config = None, folder: options.EvidenceFolder = None,
        as_json: options.Json = False) -> int:  # fmt: skip
    """Take a file out."""
    with opened(options.settings(db, config, evidence=folder)) as dondoc, dondoc.files.open(digest) as kept:
        try:
            with to.open("xb") as target:
                shutil.copyfileobj(kept, target)
        except OSError as wrong:
            raise Invalid(
                f"{to} cannot be written ({wrong.strerror}).", vi=f"Không ghi được {to}.", place="-o",
                cure="Name a file that is not there yet, in a folder that is.",
            ) from wrong  # fmt: skip
        label = dondoc.ask(proofs.label_of, digest)
    if as_json:
        output.envelope({"evidence": digest, "label": label, "file": str(to)})
    else:
        output.line(f"Đã lấy “{label}” ra {to}.")
    return 0


@app.command("check")
def check(db: options.Db = None, config: options.Config = None, folder: options.EvidenceFolder = None,
          as_json: options.Json = False) -> int:  # fmt: skip
    """Compare the files with the log: what is missing, altered, or named by nothing."""
    with opened(options.settings(db, config, evidence=folder)) as dondoc, output.working("sha256"):
        found = dondoc.files.check(dondoc.ask(proofs.files))
    if as_json:
        said = {"whole": found.whole, "missing": found.missing, "altered": found.altered, "orphaned": found.orphaned}
        output.envelope(said, status="ok" if found.clean else "error")
    elif found.clean:
        output.line(f"{found.whole} tệp minh chứng, đủ và đúng như khi đính kèm.")
    else:
        named = (("Thiếu", found.missing), ("Đã bị sửa", found.altered), ("Không việc nào nhắc tới", found.orphaned))
        output.table("Minh chứng có vấn đề", ("Tình trạng", "Tệp"), [(how, e) for how, all_ in named for e in all_])
    return 0 if found.clean else output.FINDING
