"""Lines of a register: what its entries, tasks or terms say in its columns, what they want, how long they waited.

Nothing here is stored and nothing reads a clock: the day asked about comes with the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from dondoc.domain.calendar import Calendar
from dondoc.domain.condition import Holds, conditions, day_of, last_day
from dondoc.domain.entry import Case, Entry
from dondoc.domain.register import FIELDLESS, Column, Flag, Register, Wait
from dondoc.domain.vocabulary import In, Term, Vocabularies, values


class Line(NamedTuple):
    """A line. `id` is the event, task or term that it is about; `values` are by column, none where nothing was said.

    `what` is the stored name of the fact; `waits` are in days; `day` is empty where nothing was recorded yet.
    """

    id: str
    unit: str
    day: str
    what: str
    task: str
    duties: tuple[str, ...]
    values: dict[str, tuple[Any, ...]]
    flags: tuple[str, ...]
    waits: dict[str, int]


@dataclass(frozen=True)
class Reader:
    """Reads entries as a register sees them.

    Attributes:
        register: what to read.
        marks: which fields of each fact hold terms, by the fact's stored name.
        vocabularies, calendar: as configured.
        on: the day asked about.
    """

    register: Register
    marks: Mapping[str, Mapping[str, In]]
    vocabularies: Vocabularies
    calendar: Calendar
    on: date

    def of_facts(self, entries: Iterable[Entry]) -> list[Line]:
        """A line for each entry, or each member of a field of it, of the register's duties where it names some."""
        wanted = frozenset(self.register.duties)
        asked = (each for each in entries if not wanted or wanted & frozenset(each.duties))
        members = (each for entry in asked for each in self._members(entry))
        return self._compared([self._line(e.event_id, e.unit, e.on, e.name, e.task, e.duties, [e]) for e in members])

    def of_tasks(self, cases: Iterable[Case], entries: Iterable[Entry]) -> list[Line]:
        """A line for each task, with what was recorded in it or credited to it."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for task in (entry.task, *entry.serves):
                found[task].append(entry)
        return [self._of_task(case, found.get(case.id, ())) for case in cases]

    def of_terms(self, entries: Iterable[Entry]) -> list[Line]:
        """A line for each term of the register's vocabulary, with what was recorded about it or a term within it."""
        found: dict[str, list[Entry]] = defaultdict(list)
        vocabulary = self.register.vocabulary or ""
        family = vocabulary.split(".", 1)[0]
        for entry in entries:
            said = self.read(entry, self.register.field)
            for term in {above for each in said for above in self.vocabularies.above(family, each)}:
                found[term].append(entry)
        return [self._of_term(term, found.get(term.id, ())) for term in self.vocabularies.of(vocabulary).values()]

    def of_values(self, entries: Iterable[Entry]) -> list[Line]:
        """A line for each value that was said in the register's field, of the body that said it first."""
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            for value in dict.fromkeys(str(each) for each in self.read(entry, self.register.field)):
                found[value].append(entry)
        return [self._of_value(value, said) for value, said in sorted(found.items())]

    def read(self, entry: Entry, names: Iterable[str]) -> tuple[Any, ...]:
        """The values of some fields of an entry; those that mean a term by the term's id."""
        found: list[Any] = []
        marks, data = self.marks.get(entry.name, {}), entry.data
        for name in names:
            said = data.get(name)
            if said is None or said in ("", []):
                continue
            each_said = said if isinstance(said, list) else (said,)
            if mark := marks.get(name):
                named = self.vocabularies.named
                found += [named(mark.family, str(each)) for each in each_said]
            else:
                found += each_said
        return tuple(found)

    def mark(self, column: Column) -> In | None:
        """The mark of the terms that a column holds; None where it holds no terms."""
        names = column.of or tuple(self.register.fact_names())
        found = (self.marks.get(name, {}).get(each) for name in names for each in column.field)
        return next((mark for mark in found if mark), None)

    def narrowed(self, where: Mapping[str, str]) -> dict[str, list[str]]:
        """The values that a field must hold for its line to be one of those asked for, as far as that is certain."""
        found: dict[str, list[str]] = {}
        for column in self.register.columns:
            wanted, mark = where.get(column.id), self.mark(column)
            if self.register.is_whole or not wanted or len(column.field) != 1 or (mark and mark.free):
                continue
            found[column.field[0]] = self.vocabularies.below(mark.family, wanted) if mark else [wanted]
        return found

    def _members(self, entry: Entry) -> list[Entry]:
        per = self.register.per
        if per is None:
            return [entry]
        members = entry.data.get(per) or ()
        return [
            entry._replace(data={**entry.data, **(each if isinstance(each, dict) else {per: each})}) for each in members
        ]

    def _line(
        self, name: str, unit: str, day: str, what: str, task: str, duties: tuple[str, ...], entries: Sequence[Entry]
    ) -> Line:
        return self._judged(Line(name, unit, day, what, task, duties, self._values(entries), (), {}))

    def _of_task(self, case: Case, entries: Sequence[Entry]) -> Line:
        said = case.said
        own = {column.id: said[column.task] for column in self.register.columns if column.task}
        values = self._values(entries) | own
        line = Line(case.id, case.unit, case.opens, "", case.id, (case.duty,), values, (), {})
        return self._judged(line, ended=bool(case.ended))

    def _of_term(self, term: Term, entries: Sequence[Entry]) -> Line:
        last = max((entry.on for entry in entries), default="")
        age = (self.on - date.fromisoformat(last)).days if last else None
        own = {
            "last": last, "count": len(entries), "age": age, "max-age": term.max_age, "kind": term.kind,
            "inside": term.inside, "body": term.body,
        }  # fmt: skip
        said = {key: values(value) for key, value in own.items()} | self._values(entries)
        silent = term.max_age is not None and (age is None or age > term.max_age)
        return self._judged(Line(term.id, term.body or "", last, "", "", (), said, (), {}), silent=silent)

    def _of_value(self, value: str, entries: Sequence[Entry]) -> Line:
        last = max(entry.on for entry in entries)
        own: dict[str, tuple[Any, ...]] = {
            "last": (last,), "count": (len(entries),), "age": ((self.on - date.fromisoformat(last)).days,),
        }  # fmt: skip
        return self._judged(Line(value, entries[0].unit, last, "", "", (), own | self._values(entries), (), {}))

    def _values(self, entries: Sequence[Entry]) -> dict[str, tuple[Any, ...]]:
        if len(entries) == 1 and entries[0].name in self._plain:
            entry = entries[0]
            return {column: self.read(entry, names) for column, names in self._plain[entry.name]}
        ordered = sorted(entries, key=lambda each: (each.on, each.position))
        return {column.id: self._taken(column, ordered) for column in self.register.columns}

    @cached_property
    def _plain(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """For the facts of a register of facts: the fields of each column, none where it is about another fact."""
        if self.register.of != "fact" or any(
            column.take in FIELDLESS or column.only for column in self.register.columns
        ):
            return {}
        return {
            name: [(c.id, c.field if not c.of or name in c.of else ()) for c in self.register.columns]
            for name in self.register.fact_names()
        }

    def _taken(self, column: Column, entries: Sequence[Entry]) -> tuple[Any, ...]:
        mine = [entry for entry in entries if self._meant(entry, column)]
        match column.take:
            case "count":
                return (len(mine),)
            case "day":
                return (mine[-1].on,) if mine else ()
            case "first-day":
                return (mine[0].on,) if mine else ()
            case "actor":
                return tuple(dict.fromkeys(each.actor for each in mine if each.actor))
            case "office":
                return tuple(dict.fromkeys(each.office for each in mine))
            case "proofs":
                return tuple(p for each in mine for p in (*self.read(each, column.field), *each.proofs))
        return self._said(column, mine)

    def _said(self, column: Column, mine: Sequence[Entry]) -> tuple[Any, ...]:
        said = [found for entry in mine if (found := self.read(entry, column.field))]
        match column.take:
            case "sum":
                return (sum(each for found in said for each in found),) if said else ()
            case "all":
                return tuple(dict.fromkeys(each for found in said for each in found))
            case "first":
                return said[0] if said else ()
        return said[-1] if said else ()

    def _meant(self, entry: Entry, column: Column) -> bool:
        """Whether a column is about an entry: about its kind, and about what it says."""
        if column.of and entry.name not in column.of:
            return False
        marks = self.marks.get(entry.name, {})
        for name, wanted in column.only.items():
            family = marks[name].family if name in marks else ""
            said = self.read(entry, (name,))
            if not any(above in wanted for each in said for above in self.vocabularies.above(family, str(each))):
                return False
        return True

    def _judged(self, line: Line, *, silent: bool = False, ended: bool = False) -> Line:
        register = self.register
        if not register.flags and not register.waits:
            return line
        flags = tuple(
            flag.id
            for flag, asked in self._conditions
            if (silent or not flag.silent) and not flag.repeats and all(holds(line) for holds in asked)
        )
        waits = {wait.id: days for wait in register.waits if (days := self._waited(line, wait, ended)) is not None}
        return line._replace(flags=flags, waits=waits)

    def _compared(self, lines: list[Line]) -> list[Line]:
        """The lines, those that repeat an earlier one with the flags that say so."""
        for flag, asked in self._conditions:
            if not flag.repeats:
                continue
            seen: set[tuple[Any, ...]] = set()
            for i, line in enumerate(lines):
                said = tuple(line.values[column] for column in flag.repeats)
                if not all(said) or not all(holds(line) for holds in asked):
                    continue
                if said in seen:
                    lines[i] = line._replace(flags=(*line.flags, flag.id))
                seen.add(said)
        return lines

    @cached_property
    def _conditions(self) -> list[tuple[Flag, list[Holds]]]:
        """What must hold of a line for each flag, beside silence."""
        return [(flag, list(conditions(flag, self.on))) for flag in self.register.flags]

    def _waited(self, line: Line, wait: Wait, ended: bool) -> int | None:
        start, last = line.values[wait.from_], last_day(line.values[wait.to])
        if last is None and wait.running and not ended:
            last = self.on
        if not start or last is None:
            return None
        first = day_of(start[0])
        return self.calendar.working_days_left(first, last) if wait.working else (last - first).days
