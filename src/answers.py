"""What a `Dondoc` answers: the matrix, lists, a task, its history, the ledger. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from dondoc.domain.book import Book, Question
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import NotFound
from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.line import Reader
from dondoc.domain.ports import Clock, stamp, today
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX
from dondoc.domain.vocabulary import marks
from dondoc.projections import cases, entry_list, evidence, history, milestones, reminders, status, task_list
from dondoc.projections.evidence import ProofLine
from dondoc.projections.standing import When
from dondoc.projections.status import UnitStatus
from dondoc.projections.task_list import TaskLine
from dondoc.store.event_store import EventStore

P = ParamSpec("P")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Matrix:
    """The status of units on a day: rows in official order, and the position of the log that it was read at."""

    rows: list[UnitStatus]
    as_of: date
    position: int

    @property
    def totals(self) -> dict[Cell, int]:
        """All rows together."""
        return {cell: sum(row.cells.get(cell, 0) for row in self.rows) for cell in Cell}

    @property
    def silent(self) -> int:
        """The tasks of all rows where too long nothing has been done."""
        return sum(row.silent for row in self.rows)


class Answers:
    """The questions that a `Dondoc` answers, on its database and catalogue."""

    def __init__(self, store: EventStore, catalogue: Catalogue, registry: Registry, clock: Clock) -> None:
        self.store = store
        self.catalogue = catalogue
        self.registry = registry
        self.clock = clock

    def when(self, as_of: date | None = None, known_at: datetime | None = None) -> When:
        """The two times of a question: today and all that is known, unless said otherwise."""
        with self._reading() as connection:
            position = (
                self.store.position(connection)
                if known_at is None
                else self.store.position_at(connection, stamp(known_at))
            )
        day = as_of or today(self.clock)
        return When(day.isoformat(), position, stamp(self.clock.now()) if day == today(self.clock) else "")

    def status(
        self,
        unit: str = "",
        *,
        plan: str = "",
        nested: bool = False,
        group: str = "",
        as_of: date | None = None,
        known_at: datetime | None = None,
    ) -> Matrix:
        """The matrix: every body that owes anything, or one unit, or one group, in official order.

        `plan` picks one plan, with `nested` those below it too.
        """
        bodies = self._asked(unit, group)
        when = self.when(as_of, known_at)
        plans = self.catalogue.nested(plan) if nested and plan else [plan] if plan else []
        with self._reading() as connection:
            silences = self.catalogue.silences()
            rows = status.status(connection, when, plans=plans, bodies=bodies, silences=silences)
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
            return task_list.listed(connection, when, **filters)

    def task(self, task: str, when: When | None = None) -> tuple[TaskLine, list[TaskLine]]:
        """A task and, where it is composite, its parts.

        Raises:
            NotFound: there was no such task on that day.
        """
        when = when or self.when()
        with self._reading() as connection:
            line = task_list.one(connection, when, task)
            parts = task_list.parts(connection, when, task) if line and line.composite else []
        if line is None:
            raise NotFound(
                f"There is no task {task!r} on {when.day}.",
                vi=f"Không có việc {task!r} vào ngày {when.day}.",
                cure="List the tasks with `dondoc task list`.",
            )
        return line, parts

    def inputs(self, case: str, when: When | None = None) -> list[TaskLine]:
        """The inputs that a case asked of others."""
        return self.ask(cases.inputs, when or self.when(), case)

    def history(self, task: str, when: When | None = None) -> list[Record]:
        """What happened to a task, its parts and their reminders, oldest first."""
        when = when or self.when()
        with self._reading() as connection:
            return history.history(connection, self.registry, task, upto=when.position)

    def evidence(self, task: str, when: When | None = None, known: Sequence[Record] | None = None) -> list[ProofLine]:
        """The proofs of a task, its parts and the activities that count for it, oldest first; superseded ones too.

        `known` is its history, where the caller has it already.
        """
        when = when or self.when()
        records = self.history(task, when) if known is None else known
        streams = {f"{PREFIX}{task}", *(record.stream for record in records)}
        streams |= {record.fact.activity for record in records if isinstance(record.fact, TaskCredited)}
        return self.ask(evidence.of, sorted(streams), upto=when.position, on=when.day)

    def ledger(self, task: str = "", limit: int = 1000) -> list[reminders.LedgerLine]:
        """The reminders of a task with their whys, or the newest of all."""
        with self._reading() as connection:
            return reminders.ledger(connection, task=task, limit=limit)

    def register(self, register: str, question: Question | None = None, when: When | None = None) -> Book:
        """A register with the lines that a question asks for, as it stood on a day.

        Raises:
            NotFound: there is no such register.
            Invalid: the question names what the register does not have.
        """
        found, asked, when = self.catalogue.register(register), question or Question(), when or self.when()
        asked.check(found)
        names = found.fact_names()
        reader = Reader(
            found,
            {name: marks(self.registry[name]) for name in names},
            self.catalogue.vocabularies,
            self.catalogue.calendar,
            date.fromisoformat(when.day),
        )
        first, last = str(asked.first or ""), str(asked.last or "")
        with self._reading() as connection:
            if found.of == "task":
                found_cases = entry_list.cases(
                    connection, when, found.duties, found.procedures, first=first, last=last, units=asked.units
                )
                lines = reader.of_tasks(found_cases, entry_list.listed(connection, when, names))
            elif found.of == "term":
                lines = reader.of_terms(entry_list.listed(connection, when, names, first=first, last=last))
            else:
                holding = reader.narrowed(asked.where)
                entries = entry_list.listed(
                    connection, when, names, first=first, last=last, units=asked.units, values=holding
                )
                lines = reader.of_facts(entries)
            issued = milestones.issued(connection)
        titles = {name: self.registry[name].title for name in names}
        return Book(found, asked, reader, self.catalogue, issued, tuple(lines), titles)

    def acts(self) -> dict[str, date]:
        """The day of issue of every act that was issued."""
        with self._reading() as connection:
            return milestones.issued(connection)

    def ask(self, question: Callable[Concatenate[Connection, P], Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Put a question of `dondoc.projections` to the read models, on a connection of its own."""
        with self._reading() as connection:
            return question(connection, *args, **kwargs)

    def _reading(self) -> Any:
        return self.store.reading()

    def _asked(self, unit: str, group: str) -> list[str] | None:
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
