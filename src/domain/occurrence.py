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
from dondoc.domain.rhythm import Continuous, Every, Once, Quota, Slot, year_day
from dondoc.domain.window import Window


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
    """All occurrences of a duty in its plan's year, by opening day. On-demand duties have none."""
    match duty.rhythm:
        case Once():
            yield from _once(duty, plan)
        case Every(schedule=slots) if slots:
            yield from sorted((_slot(slot, plan) for slot in slots), key=lambda o: o.opens)
        case Every(period=grain):
            yield from _periodic(Grain(grain or ""), plan)
        case Quota(period=grain, count=count, minutes=minutes):
            yield from _periodic(Grain(grain), plan, count=count, minutes=minutes or 0)
        case Continuous():
            whole = periods.year(plan.ends)
            yield Occurrence(whole.label, Window.fixed(whole), plan.starts, whole.end)


def _once(duty: Duty, plan: Plan) -> Iterator[Occurrence]:
    assert isinstance(duty.rhythm, Once)
    spec = duty.rhythm.window
    windows = spec.windows()
    if len(windows) == 1:
        (window,) = windows
        yield Occurrence(window.label, window, plan.starts, window.end)
        return
    if spec.act:
        whole = Window(label=str(plan.year), act=spec.act, expected=spec.expected or "")
    else:
        whole = Window.fixed(spec.whole()).model_copy(update={"label": str(plan.year)})
    yield Occurrence(whole.label, whole, plan.starts, whole.end, composite=True)
    for window in windows:
        yield Occurrence(window.label, window, plan.starts, window.end, parent=whole.label)


def _slot(slot: Slot, plan: Plan) -> Occurrence:
    data_from, data_to = year_day(slot.data_from, plan.year), year_day(slot.data_to, plan.year)
    due = year_day(slot.due, plan.year)
    opens = max(year_day(slot.opens, plan.year) if slot.opens else data_to + DAY, plan.starts)
    label = f"{plan.year}-{slot.id}"
    window = Window(label=label, grain=Grain.RANGE, start=data_from, end=due)
    return Occurrence(label, window, opens, due, data_from=data_from, data_to=data_to)


def _periodic(grain: Grain, plan: Plan, *, count: int = 0, minutes: int = 0) -> Iterator[Occurrence]:
    """Every period of the plan's year that had not ended when the plan began to bind.

    A period that the plan found half gone opens with the plan. ISO week 1 is the one that holds 4 January.
    """
    for period in periods.tile(grain, date(plan.year, 1, 4), plan.ends):
        assert period.end is not None  # every tiling grain has an end
        if not period.label.startswith(f"{plan.year}") or period.end < plan.starts:
            continue
        yield Occurrence(
            period.label,
            Window.fixed(period),
            max(period.start, plan.starts),
            period.end,
            count=count,
            minutes=minutes,
        )
