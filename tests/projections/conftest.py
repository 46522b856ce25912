"""What the tests of the read models share: where a task stood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.projections.standing import When


@pytest.fixture
def cell_of(ministry: Dondoc) -> Callable[..., Any]:
    """Where a task stood on a day, as known now or at a position of the log."""

    def cell(task: str, day: date, position: int | None = None) -> Any:
        known = ministry.store.position() if position is None else position
        line, _ = ministry.task(task, When(day.isoformat(), known))
        return line.cell

    return cell
