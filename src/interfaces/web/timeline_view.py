"""What the picture of a plan over its year shows: the windows of its rows and duties as bars, where each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup

from dondoc.domain import period as periods
from dondoc.domain.period import Grain, Period
from dondoc.domain.plan import Plan
from dondoc.domain.status import Cell
from dondoc.interfaces import wording
from dondoc.interfaces.pictures.bars import Bar, Line, bars
from dondoc.interfaces.pictures.marks import worst
from dondoc.interfaces.web.asked import Asked
from dondoc.projections import windows
from dondoc.projections.due_days import STRETCHES, Stretch
from dondoc.projections.windows import Window

ROWS = 22
"""Rows of one picture: it fits a sheet."""


@dataclass(frozen=True)
class TimelineView:
    """All that the page shows, in pictures of a sheet each."""

    plan: Plan
    year: Period
    before: str
    after: str
    pictures: list[Markup]


def timeline_view(ask: Asked, plan: str, label: str, bodies: Sequence[str] | None) -> TimelineView:
    """The picture of a plan over a year.

    Raises:
        NotFound: there is no such plan.
        Invalid: no period has that label.
    """
    file = ask.catalogue.plan(plan)
    year = periods.parse(label) if label else periods.year(date(file.plan.year, 1, 1))
    shown = year if year.end is not None else periods.year(year.start)
    assert shown.end is not None  # a year ends
    ends = (shown.start.isoformat(), shown.end.isoformat())
    found = ask.dondoc.ask(windows.of_plan, ask.when, plan, ends, bodies)
    order = {duty.id: at for at, duty in enumerate(file.all_duties())}
    rows = {duty.id for duty in file.all_duties() if duty.row}
    placed = sorted((w for w in found if w.duty in rows), key=lambda w: (order[w.duty], w.start or "9"))
    prose = sorted((w for w in found if w.duty not in rows), key=lambda w: (order.get(w.duty, 0), w.start or "9"))
    lines = [*_rows(placed, ask, shown), *_prose(prose, ask, shown)]
    before, after = (periods.year(date(shown.start.year + n, 1, 1)).label for n in (-1, 1))
    title = f"{file.plan.name}: thời gian thực hiện trong {wording.lower(wording.period(shown))}"
    starts = range(0, len(lines), ROWS)
    drawn = [bars(title, shown, lines[at : at + ROWS], ask.as_of, nth) for nth, at in enumerate(starts)]
    return TimelineView(file.plan, shown, before, after, drawn)


def _rows(found: Sequence[Window], ask: Asked, shown: Period) -> Iterator[Line]:
    """The rows of the annex below the names of their units, one line a row with a bar for each part."""
    for body, of_body in groupby(found, key=lambda each: each.body):
        yield Line(ask.catalogue.body_name(body, ask.as_of), ask.links.tasks(unit=body), heading=True)
        for duty, parts in groupby(of_body, key=lambda each: each.duty):
            own = list(parts)
            name = f"{duty.partition('.')[2]}. {wording.duty_name(duty, ask.catalogue)}"
            yield Line(name, ask.links.task(own[0].root), tuple(_bars(own, ask, shown)))


def _prose(found: Sequence[Window], ask: Asked, shown: Period) -> Iterator[Line]:
    """The duties of the prose, one line each; all bodies that owe one in the same window share a bar."""
    if found:
        yield Line("Nhiệm vụ trong phần lời văn", "", heading=True)
    for duty, of_duty in groupby(found, key=lambda each: each.duty):
        plan = duty.partition(".")[0]
        href = ask.links.tasks(plan=plan, duty=duty)
        yield Line(wording.duty_name(duty, ask.catalogue), href, tuple(_bars(list(of_duty), ask, shown, href)))


def _bars(found: Sequence[Window], ask: Asked, shown: Period, href: str = "") -> Iterator[Bar]:
    for each in found:
        expected = periods.parse(each.expected) if each.expected and not each.start else None
        start, end = (date.fromisoformat(told) if told else None for told in (each.start, each.end))
        if expected:
            start, end = expected.start, expected.end
        if start and (start > (shown.end or start) or (end or shown.start) < shown.start):
            continue  # expected in another year
        cell = worst(each.cells)
        if cell is None:
            continue
        number = sum(each.cells.values())
        told = f"{_when(each, ask)}: " + ", ".join(
            f"{count} {wording.lower(wording.SHORT[of])}" if number > 1 else wording.lower(wording.SHORT[of])
            for of, count in sorted(each.cells.items(), reverse=True)
        )
        day = date.fromisoformat(each.due) if each.due and each.grain not in STRETCHES and number == 1 else None
        waits = cell is Cell.WAITING
        to = href or ask.links.task(each.task)
        yield Bar(start, end, cell, to, told, number if number > 1 else 0, day, estimate=waits)


def _when(each: Window, ask: Asked) -> str:
    if each.act:
        act = ask.catalogue.acts.get(each.act)
        said = wording.PHASES.get(each.phase, "Theo văn bản") + (f" {act.kind}" if act else "")
        return f"{said}, dự kiến {wording.lower(wording.label(each.expected))}" if each.expected else said
    return wording.occurrence(each.duty, each.period, ask.catalogue)


def of_stretches(found: Sequence[Stretch], ask: Asked, shown: Period, query: dict[str, str]) -> Markup:
    """The windows that name no day, as bars over the days of a period, those of one grain together in one line."""
    lines = []
    for grain, alike in groupby(found, key=lambda each: each.grain):
        drawn = []
        for each in alike:
            start, end = date.fromisoformat(each.start), date.fromisoformat(each.end)
            cell = worst(each.cells)
            label = periods.HOLDING[Grain(grain)](start).label
            counts = ", ".join(
                f"{wording.number(n)} {wording.lower(wording.SHORT[of])}"
                for of, n in sorted(each.cells.items(), reverse=True)
            )
            said = f"{wording.label(label)}: {counts}"
            href = ask.links.calendar(shown.label, of=label, **query) + "#viec"
            if cell is not None:
                drawn.append(Bar(start, end, cell, href, said, each.cells[cell]))
        lines.append(Line(NAMES[Grain(grain)], "", tuple(drawn)))
    return bars("Việc có thời gian là cả tuần, tháng, quý hoặc năm", shown, lines, ask.as_of)


NAMES = {
    Grain.WEEK: "Việc của từng tuần",
    Grain.MONTH: "Việc của tháng",
    Grain.QUARTER: "Việc của quý",
    Grain.HALF: "Việc của 6 tháng",
    Grain.YEAR: "Việc của cả năm",
}
