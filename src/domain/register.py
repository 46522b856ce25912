"""Registers (sổ): which facts are gathered into lines, what each line shows, and what a line may be wanting.

A register is configuration; it holds no figures. Lines are built in `dondoc.domain.line`, counted in
`dondoc.domain.tally`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from dondoc.domain.errors import Invalid
from dondoc.domain.flag import Fields, Flag
from dondoc.domain.model import Id, Model, Text

Take: TypeAlias = Literal["last", "first", "all", "sum", "count", "day", "first-day", "actor", "office", "proofs"]
FIELDLESS = frozenset({"count", "day", "first-day", "actor", "office", "proofs"})
"""What a column takes of the facts themselves."""
DIMENSIONS = ("unit", "month", "quarter", "year", "fact", "duty")
"""What every register can be counted by, beside its columns."""
TaskSays: TypeAlias = Literal["cell", "due", "ended", "period", "subject", "for", "asker", "asked", "answered"]
"""What a column may take from a task itself, on the day asked about: where it stands, its last day, the day on which it
ended, what it is about, the task under which it was opened and the body that owes that one, how many tasks were opened
under it and how many of these ended."""
TERM_COLUMNS = ("last", "count", "age", "max-age", "kind", "inside", "body")
"""The columns that every register of terms has by itself."""
VALUE_COLUMNS = ("last", "count", "age")
"""The columns that every register of values has by itself."""


class Column(Model):
    """A column: a field of the facts, and which of several values it takes.

    `fact` and `facts` narrow it to some facts of the register, `only` to those that hold one of some values in a field,
    or one within it. `count`, `day`, `first-day`, `actor` (the person who did it, none where a registrar entered it),
    `office` and `proofs` (what was attached, beside the field) need no field. In a register of tasks, `task` takes what
    the task itself says instead.

    `total` lets groups of lines sum it up. `difference` is the first of two other columns less the second, where both
    are filled: what was never told is not zero.
    """

    id: Id
    name: Text
    en: Text | None = None
    fact: str = ""
    facts: tuple[str, ...] = ()
    field: Fields = ()
    only: dict[str, Fields] = Field(default_factory=dict)
    take: Take = "last"
    task: TaskSays | None = None
    total: bool = False
    difference: tuple[Id, Id] | None = None

    @property
    def of(self) -> tuple[str, ...]:
        """The facts that it is narrowed to; none for all of the register."""
        return (*self.facts, self.fact) if self.fact else self.facts

    @property
    def is_number(self) -> bool:
        """Whether a group of lines sums it up."""
        summed = self.take in {"sum", "count"} or self.total or self.difference is not None
        return summed or self.task in {"asked", "answered"}

    @property
    def is_day(self) -> bool:
        """Whether it holds days."""
        return self.take in {"day", "first-day"} or self.task in {"due", "ended"}

    @model_validator(mode="after")
    def _has_a_field(self) -> Column:
        if not (self.field or self.task or self.difference) and self.take not in FIELDLESS:
            raise Invalid(
                f"The column {self.id!r} takes the {self.take} of no field.",
                vi=f"Cột {self.id!r} chưa nêu trường.",
                cure="Write field: ... or take: count.",
            )
        return self


class Wait(Model):
    """The days between two columns that hold days; where it is `running`, up to today while the task is open.

    A task that ended without coming so far waits no more.
    """

    id: Id
    name: Text
    en: Text | None = None
    from_: Annotated[Id, Field(alias="from")]
    to: Id
    working: bool = False
    running: bool = False


class Rate(Model):
    """How many of a group's lines fill a column, of those that fill another one; of all where none is named."""

    id: Id
    name: Text
    en: Text | None = None
    of: Id
    among: Id | None = None


class Every(Model):
    """A dimension that shows each of its terms, even where nothing was recorded.

    `unit` takes the bodies of a `group` or those that owe a `duty`; a column takes a `vocabulary` or a family of them,
    of which only some `terms`, some `kinds` and only terms `since` a day may be meant, or a `group` of bodies. `seen`
    shows every value that was ever said, `numbers` the whole numbers from 1 to the greatest that was. Months, quarters
    and years need nothing.
    """

    by: str
    vocabulary: Id | None = None
    terms: tuple[Id, ...] = ()
    kinds: tuple[Text, ...] = ()
    since: date | None = None
    group: Id | None = None
    duty: str | None = None
    seen: bool = False
    numbers: bool = False


class Register(Model):
    """A register. `of`: a line for each `fact`, for each `task`, for each `term` of a vocabulary, or each `value`.

    `duties` narrow a register of facts to what was recorded under them or credited to them; `per` is a field of theirs
    with a line for each member of it. A register of tasks with both `duties` and `procedures` holds the tasks that
    belong to both. Terms and values are those that `field` holds. Lines that bear a flag of `leaves_out` are shown and
    counted only where that flag is asked for.
    """

    id: Id
    name: Text
    en: Text | None = None
    clauses: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    of: Literal["fact", "task", "term", "value"]
    facts: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    procedures: tuple[Id, ...] = ()
    vocabulary: Id | None = None
    field: Fields = ()
    per: str | None = None
    columns: tuple[Column, ...] = ()
    flags: tuple[Flag, ...] = ()
    leaves_out: tuple[Id, ...] = ()
    waits: tuple[Wait, ...] = ()
    rates: tuple[Rate, ...] = ()
    every: tuple[Every, ...] = ()
    public: tuple[Id, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _has_its_parts(self) -> Register:
        wanting = {
            "fact": not self.facts and "facts",
            "task": not (self.duties or self.procedures) and "duties",
            "term": not (self.facts and self.vocabulary and self.field) and "vocabulary, facts and field",
            "value": not (self.facts and self.field) and "facts and field",
        }[self.of]
        if wanting:
            raise Invalid(
                f"A register of {self.of}s needs {wanting}.",
                vi=f"Sổ loại {self.of} cần có {wanting}.",
                cure=f"Write {wanting}: ...",
            )
        return self

    @model_validator(mode="after")
    def _asks_only_its_tasks(self) -> Register:
        asking = [(f"columns.{i}", column.id) for i, column in enumerate(self.columns) if column.task]
        asking += [(f"waits.{i}", wait.id) for i, wait in enumerate(self.waits) if wait.running]
        if asking and self.of != "task":
            place, name = asking[0]
            raise Invalid(
                f"{name!r} asks a task, and a register of {self.of}s has none.",
                vi=f"{name!r} lấy từ việc, nhưng sổ loại {self.of} không có việc.",
                place=place,
                cure="Write of: task, or take it from a field.",
            )
        return self

    @property
    def column_ids(self) -> list[str]:
        """The ids of its columns, those that it has by itself first."""
        own = {"term": TERM_COLUMNS, "value": VALUE_COLUMNS}.get(self.of, ())
        return [*own] + [column.id for column in self.columns]

    @property
    def dimensions(self) -> list[str]:
        """What its lines can be counted by."""
        return [*(("term",) if self.is_keyed else ()), *DIMENSIONS, *self.column_ids]

    @property
    def is_keyed(self) -> bool:
        """Whether its lines are about terms or values, and not about single facts or tasks."""
        return self.of in {"term", "value"}

    @property
    def is_whole(self) -> bool:
        """Whether a line depends on others, or on more than it shows, so that all must be read to tell of some."""
        return self.of == "value" or self.per is not None or any(flag.repeats for flag in self.flags)

    def fact_names(self) -> list[str]:
        """The facts that it reads."""
        return list(dict.fromkeys([*self.facts, *(name for column in self.columns for name in column.of)]))


class Section(Model):
    """A heading under which registers are listed, in that order."""

    id: Id
    name: Text
    en: Text | None = None
    registers: Annotated[tuple[Id, ...], Field(min_length=1)]
