"""What verification found: where the log is not what it was, and what was done to it, as far as that can be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WORDS = {
    "column": (
        "The event at position {position} was changed ({columns}){was}.",
        "Sự kiện tại vị trí {position} đã bị sửa (cột {columns}){was}.",
    ),
    "content": (
        "The event at position {position} was changed; which columns cannot be told from what is left.",
        "Sự kiện tại vị trí {position} đã bị sửa; không còn đủ dấu vết để biết cột nào.",
    ),
    "deleted": (
        "{count} event(s) were deleted, the first one at position {position}.",
        "{count} sự kiện đã bị xóa, đầu tiên là tại vị trí {position}.",
    ),
    "renumbered": (
        "The event of position {position} was moved to position {other}.",
        "Sự kiện của vị trí {position} đã bị chuyển sang vị trí {other}.",
    ),
    "swapped": (
        "The events at positions {position} and {other} were swapped.",
        "Sự kiện tại vị trí {position} và {other} đã bị đổi chỗ.",
    ),
    "inserted": (
        "An event that was never recorded was inserted at position {position}.",
        "Một sự kiện không hề được ghi nhận đã bị chèn vào vị trí {position}.",
    ),
    "truncated": (
        "The log ends at position {last}, but held {other} events: it was cut, or an older backup was restored.",
        "Nhật ký dừng ở vị trí {last} trong khi đã có {other} sự kiện: bị cắt, hoặc bản sao lưu cũ được khôi phục.",
    ),
    "rewritten": (
        "The log was rewritten with its stored hashes; the first change is at a position from {position} to {other}.",
        "Nhật ký và mã băm đã bị viết lại; chỗ sửa đầu tiên nằm trong khoảng vị trí {position} đến {other}.",
    ),
    "hash": (
        "The stored hash at position {position} was changed; the event is what it was.",
        "Mã băm lưu tại vị trí {position} đã bị sửa; nội dung sự kiện vẫn nguyên.",
    ),
    "tree": (
        "The stored tree was changed at position {position}; the events are what they were.",
        "Cây băm đã lưu bị sửa tại vị trí {position}; các sự kiện vẫn nguyên.",
    ),
    "disputed": (
        "The event at position {position} and the stored tree disagree; only a checkpoint can say which was changed.",
        "Sự kiện tại vị trí {position} và cây băm đã lưu không khớp; cần điểm kiểm tra để biết bên nào bị sửa.",
    ),
    "head": (
        "The head of the log was changed: it does not say what the event at position {last} says.",
        "Bản ghi đầu nhật ký đã bị sửa: không khớp với sự kiện tại vị trí {last}.",
    ),
    "checkpoint": (
        "The stored checkpoint of {position} events was not signed by a known key, or was changed.",
        "Điểm kiểm tra đã lưu của {position} sự kiện không mang chữ ký của khóa đã biết, hoặc đã bị sửa.",
    ),
}
"""Each kind of finding in words, English and Vietnamese."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        kind: a key of `WORDS`.
        position: the first bad position; where a range is told, the first that may be bad.
        other: the other position that it is about: where an event is now, how far a range goes, how many there were.
        columns: the columns that were changed, where that can be told.
        was: the value of the one column before, where that can be told.
    """

    kind: str
    position: int
    other: int = 0
    columns: tuple[str, ...] = ()
    was: Any = None

    @property
    def en(self) -> str:
        """In English."""
        return self._said(0, "; it was {was!r}")

    @property
    def vi(self) -> str:
        """In Vietnamese."""
        return self._said(1, "; trước đó là {was!r}")

    @property
    def place(self) -> str:
        """Where it is, as errors name a place."""
        return f"position {self.position}"

    def diagnostic(self) -> dict[str, Any]:
        """As plain data, for programs."""
        said = {"code": f"log-{self.kind}", "place": self.place, "vi": self.vi, "en": self.en}
        more = {"position": self.position, "kind": self.kind, "columns": list(self.columns), "other": self.other}
        return {**said, "cure": "Keep this database as it is, and compare with a backup.", **more}

    def _said(self, language: int, was: str) -> str:
        return WORDS[self.kind][language].format(
            position=self.position,
            other=self.other,
            last=self.position - 1,
            count=self.other - self.position + 1,
            columns=", ".join(self.columns),
            was="" if self.was is None else was.format(was=self.was),
        )
