"""What the calendar shows: days off and swapped days with their decisions, due days, days that were set, windows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dondoc.domain import period as periods
from dondoc.domain.calendar import SpecialDay
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.period import DAY, Grain, Period
from dondoc.domain.status import Cell
from dondoc.interfaces import terms, wording
from dondoc.interfaces.setting import SetDay, set_days
from dondoc.interfaces.web.asked import Asked
from dondoc.projections import due_days
from dondoc.projections.due_days import Of, Stretch
from dondoc.projections.task_list import TaskLine

SHOWN = 3
"""How many tasks are named on a day of a month."""
MOST = 150
GRAINS = {Grain.MONTH: "Tháng", Grain.QUARTER: "Quý", Grain.YEAR: "Năm"}


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked (None where that has not been decided), why, and what is due or set on it."""

    day: date
    working: bool | None
    special: SpecialDay | None
    decision: str
    cells: dict[Cell, int]
    named: list[TaskLine]
    set: list[SetDay]

    @property
    def due(self) -> int:
        """How many tasks are due on it that were not cancelled."""
        return sum(count for cell, count in self.cells.items() if cell is not Cell.CANCELLED)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks from Monday to Sunday; None for days of its neighbours."""

    period: Period
    weeks: list[list[Day | None]]


@dataclass(frozen=True)
class CalendarView:
    """All that the page shows. `listed` are the tasks of the day or window that was picked, `picked` its label."""

    period: Period
    before: str
    after: str
    others: list[tuple[str, str]]
    months: list[Month]
    stretches: list[Stretch]
    specials: list[tuple[SpecialDay, str]]
    picked: str
    listed: list[TaskLine] = field(default_factory=list)


def calendar_view(ask: Asked, label: str, of: Of, picked: str) -> CalendarView:
    """The calendar of a month, quarter or year.

    Args:
        ask: the day and the engine that are asked.
        label: the period's; empty for the month of the day asked about.
        of: whose tasks.
        picked: a day or window of it, whose tasks are listed; empty for none.

    Raises:
        Invalid: no period has that label, or it is none of the three kinds.
    """
    shown = periods.parse(label) if label else periods.month(ask.as_of)
    if shown.grain not in GRAINS or shown.end is None:
        raise Invalid(
            f"The calendar shows a month, quarter or year, not {label!r}.",
            vi=f"Lịch xem theo tháng, quý hoặc năm, không theo “{label}”.",
            place="period",
            cure="Write 2024-06, 2024-Q2 or 2024.",
        )
    days = (shown.start.isoformat(), shown.end.isoformat())
    counted = ask.dondoc.ask(due_days.by_day, ask.when, *days, of)
    named: dict[str, list[TaskLine]] = {}
    if shown.grain is Grain.MONTH:
        for line in ask.dondoc.seen(due_days.due_on, ask.when, *days, of, most=SHOWN):
            named.setdefault(line.due or "", []).append(line)
    events: dict[date, list[SetDay]] = {}
    for each in set_days(ask.dondoc, ask.when, shown.start, shown.end, of.bodies, of.plan):
        events.setdefault(each.day, []).append(each)
    months = [_month(each, ask.catalogue, counted, named, events) for each in _months(shown)]
    special = sorted((d for d in ask.catalogue.calendar.special.values() if d.day in shown), key=lambda d: d.day)
    return CalendarView(
        shown,
        _beside(shown, shown.start - DAY),
        _beside(shown, shown.end + DAY),
        [(name, periods.HOLDING[grain](_about(ask.as_of, shown)).label) for grain, name in GRAINS.items()],
        months,
        ask.dondoc.ask(due_days.stretches, ask.when, *days, of),
        [(each, terms.document(each.basis, ask.catalogue) if each.basis else "") for each in special],
        picked,
        _listed(ask, picked, of) if picked else [],
    )


def _about(day: date, shown: Period) -> date:
    """The day that stays in sight when one goes to a longer or shorter period."""
    return day if day in shown else shown.start


def _beside(shown: Period, day: date) -> str:
    return periods.HOLDING[shown.grain](day).label


def _months(shown: Period) -> list[Period]:
    assert shown.end is not None  # checked by calendar_view
    return list(periods.tile(Grain.MONTH, shown.start, shown.end))


def _listed(ask: Asked, picked: str, of: Of) -> list[TaskLine]:
    found = periods.parse(picked)
    ends = (found.start.isoformat(), str(found.end or ""))
    if found.grain is Grain.DAY:
        return ask.dondoc.seen(due_days.due_on, ask.when, *ends, of, most=MOST)
    return ask.dondoc.seen(due_days.within, ask.when, ends, of, most=MOST)


def _month(
    of: Period, catalogue: Catalogue, counted: dict[str, dict[Cell, int]], named: dict[str, list[TaskLine]],
    events: dict[date, list[SetDay]],
) -> Month:  # fmt: skip
    assert of.end is not None  # a month ends
    start = of.start - of.start.weekday() * DAY
    weeks: list[list[Day | None]] = []
    while start <= of.end:
        week = [start + n * DAY for n in range(7)]
        weeks.append([_day(d, catalogue, counted, named, events) if d in of else None for d in week])
        start += 7 * DAY
    return Month(of, weeks)


def _day(
    day: date, catalogue: Catalogue, counted: dict[str, dict[Cell, int]], named: dict[str, list[TaskLine]],
    events: dict[date, list[SetDay]],
) -> Day:  # fmt: skip
    calendar, key = catalogue.calendar, day.isoformat()
    decided = calendar.first <= day <= calendar.through
    special = calendar.special.get(day)
    decision = terms.document(special.basis, catalogue) if special and special.basis else ""
    working = calendar.is_working(day) if decided else None
    return Day(day, working, special, decision, counted.get(key, {}), named.get(key, []), events.get(day, []))


def next_working(day: Day, catalogue: Catalogue) -> str:
    """The day at whose end a time limit ends that ends on a day off, by art. 148.5 of the Civil Code."""
    calendar = catalogue.calendar
    if day.working is not False:
        return ""
    later = day.day + DAY
    while calendar.first <= later <= calendar.through:
        if calendar.is_working(later):
            return wording.day(later)
        later += DAY
    return ""
