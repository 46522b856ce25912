"""What the tests of the rules share: every procedure there is, and property tests without a time limit an example."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from dondoc.config.source import read
from dondoc.domain.procedure import Procedure
from dondoc.testing import PROCEDURES

# The machine may be busy with something else; slow is not wrong here.
settings.register_profile("dondoc", deadline=None)
settings.load_profile("dondoc")

FOLDER = Path(__file__).parents[2] / "config" / "procedures"
SHIPPED = [Procedure.model_validate(read(file).data["procedure"]) for file in sorted(FOLDER.glob("*.yaml"))]


@pytest.fixture(
    scope="session",
    params=[*PROCEDURES, *SHIPPED],
    ids=[*(f"small-{each.id}" for each in PROCEDURES), *(f"shipped-{each.id}" for each in SHIPPED)],
)
def procedure(request: pytest.FixtureRequest) -> Procedure:
    """Each procedure: the small ones of the tests, and those of `config/procedures`."""
    found = request.param
    assert isinstance(found, Procedure)
    return found
