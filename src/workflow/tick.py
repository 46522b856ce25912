"""One tick: whatever should have happened by now, happens. Safe to repeat, to race and to miss.

A tick adopts new wordings of plans, opens tasks, urges, and closes periods. Each is recorded in a stream whose name
says what it is, so ten schedulers, a restart or a clock set back give the same log. What the tick could not decide (a
calendar year that is not decided) it says, and goes on with the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import islice

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.decider import Command
from dondoc.domain.errors import DondocError
from dondoc.domain.expectation import ask
from dondoc.domain.fact import Record
from dondoc.domain.facts.engine import PeriodClosed, PlanAdopted, ReminderHeldBack, ReminderIssued
from dondoc.domain.once import RecordOnce, period_stream, plan_stream
from dondoc.domain.period import DAY
from dondoc.domain.ports import local
from dondoc.domain.replanning import ReplanTask, Scheduled, WithdrawTask
from dondoc.log import get_logger
from dondoc.workflow.adopting import Adopted, adoption, not_followed, wording
from dondoc.workflow.opening import assignment, openings
from dondoc.workflow.owed import Owed
from dondoc.workflow.recorded import recorded
from dondoc.workflow.replanning import Difference, compare
from dondoc.workflow.replanning import commands as replannings
from dondoc.workflow.storm import Storm
from dondoc.workflow.urging import Urging

BATCH = 500
REPLANNED = 50
"""Tasks that one transaction re-plans: each is decided on its own stream, and a conflict decides all of them again."""
log = get_logger("dondoc.tick")


@dataclass
class Tally:
    """What a tick did."""

    opened: int = 0
    urged: int = 0
    asked: int = 0
    held_back: int = 0
    closed: int = 0
    withdrawn: int = 0
    moved: int = 0
    undecided: list[Difference] = field(default_factory=list)
    problems: list[DondocError] = field(default_factory=list)


@dataclass(frozen=True)
class View:
    """The read models that a tick looks at; `app` hands the functions over."""

    adopted: Callable[[], Mapping[str, Adopted]]
    scheduled: Callable[[Sequence[str]], Sequence[Scheduled]]
    task_ids: Callable[[str], set[str]]
    issued: Callable[[], dict[str, date]]
    awaited: Callable[[], Sequence[tuple[str, str, str, str]]]
    unanchored: Callable[[], Sequence[tuple[str, str, str]]]
    owed: Owed
    sent_on: Callable[[str], int]
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
        carry_out: Callable[[Sequence[Command], date], int],
    ) -> None:
        self._catalogue = catalogue
        self._view = view
        self._append = append
        self._anchor = anchor
        self._urging = Urging(catalogue, view.owed)
        self._carry_out = carry_out
        self._digests = {plan: wording(file) for plan, file in catalogue.plans.items()}
        # Up to where this process has brought things up to date itself. A new one looks at everything once.
        self._seen = date.min
        # The wordings that this process has brought the tasks in line with, and the rows that wait for a decision.
        self._in_line: dict[str, int] = {}
        self._held: set[tuple[str, str]] = set()

    def tick(self, now: datetime) -> Tally:
        """Bring everything up to this moment: days by the day in Vietnam, time limits in hours by the moment.

        A day before one that this process has ticked already changes nothing.
        """
        tally, today = Tally(), local(now).date()
        self.adopt(today)
        standing = self._standing(tally)
        self._replan(standing, today, tally)
        self._open(list(standing), today, tally)
        self._ask(now, tally)
        self._remind(now, tally)
        self._close(today, tally)
        self._seen = max(self._seen, today)
        log.info("tick", action="tick", day=today.isoformat(), opened=tally.opened, urged=tally.urged)
        return tally

    def adopt(self, today: date) -> list[str]:
        """Take new wordings of plans into the log; returns the ids of these plans.

        A wording is new when its version, or within it its revision, is higher than the one that is followed.
        """
        known = self._view.adopted()
        new = [
            RecordOnce(stream=plan_stream(plan, before.position if before else 0), fact=fact, day=file.plan.starts)
            for plan, file in self._catalogue.plans.items()
            for before, fact in [(known.get(plan), adoption(file, self._digests[plan]))]
            if before is None or (before.version, before.revision) < (fact.version, fact.revision)
        ]
        return [record.fact.plan for record in self._append(new, today) if isinstance(record.fact, PlanAdopted)]

    def _standing(self, tally: Tally) -> dict[str, int]:
        """The plans that are followed in this process's own wording, each with the position of its adoption.

        For the others this process opens and re-plans nothing: two processes with different wordings would undo what
        the other one does.
        """
        adopted = self._view.adopted()
        standing = {}
        for plan, digest in self._digests.items():
            if adopted[plan].digest == digest:
                standing[plan] = adopted[plan].position
                continue
            problem = not_followed(self._catalogue.plans[plan].plan, adopted[plan])
            log.error("plan not followed", action="problem", plan=plan, error=str(problem))
            tally.problems.append(problem)
        return standing

    def _replan(self, standing: Mapping[str, int], today: date, tally: Tally) -> None:
        """Bring untouched tasks in line with the wordings that are followed: once a process and wording."""
        changed = [plan for plan, position in standing.items() if self._in_line.get(plan) != position or self._held]
        if not changed:
            return
        found = compare(self._catalogue, changed, self._view.issued(), self._view.scheduled(changed))
        to_do = list(replannings(found.differences, self._catalogue, today))
        for batch in _batches((each for each in to_do if isinstance(each, WithdrawTask)), REPLANNED):
            tally.withdrawn += self._carry_out(batch, today)
        for batch in _batches((each for each in to_do if isinstance(each, ReplanTask)), REPLANNED):
            tally.moved += self._carry_out(batch, today)
        tally.undecided += [each for each in found.differences if each.undecided]
        if self._held - found.held:
            self._seen = date.min  # what was held back may open now, whenever it should have
        self._held = found.held
        self._in_line.update({plan: standing[plan] for plan in changed})

    def _open(self, plans: Sequence[str], today: date, tally: Tally) -> None:
        there = lru_cache(maxsize=1)(self._view.task_ids)  # openings come duty by duty
        missing = (
            assignment(opening, self._catalogue)
            for opening in openings(self._catalogue, self._seen + DAY, today, plans)
            if opening.task not in there(opening.duty.id) and (opening.duty.id, opening.body) not in self._held
        )
        for batch in _batches(missing):
            tally.opened += len(self._append(batch, today))
        # An act may be issued before its tasks are opened: they open waiting, and get their days from its day on.
        for task, act, day in self._view.unanchored():
            self._anchor(task, act, date.fromisoformat(day))

    def _ask(self, now: datetime, tally: Tally) -> None:
        """Ask once a month whether an act was issued that is expected by now."""
        rule, today = self._catalogue.expected, local(now).date()
        if rule is None:
            return
        told = self._catalogue.told
        asked = (
            ask(rule, task=task, body=body, act=act, expected=expected, since=since, today=today, told=told)
            for task, body, act, expected in self._view.awaited()
            for since in [self._catalogue.plan_of(task).starts]
        )
        self._urging.replied.look()
        for batch in _batches(recorded(each) for each in self._urging.replied.hold([e for e in asked if e], None, now)):
            tally.asked += sum(isinstance(record.fact, ReminderIssued) for record in self._append(batch, today))

    def _remind(self, now: datetime, tally: Tally) -> None:
        today = local(now).date()
        storm = Storm(self._catalogue.at_most, self._view.sent_on, today)
        due = storm.let_through(self._urging.due_now(now, tally.problems))
        for batch in _batches(recorded(reminder) for reminder in due):
            done = self._append(batch, today)
            tally.urged += sum(isinstance(record.fact, ReminderIssued) for record in done)
            tally.held_back += sum(isinstance(record.fact, ReminderHeldBack) for record in done)
        if stopped := storm.stopped():
            fact, problem = stopped
            self._append([fact], today)
            log.error("reminding stopped", action="problem", error=str(problem))
            tally.problems.append(problem)

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


def _batches(commands: Iterable[Command], size: int = 0) -> Iterator[list[Command]]:
    iterator = iter(commands)
    while batch := list(islice(iterator, size or BATCH)):
        yield batch
