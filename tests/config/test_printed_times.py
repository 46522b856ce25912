"""The time column as printed against the window as configured, read a second time by a reader of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dondoc.domain.catalogue import Catalogue

_MONTHS = re.compile(r"[Tt]háng (\d+(?:, \d+)*) năm (\d{4})$")
_SPAN = re.compile(r"(\d{4})-(\d{4})$")
_ALL_PHASES = ["before", "during", "after"]


def as_printed(text: str) -> dict[str, Any]:
    """The window that a time column asks for, without the act that it may wait for."""
    expected: dict[str, Any] = {}
    months = [f"{m[2]}-{int(n):02d}" for m in [_MONTHS.search(text)] if m for n in m[1].split(", ")]
    if months:
        expected = {"expected": months[0]}
    elif span := _SPAN.search(text):
        expected = {"expected": span[0]}
    if text.startswith("Trước, trong và sau khi "):
        return {"around": True, "phases": _ALL_PHASES, **expected}
    if text.startswith("Sau khi "):
        return {"after": True, **expected}
    if len(months) > 1:
        return {"months": months}
    if months:
        return {"month": months[0]}
    if year := re.fullmatch(r"(?:Cả năm|Năm) (\d{4})", text):
        return {"year": year[1]}
    if year := re.fullmatch(r"Năm (\d{4}) và các năm tiếp theo", text):
        return {"years": f"{year[1]}-"}
    raise AssertionError(f"No reading of {text!r}")


def test_every_window_is_what_the_time_column_says(shipped: Catalogue) -> None:
    """Whatever a row's window asks for is printed, and whatever is printed is asked for."""
    for row in shipped.plan("184").rows:
        window = row.window.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        configured = {key: True if key in {"around", "after"} else value for key, value in window.items()}
        assert configured == as_printed(row.time_text), row.id


def test_rows_that_wait_name_an_act_of_the_kind_that_is_printed(shipped: Catalogue) -> None:
    """The kind of the act (Nghị định, Thông tư, Đề án, ...) stands in the row's own time column."""
    plan = shipped.plan("184")
    acts = {act.id: act for act in plan.acts}
    waiting = [row for row in plan.rows if row.window.act]
    assert len(waiting) == 10
    assert {row.window.act for row in waiting} | {act for row in plan.rows for act in row.awaits} == {*acts}
    for row in waiting:
        word = acts[row.window.act].kind.split(" đề nghị")[0]  # "Hồ sơ đề nghị xây dựng luật"
        assert word.lower() in row.time_text.lower(), row.id


@pytest.mark.parametrize("text", ["Quý II năm 2024", "Tháng 13", "Cả năm"])
def test_the_second_reader_does_not_guess(text: str) -> None:
    """A wording that it does not know makes the test fail instead of agreeing with anything."""
    with pytest.raises(AssertionError, match="No reading"):
        as_printed(text)
