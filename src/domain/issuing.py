"""How a plan came about and where it goes: who proposed, decided and signed it, who gets it and for what, its versions.

Offices, never people: who held an office on the day is told by `holdings`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.model import Id, Model, Text
from dondoc.domain.office import OfficeId

Version = Annotated[int, Field(ge=1)]


class Issuing(Model):
    """Who proposed a plan, who decided it, who signed it; `capacity` as printed where the signer is not the decider.

    `signed` is left out where the text at hand does not show it.
    """

    proposed: OfficeId
    decided: OfficeId
    signed: OfficeId | None = None
    capacity: Text | None = None

    @model_validator(mode="after")
    def _apart(self) -> Self:
        if self.proposed == self.decided:
            raise Invalid(
                f"{self.proposed} both proposed and decided the plan.",
                vi=f"{self.proposed} vừa đề nghị vừa quyết định kế hoạch.",
                place="decided",
                cure="Name the office that decided on the proposal; nobody decides on his own.",
            )
        if (self.signed not in {None, self.decided}) != (self.capacity is not None):
            raise Invalid(
                "The capacity goes with a signer who is not the decider, and with no other.",
                vi="Ghi tư cách ký khi và chỉ khi người ký không phải là người quyết định.",
                place="capacity" if self.capacity else "signed",
                cure="Write for example capacity: KT. BỘ TRƯỞNG.",
            )
        return self


class Recipient(Model):
    """A line of the list of recipients, as printed, with what it gets the document for.

    `bodies` are those that are meant; the purpose `archive` is the copy that is kept.
    """

    id: Id
    text: Text
    purpose: Literal["execute", "report", "coordinate", "archive"]
    bodies: tuple[Id, ...] = ()
    doubt: Text | None = None
    doubt_en: Text | None = None


class Amendment(Model):
    """What made a later version of a plan: the decision, as it is cited, and the day from which the version holds."""

    version: Annotated[int, Field(ge=2)]
    effective: date
    by: Text


class Former(Model):
    """How a row, clause or duty read up to a version of the plan; what is left out read as it does today."""

    version: Version
    text: Text | None = None
    time_text: Text | None = None
