"""Every command of every how-to page runs, in its order, and none is refused."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dondoc.interfaces.cli.main import main

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_do_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever types a page line by line comes to its end."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_CONFIG", str(ROOT / "config"))
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
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
