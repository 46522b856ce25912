"""What all tests share: the configuration as shipped, and an environment that says nothing to dondoc."""

from __future__ import annotations

from pathlib import Path

import pytest

from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.settings import ENVIRONMENT


@pytest.fixture(autouse=True)
def silent_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting comes in from the shell that runs the tests."""
    for name in ENVIRONMENT.values():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def shipped_config() -> Path:
    """The folder of the configuration as shipped; never written to."""
    return Path(__file__).parents[1] / "config"


@pytest.fixture(scope="session")
def shipped(shipped_config: Path) -> Catalogue:
    """The catalogue of the configuration as shipped."""
    return read_catalogue(shipped_config, Registry(FACTS))
