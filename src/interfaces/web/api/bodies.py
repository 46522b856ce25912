"""What programs send: the bodies of commands. Nothing else is taken, no value is read as another kind of value."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Link = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000)]


class Sent(BaseModel):
    """The body of a command.

    Attributes:
        data: the fields of the fact, or what the command asks; `GET /facts/{fact}` and `GET /commands` tell them.
        on: the day on which it happened; today by default.
        office: the office in which the caller acts; needed where they hold several.
        on_behalf_of: the body or office acted for.
        late: the reason, where it is entered after the end of its period.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: dict[str, Any] = {}
    on: date | None = None
    office: Annotated[str, Field(max_length=200)] = ""
    on_behalf_of: Annotated[str, Field(max_length=200)] = ""
    late: Annotated[str, Field(max_length=2000)] = ""


class SentStep(Sent):
    """A step: `instead_of` is the printed form that it stands in for, `evidence` links that prove it."""

    instead_of: Annotated[str, Field(max_length=200)] = ""
    evidence: Annotated[tuple[Link, ...], Field(max_length=10)] = ()


class SentActivity(Sent):
    """An activity: `body` did it, `serves` names the tasks that it counts for, `evidence` links that prove it."""

    body: Annotated[str, Field(max_length=200)] = ""
    serves: Annotated[tuple[str, ...], Field(max_length=50)] = ()
    evidence: Annotated[tuple[Link, ...], Field(max_length=10)] = ()


class SentCase(Sent):
    """A case that came in: `body` takes it, `for_task` is the task that it arises from."""

    body: Annotated[str, Field(max_length=200)] = ""
    for_task: Annotated[str, Field(max_length=300)] = ""
