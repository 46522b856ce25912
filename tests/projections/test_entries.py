"""The entries that registers are made of: what was recorded, as known at any point of the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

import pytest

from dondoc.app import Dondoc
from dondoc.domain.fact import Fact, Meta, Record
from dondoc.projections.entries import Entries
from dondoc.projections.entry_list import listed
from dondoc.projections.standing import When
from dondoc.testing import LEAD

JUNE = date(2024, 6, 10)


class Corrected(Fact):
    """What corrects or withdraws another fact."""

    name: ClassVar = "fact.corrected"
    title: ClassVar = "Đính chính"
    sentence: ClassVar = "đã đính chính: {reason}"

    event_id: str
    fields: dict[str, Any]
    withdrawn: bool
    reason: str


@pytest.fixture
def held(opened: Callable[..., Dondoc], at: Callable[[date], None]) -> tuple[Dondoc, str, int]:
    """An issue of a bulletin, its event id and its position."""
    dondoc = opened()
    at(JUNE)
    receipt = dondoc.record("bulletin.published", {"body": "vu-a", "issue": "9", "models": ["mo-hinh-a"]}, actor=LEAD)
    return dondoc, receipt.event_ids[0], dondoc.store.position()


def correct(dondoc: Dondoc, event_id: str, position: int, *, withdrawn: bool) -> None:
    """Project a correction of an event at a position."""
    fact = Corrected(event_id=event_id, fields={"issue": "10"}, withdrawn=withdrawn, reason="Nhầm số")
    meta = Meta(on=JUNE, actor="a", office="vu-a/dau-moi")
    with dondoc.store.writing() as connection:
        Entries().project(connection, [Record("c", "correction-c", 1, fact, meta, position)])


def found(dondoc: Dondoc, position: int, day: date = JUNE, **asked: Any) -> list[Any]:
    """The issues of the bulletin as known at a position."""
    when = When(day.isoformat(), position)
    return [each.data["issue"] for each in dondoc.ask(listed, when, ["bulletin.published"], **asked)]


def test_a_correction_holds_from_its_position_on(held: tuple[Dondoc, str, int]) -> None:
    """Whoever asks what was known before it sees what stood there then."""
    dondoc, event_id, position = held
    correct(dondoc, event_id, position + 5, withdrawn=False)
    assert (found(dondoc, position), found(dondoc, position + 5)) == (["9"], ["10"])
    assert found(dondoc, position + 5, values={"issue": ["9"]}) == []
    assert found(dondoc, position + 5, values={"issue": ["10"], "models": ["mo-hinh-a"]}) == ["10"]


def test_what_was_withdrawn_is_gone_from_then_on(held: tuple[Dondoc, str, int]) -> None:
    """And still there for the log before."""
    dondoc, event_id, position = held
    correct(dondoc, event_id, position + 5, withdrawn=True)
    assert (found(dondoc, position), found(dondoc, position + 5)) == (["9"], [])


def test_an_entry_is_there_from_its_day_on(held: tuple[Dondoc, str, int]) -> None:
    """By day and by body."""
    dondoc, _, position = held
    assert found(dondoc, position, date(2024, 6, 9)) == []
    assert found(dondoc, position, units=["vu-b"]) == []
    assert found(dondoc, position, units=["vu-a"], first="2024-06-10", last="2024-06-10") == ["9"]
    assert found(dondoc, position, first="2024-06-11") == []
