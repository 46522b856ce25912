"""What was replied to being urged, as far as it bears on the urging of open tasks: promised days, pauses, their ends.

It decides nothing: `dondoc.domain.holding` says what a reply holds back, the urging and the tick record it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.counting import first_moment
from dondoc.domain.holding import Holds, Pause, after_end, hold, pause_ended
from dondoc.domain.ladder import Ladder
from dondoc.domain.ports import local
from dondoc.domain.reminder import Reminder
from dondoc.domain.rung import Limit


class PromisedDay(Protocol):
    """A day that was promised."""

    day: str
    on: str
    at: datetime | None


class OrderedPause(Protocol):
    """A pause as it was ordered."""

    first: str
    until: str
    office: str


class HeldTask(Protocol):
    """An open task whose urging was replied to with a promise or a pause, oldest first."""

    id: str
    duty: str
    body: str
    marks: str
    due: str | None
    promises: Sequence[PromisedDay]
    pauses: Sequence[OrderedPause]


Held = Mapping[str, HeldTask]
"""The tasks that were replied to, by id."""


class Replied:
    """The replies that bear on urging, as they stood when `look` was called last."""

    def __init__(
        self, catalogue: Catalogue, held: Callable[[], Held], ladder: Callable[[str, str, str], Ladder | None]
    ) -> None:
        self._catalogue = catalogue
        self._held = held
        self._ladder = ladder
        self._tasks: Held = {}

    def look(self) -> None:
        """Ask anew what was replied."""
        self._tasks = self._held()

    def promises(self, clocks: Mapping[str, Sequence[str]], now: datetime) -> Iterator[tuple[HeldTask, Limit, Ladder]]:
        """The promised days that ladders are counted from; `clocks` are the ends of the clocks that run, by task."""
        for task in self._tasks.values():
            ends = [date.fromisoformat(each) for each in (task.due, *clocks.get(task.id, ())) if each]
            limit, ladder = _holds(task, now).limit(ends), self._from_promise(task)
            if limit and ladder:
                yield task, limit, ladder

    def hold(self, found: Sequence[Reminder], ladder: Ladder | None, now: datetime) -> list[Reminder]:
        """The reminders, held back where a reply says so."""
        return [self._hold(reminder, ladder, now) for reminder in found]

    def ended_pauses(self, known: Callable[[Sequence[str]], Mapping[tuple[str, str], object]], now: datetime) -> (
        Iterator[Reminder]
    ):  # fmt: skip
        """The word on each pause that is over and was not replaced by another; `known` are those that were told."""
        paused = [task for task in self._tasks.values() if task.pauses]
        told = known([task.id for task in paused]) if paused else {}
        for task in paused:
            effective = _holds(task, now).pauses
            for pause in filter(effective.__contains__, _pauses(task)):
                rule, today = self._catalogue.replies.pause, local(now).date()
                ended = pause_ended(rule, task=task.id, body=task.body, pause=pause, today=today)
                if ended and (task.id, ended.limit.key) not in told:
                    yield ended

    def _hold(self, reminder: Reminder, ladder: Ladder | None, now: datetime) -> Reminder:
        task = self._tasks.get(reminder.task)
        if task is None:
            return reminder
        holds = _holds(task, now)
        if holds.promised and holds.promised < local(now).date() and self._from_promise(task) is None:
            holds = replace(holds, promised=None)  # nothing is counted from that day: the task's own limits go on
        return hold(reminder, holds, ladder, now, self._catalogue.calendar)

    def _from_promise(self, task: HeldTask) -> Ladder | None:
        ladder = self._ladder(task.duty, task.marks, task.body)
        return after_end(ladder) if ladder else None


def _holds(task: HeldTask, now: datetime) -> Holds:
    newest = task.promises[-1] if task.promises else None
    if newest is None:
        return Holds.of(None, None, _pauses(task))
    made = first_moment(date.fromisoformat(newest.on))
    # A log that was entered after the moment asked about knew of the promise when it was made.
    since = max(made, newest.at) if newest.at and newest.at <= now else made
    return Holds.of(date.fromisoformat(newest.day), since, _pauses(task))


def _pauses(task: HeldTask) -> list[Pause]:
    return [Pause(date.fromisoformat(p.first), date.fromisoformat(p.until), p.office) for p in task.pauses]
