"""Who may import whom, and what importing dondoc does: next to nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import dondoc


def started(code: str, root: Path) -> subprocess.CompletedProcess[str]:
    """A fresh process of this Python, ended."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=120)


def run(code: str, root: Path) -> Any:
    """What a fresh process prints as JSON."""
    done = started(code, root)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_import_rule_holds(root: Path) -> None:
    """Imports go down only, in no circle, and each library stays where it belongs: `.importlinter` has the rules."""
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = started(lint, root)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_dondoc_takes_at_most_half_a_second(root: Path) -> None:
    """Measured in a process of its own, the best of three."""
    code = "import time; t = time.perf_counter(); import dondoc; print(time.perf_counter() - t)"
    assert min(run(code, root) for _ in range(3)) <= 0.5


def test_importing_dondoc_starts_no_thread_and_loads_no_database_and_no_scheduler(root: Path) -> None:
    """A host that only names dondoc pays for nothing."""
    code = (
        "import json, logging, sys, threading\n"
        "import dondoc\n"
        "slow = {'sqlalchemy', 'apscheduler', 'eventsourcing', 'pydantic', 'yaml', 'structlog'} & {*sys.modules}\n"
        "print(json.dumps([threading.active_count(), sorted(slow), len(logging.root.handlers)]))"
    )
    assert run(code, root) == [1, [], 0]


def test_the_engine_as_a_library_starts_no_thread_and_brings_no_door_along(root: Path) -> None:
    """`from dondoc import Dondoc` sets up no logging and imports no scheduler, command line, web or testing kit."""
    code = (
        "import json, logging, sys, threading\n"
        "from dondoc import Dondoc\n"
        "doors = {'apscheduler', 'typer', 'fastapi', 'starlette', 'uvicorn', 'dondoc.interfaces', 'dondoc.testing'}\n"
        "print(json.dumps([threading.active_count(), sorted(doors & {*sys.modules}), len(logging.root.handlers)]))"
    )
    assert run(code, root) == [1, [], 0]


def test_dondoc_has_at_most_fifteen_public_names_and_each_can_be_had() -> None:
    """Few enough to learn; a name that is not one of them is refused with those that are."""
    assert len(dondoc.__all__) <= 15
    assert sorted(dondoc.__all__) == dondoc.__all__
    assert all(getattr(dondoc, name) for name in dondoc.__all__)
    assert not hasattr(dondoc, "Workflow")


def test_dondoc_refuses_to_be_imported_under_the_name_of_its_folder(root: Path) -> None:
    """Two copies of every class would live side by side, each unknown to the other."""
    done = started("import src", root)
    assert done.returncode != 0
    assert "called dondoc" in done.stderr
