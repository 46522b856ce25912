"""The tables of a Word document as rows of cells. Only the text is read: no pictures, fields, comments or changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dondoc.documents.packed import archive, refused, stream
from dondoc.domain.annex.cells import GridRow

MOST_CELLS = 100_000
MOST_SPAN = 60


@dataclass(slots=True)
class _Cell:
    text: list[str] = field(default_factory=list)
    span: int = 1
    merged: bool = False


@dataclass(slots=True)
class _Tables:
    """What was read so far: the tables, and the row and cell that are open."""

    name: str
    tables: list[list[GridRow]] = field(default_factory=list)
    depth: int = 0
    row: list[_Cell] | None = None
    cell: _Cell | None = None
    above: list[str] = field(default_factory=list)
    cells: int = 0
    text: bool = False

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        match tag:
            case "tbl":
                self.depth += 1
                if self.depth == 1:
                    self.tables.append([])
                    self.above = []
            case "tr" if self.depth == 1:
                self.row = []
            case "tc" if self.depth == 1:
                self.cell = _Cell()
                self.cells += 1
                if self.cells > MOST_CELLS:
                    raise refused(self.name, "too many cells", "bảng quá lớn", "Cut it into several files.")
            case "t":
                self.text = True
            case _ if self.cell is not None:
                self._within(self.cell, tag, given)

    def _within(self, cell: _Cell, tag: str, given: Mapping[str, str]) -> None:
        """An element begins in a cell."""
        match tag:
            case "gridSpan":
                cell.span = min(max(_number(given.get("val", "1")), 1), MOST_SPAN)
            case "vMerge":
                cell.merged = given.get("val", "continue") != "restart"
            case "p" if cell.text:
                cell.text.append("\n")
            case "br" | "cr":
                cell.text.append("\n")
            case "tab" | "noBreakHyphen":
                cell.text.append("-" if tag == "noBreakHyphen" else " ")
            case "ins" | "del" | "moveFrom" | "moveTo" if "id" in given:
                raise refused(self.name, "it holds changes that nobody accepted", "còn thay đổi chưa chấp nhận",
                              "Accept or reject all changes, then save it.")  # fmt: skip

    def end(self, tag: str) -> None:
        """An element ends."""
        match tag:
            case "t":
                self.text = False
            case "tbl":
                self.depth -= 1
            case "tc" if self.depth == 1 and self.row is not None and self.cell is not None:
                self.row.append(self.cell)
                self.cell = None
            case "tr" if self.depth == 1 and self.row is not None:
                self._close(self.row)
                self.row = None

    def said(self, text: str) -> None:
        """Characters."""
        if self.text and self.cell is not None:
            self.cell.text.append(text)

    def _close(self, row: list[_Cell]) -> None:
        texts: list[str] = []
        for cell in row:
            at = len(texts)
            above = self.above[at] if at < len(self.above) else ""
            texts.append(above if cell.merged else "".join(cell.text).strip())
            texts += [""] * (cell.span - 1)
        self.above = texts
        table = self.tables[-1]
        table.append(GridRow(f"{self.name}: bảng {len(self.tables)}, hàng {len(table) + 1}", texts))


def tables(file: Path) -> list[list[GridRow]]:
    """The tables of a document, outermost ones only; a table in a cell is text of that cell.

    Raises:
        Invalid: it is no Word document, or one that is not opened.
    """
    found = _Tables(file.name)
    with archive(file) as packed:
        stream(packed, "word/document.xml", file.name, begin=found.begin, end=found.end, said=found.said)
    return found.tables


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1  # noqa: PLR2004  # digits
