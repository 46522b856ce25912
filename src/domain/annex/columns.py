"""The columns of an annex, recognised by their headings in whatever order and wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dondoc.domain.annex.cells import Column
from dondoc.domain.text import fold

LEAST = 3
"""A line of headings names so many columns; fewer may be chance."""
_WORK = "nhiem vu|cong viec|cong tac|tuyen truyen|truyen thong|thuc hien|hoat dong|trien khai"
LONGEST = 600
"""Letters of a line of headings."""
# Folded, so that misread diacritics do not matter. The first that fits wins: the narrow wordings come first.
_WORDINGS: tuple[tuple[Column, str], ...] = (
    (Column.COORDINATING, r"(?:(?:co quan|don vi|to chuc)[,/ ]*)*(?:cung )?phoi h[oa]p(?: thuc hien)?"),
    (Column.UNIT, r"(?:(?:co quan|don vi|to chuc)[,/ ]*)+(?:chu tri|thuc hien|chiu trach nhiem|duoc giao)|chu tri"),
    (Column.FORMS, r"(?:hinh thuc|phuong thuc|kenh)(?: (?:thuc hien|tuyen truyen|truyen thong))?"),
    (Column.TIME, r"(?:thoi (?:gian|han|diem)|tien do)(?: (?:thuc hien|hoan thanh|trinh|ban hanh))*"),
    (Column.PRODUCT, r"(?:san pham|ket qua)(?: (?:dau ra|hoan thanh|du kien|dat duoc))?"),
    (Column.NOTE, r"ghi chu"),
    (Column.CONTENT, rf"(?:noi dung|nhiem vu|cong viec|ten)(?:(?:[,/ ]+(?:va )?)(?:{_WORK}))*"),
    (Column.NO, r"s?tt|so thu tu|so tt"),
)  # fmt: skip


def recognised(heading: str) -> Column | None:
    """The column that a heading's text means; None for no heading."""
    said = re.sub(r"[^\w/, ]", " ", fold(heading)).strip(" ,/")
    said = " ".join(said.split())
    return next((column for column, wording in _WORDINGS if re.fullmatch(wording, said)), None)


def headings(cells: Sequence[str]) -> dict[int, Column] | None:
    """The columns of a row of headings by their index; None when the row is none."""
    found = {index: column for index, cell in enumerate(cells) if (column := recognised(cell))}
    distinct = set(found.values())
    return found if len(distinct) >= LEAST and Column.CONTENT in distinct else None


def in_line(text: str) -> tuple[Column, ...]:
    """The columns that one line of text names, in their order; empty when it is no line of headings."""
    if len(text) > LONGEST:
        return ()
    said, at, found = fold(text), 0, []
    while at < len(said):
        if said[at] in " |\t":
            at += 1
            continue
        for column, wording in _WORDINGS:
            if match := re.compile(rf"(?:{wording})(?=$|[ |])").match(said, at):
                found.append(column)
                at = match.end()
                break
        else:
            return ()
    fits = len(found) >= LEAST and len(set(found)) == len(found) and Column.CONTENT in found
    return tuple(found) if fits else ()
