"""What the documents say is so: the example runs, every key and setting is described, no link leads nowhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from dondoc.config.files import (
    CalendarFile,
    CheckpointsFile,
    DocumentsFile,
    DoorsFile,
    OfficesFile,
    ProcedureFile,
    PublicFile,
    RegistersFile,
    RemindersFile,
    RulesFile,
    UnitsFile,
    VocabulariesFile,
)
from dondoc.domain.coverage import Coverage
from dondoc.domain.plan import PlanFile
from dondoc.settings import ENVIRONMENT, Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
FILES = (
    UnitsFile,
    OfficesFile,
    DocumentsFile,
    CalendarFile,
    RemindersFile,
    ProcedureFile,
    PlanFile,
    RulesFile,
    VocabulariesFile,
    RegistersFile,
    PublicFile,
    DoorsFile,
    CheckpointsFile,
    Coverage,
)


def test_the_example_of_the_readme_runs_and_warns_of_nothing(tmp_path: Path) -> None:
    """Whoever copies the lines next to a configuration gets the figures of their unit."""
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (tmp_path / "config").symlink_to(ROOT / "config")
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", example[1]], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.stderr == ""
    assert "DONE_ON_TIME: 1>: 1" in ran.stdout


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(document: Path) -> None:
    """A link to a file of ours leads to a file that there is."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_are_there(document: Path) -> None:
    """A path of the source, the tests or the scripts in a document is one that there is."""
    named = re.findall(r"`((?:src|tests|script|docs|config|\.ci)/[\w./-]+)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_setting_is_described() -> None:
    """Each setting has its line with the name of its variable."""
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    for setting in Settings.model_fields:
        assert f"| `{setting}` | `{ENVIRONMENT[setting]}` |" in text


@pytest.mark.parametrize("file", FILES, ids=lambda model: model.__name__)
def test_every_key_of_the_configuration_is_described(file: type[BaseModel]) -> None:
    """Each key that may stand in a file is named in the reference."""
    text = (ROOT / "docs/reference/config.md").read_text(encoding="utf-8")
    for model in _models(file):
        for name, field in model.model_fields.items():
            key = field.alias or name
            assert re.search(rf"(?m)(?:^|[`{{ ]){key}[`:]", text), f"{model.__name__}.{key}"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation)
    for inner in get_args(annotation):
        yield from _models(inner)
