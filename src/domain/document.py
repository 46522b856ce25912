"""Documents: decisions, decrees, letters. Identity is our own id, since numbers are damaged, missing or corrected."""

from __future__ import annotations

import datetime as dt  # the field `date` would hide the class
from typing import Annotated, Literal

from pydantic import Field

from dondoc.domain.model import Id, Model, Text


class InForce(Model):
    """From when to when a document is in force; no day means unknown or still."""

    from_: Annotated[dt.date | None, Field(alias="from")] = None
    to: dt.date | None = None


class Document(Model):
    """A document as far as it is known; what is unknown is null and can be completed later."""

    id: Id
    type: Text
    number: Text | None = None
    date: dt.date | None = None
    issuer: Text | None = None
    subject: Text | None = None
    in_force: InForce | None = None
    certainty: Literal["H", "M", "L"] | None = None
    doubt: Text | None = None
    doubt_en: Text | None = None
    note: str | None = None

    def citation(self) -> str:
        """How officials cite it: type, number, date."""
        number = f" số {self.number}" if self.number else ""
        day = f" ngày {self.date:%d/%m/%Y}" if self.date else ""
        return f"{self.type}{number}{day}"
