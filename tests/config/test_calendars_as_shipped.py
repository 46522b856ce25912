"""The calendars as shipped against the package `holidays`, a second source that nobody here wrote."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from dondoc.domain.catalogue import Catalogue

# Where the two differ, and why ours is kept. A difference that is gone must be taken out of this list.
DIFFERENCES = {
    date(2026, 1, 2): "off: swapped with 10 January by letter 12729/VPCP-KGVX, which the package does not know yet",
    date(2026, 1, 10): "worked instead of 2 January by the same letter",
}


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 250), (2026, 249)])
def test_working_days_agree_with_the_package_but_for_the_listed_ones(
    shipped: Catalogue, year: int, working_days: int
) -> None:
    """Day by day the year is worked or off as in the package, except the listed days; and so many are worked."""
    package = holidays.country_holidays("VN", years=year)
    days = [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    differing = {day for day in days if shipped.calendar.is_working(day) != package.is_working_day(day)}
    assert differing == {day for day in DIFFERENCES if day.year == year}
    assert sum(shipped.calendar.is_working(day) for day in days) == working_days


def test_every_special_day_cites_a_document_that_is_known(shipped: Catalogue) -> None:
    """No day is off or worked on nobody's word."""
    assert {day.basis for day in shipped.calendar.special.values()} <= shipped.documents.keys()


def test_swapped_days_come_in_pairs_of_one_off_and_one_worked(shipped: Catalogue) -> None:
    """Whatever day is given is taken on another."""
    swapped = {day: special for day, special in shipped.calendar.special.items() if special.swap}
    assert swapped
    for day, special in swapped.items():
        assert special.swap is not None
        other = swapped[special.swap]
        assert (other.swap, {special.kind, other.kind}) == (day, {"off", "work"})
