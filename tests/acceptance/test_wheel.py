"""What is shipped: a wheel that works beside a host, small, typed, and quiet until it is asked."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
LARGEST_CORE = 60_000_000
"""Bytes that `pip install dondoc` may take on a disk, with all that it needs."""
ONLY_SOURCE = ("pyproject.toml", "README.md", "LICENSE", "src")


def run(*command: object, **options: Any) -> str:
    """What a command says that must end well."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree without any network."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ONLY_SOURCE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / "tree" / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / "tree").mkdir(exist_ok=True)
            shutil.copy(ROOT / name, folder / "tree" / name)
    build = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder, folder / "tree")
    run(sys.executable, "-m", "pip", *build)
    return next(folder.glob("dondoc-*.whl"))


@pytest.fixture(scope="module")
def host_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; what that needs is lent by this one, so that no network is asked."""
    folder = tmp_path_factory.mktemp("host")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python


def test_the_wheel_works_beside_a_host_with_packages_of_the_same_names(host_python: Path, tmp_path: Path) -> None:
    """Installed from the wheel, not from this tree: the host's example runs, and our command too."""
    where = run(host_python, "-c", "import dondoc; print(dondoc.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(host_python.parents[1])
    example = shutil.copytree(ROOT / "examples" / "colliding_host", tmp_path / "colliding")
    said = run(host_python, "-W", "error", example / "main.py", "--config", ROOT / "config", "--folder", tmp_path)
    assert said.splitlines() == ["hoàn tác: 0 1", "ghi nhận: 1 2"]
    assert "dondoc" in run(host_python.with_name("dondoc"), "--help", cwd=tmp_path)


def test_the_wheel_holds_every_file_of_the_package(wheel: Path, host_python: Path) -> None:
    """Modules, pages, styles and the mark that it is typed."""
    installed = Path(run(host_python, "-c", "import dondoc; print(dondoc.__path__[0])").strip())
    wanted = {path.relative_to(ROOT / "src") for path in (ROOT / "src").rglob("*") if path.is_file()}
    wanted = {path for path in wanted if "__pycache__" not in path.parts}
    assert {path for path in wanted if not (installed / path).exists()} == set()
    assert (installed / "py.typed").exists()
    assert wheel.stat().st_size < 2_000_000


def test_the_code_of_a_host_passes_strict_checks_of_types(host_python: Path, tmp_path: Path) -> None:
    """The examples, as a user's mypy sees them against the installed wheel."""
    copied = shutil.copytree(ROOT / "examples", tmp_path / "examples")
    check = (sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", host_python)
    environment = {**os.environ, "MYPY_CACHE_DIR": str(tmp_path / "cache")}
    untyped = "--disable-error-code=import-untyped"  # Django ships no types
    files = ("plain_script.py", "fastapi_host.py", "colliding_host/main.py", "django_host/letters/beside.py")
    run(*check, untyped, *files, cwd=copied, env=environment)
    (tmp_path / "wrong.py").write_text("from dondoc import Dondoc\nDondoc.attach(42).task(7)\n", encoding="utf-8")
    done = subprocess.run(
        [*map(str, check), untyped, "wrong.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "arg-type" in done.stdout, "the check can fail"


QUIET = """
import json, logging, os, signal, sys, threading
seen = []
def heard(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.putenv", "os.unsetenv", "os.fork", "os.remove",
                         "os.mkdir", "sqlite3.connect")):
        seen.append(event)
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append(f"open {arguments[0]}")
handlers = {each: signal.getsignal(each) for each in signal.valid_signals()}
loggers, environment = dict(logging.root.manager.loggerDict), dict(os.environ)
sys.addaudithook(heard)
start = threading.Thread.start
threading.Thread.start = lambda thread: (seen.append("thread"), start(thread))
sys.dont_write_bytecode = True
WHAT
after = {each: signal.getsignal(each) for each in signal.valid_signals()}
named = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
ours = [each.name for each in named if each.name.startswith("dondoc") and (each.handlers or each.level)]
print(json.dumps({
    "did": seen, "threads": threading.active_count() - 1, "signals": handlers != after,
    "root": [len(logging.root.handlers), logging.root.level], "ours": ours, "environment": environment != os.environ,
}))
"""
ATTACHED = """
import sqlalchemy
from pathlib import Path
from dondoc import Dondoc, DondocError, Settings
connection = sqlalchemy.create_engine("sqlite://").connect()
connection.connection.driver_connection.isolation_level = None
connection.exec_driver_sql("BEGIN IMMEDIATE")
seen.clear()
try:
    Dondoc.attach(connection, Settings(config=Path(CONFIG)))
except DondocError as wrong:
    assert "no tables of dondoc" in str(wrong), wrong
else:
    raise SystemExit("there are no tables")
"""
STILL = {"did": [], "threads": 0, "signals": False, "root": [0, 30], "ours": [], "environment": False}


@pytest.mark.parametrize(
    "what",
    [
        "import dondoc",
        "from dondoc import *",
        "from dondoc import Dondoc, Settings",
        ATTACHED,
    ],
    ids=["import", "all-names", "engine", "attach"],
)
def test_importing_and_attaching_start_nothing(host_python: Path, tmp_path: Path, what: str) -> None:
    """No thread, socket, process, file, signal handler, logger that is set up, or change of the environment."""
    code = QUIET.replace("WHAT", what).replace("CONFIG", repr(str(ROOT / "config")))
    assert json.loads(run(host_python, "-c", code, cwd=tmp_path)) == STILL


def test_what_starts_something_would_be_heard(host_python: Path, tmp_path: Path) -> None:
    """The check above can fail."""
    code = "import socket, threading\nsocket.socket().close()\nthreading.Thread(target=str).start()\nopen('x', 'w')"
    heard = json.loads(run(host_python, "-c", QUIET.replace("WHAT", code), cwd=tmp_path).splitlines()[-1])
    assert {"socket.__new__", "thread", "open x"} <= {*heard["did"]}


def needed(name: str, extras: frozenset[str], found: set[str]) -> set[str]:
    """A package and all that it needs here, by their names."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return found
    found.add(key)
    for said in distribution(name).requires or ():
        requirement = Requirement(said)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in {"", *extras}):
            needed(requirement.name, frozenset(requirement.extras), found)
    return found


def test_the_core_is_small(wheel: Path) -> None:
    """`pip install dondoc` without extras, with everything that it needs: at most 60 MB on the disk."""
    packages = needed("dondoc", frozenset(), set()) - {"dondoc"}
    size = wheel.stat().st_size * 5  # unpacked and compiled
    for package in packages:
        try:
            files = distribution(package).files or []
        except PackageNotFoundError:
            pytest.fail(f"{package} is needed and not installed")
        size += sum(Path(str(file.locate())).stat().st_size for file in files if Path(str(file.locate())).is_file())
    assert {"sqlalchemy", "eventsourcing", "pydantic", "apscheduler", "alembic"} <= packages
    assert not packages & {"fastapi", "typer", "psycopg", "openpyxl", "django"}
    assert size <= LARGEST_CORE, f"{size / 1e6:.0f} MB: {sorted(packages)}"
