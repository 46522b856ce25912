"""A host's rows and our events are one transaction: they commit together, and whatever rolls back, both are gone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, scoped_session, sessionmaker

from dondoc import Actor, Conflict, Dondoc, Settings
from dondoc.domain.commands import TakeStep
from dondoc.domain.errors import Invalid, KeyReused, NotAllowed, Rejected, StoreBroken
from dondoc.domain.office import ENGINE
from dondoc.domain.status import Cell
from dondoc.evidence.folder import EvidenceFolder
from dondoc.store.verification import verify_chain
from dondoc.testing import LEAD, REGISTRAR, FrozenClock

REPORT = "kh.report:tinh-a:2024-Q1"
STANDING = "kh.standing:vu-a:2024"


class Base(DeclarativeBase):
    """The host's own tables."""


class Letter(Base):
    """A row of the host: a letter in its register."""

    __tablename__ = "so_cong_van"
    number: Mapped[str] = mapped_column(primary_key=True)


def beginning_immediately(engine: Engine) -> Engine:
    """A host's engine on SQLite, set up as the how-to page says."""
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def connected(dbapi: Any, _record: Any) -> None:
            dbapi.isolation_level = None

        @event.listens_for(engine, "begin")
        def begun(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def host_engine(url: str, **options: Any) -> Engine:
    """An engine of the host's own on the database of that URL."""
    return create_engine(url.replace("postgresql:", "postgresql+psycopg:"), **options)


@dataclass
class Hosting:
    """A host with a session on its own engine, and dondoc opened beside it on the same database."""

    engine: Engine
    dondoc: Dondoc

    def letters(self) -> int:
        """How many rows the host has."""
        with Session(self.engine) as session:
            return session.scalar(select(func.count()).select_from(Letter)) or 0

    def attached(self, host: Any, **given: Any) -> Dondoc:
        """Dondoc in the transaction of a host, with its user."""
        return Dondoc.attach(host, self.dondoc, **{"actor": REGISTRAR, **given})

    def whole(self) -> bool:
        """Whether log and read models are what they must be."""
        verify_chain(self.dondoc.store)
        return self.dondoc.differences() == {}


@pytest.fixture
def hosting(opened: Callable[..., Dondoc], url: str) -> Iterator[Hosting]:
    """The small ministry of 18 March 2024, and a host with an empty table, in one database."""
    dondoc = opened(url=url)
    dondoc.tick()
    engine = beginning_immediately(host_engine(url))
    Base.metadata.create_all(engine)
    yield Hosting(engine, dondoc)
    engine.dispose()


def submit(dondoc: Dondoc, number: str = "15/BC", **who: Any) -> Any:
    """The report of the province comes in."""
    return dondoc.take_step(REPORT, "submit", {"number": number}, **who)


def note(dondoc: Dondoc, said: str = "Đang làm", task: str = STANDING) -> Any:
    """A word on how a task is going."""
    return dondoc.take_step(task, "note", {"note": said}, actor=LEAD)


def test_a_host_that_rolls_back_takes_our_events_with_it(hosting: Hosting) -> None:
    """Neither the host's row, nor the event, nor a row of a read model is left."""
    before = hosting.dondoc.store.position()
    with Session(hosting.engine) as session:
        session.add(Letter(number="15/BC"))
        submit(hosting.attached(session))
        assert hosting.attached(session).task(REPORT)[0].cell is Cell.DONE_ON_TIME
        session.rollback()
    assert hosting.letters() == 0
    assert hosting.dondoc.store.position() == before
    assert hosting.dondoc.task(REPORT)[0].cell is Cell.OPEN_IN_TERM
    assert hosting.whole()


def test_a_host_that_commits_commits_our_events_with_it(hosting: Hosting) -> None:
    """Row, event and read model are there together, and the log is whole."""
    with Session(hosting.engine) as session:
        session.add(Letter(number="15/BC"))
        receipt = submit(hosting.attached(session))
        session.commit()
    assert hosting.letters() == 1
    (record,) = hosting.dondoc.store.read(f"task-{REPORT}")[1:]
    assert receipt.event_ids == (record.event_id,)
    assert receipt.version == record.version == 2
    assert hosting.dondoc.task(REPORT)[0].cell is Cell.DONE_ON_TIME
    assert hosting.whole()


def test_an_error_inside_the_hosts_block_takes_everything_back(hosting: Hosting) -> None:
    """`with session.begin()` that ends in an error leaves nothing."""
    with Session(hosting.engine) as session, suppress(ZeroDivisionError), session.begin():
        session.add(Letter(number="15/BC"))
        submit(hosting.attached(session))
        raise ZeroDivisionError
    assert (hosting.letters(), hosting.dondoc.task(REPORT)[0].version) == (0, 1)


def test_a_session_that_is_closed_without_a_commit_leaves_nothing(hosting: Hosting) -> None:
    """As for the host's own rows: who does not commit has done nothing."""
    with Session(hosting.engine) as session:
        session.add(Letter(number="15/BC"))
        submit(hosting.attached(session))
    assert (hosting.letters(), hosting.dondoc.task(REPORT)[0].version) == (0, 1)


def test_a_session_serves_for_one_transaction_after_the_other(hosting: Hosting) -> None:
    """Attached once: committed, committed again without anything new, rolled back, and committed."""
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session)
        note(dondoc, "một")
        session.commit()
        session.commit()
        note(dondoc, "hai")
        session.rollback()
        note(dondoc, "ba")
        session.commit()
    said = [getattr(record.fact, "note", "") for record in hosting.dondoc.store.read(f"task-{STANDING}")[1:]]
    assert said == ["một", "ba"]
    assert hosting.whole()


def test_two_commands_on_one_stream_in_one_transaction_know_of_each_other(hosting: Hosting) -> None:
    """The second is decided upon what the first brought about; both are there after the commit, in order."""
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session)
        first, second = note(dondoc, "một"), note(dondoc, "hai")
        with pytest.raises(Rejected):
            submit(dondoc, number="16/BC") and submit(dondoc, number="17/BC")
        session.commit()
    assert (first.version, second.version) == (2, 3)
    stream = hosting.dondoc.store.read(f"task-{STANDING}")
    assert [record.event_id for record in stream[1:]] == [*first.event_ids, *second.event_ids]
    assert hosting.whole()


def test_a_savepoint_that_is_rolled_back_takes_what_was_said_within_it(hosting: Hosting) -> None:
    """And nothing else: what was said before it stays, also where that was only asked about within it."""
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session)
        note(dondoc, "trước")
        with suppress(ZeroDivisionError), session.begin_nested():
            assert dondoc.task(STANDING)[0].version == 2
            session.add(Letter(number="1"))
            note(dondoc, "trong")
            raise ZeroDivisionError
        note(dondoc, "sau")
        with session.begin_nested():
            session.add(Letter(number="2"))
            note(dondoc, "giữ")
        session.commit()
    said = [getattr(record.fact, "note", "") for record in hosting.dondoc.store.read(f"task-{STANDING}")[1:]]
    assert said == ["trước", "sau", "giữ"]
    assert hosting.letters() == 1
    assert hosting.whole()


def test_savepoints_within_savepoints_take_what_is_theirs(hosting: Hosting) -> None:
    """The inner one is kept, the outer one rolled back: nothing of either stays."""
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session)
        with suppress(ZeroDivisionError), session.begin_nested():
            with session.begin_nested():
                note(dondoc, "trong cùng")
            raise ZeroDivisionError
        session.commit()
    assert len(hosting.dondoc.store.read(f"task-{STANDING}")) == 1
    assert hosting.whole()


def test_a_command_id_is_known_again_within_the_transaction_and_after_it(hosting: Hosting) -> None:
    """A repeat gets the first answer; with another content it is refused; after a rollback it is new."""
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session)
        first = submit(dondoc, command_id="k-1")
        again = submit(dondoc, command_id="k-1")
        assert again.repeated
        assert again.event_ids == first.event_ids
        with pytest.raises(KeyReused):
            submit(dondoc, "16/BC", command_id="k-1")
        session.rollback()
        assert not submit(dondoc, command_id="k-1").repeated
        session.commit()
        assert submit(dondoc, command_id="k-1").repeated
        session.rollback()
    assert len(hosting.dondoc.store.read(f"task-{REPORT}")) == 2


def test_a_connection_is_joined_too(hosting: Hosting) -> None:
    """On SQLAlchemy's Core everything is written at once: a receipt has its position, and a rollback takes it back."""
    with hosting.engine.connect() as connection:
        dondoc = hosting.attached(connection)
        connection.execute(Letter.__table__.insert().values(number="1"))
        with suppress(ZeroDivisionError), connection.begin_nested():
            note(dondoc, "trong")
            raise ZeroDivisionError
        assert note(dondoc).position == dondoc.store.position()
        connection.rollback()
        note(dondoc, "hai")
        connection.commit()
    assert hosting.letters() == 0
    assert [r.fact.note for r in hosting.dondoc.store.read(f"task-{STANDING}")[1:]] == ["hai"]  # type: ignore[attr-defined]  # a note it is
    assert hosting.whole()


def test_an_activity_with_its_proof_and_credits_joins_too(hosting: Hosting, tmp_path: Path) -> None:
    """What follows from a record is rolled back with it; the file stays in its folder, named by nobody."""
    proof = tmp_path / "ban-tin.txt"
    proof.write_text("Bản tin", encoding="utf-8")
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session, actor=LEAD)
        dondoc.files = EvidenceFolder(tmp_path / "minh-chung", 1000)
        dondoc.record("bulletin.published", {"body": "vu-a", "issue": "1"}, evidence=[proof])
        assert sum(line.credits for line in dondoc.tasks(duty="kh.bulletin")) == 1
        session.rollback()
    assert sum(line.credits for line in hosting.dondoc.tasks(duty="kh.bulletin")) == 0
    assert dondoc.files.check([]).orphaned
    assert hosting.whole()


@pytest.fixture
def contended(opened: Callable[..., Dondoc], postgresql: str) -> Iterator[Hosting]:
    """A host on PostgreSQL, where others write while its transaction is open. One connection, so that leaks show."""
    dondoc = opened(url=postgresql)
    dondoc.tick()
    engine = host_engine(postgresql, pool_size=1, max_overflow=0, pool_timeout=5)
    Base.metadata.create_all(engine)
    yield Hosting(engine, dondoc)
    engine.dispose()


def test_who_was_second_is_told_at_the_commit_and_leaves_nothing(contended: Hosting) -> None:
    """The commit of the host fails with our Conflict; its rows are gone too, and the session goes on after it."""
    with Session(contended.engine) as session:
        dondoc = contended.attached(session)
        session.add(Letter(number="1"))
        note(dondoc, "trong giao dịch")
        note(contended.dondoc, "nhanh hơn")
        with pytest.raises(Conflict) as lost:
            session.commit()
        assert STANDING in lost.value.place
        session.rollback()
        assert session.scalar(select(func.count()).select_from(Letter)) == 0
        note(dondoc, "làm lại")
        session.commit()
    said = [getattr(record.fact, "note", "") for record in contended.dondoc.store.read(f"task-{STANDING}")[1:]]
    assert said == ["nhanh hơn", "làm lại"]
    assert contended.letters() == 0
    assert contended.whole()


def test_who_goes_on_after_a_lost_race_cannot_commit_without_it(contended: Hosting) -> None:
    """A receipt was given: a host that passes over the Conflict of a question is stopped at its commit."""
    with Session(contended.engine) as session:
        dondoc = contended.attached(session)
        session.add(Letter(number="1"))
        note(dondoc, "trong giao dịch")
        note(contended.dondoc, "nhanh hơn")
        for _ in range(2):
            with pytest.raises(Conflict):
                dondoc.task(STANDING)
        with pytest.raises(Conflict):
            note(dondoc, "tiếp")
        with pytest.raises(Conflict):
            session.commit()
    assert contended.letters() == 0
    assert len(contended.dondoc.store.read(f"task-{STANDING}")) == 2


def test_a_commit_that_fails_leaves_no_open_transaction_behind(contended: Hosting) -> None:
    """Neither after a rollback, nor after a close, nor on the bare connection: the pool's only one is clean."""
    for leave in ("rollback", "close"):
        with Session(contended.engine) as session:
            session.execute(text("CREATE TEMPORARY TABLE con_mo (id int) ON COMMIT DROP"))
            note(contended.attached(session), "trong giao dịch")
            note(contended.dondoc, "nhanh hơn")
            with pytest.raises(Conflict):
                session.commit()
            getattr(session, leave)()
        with contended.engine.connect() as connection:
            assert connection.scalar(text("SELECT to_regclass('con_mo')")) is None


def test_the_same_command_carried_out_elsewhere_meanwhile_stops_the_commit(contended: Hosting) -> None:
    """Whoever then asks again gets the first answer, and nothing is there twice."""
    with Session(contended.engine) as session:
        dondoc = contended.attached(session)
        submit(dondoc, command_id="k-1")
        first = submit(contended.dondoc, command_id="k-1", actor=REGISTRAR)
        with pytest.raises(Conflict):
            session.commit()
        session.rollback()
        again = submit(dondoc, command_id="k-1")
        assert again.repeated
        assert again.event_ids == first.event_ids
    assert len(contended.dondoc.store.read(f"task-{REPORT}")) == 2


def test_a_race_on_a_connection_is_decided_again_in_the_hosts_transaction(
    contended: Hosting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody was first between reading and writing: the host notices nothing, and its transaction is whole."""
    with contended.engine.connect() as connection:
        dondoc = contended.attached(connection)
        connection.execute(Letter.__table__.insert().values(number="1"))
        read, meanwhile = dondoc.store.read, [lambda: note(contended.dondoc, "nhanh hơn")]

        def disturbed(stream: str) -> Any:
            found = read(stream)
            while meanwhile:
                meanwhile.pop()()
            return found

        monkeypatch.setattr(dondoc.store, "read", disturbed)
        assert dondoc.dispatch(TakeStep(task=STANDING, step="note", data={"note": "sau"}), actor=LEAD).version == 3
        connection.commit()
    assert contended.letters() == 1
    assert contended.whole()


def test_nobody_waits_for_a_session_until_it_commits(contended: Hosting) -> None:
    """Others record while a host works on, and its own commit comes after theirs: the log is in one order."""
    with Session(contended.engine) as session:
        mine = submit(contended.attached(session))
        theirs = note(contended.dondoc, "không phải chờ")
        session.commit()
    assert mine.position == 0
    (record,) = contended.dondoc.store.read(f"task-{REPORT}")[1:]
    assert record.position == theirs.position + 1
    assert contended.whole()


def test_a_commit_that_the_database_refuses_takes_our_events_with_it(contended: Hosting) -> None:
    """A rule of the host's own tables that is checked at the commit: what we wrote just before is gone."""
    with contended.engine.begin() as connection:
        connection.execute(text("CREATE TABLE phu_luc (so text REFERENCES so_cong_van DEFERRABLE INITIALLY DEFERRED)"))
    with Session(contended.engine) as session:
        note(contended.attached(session))
        session.execute(text("INSERT INTO phu_luc VALUES ('không có')"))
        with pytest.raises(IntegrityError):
            session.commit()
    assert len(contended.dondoc.store.read(f"task-{STANDING}")) == 1
    assert contended.whole()


@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE", "AUTOCOMMIT"])
def test_a_transaction_of_another_kind_is_refused_with_the_cure(contended: Hosting, isolation: Any) -> None:
    """One that would not see what others record, or none at all: said before anything is read or written."""
    with contended.engine.connect().execution_options(isolation_level=isolation) as connection:
        with pytest.raises(Invalid) as refused:
            note(contended.attached(connection))
        assert "isolation_level" in refused.value.cure
        assert refused.value.vi


def test_a_server_that_may_forget_is_refused_to_a_host_too(contended: Hosting) -> None:
    """Its session runs with synchronous_commit off: a power cut could take back what its users were told."""
    with Session(contended.engine) as session:
        session.execute(text("SET LOCAL synchronous_commit = off"))
        with pytest.raises(StoreBroken, match="synchronous_commit off"):
            note(contended.attached(session))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_an_engine_of_sqlite_that_was_not_set_up_is_refused_with_the_cure(hosting: Hosting, sqlite: str) -> None:
    """Python's driver begins transactions late, and a savepoint would commit: nothing is read or written."""
    for set_up in (lambda _: None, lambda dbapi: setattr(dbapi, "isolation_level", None)):
        engine = host_engine(sqlite)
        event.listen(engine, "connect", lambda dbapi, _record, set_up=set_up: set_up(dbapi))
        with Session(engine) as session:
            with pytest.raises(Invalid, match="begin") as refused:
                note(hosting.attached(session))
            assert "BEGIN IMMEDIATE" in refused.value.cure
        engine.dispose()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_transaction_of_sqlite_that_read_before_others_wrote_is_told_to_begin_immediately(
    hosting: Hosting, sqlite: str
) -> None:
    """One that began deferred cannot write any more: the error says how to begin, and nothing is half written."""
    engine = host_engine(sqlite)
    event.listen(engine, "connect", lambda dbapi, _record: setattr(dbapi, "isolation_level", None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with engine.connect() as connection:
        dondoc = hosting.attached(connection)
        assert dondoc.task(REPORT)
        note(hosting.dondoc, "nhanh hơn")
        with pytest.raises(StoreBroken) as refused:
            submit(dondoc)
        assert "BEGIN IMMEDIATE" in refused.value.cure
        connection.rollback()
    engine.dispose()
    assert hosting.whole()


def test_without_a_user_of_the_host_nothing_is_written(hosting: Hosting) -> None:
    """No actor, a name instead of an actor, or the engine's own office: refused, whatever the door."""
    with Session(hosting.engine) as session:
        for adapter in (None, "minister", lambda: None, lambda: "minister", ENGINE):
            dondoc = Dondoc.attach(session, hosting.dondoc, actor=adapter)
            with pytest.raises(NotAllowed, match="who acts"):
                submit(dondoc)
            with pytest.raises(NotAllowed, match="who acts"):
                dondoc.record("bulletin.published", {"body": "vu-a", "issue": "1"})
        with pytest.raises(NotAllowed, match="who acts"):
            submit(hosting.attached(session), actor="minister")
        session.commit()
    assert hosting.dondoc.task(REPORT)[0].version == 1


def test_the_adapter_is_asked_for_each_command(hosting: Hosting) -> None:
    """One dondoc, attached once, serves one user after the other; a call may name another one."""
    users = iter([LEAD, REGISTRAR])
    with Session(hosting.engine) as session:
        dondoc = hosting.attached(session, actor=lambda: next(users))
        dondoc.take_step(STANDING, "note", {"note": "một"})
        submit(dondoc)
        dondoc.take_step(STANDING, "note", {"note": "hai"}, actor=LEAD)
        session.commit()
    assert [record.meta.actor for record in hosting.dondoc.store.read(f"task-{STANDING}")[1:]] == ["an", "an"]
    assert hosting.dondoc.store.read(f"task-{REPORT}")[-1].meta.actor == "dung"


def test_what_cannot_be_joined_is_refused_with_the_way_out(hosting: Hosting) -> None:
    """An engine, an address, an asynchronous session, a session of two-phase commits: each is told what to do."""
    asynchronous = type("AsyncSession", (), {})()
    two_phase = Session(hosting.engine, twophase=True)
    hosts: list[tuple[Any, str]] = [
        (hosting.engine, "connection of the engine"), (str(hosting.engine.url), "Session or a Connection"),
        (asynchronous, "run_sync"), (two_phase, "twophase"), (sessionmaker(hosting.engine), "Session or a Connection"),
    ]  # fmt: skip
    for host, cure in hosts:
        with pytest.raises(Invalid) as refused:
            hosting.attached(host)
        assert cure in refused.value.cure
        assert refused.value.vi


def test_a_scoped_session_is_the_session_of_its_thread(hosting: Hosting) -> None:
    """As web frameworks hand them out."""
    sessions = scoped_session(sessionmaker(hosting.engine))
    submit(hosting.attached(sessions))
    sessions.rollback()
    assert hosting.attached(sessions).task(REPORT)[0].version == 1
    submit(hosting.attached(sessions))
    sessions.commit()
    sessions.remove()
    assert hosting.dondoc.task(REPORT)[0].version == 2


def test_the_hosts_tables_engine_and_connection_stay_as_they_were(hosting: Hosting, url: str) -> None:
    """Its metadata knows of no table of ours and drops none, and no listener of ours is left on its engine."""
    names = ("commit", "rollback", "savepoint", "rollback_savepoint", "before_cursor_execute", "begin")
    before = [len(getattr(hosting.engine.dispatch, name)) for name in names]
    with hosting.engine.connect() as connection:
        connection.execution_options(schema_translate_map={"so": None})
        options = dict(connection.get_execution_options())
        note(hosting.attached(connection))
        after = {name: value for name, value in connection.get_execution_options().items() if value is not None}
        assert after == options
        connection.commit()
    with Session(hosting.engine) as session:
        submit(hosting.attached(session))
        session.commit()
    assert [len(getattr(hosting.engine.dispatch, name)) for name in names] == before
    assert {*Base.metadata.tables} == {"so_cong_van"}
    Base.metadata.drop_all(hosting.engine)
    assert hosting.whole()


def test_two_engines_under_different_names_share_a_database_and_a_transaction(
    shipped_config: Path, url: str, clock: FrozenClock
) -> None:
    """Each has its own log; both roll back and commit with the host, and its own words stay as they are."""
    schema = {"db_schema": "theo_doi"} if url.startswith("postgresql") else {}
    ours = [
        Settings(db=url, config=shipped_config, db_prefix="mot_"),
        Settings(db=url, config=shipped_config, **schema),
    ]
    for settings in ours:
        Dondoc.create(settings, clock=clock).close()
    engine = beginning_immediately(host_engine(url))
    Base.metadata.create_all(engine)
    actor = Actor(person="nguyen-van-a", office="van-phong-bo/dau-moi")
    act = {"body": "van-phong-bo", "subject": "Họp dondoc_events"}
    for end in ("rollback", "commit"):
        with Session(engine) as session:
            first, second = (Dondoc.attach(session, each, actor=actor, clock=clock) for each in ours)
            first.record("activity.held", act)
            second.record("activity.held", act)
            first.record("activity.held", act)
            session.add(Letter(number="dondoc_1"))
            session.flush()
            assert session.scalar(text("SELECT number FROM so_cong_van WHERE number = 'dondoc_1'")) == "dondoc_1"
            assert (first.store.position(), second.store.position()) == (2, 1)
            getattr(session, end)()
    for settings, position in zip(ours, (2, 1), strict=True):
        dondoc = Dondoc.open(settings, clock=clock)
        assert dondoc.store.position() == position
        assert dondoc.differences() == {}
        dondoc.close()
    engine.dispose()


def test_a_host_without_our_tables_is_told_to_make_them(shipped_config: Path, url: str) -> None:
    """Attached with settings, the database is looked at as `Dondoc.open` does."""
    engine = beginning_immediately(host_engine(url))
    with Session(engine) as session, pytest.raises(StoreBroken, match="no tables of dondoc"):
        Dondoc.attach(session, Settings(config=shipped_config))
    engine.dispose()


def test_an_asynchronous_session_is_joined_from_within(opened: Callable[..., Dondoc], postgresql: str) -> None:
    """Through `run_sync`, as the refusal says: both commit, or neither is there; a race is told at the commit."""
    beside = opened(url=postgresql)
    beside.tick()

    async def work() -> None:
        engine = create_async_engine(postgresql.replace("postgresql:", "postgresql+psycopg:"))
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)

        async def hand_in(number: str) -> AsyncSession:
            session = AsyncSession(engine)
            session.add(Letter(number=number))
            await session.run_sync(lambda joined: submit(Dondoc.attach(joined, beside, actor=REGISTRAR), number))
            return session

        lost = await hand_in("1/BC")
        await lost.rollback()
        late = await hand_in("2/BC")
        await (await hand_in("3/BC")).commit()
        with pytest.raises(Conflict):
            await late.commit()
        for session in (lost, late):
            await session.close()
        async with AsyncSession(engine) as session:
            assert [*await session.scalars(select(Letter.number))] == ["3/BC"]
            with pytest.raises(Invalid, match="AsyncSession"):
                Dondoc.attach(session, beside)  # type: ignore[arg-type]  # this is what is refused
        await engine.dispose()

    asyncio.run(work())
    last = beside.store.read(f"task-{REPORT}")[-1]
    assert (last.fact.model_dump()["number"], last.version) == ("3/BC", 2)
