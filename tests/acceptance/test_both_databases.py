"""Both plans of 2024 on PostgreSQL, through the command line: every answer is the one that SQLite gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dondoc.interfaces.cli.main import main

CONFIG = Path(__file__).parents[2] / "config"
QUESTIONS = (
    ("status", "--as-of", "2024-07-01"),
    ("task", "list", "--as-of", "2024-07-01", "--limit", "100000"),
    ("reminders", "--limit", "100000"),
    ("register", "show", "publications", "--as-of", "2024-07-01"),
)


def ask(capsys: pytest.CaptureFixture[str], db: str, *arguments: str) -> Any:
    """The data of a command's answer."""
    capsys.readouterr()
    status = main([*arguments, "--db", db, "--config", str(CONFIG), "--json"])
    said = json.loads(capsys.readouterr().out)
    assert status == 0, said
    return said["data"]


def test_both_plans_give_the_same_answers_on_either_database(
    sqlite: str, postgresql: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Opened, ticked twice and reported on: lists, order, counts and positions are equal, and read models a replay."""
    told = []
    for db in (sqlite, postgresql):
        ask(capsys, db, "init", "--clock", "2024-03-18T08:00+07:00")
        ask(capsys, db, "tick", "--now", "2024-04-02T08:00+07:00")
        ask(capsys, db, "tick", "--now", "2024-07-01T08:00+07:00")
        ask(capsys, db, "task", "step", "par.report:tinh-ha-nam:2024-Q1", "submit", "--actor", "nguyen-van-a",
            "--office", "tinh-ha-nam/dau-moi", "--on", "2024-07-01", "--clock", "2024-07-01T09:00+07:00",
            "--data", '{"number": "12/BC"}', "--late", "Nộp muộn")  # fmt: skip
        assert ask(capsys, db, "projections", "check")["differences"] == {}
        told.append({" ".join(question): ask(capsys, db, *question) for question in QUESTIONS})
    for question, answer in told[0].items():
        assert told[1][question] == answer, question
