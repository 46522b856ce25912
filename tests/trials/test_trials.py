"""The trials hold with a tenth of their numbers, on both databases: kills, lost replies, wrong clocks, faults."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

RUN = Path(__file__).parents[2] / "trials" / "run.py"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "trials.md"
PART = 0.1
OWN_SERVERS = "postgresql://"
"""For trials that make servers for themselves."""


def run(name: str, url: str, part: float = PART, *more: str) -> dict[str, Any]:
    """What a trial tells at its end; it must have found nothing."""
    command = [sys.executable, str(RUN), name, "--part", str(part), "--at", url, *more]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-2])
    assert told["findings"] == []
    return told


def test_followers_are_handed_each_event_once_and_in_one_order(url: str) -> None:
    """Eight processes write 2,000 events, hold, take back and freeze; three followers are told the same (R5)."""
    assert run("order", url)["events"] == 2001


def test_each_occurrence_opens_once_whatever_befalls_the_schedulers(url: str) -> None:
    """Eight of them, most with wrong clocks, killed and paused through a year: nothing twice, missing, early (R8)."""
    told = run("firing", url)
    assert told["kills"] + told["pauses"] > 0
    assert told["events"] > 0


def test_no_answered_command_is_lost_or_doubled_by_a_kill(url: str) -> None:
    """The server is killed 30 times under load, and 20 clients send one key at once, 20 times (R1, R4)."""
    told = run("crash", url)
    assert (told["kills"], told["bursts"]) == (30, 20)
    assert told["answered"] > 0


def test_a_lost_reply_of_a_commit_doubles_nothing(postgresql: str) -> None:
    """All fifty times, since they take no time: whoever asks again gets the first answer (R3)."""
    assert run("reply", postgresql, 1)["lost"] >= 50


def test_what_the_outbox_holds_arrives_through_faults_an_outage_and_a_kill(sqlite: str) -> None:
    """Ten messages, since it waits more than it works: faults, nobody listening for a second, a kill (R18)."""
    told = run("delivery", sqlite, 0.02)
    assert (told["messages"], told["kills"]) == (10, 1)
    assert told["attempts"] > 10


def test_a_database_that_is_gone_is_noticed_and_nothing_is_missed() -> None:
    """Frozen, stopped, refusing, for six seconds each: alive, not ready, commands refused, then all goes on (R15).

    The machine is shared with other tests, so refusals may take longer than the two seconds of the trial in full.
    """
    told = run("outage", OWN_SERVERS, PART, "--more=--within 10 --back 30")
    assert told["kinds"] == ["hang", "stop", "refuse"]
    assert told["refused"] > 0


def test_nothing_acknowledged_is_lost_when_the_primary_is() -> None:
    """Two promotions under load lose nothing; without waiting for the standby the loss is told of, and found (R16)."""
    told = run("failover", OWN_SERVERS, 0.04, "--more=--gap 20")
    assert (told["failovers"], told["kills"], told["stale_with_position"]) == (2, 1, 0)
    assert told["async_lost"] > 0


def test_a_backup_made_under_load_is_whole_or_refused(url: str) -> None:
    """What a killed copier left is no backup; a whole one agrees with the checkpoint that was signed before (R21)."""
    assert run("backup", url, 0.05)["rounds"] == 1


def test_what_was_found_is_put_into_a_table_in_place_of_what_was_before(postgresql: str, tmp_path: Path) -> None:
    """A second run changes the row of the first; what stands around the table stays."""
    page = tmp_path / "trials.md"
    shutil.copy(PAGE, page)
    before = page.read_text(encoding="utf-8").splitlines()
    run("reply", postgresql, 0.02, "--record", str(page))
    row = [line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("| `reply` | PostgreSQL")]
    assert len(row) == 1
    assert "| --times 1 | lost 1 | nothing |" in row[0]
    assert before[:8] == page.read_text(encoding="utf-8").splitlines()[:8]


def test_a_trial_that_finds_something_says_so(sqlite: str) -> None:
    """A place that is not empty is no place for a trial; an unknown trial is refused with those that there are."""
    missing = sqlite.replace("dondoc.db", "khong-co/dondoc.db")
    ran = subprocess.run([sys.executable, str(RUN), "order", "--at", missing], capture_output=True, check=False)
    assert ran.returncode == 1
    ran = subprocess.run([sys.executable, str(RUN), "nothing"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "order, firing, crash, reply, delivery" in ran.stderr
