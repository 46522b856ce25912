"""The most reminders that one day may bring: whatever wants to send more is stopped where everybody sees it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dondoc.domain.model import Model


class AtMost(Model):
    """`planned`: on any day of the plans, if nothing is ever done. `sent`: on one day, whatever piled up before it."""

    planned: Annotated[int, Field(ge=1)]
    sent: Annotated[int, Field(ge=1)]
