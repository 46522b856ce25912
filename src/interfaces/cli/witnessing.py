"""The commands of witnesses: run one for other logs, and ask one to sign for ours."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Annotated, Any

import typer

from dondoc.app import opened
from dondoc.domain.errors import Invalid, StoreBroken
from dondoc.interfaces.cli import auditing, options, output
from dondoc.interfaces.cli.logs import set_up
from dondoc.ports import SystemClock
from dondoc.store.tree import StoredTree

app = typer.Typer(help="Witnesses: others who sign what they saw.", no_args_is_help=True, rich_markup_mode=None)
SECONDS = 20
Log = Annotated[list[str], typer.Option("--log", help="Public key of a log to sign for; repeat.", metavar="KEY")]
State = Annotated[Path, typer.Option("--state", help="File that keeps what was seen; back it up.", metavar="FILE")]
At = Annotated[Path, typer.Option("--key-file", help="File of the witness's own signing key.", metavar="FILE")]
Url = Annotated[str, typer.Argument(help="Where the witness listens.", metavar="URL")]


@app.command("serve")
def serve(log: Log, state: State, key_file: At, host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
          port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8185, db: options.Db = None,  # noqa: ARG001  # every command takes it; a witness reads no database
          config: options.Config = None, as_json: options.Json = False) -> int:  # fmt: skip  # noqa: ARG001  # the same
    """Sign checkpoints of other logs, each only when it goes on where the last one ended. Needs no database."""
    with auditing.signing():
        from dondoc.interfaces.cli.running import listen_to
        from dondoc.interfaces.web.witness import create_witness
        from dondoc.transparency.keyfile import read_keys
        from dondoc.transparency.note import COSIGNATURE, VerifierKey
        from dondoc.transparency.witness import Witness

        set_up("INFO")
        clock, own = SystemClock(), read_keys(key_file).signing[-1]
        logs = [VerifierKey.parse(each) for each in log]
        witness = Witness(state, own, logs, lambda: int(clock.now().timestamp()))
        public = str(own.verifier(COSIGNATURE))
        if as_json:
            output.envelope({"url": f"http://{host}:{port}/", "key": public, "sizes": witness.sizes()})
        else:
            output.line(f"Nhân chứng: http://{host}:{port}/ (dừng bằng Ctrl+C). Khóa công khai:")
            sys.stdout.write(f"{public}\n")
        sys.stdout.flush()
        listen_to(create_witness(witness), host, port)
    return 0


@app.command("ask")
def ask(url: Url, to: auditing.New = None, key_file: auditing.KeyFile = None, db: options.Db = None,
        config: options.Config = None, as_json: options.Json = False, clock: options.Clock = None) -> int:  # fmt: skip
    """Sign the log as it stands and have a witness sign it too: the checkpoint with both signatures."""
    settings = options.settings(db, config, clock, signing_key=key_file)
    with auditing.signing(), opened(settings) as dondoc:
        from dondoc.interfaces.checkpoints import made_of
        from dondoc.transparency.witness import Asked

        made, grown = made_of(dondoc, settings).make(), StoredTree(dondoc.store)
        status, said = _post(url, Asked(0, (), made.note).body)
        if status == 409 and said.strip().isdigit() and int(said) <= made.size:  # noqa: PLR2004  # it tells what it saw last
            old = int(said)
            status, said = _post(url, Asked(old, tuple(grown.consistency(old, made.size)), made.note).body)
    if status != 200:  # noqa: PLR2004  # signed
        raise StoreBroken(
            f"The witness did not sign ({status}): {said.strip()}",
            vi=f"Nhân chứng không ký ({status}): {said.strip()}", place=url,
            cure="Where it saw a larger or another log, this database is not the one that was signed before.",
        )  # fmt: skip
    whole = made.note + said
    if to:
        auditing.write(to, whole.encode())
    if as_json:
        output.envelope({"size": made.size, "code": made.code, "checkpoint": whole, "file": str(to) if to else None})
    elif to:
        output.line(f"Điểm kiểm tra của {made.size} sự kiện, có chữ ký của nhân chứng: {to}")
    else:
        sys.stdout.write(whole)
    return 0


def _post(url: str, body: str) -> tuple[int, str]:
    """What a witness answers. The address is the operator's own, given on the command line."""
    if not url.startswith(("http://", "https://")):
        raise Invalid(
            f"{url!r} is no address.", vi=f"{url!r} không phải là địa chỉ.", place="URL", cure="https://host/"
        )
    request: Any = urllib.request.Request(f"{url.rstrip('/')}/add-checkpoint", body.encode(), method="POST")  # noqa: S310  # the scheme was looked at
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  # the scheme was looked at
            return answer.status, answer.read(auditing.MOST_ANSWER).decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read(auditing.MOST_ANSWER).decode("utf-8", "replace")
    except OSError as wrong:
        raise StoreBroken(
            f"The witness at {url} cannot be reached.", vi=f"Không liên lạc được với nhân chứng tại {url}.", place=url,
            cure="Try again later; the checkpoint itself was made.",
        ) from wrong  # fmt: skip
