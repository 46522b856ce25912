"""A stretch of time on a virtual clock, with nothing done: what opens, who is urged or asked, when. Writes nothing.

The same arithmetic as in production (`openings`, `remind`, `ask`), asked day by day at the days that matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dondoc.domain import choosing
from dondoc.domain import period as periods
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment, last_moment
from dondoc.domain.expectation import ask
from dondoc.domain.pace import Pace
from dondoc.domain.period import DAY, Grain
from dondoc.domain.reminder import Context
from dondoc.domain.rung import Limit
from dondoc.workflow.climbing import Climb, Urging, climbed
from dondoc.workflow.opening import Opening, openings
from dondoc.workflow.urging import pace, silence


@dataclass(frozen=True)
class Simulation:
    """What would happen. `asked` are the questions whether an act that is expected was issued."""

    opened: list[Opening]
    urged: list[Urging]
    asked: list[Urging]


def simulate(catalogue: Catalogue, first: date, last: date) -> Simulation:
    """What opens from one day to another, and who is urged and asked in these days if nothing is ever done.

    Raises:
        CalendarUndecided: a rung lies outside the decided years.
    """
    opened = sorted(openings(catalogue, date.min, last), key=lambda o: (o.occurrence.opens, o.task))
    late = Late(opened)
    urged = [urging for opening in opened for urging in _urgings(catalogue, opening, late, first, last)]
    urged.sort(key=lambda u: (u.on, u.reminder.task, u.reminder.level))
    asked = sorted(_asked(catalogue, first, last), key=lambda u: (u.on, u.reminder.task))
    return Simulation([o for o in opened if o.occurrence.opens >= first], urged, asked)


class Late:
    """How many tasks of each body are overdue on a day, if nothing is ever done."""

    def __init__(self, opened: Iterable[Opening]) -> None:
        self._since: dict[str, list[date]] = {}
        for opening in opened:
            if opening.occurrence.due and not opening.occurrence.composite:
                # Overdue from the day after its due day on; a task that opens late is seen when it opens.
                since = max(opening.occurrence.due, opening.occurrence.opens)
                self._since.setdefault(opening.body, []).append(since)
        for days in self._since.values():
            days.sort()

    def __call__(self, body: str, day: date) -> int:
        """The overdue tasks of a body on a day."""
        return bisect_left(self._since.get(body, []), day)


def _asked(catalogue: Catalogue, first: date, last: date) -> Iterator[Urging]:
    """The questions about acts: for each body and act under the task that opened first."""
    if catalogue.expected is None:
        return
    waiting: dict[tuple[str, str], Opening] = {}
    for each in sorted(openings(catalogue, date.min, last), key=lambda o: o.occurrence.opens):
        window = each.occurrence.window
        if window.waits and window.expected and not each.occurrence.composite:
            waiting.setdefault((each.body, window.act), each)
    for (body, act), opening in waiting.items():
        since, expected = catalogue.plan_of(opening.duty.id).starts, opening.occurrence.window.expected
        # Nobody is asked on the day on which the plan begins to bind, nor before the act is expected.
        earliest = max(opening.occurrence.opens, since + DAY, periods.parse(expected).start)
        for month in periods.tile(Grain.MONTH, earliest, last):
            on = max(month.start, earliest)
            asked = ask(
                catalogue.expected, task=opening.task, body=body, act=act, expected=expected, since=since, today=on,
                told=catalogue.told,
            )  # fmt: skip
            if asked and first <= on <= last:
                yield Urging(on, asked)


def _urgings(catalogue: Catalogue, opening: Opening, late: Late, first: date, last: date) -> Iterator[Urging]:
    if opening.occurrence.composite:
        return
    context = Context(choosing.operands(catalogue, opening.duty, opening.body), late, catalogue.told)
    for limit, until in _limits(catalogue, opening):
        ladder = choosing.ladder(catalogue, opening.duty, limit.kind, (), opening.body)
        if ladder is None:
            continue
        seen, end = first_moment(opening.occurrence.opens), last_moment(min(until or last, last))
        climb = Climb(ladder, limit, opening.task, opening.body, seen, end)
        yield from (each for each in climbed(climb, context, catalogue.calendar) if each.on >= first)


def _limits(catalogue: Catalogue, opening: Opening) -> Iterator[tuple[Limit, date | None]]:
    """The limits that a task has if nothing is ever done, each with the last day on which it says anything."""
    duty, occurrence = opening.duty, opening.occurrence
    binds = first_moment(catalogue.plan_of(duty.id).starts)
    if occurrence.due is not None:
        yield Limit("due", occurrence.due, binds), None
    window = occurrence.window
    if occurrence.count and window.start and window.end:
        since = max(binds, first_moment(occurrence.opens))
        yield pace(Pace(occurrence.count, 0, window.start, window.end), since), window.end
    if duty.silence and not window.waits:
        limit = silence(occurrence.opens, duty.silence)
        if window.end is None or limit.due <= window.end:
            yield limit, window.end
