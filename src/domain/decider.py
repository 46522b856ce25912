"""The shape of every rule: decide what happens, evolve what is known. Pure functions, nothing else decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from dondoc.domain.fact import Fact, Record
from dondoc.domain.office import Actor


class Command(BaseModel):
    """Something that somebody wants to be done. Commands are imperative, facts are past."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class Decided:
    """A fact that was decided. `on` overrides the command's day where the fact happened on another one."""

    fact: Fact
    on: date | None = None
    basis: str = ""


class Decider(Protocol):
    """The rules of one kind of stream."""

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """The commands that it decides."""

    @property
    def initial(self) -> Any:
        """The state of an empty stream."""

    def stream(self, command: Any) -> str:
        """The stream that the command concerns."""

    def decide(self, command: Any, state: Any, actor: Actor, on: date) -> Sequence[Decided]:
        """What happens; nothing, when it is already so.

        Raises:
            DondocError: the rules say no.
        """

    def closed(self, command: Any, state: Any) -> date | None:
        """The last day of the period that the command writes into; None where there is none that could be over.

        What is entered after that day for a day in the period is a late entry, and needs a reason.
        """

    def evolve(self, state: Any, record: Record) -> Any:
        """The state after one more record. Never fails on a record that `decide` brought about."""
