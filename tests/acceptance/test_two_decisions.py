"""The main job, through the public door: both decisions of 2024 run, and can be answered for."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dondoc import Settings
from dondoc.app import opened
from dondoc.interfaces.accounts import Accounts
from dondoc.interfaces.cli.main import main

ROOT = Path(__file__).parents[2]
READER = "minh-hoa-van-phong-bo-dau-moi"
"""One of the invented people, who has an account."""
SESSION: dict[str, str] = {}
"""How whoever opens pages here is known, once the server runs."""
CONFIG = ("--config", str(ROOT / "config"))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demonstration's database, played once."""
    folder = tmp_path_factory.mktemp("demo")
    assert main(["demo", "--no-serve", "--folder", str(folder), *CONFIG]) == 0
    return f"sqlite:///{folder / 'demo.db'}"


@pytest.fixture(scope="module")
def console(story: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`dondoc serve` in a process of its own, at 1 July 2024, with somebody logged in; gives its address."""
    config = tmp_path_factory.mktemp("config") / "config"
    shutil.copytree(ROOT / "config", config)
    offices = config / "offices.yaml"
    held = f"holdings:\n  - {{office: van-phong-bo/dau-moi, person: {READER}}}"
    offices.write_text(offices.read_text(encoding="utf-8").replace("holdings: []", held), encoding="utf-8")
    settings = Settings(db=story, config=config, clock=datetime.fromisoformat("2024-07-01T08:00+07:00"))
    with opened(settings) as dondoc:
        SESSION["Cookie"] = f"__Host-dondoc={Accounts(dondoc).begin(READER)}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from dondoc.interfaces.cli.main import run; run()", "serve", "--port", str(port),
               "--db", story, "--clock", "2024-07-01T08:00+07:00", "--config", str(config)]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and server.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=1)  # noqa: S310  # our own loopback address
                break
            except OSError:
                time.sleep(0.1)
        yield address
        server.terminate()
        assert server.wait(15) == 0


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The data of a command's answer."""
    capsys.readouterr()
    assert main([*arguments, *CONFIG, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["data"]


def get(url: str) -> str:
    """A page."""
    request = urllib.request.Request(url, headers=SESSION)  # noqa: S310  # our own loopback address
    with urllib.request.urlopen(request, timeout=10) as page:  # noqa: S310  # our own loopback address
        text: str = page.read().decode()
    return text


def test_the_demonstration_shows_every_kind_of_standing(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """At 1 July 2024 some tasks are done in time, some late, some open, some overdue, some wait; none of it is real."""
    totals = ask(capsys, "status", "--as-of", "2024-07-01", "--db", story)["totals"]
    assert all(totals[cell] > 0 for cell in ("done_on_time", "done_late", "open_in_term", "open_overdue", "waiting"))
    capsys.readouterr()
    main(["export", "events", "--db", story, *CONFIG])
    people = [
        line["meta"]
        for line in map(json.loads, capsys.readouterr().out.splitlines())
        if line["meta"]["actor"] != "dondoc"
    ]
    assert people
    assert all(meta["actor"].startswith("minh-hoa-") for meta in people)


def test_waiting_is_never_late_and_a_year_is_not_red_before_it_ends(
    story: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows that hang on an act not issued wait; all-year rows are in term in July; a month that passed is overdue."""
    tasks = ask(capsys, "task", "list", "--plan", "184", "--as-of", "2024-07-01", "--limit", "100000", "--db", story)
    by_duty = {task["duty"]: task for task in tasks["tasks"]}
    for row in ("184.3.5", "184.2.2", "184.8.5"):
        assert by_duty[row]["cell"] == "waiting"
    for row in ("184.1.1", "184.2.1", "184.5.2", "184.8.8", "184.11.1", "184.17.5"):
        assert by_duty[row]["cell"] == "open_in_term"
    assert by_duty["184.16.2"]["cell"] == "open_overdue"
    assert by_duty["184.17.5"]["due"] is None


def test_the_plan_signed_in_march_raised_no_storm(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """In the plan's first week nobody was urged by a rung that lay before it took effect."""
    asked = ask(capsys, "reminders", "--limit", "100000", "--db", story)["reminders"]
    data = [r for r in asked if r["rung"] != "ask"]  # a question about an act is no urging
    first_week = [r for r in data if r["task"].startswith("184.") and r["at"] < "2024-03-25" and not r["held_back"]]
    assert first_week == []
    assert any(r["held_back"] == "before-effective" for r in data)


def test_the_answer_at_any_day_is_the_same_whenever_it_is_asked(story: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Read models that were rebuilt from the log give the same matrix, and agree with a replay."""
    before = [
        ask(capsys, "status", "--as-of", day, "--db", story) for day in ("2024-03-31", "2024-05-15", "2024-07-01")
    ]
    assert main(["projections", "check", "--db", story, *CONFIG]) == 0
    assert main(["projections", "rebuild", "--db", story, *CONFIG]) == 0
    after = [ask(capsys, "status", "--as-of", day, "--db", story) for day in ("2024-03-31", "2024-05-15", "2024-07-01")]
    assert after == before


def test_every_number_on_the_matrix_leads_to_its_tasks_and_each_task_to_its_facts(console: str) -> None:
    """Following each number of the ministry's matrix shows that many tasks; each task's page shows its history."""
    matrix = get(f"{console}/")
    assert "Tình hình thực hiện" in matrix
    assert "01/07/2024" in matrix
    links = re.findall(r'<a[^>]*href="(/tasks\?[^"]*cell=[^"]*)"[^>]*>\s*([\d.]+)\s*</a>', matrix)
    assert len(links) > 20
    for link, number in links[:12]:
        page = get(console + link.replace("&amp;", "&"))
        assert re.search(rf"\b{re.escape(number)}\b", page)
        task = re.search(r'href="(/tasks/[^"?]+[^"]*)"', page)
        assert task
        assert "Lịch sử" in get(console + task[1].replace("&amp;", "&"))


def test_the_console_says_that_its_clock_is_simulated(console: str) -> None:
    """A simulated clock is shown on every page."""
    for path in ("/", "/due", "/plans/184", "/reminders"):
        assert "Đồng hồ mô phỏng" in get(console + path)
