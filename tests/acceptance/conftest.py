"""What the acceptance tests share: both plans of 2024 ticked to 2 April, and the doors through which users come in."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer
from aiosmtpd.controller import Controller
from docx import Document

from dondoc import Actor, Dondoc
from dondoc.config.reading import read_catalogue
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Registry
from dondoc.interfaces.cli import main as command_line
from dondoc.interfaces.cli.main import main
from dondoc.interfaces.web.app import create_app
from dondoc.settings import load

READER = Actor(person="kiem-thu", office="vu-hop-tac-quoc-te/dau-moi")
"""Whoever opens pages in these tests."""
CONFIG = Path(__file__).parents[2] / "config"
READERS = (
    "app",
    *(
        f"interfaces.cli.{name}"
        for name in ("simulating", "planning", "casing", "consulting", "covering", "registering", "ruling")
    ),
)


@dataclass(frozen=True)
class Door:
    """dondoc as its users meet it: the command line and the pages, on a database and a configuration of one's own."""

    db: str
    config: Path
    capsys: pytest.CaptureFixture[str]
    portal_token: str = ""

    def run(self, *arguments: str) -> tuple[int, Any]:
        """A command with --json: its exit status and the object that it printed."""
        self.capsys.readouterr()
        status = main([*arguments, "--db", self.db, "--config", str(self.config), "--json"])
        return status, json.loads(self.capsys.readouterr().out)

    def ask(self, *arguments: str) -> Any:
        """The data of a command that must succeed."""
        status, said = self.run(*arguments)
        assert status == 0, said["diagnostics"]
        return said["data"]

    def refused(self, *arguments: str) -> Any:
        """The diagnostic of a command that must be refused."""
        status, said = self.run(*arguments)
        assert status > 0, said["data"]
        return said["diagnostics"][0]

    def printed(self, *arguments: str) -> str:
        """What a command prints for people."""
        self.capsys.readouterr()
        main([*arguments, "--db", self.db, "--config", str(self.config)])
        return self.capsys.readouterr().out

    def ask_lines(self, *arguments: str) -> list[Any]:
        """The JSON lines that a command prints."""
        return [json.loads(line) for line in self.printed(*arguments).splitlines()]

    def http(self, method: str, url: str, *, at: str | None = None, **request: Any) -> httpx.Response:
        """What the server answers; `at` a moment, where it matters what time it is there."""
        clock = datetime.fromisoformat(at) if at else None
        dondoc = Dondoc.open(load(db=self.db, config=self.config, clock=clock))

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(create_app(dondoc, lambda _: READER), raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
                return await client.request(method, url, **request)

        try:
            return asyncio.run(ask())
        finally:
            dondoc.close()

    def hand_in(self, url: str, key: str, on: str, **body: Any) -> httpx.Response:
        """What the portal hands in on a day, under a key of its own."""
        headers = {"Authorization": f"Bearer {self.portal_token}", "Idempotency-Key": key}
        return self.http("POST", f"/api/v1/{url}", at=f"{on}T09:00+07:00", headers=headers, json=body)

    def handed_back(self, case: str, on: str) -> httpx.Response:
        """What the portal is told of a case on a day."""
        headers = {"Authorization": f"Bearer {self.portal_token}"}
        return self.http("GET", f"/api/v1/cases/{case}", at=f"{on}T09:00+07:00", headers=headers)

    def page(self, url: str) -> str:
        """A page of the console; it must be there."""
        answer = self.http("GET", url)
        assert answer.status_code == 200, answer.text
        return answer.text

    def step(self, task: str, step: str, office: str, on: str, *more: str, **fields: Any) -> Any:
        """Take a step in an office on a day; the person is named after the office."""
        return self.ask(*self.taking(task, step, office, on, *more, **fields))

    def taking(self, task: str, step: str, office: str, on: str, *more: str, **fields: Any) -> tuple[str, ...]:
        """The command that takes a step."""
        return ("task", "step", task, step, *self.by(office, on), "--data", json.dumps(fields), *more)

    def record(self, fact: str, office: str, on: str, *serves: str, body: str = "", **fields: Any) -> Any:
        """Record an activity of the office's body, or of another body on its behalf."""
        behalf = ("--on-behalf-of", body) if body else ()
        data = {"body": body or office.split("/", maxsplit=1)[0], **fields}
        credited = [word for task in serves for word in ("--serves", task)]
        return self.ask("record", fact, *self.by(office, on), *behalf, "--data", json.dumps(data), *credited)

    @staticmethod
    def by(office: str, on: str) -> tuple[str, ...]:
        """The options that say who acts and when, entered on the same day; the person is named after the office."""
        person = office.replace("/", "-")
        return ("--actor", person, "--office", office, "--on", on, "--clock", f"{on}T23:00+07:00")

    def task(self, task: str, as_of: str) -> Any:
        """A task as it stood on a day."""
        return self.ask("task", "show", task, "--as-of", as_of)

    def tasks(self, as_of: str, *filters: str) -> list[Any]:
        """The tasks that match as they stood on a day."""
        found: list[Any] = self.ask("task", "list", "--as-of", as_of, "--limit", "100000", *filters)["tasks"]
        return found

    def tick(self, day: str) -> Any:
        """One tick at eight in the morning."""
        return self.ask("tick", "--now", f"{day}T08:00+07:00")

    def send(self, day: str) -> Any:
        """Tick and send at eight in the morning."""
        self.tick(day)
        return self.ask("outbox", "run", "--clock", f"{day}T08:05+07:00")

    def letters(self, body: str) -> list[str]:
        """What the letters to a body say, oldest first."""
        folder = load(db=self.db).outbox_folder / "letter"
        found = []
        for file in sorted(folder.glob(f"*-{body}-n-*.docx")):
            draft = Document(str(file))
            cells = [cell.text for table in draft.tables for row in table.rows for cell in row.cells]
            found.append("\n".join([*(p.text for p in draft.paragraphs), *cells]))
        return found

    def change(self, file: str, marker: str, old: str, new: str) -> None:
        """Change the configuration as an administrator does: the first `old` from a marker on becomes `new`.

        A plan's revision is raised with it, or the changed plan would not be followed.
        """
        path = self.config / file
        text = path.read_text(encoding="utf-8")
        start = text.index(old, text.index(marker))
        text = text[:start] + new + text[start + len(old) :]
        path.write_text(_revised(text) if file.startswith("plans/") else text, encoding="utf-8")


def _revised(plan: str) -> str:
    """The text of a plan's file with the next revision."""
    if found := re.search(r"(?m)^  revision: (\d+)$", plan):
        return f"{plan[: found.start(1)]}{int(found[1]) + 1}{plan[found.end(1) :]}"
    return re.sub(r"(?m)^(  owner: .+)$", r"\1\n  revision: 2", plan, count=1)


@pytest.fixture(autouse=True, scope="module")
def made_once() -> Iterator[None]:
    """The command line is put together once, and a configuration that did not change is read once."""
    known: dict[tuple[Path, int], Catalogue] = {}

    def read(folder: Path, registry: Registry) -> Catalogue:
        key = (folder, max(file.stat().st_mtime_ns for file in folder.rglob("*.yaml")))
        if key not in known:
            known[key] = read_catalogue(folder, registry)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for name in READERS:
            patch.setattr(importlib.import_module(f"dondoc.{name}"), "read_catalogue", read)
        patch.setattr(command_line, "app", typer.main.get_command(command_line.app))
        yield


@pytest.fixture(scope="session")
def ticked(lasting: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with both plans, ticked on 2 April 2024; made once, to be copied."""
    db = str(lasting.new(tmp_path_factory.mktemp("ticked")))
    where = ("--db", db, "--config", str(CONFIG))
    assert main(["init", *where]) == 0
    assert main(["tick", "--now", "2024-04-02T08:00+07:00", *where]) == 0
    return db


@pytest.fixture
def april(ticked: str, databases: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    """Both plans on 2 April 2024, in a database of one's own."""
    return Door(databases.like(ticked, tmp_path), CONFIG, capsys)


@pytest.fixture
def door_to(capsys: pytest.CaptureFixture[str]) -> Any:
    """Opens the door of a database that was made elsewhere."""
    return lambda db: Door(db, CONFIG, capsys)


@pytest.fixture
def plans(databases: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    """The configuration as shipped, and no database: for questions about what the plans ask."""
    return Door(databases.new(tmp_path), CONFIG, capsys)


@pytest.fixture
def own(databases: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Door:
    """A configuration of one's own to change, and no database yet."""
    shutil.copytree(CONFIG, tmp_path / "config")
    return Door(databases.new(tmp_path), tmp_path / "config", capsys)


@pytest.fixture
def own_april(april: Door, tmp_path: Path) -> Door:
    """Both plans on 2 April 2024, with a configuration of one's own to change."""
    shutil.copytree(CONFIG, tmp_path / "config")
    return Door(april.db, tmp_path / "config", april.capsys)


@pytest.fixture
def portal(own_april: Door) -> Door:
    """Both plans on 2 April 2024, where the ministry's portal may hand in feedback and confirm what it published."""
    (own_april.config / "doors.yaml").write_text(
        """\
doors:
  - id: cong-bnv
    name: Cổng Thông tin điện tử
    en: The portal
    person: cong-bnv
    office: trung-tam-thong-tin/cong-thong-tin
    duties: [184.feedback]
    facts: [communication.published]
    answers: [feedback.answered, feedback.transferred]
""",
        encoding="utf-8",
    )
    desk = ("--actor", "quan-tri", "--office", "van-phong-bo/chanh-van-phong", "--clock", "2024-04-02T08:00")
    made = own_april.ask("token", "open", "--door", "cong-bnv", "--until", "2025-04-01", "--reason", "Cổng", *desk)
    return replace(own_april, portal_token=made["secret"])


class Server(Controller):
    """A mail server of one's own; `mails` are what it took, `down` lets it take nothing."""

    def __init__(self) -> None:
        """It is empty."""
        self.mails: list[tuple[str, str]] = []
        self.down = False
        super().__init__(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a mail."""
        await asyncio.sleep(0)
        if self.down:
            return "451 Try again later"
        mail: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos[0], mail.get_body(("plain",)).get_content().replace("\r\n", "\n")))
        return "250 OK"

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mail server, and the settings that name it."""
    server = Server()
    server.start()
    monkeypatch.setenv("DONDOC_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DONDOC_SMTP_PORT", str(server.port))
    monkeypatch.setenv("DONDOC_SMTP_TLS", "none")
    yield server
    server.stop()


@pytest.fixture
def reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Writes the file of contacts."""

    def write(*contacts: str) -> None:
        lines = "\n".join(f"  - {{{each}}}" for each in contacts)
        (tmp_path / "contacts.yaml").write_text(f"contacts:\n{lines}\n", encoding="utf-8")

    monkeypatch.setenv("DONDOC_CONTACTS", str(tmp_path / "contacts.yaml"))
    return write
