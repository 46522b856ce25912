"""A database into another, a backup and back: all of it, while others write, or nothing that could be opened."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dondoc import Settings
from dondoc.interfaces.cli.main import main

CONFIG = Path(__file__).parents[2] / "config"
PAY = "184.4.1:vu-tien-luong:2024-04"
UNIT = "vu-tien-luong/dau-moi"
DONDOC = [sys.executable, "-c", "from dondoc.interfaces.cli.main import run; run()"]
STEP = ("task", "step", PAY, "prepare", "--actor", "an", "--office", UNIT, "--on", "2024-04-02",
        "--clock", "2024-04-02T09:00+07:00", "--data", '{"subject": "Lương"}', "--command-id", "lenh-1")  # fmt: skip
WRITER = """
import sys
from datetime import UTC, date, datetime
from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.facts import FACTS
from dondoc.domain.facts.activity import ActivityHeld
from dondoc.ports import SettableClock
from dondoc.projections.rebuild import project
from dondoc.store.engine import open_engine
from dondoc.store.event_store import EventStore

url, name = sys.argv[1:]
store = EventStore(open_engine(url), Registry(FACTS), SettableClock(datetime(2024, 4, 2, tzinfo=UTC)))
meta = Meta(on=date(2024, 4, 2), actor="an", office="vu-tien-luong/dau-moi")
number = 0
while True:
    number += 1
    fact = ActivityHeld(body="vu-tien-luong", subject=f"Họp {number}")
    store.append([Record(f"{name}-{number}", f"activity-{name}-{number}", 1, fact, meta)], project)
    if number == 1:
        print("writing", flush=True)
"""


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The exit status and the object of a command; a server's files lie in a folder of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DONDOC_EVIDENCE", raising=False)

    def asked(*arguments: str, db: str = "") -> tuple[int, Any]:
        capsys.readouterr()
        status = main([*arguments, *(("--db", db) if db else ()), "--config", str(CONFIG), "--json"])
        return status, json.loads(capsys.readouterr().out)

    return asked


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    """The processes that a test starts; none outlives it."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        process.kill()
        process.communicate()


def log(capsys: pytest.CaptureFixture[str], db: str) -> list[str]:
    """The log as it is exported, line by line."""
    capsys.readouterr()
    assert main(["export", "events", "--db", db, "--config", str(CONFIG)]) == 0
    return capsys.readouterr().out.splitlines()


def whole(ask: Callable[..., Any], db: str) -> int:
    """A database whose hashes and read models agree; the number of its events."""
    status, said = ask("projections", "check", db=db)
    assert (status, said["data"]["differences"]) == (0, {})
    return int(said["data"]["events"])


def test_a_copy_there_and_back_is_the_same_database(
    april: Any, reach: Any, new_schema: Callable[[], str], ask: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """SQLite to PostgreSQL, on to another schema and back: log, keys of commands, outbox, lists, proofs are equal."""
    reach("of: tinh-ha-nam, channel: letter")
    proof = tmp_path / "bao-cao.txt"
    proof.write_text("Bản 1", encoding="utf-8")
    april.ask("evidence", "add", PAY, str(proof), *april.by(UNIT, "2024-04-02"))
    assert ask(*STEP, db=april.db)[0] == 0
    april.send("2024-06-06")
    places = [april.db, new_schema(), new_schema(), f"sqlite:///{tmp_path / 'back.db'}"]
    for first, other in pairwise(places):
        status, said = ask("copy", first, other)
        assert status == 0, said
        assert said["data"]["equal"]["dondoc_events"] == said["data"]["position"]
        assert min(said["data"]["equal"][f"dondoc_{name}"] for name in ("commands", "outbox", "outbox_entries")) > 0
        assert said["data"]["evidence"] == {"named": 1, "whole": 1, "missing": [], "altered": []}
    before = log(capsys, places[0])
    outbox = ask("outbox", "list", db=places[0])
    tasks = ask("task", "list", "--as-of", "2024-06-06", "--limit", "100000", db=places[0])
    for place in places[1:]:
        assert whole(ask, place) == len(before)
        assert log(capsys, place) == before
        assert ask("outbox", "list", db=place) == outbox
        assert ask("task", "list", "--as-of", "2024-06-06", "--limit", "100000", db=place) == tasks
        status, again = ask(*STEP, db=place)
        assert (status, again["data"]["repeated"]) == (0, True), "a command that was answered is known in the copy"
        assert len(log(capsys, place)) == len(before)
        status, files = ask("evidence", "check", db=place)
        assert (status, files["data"]["whole"]) == (0, 1)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_that_is_made_while_others_write_is_whole(
    kind: str, april: Any, ask: Any, sqlite: str, new_schema: Callable[[], str], tmp_path: Path,
    processes: list[subprocess.Popen[str]], capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """It holds the log as it stood at one moment; put back, hashes and read models agree, and work goes on in it."""
    live = sqlite if kind == "sqlite" else new_schema()
    assert ask("copy", april.db, live)[0] == 0
    command = [sys.executable, "-c", WRITER, live]
    processes += [subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True) for name in ("a", "b")]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
    begun = len(log(capsys, live))
    status, said = ask("backup", "luu.db", db=live)
    assert status == 0, said
    ended = len(log(capsys, live))
    kept = said["data"]["position"]
    assert begun <= kept < ended, "they wrote meanwhile, and nobody had to wait for the end"
    for process in processes:
        process.kill()
    back = new_schema() if kind == "sqlite" else f"sqlite:///{tmp_path / 'back.db'}"
    assert ask("restore", "luu.db", db=back)[0] == 0
    assert whole(ask, back) == kept
    assert log(capsys, back) == log(capsys, live)[:kept]
    assert ask(*STEP, db=back)[0] == 0
    assert ask("tick", "--now", "2024-04-20T08:00+07:00", db=back)[0] == 0
    assert whole(ask, back) > kept


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_that_was_killed_cannot_be_opened_and_is_made_again(
    kind: str, april: Any, ask: Any, sqlite: str, new_schema: Callable[[], str], processes: list[subprocess.Popen[str]]
) -> None:
    """Kill -9 of the copier at any moment: there is a whole copy or none, and the place can be used again."""
    target = sqlite if kind == "sqlite" else new_schema()
    chance = random.Random(kind)  # noqa: S311  # a moment, not a secret
    for _ in range(2):
        command = [*DONDOC, "copy", april.db, target, "--config", str(CONFIG)]
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True))
        time.sleep(chance.uniform(0.9, 1.6))
        processes[-1].send_signal(signal.SIGKILL)
        processes[-1].wait()
        status, said = ask("status", db=target)
        assert status in {1, 2}, "the copier was done before it was killed"
        assert said["diagnostics"][0]["code"] in {"store-broken", "not-found"}
        assert ask("copy", target, "sqlite:///never.db")[0] > 0, "nor can it be copied on"
    assert ask("copy", april.db, target)[0] == 0
    assert whole(ask, target) == whole(ask, april.db)


def test_nothing_is_copied_into_what_holds_something(april: Any, ask: Any, new_schema: Callable[[], str]) -> None:
    """Neither over a database nor over a file; a place that only has tables is empty enough."""
    events = whole(ask, april.db)
    place = new_schema()
    assert ask("copy", april.db, place)[0] == 0
    for other in (place, april.db):
        status, said = ask("copy", place, other)
        assert (status, said["diagnostics"][0]["code"]) == (2, "invalid")
        assert "empty" in said["diagnostics"][0]["en"]
    assert whole(ask, april.db) == events
    Path("luu.db").write_text("thư", encoding="utf-8")
    assert ask("backup", "luu.db", db=april.db)[0] == 2
    assert Path("luu.db").read_text(encoding="utf-8") == "thư"


def test_what_cannot_be_copied_is_said(ask: Any, sqlite: str) -> None:
    """A source or a backup that is not there, and a file that is none."""
    assert ask("copy", "sqlite:///khong-co.db", sqlite)[1]["diagnostics"][0]["code"] == "not-found"
    assert ask("restore", "khong-co.db", db=sqlite)[1]["diagnostics"][0]["code"] == "not-found"
    Path("thu.db").write_text("Kính gửi\n" * 1000, encoding="utf-8")
    assert ask("restore", "thu.db", db=sqlite)[1]["diagnostics"][0]["code"] == "store-broken"


def test_an_altered_log_is_not_copied(april: Any, ask: Any, sqlite: str, by_hand: Callable[[str, str], None]) -> None:
    """Its place is named, and the other stays empty: nobody takes an altered log for a backup."""
    by_hand(april.db, "UPDATE dondoc_events SET actor = 'x' WHERE position = 5")
    status, said = ask("copy", april.db, sqlite)
    assert status == 1
    assert "position 5" in said["diagnostics"][0]["en"]
    assert ask("status", db=sqlite)[0] == 1


def test_read_models_that_are_out_of_date_are_told_and_right_in_the_copy(
    april: Any, ask: Any, sqlite: str, by_hand: Callable[[str, str], None]
) -> None:
    """The copy's are made from the log; the exit status tells that the first database needs a rebuild."""
    by_hand(april.db, "DELETE FROM dondoc_tasks WHERE id = (SELECT min(id) FROM dondoc_tasks)")
    status, said = ask("copy", april.db, sqlite)
    assert (status, said["data"]["differences"]) == (1, {"dondoc_tasks": 1})
    assert whole(ask, sqlite) == said["data"]["position"]


def test_a_backup_says_which_proofs_it_lacks(april: Any, ask: Any, tmp_path: Path, sqlite: str) -> None:
    """Left out on purpose, lost or altered: each is told, and what is altered is never taken for the proof."""
    for number in range(3):
        proof = tmp_path / f"{number}.txt"
        proof.write_text(f"Bản {number}", encoding="utf-8")
        april.ask("evidence", "add", PAY, str(proof), *april.by(UNIT, "2024-04-02"))
    lost, altered, kept = (e["evidence"] for e in april.ask("evidence", "list", PAY)["evidence"])
    folder = Settings(db=april.db).evidence_folder

    status, said = ask("backup", "khong-tep.db", "--without-evidence", db=april.db)
    assert (status, said["data"]["evidence"]) == (0, {"named": 3, "left_out": True})
    assert not Path("khong-tep.db.evidence").exists()

    (folder / lost[:2] / lost[2:4] / lost).unlink()
    (folder / altered[:2] / altered[2:4] / altered).chmod(0o600)
    (folder / altered[:2] / altered[2:4] / altered).write_text("đã sửa", encoding="utf-8")
    status, said = ask("backup", "luu.db", db=april.db)
    assert (status, said["status"]) == (1, "error")
    assert said["data"]["evidence"] == {"named": 3, "whole": 1, "missing": [lost], "altered": [altered]}
    there = [path.name for path in Path("luu.db.evidence").rglob("*") if path.is_file()]
    assert there == [kept]
    status, said = ask("restore", "luu.db", db=sqlite)
    assert status == 1
    assert {*said["data"]["evidence"]["missing"]} == {lost, altered}


def test_two_databases_may_share_one_folder_of_proofs(
    april: Any, ask: Any, new_schema: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a setting names the folder of both, nothing is carried and all is compared."""
    monkeypatch.setenv("DONDOC_EVIDENCE", str(tmp_path / "chung"))
    proof = tmp_path / "bao-cao.txt"
    proof.write_text("Bản 1", encoding="utf-8")
    april.ask("evidence", "add", PAY, str(proof), *april.by(UNIT, "2024-04-02"))
    place = new_schema()
    status, said = ask("copy", april.db, place)
    assert (status, said["data"]["evidence"]["whole"]) == (0, 1)
    assert not (tmp_path / "dondoc.evidence").exists()


def test_people_read_what_was_compared(april: Any, ask: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Number of events, tables with their rows, read models and proofs, in Vietnamese."""
    assert main(["backup", "luu.db", "--db", april.db, "--config", str(CONFIG)]) == 0
    printed = capsys.readouterr().out
    for words in ("sự kiện, chuỗi băm đúng", "dondoc_commands", "khớp với bản gốc", "tệp minh chứng"):
        assert words in printed
