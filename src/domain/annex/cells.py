"""What a reader of files hands over, and what is made of it: cells with their places, rows of a draft with doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from dondoc.domain.model import Model

Source = Literal["text", "table"]


class Column(StrEnum):
    """What a column of an annex says."""

    NO = "no"
    CONTENT = "content"
    FORMS = "forms"
    TIME = "time"
    UNIT = "unit"
    COORDINATING = "coordinating"
    PRODUCT = "product"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table as a file holds it: where it stands, and the text of its cells from left to right."""

    place: str
    cells: Sequence[str]


@dataclass(slots=True)
class Part:
    """The text of one cell as it is gathered.

    Attributes:
        lines: its text; in the columns of forms and coordinators, its items.
        meant: for each item, the wording that it was recognised as; empty when it was not.
        strays: marks beside it that are no words.
        notes: doubts that arose while it was gathered.
    """

    place: str = ""
    lines: list[str] = field(default_factory=list)
    meant: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    notes: list[Doubt] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines as one."""
        return " ".join(" ".join(self.lines).split())


@dataclass(slots=True)
class PrintedRow:
    """A row of the annex as printed: its number, its place, its cells; `heading` counts the unit headings so far."""

    place: str
    heading: int
    no: str = ""
    parts: dict[Column, Part] = field(default_factory=dict)
    joined: bool = False

    def part(self, column: Column, place: str = "") -> Part:
        """The cell of a column, made where it is not there yet."""
        return self.parts.setdefault(column, Part(place or self.place))


@dataclass(slots=True)
class PrintedAnnex:
    """An annex as printed: the unit headings in their order, the rows below them."""

    source: Source
    headings: list[Part] = field(default_factory=list)
    rows: list[PrintedRow] = field(default_factory=list)
    columns: tuple[Column, ...] = ()


class Doubt(Model):
    """Why a cell waits for a person: a code, the reason in both languages; `instead` stands for what was `read`."""

    code: str
    vi: str
    en: str
    read: str = ""
    instead: str = ""


class DraftCell(Model):
    """A cell as printed and as read; with `doubts` the reading is a proposal."""

    place: str
    printed: str
    value: str | tuple[str, ...]
    doubts: tuple[Doubt, ...] = ()


class DraftUnit(Model):
    """A unit heading, or a unit of the unit column: its number in the annex, the id that was found for it."""

    no: int
    cell: DraftCell


class DraftRow(Model):
    """A row of a draft; `unit` is the number of its unit."""

    id: str
    unit: int
    no: int
    cells: dict[Column, DraftCell]


class Draft(Model):
    """An annex that was read for a plan of a year: what is doubtful waits for a person."""

    source: Source
    year: int
    units: tuple[DraftUnit, ...]
    rows: tuple[DraftRow, ...]

    def cell(self, row: str, column: Column) -> DraftCell | None:
        """A cell, by its row or unit and its column; None where there is none."""
        if column is Column.UNIT:
            return next((unit.cell for unit in self.units if str(unit.no) == row), None)
        return next((each.cells.get(column) for each in self.rows if each.id == row), None)

    def doubtful(self) -> list[tuple[str, Column, DraftCell]]:
        """The cells that wait: row or unit, column, cell."""
        units = [(str(unit.no), Column.UNIT, unit.cell) for unit in self.units if unit.cell.doubts]
        cells = [(row.id, column, cell) for row in self.rows for column, cell in row.cells.items() if cell.doubts]
        return units + cells
