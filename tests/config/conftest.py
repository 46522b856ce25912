"""What the tests of the configuration share: a copy of it that may be spoilt, and what the loader says of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dondoc.config.reading import read_catalogue
from dondoc.domain.errors import ConfigInvalid, Invalid
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS

Spoil = Callable[[str, str, str, str], str]
Findings = Callable[[], list[Invalid]]


@pytest.fixture
def folder(shipped_config: Path, tmp_path: Path) -> Path:
    """A copy of the configuration as shipped."""
    return Path(shutil.copytree(shipped_config, tmp_path / "config"))


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Changes one place of the copy: the first `old` from a marker on becomes `new`; gives the place of that line."""

    def spoil_(file: str, marker: str, old: str, new: str) -> str:
        text = (folder / file).read_text(encoding="utf-8")
        start = text.index(old, text.index(marker))
        (folder / file).write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
        return f"{folder / file}:{text.count(chr(10), 0, start) + 1}"

    return spoil_


@pytest.fixture
def findings(folder: Path) -> Findings:
    """What the loader finds wrong with the copy, which it must refuse."""

    def findings_() -> list[Invalid]:
        with pytest.raises(ConfigInvalid) as refused:
            read_catalogue(folder, Registry(FACTS))
        return refused.value.findings

    return findings_
