"""The command line: parse, call, show. It decides nothing.

Exit status 0 is done, 1 a finding or failure, 2 bad usage or bad input; there is never a traceback.
"""

from __future__ import annotations

import os
import sys
import traceback

import typer

from dondoc.domain.errors import DondocError, Invalid
from dondoc.interfaces.cli import (
    acting,
    admitting,
    asking,
    auditing,
    casing,
    consulting,
    copying,
    covering,
    deciding,
    evidencing,
    feeding,
    lettering,
    logs,
    maintaining,
    planning,
    procedures,
    publishing,
    referencing,
    registering,
    reminding,
    replying,
    revising,
    running,
    sending,
    simulating,
    tasking,
    tokening,
    witnessing,
)
from dondoc.interfaces.cli.output import refuse
from dondoc.log import get_logger

app = typer.Typer(
    name="dondoc",
    help="Đôn đốc: who owes what by when, urged by rules, proved by facts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for part in (
    running,
    asking,
    auditing,
    reminding,
    simulating,
    consulting,
    copying,
    covering,
    deciding,
    lettering,
    revising,
):
    part.add_to(app)
referencing.add_to(planning.app)
replying.add_to(app, tasking.app)
app.add_typer(planning.app, name="plan")
app.add_typer(tasking.app, name="task")
app.add_typer(procedures.app, name="procedure")
app.add_typer(acting.recording, name="record")
app.add_typer(acting.act, name="act")
app.add_typer(consulting.document, name="document")
app.add_typer(casing.case, name="case")
app.add_typer(casing.rule, name="rule")
app.add_typer(registering.app, name="register")
app.add_typer(evidencing.app, name="evidence")
app.add_typer(publishing.public, name="public")
app.add_typer(sending.app, name="outbox")
app.add_typer(admitting.app, name="account")
app.add_typer(tokening.app, name="token")
app.add_typer(feeding.app, name="feed")
app.add_typer(auditing.proof, name="proof")
app.add_typer(auditing.key, name="key")
app.add_typer(witnessing.app, name="witness")
app.add_typer(maintaining.export, name="export")
app.add_typer(maintaining.projections, name="projections")


def run() -> None:
    """The entry point of the `dondoc` command."""
    logs.set_up("WARNING")
    sys.exit(main(sys.argv[1:]))


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit status."""
    as_json = "--json" in arguments
    try:
        result = app(arguments, standalone_mode=False)
    except DondocError as wrong:
        return refuse(wrong, as_json)
    except typer.TyperException as wrong:
        return _usage(wrong, as_json)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        # Whoever read us has had enough; keep Python from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as wrong:  # noqa: BLE001  # the outermost door: logged whole, said in one line
        frame = traceback.extract_tb(wrong.__traceback__)[-1]
        get_logger("dondoc.cli").error(
            "internal error", action="internal-error", error=repr(wrong), file=frame.filename, line=frame.lineno
        )
        unexpected = DondocError(
            f"Internal error: {type(wrong).__name__}: {wrong}.",
            vi="Lỗi bên trong dondoc; chi tiết có trong nhật ký.",
            cure="Please report it with the log line.",
        )
        return refuse(unexpected, as_json)
    return result if isinstance(result, int) else 0


def _usage(wrong: typer.TyperException, as_json: bool) -> int:
    if wrong.format_message().startswith("Usage:"):  # asked without a command: the answer is the help itself
        sys.stderr.write(wrong.format_message() + "\n")
        return wrong.exit_code
    refusal = Invalid(wrong.format_message(), vi="Lệnh chưa đúng cú pháp.", cure="Ask with --help.")
    refuse(refusal, as_json)
    return wrong.exit_code
