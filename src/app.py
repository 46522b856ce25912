"""The composition root: settings and configuration become one `Dondoc`. The only place that knows all parts.

A `Dondoc` is the engine as a library: it decides, records, answers and ticks. It starts no thread and opens no socket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from typing import Any

from dondoc.actions import Actions
from dondoc.config.reading import read_catalogue
from dondoc.domain.account import AccountDecider
from dondoc.domain.act import ActDecider
from dondoc.domain.activity import ActivityDecider
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import AnchorTask
from dondoc.domain.errors import DondocError, NotFound
from dondoc.domain.evidence import Evidenced, ProveActivity, ProveTask
from dondoc.domain.fact import Fact, Record, Registry
from dondoc.domain.feed import FeedDecider
from dondoc.domain.notice_decider import NoticeDecider
from dondoc.domain.office import ENGINE
from dondoc.domain.once import OnceDecider
from dondoc.domain.ports import Clock, Ids, today, unstamp
from dondoc.domain.reference import ReferenceDecider
from dondoc.domain.task_decider import TaskDecider
from dondoc.domain.token import TokenDecider
from dondoc.evidence.folder import EvidenceFolder
from dondoc.ports import RandomIds, SimulatedClock, SystemClock
from dondoc.projections import accounts, clocks, milestones, pending, reminders, replies, tables, task_list
from dondoc.projections import activity as activity_days
from dondoc.projections import rebuild as replay
from dondoc.projections.awaited import awaited
from dondoc.projections.scheduled import scheduled
from dondoc.settings import Settings
from dondoc.settings import registry as known_facts
from dondoc.store.engine import exists, open_engine, options, shown
from dondoc.store.event_store import EventStore
from dondoc.store.joining import Host, Joined, join
from dondoc.workflow import bulk, simulate
from dondoc.workflow.dispatch import Adapter, Dispatcher
from dondoc.workflow.guard import Guard
from dondoc.workflow.owed import Owed
from dondoc.workflow.tick import Tally, Ticker, View


class Dondoc(Actions):
    """The engine, opened on one database with one catalogue."""

    def __init__(
        self, store: EventStore, catalogue: Catalogue, registry: Registry, clock: Clock, ids: Ids,
        files: EvidenceFolder | None = None, actor: Adapter | None = None,
    ) -> None:  # fmt: skip
        super().__init__(store, catalogue, registry, clock)
        self.ids = ids
        self.files = files or EvidenceFolder.of(Settings())
        deciders = (
            Evidenced(TaskDecider(catalogue, registry), ProveTask, catalogue),
            Evidenced(OnceDecider(), ProveActivity, catalogue),
            ActDecider(catalogue),
            ActivityDecider(catalogue),
            ReferenceDecider(catalogue),
            NoticeDecider(catalogue),
            AccountDecider(catalogue),
            TokenDecider(catalogue),
            FeedDecider(catalogue),
        )
        self.dispatch = Dispatcher(store, deciders, _project, clock, ids, actor)
        self._bulk = bulk.Bulk(store, deciders, _project, clock, ids)

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
            StoreBroken: its tables are missing, older or newer, or the server may lose what it acknowledges.
        """
        settings = settings or Settings()
        if not exists(settings.db):
            raise NotFound(
                f"There is no database at {shown(settings.db)}.",
                vi=f"Chưa có cơ sở dữ liệu tại {shown(settings.db)}.",
                place="--db",
                cure="Run `dondoc init`, or name another with --db or DONDOC_DB.",
            )
        dondoc = cls._build(settings, facts, clock, ids)
        try:
            _check_tables(dondoc.store)
        except DondocError:
            dondoc.close()
            raise
        return dondoc

    @classmethod
    def create(
        cls,
        settings: Settings | None = None,
        *,
        facts: Sequence[type[Fact]] = (),
        clock: Clock | None = None,
        ids: Ids | None = None,
    ) -> Dondoc:
        """As `open`, making the tables where they are missing and bringing them up to date."""
        dondoc = cls._build(settings or Settings(), facts, clock, ids)
        dondoc.store.create(lambda connection: _renew_tables(dondoc.store, connection))
        return dondoc

    @classmethod
    def attach(
        cls,
        host: Host,
        of: Settings | Dondoc | None = None,
        *,
        actor: Adapter | None = None,
        facts: Sequence[type[Fact]] = (),
        clock: Clock | None = None,
        ids: Ids | None = None,
    ) -> Dondoc:
        """Join the transaction of a host: what is recorded commits or rolls back with the host's rows.

        Nothing is committed here. On a Connection everything is written at once; on a Session the newest write waits
        for the session's commit, which raises Conflict where somebody else was first: see docs/how-to/embedding.md.

        Args:
            host: a Session or Connection of SQLAlchemy 2, on a database with our tables (`Dondoc.create` makes them).
            of: the settings (their `db` is not used), or another `Dondoc`, whose configuration, clock, ids, files and
                names of tables this one shares: it costs nothing to attach one for each request.
            actor: who acts, where a call does not say: the actor, or what tells the one of this moment.
            facts: facts of the host's own; those of `of`, where that is a `Dondoc`.
            clock: says the time; that of `of` when None.
            ids: gives new ids; those of `of` when None.

        Raises:
            ConfigInvalid: the configuration is wrong.
            Invalid: the host cannot be joined, or its transaction is not fit for it; says what to change.
            StoreBroken: our tables are missing, older or newer, or the database may lose what it acknowledges.
        """
        if isinstance(of, Dondoc):
            clock, ids = clock or of.clock, ids or of.ids
            store = EventStore(join(host, of.store.engine.get_execution_options()), of.registry, clock)
            return cls(store, of.catalogue, of.registry, clock, ids, of.files, actor)
        settings = of or Settings()
        dondoc = cls._build(settings, facts, clock, ids, join(host, options(**_names(settings))), actor)
        _check_tables(dondoc.store)
        return dondoc

    @classmethod
    def _build(
        cls, settings: Settings, facts: Sequence[type[Fact]], clock: Clock | None, ids: Ids | None,
        joined: Joined | None = None, actor: Adapter | None = None,
    ) -> Dondoc:  # fmt: skip
        registry = known_facts(settings, facts)
        catalogue = read_catalogue(settings.config, registry)
        if clock is None:
            clock = SimulatedClock(settings.start) if settings.start else SystemClock(settings.clock_offset)
        store = EventStore(joined or open_engine(settings.db, **_names(settings)), registry, clock)
        return cls(store, catalogue, registry, clock, ids or RandomIds(), EvidenceFolder.of(settings), actor)

    @cached_property
    def _ticker(self) -> Ticker:
        """Made when it is first asked for: whoever attaches for one command needs none."""
        return Ticker(self.catalogue, self._view(), self._append, self._anchor, self._carry_out)

    def close(self) -> None:
        """Let go of the database, or of the host, whose transaction goes on."""
        self.store.engine.dispose()

    def adopt(self) -> list[str]:
        """Take the plans into the log, in their wording of today; returns the ids of those that were new or changed."""
        return self._ticker.adopt(today(self.clock))

    def tick(self, now: datetime | None = None) -> Tally:
        """Bring everything up to now: open, urge, close. Idempotent; see `dondoc.workflow.tick`."""
        return self._ticker.tick(now or self.clock.now())

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
            unanchored=self._asking(pending.unanchored),
            owed=Owed(
                open_dues=self._asking(pending.open_dues),
                open_at=self._asking(pending.open_at),
                clocks=self._asking(clocks.running),
                standing=self._asking(activity_days.standing_tasks),
                quotas=self._asking(pending.quotas),
                late=self._asking(pending.late),
                rungs=self._asking(reminders.rungs),
                acknowledged=self._asking(replies.acknowledged),
                held=self._asking(replies.held),
            ),
            sent_on=self._asking(reminders.sent_on),
            past_periods=self._asking(pending.past_periods),
            closed=self._asking(milestones.closed),
        )

    def _asking(self, question: Any) -> Any:
        """A question to the read models, on a connection of its own."""

        def asked(*args: Any) -> Any:
            with self._reading() as connection:
                return question(connection, *args)

        return asked


def _project(connection: Any, records: Sequence[Record]) -> None:
    """Write the read models of what is appended, unless somebody acts in it whose account was just disabled."""
    accounts.refuse_disabled(connection, records)
    replay.project(connection, records)


def _renew_tables(store: EventStore, connection: Any) -> None:
    if tables.renew(connection):
        replay.rebuild(connection, store.read_all(within=connection))


def _names(settings: Settings) -> dict[str, Any]:
    """Where our tables are and what they are called, and whether the database may lose what it acknowledged."""
    may_lose_commits = settings.database_may_lose_committed_events
    return {"schema": settings.db_schema, "prefix": settings.db_prefix, "may_lose_commits": may_lose_commits}


def _check_tables(store: EventStore) -> None:
    store.check()
    with store.reading() as connection:
        tables.check(connection)


@contextmanager
def opened(settings: Settings) -> Iterator[Dondoc]:
    """A `Dondoc` that is closed at the end."""
    dondoc = Dondoc.open(settings)
    try:
        yield dondoc
    finally:
        dondoc.close()
