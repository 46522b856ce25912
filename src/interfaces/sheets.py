"""Lines of a file that somebody filled in: CSV as Excel writes it in Vietnam, XLSX, JSON lines, YAML.

Whatever comes in is limited in size before it is read, and holds values only: a formula is refused where it stands.
Nothing here knows what the columns mean.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dondoc.config.source import read as read_yaml
from dondoc.domain.errors import Invalid, SeveralInvalid

MOST_BYTES = 10_000_000
MOST_LINES = 50_000
MOST_COLUMNS = 60
LINES = "activities"
"""The key under which a YAML file holds its lines."""
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_FORMULA = re.compile(r"[=@\t]|[+-](?![0-9.,]+$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it stands (`file:12`), and its cells by column. Empty cells are left out."""

    place: str
    cells: dict[str, Any]


def read(file: Path) -> list[Line]:
    """The lines of a file, by its ending.

    Raises:
        Invalid: it is no file of these kinds, or too large.
        SeveralInvalid: cells are wrong; tells all.
    """
    readers = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _jsonl, ".yaml": _yaml}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise _wrong(file.name, "the kind of file is not known", "chưa nhận loại tệp này", f"Use {', '.join(readers)}.")
    try:
        too_large = file.stat().st_size > MOST_BYTES
    except OSError as wrong:
        raise _wrong(str(file), str(wrong.strerror), "không đọc được tệp", "Check path and rights.") from wrong
    if too_large:
        raise _wrong(file.name, f"larger than {MOST_BYTES} bytes", "tệp quá lớn", "Cut it into several files.")
    findings: list[Invalid] = []
    lines = []
    for line in reader(file):
        lines.append(Line(line.place, _cells(line, findings)))
        if len(lines) > MOST_LINES:
            raise _wrong(file.name, f"more than {MOST_LINES} lines", "tệp quá nhiều dòng", "Cut it into several files.")
    if findings:
        raise SeveralInvalid(findings)
    return [line for line in lines if line.cells]


def _cells(line: Line, findings: list[Invalid]) -> dict[str, Any]:
    """The cells of a line as plain values; what may not stand there is a finding."""
    found = {}
    for column, value in line.cells.items():
        place = f"{line.place}, {column}"
        if isinstance(value, str):
            value = value.strip()  # noqa: PLW2901  # the same value, without what cannot be seen
            if _FORMULA.match(value):
                findings.append(_wrong(place, "this is a formula", "ô này là công thức", "Put its value there."))
                continue
            if written := _DAY.fullmatch(value):
                value = "-".join(part.zfill(2) for part in reversed(written.groups()))  # noqa: PLW2901  # as above
        if value not in (None, ""):
            found[column] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _csv(file: Path) -> Iterator[Line]:
    text = _text(file)
    heading = text.partition("\n")[0]
    separator = max(";,\t", key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns: list[str] | None = None
    at = 1
    try:
        for row in reader:
            if columns is None:
                columns = _columns(file, row)
            else:
                yield _line(file, at, columns, row)
            at = reader.line_num + 1
    except csv.Error as wrong:
        place = f"{file.name}:{at}"
        raise _wrong(place, f"not CSV ({wrong})", "không đúng dạng CSV", "Mind the quotes.") from wrong


def _xlsx(file: Path) -> Iterator[Line]:
    from dondoc.interfaces.workbooks import rows

    columns: list[str] | None = None
    for number, row in rows(file, most_columns=MOST_COLUMNS):
        if columns is None:
            columns = _columns(file, [str(cell or "") for cell in row])
        else:
            yield _line(file, number, columns, row)


def _jsonl(file: Path) -> Iterator[Line]:
    for number, text in enumerate(_text(file).splitlines(), 1):
        place = f"{file.name}:{number}"
        if not text.strip():
            continue
        try:
            cells = json.loads(text)
        except (ValueError, RecursionError) as wrong:
            raise _wrong(place, f"not JSON ({wrong})", "không phải JSON", "One object a line.") from wrong
        if not isinstance(cells, dict):
            raise _wrong(place, "not an object", "không phải một đối tượng JSON", "Write {...} on each line.")
        yield Line(place, cells)


def _yaml(file: Path) -> Iterator[Line]:
    source = read_yaml(file)
    lines = source.data.get(LINES)
    if not isinstance(lines, list) or not all(isinstance(each, dict) for each in lines) or len(source.data) != 1:
        raise _wrong(f"{file.name}:1", f"no list {LINES}", f"thiếu danh sách {LINES}", f"Write {LINES}: and a list.")
    for index, cells in enumerate(lines):
        yield Line(source.place((LINES, index)), cells)


def _text(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        at = raw.count(b"\n", 0, wrong.start) + 1
        raise _wrong(
            f"{file.name}:{at}", "not UTF-8", "tệp không ở bảng mã UTF-8", "Save it as 'CSV UTF-8'."
        ) from wrong


def _columns(file: Path, row: list[str]) -> list[str]:
    columns = [name.strip() for name in row]
    while columns and not columns[-1]:
        columns.pop()
    place = f"{file.name}:1"
    if not columns or "" in columns:
        raise _wrong(place, "a column has no name", "có cột không có tên", "Name every column in the first line.")
    if double := {name for name in columns if columns.count(name) > 1}:
        raise _wrong(place, f"two columns are called {min(double)!r}", "có hai cột trùng tên", "Delete one.")
    if len(columns) > MOST_COLUMNS:
        raise _wrong(place, "too many columns", "quá nhiều cột", f"At most {MOST_COLUMNS}.")
    return columns


def _line(file: Path, number: int, columns: list[str], row: list[Any]) -> Line:
    place = f"{file.name}:{number}"
    if any(cell not in (None, "") for cell in row[len(columns) :]):
        raise _wrong(place, "more cells than columns", "nhiều ô hơn số cột", "Mind separators and quotes.")
    return Line(place, dict(zip(columns, row, strict=False)))


def _wrong(place: str, en: str, vi: str, cure: str) -> Invalid:
    return Invalid(f"{en[0].upper()}{en[1:]}.", vi=f"{vi[0].upper()}{vi[1:]}.", place=place, cure=cure)
