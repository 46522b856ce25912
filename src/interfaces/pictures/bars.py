"""Bars along the days: windows from their first to their last day, never finer than they were told.

A window that is a month is a bar as long as that month. What waits for an act has no days: where the plan says when the
act is expected, a dashed bar shows that estimate, else only its sign stands in the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from dondoc.domain import period as periods
from dondoc.domain.period import DAY, Grain, Period
from dondoc.domain.status import Cell
from dondoc.interfaces.pictures.marks import SIGNS, linked, picture, tag

LABELS, AXIS, HEAD, ROW = 330, 740, 24, 21
LETTERS = 50
MONTHS = timedelta(days=40)
"""What is longer is told in months, what is not in weeks."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A window: its days, where it stands, where it leads and what it is in words.

    `number` is how many tasks it stands for, 0 for one. `day` is a due day that was told as a day. `estimate`: its
    days are only those in which something is expected. Without a `start` it has no days at all.
    """

    start: date | None
    end: date | None
    cell: Cell
    href: str
    said: str
    number: int = 0
    day: date | None = None
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the picture: its name with its bars; one without bars is a heading."""

    name: str
    href: str
    bars: tuple[Bar, ...] = ()
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the days of a stretch lie in the picture."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Where a day begins; what lies outside is brought to the edge."""
        whole = (self.last - self.first).days + 1
        within = min(max((day - self.first).days, 0), whole)
        return round(LABELS + AXIS * within / whole, 1)


def bars(title: str, shown: Period, lines: Sequence[Line], today: date, nth: int = 0) -> Markup:
    """The picture of some lines over the days of a period; `today` is marked, where it lies within.

    `nth` counts the pictures of this kind on a page.
    """
    assert shown.end is not None  # a picture has an end
    axis, height = Axis(shown.start, shown.end), HEAD + len(lines) * ROW
    parts = [*_axis(shown, axis, height)]
    for down, line in enumerate(lines):
        parts += _line(line, HEAD + down * ROW, axis)
    if today in shown:
        x = axis.at(today)
        parts.append(tag("path", d=f"M{x} {HEAD - 6}V{height}", class_="today"))
        parts.append(tag("text", f"{today:%d/%m}", x=x, y=9, class_="today"))
    return picture("bars", title, LABELS + AXIS + 2, height + 2, parts, nth)


def _axis(shown: Period, axis: Axis, height: float) -> Iterator[Markup]:
    grain = Grain.MONTH if axis.last - axis.first > MONTHS else Grain.WEEK
    for each in periods.tile(grain, axis.first, axis.last):
        assert each.end is not None  # months and weeks end
        x, right = axis.at(each.start), axis.at(each.end + DAY)
        yield tag("path", d=f"M{x} {HEAD - 4}V{height}", class_="grid")
        name = f"T{each.start.month}" if grain is Grain.MONTH else f"{max(each.start, shown.start):%d/%m}"
        yield tag("text", name, x=(x + right) / 2, y=HEAD - 8, class_="head")


def _line(line: Line, top: float, axis: Axis) -> Iterator[Markup]:
    name = line.name if len(line.name) <= LETTERS else line.name[: LETTERS - 1].rstrip() + "…"
    text = tag("text", name, x=0, y=top + 15, class_="heading" if line.heading else "name")
    yield linked(line.href, line.name, text) if line.href else text
    for bar in line.bars:
        yield linked(bar.href, bar.said, *_bar(bar, top, axis))


def _bar(bar: Bar, top: float, axis: Axis) -> Iterator[Markup]:
    yield tag("title", bar.said)
    if bar.start is None:
        yield tag("text", f"{SIGNS[bar.cell]} chưa có ngày", x=LABELS + 4, y=top + 15, class_="undated")
        return
    left, right = axis.at(bar.start), axis.at((bar.end or axis.last) + DAY)
    width = max(right - left, 8.0)
    left = min(left, LABELS + AXIS - width)
    box = {"x": left, "y": top + 3, "width": round(width, 1), "height": ROW - 6}
    yield tag("rect", **box, class_="estimate" if bar.estimate else bar.cell.key)
    if bar.cell is Cell.OPEN_OVERDUE:
        yield tag("rect", **box, class_="late")
    said = f"{SIGNS[bar.cell]} {bar.number}" if bar.number else SIGNS[bar.cell]
    yield tag("text", said, x=left + 4, y=top + 15, class_="count")
    if bar.day is not None:
        yield tag("path", d=f"M{axis.at(bar.day + DAY)} {top + 4}l5 6.5l-5 6.5l-5 -6.5z", class_="due")
    if bar.end is None or bar.end > axis.last:
        yield tag("text", "→", x=LABELS + AXIS - 12, y=top + 15, class_="count")
