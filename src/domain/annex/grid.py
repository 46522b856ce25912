"""Tables: rows of cells become rows of an annex. Unit headings are rows of their own or a column.

A row that a page break cut goes on in the next one, which has no number and does not begin anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dondoc.domain.annex.cells import Column, GridRow, Part, PrintedAnnex, PrintedRow
from dondoc.domain.annex.columns import headings
from dondoc.domain.errors import Invalid
from dondoc.domain.text import fold

_HEADING = re.compile(r"^\s*(?:(\d{1,2}|[IVXLC]+|[A-ZĐ])\s*[.)/]?\s+)?(.+)$")
_NUMBER = re.compile(r"^\s*(\d{1,3})\s*[.)]?\s*$")
_BULLET = re.compile(r"^\s*[-\u2013+•*]\s*")


def read_grid(rows: Sequence[GridRow]) -> PrintedAnnex:
    """The rows of an annex in a table.

    Raises:
        Invalid: no row names its columns.
    """
    annex = PrintedAnnex("table")
    columns: dict[int, Column] | None = None
    for row in rows:
        found = headings(row.cells)
        if columns is None or found:
            columns = found or columns
            continue
        filled = {column: row.cells[at].strip() for at, column in columns.items() if at < len(row.cells)}
        filled = {column: text for column, text in filled.items() if text}
        texts = {" ".join(cell.split()) for cell in row.cells if cell.strip()}
        if not texts or (len(texts) > 2 and all(text.isdigit() for text in texts)):  # noqa: PLR2004  # numbers of columns
            continue
        if heading := _heading(texts, filled, annex):
            annex.headings.append(Part(row.place, [heading[1]], strays=[]))
            annex.headings[-1].meant.append(heading[0])
            continue
        _row(annex, row.place, filled)
    if columns is None:
        raise Invalid(
            "No row names the columns of an annex.",
            vi="Không tìm thấy dòng tiêu đề các cột của phụ lục.",
            cure="Let one row name them: TT, Nội dung, Hình thức, Thời gian, Đơn vị phối hợp.",
        )
    annex.columns = tuple(dict.fromkeys(columns.values()))
    return annex


def _heading(texts: set[str], filled: dict[Column, str], annex: PrintedAnnex) -> tuple[str, str] | None:
    """The number and the name of a unit heading: a row with one text, or a number and a text in capitals."""
    if Column.TIME in filled and len(texts) > 1:
        return None
    said = [text for text in texts if not _NUMBER.match(text) and not re.fullmatch(r"[IVXLC]+[.)]?", text)]
    if len(said) != 1 or len(texts) > 2:  # noqa: PLR2004  # its number and its name
        return None
    match = _HEADING.match(said[0])
    letters = [c for c in said[0] if c.isalpha()]
    capitals = sum(c.isupper() for c in letters) >= 0.7 * len(letters)  # a share
    numbered = bool(match and match[1]) or len(texts) > 1
    if match is None or not letters or not (capitals or (numbered and not annex.rows)):
        return None
    return match[1] or next((t for t in texts if t != said[0]), ""), match[2]


def _row(annex: PrintedAnnex, place: str, filled: dict[Column, str]) -> None:
    no = filled.pop(Column.NO, "")
    unit = filled.pop(Column.UNIT, "")
    content = filled.get(Column.CONTENT, "")
    before = annex.rows[-1] if annex.rows else None
    goes_on = before is not None and not no and not unit and (not content or content[:1].islower())
    if goes_on and before is not None:
        before.joined = True
        row = before
    else:
        if unit:
            _unit(annex, unit, place)
        row = PrintedRow(place, len(annex.headings), match[1] if (match := _NUMBER.match(no)) else no)
        annex.rows.append(row)
    for column, text in filled.items():
        part = row.part(column, place)
        if column in {Column.FORMS, Column.COORDINATING}:
            _items(part, text, goes_on=goes_on)
        else:
            part.lines.append(" ".join(text.split()))


def _unit(annex: PrintedAnnex, unit: str, place: str) -> None:
    """A unit of the unit column is the heading of its rows; one that comes again later is the same."""
    name = " ".join(unit.split())
    if annex.headings and fold(annex.headings[-1].text) == fold(name):
        return
    annex.headings.append(Part(place, [name], [""]))


def _items(part: Part, text: str, *, goes_on: bool) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    dashed = any(_BULLET.match(line) for line in lines)
    for index, line in enumerate(lines):
        new = bool(_BULLET.match(line)) or (not dashed and not (goes_on and index == 0 and line.strip()[:1].islower()))
        item = " ".join(_BULLET.sub("", line, count=1).split())
        if new or not part.lines:
            part.lines.extend(each.strip() for each in (item.split(";") if not dashed else [item]) if each.strip())
        else:
            part.lines[-1] += f" {item}"
