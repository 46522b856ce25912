"""What a `Dondoc` answers: the matrix, lists, a task, its history, the ledger. Nothing here changes anything.

Every answer is given to a viewer. Without one, nothing of a restricted case is told: see `dondoc.domain.visibility`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar, Unpack

from sqlalchemy import Connection

from dondoc.domain.book import Book, Question
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.entry import Entry
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Record, Registry, StepFact
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.line import Line, Reader
from dondoc.domain.office import Actor
from dondoc.domain.ports import Clock, stamp, today
from dondoc.domain.register import Register
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX
from dondoc.domain.visibility import Sight, sight
from dondoc.domain.vocabulary import inner_marks, marks
from dondoc.projections import (
    cases,
    entry_list,
    evidence,
    frozen,
    history,
    milestones,
    queue,
    recalled,
    reminders,
    status,
    task_list,
)
from dondoc.projections.evidence import ProofLine
from dondoc.projections.frozen import Frozen
from dondoc.projections.standing import When
from dondoc.projections.status import Matrix, UnitStatus
from dondoc.projections.task_list import TaskLine
from dondoc.store.event_store import EventStore

P = ParamSpec("P")
Answer = TypeVar("Answer")


class Answers:
    """The questions that a `Dondoc` answers, on its database and catalogue, as its viewer may see them."""

    def __init__(
        self, store: EventStore, catalogue: Catalogue, registry: Registry, clock: Clock, viewers: Sequence[Actor] = ()
    ) -> None:
        self.store = store
        self.catalogue = catalogue
        self.registry = registry
        self.clock = clock
        self.viewers = viewers

    def seen_by(self, *viewers: Actor | None) -> Answers:
        """The same answers as somebody may see them who acts in these offices (none: as anybody). From the door."""
        return Answers(self.store, self.catalogue, self.registry, self.clock, tuple(filter(None, viewers)))

    @property
    def sight(self) -> Sight:
        """What the viewer sees today."""
        return sight(self.viewers, today(self.clock), self.catalogue)

    def when(self, as_of: date | None = None, known_at: datetime | None = None) -> When:
        """The two times of a question: today and all that is known, unless said otherwise."""
        with self._reading() as connection:
            position = (
                self.store.position(connection)
                if known_at is None
                else self.store.position_at(connection, stamp(known_at))
            )
        day = as_of or today(self.clock)
        is_today = day == today(self.clock)
        now = stamp(self.clock.now()) if is_today else ""
        return When(day.isoformat(), position, now, is_today and known_at is None)

    def status(
        self, unit: str = "", *, plan: str = "", nested: bool = False, group: str = "", as_of: date | None = None,
        known_at: datetime | None = None, within: tuple[str, str] = ("", ""),
    ) -> Matrix:  # fmt: skip
        """The matrix: every body that owes anything, or one unit, or one group, in official order.

        `plan` picks one plan, with `nested` those below it too; `within` what is due from one day to another.
        """
        bodies = self.members(unit, group)
        when = self.when(as_of, known_at)
        plans = self.catalogue.nested(plan) if nested and plan else [plan] if plan else []
        with self._reading() as connection:
            silences = {} if within[0] else self.catalogue.silences()
            rows = status.status(connection, when, plans=plans, bodies=bodies, silences=silences, within=within)
            found = {row.unit: row for row in rows}
        order = bodies if bodies is not None else [b for b in self.catalogue.bodies if b in found]
        shown = [found.get(body, UnitStatus(body)) for body in order]
        return Matrix(shown, date.fromisoformat(when.day), when.position)

    def figures(self, plan: str, when: When) -> dict[Cell, int]:
        """How many tasks of a plan and those below it stand in each cell."""
        with self._reading() as connection:
            rows = status.status(connection, when, plans=self.catalogue.nested(plan))
        return {cell: sum(row.cells.get(cell, 0) for row in rows) for cell in Cell}

    def tasks(self, when: When | None = None, **filters: Any) -> list[TaskLine]:
        """The top tasks that match what `task_list.Which` may say, from `offset` up to `limit`."""
        when = when or self.when()
        with self._reading() as connection:
            return self._then(connection, when, task_list.listed(connection, when, sight=self.sight, **filters))

    def parts_of(self, roots: Sequence[str], when: When | None = None) -> dict[str, list[TaskLine]]:
        """The parts of some composite tasks, by the id of the whole."""
        when = when or self.when()
        with self._reading() as connection:
            found = task_list.parts_of(connection, when, roots, self.sight)
            return {root: self._then(connection, when, parts) for root, parts in found.items()}

    def task(self, task: str, when: When | None = None) -> tuple[TaskLine, list[TaskLine]]:
        """A task and, where it is composite, its parts. What the viewer may not see is left out of its line.

        Raises:
            NotFound: there was no such task on that day.
        """
        when = when or self.when()
        with self._reading() as connection:
            line = task_list.one(connection, when, task, self.sight)
            whole = [task] if line and line.composite else []
            parts = task_list.parts_of(connection, when, whole, self.sight).get(task, [])
            lines = self._then(connection, when, [*([line] if line else []), *parts])
        if line is None:
            raise NotFound(
                f"There is no task {task!r} on {when.day}.",
                vi=f"Không có việc {task!r} vào ngày {when.day}.",
                cure="List the tasks with `dondoc task list`.",
            )
        return lines[0], lines[1:]

    def inputs(self, case: str, when: When | None = None) -> list[TaskLine]:
        """The inputs that a case asked of others, as far as the viewer may see them."""
        when = when or self.when()
        with self._reading() as connection:
            return self._then(connection, when, cases.inputs(connection, when, case, self.sight))

    def frozen_at(self, task: str) -> tuple[Record, When]:
        """The newest record of a task that froze figures, and the day and position of the log that it froze them at.

        Raises:
            NotFound: nothing was frozen there.
        """
        for record in reversed(self.store.read(f"{PREFIX}{task}")):
            position = getattr(record.fact, "position", None)
            if isinstance(record.fact, StepFact) and isinstance(position, int):
                return record, When(record.meta.on.isoformat(), position)
        raise frozen.nothing(task)

    def frozen(self, task: str) -> Frozen:
        """Who was in, late and missing when a task froze the period of a duty, and what came since.

        Raises:
            NotFound: no period of a duty was frozen there, or it has no tasks.
        """
        record, then = self.frozen_at(task)
        duty, period = getattr(record.fact, "duty", ""), getattr(record.fact, "period", "")
        found = self.ask(frozen.frozen, then, self.when(), duty, period, self.sight)
        if not (found.on_time or found.late or found.missing):
            raise frozen.no_tasks(task, duty, period)
        return found

    def queue(self, office: str) -> list[TaskLine]:
        """The tasks that wait for an office: where a role that it fills by itself may take a step now."""
        return self.ask(queue.standing_at, self.when(), self.catalogue.places(office), self.sight)

    def history(self, task: str, when: When | None = None) -> list[Record]:
        """What happened to a task, its parts and their reminders, oldest first; nothing, where it is not seen."""
        when = when or self.when()
        with self._reading() as connection:
            return history.history(connection, self.registry, task, upto=when.position, sight=self.sight)

    def evidence(self, task: str, when: When | None = None, known: Sequence[Record] | None = None) -> list[ProofLine]:
        """The proofs of a task, its parts and the activities that count for it, oldest first; superseded ones too.

        `known` is its history, where the caller has it already.
        """
        when = when or self.when()
        records = self.history(task, when) if known is None else known
        if not records:
            return []  # there is no such task, or it is not for this viewer
        streams = {f"{PREFIX}{task}", *(record.stream for record in records)}
        streams |= {record.fact.activity for record in records if isinstance(record.fact, TaskCredited)}
        return self.ask(evidence.of, sorted(streams), upto=when.position, on=when.day)

    def ledger(
        self, task: str = "", limit: int = 1000, *, unit: str = "", **of: Unpack[reminders.Of]
    ) -> list[reminders.LedgerLine]:
        """The reminders of a task with their whys, or the newest of all; `unit` picks those of a unit or group."""
        of.setdefault("bodies", self.members(unit, ""))
        return self.ask(reminders.ledger, task=task, limit=limit, **of)

    def register(self, register: str, question: Question | None = None, when: When | None = None) -> Book:
        """A register with the lines that a question asks for and the viewer may see, as it stood on a day.

        Raises:
            NotFound: there is no such register.
            Invalid: the question names what the register does not have.
        """
        found, asked, when = self.catalogue.register(register), question or Question(), when or self.when()
        asked.check(found)
        names = found.fact_names()
        reader = Reader(
            found,
            {name: marks(self.registry[name]) | inner_marks(self.registry[name], found.per or "") for name in names},
            self.catalogue.vocabularies,
            self.catalogue.calendar,
            date.fromisoformat(when.day),
        )
        said: dict[str, Any] = {"first": str(asked.first or ""), "last": str(asked.last or ""), "units": asked.units}
        proved = any(column.take == "proofs" for column in found.columns)
        with self._reading() as connection:
            listed = partial(entry_list.listed, connection, when, names, proved=proved, sight=self.sight)
            if found.of == "task":
                of = (connection, when, found.duties, found.procedures)
                lines = reader.of_tasks(entry_list.cases(*of, **said, sight=self.sight), listed())
                unseen = entry_list.unseen_cases(*of, self.sight, **said)
            else:
                lines = self._read(reader, found, asked, listed, said)
                unseen = entry_list.unseen(connection, when, names, self.sight, **said)
            issued = milestones.issued(connection, when)
        titles = {name: self.registry[name].title for name in names}
        return Book(found, asked, reader, self.catalogue, issued, tuple(lines), titles, unseen)

    @staticmethod
    def _read(
        reader: Reader, found: Register, asked: Question, listed: Callable[..., list[Entry]], said: dict[str, Any]
    ) -> list[Line]:
        """The lines of a register that is not one of tasks, from the entries that it asks for."""
        if found.is_whole:
            said.update(first="", last="", units=None)
            return (reader.of_values if found.of == "value" else reader.of_facts)(listed())
        if found.of == "term":
            said["units"] = None  # what was said of a term counts, whoever said it
            return reader.of_terms(listed(**said))
        return reader.of_facts(listed(**said, values=reader.narrowed(asked.where)))

    def recorded(self, task: str, facts: Sequence[str], when: When | None = None) -> list[Entry]:
        """What was recorded in a task, of some kinds of facts, as corrected since; nothing, where it is not seen."""
        return self.seen(entry_list.listed, when or self.when(), facts, task=task)

    def counted(self, facts: Sequence[str], when: When | None = None, *, first: date | None = None) -> dict[str, int]:
        """In how many tasks of each unit facts of some kinds were recorded since a day; restricted ones count too."""
        return self.ask(entry_list.counted, when or self.when(), facts, first=str(first or ""))

    def acts(self, when: When | None = None) -> dict[str, date]:
        """The day of issue of every act that was issued."""
        return self.ask(milestones.issued, when)

    def ask(self, question: Callable[Concatenate[Connection, P], Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Put a question of `dondoc.projections` to the read models, on a connection of its own."""
        with self._reading() as connection:
            return question(connection, *args, **kwargs)

    def seen(self, question: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        """Put a question that leaves out what the viewer may not see."""
        return self.ask(question, *args, sight=self.sight, **kwargs)

    def _then(self, connection: Connection, when: When, lines: list[TaskLine]) -> list[TaskLine]:
        """Lines as they read at `when`; as they are, where that is now."""
        if when.present:
            return lines
        return recalled.recalled(connection, self.registry, when, lines)

    def _reading(self) -> Any:
        return self.store.reading()

    def members(self, unit: str, group: str = "") -> list[str] | None:
        """The bodies that a unit or group means, None for all; NotFound where there is no such one."""
        if not unit and not group:
            return None
        asked = unit or group
        if asked not in self.catalogue.bodies and asked not in self.catalogue.groups:
            raise NotFound(
                f"There is no unit {asked!r}.",
                vi=f"Không có đơn vị {asked!r}.",
                cure="List the bodies with `dondoc bodies`.",
            )
        return self.catalogue.members([asked])
