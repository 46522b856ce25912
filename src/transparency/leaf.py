"""The canonical bytes of an event: every column of the log but the hash, as one JSON array.

The same row gives the same bytes on every database and in every version; whoever changes them changes every tree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring as _text
from typing import Any

COLUMNS = (
    "position",
    "stream",
    "version",
    "name",
    "data",
    "event_id",
    "on_day",
    "actor",
    "office",
    "on_behalf_of",
    "command_id",
    "correlation_id",
    "causation_id",
    "basis",
    "recorded_at",
)
"""The members of the array, in their order; `position` and `version` are integers, the others text."""
DATA = COLUMNS.index("data")
_OTHERS = len(COLUMNS) - DATA - 1
_KEPT = "surrogateescape"


def encode(values: Sequence[Any]) -> bytes:
    """The leaf of an event from the values of its columns, `data` as bytes.

    Raises:
        AttributeError, TypeError, ValueError: a value has a type that no event is recorded with.
    """
    position, stream, version, name, data, *others = values
    if type(position) is not int or type(version) is not int or len(others) != _OTHERS:
        raise TypeError("an event has a position and a version")
    words = (_text(name), _text(data.decode("utf-8", _KEPT)), *map(_text, others))
    return f"[{position},{_text(stream)},{version},{','.join(words)}]".encode("utf-8", _KEPT)


def decode(leaf: bytes) -> dict[str, Any]:
    """The values of a leaf by column, `data` as bytes.

    Raises:
        ValueError: it is no leaf.
    """
    found = json.loads(leaf.decode("utf-8", _KEPT))
    if not isinstance(found, list) or len(found) != len(COLUMNS) or not isinstance(found[DATA], str):
        raise ValueError("not a leaf")
    found[DATA] = found[DATA].encode("utf-8", _KEPT)
    return dict(zip(COLUMNS, found, strict=True))
