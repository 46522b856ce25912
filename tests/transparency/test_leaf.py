"""The canonical bytes of an event: JSON as anybody writes it, and different for whatever differs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.transparency.leaf import COLUMNS, DATA, decode, encode

EVENT: list[Any] = [7, "task-a", 1, "task.noted", b'{"note":"x"}', "e", "2024-04-01", *["w"] * 7, "2024-04-01T01:00Z"]


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=13, max_size=13), st.integers(1), st.integers(1))
def test_a_leaf_is_plain_json_and_can_be_read_back(texts: list[str], position: int, version: int) -> None:
    """Any text in any column: the bytes are those of a compact JSON array, and the values come back."""
    columns: list[Any] = [position, texts[0], version, *texts[1:]]
    stored = [*columns[:DATA], columns[DATA].encode(), *columns[DATA + 1 :]]
    leaf = encode(stored)
    assert leaf == json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
    assert [*decode(leaf).values()] == stored


@given(st.binary(), st.binary())
def test_data_of_any_bytes_come_back_and_differ_where_they_differ(one: bytes, other: bytes) -> None:
    """Also bytes that are no text: nobody can put them in another's place."""
    leaves = [encode([*EVENT[:DATA], data, *EVENT[DATA + 1 :]]) for data in (one, other)]
    assert [decode(leaf)["data"] for leaf in leaves] == [one, other]
    assert (leaves[0] == leaves[1]) == (one == other)


@pytest.mark.parametrize("at", range(len(COLUMNS)), ids=COLUMNS)
@pytest.mark.parametrize("value", [None, 1.0, True, "1", 1, b"1"])
def test_a_value_of_another_type_is_no_leaf(at: int, value: Any) -> None:
    """SQLite lets a hand put any type into any column; the same letters in another type are another thing."""
    kinds = {0: int, 2: int, DATA: bytes}
    if type(value) is kinds.get(at, str):
        return
    with pytest.raises((AttributeError, TypeError, ValueError)):
        encode([*EVENT[:at], value, *EVENT[at + 1 :]])


@pytest.mark.parametrize("said", [b"", b"{}", b"[]", b"[1,2]", b"\xff"])
def test_what_is_no_leaf_is_not_read(said: bytes) -> None:
    """A verifier is never given half an event."""
    with pytest.raises(ValueError):  # noqa: PT011  # json's own refusals are among them
        decode(said)
