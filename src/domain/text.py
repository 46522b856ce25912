"""Vietnamese text: one form to keep, one key to find by, one key to sort by.

Text is kept as written (NFC). It is found by a folded key, so that `van phong bo` finds `Văn phòng Bộ` and both
spellings hòa and hoà find each other, and sorted by the Vietnamese alphabet.
"""

from __future__ import annotations

import unicodedata

_LETTERS = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
# The order of tones in Vietnamese dictionaries: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_INVISIBLE = {"Cf", "Cc", "Cs", "Co"}


def nfc(text: str) -> str:
    """The text in Unicode normal form C, the only form that is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """A key that ignores case, tones, diacritics and đ/d: equal keys mean "the same to a searcher"."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if unicodedata.category(c) != "Mn")
    return " ".join(bare.replace("đ", "d").split())


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A key that sorts as a Vietnamese dictionary does: by letters first, by tones where letters agree.

    A tone is its syllable's, wherever in it the mark was set, so that hòa and hoà stand together.
    """
    letters: list[int] = []
    tones: list[int] = [0]
    for char in unicodedata.normalize("NFC", text.casefold()):
        base = ""
        for part in unicodedata.normalize("NFD", char):
            if part in _TONES:
                tones[-1] = _TONES[part]
            else:
                base += part
        base = unicodedata.normalize("NFC", base)
        letters.append(_RANK.get(base, -1) if not base.isspace() else -2)
        if not base.isalnum():
            tones.append(0)
    return tuple(letters), tuple(tones)


def hidden_characters(text: str) -> list[str]:
    """Names of invisible or direction-changing characters, which could make a text read other than it is."""
    if text.isprintable():  # the usual case, told a hundred times faster
        return []
    return [
        unicodedata.name(c, f"U+{ord(c):04X}")
        for c in text
        if unicodedata.category(c) in _INVISIBLE and c not in "\n\t"
    ]
