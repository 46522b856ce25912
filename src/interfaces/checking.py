"""Checking a configuration as far as it can be checked: its files, the tests of its ladders, its worst day.

Beyond what every start checks: it runs the tests and simulates the years of the plans. It changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dondoc.config.findings import Findings
from dondoc.config.reading import read_parts
from dondoc.config.references import Parts
from dondoc.domain import trial
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import CalendarUndecided, NotFound
from dondoc.domain.fact import Registry
from dondoc.interfaces import wording
from dondoc.workflow.simulate import simulate


@dataclass(frozen=True)
class Checked:
    """A sound configuration: how many tests its ladders passed, the day with the most reminders and how many.

    `undecided` are years of plans whose working days are not decided: their days were not counted.
    """

    catalogue: Catalogue
    tests: int
    worst: tuple[date, int] | None
    undecided: tuple[int, ...]


def check(folder: Path, registry: Registry) -> Checked:
    """Read a configuration, run the tests of its ladders, and count the reminders of each day of its plans.

    Raises:
        ConfigInvalid: a file is wrong, a test fails, or a day would bring more reminders than may be.
    """
    catalogue, parts = read_parts(folder, registry)
    findings = Findings()
    _run_tests(catalogue, parts, findings)
    undecided: list[int] = []
    counted = Counter[date]()
    for year in _years(catalogue) if catalogue.at_most else ():
        try:
            found = simulate(catalogue, date(year, 1, 1), date(year, 12, 31))
        except CalendarUndecided:
            undecided.append(year)
        else:
            counted.update(each.on for each in found.urged if not each.reminder.held_back)
    worst = max(counted.items(), key=lambda each: (each[1], each[0]), default=None)
    _report_storm(catalogue, parts, worst, findings)
    findings.refuse()
    return Checked(catalogue, len(parts.reminders[1].tests), worst, tuple(undecided))


def _run_tests(catalogue: Catalogue, parts: Parts, findings: Findings) -> None:
    source, file = parts.reminders
    for i, each in enumerate(file.tests):
        try:
            got = trial.run(each, catalogue)
        except NotFound as wrong:
            findings.add(source, ("tests", i, *wrong.place.split(".")), wrong.en, vi=wrong.vi, cure=wrong.cure)
            continue
        if got:
            findings.add(
                source,
                ("tests", i, "expect"),
                f"The test {each.name!r} fails: expected {each.expect}, got {got}.",
                vi=f"Kiểm thử “{each.name}” không đạt: chờ đợi {each.expect}; thực tế {got}.",
                cure="Mend the ladder, or the test where the rule was meant to change.",
            )


def _report_storm(catalogue: Catalogue, parts: Parts, worst: tuple[date, int] | None, findings: Findings) -> None:
    most = catalogue.at_most
    if most is None or worst is None or worst[1] <= most.planned:
        return
    day, count = worst
    findings.add(
        parts.reminders[0],
        ("at_most", "planned"),
        f"{count} reminders would go out on {day}, more than the {most.planned} that are allowed on a day.",
        vi=f"Ngày {wording.day(day)} sẽ có {count} lần đôn đốc, nhiều hơn mức cho phép {most.planned} lần một ngày.",
        cure="Urge fewer times or fewer tasks (dondoc simulate shows which), or raise the number on purpose.",
    )


def _years(catalogue: Catalogue) -> Iterator[int]:
    plans = [file.plan for file in catalogue.plans.values()]
    first = min((plan.starts.year for plan in plans), default=1)
    yield from range(first, max((plan.ends.year for plan in plans), default=0) + 1)
