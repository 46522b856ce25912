"""How often and how far people may reply to being urged: bounds that a ministry sets for itself, as data."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dondoc.domain.model import Model


class PromiseRule(Model):
    """How often a day may be promised for one task, and how many working days ahead at most."""

    times: Annotated[int, Field(ge=0, le=20)] = 2
    days: Annotated[int, Field(ge=1, le=250)] = 15


class ExtensionRule(Model):
    """How often an extension of one task may be asked for."""

    times: Annotated[int, Field(ge=0, le=20)] = 2


class PauseRule(Model):
    """For how many working days urging may be paused at once; `to`: who is told of the end beside who paused it.

    `to` names posts of the body that owes the task, or whole offices.
    """

    days: Annotated[int, Field(ge=1, le=250)] = 20
    to: tuple[str, ...] = ("dau-moi",)


class ReplyRules(Model):
    """The bounds of all kinds of replies."""

    promise: PromiseRule = PromiseRule()
    extension: ExtensionRule = ExtensionRule()
    pause: PauseRule = PauseRule()
