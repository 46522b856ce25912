"""The rules of an item of another programme that tasks refer to: it is moved, on the word of a source.

Moving it moves no task: which tasks are concerned is worked out, and people decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided
from dondoc.domain.errors import NotAllowed, NotFound
from dondoc.domain.fact import Record
from dondoc.domain.facts.plan import ReferenceMoved
from dondoc.domain.model import Text
from dondoc.domain.office import Actor


class MoveReference(Command):
    """Say to which day an item of another programme was moved, and where that is written."""

    reference: str
    day: date
    source: Text


class ReferenceDecider:
    """Decides `MoveReference`. The state is the newest word on the item."""

    commands = (MoveReference,)
    initial: ReferenceMoved | None = None

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def stream(self, command: MoveReference) -> str:
        """One stream an item."""
        return f"reference-{command.reference}"

    def decide(self, command: MoveReference, state: ReferenceMoved | None, actor: Actor, on: date) -> Sequence[Decided]:
        """It is moved, unless exactly this is known already: by the plan's owner or whoever owes what refers to it."""
        known = self._catalogue.references.get(command.reference)
        if known is None:
            raise NotFound(
                f"No plan refers to {command.reference!r}.",
                vi=f"Không có kế hoạch nào dẫn tới {command.reference!r}.",
                cure="List the items with `dondoc plan references`.",
            )
        file, item = known
        full = [self._catalogue.duties[f"{file.plan.id}.{name}"] for name in item.duties]
        bodies = {file.plan.owner, *(body for duty in full for body in self._catalogue.owers(duty))}
        if actor.office.split("/")[0] not in bodies or not self._catalogue.holds(actor.person, actor.office, on):
            raise NotAllowed(
                f"The office {actor.office} may not say that {command.reference} was moved.",
                vi=f"Chức vụ {actor.office} không được ghi nhận việc dời mục này.",
                cure=f"It is for the offices of: {', '.join(sorted(bodies))}.",
            )
        fact = ReferenceMoved(reference=command.reference, day=command.day, source=command.source)
        return [] if fact == state else [Decided(fact)]

    def closed(self, command: Command, state: ReferenceMoved | None) -> date | None:
        """No period: an item is moved whenever that becomes known."""
        return None

    def evolve(self, state: ReferenceMoved | None, record: Record) -> ReferenceMoved | None:
        """The newest word on the item."""
        return record.fact if isinstance(record.fact, ReferenceMoved) else state
