"""What the tests of the house share: its files, read once."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """A file of Python, with its place in the repository."""

    path: Path

    @property
    def name(self) -> str:
        """Its path as people write it: `src/domain/task.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """What it says, parsed."""
        return ast.parse(self.text)


def files(folder: str) -> list[Source]:
    """Every file of Python in a folder."""
    return [Source(path) for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts]


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def src() -> list[Source]:
    """Every file of the product."""
    return files("src")


@pytest.fixture(scope="session")
def tests() -> list[Source]:
    """Every file of the tests."""
    return files("tests")
