"""What a damaged name may mean: the nearest of the known ones, by folded letters and by how many differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dondoc.domain.text import fold

_NO_LETTER = re.compile(r"[\W_]+")
LONGEST = 300
"""Letters of a name."""
SHARE = 6
"""One letter in so many may differ."""


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """The letters and digits of a text, folded, without spaces: `v ụ  CẢI CÁCH` and `Vụ Cải cách` are one."""
    return _NO_LETTER.sub("", fold(text))


def distance(one: str, other: str, most: int) -> int:
    """How many letters must change; `most + 1` as soon as it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
        if min(row) > most:
            return most + 1
    return row[-1]


@dataclass(frozen=True, slots=True)
class Match:
    """The ids that fit a name equally well, and how many letters differ."""

    ids: tuple[str, ...]
    apart: int


def nearest(name: str, known: Iterable[tuple[str, str]]) -> Match | None:
    """The ids whose names come nearest; None when none comes near.

    Args:
        name: as printed.
        known: ids with their names; an id may have several.
    """
    sought = key(name)
    if not 0 < len(sought) <= LONGEST:
        return None
    best, ids = len(sought) // SHARE, list[str]()
    found = False
    for id_, text in known:
        apart = distance(sought, key(text), best)
        if apart > best:
            continue
        if apart < best or not found:
            ids = []
        best, found = apart, True
        if id_ not in ids:
            ids.append(id_)
    return Match(tuple(ids), best) if found else None
