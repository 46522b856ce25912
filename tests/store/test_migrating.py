"""The tables are made by migrations, once, under the names that were asked for; what does not fit is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from dondoc.domain.errors import StoreBroken
from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.projections import PROJECTIONS, tables
from dondoc.store import migrating, schema
from dondoc.store.audit import audit
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.store.tree import StoredTree
from dondoc.store.verification import verify_chain
from dondoc.testing import FrozenClock

Build = Callable[..., Record]
Edit = Callable[[str], None]
Open = Callable[[str], EventStore]


@pytest.fixture
def named(url: str, clock: FrozenClock) -> Iterator[Callable[..., EventStore]]:
    """Opens a store under a schema or prefix of its own."""
    opened: list[EventStore] = []

    def open_(**names: str) -> EventStore:
        opened.append(EventStore(open_engine(url, **names), Registry(FACTS), clock))  # type: ignore[arg-type]  # names only
        return opened[-1]

    yield open_
    for store in opened:
        store.engine.dispose()


def test_the_migrations_make_the_tables_that_the_queries_use(store: EventStore) -> None:
    """Column by column, what the migrations lead to is what `schema` says."""
    with store.reading() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), schema.metadata)
    assert [each for each in found if "dondoc_schema" not in repr(each)] == []


def test_every_migration_is_known_in_its_order() -> None:
    """The list that start-up compares with is the folder's own chain."""
    folder = str(Path(migrating.__file__).with_name("migrations"))
    chain = ScriptDirectory(folder, version_locations=[folder]).walk_revisions()
    assert tuple(script.revision for script in chain)[::-1] == migrating.REVISIONS


def test_an_empty_database_is_refused_until_it_is_made(open_store: Open, url: str) -> None:
    """No table is made by looking; the cure names the command that makes them."""
    store = open_store(url)
    with pytest.raises(StoreBroken, match="no tables") as refused:
        store.check()
    assert "dondoc init" in refused.value.cure
    assert store.create() is True
    store.check()
    assert store.create() is False


def test_tables_of_a_newer_dondoc_are_refused_and_left_alone(store: EventStore, edit: Edit) -> None:
    """Neither start-up nor init touches what a newer version has made."""
    edit("UPDATE dondoc_schema SET version_num = '9999'")
    for attempt in (store.check, store.create):
        with pytest.raises(StoreBroken, match="newer") as refused:
            attempt()
        assert "9999" in refused.value.vi


def test_tables_of_an_older_dondoc_are_refused_until_init(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up changes no table: whoever owns them runs init, which is told."""
    monkeypatch.setattr(migrating, "REVISIONS", (*migrating.REVISIONS, "9998"))
    with pytest.raises(StoreBroken, match="older") as refused:
        store.check()
    assert "dondoc init" in refused.value.cure


def test_the_first_tables_are_brought_up_to_date_and_keep_what_they_hold(
    store: EventStore, edit: Edit, record: Build, project: Any
) -> None:
    """A log from before the tree gets one, and is what it was."""
    store.append([record("task-x"), record("task-y")], project)
    with store.writing() as connection:
        for table in ("dondoc_tiles", "dondoc_checkpoints"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    edit("UPDATE dondoc_schema SET version_num = '0001'")
    assert store.create() is False
    assert StoredTree(store).catch_up() == 2
    with store.reading() as connection:
        assert audit(connection).findings == ()


def test_two_prefixes_in_one_database_know_nothing_of_each_other(
    named: Callable[..., EventStore], record: Build, project: Any
) -> None:
    """Each has its log, read models and indexes under names of its own."""
    first, second = named(prefix="vu_a_"), named(prefix="vu_b_")
    for store in (first, second):
        assert store.create(tables.renew) is True
    first.append([record("task-x"), record("task-y")], project)
    second.append([record("task-x")], project)
    for store, count in ((first, 2), (second, 1)):
        store.check()
        assert store.position() == verify_chain(store) == count
        with store.reading() as connection:
            tables.check(connection)
            names = set(inspect(connection).get_table_names())
    assert {name.split("_")[1] for name in names if name.startswith("vu_")} == {"a", "b"}
    assert not [name for name in names if name.startswith("dondoc_")]


def test_a_schema_of_its_own_is_made_and_used(postgresql: str, clock: FrozenClock, record: Build, project: Any) -> None:
    """On PostgreSQL everything lies in the schema that was asked for, and nothing in the connection's own."""
    engine = open_engine(postgresql, schema="don_doc_x")
    store = EventStore(engine, Registry(FACTS), clock)
    try:
        assert store.create(tables.renew) is True
        assert store.create(tables.renew) is False
        store.append([record("task-x")], project)
        store.check()
        assert verify_chain(store) == 1
        with store.reading() as connection:
            ours = {*schema.metadata.tables, "dondoc_schema", *(t.name for p in PROJECTIONS for t in p.tables)}
            assert set(inspect(connection).get_table_names("don_doc_x")) == ours
            assert inspect(connection).get_table_names() == []
    finally:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA IF EXISTS don_doc_x CASCADE")
        engine.dispose()


def test_read_models_of_another_shape_are_made_anew(store: EventStore, edit: Edit) -> None:
    """A changed table, or one that there is no more, is found at start-up; renewing drops the old and makes the new."""
    with store.writing() as connection:
        assert tables.renew(connection) is True
        assert tables.renew(connection) is False
    edit("UPDATE dondoc_read_models SET shape = 'x' WHERE name = 'dondoc_tasks'")
    edit("UPDATE dondoc_read_models SET name = 'dondoc_gone' WHERE name = 'dondoc_evidence'")
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE dondoc_evidence RENAME TO dondoc_gone")
        connection.exec_driver_sql("DROP INDEX dondoc_evidence_stream")
    with store.reading() as connection, pytest.raises(StoreBroken, match="read models") as refused:
        tables.check(connection)
    assert "dondoc init" in refused.value.cure
    with store.writing() as connection:
        assert tables.renew(connection) is True
        tables.check(connection)
        assert not inspect(connection).has_table("dondoc_gone")
