"""The sheets of a workbook as rows of cells. Values only: a formula is refused where it stands, a hidden sheet too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from dondoc.documents.packed import archive, refused, stream
from dondoc.domain.annex.cells import GridRow

MOST_CELLS = 100_000
MOST_COLUMNS = 60
MOST_ROWS = 50_000
MOST_TEXT = 20_000_000
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


@dataclass(slots=True)
class _Strings:
    """The texts that cells share."""

    name: str
    texts: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    text: bool = False
    phonetic: bool = False
    size: int = 0

    def begin(self, tag: str, _given: Mapping[str, str]) -> None:
        """An element begins."""
        if tag == "si":
            self.parts = []
        self.text = tag == "t"
        self.phonetic = self.phonetic or tag == "rPh"

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "si":
            self.texts.append("".join(self.parts))
        if tag == "rPh":
            self.phonetic = False
        self.text = False

    def said(self, text: str) -> None:
        """Characters."""
        if self.text and not self.phonetic:
            self.parts.append(text)
            self.size += len(text)
            if self.size > MOST_TEXT:
                raise refused(self.name, "too much text", "quá nhiều chữ", "Cut it into several files.")


@dataclass(slots=True)
class _Sheet:
    """A sheet as it is read."""

    name: str
    strings: list[str]
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    at: tuple[int, int] = (0, 0)
    row: int = 0
    kind: str = ""
    value: list[str] | None = None
    cells: int = 0
    chars: int = 0

    def begin(self, tag: str, given: Mapping[str, str]) -> None:
        """An element begins."""
        match tag:
            case "row":
                said = given.get("r", "")
                self.row = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else self.row + 1  # noqa: PLR2004  # digits
                self.at = (self.row, 0)
            case "c":
                self._cell(given)
            case "f":
                raise refused(f"{self.name}!{self._where()}", "a formula", "có công thức",
                              "Paste the column as values, then save it.")  # fmt: skip
            case "v" | "t":
                self.value = []
            case "mergeCell":
                self._merge(given.get("ref", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in {"v", "t"} and self.value is not None:
            self._put("".join(self.value), inline=tag == "t")
            self.value = None

    def said(self, text: str) -> None:
        """Characters."""
        if self.value is not None:
            self.value.append(text)

    def _cell(self, given: Mapping[str, str]) -> None:
        match = _CELL.fullmatch(given.get("r", ""))
        self.at = (int(match[2]), _column(match[1])) if match else (self.row, self.at[1] + 1)
        self.kind = given.get("t", "")
        self.cells += 1
        if self.cells > MOST_CELLS or self.at[0] > MOST_ROWS:
            raise refused(self.name, "too many cells", "bảng quá lớn", "Cut it into several files.")

    def _put(self, text: str, *, inline: bool) -> None:
        if self.at[1] > MOST_COLUMNS:
            if text.strip():
                raise refused(f"{self.name}!{self._where()}", "too far to the right", "ô nằm quá xa bên phải",
                              f"Use the first {MOST_COLUMNS} columns.")  # fmt: skip
            return
        if self.kind == "s" and not inline:
            index = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1  # noqa: PLR2004  # digits
            if not 0 <= index < len(self.strings):
                raise refused(f"{self.name}!{self._where()}", "a text that is not there", "tệp hỏng", "Save it anew.")
            text = self.strings[index]
        elif self.kind == "e":
            raise refused(f"{self.name}!{self._where()}", "an error value", "ô báo lỗi", "Correct the cell.")
        elif self.kind in {"", "n"}:
            text = re.sub(r"\.0+$", "", text)
        self.chars += len(text)
        if self.chars > MOST_TEXT:
            raise refused(self.name, "too much text", "quá nhiều chữ", "Cut it into several files.")
        line = self.rows.setdefault(self.at[0], {})
        line[self.at[1]] = line.get(self.at[1], "") + text

    def _merge(self, ref: str) -> None:
        one, _, other = ref.partition(":")
        first, last = _CELL.fullmatch(one), _CELL.fullmatch(other)
        if first and last and len(self.merged) < MOST_CELLS:
            self.merged.append((int(first[2]), _column(first[1]), int(last[2]), _column(last[1])))

    def _where(self) -> str:
        column, letters = self.at[1], ""
        while column > 0:
            column, rest = divmod(column - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{letters}{self.at[0]}"

    def grid(self) -> list[GridRow]:
        """The rows that hold something; a cell merged downwards says the same in each of its rows."""
        for top, left, bottom, right in self.merged:
            if left == right and bottom - top < 1000 and (text := self.rows.get(top, {}).get(left)):  # noqa: PLR2004  # rows
                for row in range(top + 1, bottom + 1):
                    if row in self.rows:
                        self.rows[row].setdefault(left, text)
        wide = max((column for line in self.rows.values() for column in line), default=0)
        return [
            GridRow(f"{self.name}!{row}", [line.get(column, "") for column in range(1, wide + 1)])
            for row, line in sorted(self.rows.items())
        ]


def sheets(file: Path) -> list[list[GridRow]]:
    """The sheets of a workbook that people see, each as its rows.

    Raises:
        Invalid: it is no workbook, or one that is not opened.
    """
    with archive(file) as packed:
        strings = _Strings(file.name)
        if "xl/sharedStrings.xml" in packed.namelist():
            stream(packed, "xl/sharedStrings.xml", file.name,
                   begin=strings.begin, end=strings.end, said=strings.said)  # fmt: skip
        found = []
        for title, part in _shown(packed, file.name):
            sheet = _Sheet(f"{file.name}: {title}", strings.texts)
            stream(packed, part, file.name, begin=sheet.begin, end=sheet.end, said=sheet.said)
            found.append(sheet.grid())
    return found


def _shown(packed: ZipFile, name: str) -> list[tuple[str, str]]:
    """The names and parts of the sheets, in their order."""
    targets: dict[str, str] = {}
    listed: list[tuple[str, str]] = []

    def relation(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode") != "External":
            targets[given.get("Id", "")] = given.get("Target", "")

    def sheet(tag: str, given: Mapping[str, str]) -> None:
        if tag == "sheet":
            if given.get("state", "visible") != "visible":
                raise refused(name, f"the sheet {given.get('name', '')!r} is hidden", "có trang tính bị ẩn",
                              "Show or delete it.")  # fmt: skip
            listed.append((given.get("name", ""), given.get("id", "")))

    stream(packed, "xl/_rels/workbook.xml.rels", name, begin=relation)
    stream(packed, "xl/workbook.xml", name, begin=sheet)
    known = set(packed.namelist())
    parts = [(title, _inside(targets.get(rel, ""))) for title, rel in listed]
    return [(title, part) for title, part in parts if part in known and part.startswith("xl/worksheets/")]


def _inside(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
