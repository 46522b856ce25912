"""Commands for auditors: hold the log against checkpoints, make one, leaves, proofs, evidence bundles, signing keys.

What needs `cryptography` is imported where it is asked for.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid
from dondoc.interfaces.cli import options, output
from dondoc.store.tree import StoredTree, leaves_at, rows

proof = typer.Typer(help="Proofs from the log's tree.", no_args_is_help=True, rich_markup_mode=None)
key = typer.Typer(help="Keys that sign checkpoints.", no_args_is_help=True, rich_markup_mode=None)
MOST_ANSWER = 100_000
"""The most bytes that are read of an answer."""
Checkpoints = Annotated[
    list[Path] | None, typer.Option("--checkpoint", help="A file with a checkpoint; repeat.", metavar="FILE")
]
PublicKeys = Annotated[
    list[str] | None, typer.Option("--key", help="A public key to trust, NAME+ID+KEY; repeat.", metavar="KEY")
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="File of signing keys (or DONDOC_SIGNING_KEY).", metavar="FILE")
]
New = Annotated[
    Path | None, typer.Option("-o", "--output", help="The file to write; it must not be there yet.", metavar="FILE")
]
Size = Annotated[int | None, typer.Option("--size", help="So many events; all that there are by default.", min=1)]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    for name, command in (("verify", verify), ("leaves", leaves), ("checkpoint", checkpoint), ("bundle", bundle)):
        app.command(name)(command)


def verify(checkpoint: Checkpoints = None, key: PublicKeys = None, key_file: KeyFile = None, db: options.Db = None,
           config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """Compute everything anew from the log, hold it against checkpoints, and say what was done where it differs."""
    with signing():
        from dondoc.interfaces import audited

        settings = options.settings(db, config, signing_key=key_file)
        keys = audited.known_keys(settings, key or ()) if checkpoint or key or settings.key_file.exists() else []
        with opened(settings) as dondoc, output.working("verify") as progress:
            found = audited.verify(dondoc, checkpoint or (), keys, progress)
    bad = bool(found.findings) or any(each not in found.audited.agreed for _, each in found.given)
    said = found.as_data()
    if as_json:
        output.envelope(said, status="error" if bad else "ok", diagnostics=said["findings"])
        return output.FINDING if bad else 0
    for finding in found.findings:
        output.line(f"SAI LỆCH: {finding.vi}")
        output.line(f"    {finding.en}")
    for each in said["checkpoints"]:
        agrees = "khớp" if each["agrees"] else "KHÔNG KHỚP"
        output.line(f"Điểm kiểm tra {each['file']}: {each['size']} sự kiện, mã {each['code']}: {agrees}.")
    if not bad:
        output.line(f"{said['events']} sự kiện, không có sai lệch. Gốc: {said['root']}")
        output.line(f"Điểm kiểm tra lưu trong cơ sở dữ liệu: {said['stored']['count']}, khớp cả.")
    output.line(found.limit[0])
    return output.FINDING if bad else 0


def leaves(after: Annotated[int, typer.Option("--after", help="Only events after this position.", min=0)] = 0,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip  # noqa: ARG001  # one leaf a line either way; refusals obey it
    """The leaves of the log's tree in log order, one a line, in base64. For administrators: it hides nothing."""
    from dondoc.transparency.leaf import encode

    with opened(options.settings(db, config)) as dondoc, dondoc.store.reading() as connection:
        for row in rows(connection, after):
            sys.stdout.write(base64.b64encode(encode(row[:-1])).decode() + "\n")
    return 0


def checkpoint(to: New = None, key_file: KeyFile = None, db: options.Db = None, config: options.Config = None,
               as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Sign the log as it stands; the newest checkpoint where nothing was recorded since. Keep it on another machine."""
    settings = options.settings(db, config, clock, signing_key=key_file)
    with signing(), opened(settings) as dondoc:
        from dondoc.interfaces.checkpoints import made_of

        made = made_of(dondoc, settings).make()
    if to:
        write(to, made.note.encode())
    if as_json:
        said = {"size": made.size, "code": made.code, "made_at": made.made_at, "checkpoint": made.note}
        output.envelope({**said, "file": str(to) if to else None})
    elif to:
        output.line(f"Điểm kiểm tra của {made.size} sự kiện, mã {made.code}: {to}")
    else:
        sys.stdout.write(made.note)
    return 0


def bundle(to: Annotated[Path, typer.Option("-o", "--output", help="The ZIP file to write.", metavar="FILE")],
           task: Annotated[str, typer.Argument(help="Id of a task; its whole history.", metavar="[TASK]")] = "",
           unit: Annotated[str, typer.Option("--unit", help="The tasks of a body or group.")] = "",
           first: Annotated[str | None, typer.Option("--from", help="First day on which it happened.")] = None,
           last: Annotated[str | None, typer.Option("--to", help="Last day on which it happened.")] = None,
           actor: options.ActorOption = None, office: options.OfficeOption = None, key_file: KeyFile = None,
           db: options.Db = None, config: options.Config = None, as_json: options.Json = False,
           clock: options.Clock = None) -> int:  # fmt: skip
    """Hand over evidence: events with proofs, checkpoint, public key, an account in words, and a one-file verifier."""
    asks = options.day(first, "--from"), options.day(last, "--to")
    if bool(task) == bool(unit or first or last):
        raise Invalid(
            "Name a task, or a unit, a span of days or both.", vi="Cần nêu một việc, hoặc đơn vị và khoảng thời gian.",
            place="TASK", cure="Write dondoc bundle TASK -o FILE.zip, or dondoc bundle --unit U --from DAY --to DAY.",
        )  # fmt: skip
    settings = options.settings(db, config, clock, signing_key=key_file)
    with signing(), opened(settings) as dondoc:
        from dondoc.interfaces import bundles
        from dondoc.interfaces.checkpoints import made_of
        from dondoc.transparency.keyfile import read_keys
        from dondoc.transparency.note import Note

        seen = dondoc.seen_by(options.viewer(actor, office))
        made = made_of(dondoc, settings).make()
        known = Note.parse(made.note).signers(read_keys(settings.key_file).known)[-1]
        written, events = bundles.bundle(seen, bundles.Asked(task, unit, *asks), made, known)
    write(to, written)
    if as_json:
        output.envelope({"file": str(to), "events": events, "size": made.size, "code": made.code, "key": str(known)})
    else:
        output.line(f"Gói bằng chứng {to}: {events} sự kiện, mã kiểm chứng {made.code}.")
        output.line(f"Kiểm chứng: python3 kiem-chung.py {to} {known}")
    return 0


@proof.command("inclusion")
def inclusion(position: Annotated[int, typer.Argument(help="Position of an event.", min=1)], size: Size = None,
              db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip
    """That an event is in the log of a size: its leaf, and the hashes up to the root, in base64."""
    with opened(options.settings(db, config)) as dondoc:
        tree = StoredTree(dondoc.store)
        size = size or tree.catch_up()
        hashes = tree.inclusion(position, size)
        said = {"position": position, "size": size, "root": _base64(tree.root(size))}
        with dondoc.store.reading() as connection:
            said["leaf"] = _base64(leaves_at(connection, [position])[0])
    return _show({**said, "proof": [_base64(each) for each in hashes]}, as_json)


@proof.command("consistency")
def consistency(first: Annotated[int, typer.Argument(help="The size of an older checkpoint.", min=0)],
                size: Size = None, db: options.Db = None, config: options.Config = None,
                as_json: options.Json = False) -> int:  # fmt: skip
    """That the log of a size goes on where the older one ended: the hashes that show it, in base64."""
    with opened(options.settings(db, config)) as dondoc:
        tree = StoredTree(dondoc.store)
        size = size or tree.catch_up()
        hashes = tree.consistency(first, size)
        said = {"first": first, "size": size, "first_root": _base64(tree.root(first)), "root": _base64(tree.root(size))}
    return _show({**said, "proof": [_base64(each) for each in hashes]}, as_json)


@key.command("new")
def new(key_file: KeyFile = None, db: options.Db = None, config: options.Config = None,
        as_json: options.Json = False) -> int:  # fmt: skip
    """Make a signing key, in a file that only you can read; beside older ones where the file is there already."""
    settings = options.settings(db, config, signing_key=key_file)
    with signing():
        from dondoc.transparency.keyfile import add_key

        made = add_key(settings.key_file, settings.origin).verifier()
    if as_json:
        output.envelope({"file": str(settings.key_file), "key": str(made)})
    else:
        output.line(f"Khóa ký mới trong {settings.key_file} (chỉ chủ sở hữu đọc được; sao lưu ở nơi an toàn).")
        output.line("Khóa công khai, hãy công bố ở nơi khác:")
        sys.stdout.write(f"{made}\n")
    return 0


@key.command("show")
def show(key_file: KeyFile = None, db: options.Db = None, config: options.Config = None,
         as_json: options.Json = False) -> int:  # fmt: skip
    """The public keys of the log, one a line, to be given to everybody who is to verify."""
    settings = options.settings(db, config, signing_key=key_file)
    with signing():
        from dondoc.transparency.keyfile import read_keys

        keys = [str(each) for each in read_keys(settings.key_file).known]
    if as_json:
        output.envelope({"keys": keys})
    else:
        sys.stdout.write("".join(f"{each}\n" for each in keys))
    return 0


@contextmanager
def signing() -> Iterator[None]:
    """Say in a line that the library of signatures is missing."""
    try:
        yield
    except ModuleNotFoundError as wrong:
        if wrong.name != "cryptography":
            raise
        raise Invalid(
            "Signatures need the package cryptography, which is not installed.", vi="Chưa cài thư viện cryptography.",
            place="--checkpoint", cure='Install it: pip install "dondoc[audit]".',
        ) from wrong  # fmt: skip


def _show(said: dict[str, Any], as_json: bool) -> int:
    if as_json:
        output.envelope(said)
    else:
        for name, value in said.items():
            for each in value if isinstance(value, list) else [value]:
                sys.stdout.write(f"{name} {each}\n")
    return 0


def write(to: Path, said: bytes) -> None:
    """Write a new file.

    Raises:
        Invalid: it is there already, or cannot be written.
    """
    try:
        with to.open("xb") as target:
            target.write(said)
    except OSError as wrong:
        raise Invalid(
            f"{to} cannot be written ({wrong.strerror}).", vi=f"Không ghi được {to}.", place="-o",
            cure="Name a file that is not there yet, in a folder that is.",
        ) from wrong  # fmt: skip


def _base64(said: bytes) -> str:
    return base64.b64encode(said).decode()
