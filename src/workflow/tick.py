"""One tick: whatever should have happened by now, happens. Safe to repeat, to race and to miss.

A tick adopts new wordings of plans, opens tasks, urges, and closes periods. Each is recorded in a stream whose name
says what it is, so ten schedulers, a restart or a clock set back give the same log. What the tick could not decide (a
calendar year that is not decided) it says, and goes on with the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import PeriodClosed, PlanAdopted, ReminderHeldBack, ReminderIssued
from dondoc.domain.once import RecordOnce, period_stream, plan_stream
from dondoc.domain.period import DAY
from dondoc.domain.plan import PlanFile
from dondoc.domain.ports import local
from dondoc.log import get_logger
from dondoc.workflow.opening import assignment, openings
from dondoc.workflow.urging import Owed, Urging, recorded

BATCH = 500
log = get_logger("dondoc.tick")


@dataclass
class Tally:
    """What a tick did."""

    opened: int = 0
    urged: int = 0
    held_back: int = 0
    closed: int = 0
    problems: list[CalendarUndecided] = field(default_factory=list)


@dataclass(frozen=True)
class View:
    """The read models that a tick looks at; `app` hands the functions over."""

    adopted: Callable[[], dict[str, tuple[str, int]]]
    task_ids: Callable[[str], set[str]]
    unanchored: Callable[[], Sequence[tuple[str, str, str]]]
    owed: Owed
    past_periods: Callable[[str, str], Sequence[tuple[str, str, str, str]]]
    closed: Callable[[], set[tuple[str, str]]]


class Ticker:
    """Does what a tick has to do."""

    def __init__(
        self,
        catalogue: Catalogue,
        view: View,
        append: Callable[[Sequence[Command], date], list[Record]],
        anchor: Callable[[str, str, date], None],
    ) -> None:
        self._catalogue = catalogue
        self._view = view
        self._append = append
        self._anchor = anchor
        self._urging = Urging(catalogue, view.owed)
        self._digests = {plan: wording(file) for plan, file in catalogue.plans.items()}
        # Up to where this process has brought things up to date itself. A new one looks at everything once.
        self._seen = date.min

    def tick(self, now: datetime) -> Tally:
        """Bring everything up to this moment: days by the day in Vietnam, time limits in hours by the moment.

        A day before one that this process has ticked already changes nothing.
        """
        tally, today = Tally(), local(now).date()
        self.adopt(today)
        self._open(today, tally)
        self._remind(now, tally)
        self._close(today, tally)
        self._seen = max(self._seen, today)
        log.info("tick", action="tick", day=today.isoformat(), opened=tally.opened, urged=tally.urged)
        return tally

    def adopt(self, today: date) -> list[str]:
        """Take new and changed wordings of plans into the log; returns the ids of these plans."""
        known = self._view.adopted()
        new = [
            RecordOnce(stream=plan_stream(plan, after), fact=_adoption(file, digest), day=file.plan.starts)
            for plan, file in self._catalogue.plans.items()
            for before, after in [known.get(plan, ("", 0))]
            if (digest := self._digests[plan]) != before
        ]
        return [record.fact.plan for record in self._append(new, today) if isinstance(record.fact, PlanAdopted)]

    def _open(self, today: date, tally: Tally) -> None:
        there = lru_cache(maxsize=1)(self._view.task_ids)  # openings come duty by duty
        missing = (
            assignment(opening, self._catalogue)
            for opening in openings(self._catalogue, self._seen + DAY, today)
            if opening.task not in there(opening.duty.id)
        )
        for batch in _batches(missing):
            tally.opened += len(self._append(batch, today))
        # An act may be issued before its tasks are opened: they open waiting, and get their days from its day on.
        for task, act, day in self._view.unanchored():
            self._anchor(task, act, date.fromisoformat(day))

    def _remind(self, now: datetime, tally: Tally) -> None:
        today = local(now).date()
        for batch in _batches(recorded(reminder) for reminder in self._urging.due_now(now, tally.problems)):
            done = self._append(batch, today)
            tally.urged += sum(isinstance(record.fact, ReminderIssued) for record in done)
            tally.held_back += sum(isinstance(record.fact, ReminderHeldBack) for record in done)

    def _close(self, today: date, tally: Tally) -> None:
        closed = self._view.closed()
        ended = (
            RecordOnce(
                stream=period_stream(duty, period),
                fact=PeriodClosed(plan=plan, duty=duty, period=period, due=date.fromisoformat(due)),
                day=date.fromisoformat(due) + DAY,
            )
            for plan, duty, period, due in self._view.past_periods(self._seen.isoformat(), today.isoformat())
            if (duty, period) not in closed
        )
        for batch in _batches(ended):
            tally.closed += len(self._append(batch, today))


def wording(file: PlanFile) -> str:
    """A digest of a plan's wording: SHA-256 of its canonical JSON."""
    canonical = json.dumps(file.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _adoption(file: PlanFile, digest: str) -> PlanAdopted:
    return PlanAdopted(
        plan=file.plan.id,
        document=file.plan.document,
        digest=digest,
        rows=len(file.rows),
        duties=len(file.duties),
    )


def _batches(commands: Iterable[Command]) -> Iterator[list[Command]]:
    iterator = iter(commands)
    while batch := list(islice(iterator, BATCH)):
        yield batch
