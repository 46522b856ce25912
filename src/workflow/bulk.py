"""Many activities at once, all or nothing: every wrong line is told, and a repeat of the same lines changes nothing.

A line is known by what it says, and by how many lines of the same file said just that before it. So a file that was
taken already, or was continued, sorted or cut in two, adds only what is new.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from dondoc.domain.activity import may_record
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import CreditTask
from dondoc.domain.errors import Conflict, DondocError, Invalid, NotFound, SeveralInvalid
from dondoc.domain.fact import ActivityFact, Record, Registry
from dondoc.domain.office import Actor
from dondoc.domain.once import RecordOnce
from dondoc.domain.ports import today
from dondoc.workflow import activity
from dondoc.workflow.activity import Serving
from dondoc.workflow.dispatch import ATTEMPTS, Dispatcher, Said


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a file: an activity of a day. `place` says where it stands, for whoever mends it."""

    place: str
    fact: str
    on: date
    data: dict[str, Any]
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What one line comes to: who acts, of which day, and the commands that record and credit the activity."""

    place: str
    actor: Actor
    on: date
    commands: tuple[RecordOnce | CreditTask, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many activities were new, how many were known already, and the log's end afterwards."""

    recorded: int
    known: int
    position: int


@dataclass
class Lines:
    """Turns lines into batches, and gathers what is wrong with them."""

    catalogue: Catalogue
    registry: Registry
    serving: Serving
    now: date
    findings: list[DondocError] = field(default_factory=list)
    _said: Counter[str] = field(default_factory=Counter)

    def batches(self, entries: Sequence[Entry], actor: Actor) -> list[Batch]:
        """A batch for each line.

        Raises:
            SeveralInvalid: some lines are wrong; tells all that is wrong with each.
        """
        found = [batch for entry in entries if (batch := self._batch(entry, actor)) is not None]
        if self.findings:
            raise SeveralInvalid(self.findings)
        return found

    def _batch(self, entry: Entry, actor: Actor) -> Batch | None:
        fact = self._fact(entry)
        if fact is None:
            return None
        own = actor.office.split("/")[0] == fact.body
        acting = actor.model_copy(update={"on_behalf_of": "" if own else fact.body})
        try:
            if fact.body not in self.catalogue.bodies:
                raise _no_body(fact.body)
            may_record(fact, acting, entry.on, self.catalogue)
        except DondocError as wrong:
            self.findings.append(_placed(wrong, f"{entry.place}, body"))
            return None
        if entry.on > self.now:
            said, vi = f"{entry.on} has not come yet.", f"Ngày {entry.on:%d/%m/%Y} chưa tới."
            self.findings.append(Invalid(said, vi=vi, place=f"{entry.place}, on", cure="Give the day it happened."))
            return None
        record, *credits_ = activity.commands(
            self.catalogue, self._name(entry, fact), fact, entry.on, entry.serves, self.serving
        )
        assert isinstance(record, RecordOnce)  # the first of the commands of an activity
        return Batch(entry.place, acting, entry.on, (record, *credits_))

    def _fact(self, entry: Entry) -> ActivityFact | None:
        try:
            kind = activity.kind_of(self.registry, entry.fact)
        except NotFound as wrong:
            self.findings.append(_placed(wrong, f"{entry.place}, fact"))
            return None
        try:
            return kind.model_validate(entry.data)
        except ValidationError as wrong:
            for each in wrong.errors():
                column = str(each["loc"][0]) if each["loc"] else ""
                self.findings.append(
                    Invalid(
                        f"The column {column!r} of {kind.name} is wrong: {each['msg']}.",
                        vi=f"Cột {column!r} của “{kind.title}” chưa đúng hoặc còn thiếu.",
                        place=f"{entry.place}, {column}",
                        cure=f"Its columns are: on, {', '.join(kind.model_fields)}.",
                    )
                )
            return None

    def _name(self, entry: Entry, fact: ActivityFact) -> str:
        """The id of the activity: the same for the same line, another for the second line that says the same."""
        said = json.dumps([fact.name, entry.on.isoformat(), fact.model_dump(mode="json"), sorted(entry.serves)])
        self._said[said] += 1
        return hashlib.sha256(f"{said} {self._said[said]}".encode()).hexdigest()[:32]


class Bulk(Dispatcher):
    """Carries many batches out in one transaction, each with its own actor and cause."""

    def together(self, batches: Sequence[Batch], *, late: str = "", dry_run: bool = False) -> Imported:
        """Record what is new of some batches, all or nothing; with `dry_run` only decide it.

        `late` is the reason why lines are entered after the end of their periods; needed where some are.

        Raises:
            SeveralInvalid: the rules refuse some of them; tells all.
        """
        command_id = self._ids.new()
        for _ in range(ATTEMPTS):
            records = self._of_all(batches, command_id, late)
            new = sum(record.version == 1 for record in records)
            if dry_run or not records:
                return Imported(new, len(batches) - new, self._store.position())
            try:
                return Imported(new, len(batches) - new, self._store.append(records, self._project, None).last)
            except Conflict:
                continue
        raise Conflict(cure="Try again.")

    def _of_all(self, batches: Sequence[Batch], command_id: str, late: str) -> list[Record]:
        streams: dict[str, Any] = {}
        records: list[Record] = []
        refused: list[DondocError] = []
        for batch in batches:
            said = Said(batch.actor, batch.on, today(self._clock), command_id, late=late)
            try:
                records += self._decide(batch.commands, said, streams)
            except DondocError as wrong:
                refused.append(_placed(wrong, batch.place))
        if refused:
            raise SeveralInvalid(refused)
        return records


def _placed(wrong: DondocError, place: str) -> Invalid:
    return Invalid(wrong.en, vi=wrong.vi, place=place, cure=wrong.cure)


def _no_body(body: str) -> NotFound:
    return NotFound(
        f"There is no body {body!r}.",
        vi=f"Không có cơ quan, đơn vị {body!r}.",
        cure="List the bodies with `dondoc bodies`.",
    )
