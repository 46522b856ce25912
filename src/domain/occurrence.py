"""Occurrences: which tasks a duty brings, and when each opens and falls due.

Pure arithmetic of a plan's year. The name of a task follows from duty, body and label, so that opening it twice is
impossible whoever opens it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.domain import period as periods
from dondoc.domain.period import DAY, Grain
from dondoc.domain.plan import Duty, Plan
from dondoc.domain.rhythm import Continuous, Every, Once, PerVersion, Quota, Slot, year_day
from dondoc.domain.window import Phase, Window


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One period or item of a duty, the same for every body that owes it.

    Attributes:
        label: names the occurrence within its duty: `2024-Q1`, `2024-07`, `before`.
        window: when it should be done.
        opens: the day from which it is owed.
        due: the last day in term; None while it waits for an act, and for open-ended windows.
        parent: the label of the occurrence that this one is a part of, or empty.
        composite: whether it is only the sum of its parts.
        data_from, data_to: the days that a report covers, where the schedule sets them apart.
        count, minutes: for quotas, how many are needed and how long each must be.
    """

    label: str
    window: Window
    opens: date
    due: date | None
    parent: str = ""
    composite: bool = False
    data_from: date | None = None
    data_to: date | None = None
    count: int = 0
    minutes: int = 0


def task_id(duty: str, body: str, label: str) -> str:
    """The name of a task."""
    return f"{duty}:{body}:{label}"


def occurrences(duty: Duty, plan: Plan) -> Iterator[Occurrence]:
    """All occurrences of a duty in its plan's years, by opening day; none of one on demand or struck out."""
    if duty.dropped is not None and duty.dropped <= plan.version:
        return
    starts = plan.since(duty.added)
    match duty.rhythm:
        case Once():
            yield from _once(duty, plan)
        case Every(schedule=slots) if slots:
            found = (_slot(slot, year, starts) for year in plan.years for slot in slots)
            yield from sorted(found, key=lambda o: o.opens)
        case Every(period=grain):
            yield from _periodic(Grain(grain or ""), plan, starts)
        case Quota(period=grain, count=count, minutes=minutes):
            yield from _periodic(Grain(grain), plan, starts, count=count, minutes=minutes or 0)
        case Continuous():
            whole = periods.year(plan.ends) if plan.until is None else periods.parse(f"{plan.year}-{plan.until}")
            yield Occurrence(whole.label, Window.fixed(whole), starts, whole.end)
        case PerVersion():
            for version in range(duty.added, plan.version + 1):
                window = Window(label=f"v{version}", grain=Grain.RANGE, start=plan.since(version), end=plan.ends)
                yield Occurrence(window.label, window, plan.since(version), plan.ends)


def _once(duty: Duty, plan: Plan) -> Iterator[Occurrence]:
    assert isinstance(duty.rhythm, Once)
    spec = duty.rhythm.window
    windows = spec.windows()
    opens = plan.since(duty.changed)
    if len(windows) == 1:
        (window,) = windows
        if duty.awaits and not window.act:
            # Nobody is late with an act of a higher body: the printed period is when it is expected.
            window = Window(label=window.label, act=duty.awaits[0], phase=Phase.AFTER, expected=window.label)
        yield Occurrence(window.label, window, opens, window.end)
        return
    if spec.act:
        whole = Window(label=str(plan.year), act=spec.act, expected=spec.expected or "")
    else:
        whole = Window.fixed(spec.whole()).model_copy(update={"label": str(plan.year)})
    yield Occurrence(whole.label, whole, opens, whole.end, composite=True)
    for window in windows:
        yield Occurrence(window.label, window, opens, window.end, parent=whole.label)


def _slot(slot: Slot, year: int, starts: date) -> Occurrence:
    data_from, data_to = year_day(slot.data_from, year), year_day(slot.data_to, year)
    due = year_day(slot.due, year)
    opens = max(year_day(slot.opens, year) if slot.opens else data_to + DAY, starts)
    label = f"{year}-{slot.id}"
    window = Window(label=label, grain=Grain.RANGE, start=data_from, end=due)
    return Occurrence(label, window, opens, due, data_from=data_from, data_to=data_to)


def _periodic(grain: Grain, plan: Plan, starts: date, *, count: int = 0, minutes: int = 0) -> Iterator[Occurrence]:
    """Every period of the plan's years that had not ended when the plan began to bind.

    A period that the plan found half gone opens with the plan. ISO week 1 is the one that holds 4 January.
    """
    for period in periods.tile(grain, date(plan.year, 1, 4), plan.ends):
        assert period.end is not None  # every tiling grain has an end
        if int(period.label[:4]) not in plan.years or period.end < starts:
            continue
        yield Occurrence(
            period.label,
            Window.fixed(period),
            max(period.start, starts),
            period.end,
            count=count,
            minutes=minutes,
        )
