"""A backup made under load, by a copier that is killed: whole or refused (promise R21).

    python trials/backup.py sqlite:////tmp/backup.db
    python trials/backup.py postgresql://user@host/database --rounds 20

While clients hand in, the log is signed and a backup begun, which is killed at any instant: what it left must be
refused. Then a whole one is made and restored into an empty file; the restored log must agree with the checkpoint that
was signed before, hold all that was acknowledged before, and its read models must be what the log says.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from serving import CLOCK, DONDOC, Clients, Server, configured, prepare

from dondoc import Dondoc, Settings


class Copier:
    """The command line on the database of a trial, with a key that signs its log."""

    def __init__(self, url: str, config: Path, folder: Path) -> None:
        self.where = ("--db", url, "--config", str(config))
        self.config = config
        key = {"DONDOC_ORIGIN": "thu-nghiem.example", "DONDOC_SIGNING_KEY": str(folder / "key")}
        self.environment = {**os.environ, **key}
        self.run("key", "new")

    def run(self, *words: str) -> int:
        """A command carried out; its exit status."""
        return subprocess.run([*DONDOC, *words], env=self.environment, capture_output=True, check=False).returncode

    def killed_after(self, seconds: float, file: Path) -> bool:
        """Begin a backup and kill it so many seconds after it began to write; whether it was still at work."""
        command = [*DONDOC, "backup", str(file), *self.where]
        quiet = subprocess.DEVNULL
        copying = subprocess.Popen(command, env=self.environment, stdout=quiet, stderr=quiet)
        while not file.exists() and copying.poll() is None:
            time.sleep(0.01)
        try:
            copying.wait(seconds)
        except subprocess.TimeoutExpired:
            copying.kill()
            copying.wait()
            return True
        return False

    def backup(self, file: Path) -> float:
        """Make a whole one; how many seconds it took.

        Raises:
            SystemExit: it failed.
        """
        began = time.monotonic()
        if status := self.run("backup", str(file), *self.where):
            raise SystemExit(f"the backup failed with {status}")
        return time.monotonic() - began


def partial(copier: Copier, folder: Path, seconds: float) -> tuple[str, list[str]]:
    """Kill a copier; how far it had come, and whether what it left can be taken for a backup."""
    left = folder / "left.db"
    if not copier.killed_after(seconds, left):
        return "ended", []
    config = ("--config", str(copier.config))
    found = []
    if copier.run("restore", str(left), "--db", f"sqlite:///{folder / 'of-left.db'}", *config) == 0:
        found.append(f"what a copier left that was killed after {seconds:.2f} s was restored")
    if copier.run("status", "--db", f"sqlite:///{left}", *config) == 0:
        found.append(f"what a copier left that was killed after {seconds:.2f} s can be opened")
    return "partial", found


def whole(copier: Copier, folder: Path, acknowledged: set[str]) -> tuple[float, list[str]]:
    """Back up, restore, and hold the result against the checkpoint of before and what was acknowledged."""
    file, again = folder / "whole.db", f"sqlite:///{folder / 'again.db'}"
    took = copier.backup(file)
    config = ("--config", str(copier.config))
    found = []
    if copier.run("restore", str(file), "--db", again, *config):
        found.append("a whole backup is not restored")
        return took, found
    if copier.run("verify", "--checkpoint", str(folder / "note.txt"), "--db", again, *config):
        found.append("the restored log does not agree with the checkpoint")
    if copier.run("projections", "check", "--db", again, *config):
        found.append("the restored read models are not what the log says")
    dondoc = Dondoc.open(Settings(db=again, config=copier.config))
    there = {str(getattr(record.fact, "subject", "")) for record in dondoc.store.read_all()}
    dondoc.close()
    if missing := acknowledged - there:
        found.append(f"{len(missing)} acknowledged commands are not in the backup")
    return took, found


def run(options: Namespace, folder: Path) -> dict[str, Any]:
    """The trial; what came of it."""
    config = configured(folder, options.config)
    prepare(options.url, config)
    copier, chance = Copier(options.url, config, folder), random.Random(options.seed)
    server = Server(options.url, config)
    left, longest, found = {"partial": 0, "ended": 0}, 0.0, []
    try:
        server.wait()
        clients = Clients(server.base)
        with ThreadPoolExecutor(options.clients) as threads:
            working = [threads.submit(clients.work, f"c{number}") for number in range(options.clients)]
            try:
                usual = copier.backup(folder / "first.db")
                for number in range(options.rounds):
                    here = folder / str(number)
                    here.mkdir()
                    if copier.run("checkpoint", "-o", str(here / "note.txt"), "--clock", CLOCK, *copier.where):
                        found.append("no checkpoint was made")
                    how, wrong = partial(copier, here, chance.uniform(0, 0.4) * usual)
                    left[how] += 1
                    took, more = whole(copier, here, {*clients.answers})
                    longest = max(longest, took)
                    found += [*wrong, *more]
            finally:
                clients.done.set()
            answered = sum(each.result() for each in working)
    finally:
        server.kill()
    told = {
        "trial": "backup",
        "rounds": options.rounds,
        "answered": answered,
        "left": left,
        "longest": round(longest, 1),
    }
    return {**told, "findings": [*clients.wrong, *found][:20]}


def main() -> int:
    """Run the trial."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--config", type=Path, default=Path(__file__).parents[1] / "config")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="dondoc-backup-") as made:
        told = run(options, Path(made))
    print(json.dumps(told, ensure_ascii=False))
    return 1 if told["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
