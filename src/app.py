"""The composition root: settings and configuration become one `Dondoc`. The only place that knows all parts.

A `Dondoc` is the engine as a library: it decides, records, answers and ticks. It starts no thread and opens no socket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from dondoc.answers import Answers
from dondoc.config.reading import read_catalogue
from dondoc.domain.act import ActDecider, IssueAct
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Conflict, NotFound, Rejected
from dondoc.domain.fact import Fact, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.office import ENGINE, Actor
from dondoc.domain.once import OnceDecider
from dondoc.domain.ports import Clock, Ids, local, today, unstamp
from dondoc.domain.reference import ReferenceDecider
from dondoc.domain.task import AnchorTask, AssignTask, TakeStep, TaskDecider
from dondoc.ports import RandomIds, SimulatedClock, SystemClock
from dondoc.projections import milestones, reminders, task_list
from dondoc.projections import rebuild as replay
from dondoc.projections.awaited import awaited
from dondoc.projections.base import metadata
from dondoc.projections.scheduled import scheduled
from dondoc.settings import Settings
from dondoc.store.engine import exists, open_engine
from dondoc.store.event_store import EventStore
from dondoc.workflow import activity, cases, simulate
from dondoc.workflow.dispatch import ATTEMPTS, Dispatcher, Receipt
from dondoc.workflow.guard import Guard
from dondoc.workflow.tick import Tally, Ticker, View


class Dondoc(Answers):
    """The engine, opened on one database with one catalogue."""

    def __init__(self, store: EventStore, catalogue: Catalogue, registry: Registry, clock: Clock, ids: Ids) -> None:
        super().__init__(store, catalogue, registry, clock)
        self._ids = ids
        deciders = (TaskDecider(catalogue, registry), ActDecider(catalogue), ReferenceDecider(catalogue), OnceDecider())
        self.dispatch = Dispatcher(store, deciders, replay.project, clock, ids)
        self._ticker = Ticker(catalogue, self._view(), self._append, self._anchor, self._carry_out)

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        *,
        facts: Sequence[type[Fact]] = (),
        clock: Clock | None = None,
        ids: Ids | None = None,
    ) -> Dondoc:
        """Open the database and configuration that the settings name.

        Args:
            settings: the defaults, when None.
            facts: facts of the host's own, beside ours.
            clock: says the time; the machine's clock when None.
            ids: gives new ids; random ones when None.

        Raises:
            ConfigInvalid: the configuration is wrong.
            NotFound: there is no such database; `Dondoc.create` makes one.
        """
        settings = settings or Settings()
        if not exists(settings.db):
            raise NotFound(
                f"There is no database at {settings.db}.",
                vi=f"Chưa có cơ sở dữ liệu tại {settings.db}.",
                place="--db",
                cure="Run `dondoc init`, or name another with --db or DONDOC_DB.",
            )
        return cls._build(settings, facts, clock, ids)

    @classmethod
    def create(
        cls,
        settings: Settings | None = None,
        *,
        facts: Sequence[type[Fact]] = (),
        clock: Clock | None = None,
        ids: Ids | None = None,
    ) -> Dondoc:
        """As `open`, making the tables where they are missing."""
        dondoc = cls._build(settings or Settings(), facts, clock, ids)
        dondoc.store.create(metadata.create_all)
        return dondoc

    @classmethod
    def _build(cls, settings: Settings, facts: Sequence[type[Fact]], clock: Clock | None, ids: Ids | None) -> Dondoc:
        registry = Registry((*FACTS, *facts))
        catalogue = read_catalogue(settings.config, registry)
        if clock is None:
            clock = SimulatedClock(settings.start) if settings.start else SystemClock(settings.clock_offset)
        store = EventStore(open_engine(settings.db), registry, clock)
        return cls(store, catalogue, registry, clock, ids or RandomIds())

    def close(self) -> None:
        """Let go of the database."""
        self.store.engine.dispose()

    def take_step(self, task: str, step: str, data: dict[str, Any], **who: Any) -> Receipt:
        """Take a step of a task's procedure; see `Dispatcher.__call__` for `actor`, `on`, `command_id`, ...

        A step that asks other bodies for inputs opens a task for each of them, together with it.
        """
        command = TakeStep(task=task, step=step, data=data)
        asked = self._inputs(command, who.get("on") or today(self.clock))
        return self.dispatch(command, *asked, **who)

    def open_case(self, duty: str, data: dict[str, Any], *, body: str = "", **who: Any) -> Receipt:
        """Open a case that came in, under the next number of its duty and year: `184.press-questions:...:2024.0007`.

        Args:
            duty: id of an on-demand duty.
            data: the fields of the fact that the procedure's intake records.
            body: id of the body that takes it; needed where several may.
            who: see `Dispatcher.__call__` for `actor`, `on`, `command_id`, ...
        """
        on = who.get("on") or today(self.clock)
        asked = f"open {duty} {body} {sorted(data.items())}"
        for _ in range(ATTEMPTS):
            label = f"{on.year}.{self.ask(task_list.numbered, duty, on.year) + 1:04d}"
            command = cases.opening(self.catalogue, duty, body, label, data, on)
            try:
                return self.dispatch(command, asked=asked, **who)
            except Rejected as taken:
                if taken.rule != "case.exists":
                    raise
        raise Conflict(f"Cases of {duty} keep coming in.", place=duty, cure="Try again.")

    def record(
        self,
        fact: str,
        data: dict[str, Any],
        *,
        actor: Actor,
        on: date | None = None,
        serves: Sequence[str] = (),
        command_id: str | None = None,
        basis: str = "",
    ) -> Receipt:
        """Record an activity once and credit it to every duty that it serves (or to the tasks named in `serves`)."""
        day = on or today(self.clock)
        built = activity.build(self.registry, self.catalogue, fact, data)
        activity.may_record(built, actor, day, self.catalogue)
        with self._reading() as connection:

            def serving(duties: Sequence[str], body: str, on_day: str) -> Sequence[str]:
                return task_list.quotas_for(connection, duties, body, on_day)

            first, *then = activity.commands(self.catalogue, self._ids.new(), built, day, serves, serving)
        asked = f"{fact} {built.model_dump_json()} {' '.join(serves)}"
        return self.dispatch(first, *then, actor=actor, on=on, command_id=command_id, basis=basis, asked=asked)

    def issue_act(self, act: str, day: date, number: str, **who: Any) -> Receipt:
        """Say that an act was issued: every task that waited for it gets its days."""
        with self._reading() as connection:
            waiting = task_list.waiting_for(connection, act)
        anchoring = [AnchorTask(task=task, issued=day) for task in waiting]
        issue = IssueAct(act=act, day=day, number=number)
        return self.dispatch(issue, *anchoring, asked=issue.model_dump_json(), **who)

    def adopt(self) -> list[str]:
        """Take the plans into the log, in their wording of today; returns the ids of those that were new or changed."""
        return self._ticker.adopt(today(self.clock))

    def tick(self, now: datetime | None = None) -> Tally:
        """Bring everything up to now: open, urge, close. Idempotent; see `dondoc.workflow.tick`."""
        return self._ticker.tick(local(now or self.clock.now()).date())

    def guard(self) -> Guard | None:
        """What a running ticker asks for the time; None under a simulated clock: nothing could agree with that."""
        if isinstance(self.clock, SystemClock):
            return Guard(self.clock, database_now=self.store.now, last_recorded=self._last_recorded)
        return None

    def simulate(self, first: date, last: date) -> simulate.Simulation:
        """What would open and be urged if nothing were done; writes nothing."""
        return simulate.simulate(self.catalogue, first, last)

    def rebuild(self, names: Sequence[str] = (), progress: replay.Progress = lambda _: None) -> int:
        """Make read models anew from the log; the number of records read."""
        replay.named(names)
        with self.store.writing() as connection:
            return replay.rebuild(connection, self.store.read_all(within=connection), names, progress)

    def differences(self, progress: replay.Progress = lambda _: None) -> dict[str, int]:
        """How many rows of each read model differ from a from-scratch replay; empty when all agree."""
        with self._reading() as connection:
            return replay.differences(connection, self.store.read_all(within=connection), progress)

    def _inputs(self, command: TakeStep, on: date) -> list[AssignTask]:
        opened = next((r.fact for r in self.store.read(f"task-{command.task}")), None)
        if not isinstance(opened, TaskAssigned):
            return []
        step = self.catalogue.procedure(opened.procedure, opened.procedure_version).step(command.step)
        if step is None or step.asks is None:
            return []
        return cases.inputs(self.catalogue, self.registry[step.fact], opened, command, step.asks, on)

    def _last_recorded(self) -> datetime | None:
        last = self.store.last_recorded_at()
        return unstamp(last) if last else None

    def _append(self, commands: Sequence[Any], on: date) -> list[Record]:
        return self.dispatch.append_missing(commands, ENGINE, on)

    def _carry_out(self, commands: Sequence[Any], on: date) -> int:
        return len(self.dispatch(*commands, actor=ENGINE, on=on).event_ids)

    def _anchor(self, task: str, act: str, issued: date) -> None:
        cause = self.store.read(f"act-{act}")[-1]
        self.dispatch(AnchorTask(task=task, issued=issued), actor=ENGINE, because_of=cause)

    def _view(self) -> View:
        return View(
            adopted=self._asking(milestones.adopted),
            scheduled=self._asking(scheduled),
            task_ids=self._asking(task_list.ids),
            issued=self._asking(milestones.issued),
            awaited=self._asking(awaited),
            unanchored=self._asking(task_list.unanchored),
            open_dues=self._asking(task_list.open_dues),
            open_at=self._asking(task_list.open_at),
            rungs=self._asking(reminders.rungs),
            past_periods=self._asking(task_list.past_periods),
            closed=self._asking(milestones.closed),
        )

    def _asking(self, question: Any) -> Any:
        """A question to the read models, on a connection of its own."""

        def asked(*args: Any) -> Any:
            with self._reading() as connection:
                return question(connection, *args)

        return asked


@contextmanager
def opened(settings: Settings) -> Iterator[Dondoc]:
    """A `Dondoc` that is closed at the end."""
    dondoc = Dondoc.open(settings)
    try:
        yield dondoc
    finally:
        dondoc.close()
