"""What facts are about: fields of work, themes, audiences, documents, outlets, by the terms of the vocabularies."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from dondoc.domain.fact import Listed
from dondoc.domain.model import Id, Text
from dondoc.domain.vocabulary import In

Ids = Annotated[tuple[Id, ...], Listed]
"""Ids; as text, with commas between them."""
Texts = Annotated[tuple[Text, ...], Listed]
"""Several words; as text, with commas between them."""
Outlet = Annotated[Text, In("outlets", free=True)]
"""An outlet of the vocabulary by its id or name, or any other by its name."""


class About(BaseModel):
    """What a fact is about, as far as somebody said so. Documents are those of the configuration, and awaited acts.

    `topics` are those agreed with partners, `partners` who it was made with, `models` the good examples that it shows.
    """

    areas: Annotated[Ids, In("areas")] = ()
    themes: Annotated[Ids, In("themes")] = ()
    audiences: Annotated[Ids, In("audiences")] = ()
    documents: Annotated[Ids, In("documents")] = ()
    topics: Annotated[Ids, In("topics")] = ()
    partners: Annotated[Texts, In("partners", free=True)] = ()
    models: Ids = ()


class Attendance(BaseModel):
    """How many came from one body or outlet, and whether its head was among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    attending: Annotated[Text, In("attendees", free=True)]
    count: Annotated[int, Field(ge=1)] = 1
    head: bool = False


def _attended(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return [_one(part) for part in value.split(",") if part.strip()]


def _one(part: str) -> dict[str, Any]:
    attending, *more = (each.strip() for each in part.split(":"))
    head = more[1:] == ["head"]
    if len(more) > 1 + head:
        raise ValueError(f"{part.strip()!r} does not read body:count or body:count:head")
    return {"attending": attending, "count": more[0] if more else 1, "head": head}


Attended = Annotated[tuple[Attendance, ...], BeforeValidator(_attended)]
"""Who came, by body; as text `body:count` with commas between, `body:count:head` where the head came too."""
