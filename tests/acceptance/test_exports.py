"""An auditor takes out of the log what they ask for, in the form that they can use."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

PAY = "184.4.1:vu-tien-luong:2024-04"
UNIT = "vu-tien-luong/dau-moi"
FORMULA = '=HYPERLINK("https://example.invalid")'


@pytest.fixture
def told(april: Any) -> Any:
    """Two people did something about one task; one of them wrote what a spreadsheet would run."""
    april.step(PAY, "note", UNIT, "2024-04-02", note=FORMULA)
    april.step(PAY, "prepare", UNIT, "2024-04-03", subject="Tiền lương mới")
    april.step(PAY, "clear", "van-phong-bo/nguoi-phat-ngon", "2024-04-04")
    return april


def test_events_are_found_by_who_where_what_and_when(told: Any) -> None:
    """Each filter alone and together; the log's order and form stay those of the whole export."""

    def names(*asked: str) -> list[str]:
        return [each["name"] for each in told.ask_lines("export", "events", *asked)]

    mine = names("--person", "vu-tien-luong-dau-moi")
    assert mine == names("--in-office", UNIT) == [*mine[:1], *mine[1:]]
    assert len(mine) == 2
    assert names("--person", "vu-tien-luong-dau-moi", "--from", "2024-04-03") == mine[1:]
    assert names("--person", "vu-tien-luong-dau-moi", "--to", "2024-04-02") == mine[:1]
    assert names("--task", PAY, "--kind", mine[1]) == mine[1:]
    whole = told.ask_lines("export", "events")
    of_task = [each for each in whole if each["stream"] == f"task-{PAY}"]
    assert told.ask_lines("export", "events", "--task", PAY) == of_task
    of_unit = told.ask_lines("export", "events", "--unit", "vu-tien-luong")
    assert {each["position"] for each in of_task} < {each["position"] for each in of_unit}
    assert all("vu-tien-luong" in json.dumps(each) for each in of_unit)
    (one,) = told.ask_lines("export", "events", "--correlation", of_task[-1]["meta"]["correlation_id"])[-1:]
    assert one == of_task[-1]
    assert told.ask_lines("export", "events", "--basis", "không có") == []
    refused = told.refused("export", "events", "--kind", "không.có")
    assert (refused["code"], refused["place"]) == ("not-found", "--kind")


def test_files_hold_text_and_never_a_formula(told: Any, tmp_path: Path) -> None:
    """The same events as JSON lines, CSV and a workbook: what begins like a formula is text in each."""
    for kind in ("jsonl", "csv", "xlsx"):
        told.ask("export", "events", "--task", PAY, "-o", str(tmp_path / f"e.{kind}"))
    lines = [json.loads(line) for line in (tmp_path / "e.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == told.ask_lines("export", "events", "--task", PAY)
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    book = openpyxl.load_workbook(tmp_path / "e.xlsx")
    sheet = book.worksheets[0]
    assert len(rows) == sheet.max_row == len(lines) + 1
    assert [row[0] for row in rows[1:]] == [str(line["position"]) for line in lines]
    assert any(FORMULA.replace('"', '\\"') in row[-1] for row in rows)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    refused = told.refused("export", "events", "-o", str(tmp_path / "e.pdf"))
    assert (refused["place"], ".xlsx" in refused["cure"]) == ("-o", True)
