"""The rules of an act that tasks wait for: it is issued, and its day may be corrected.

The owner of the plan says so, or a body whose tasks wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import NotAllowed, NotFound
from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import ActIssued
from dondoc.domain.office import Actor


class IssueAct(Command):
    """Say that an act was issued on a day, under a number. Saying it again otherwise is a correction."""

    act: str
    day: date
    number: str


class ActDecider:
    """Decides `IssueAct`. The state is the last fact known of the act."""

    commands = (IssueAct,)
    initial: ActIssued | None = None

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: IssueAct) -> str:
        """One stream an act."""
        return f"act-{command.act}"

    def decide(self, command: IssueAct, state: ActIssued | None, actor: Actor, on: date) -> Sequence[Decided]:
        """The act is issued, unless exactly this is known already."""
        if command.act not in self._catalogue.acts:
            raise NotFound(
                f"No plan waits for an act {command.act!r}.",
                vi=f"Không có kế hoạch nào chờ văn bản {command.act!r}.",
                cure="List the acts with `dondoc plan acts`.",
            )
        bodies = self._catalogue.concerned_by(command.act)
        if actor.office.split("/")[0] not in bodies or not self._catalogue.holds(actor.person, actor.office, on):
            raise NotAllowed(
                f"The office {actor.office} may not say that {command.act} was issued.",
                vi=f"Chức vụ {actor.office} không được ghi nhận việc ban hành văn bản này.",
                cure=f"It is for the offices of: {', '.join(sorted(bodies))}.",
            )
        fact = ActIssued(act=command.act, day=command.day, number=command.number)
        return [] if fact == state else [Decided(fact, on=command.day)]

    def closed(self, command: IssueAct, state: date | None) -> date | None:
        """No period: whoever corrects the day of an act gives its true day."""
        return None

    def evolve(self, state: ActIssued | None, record: Record) -> ActIssued | None:
        """The newest word on the act."""
        return record.fact if isinstance(record.fact, ActIssued) else state
