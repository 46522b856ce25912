"""Events as files for people and programs: JSON lines, CSV, XLSX. No cell of them is a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Record
from dondoc.interfaces import explaining, wording
from dondoc.interfaces.register_view import as_csv

HEADS = (
    "Vị trí", "Xảy ra", "Ghi nhận", "Người", "Chức vụ", "Thay mặt", "Tư cách", "Loại", "Tên loại", "Luồng", "Nội dung",
    "Căn cứ", "Mã sự kiện", "Mã lệnh", "Cùng lệnh (correlation)", "Do sự kiện (causation)", "Dữ liệu",
)  # fmt: skip
MOST_CELL = 32_767
"""The most characters that a cell of a workbook holds."""
_NOT_IN_XML = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if code not in {9, 10, 13}}


def as_jsonl(records: Iterable[Record], catalogue: Catalogue) -> Iterator[str]:
    """One JSON object a line, each with its line end."""
    return (json.dumps(explaining.exported(each, catalogue), ensure_ascii=False) + "\n" for each in records)


def csv(records: Iterable[Record], catalogue: Catalogue) -> bytes:
    """For spreadsheets: what would be run as a formula is text."""
    return as_csv([HEADS, *_rows(records, catalogue)]).encode()


def xlsx(records: Iterable[Record], catalogue: Catalogue) -> bytes:
    """A workbook whose cells are all text, but for positions."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sự kiện")
    sheet.freeze_panes = "A2"

    def cell(said: str) -> Any:
        made = WriteOnlyCell(sheet, said.translate(_NOT_IN_XML)[:MOST_CELL])
        made.data_type = "s"  # the library takes what begins with = for a formula
        return made

    sheet.append([cell(head) for head in HEADS])
    for position, *rest in _rows(records, catalogue):
        sheet.append([int(position), *map(cell, rest)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


KINDS: dict[str, Callable[[Iterable[Record], Catalogue], bytes]] = {
    ".jsonl": lambda records, catalogue: "".join(as_jsonl(records, catalogue)).encode(),
    ".csv": csv,
    ".xlsx": xlsx,
}
"""The kinds of files, by their ending."""


def _rows(records: Iterable[Record], catalogue: Catalogue) -> Iterator[tuple[str, ...]]:
    for record in records:
        meta, said = record.meta, explaining.exported(record, catalogue)["meta"]
        yield (
            str(record.position), meta.on.isoformat(), said["recorded_at"] or "", meta.actor, meta.office,
            meta.on_behalf_of, said["capacity"], record.fact.name, record.fact.title, record.stream,
            wording.sentence(record, catalogue), meta.basis, record.event_id, meta.command_id, meta.correlation_id,
            meta.causation_id, record.fact.encode().decode(),
        )  # fmt: skip
