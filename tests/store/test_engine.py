"""How SQLite is reached: durable, one writer at a time from the first statement on, and failing in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dondoc.domain.errors import Invalid, StoreBroken
from dondoc.domain.fact import Record
from dondoc.store.engine import exists, open_engine, reading, writing
from dondoc.store.event_store import EventStore
from dondoc.store.verification import verify_chain

Build = Callable[..., Record]
Open = Callable[[str], EventStore]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A file of one's own."""
    return f"sqlite:///{tmp_path / 'log.db'}"


def test_every_pooled_connection_is_durable(store: EventStore) -> None:
    """WAL and synchronous=FULL (2) are in force on each connection of the pool, not only on the first one."""
    with ExitStack() as held:
        connections = [held.enter_context(reading(store.engine)) for _ in range(12)]
        assert len({id(each.connection.dbapi_connection) for each in connections}) == 12
        for connection in connections:
            assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


def test_a_writer_holds_the_write_lock_from_its_beginning(store: EventStore, tmp_path: Path) -> None:
    """BEGIN IMMEDIATE: before a writer has said anything, no other can begin; it cannot fail half-way by turning."""
    other = sqlite3.connect(tmp_path / "log.db", timeout=0, isolation_level=None)
    with writing(store.engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_database_in_memory_serves_too(open_store: Open, record: Build, project: Any) -> None:
    """`sqlite://` is a database like any other, for as long as its engine lives."""
    store = open_store("sqlite://")
    store.create()
    store.append([record("task-x")], project)
    assert verify_chain(store) == 1
    assert exists("sqlite://")


def absent(path: Path) -> None:
    """There is no folder for the file."""
    path.parent.rmdir()


def letter(path: Path) -> None:
    """Somebody named a letter."""
    path.write_text("Kính gửi: Văn phòng Bộ\n" * 400, encoding="utf-8")


def folder(path: Path) -> None:
    """Somebody named a folder."""
    path.mkdir()


def foreign(path: Path) -> None:
    """A database of somebody else."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE so_van_ban (id INTEGER)")
    connection.commit()
    connection.close()


def headless(path: Path) -> None:
    """Our tables, but the head row was lost."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE dondoc_head (id INTEGER, position INTEGER, recorded_at TEXT, hash BLOB)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("damage", [absent, letter, folder, foreign, headless], ids=lambda each: each.__name__)
def test_a_database_that_is_not_ours_is_refused_in_plain_words(
    open_store: Open, tmp_path: Path, damage: Callable[[Path], None], record: Build, project: Any
) -> None:
    """Whatever lies at the URL, reading and writing say `StoreBroken` with a way out, never the driver's error."""
    (tmp_path / "here").mkdir()
    damage(tmp_path / "here" / "x.db")
    store = open_store(f"sqlite:///{tmp_path}/here/x.db")
    attempts: list[Callable[[], object]] = [
        store.position,
        lambda: store.append([record("task-x")], project),
        lambda: store.append_missing([record("task-x")], project),
        store.last_recorded_at,
        lambda: verify_chain(store),
    ]
    for attempt in attempts:
        with pytest.raises(StoreBroken) as broken:
            attempt()
        assert all((broken.value.en, broken.value.vi, broken.value.cure))
        assert "sqlalche" not in str(broken.value), "the toolkit's own words are for the log, not for people"


def test_a_damaged_page_is_refused_in_plain_words(
    store: EventStore, tmp_path: Path, url: str, open_store: Open, record: Build, project: Any
) -> None:
    """A file whose middle was overwritten fails to read with `StoreBroken`, not with the driver's error."""
    store.append([record(f"task-{number}") for number in range(300)], project)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.engine.dispose()
    file = tmp_path / "log.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    damaged = open_store(url)
    with pytest.raises(StoreBroken):
        verify_chain(damaged)
    with pytest.raises(StoreBroken):
        list(damaged.read_all())


def test_a_file_that_may_not_be_written_is_refused_in_plain_words(
    store: EventStore, record: Build, project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that refuses a write says so, and the log is as it was."""
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    try:
        with pytest.raises(StoreBroken, match="readonly"):
            store.append([record("task-x")], project)
    finally:
        store.engine.dispose()
    assert store.position() == 0


@pytest.mark.parametrize(
    "wrong",
    ["postgresql+asyncpg://u:secret@host/db", "dondoc.db", "", "mysql://u:secret@host/db"],
    ids=["driver", "path", "empty", "mysql"],
)
def test_a_url_of_another_kind_is_refused_without_its_password(wrong: str) -> None:
    """What dondoc does not run on is named, with what to write, and no password is shown."""
    with pytest.raises(Invalid) as refused:
        open_engine(wrong)
    assert "sqlite:///" in refused.value.cure
    assert "postgresql://" in refused.value.cure
    assert "secret" not in str(refused.value)


def test_a_schema_is_refused_where_there_are_none() -> None:
    """SQLite has no schemas: a setting that could not be obeyed is no setting to pass over."""
    with pytest.raises(Invalid, match="no schemas"):
        open_engine("sqlite://", schema="theo_doi")


def test_data_that_became_text_are_found_too(
    sqlite: str, open_store: Callable[[str], EventStore], record: Build, project: Any
) -> None:
    """SQLite's `replace` turns bytes into text; the same letters in another type are an alteration like any other."""
    log = open_store(sqlite)
    log.create()
    log.append([record(f"task-{number}") for number in range(9)], project)
    with log.writing() as connection:
        connection.execute(text("UPDATE dondoc_events SET data = replace(data, 'Cuộc', 'Buổi') WHERE position = 5"))
    with pytest.raises(StoreBroken, match="at position 5"):
        verify_chain(log)
