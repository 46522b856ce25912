"""Every command and every test of every how-to page runs, in its order, and none is refused."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dondoc.interfaces.cli.main import main

ROOT = Path(__file__).parents[2]
SERVER = "postgresql://dondoc_owner@host/dondoc"
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
SHOWN = [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    """Whoever types a page line by line comes to its end; a server that a page speaks of is the tests' own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_CONFIG", str(ROOT / "config"))
    text = page.read_text(encoding="utf-8")
    if SERVER in text:
        text = text.replace(SERVER, shlex.quote(request.getfixturevalue("postgresql")))
    change(text, tmp_path / "moi")
    for name, content in re.findall(r"```text (\S+)\n(.*?)```", text, re.DOTALL):
        (tmp_path / name).write_text(content, encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines() if line.strip()]
    assert lines
    for line in lines:
        command, *arguments = shlex.split(line)
        if command == "export":
            for setting in arguments:
                name, _, value = setting.partition("=")
                monkeypatch.setenv(name, value)
            continue
        assert command == "dondoc", line
        assert main(arguments) == 0, f"{line}\n{capsys.readouterr()}"


@pytest.mark.parametrize("page", SHOWN, ids=lambda page: page.stem)
def test_the_tests_that_a_page_shows_pass(page: Path, tmp_path: Path) -> None:
    """Whoever copies them into a file and runs it sees them pass."""
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "test_page.py").write_text("\n\n".join(blocks), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "test_page.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert "passed" in ran.stdout


def change(text: str, copy: Path) -> None:
    """Makes the copy of the configuration that a page speaks of, with the changes that it shows."""
    shown = re.findall(r"```diff\n(.*?)```", text, re.DOTALL)
    if not shown:
        return
    shutil.copytree(ROOT / "config", copy)
    rules = copy / "reminders.yaml"
    for block in shown:
        was, becomes = ("\n".join(line[1:] for line in block.splitlines() if line[0] == sign) for sign in "-+")
        said = rules.read_text(encoding="utf-8")
        assert said.count(was) == 1, was
        rules.write_text(said.replace(was, becomes), encoding="utf-8")
