"""A host brings a fact, a procedure and a duty of its own, and touches no file of dondoc's."""

from __future__ import annotations

import json
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dondoc import Dondoc, Settings
from dondoc.domain.office import Actor
from dondoc.domain.ports import HANOI
from dondoc.testing import FrozenClock

MODULE = '''
"""What another ministry records beside what dondoc knows."""

from typing import ClassVar

from dondoc.domain.fact import StepFact


class WellDrilled(StepFact):
    """A well was drilled to a depth in metres."""

    name: ClassVar = "host.well-drilled"
    title: ClassVar = "Khoan giếng"
    sentence: ClassVar = "đã khoan giếng sâu {depth} m"

    depth: int


OWN = (WellDrilled,)
'''
PROCEDURE = """
procedure:
  id: host-well
  version: 1
  name: Khoan giếng quan trắc
  en: An observation well
  states:
    - {id: planned, name: Đã giao, en: planned}
    - {id: drilled, name: Đã khoan, en: drilled, outcome: done}
  steps:
    - id: drill
      name: Khoan
      en: Drill
      from: [planned]
      to: drilled
      by: [lead]
      fact: host.well-drilled
      needs: [depth]
"""
DUTY = """
  - id: host-well
    clause: [D2]
    what: Khoan một giếng quan trắc
    en: Drill an observation well
    bodies: [van-phong-bo]
    rhythm: {kind: once, window: {month: 2024-04}}
    procedure: host-well
"""
TASK = "184.host-well:van-phong-bo:2024-04"
OFFICE = "van-phong-bo/dau-moi"


@pytest.fixture
def host(own: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A configuration and a Python module of the host's own."""
    (tmp_path / "host_of_dondoc.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    (own.config / "procedures" / "host-well.yaml").write_text(PROCEDURE, encoding="utf-8")
    with (own.config / "plans" / "184.yaml").open("a", encoding="utf-8") as plan:
        plan.write(DUTY)
    return own


def test_a_host_adds_a_fact_a_procedure_and_a_duty_in_code(host: Any) -> None:
    """Opened with its facts: the task opens, its step is taken, and the history says so in the host's words."""
    settings = Settings(db=host.db, config=host.config)
    clock = FrozenClock(datetime(2024, 4, 2, 8, tzinfo=HANOI))
    dondoc = Dondoc.create(settings, facts=import_module("host_of_dondoc").OWN, clock=clock)
    dondoc.tick()
    dondoc.take_step(TASK, "drill", {"depth": 40}, actor=Actor(person="an", office=OFFICE))
    line, _ = dondoc.task(TASK)
    assert (line.cell.key, line.done_on) == ("done_on_time", "2024-04-02")
    assert dondoc.history(TASK)[-1].fact.model_dump()["depth"] == 40
    assert dondoc.differences() == {}
    dondoc.close()


def test_a_host_adds_a_fact_a_procedure_and_a_duty_at_the_command_line(
    host: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment names the facts; every command and page knows them from then on."""
    assert "host.well-drilled" in json.dumps(host.refused("init"))
    monkeypatch.setenv("DONDOC_FACTS", "host_of_dondoc:OWN")
    host.ask("init")
    host.tick("2024-04-02")
    assert host.ask("procedure", "show", "host-well")["steps"][0]["fact_title"] == "Khoan giếng"
    refused = host.refused(*host.taking(TASK, "drill", OFFICE, "2024-04-02", depth="sâu"))
    assert refused["place"] == "depth"
    host.step(TASK, "drill", OFFICE, "2024-04-02", depth=40)
    assert host.task(TASK, "2024-04-03")["cell"] == "done_on_time"
    assert "đã khoan giếng sâu 40 m" in host.printed("history", TASK)


@pytest.mark.parametrize("place", ["host_of_nobody:OWN", "host_of_dondoc:NONE", "host_of_dondoc", "pathlib:Path"])
def test_facts_that_are_not_there_are_refused_by_name(host: Any, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """A module or name that is not there, or no tuple of facts: which setting is wrong and what to write."""
    monkeypatch.setenv("DONDOC_FACTS", place)
    assert host.refused("init")["place"] == "DONDOC_FACTS"
