"""What the heat map of a year shows: for each body how its tasks stand, by the month or week in which they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from dondoc.domain import period as periods
from dondoc.domain.period import Grain, Period
from dondoc.domain.status import Cell
from dondoc.interfaces import wording
from dondoc.interfaces.pictures.heat import Row, heat
from dondoc.interfaces.web.asked import Asked, Filters
from dondoc.projections import by_due

WAITS = "waits"
"""The column of what waits for an act."""


@dataclass(frozen=True)
class YearView:
    """All that the page shows."""

    year: Period
    before: str
    after: str
    picture: Markup
    bodies: int


def year_view(ask: Asked, choice: Filters, year: Period, bodies: Sequence[str], *, weeks: bool) -> YearView:
    """The map of a year for some bodies, from top to bottom."""
    assert year.end is not None  # a year ends
    grain = Grain.WEEK if weeks else Grain.MONTH
    ends = (year.start.isoformat(), year.end.isoformat())
    found = ask.dondoc.ask(by_due.by_due, ask.when, ends, bodies, choice.plan)
    tiles = list(periods.tile(grain, year.start, year.end))
    columns = [(tile.label, _heading(tile, tiles[at - 1] if at else None)) for at, tile in enumerate(tiles)]
    columns.append((WAITS, "Chờ"))
    rows = [
        Row(
            ask.catalogue.body_name(body, ask.as_of),
            ask.links.tasks(unit=body, plan=choice.plan, period=year.label),
            _folded(found.get(body, {}), grain),
        )
        for body in bodies
    ]
    units = {row.href: body for row, body in zip(rows, bodies, strict=True)}

    def said(row: Row, key: str) -> tuple[str, str]:
        query: dict[str, Any] = {"unit": units[row.href], "plan": choice.plan}
        query |= {"cell": Cell.WAITING.key} if key == WAITS else {"period": key}
        counts = ", ".join(
            f"{wording.number(count)} {wording.lower(wording.SHORT[cell])}"
            for cell, count in sorted(row.columns[key].items(), reverse=True)
        )
        when = "chờ văn bản" if key == WAITS else wording.lower(wording.label(key))
        return ask.links.tasks(**query), f"{row.name}, {when}: {counts}"

    title = f"Việc của mỗi cơ quan, đơn vị theo {'tuần' if weeks else 'tháng'} đến hạn trong năm {year.start.year}"
    picture = heat(title, columns, rows, said)
    return YearView(year, str(year.start.year - 1), str(year.start.year + 1), picture, len(bodies))


def _heading(tile: Period, before: Period | None) -> str:
    """The number of a month; of weeks only those in which a month begins are headed, with that month."""
    assert tile.end is not None  # weeks and months end
    if tile.grain is Grain.MONTH:
        return f"T{tile.start.month}"
    return f"T{tile.end.month}" if before is None or before.end is None or before.end.month != tile.end.month else ""


def _folded(found: dict[str, dict[Cell, int]], grain: Grain) -> dict[str, dict[Cell, int]]:
    columns: dict[str, dict[Cell, int]] = {}
    for due, cells in found.items():
        key = periods.HOLDING[grain](date.fromisoformat(due)).label if due else WAITS
        column = columns.setdefault(key, {})
        for cell, count in cells.items():
            column[cell] = column.get(cell, 0) + count
    return columns
