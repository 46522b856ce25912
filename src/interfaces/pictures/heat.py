"""A heat map: rows by columns, each cell with the worst that stands in it, its sign and its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dondoc.domain.status import Cell
from dondoc.interfaces.pictures.marks import SIGNS, linked, picture, tag, worst

LABELS, HEAD, ROW = 250, 26, 26
WIDE, NARROW, FEW = 62, 17, 14
"""The width of a column with numbers, and of one of many; up to how many columns there is room for numbers."""
LETTERS = 34
"""Letters of a row's name that fit."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its name, where it leads, how many stand in which cell in each column."""

    name: str
    href: str
    columns: Mapping[str, Mapping[Cell, int]]


def heat(
    title: str, columns: Sequence[tuple[str, str]], rows: Sequence[Row], said: Callable[[Row, str], tuple[str, str]]
) -> Markup:
    """The map.

    Args:
        title: what it shows.
        columns: key and heading of each.
        rows: from top to bottom.
        said: where a cell of a row and column leads, and what it says in words.
    """
    wide = WIDE if len(columns) <= FEW else NARROW
    parts = [tag("path", d=_grid(len(columns), len(rows), wide), class_="grid")]
    for at, (_, heading) in enumerate(columns):
        if heading:
            parts.append(tag("text", heading, x=LABELS + at * wide + wide / 2, y=HEAD - 9, class_="head"))
    for down, row in enumerate(rows):
        top = HEAD + down * ROW
        name = row.name if len(row.name) <= LETTERS else row.name[: LETTERS - 1].rstrip() + "…"
        parts.append(linked(row.href, row.name, tag("text", name, x=0, y=top + 17, class_="name")))
        for at, (key, _) in enumerate(columns):
            cells: dict[Cell, int] = {
                cell: n for cell, n in row.columns.get(key, {}).items() if cell is not Cell.CANCELLED and n
            }
            if cells:
                parts.append(_cell(cells, LABELS + at * wide, top, wide, said(row, key)))
    return picture("heat", title, LABELS + len(columns) * wide + 1, HEAD + len(rows) * ROW + 1, parts)


def _cell(cells: Mapping[Cell, int], x: float, y: float, wide: float, said: tuple[str, str]) -> Markup:
    cell = worst(cells)
    assert cell is not None  # asked only where something stands
    box = {"x": x + 1, "y": y + 1, "width": wide - 2, "height": ROW - 2}
    inside = [tag("rect", **box, class_=cell.key)]
    if cell is Cell.OPEN_OVERDUE:
        inside.append(tag("rect", **box, class_="late"))
    number = f"{SIGNS[cell]} {cells[cell]}" if wide == WIDE else SIGNS[cell]
    inside.append(tag("text", number, x=x + wide / 2, y=y + 17, class_="count"))
    return linked(said[0], said[1], *inside)


def _grid(columns: int, rows: int, wide: float) -> str:
    across, down = columns * wide, rows * ROW
    lines = [f"M{LABELS} {HEAD + n * ROW}h{across}" for n in range(rows + 1)]
    lines += [f"M{LABELS + n * wide} {HEAD}v{down}" for n in range(columns + 1)]
    return "".join(lines)
