"""What everybody may see: an allow-list of plans, fields of facts and counts. What is not listed is not public.

It only says what may be; `dondoc.interfaces.public` makes it, from nothing else.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dondoc.domain.model import Id, Model, Text

Facts = Annotated[tuple[str, ...], Field(min_length=1)]


class Count(Model):
    """How much came in and how much of it was answered: tasks in which one of these facts was recorded."""

    id: Id
    name: Text
    en: Text
    received: Facts
    answered: Facts


class Public(Model):
    """The allow-list.

    Attributes:
        plans: ids of the plans whose texts and figures are public.
        fields: by the stored name of a fact, its fields that a public column of a register may show.
        counts: what came in and was answered.
    """

    plans: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    counts: tuple[Count, ...] = ()
