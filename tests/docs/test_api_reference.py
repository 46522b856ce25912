"""The reference of the library is made from the docstrings, and says something about every public name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import dondoc

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "api.md"


def test_the_reference_of_the_library_is_what_its_docstrings_say() -> None:
    """Whoever changes a docstring or a signature runs `script/reference`."""
    command = [sys.executable, str(ROOT / "script" / "reference.py")]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    assert made.stdout == PAGE.read_text(encoding="utf-8")


def test_every_public_name_has_its_part() -> None:
    """With what it is, and for the engine with how it is opened and what it raises."""
    text = PAGE.read_text(encoding="utf-8")
    for name in dondoc.__all__:
        assert name.startswith("__") or f"\n## {name}\n\n" in text
    opening = text[text.index("### Dondoc.open") :].split("\n### ")[0]
    assert "StoreBroken" in opening
    assert "settings: Settings | None = None" in opening
