"""An annex in a file, as rows of cells or as lines of text: DOCX, XLSX, CSV, or text that was scanned or pasted.

The kind is told by the file's ending. Nothing is decided here about what the cells mean.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from dondoc.documents.packed import checked, refused
from dondoc.documents.sheet_tables import sheets
from dondoc.documents.word_tables import tables
from dondoc.domain.annex.cells import GridRow, PrintedAnnex
from dondoc.domain.annex.columns import headings
from dondoc.domain.annex.grid import read_grid
from dondoc.domain.annex.lines import lines_of
from dondoc.domain.annex.phrases import Phrase
from dondoc.domain.annex.scan import read_scan
from dondoc.domain.errors import Invalid
from dondoc.domain.text import hidden_characters, nfc

KINDS = (".docx", ".xlsx", ".csv", ".txt")
MOST_LINES = 20_000
MOST_ROWS = 2_000
MOST_CELL = 5_000
MOST_TEXT = 1_000_000
"""Letters of one cell or line, and of the annex."""
MOST_COLUMNS = 60
_FORMULA = re.compile(r"\s*[\ufeff\u200b]*(?:[=@\uff1d\uff20]|[-+].*\|.*!)")


def printed(file: Path, known: Iterable[Phrase]) -> PrintedAnnex:
    """The annex of a file as printed.

    Args:
        file: a .docx, .xlsx, .csv or .txt file.
        known: items that other plans use; they tell the columns of scanned text apart.

    Raises:
        Invalid: the file is not taken, or holds no annex.
    """
    kind = file.suffix.lower()
    if kind not in KINDS:
        raise refused(file.name, "the kind of file is not known", "chưa nhận loại tệp này", f"Use {', '.join(KINDS)}.")
    try:
        if kind == ".txt":
            return _text(file, known)
        if kind == ".csv":
            return read_grid(_plain(file.name, _csv(file)))
        grids = tables(file) if kind == ".docx" else sheets(file)
        return read_grid(_plain(file.name, _annex(grids)))
    except Invalid as wrong:
        if wrong.place:
            raise
        raise Invalid(wrong.en, vi=wrong.vi, place=file.name, cure=wrong.cure) from wrong


def _annex(grids: list[list[GridRow]]) -> list[GridRow]:
    """The tables of the annex: the first that names columns, and those after it that are as wide or name them again."""
    rows: list[GridRow] = []
    wide = 0
    for grid in grids:
        names = any(headings(row.cells) for row in grid[:20])
        across = max((len(row.cells) for row in grid), default=0)
        if names or (rows and across == wide):
            rows += grid
            wide = across
    return rows


def _plain(name: str, rows: list[GridRow]) -> list[GridRow]:
    """The rows, if every cell is text of a reasonable length without hidden characters and formulas.

    Raises:
        Invalid: one is not.
    """
    if len(rows) > MOST_ROWS or sum(len(cell) for row in rows for cell in row.cells) > MOST_TEXT:
        raise refused(name, "too many rows", "quá nhiều hàng", "Cut it into several files.")
    for row in rows:
        if len(row.cells) > MOST_COLUMNS:
            raise refused(row.place, "too many columns", "quá nhiều cột", f"At most {MOST_COLUMNS}.")
        for cell in row.cells:
            if len(cell) > MOST_CELL:
                raise refused(row.place, "a cell is too long", "có ô quá dài", f"At most {MOST_CELL} letters.")
            if hidden := hidden_characters(cell):
                raise _hidden(row.place, hidden[0])
            if _FORMULA.match(cell):
                raise refused(row.place, "a formula", "có công thức", "Write values only.")
    return [GridRow(row.place, [nfc(cell) for cell in row.cells]) for row in rows]


def _csv(file: Path) -> list[GridRow]:
    text = _decoded(file)
    first = next((line for line in text.split("\n") if line.count(";") + line.count(",") + line.count("\t") > 1), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True)
    rows, at = [], 1
    try:
        for row in reader:
            rows.append(GridRow(f"{file.name}:{at}", row))
            at = reader.line_num + 1
            if len(rows) > MOST_LINES:
                break
    except csv.Error as wrong:
        raise refused(f"{file.name}:{at}", f"not CSV ({wrong})", "không đúng dạng CSV", "Mind the quotes.") from wrong
    return rows


def _text(file: Path, known: Iterable[Phrase]) -> PrintedAnnex:
    text = nfc(_decoded(file))
    if any(headings(line.split("\t")) for line in text.split("\n")):
        return read_grid(_plain(file.name, _csv(file)))  # pasted out of a table, the columns kept by tabs
    lines = lines_of(text)
    if len(lines) > MOST_LINES or len(text) > MOST_TEXT:
        raise refused(file.name, "too many lines", "quá nhiều dòng", "Cut it into several files.")
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_CELL:
            raise refused(f"{file.name}:{number}", "a line is too long", "có dòng quá dài", "Break the line.")
        if hidden := hidden_characters(line):
            raise _hidden(f"{file.name}:{number}", hidden[0])
    annex = read_scan(lines, known)
    for row in annex.rows:
        row.place = f"{file.name}{row.place}"
    for part in [*annex.headings, *(part for row in annex.rows for part in row.parts.values())]:
        part.place = f"{file.name}{part.place}"
    return annex


def _decoded(file: Path) -> str:
    raw = checked(file)
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))  # what Excel calls Unicode text
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as wrong:
        at = raw.count(b"\n", 0, wrong.start) + 1
        raise refused(
            f"{file.name}:{at}", "not UTF-8", "tệp không ở bảng mã UTF-8", "Save it as UTF-8 text or 'CSV UTF-8'."
        ) from wrong
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _hidden(place: str, what: str) -> Invalid:
    return refused(place, f"an invisible character ({what})", f"có ký tự ẩn ({what})", "Delete it and type it again.")
