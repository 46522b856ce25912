"""The trials hold with a tenth of their numbers, on both databases: kills, lost replies, wrong clocks, faults."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

RUN = Path(__file__).parents[2] / "trials" / "run.py"
PART = 0.1


def run(name: str, url: str, part: float = PART) -> dict[str, Any]:
    """What a trial tells at its end; it must have found nothing."""
    command = [sys.executable, str(RUN), name, "--part", str(part), "--at", url]
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


def test_what_the_outbox_holds_arrives_through_faults_an_outage_and_a_kill(url: str) -> None:
    """Twenty messages, six of ten attempts at fault, nobody listening for a second, one sender killed (R18)."""
    told = run("delivery", url, 0.04)
    assert (told["messages"], told["kills"]) == (20, 1)
    assert told["attempts"] > 20


def test_a_trial_that_finds_something_says_so(sqlite: str) -> None:
    """A place that is not empty is no place for a trial; an unknown trial is refused with those that there are."""
    missing = sqlite.replace("dondoc.db", "khong-co/dondoc.db")
    ran = subprocess.run([sys.executable, str(RUN), "order", "--at", missing], capture_output=True, check=False)
    assert ran.returncode == 1
    ran = subprocess.run([sys.executable, str(RUN), "nothing"], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "order, firing, crash, reply, delivery" in ran.stderr
