"""The examples are programs that run: what a developer copies is what is tried here."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from dondoc import Dondoc, Settings
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.commands import AssignTask
from dondoc.domain.office import ENGINE
from dondoc.domain.ports import HANOI
from dondoc.testing import assigned

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TASK = "184.4.1:vu-tien-luong:2024-04"
NOON = datetime(2024, 4, 2, 12, tzinfo=HANOI)
CLERK, STRANGER = ("nguyen-van-a", "mat-khau-gia-dinh"), ("ke-la", "khong-biet")
LETTER = {"number": "15/TTr", "subject": "Chế độ tiền lương mới", "task": TASK}


def run(*arguments: object, **environment: str) -> str:
    """What a program prints that must end well, with every warning an error."""
    command = [sys.executable, "-W", "error", *map(str, arguments)]
    environment = {**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_plain_script_writes_both_or_neither(tmp_path: Path) -> None:
    """The second letter is refused by the rules of its task, and the register does not know it."""
    said = run(EXAMPLES / "plain_script.py", "--config", ROOT / "config", "--folder", tmp_path).splitlines()
    assert said[0] == "đã ghi 15/TTr"
    assert said[1].startswith("không ghi 16/TTr: ")
    assert said[2:] == ["sổ công văn: ['15/TTr']", "việc: prepared"]


def test_every_line_of_code_that_hosts_are_shown_is_one_that_runs() -> None:
    """The page for hosts shows lines of the examples, which are tried here."""
    page = (ROOT / "docs" / "how-to" / "embedding.md").read_text(encoding="utf-8")
    shown = [line.strip() for block in re.findall(r"```py\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    runs = {line.strip() for file in EXAMPLES.rglob("*.py") for line in file.read_text(encoding="utf-8").splitlines()}
    assert len(shown) > 10
    assert [line for line in shown if line and line not in runs] == []


def test_an_application_with_packages_of_the_same_names_as_our_parts_has_both(tmp_path: Path) -> None:
    """Its `domain`, `workflow` and `projections` are its own, ours are below `dondoc`."""
    said = run(EXAMPLES / "colliding_host" / "main.py", "--config", ROOT / "config", "--folder", tmp_path)
    assert said.splitlines() == ["hoàn tác: 0 1", "ghi nhận: 1 2"]


def test_the_django_project_passes_its_own_tests(postgresql_server: str, tmp_path: Path) -> None:
    """Django's ORM and dondoc on one connection: `manage.py test`, on a database of its own."""
    server = make_url(postgresql_server)
    place = {"PGHOST": str(server.query.get("host") or server.host), "PGUSER": server.username or ""}
    place |= {"PGPORT": str(server.port or 5432), "PGPASSWORD": server.password or ""}
    manage = EXAMPLES / "django_host" / "manage.py"
    run(manage, "test", "letters", "--noinput", **place, PGDATABASE=f"dj_{os.getpid()}",
        DONDOC_CONFIG=str(ROOT / "config"), DONDOC_EVIDENCE=str(tmp_path), DONDOC_CLOCK="2024-04-02T08:00")  # fmt: skip


def module(name: str) -> ModuleType:
    """An example of one file, as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec
    assert spec.loader
    found = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """The FastAPI example."""
    return module("fastapi_host")


@dataclass
class Served:
    """The FastAPI example with one clerk, on a database with both plans of 2024."""

    app: Any
    engine: Engine
    settings: Settings
    letter: Any

    def ask(self, method: str, url: str, user: tuple[str, str] | None = CLERK, **more: Any) -> httpx.Response:
        """What it answers to a user."""

        async def answer() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://so.invalid", auth=user) as client:
                return await client.request(method, url, **more)

        return asyncio.run(answer())

    def written(self) -> tuple[int, list[str]]:
        """How many letters there are, and who acted on the task."""
        with Session(self.engine) as session:
            letters = session.query(self.letter).count()
        with_task = Dondoc.open(self.settings)
        actors = [record.meta.actor for record in with_task.store.read(f"task-{TASK}")]
        with_task.close()
        return letters, actors[1:]


@pytest.fixture
def served(
    request: pytest.FixtureRequest, example: ModuleType, url: str, shipped: Catalogue, tmp_path: Path
) -> Iterator[Served]:
    """The example, started and in the end stopped: both plans on SQLite, on PostgreSQL the one task that it needs."""
    settings = Settings(db=url, config=ROOT / "config", evidence=tmp_path / "evidence", clock=NOON)
    if url.startswith("sqlite"):
        shutil.copy(request.getfixturevalue("ticked"), url.removeprefix("sqlite:///"))
    else:
        made = Dondoc.create(settings)
        task = assigned(shipped, "184.4.1", "2024-04")
        made.dispatch(AssignTask(task=TASK, assigned=task), actor=ENGINE)
        made.close()
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    if engine.dialect.name == "sqlite":
        module("plain_script").writing_at_once(engine)
    example.Base.metadata.create_all(engine)
    salt = b"muoi"
    with Session(engine) as session, session.begin():
        password = example.hashed(CLERK[1], salt)
        session.add(example.User(name=CLERK[0], salt=salt, password=password, office="vu-tien-luong/dau-moi"))
    app = example.create_host(engine, settings)
    yield Served(app, engine, settings, example.Letter)

    async def stop() -> None:
        async with app.router.lifespan_context(app):
            pass

    asyncio.run(stop())


def test_the_fastapi_host_writes_both_or_neither(served: Served) -> None:
    """A letter and its step; a second one that the rules refuse, or whose number is taken, leaves nothing of either."""
    assert served.ask("POST", "/letters", json=LETTER).status_code == 201
    assert served.written() == (1, ["nguyen-van-a"])
    refused = served.ask("POST", "/letters", json=LETTER | {"number": "16/TTr"})
    assert (refused.status_code, refused.json()["code"]) == (422, "rejected")
    assert served.written() == (1, ["nguyen-van-a"])


def test_a_row_that_the_hosts_own_rules_refuse_takes_the_step_back(served: Served) -> None:
    """The number is taken: the step had gone before it, and is gone."""
    with Session(served.engine) as session, session.begin():
        session.add(served.letter(number="15/TTr", subject="x", entered_by="x"))
    with pytest.raises(Exception, match=r"UNIQUE|unique"):
        served.ask("POST", "/letters", json=LETTER)
    assert served.written() == (1, [])


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_only_users_of_the_host_come_in_and_nobody_names_another_actor(served: Served) -> None:
    """No user, a wrong password or rubbish: 401 everywhere; what a request says of the actor counts for nothing."""
    for path in ("/theo-doi/", "/theo-doi/tasks", "/theo-doi/static/console.css", "/theo-doi/api/v1/tasks"):
        for user in (None, STRANGER, (CLERK[0], "sai")):
            assert served.ask("GET", path, user).status_code == 401, path
    assert served.ask("GET", "/theo-doi/", None, headers={"Authorization": "Basic ?"}).status_code == 401
    assert served.ask("POST", "/letters", None, json=LETTER).status_code == 401
    forged = {**LETTER, "actor": "bo-truong", "office": "bo/bo-truong"}
    said = {"X-User": "bo-truong", "X-Actor": "bo-truong"}
    assert served.ask("POST", "/letters?actor=bo-truong", json=forged, headers=said).status_code == 201
    assert served.written() == (1, ["nguyen-van-a"])


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_every_link_of_the_mounted_pages_stays_below_their_path_and_leads_somewhere(served: Served) -> None:
    """Each kind of page is opened, and every address on it: nothing leads out of `/theo-doi`, nothing into the void."""
    served.ask("POST", "/letters", json=LETTER)
    kinds: dict[str, int] = {}
    seen, todo = set[str](), ["/theo-doi/", "/theo-doi/public/", f"/theo-doi/tasks/{TASK}?as_of=2024-04-01"]
    while todo:
        address = todo.pop()
        kind = re.sub(r"^/theo-doi(/[a-z]*)?.*", r"\1", address) + ("?" if "?" in address else "")
        if address in seen or kinds.get(kind, 0) > 6:
            continue
        seen.add(address)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = served.ask("GET", address)
        assert answer.status_code == 200, address
        if "html" in answer.headers["content-type"]:
            for link in re.findall(r'(?:href|src|action)="([^"#]*)', answer.text):
                found = httpx.URL("http://so.invalid" + address).join(link.replace("&amp;", "&"))
                if found.host == "so.invalid":
                    assert found.raw_path.startswith(b"/theo-doi/"), (address, link)
                    todo.append(found.raw_path.decode())
    assert {"/", "/tasks", "/plans", "/procedures", "/registers", "/due", "/reminders", "/public", "/static"} <= {
        *kinds
    }
    missing = served.ask("GET", "/theo-doi/khong-co")
    assert missing.status_code == 404
    assert 'href="/theo-doi/' in missing.text
