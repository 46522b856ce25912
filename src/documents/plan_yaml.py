"""A plan written as the file that `config/plans` holds. It writes what it is given and decides nothing."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from typing import Any

WIDTH = 110
_PLAIN = re.compile(r"[A-Za-zÀ-ỹĐđ][^:#\[\]{},&*!|>'\"%@`\\\n]*")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_LABEL = re.compile(r"\d{4}(?:-(?:\d\d|Q[1-4]|H[12]|\d\d-\d\d|\d{4})?)?")


def written(parts: Mapping[str, Any], said: str) -> str:
    """The file's text.

    Args:
        parts: the plan as plain data, part by part.
        said: lines of comment for its beginning.
    """
    lines = [f"# {line}" for line in said.splitlines()]
    for name, part in parts.items():
        lines += ["", f"{name}:"]
        lines += _entries(part) if isinstance(part, list) else _mapping(part, 2)
    return "\n".join(lines).lstrip("\n") + "\n"


def _entries(part: list[Mapping[str, Any]]) -> list[str]:
    lines = []
    for entry in part:
        first, *rest = _mapping(entry, 4)
        lines += [f"  - {first.strip()}", *rest]
    return lines


def _mapping(entry: Mapping[str, Any], indent: int) -> list[str]:
    lines = []
    for name, value in entry.items():
        pad = " " * indent
        if isinstance(value, str) and len(value) > WIDTH - indent - len(name) and _folds(value):
            lines.append(f"{pad}{name}: >-")
            lines += textwrap.wrap(value, WIDTH, initial_indent=f"{pad}  ", subsequent_indent=f"{pad}  ",
                                   break_long_words=False, break_on_hyphens=False)  # fmt: skip
        else:
            lines.append(f"{pad}{name}: {flow(value)}")
    return lines


def _folds(text: str) -> bool:
    """Whether folding and unfolding gives the same text."""
    return text == " ".join(text.split())


def flow(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    text = str(value)
    if not isinstance(value, str) or (_PLAIN.fullmatch(text) and text.lower() not in _WORDS and text == text.strip()):
        return text
    return json.dumps(text, ensure_ascii=False)
