"""PostgreSQL: only where it keeps what it acknowledges, text by its bytes, and a role that can add but not change."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import text
from sqlalchemy.engine import make_url

from dondoc.domain.errors import StoreBroken
from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.projections import PROJECTIONS, tables
from dondoc.store import checkpoints
from dondoc.store import postgresql as rules
from dondoc.store.engine import open_engine, shown
from dondoc.store.event_store import EventStore
from dondoc.store.tree import StoredTree
from dondoc.store.verification import verify_chain
from dondoc.testing import FrozenClock

Build = Callable[..., Record]
Open = Callable[[str], EventStore]
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "postgresql.md"


@pytest.fixture
def url(postgresql: str) -> str:
    """A schema of one's own."""
    return postgresql


def with_options(url: str, *options: str) -> str:
    """The URL, with settings of the session added."""
    parsed = make_url(url)
    joined = " ".join([str(parsed.query["options"]), *options])
    return parsed.update_query_dict({"options": joined}).render_as_string(hide_password=False)


def test_a_session_that_acknowledges_before_it_is_safe_is_refused(
    store: EventStore, url: str, open_store: Open
) -> None:
    """synchronous_commit=off for a role, a database or a session: nothing is read or written, and the cure is told."""
    with pytest.raises(StoreBroken, match="synchronous_commit off") as refused:
        open_store(with_options(url, "-csynchronous_commit=off")).position()
    assert "DONDOC_DATABASE_MAY_LOSE_COMMITTED_EVENTS" in refused.value.cure
    assert refused.value.vi


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_forget_on_a_power_cut_is_refused(spare_server: str, open_store: Open, setting: str) -> None:
    """A server is asked when it is reached, and refused while one of the two is off."""
    with psycopg.connect(spare_server, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        reload(connection, setting, "off")
        with pytest.raises(StoreBroken, match=f"{setting} off"):
            open_store(spare_server).create()
        connection.execute(sql.SQL("ALTER SYSTEM RESET {}").format(sql.Identifier(setting)))
        reload(connection, setting, "on")
    assert open_store(spare_server).now()


def reload(connection: psycopg.Connection[Any], setting: str, wanted: str) -> None:
    """Let the server read its settings again, and wait until it has."""
    connection.execute("SELECT pg_reload_conf()")
    for _ in range(500):
        found = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
        if found == (wanted,):
            return
        connection.execute("SELECT pg_sleep(0.01)")
    pytest.fail(f"{setting} did not become {wanted}")


def test_who_says_so_loudly_may_use_a_server_that_may_forget(store: EventStore, url: str, clock: FrozenClock) -> None:
    """For trials there is an option, whose name says what it means."""
    engine = open_engine(with_options(url, "-csynchronous_commit=off"), may_lose_commits=True)
    assert EventStore(engine, Registry(FACTS), clock).position() == 0
    engine.dispose()


def test_a_server_that_is_too_old_is_refused(url: str, open_store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is asked for, and named."""
    monkeypatch.setattr(rules, "OLDEST", 99)
    with pytest.raises(StoreBroken, match="needs 99 or newer"):
        open_store(url).create()


def test_a_server_that_is_not_there_is_refused_in_plain_words(open_store: Open) -> None:
    """No driver's error reaches people, and no password."""
    with pytest.raises(StoreBroken) as refused:
        open_store("postgresql://u:secret@127.0.0.1:1/db?connect_timeout=2").position()
    assert "secret" not in str(refused.value)
    assert "secret" not in shown("postgresql://u:secret@127.0.0.1:1/db")


def test_every_column_of_text_sorts_by_its_bytes(store: EventStore) -> None:
    """In the log and in every read model, whatever the language of the server: an order is the same everywhere."""
    with store.writing() as connection:
        tables.renew(connection)
        found = connection.execute(
            text(
                "SELECT table_name, column_name, collation_name FROM information_schema.columns "
                "WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying')"
            )
        ).all()
    ours = [row for row in found if row.table_name != "dondoc_schema"]
    assert {row.table_name for row in ours} >= {table.name for each in PROJECTIONS for table in each.tables}
    assert [row for row in ours if row.collation_name != "C"] == []


@pytest.fixture
def application(store: EventStore, url: str) -> Iterator[str]:
    """A role with the grants of the guide, and nothing else; gives its URL."""
    with store.writing() as connection:
        tables.renew(connection)
    (granted,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    schema = str(make_url(url).query["options"]).removeprefix("-csearch_path=")
    role = f"dondoc_app_{schema}"
    statements = granted.replace("theo_doi", schema).replace("dondoc_app", role)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements.split(";"):
            if statement.strip():
                connection.execute(statement)
        yield make_url(url).set(username=role).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP OWNED BY {}").format(sql.Identifier(role)))
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_the_application_role_works_with_the_grants_of_the_guide(
    application: str, open_store: Open, record: Build
) -> None:
    """Whoever types the guide's grants has a role that appends, answers, follows and rebuilds."""
    store = open_store(application)
    store.check()

    def empty(connection: Any, _records: object) -> None:
        for projection in PROJECTIONS:
            for table in projection.tables:
                connection.execute(table.delete())

    store.append([record("task-x")], empty)
    with store.reading() as connection:
        tables.check(connection)
    assert verify_chain(store) == 1
    assert StoredTree(store).catch_up() == 1
    assert checkpoints.keep(store, checkpoints.Kept(1, "2024-03-18", "AAAA", "x"))
    assert not checkpoints.keep(store, checkpoints.Kept(1, "2024-03-19", "BBBB", "y"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dondoc_events SET actor = 'x'",
        "DELETE FROM dondoc_events",
        "TRUNCATE dondoc_events",
        "DROP TABLE dondoc_events",
        "ALTER TABLE dondoc_events DROP COLUMN hash",
        "DELETE FROM dondoc_commands",
        "UPDATE dondoc_checkpoints SET note = 'x'",
        "DELETE FROM dondoc_checkpoints",
        "UPDATE dondoc_schema SET version_num = '9'",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_application_role_cannot_change_the_log(application: str, statement: str) -> None:
    """It may add to the log and read it; to change, cut or reshape it is refused by the server."""
    with psycopg.connect(application) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[arg-type]  # one of the list above


def test_a_writer_that_stays_frozen_is_ended_by_the_server(
    url: str, open_store: Open, record: Build, project: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL a transaction that stands still for too long is ended: it has written nothing, others go on."""
    monkeypatch.setattr("dondoc.store.postgresql.IDLE_SECONDS", 1)
    store, other = open_store(url), open_store(url)
    store.create()

    def freeze(*_: object) -> None:
        time.sleep(2)

    with ThreadPoolExecutor(1) as thread:
        frozen = thread.submit(store.append, [record("frozen")], freeze)
        time.sleep(0.2)
        assert other.append([record("after")], project).last == 1
        with pytest.raises(StoreBroken):
            frozen.result()
    assert [record.event_id for record in other.read_all()] == ["event-2"]
