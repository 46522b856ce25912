"""How wide a text is and where it breaks, without asking a font: a picture is made before anybody knows who shows it.

The table holds the widest of the usual fonts for screens (DejaVu Sans, Noto Sans, Liberation Sans), so a text may take
less room than it was given, never more.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_WIDTHS = {
    0.28: "'ijl",
    0.32: " ,.\u2018\u2019·|",
    0.36: ":;If-",
    0.40: "()[]t/\\!",
    0.42: "r",
    0.50: '"J`°',
    0.55: "sz“”",
    0.58: "*c?L_\u2013§k",
    0.61: "vxy•FTao«»",
    0.64: "ebdghnpquđ$0123456789{}₫",
    0.68: "EKPSYAV",
    0.74: "BXZCRU",
    0.78: "HNDĐ&G",
    0.84: "OQw#+<=>^~≠\u00d7",
    0.92: "M",
    1.02: "%m½W—…→@",
}
"""Widths in parts of the font's size."""
_KNOWN = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_WIDE = 1.05
"""What is not in the table: signs and other scripts, up to a whole square."""
_HORN = "\u031b"
_HORN_WIDTH = 0.13


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line of text is at most, in the unit of `size`."""
    return sum(_letter(letter, bold) for letter in text) * size


@cache
def _letter(letter: str, bold: bool) -> float:  # the cache wants plain arguments
    # Vietnamese letters are their base letter with marks above and below, which take no room; a horn takes some.
    base, *marks = list(unicodedata.normalize("NFD", letter))
    if unicodedata.combining(base):
        return 0.0
    found = _KNOWN.get(base, _WIDE) + (_HORN_WIDTH if _HORN in marks else 0)
    return found * 1.1 + 0.05 if bold else found


def wrap(text: str, size: float, limit: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines as fit into `limit`, of about the same length; a word that is too long is cut."""
    words = [piece for word in text.split() for piece in _cut(word, size, limit, bold)]
    lines = _fill(words, size, limit, bold)
    narrower = limit
    while narrower > limit / 2:
        narrower -= size / 2
        tried = _fill(words, size, narrower, bold)
        if len(tried) > len(lines) or any(width(line, size, bold=bold) > limit for line in tried):
            break
        lines = tried
    return lines


def _fill(words: list[str], size: float, limit: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(word: str, size: float, limit: float, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, size, bold=bold) > limit:
            pieces.append("")
        pieces[-1] += letter
    return pieces
