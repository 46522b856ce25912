"""The event store as the rest of dondoc sees it: records in, records out.

It knows nothing of rules or read models; whoever appends hands in a function that writes its read models within the
same transaction. A commit is on disk before `append` returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from eventsourcing.persistence import IntegrityError
from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import IntegrityError as DatabaseIntegrityError

from dondoc.domain.errors import Conflict, KeyReused
from dondoc.domain.fact import Record, Registry
from dondoc.domain.ports import Clock
from dondoc.store import mapper, migrating
from dondoc.store.engine import reading, writing
from dondoc.store.joining import Joined
from dondoc.store.recorder import Head, SqlRecorder, take_head
from dondoc.store.schema import commands, events, head

Project = Callable[[Connection, Sequence[Record]], None]
PAGE = 2000
_NOW = {
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')",
    "postgresql": "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')",
}


@dataclass(frozen=True, slots=True)
class Key:
    """Names a command of an actor; `fingerprint` tells whether a repeat is the same command."""

    actor: str
    command_id: str
    fingerprint: str
    stream: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command brought about: positions `first` to `last` (`last` < `first` when it was already so)."""

    stream: str
    version: int
    first: int
    last: int
    event_ids: tuple[str, ...] = ()
    repeated: bool = False


class EventStore:
    """The log and its head."""

    def __init__(self, engine: Engine | Joined, registry: Registry, clock: Clock) -> None:
        self.engine = engine
        self._registry = registry
        self._recorder = SqlRecorder(engine, clock)

    def create(self, also: Callable[[Connection], object] = lambda _: None) -> bool:
        """Make the tables, or bring them up to date; `also` makes others in the same transaction.

        Returns:
            False when there was a database already.
        """
        with writing(self.engine) as connection:
            made = migrating.migrate(connection)
            take_head(connection)
            also(connection)
            return made

    def check(self) -> None:
        """Make sure that the tables are those that this version of dondoc knows.

        Raises:
            StoreBroken: they are missing, older or newer.
        """
        with self.reading() as connection:
            migrating.check(connection)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees one state of the database."""
        return reading(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a writing transaction that holds the head of the log: nobody appends meanwhile."""
        with writing(self.engine) as connection:
            take_head(connection)
            yield connection

    def position(self, connection: Connection | None = None) -> int:
        """The last position of the log, 0 when it is empty."""
        if connection is None:
            with self.reading() as own:
                return self.position(own)
        return int(connection.execute(select(head.c.position)).scalar_one())

    def position_at(self, connection: Connection, moment: str) -> int:
        """The last position that was recorded at or before a moment (as `stamp` writes it)."""
        newest = (events.c.recorded_at.desc(), events.c.position.desc())
        query = select(events.c.position).where(events.c.recorded_at <= moment).order_by(*newest).limit(1)
        return connection.execute(query).scalar() or 0

    def last_recorded_at(self) -> str:
        """When the last event was recorded, as `stamp` writes it; empty for an empty log."""
        with self.reading() as connection:
            return str(connection.execute(select(head.c.recorded_at)).scalar_one())

    def now(self) -> datetime:
        """What time the database says it is."""
        with self.reading() as connection:
            text = connection.exec_driver_sql(_NOW[connection.dialect.name]).scalar_one()
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    def read(self, stream: str) -> list[Record]:
        """All records of a stream, by version."""
        query = select(events).where(events.c.stream == stream).order_by(events.c.version)
        with self.reading() as connection:
            return [self._record(row) for row in connection.execute(query)]

    def read_all(
        self,
        after: int = 0,
        *,
        upto: int | None = None,
        names: Sequence[str] = (),
        within: Connection | None = None,
    ) -> Iterator[Record]:
        """The records of the log by position, those after a position, in pages: writers go on meanwhile.

        `within` is the connection to read on; one of its own for each page, when None.
        """
        while True:
            query = select(events).where(events.c.position > after)
            if upto is not None:
                query = query.where(events.c.position <= upto)
            if names:
                query = query.where(events.c.name.in_(names))
            with self.reading() if within is None else nullcontext(within) as connection:
                page = connection.execute(query.order_by(events.c.position).limit(PAGE)).all()
            for row in page:
                yield self._record(row)
            if len(page) < PAGE:
                return
            after = page[-1].position

    def answer_to(self, key: Key) -> Answer | None:
        """The first answer to this command, if it was answered.

        Raises:
            KeyReused: the id was used by this actor for another command.
        """
        with self.reading() as connection:
            return self._answered(connection, key)

    def append(self, records: Sequence[Record], project: Project, key: Key | None = None) -> Answer:
        """Append records and write their read models, all or nothing.

        In a host's session they wait for its commit: the answer then has no positions, and the commit may still fail
        with a Conflict.

        Raises:
            Conflict: a stream has moved on since it was read.
            KeyReused: see `answer_to`.
        """
        if isinstance(self.engine, Joined) and self.engine.waits:
            return self._append_later(self.engine, records, project, key)
        return self._append(records, project, key)

    def append_missing(self, records: Sequence[Record], project: Project) -> list[Record]:
        """Append those records whose streams do not exist yet, in one transaction; returns the ones appended.

        For streams whose name is their lock: who comes second adds nothing and disturbs nobody.
        """
        if not records:
            return []
        streams = [record.stream for record in records]
        with writing(self.engine) as connection:
            taken = take_head(connection)
            there = set(connection.execute(select(events.c.stream).where(events.c.stream.in_(streams))).scalars())
            written = self._write(connection, [r for r in records if r.stream not in there], taken)
            project(connection, written)
        return written

    def _append(self, records: Sequence[Record], project: Project, key: Key | None) -> Answer:
        stream = _concerned(records, key)
        with writing(self.engine) as connection:
            taken = take_head(connection)
            if key and (before := self._answered(connection, key)):
                return before
            try:
                written = self._write(connection, records, taken)
            except IntegrityError as wrong:
                raise Conflict(f"The stream {stream} has moved on.", place=stream) from wrong
            last = written[-1].position if written else taken.position
            ids = tuple(record.event_id for record in written)
            answer = Answer(stream, _version(connection, stream, written), last - len(written) + 1, last, ids)
            project(connection, written)
            if key:
                self._remember(connection, key, answer)
        return answer

    def _append_later(self, host: Joined, records: Sequence[Record], project: Project, key: Key | None) -> Answer:
        stream = _concerned(records, key)
        with self.reading() as connection:
            version = _version(connection, stream, records)

        def write() -> None:
            if self._append(records, project, key).repeated:
                raise Conflict("The same command was carried out meanwhile.", place=stream, cure="Do it again.")

        host.at_commit(write)
        return Answer(stream, version, 0, 0, tuple(record.event_id for record in records))

    def _write(self, connection: Connection, records: Sequence[Record], taken: Head) -> list[Record]:
        entries = self._recorder.append(connection, [mapper.entry(record) for record in records], taken)
        return [mapper.placed(record, entry) for record, entry in zip(records, entries, strict=True)]

    def _answered(self, connection: Connection, key: Key) -> Answer | None:
        query = select(commands).where(commands.c.actor == key.actor, commands.c.command_id == key.command_id)
        row = connection.execute(query).first()
        if row is None:
            return None
        if row.fingerprint != key.fingerprint:
            raise KeyReused(
                f"The command id {key.command_id!r} was used before for another command.",
                vi=f"Mã lệnh {key.command_id!r} đã dùng cho một lệnh khác.",
                cure="Use a new id for a new command.",
            )
        wrote = select(events.c.event_id).where(events.c.position.between(row.first, row.last))
        ids = tuple(connection.execute(wrote.order_by(events.c.position)).scalars())
        return Answer(row.stream, row.version, row.first, row.last, ids, repeated=True)

    def _remember(self, connection: Connection, key: Key, answer: Answer) -> None:
        try:
            connection.execute(
                insert(commands).values(
                    actor=key.actor,
                    command_id=key.command_id,
                    fingerprint=key.fingerprint,
                    stream=answer.stream,
                    version=answer.version,
                    first=answer.first,
                    last=answer.last,
                )
            )
        except DatabaseIntegrityError as wrong:
            raise Conflict("The same command arrived twice at once.") from wrong

    def _record(self, row: object) -> Record:
        return mapper.record(row, self._registry)


def _concerned(records: Sequence[Record], key: Key | None) -> str:
    return key.stream if key else records[0].stream


def _version(connection: Connection, stream: str, written: Sequence[Record]) -> int:
    for record in reversed(written):
        if record.stream == stream:
            return record.version
    return connection.execute(select(func.max(events.c.version)).where(events.c.stream == stream)).scalar() or 0
