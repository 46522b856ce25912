"""dondoc: who owes what by when, urged by rules, proved by facts.

The public names are loaded when they are first used, so that importing dondoc is quick and starts nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if __name__ != "dondoc":
    raise ImportError("This package is called dondoc: its folder is src/, its import name dondoc. Install it first.")

__version__ = "0.1.0"

_HOMES = {
    "Actor": "dondoc.domain.office",
    "Cell": "dondoc.domain.status",
    "Conflict": "dondoc.domain.errors",
    "Dondoc": "dondoc.app",
    "DondocError": "dondoc.domain.errors",
    "Fact": "dondoc.domain.fact",
    "Meta": "dondoc.domain.fact",
    "Receipt": "dondoc.workflow.dispatch",
    "Record": "dondoc.domain.fact",
    "Settings": "dondoc.settings",
    "StepFact": "dondoc.domain.fact",
    "ActivityFact": "dondoc.domain.fact",
}

if TYPE_CHECKING:
    from dondoc.app import Dondoc
    from dondoc.domain.errors import Conflict, DondocError
    from dondoc.domain.fact import ActivityFact, Fact, Meta, Record, StepFact
    from dondoc.domain.office import Actor
    from dondoc.domain.status import Cell
    from dondoc.settings import Settings
    from dondoc.workflow.dispatch import Receipt

__all__ = [
    "ActivityFact",
    "Actor",
    "Cell",
    "Conflict",
    "Dondoc",
    "DondocError",
    "Fact",
    "Meta",
    "Receipt",
    "Record",
    "Settings",
    "StepFact",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if home := _HOMES.get(name):
        return getattr(import_module(home), name)
    raise AttributeError(f"dondoc has no {name!r}; its public names are {', '.join(__all__)}.")
