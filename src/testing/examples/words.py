"""What many examples say alike: a link, a moment, what a thing is about. All of it is invented."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dondoc.domain.ports import HANOI

LINK = "https://example.vn/tin/1"
MOMENT = datetime(2024, 3, 15, 16, 30, tzinfo=HANOI)
ABOUT: dict[str, Any] = {
    "areas": ("tien-luong",),
    "themes": ("kh.t01",),
    "audiences": ("nhan-dan",),
    "documents": ("qd-kh",),
    "topics": ("tien-luong",),
    "partners": ("dai-a",),
    "models": ("mo-hinh-a",),
}
