"""What facts are about: fields of work, themes, audiences, documents, outlets, by the terms of the vocabularies."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from dondoc.domain.fact import Listed
from dondoc.domain.model import Id, Text
from dondoc.domain.vocabulary import In

Ids = Annotated[tuple[Id, ...], Listed]
"""Ids; as text, with commas between them."""
Outlet = Annotated[Text, In("outlets", free=True)]
"""An outlet of the vocabulary by its id or name, or any other by its name."""


class About(BaseModel):
    """What a fact is about, as far as somebody said so. Documents are those of the configuration, and awaited acts."""

    areas: Annotated[Ids, In("areas")] = ()
    themes: Annotated[Ids, In("themes")] = ()
    audiences: Annotated[Ids, In("audiences")] = ()
    documents: Annotated[Ids, In("documents")] = ()
