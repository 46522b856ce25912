"""The one way in: load the stream, fold it, decide, append at the expected version; on conflict decide again.

Who, when and why travel by themselves into every record. A command id that was seen before gives the first answer again
and changes nothing. Nothing else in dondoc appends what a person does.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from dondoc.domain.decider import Command, Decided, Decider
from dondoc.domain.errors import Conflict, DondocError, Invalid, KeyReused, NotAllowed, Rejected
from dondoc.domain.fact import Meta, Record
from dondoc.domain.facts.task import EnteredLate
from dondoc.domain.office import SYSTEM, Actor
from dondoc.domain.ports import Clock, Ids, today
from dondoc.log import get_logger
from dondoc.store.event_store import Answer, EventStore, Key, Project

Adapter: TypeAlias = Actor | Callable[[], Actor]
"""How a host says who acts: the actor, or what tells the one of this moment."""
ATTEMPTS = 32
"""How often a command is decided again after others were quicker: two that contend for one stream lose about half."""
log = get_logger("dondoc.dispatch")


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a command.

    Attributes:
        event_ids: ids of the events it brought about, oldest first; empty when it was already so.
        stream, version: the stream that it concerned, and its version afterwards.
        position: the last position of the log that it wrote, or the log's end when it wrote nothing; 0 while it waits
            for the commit of a host's session.
        repeated: whether this is the first answer, given again.
    """

    event_ids: tuple[str, ...]
    stream: str
    version: int
    position: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Who says so, of which day and on which day, why, under which id; `late` is the reason of a late entry."""

    actor: Actor
    on: date
    today: date
    command_id: str
    because_of: Record | None = None
    basis: str = ""
    late: str = ""


@dataclass
class _Stream:
    """A stream as this command sees it: its state, and the version it will have."""

    decider: Decider
    state: Any
    version: int


class Dispatcher:
    """Carries commands out."""

    def __init__(
        self, store: EventStore, deciders: Sequence[Decider], project: Project, clock: Clock, ids: Ids,
        acting: Adapter | None = None,
    ) -> None:  # fmt: skip
        self._acting = acting
        self._store = store
        self._deciders = {command: decider for decider in deciders for command in decider.commands}
        self._project = project
        self._clock = clock
        self._ids = ids

    def __call__(
        self,
        command: Command,
        *then: Command,
        actor: Actor | None = None,
        on: date | None = None,
        because_of: Record | None = None,
        command_id: str | None = None,
        basis: str = "",
        asked: str = "",
        late: str = "",
    ) -> Receipt:
        """Carry out a command, and those that follow from it, all or nothing.

        Args:
            command: what is wanted.
            then: further commands, brought about by the first.
            actor: who does it; given by the door, never by input. Whom the host's adapter names, when None.
            on: the day on which it happened, in Vietnam; today by default.
            because_of: the record that brought it about.
            command_id: names the command for its actor, so that a repeat is harmless; a new id by default.
            basis: the clause or document that it rests on.
            asked: what the caller said, where the commands were worked out from it and might come out otherwise next
                time; a repeat of the command id is known by it. By default the commands themselves.
            late: the reason why something is entered after the end of its period; needed there, recorded with it.

        Raises:
            DondocError: the rules say no, the id was used for something else, or the store failed.
        """
        actor = self.acting(actor)
        said = asked or "\n".join(f"{type(c).__name__} {c.model_dump_json()}" for c in (command, *then))
        key = self._key(command, actor, f"{on}\n{basis}\n{late}\n{said}", command_id)
        if command_id is not None and (before := self._store.answer_to(key)):
            return self._receipt(before)
        said_by = Said(actor, self._day(on, actor), today(self._clock), key.command_id, because_of, basis, late)
        for _ in range(ATTEMPTS):
            try:
                records = self._decide([command, *then], said_by)
                if not records and command_id is None:
                    log.debug("ignored", action="ignored", stream=key.stream)
                    return Receipt((), key.stream, self._store_version(key.stream), self._store.position())
                answer = self._store.append(records, self._project, key if command_id is not None else None)
            except KeyReused:
                raise
            except Conflict:
                continue
            except DondocError:
                # Sent twice at once, the second may find what the first has done, and no longer be allowed to do it.
                if command_id is None or (first := self._store.answer_to(key)) is None:
                    raise
                return self._receipt(first)
            return self._receipt(answer)
        raise _keeps_changing(key.stream)

    def under(self, condition: Project) -> Dispatcher:
        """The same, on a condition that is made sure of as the last word within the transaction of every append."""

        def project(connection: Any, records: Sequence[Record]) -> None:
            condition(connection, records)
            self._project(connection, records)

        found = copy.copy(self)
        found._project = project  # noqa: SLF001  # a copy of itself
        return found

    def append_missing(self, commands: Sequence[Command], actor: Actor, on: date) -> list[Record]:
        """Carry out, in one transaction, those commands whose streams are not there yet."""
        said = Said(actor, on, today(self._clock), self._ids.new())
        records = [r for c in commands for r in self._fresh(c, said)]
        return self._store.append_missing(records, self._project)

    def acting(self, given: Actor | None = None) -> Actor:
        """Who acts: who was given, else whom the host's adapter names.

        Raises:
            NotAllowed: nobody says who acts, or it is no `Actor`, or the adapter names the engine itself.
        """
        if given is not None:
            found: Any = given
        else:
            found = self._acting() if callable(self._acting) else self._acting
            if isinstance(found, Actor) and found.office == SYSTEM:
                found = None
        if not isinstance(found, Actor):
            raise _nobody_acts()
        return found

    def decider(self, command: Command) -> Decider:
        """The decider of a command."""
        try:
            return self._deciders[type(command)]
        except KeyError:
            raise Invalid(f"Nobody decides {type(command).__name__}.") from None

    def _day(self, on: date | None, actor: Actor) -> date:
        now = today(self._clock)
        if on is not None and on > now and actor.office != SYSTEM:
            raise Rejected(
                f"{on} has not come yet (today is {now}).",
                rule="time.not-in-the-future",
                vi=f"Ngày {on:%d/%m/%Y} chưa tới (hôm nay là {now:%d/%m/%Y}).",
                place="on",
                cure="Give the day on which it happened.",
            )
        return on or now

    def _key(self, command: Command, actor: Actor, said: str, command_id: str | None) -> Key:
        fingerprint = hashlib.sha256(f"{actor.model_dump_json()}\n{said}".encode()).hexdigest()
        stream = self.decider(command).stream(command)
        return Key(actor.person, command_id or self._ids.new(), fingerprint, stream)

    def _decide(
        self, commands: Sequence[Command], said: Said, streams: dict[str, _Stream] | None = None
    ) -> list[Record]:
        """The records that some commands bring about; `streams` are those seen already, and then those seen."""
        streams = {} if streams is None else streams
        records: list[Record] = []
        late: set[str] = set()
        for index, command in enumerate(commands):
            decider = self.decider(command)
            stream = decider.stream(command)
            if stream not in streams:
                streams[stream] = self._load(decider, stream)
            at = streams[stream]
            found = list(decider.decide(command, at.state, said.actor, said.on))
            if found and stream not in late and (closed := _entered_late(decider.closed(command, at.state), said)):
                late.add(stream)
                found.insert(0, Decided(EnteredLate(due=closed, reason=said.late)))
            for decided in found:
                record = self._record(decided, stream, at.version + 1, said)
                at.state, at.version = at.decider.evolve(at.state, record), record.version
                records.append(record)
            if index == 0 and records:
                said = replace(said, because_of=records[0])
        return records

    def _fresh(self, command: Command, said: Said) -> list[Record]:
        decider = self.decider(command)
        stream = decider.stream(command)
        decided = decider.decide(command, decider.initial, said.actor, said.on)
        return [self._record(each, stream, version, said) for version, each in enumerate(decided, 1)]

    def _load(self, decider: Decider, stream: str) -> _Stream:
        state, version = decider.initial, 0
        for record in self._store.read(stream):
            state, version = decider.evolve(state, record), record.version
        return _Stream(decider, state, version)

    def _record(self, decided: Decided, stream: str, version: int, said: Said) -> Record:
        cause = said.because_of
        meta = Meta.by(
            said.actor,
            decided.on or said.on,
            command_id=said.command_id,
            correlation_id=cause.meta.correlation_id if cause else said.command_id,
            causation_id=cause.event_id if cause else "",
            basis=decided.basis or said.basis,
        )
        return Record(self._ids.new(), stream, version, decided.fact, meta)

    def _store_version(self, stream: str) -> int:
        records = self._store.read(stream)
        return records[-1].version if records else 0

    def _receipt(self, answer: Answer) -> Receipt:
        return Receipt(answer.event_ids, answer.stream, answer.version, answer.last, answer.repeated)


def _entered_late(closed: date | None, said: Said) -> date | None:
    """The last day of the period that an entry comes too late for; None where it does not.

    Raises:
        Rejected: it does, and nobody says why.
    """
    if closed is None or said.actor.office == SYSTEM or not said.on <= closed < said.today:
        return None
    if not said.late:
        raise Rejected(
            f"The period ended on {closed}; an entry for {said.on} made on {said.today} needs a reason.",
            rule="time.closed-period",
            vi=f"Kỳ đã hết hạn ngày {closed:%d/%m/%Y}; ghi lùi về ngày {said.on:%d/%m/%Y} phải nêu lý do nhập muộn.",
            place="late",
            cure="Give the reason with --late, or the day on which it really happened.",
        )
    return closed


def _nobody_acts() -> NotAllowed:
    return NotAllowed(
        "Nobody says who acts.",
        vi="Chưa xác định được người thực hiện.",
        place="actor",
        cure="Give actor=Actor(person=..., office=...) of the user that you have verified, to the call or to "
        "Dondoc.attach.",
    )


def _keeps_changing(stream: str) -> Conflict:
    return Conflict(
        f"The stream {stream} keeps changing.",
        vi=f"{stream} đang được nhiều người cập nhật cùng lúc.",
        place=stream,
        cure="Try again.",
    )
