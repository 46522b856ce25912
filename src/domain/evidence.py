"""The rules of proofs: who may attach one to a task or an activity, and what it stands for.

A proof is attached in the stream that it belongs to, so these rules stand around those of the stream: `Evidenced` knows
the proofs, the rules within know the rest and are asked as before. What a file holds is never looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dondoc.domain.authority import acts_for, acts_on
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command, Decided, Decider
from dondoc.domain.errors import NotAllowed, NotFound, Rejected
from dondoc.domain.fact import ActivityFact, Fact, Record, StepFact
from dondoc.domain.facts.evidence import Digest, EvidenceAttached
from dondoc.domain.facts.press import Link
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.model import Model, Text, Words
from dondoc.domain.office import Actor

LAST = "last"
"""As `about`: the newest fact of the stream that somebody's act recorded, whose id is not known beforehand."""


class Proof(Model):
    """What is attached: a file that is kept already, or a link. `day` is its own date, where it has one."""

    evidence: Digest
    label: Text
    media: Words = ""
    size: int = 0
    link: Link | None = None
    day: date | None = None


class AttachEvidence(Command):
    """Attach a proof to `stream`; `about` an event of it, `LAST`, or "" for the whole; in place of `supersedes`."""

    stream: str
    proof: Proof
    about: str = ""
    supersedes: str = ""


class ProveTask(AttachEvidence):
    """Attach a proof to a task."""


class ProveActivity(AttachEvidence):
    """Attach a proof to an activity."""


@dataclass(frozen=True, slots=True)
class Proven:
    """A stream with its proofs.

    Attributes:
        within: the state by the stream's own rules.
        first: its first fact; None while it is empty.
        events: the ids of its events.
        last: the id of the newest event that somebody's act recorded.
        proofs: each proof that stands, by its content: the newest version.
        replaced: the proofs in whose place another one stands.
    """

    within: Any
    first: Fact | None = None
    events: frozenset[str] = frozenset()
    last: str = ""
    proofs: dict[str, EvidenceAttached] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()


class Evidenced:
    """The rules of a kind of stream, and those of its proofs around them."""

    def __init__(self, within: Decider, attach: type[AttachEvidence], catalogue: Catalogue) -> None:
        self._within = within
        self._attach = attach
        self._catalogue = catalogue
        self.commands = (*within.commands, attach)
        self.initial = Proven(within.initial)

    def stream(self, command: Any) -> str:
        """The stream that the command concerns."""
        return command.stream if isinstance(command, AttachEvidence) else self._within.stream(command)

    def decide(self, command: Any, state: Proven, actor: Actor, on: date) -> Sequence[Decided]:
        """The proof is attached, unless the same one is there for the same event; all else as the rules within say."""
        if not isinstance(command, AttachEvidence):
            return self._within.decide(command, state.within, actor, on)
        if state.first is None:
            raise NotFound(
                f"There is nothing called {command.stream!r} to prove.",
                vi=f"Không có việc hoặc hoạt động {command.stream!r} để đính kèm minh chứng.",
                cure="List the tasks with `dondoc task list`.",
            )
        self._check_actor(state.first, actor, on)
        about = state.last if command.about == LAST else command.about
        if about and about not in state.events:
            raise NotFound(
                f"{command.stream} has no event {about!r}.",
                vi=f"{command.stream} không có sự kiện {about!r}.",
                place="about",
                cure="Take an event_id of `dondoc history TASK --json`.",
            )
        known = state.proofs.get(command.proof.evidence)
        if known is not None and not command.supersedes and about in {"", known.about}:
            return []
        version = _version(command, state)
        supersedes = command.supersedes or None
        return [Decided(EvidenceAttached(**dict(command.proof), version=version, supersedes=supersedes, about=about))]

    def closed(self, command: Any, state: Proven) -> date | None:
        """As the rules within say; a proof may come at any time, and says its own day."""
        return None if isinstance(command, AttachEvidence) else self._within.closed(command, state.within)

    def evolve(self, state: Proven, record: Record) -> Proven:
        """The stream after one more record."""
        if isinstance(record.fact, EvidenceAttached):
            fact = record.fact
            replaced = state.replaced | ({fact.supersedes} if fact.supersedes else set())
            return replace(state, proofs={**state.proofs, fact.evidence: fact}, replaced=replaced)
        return replace(
            state,
            within=self._within.evolve(state.within, record),
            first=state.first or record.fact,
            events=state.events | {record.event_id},
            last=record.event_id if isinstance(record.fact, StepFact | ActivityFact) else state.last,
        )

    def _check_actor(self, first: Fact, actor: Actor, on: date) -> None:
        if isinstance(first, TaskAssigned):
            may = acts_on(first, actor, on, self._catalogue)
        else:
            may = isinstance(first, ActivityFact) and acts_for(first.body, actor, on, self._catalogue)
        if not may:
            raise NotAllowed(
                f"The office {actor.office} may not attach evidence here.",
                vi=f"Chức vụ {actor.office} không được đính kèm minh chứng vào việc này.",
                cure="It is for the body that owes it, whoever may take one of its steps, and registrars on behalf.",
            )


def _version(command: AttachEvidence, state: Proven) -> int:
    """Which version a proof is: one more than what it stands in place of."""
    if not command.supersedes:
        return 1
    former = state.proofs.get(command.supersedes)
    if former is None:
        raise NotFound(
            f"{command.stream} has no evidence {command.supersedes!r}.",
            vi=f"{command.stream} không có minh chứng {command.supersedes!r}.",
            place="supersedes",
            cure="List them with `dondoc evidence list TASK`.",
        )
    if command.supersedes in state.replaced or command.supersedes == command.proof.evidence:
        raise Rejected(
            f"Another proof stands in the place of {command.supersedes!r} already, or it is this one.",
            rule="evidence.superseded",
            vi="Minh chứng này đã có bản thay thế, hoặc chính là bản đang đính kèm.",
            place="supersedes",
            cure="Name the newest version.",
        )
    return former.version + 1
