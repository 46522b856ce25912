"""Events as files for people and programs: JSON lines, CSV, XLSX. No cell of them is a formula."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Record
from dondoc.interfaces import explaining, wording, workbooks
from dondoc.interfaces.register_view import as_csv

HEADS = (
    "Vị trí", "Xảy ra", "Ghi nhận", "Người", "Chức vụ", "Thay mặt", "Tư cách", "Loại", "Tên loại", "Luồng", "Nội dung",
    "Căn cứ", "Mã sự kiện", "Mã lệnh", "Cùng lệnh (correlation)", "Do sự kiện (causation)", "Dữ liệu",
)  # fmt: skip


def as_jsonl(records: Iterable[Record], catalogue: Catalogue) -> Iterator[str]:
    """One JSON object a line, each with its line end."""
    return (json.dumps(explaining.exported(each, catalogue), ensure_ascii=False) + "\n" for each in records)


def csv(records: Iterable[Record], catalogue: Catalogue) -> bytes:
    """For spreadsheets: what would be run as a formula is text."""
    return as_csv([HEADS, *_rows(records, catalogue)]).encode()


def xlsx(records: Iterable[Record], catalogue: Catalogue) -> bytes:
    """A workbook."""
    return workbooks.written("Sự kiện", HEADS, _rows(records, catalogue))


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
