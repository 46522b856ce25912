"""Files that people fill in: what Excel in Vietnam writes is understood, what is made to do harm is refused."""

from __future__ import annotations

import zipfile
from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dondoc.domain.errors import Invalid, SeveralInvalid
from dondoc.interfaces import sheets, workbooks

WANTED = {"fact": "broadcast.aired", "on": "2024-04-01", "minutes": "20"}


def filled(folder: Path, name: str, content: bytes) -> Path:
    """A file with that content."""
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "\ufefffact;on;minutes;link\r\nbroadcast.aired;1/4/2024;20;\r\n;;;\r\n"),
        ("a.csv", 'fact,on,minutes\n"broadcast.aired",01/04/2024, 20 \n'),
        ("a.jsonl", '{"fact": "broadcast.aired", "on": "2024-04-01", "minutes": "20"}\n\n'),
        ("a.yaml", 'activities:\n  - {fact: broadcast.aired, on: "2024-04-01", minutes: "20"}\n'),
    ],
)
def test_the_same_line_is_read_from_every_kind_of_file(tmp_path: Path, name: str, text: str) -> None:
    """With a byte order mark or without, semicolon or comma, days as they are written in Vietnam."""
    (line,) = sheets.read(filled(tmp_path, name, text.encode()))
    assert line.cells == WANTED
    assert line.place.endswith(":1" if name == "a.jsonl" else ":2")


def workbook(file: Path, *rows: list[Any]) -> Path:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file


def test_a_workbook_gives_days_hours_and_whole_numbers(tmp_path: Path) -> None:
    """As its cells hold them, not as they are shown."""
    file = workbook(tmp_path / "a.xlsx", ["on", "minutes", "at"], [date(2024, 4, 1), 20.0, time(20, 15)])
    (line,) = sheets.read(file)
    assert line.cells == {"on": "2024-04-01", "minutes": 20, "at": "20:15:00"}


def test_every_formula_is_refused_at_its_cell(tmp_path: Path) -> None:
    """In a workbook and in CSV: what Excel would run when somebody opens the list again."""
    book = workbook(tmp_path / "a.xlsx", ["a", "b"], ["=1+1", "x"], ["y", '=HYPERLINK("https://example.invalid")'])
    with pytest.raises(SeveralInvalid) as refused:
        sheets.read(book)
    assert [f.place for f in refused.value.findings] == ["a.xlsx:2, a", "a.xlsx:3, b"]
    with pytest.raises(SeveralInvalid):
        sheets.read(filled(tmp_path, "a.csv", b"a\n@SUM(1)\n"))
    assert sheets.read(filled(tmp_path, "b.csv", b"a\n-5\n"))[0].cells == {"a": "-5"}


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a small file would become is asked before it is opened."""
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 100_000)
    with pytest.raises(Invalid, match="unpack"):
        sheets.read(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsm", b"PK", "kind of file"),
        ("a.xlsx", b"not a workbook", "not an Excel workbook"),
        ("a.csv", "a;b\nđ".encode("utf-16"), "UTF-8"),
        ("a.csv", b"a;b\n1;2;3\n", "more cells"),
        ("a.csv", b"a;a\n1;2\n", "two columns"),
        ("a.csv", b'a;b\n"1;2\n', "not CSV"),
        ("a.jsonl", b"[" * 100_000, "not JSON"),
        ("a.jsonl", b"[1]", "not an object"),
        ("a.yaml", b"rows: [1]\n", "no list"),
        ("nowhere/a.csv", None, "No such file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    """Never with a trace, always with what to do."""
    file = tmp_path / name if content is None else filled(tmp_path, name, content)
    with pytest.raises(Invalid, match=f"(?i){said}") as refused:
        sheets.read(file)
    assert refused.value.vi
    assert refused.value.cure


def test_too_many_bytes_or_lines_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before they fill the memory."""
    monkeypatch.setattr(sheets, "MOST_LINES", 2)
    with pytest.raises(Invalid, match="More than 2 lines"):
        sheets.read(filled(tmp_path, "a.csv", b"a\n1\n2\n3\n"))
    monkeypatch.setattr(sheets, "MOST_BYTES", 5)
    with pytest.raises(Invalid, match="Larger"):
        sheets.read(filled(tmp_path, "a.csv", b"a\n1\n2\n3\n"))
