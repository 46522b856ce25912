"""Kinds of facts: what each may hold, as JSON Schema, so that a program can make a form or a check of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from dondoc.domain.fact import ActivityFact, Fact, StepFact
from dondoc.interfaces.tokens import Caller
from dondoc.interfaces.web.api import shapes
from dondoc.interfaces.web.api.calls import Engine, caller, unknown

router = APIRouter(prefix="/facts", tags=["facts"])
Known = Annotated[Caller, Depends(caller)]


@router.get("")
def facts(dondoc: Engine, _caller: Known) -> list[shapes.Known]:
    """Every kind of fact, by its name."""
    kinds = [dondoc.registry[name] for name in dondoc.registry.names()]
    return [shapes.Known(fact=each.name, title=each.title, kind=_kind(each)) for each in kinds]


@router.get("/{fact}")
def fact(dondoc: Engine, _caller: Known, fact: Annotated[str, Path(max_length=200)]) -> shapes.Fact:
    """One kind of fact; `data_schema` is what a step or an activity sends as `data`."""
    if fact not in dondoc.registry:
        raise unknown(fact)
    kind = dondoc.registry[fact]
    about = (kind.__doc__ or "").strip().splitlines()[0]
    return shapes.Fact(fact=kind.name, title=kind.title, kind=_kind(kind), about=about, data_schema=schema(kind))


def schema(kind: type[Fact]) -> dict[str, Any]:
    """What somebody sends of a fact: its fields without those that the engine sets."""
    found = kind.model_json_schema()
    ours = set(StepFact.model_fields) if issubclass(kind, StepFact) else set()
    found["properties"] = {name: each for name, each in found.get("properties", {}).items() if name not in ours}
    found["required"] = [name for name in found.get("required", []) if name not in ours]
    return found


def _kind(kind: type[Fact]) -> str:
    return "step" if issubclass(kind, StepFact) else "activity" if issubclass(kind, ActivityFact) else "other"
