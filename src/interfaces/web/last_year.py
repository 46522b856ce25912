"""The same a year before: the day, the period, the plan that the chosen one carries on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dondoc.domain import period as periods
from dondoc.domain.catalogue import Catalogue
from dondoc.interfaces.web.asked import Filters


def day(of: date) -> date:
    """The same day a year before; the last of February for a leap day."""
    try:
        return of.replace(year=of.year - 1)
    except ValueError:
        return of.replace(year=of.year - 1, day=28)


def filters(of: Filters, catalogue: Catalogue) -> Filters:
    """The same question about a year before."""
    return replace(of, plan=_plan(of.plan, catalogue), period=_period(of.period) if of.period else "")


def _period(label: str) -> str:
    found = periods.parse(label)
    if found.grain in periods.HOLDING:
        return periods.HOLDING[found.grain](day(found.start)).label
    return periods.stretch(day(found.start), day(found.end)).label if found.end else label


def _plan(plan: str, catalogue: Catalogue) -> str:
    """The plan whose duties this one carries on; the plan itself, where it carries on none."""
    if not plan:
        return ""
    former = [duty.continues for duty in catalogue.plans[plan].all_duties() if duty.continues]
    return next((name.split(".", 1)[0] for name in former), plan)
