"""What was done to the log at its first bad position, told from what whoever did it has left as it was.

Every guess is tried against a hash that was stored when the event was recorded, so that what is told is so. Where no
guess fits, it says that it cannot tell. It judges nothing: whether the log is whole was found before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from dondoc.store.schema import events, head
from dondoc.store.tree import LEAF, rows
from dondoc.transparency.finding import Finding
from dondoc.transparency.leaf import COLUMNS, DATA, encode
from dondoc.transparency.tree import leaf_hash

POSITION, STREAM, VERSION, ON_DAY = (COLUMNS.index(name) for name in ("position", "stream", "version", "on_day"))
HASH = len(COLUMNS)
MOST_VALUES = 5000
DAYS = 800
"""How many days before and after the stated one are tried."""
Known = Callable[[int], bytes]
"""The hash of a leaf as the stored tree has it, by position; empty where it has none."""


class Trace:
    """Asks one log what was done to it; `before` is the chained hash of the last good event."""

    def __init__(self, connection: Connection, known: Known, before: bytes) -> None:
        self._connection = connection
        self._known = known
        self._before = before

    def missing(self, position: int, row: Sequence[Any]) -> Finding:
        """There is no event at the position; `row` is the next one."""
        if row[POSITION] < position:
            return Finding("inserted", row[POSITION])
        moved = self._standing_at(position, row[POSITION])
        if moved is not None:
            return Finding("renumbered", position, moved[POSITION])
        return Finding("deleted", position, row[POSITION] - 1)

    def changed(self, position: int, row: Sequence[Any]) -> Finding:
        """The event at the position is not the one that was recorded there, or its stored hash is not."""
        if wrong := _mistyped(row):
            return Finding("column", position, columns=(wrong,))
        if self._only_the_hash(position, row):
            return Finding("hash", position)
        moved = self._standing_at(position, position + 1)
        if moved is not None:
            mine = leaf_hash(_leaf(row, moved[POSITION]))
            swapped = mine == self._known(moved[POSITION]) or moved[POSITION] != position + 1
            swapped = swapped or self._follows(moved, row)
            return Finding("swapped" if swapped else "inserted", position, moved[POSITION])
        if leaf_hash(_leaf(row, position + 1)) == self._known(position + 1):
            return Finding("deleted", position, position)
        return self._column(position, row) or Finding("content", position)

    def _only_the_hash(self, position: int, row: Sequence[Any]) -> bool:
        chained = self._chained(self._before, _leaf(row, position))
        if chained == row[HASH]:
            return False
        after = next(rows(self._connection, position, position + 1), None)
        if after is None:
            kept = self._connection.execute(select(head.c.position, head.c.hash)).first()
            agreed = kept is not None and tuple(kept) == (position, chained)
        else:
            agreed = not _mistyped(after) and self._chained(chained, _leaf(after, position + 1)) == after[HASH]
        return agreed or leaf_hash(_leaf(row, position)) == self._known(position)

    def _follows(self, first: Sequence[Any], second: Sequence[Any]) -> bool:
        """Whether the second row was recorded right after the first, though it stands before it now."""
        position: int = second[POSITION]
        chained = self._chained(self._before, _leaf(first, position))
        return bool(self._chained(chained, _leaf(second, position + 1)) == second[HASH])

    def _standing_at(self, position: int, first: int) -> Sequence[Any] | None:
        """The row, from the first position to look at, that was recorded at this position."""
        for row in rows(self._connection, first - 1):
            if not _mistyped(row) and self._fits(position, _leaf(row, position), row[HASH]):
                found: Sequence[Any] = row
                return found
        return None

    def _column(self, position: int, row: Sequence[Any]) -> Finding | None:
        for index, name in enumerate(COLUMNS):
            for value in self._values(index, position, row):
                tried = [*row[:HASH]]
                tried[index] = value
                if self._fits(position, _leaf(tried, position), row[HASH]):
                    was = None if index == DATA else value
                    return Finding("column", position, columns=(name,), was=was)
        return None

    def _values(self, index: int, position: int, row: Sequence[Any]) -> Iterator[Any]:
        """What may have stood in a column: what stands there in other events, or what can be counted up to."""
        if index == POSITION:
            return
        if index == VERSION:
            same = (events.c.stream == row[STREAM], events.c.position < position)
            top = self._connection.execute(select(func.max(events.c.version)).where(*same)).scalar() or 0
            yield from range(1, int(top) + 2)
        elif index == ON_DAY and isinstance(row[index], str):
            yield from _days(row[index])
        yield ""
        near = select(LEAF[index]).where(events.c.position.between(position - MOST_VALUES, position + MOST_VALUES))
        yield from self._connection.execute(near.distinct().limit(MOST_VALUES)).scalars()

    def _fits(self, position: int, leaf: bytes, stored: Any) -> bool:
        return leaf_hash(leaf) == self._known(position) or self._chained(self._before, leaf) == stored

    @staticmethod
    def _chained(before: bytes, leaf: bytes) -> bytes:
        return hashlib.sha256(before + leaf).digest()


def _leaf(row: Sequence[Any], position: int) -> bytes:
    """The leaf of a row as if it stood at a position; empty where a value has a type that none is recorded with."""
    try:
        return encode([position, *row[1:HASH]])
    except (AttributeError, TypeError, ValueError):
        return b""


def _mistyped(row: Sequence[Any]) -> str:
    """The column whose value has another type than any recorded one; empty where there is none."""
    kinds = {POSITION: int, VERSION: int, DATA: bytes}
    for index, name in enumerate(COLUMNS):
        if type(row[index]) is not kinds.get(index, str):
            return name
    return ""


def _days(said: str) -> Iterator[str]:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return
    for number in range(1, DAYS):
        yield (day - timedelta(days=number)).isoformat()
        yield (day + timedelta(days=number)).isoformat()
