"""Signs that a text was misread by a scanner: letters, numbers and words that a Vietnamese document does not print.

Each sign is a doubt with its reason; a person decides. Whether a well-built word is the right one is told by its
neighbours: `Wording` knows which two syllables stand side by side elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from dondoc.domain.annex.cells import Doubt
from dondoc.domain.annex.syllables import is_syllable, is_word
from dondoc.domain.text import fold

_WORD = re.compile(r"[^\W\d_]+")
_STRAY = re.compile(r"[^\w\s.,;:()\[\]/%&+?!“”\"*…°\u2013—-]|_|(?<!\S)[\"'*](?!\S)")
_SYMBOL = re.compile(r"\b(\d+)/(\d{4})/([^\s,;.()]+)")
_SHORT_SYMBOL = re.compile(r"\b(\d+)[-/]([A-ZĐ]{2,}\d*(?:[-/][A-ZĐa-z]+)*)")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzđ")
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323")
_TYPES = {"ND": "NĐ", "QD": "QĐ", "NĐCP": "NĐ-CP", "QĐTTg": "QĐ-TTg", "ĐNĐ": "NĐ"}
_DATE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_GLUED = re.compile(r"([,;:)”])([^\W_])")
_CITED = re.compile(r"(?:nghị định|thông tư|quyết định|nghị quyết|chỉ thị) (?:số )?(\d+)(?![\d/-])(?=\s|[.,;)]|$)")
_DOUBLED = frozenset(["dần", "luôn", "ngày", "thường", "hằng", "rất", "từng", "người"])
OLDEST = 1900
"""No document cites a day before this year."""
SHORT = 3
"""Items of a slogan have so many words at most."""
COMMON = 20
"""A pair that stands so many times more often than its rival is the right one of two that stand more than once."""
RARE = 10
"""A syllable that stands so many times less often than its rival is the less likely one of two."""
_ONE_SHAPE = frozenset("ckopsuvwxz")
"""Letters whose capitals have the same shape: a scanner tells them apart by size only."""


def doubt(code: str, vi: str, en: str, read: str = "", instead: str = "") -> Doubt:
    """A doubt; `instead` is what the proposal writes for what was `read`."""
    return Doubt(code=code, vi=vi, en=en, read=read, instead=instead)


def proposed(text: str, doubts: Iterable[Doubt]) -> str:
    """The text with what its doubts propose."""
    for each in doubts:
        if each.read:
            text = text.replace(each.read, each.instead)
    return " ".join(text.split())


def signs(text: str) -> list[Doubt]:
    """Every sign of damage in a text, each kind once for each place."""
    return [*_strays(text), *_foreign(text), *_words(text), *_numbers(text), *_balance(text)]


def _strays(text: str) -> Iterator[Doubt]:
    for mark in dict.fromkeys(_STRAY.findall(text)):
        shown = f"U+{ord(mark):04X}" if unicodedata.combining(mark) else f"“{mark}”"
        yield doubt("stray-mark", f"Có dấu lạ {shown}.", f"There is a stray mark {shown}.", mark)


def _foreign(text: str) -> Iterator[Doubt]:
    """Letters of other alphabets that look like ours: Ð for Đ, a Cyrillic one."""
    for letter in dict.fromkeys(c for c in text if c.isalpha()):
        base, *marks = list(unicodedata.normalize("NFD", letter.lower()))
        if not (base in _LETTERS and set(marks) <= _MARKS):
            name = unicodedata.name(letter, f"U+{ord(letter):04X}")
            yield doubt("foreign-letter", f"“{letter}” không phải chữ cái tiếng Việt.", f"'{letter}' is {name}.")


def _words(text: str) -> Iterator[Doubt]:
    words = _WORD.findall(text)
    for word in dict.fromkeys(words):
        if len(word) == 1:
            lettered = re.search(rf"(?<![\w(]){word}\)|[-/.&]{word}|{word}[-/.&\d]|\d{word}", text)
            if not is_syllable(word) and not lettered:
                yield doubt("lone-letter", f"Chữ “{word}” đứng lẻ.", f"The letter '{word}' stands alone.")
        elif not is_word(word) and f"{word}-" not in text and f"-{word}" not in text and not _in_symbol(word, text):
            yield doubt("no-word", f"“{word}” không đúng chính tả tiếng Việt.", f"'{word}' is no Vietnamese spelling.")
        elif any(map(_risen, word, word[1:])) and not _in_symbol(word, text):
            yield doubt(
                "mixed-case", f"“{word}” lẫn chữ hoa, chữ thường.", f"'{word}' mixes capitals and small letters."
            )
    for one, other in pairwise(words):
        if one.lower() == other.lower() and one.lower() not in _DOUBLED and f"{one} {other}" in text:
            yield doubt("doubled", f"“{one}” lặp hai lần.", f"'{one}' stands twice.")


def _risen(one: str, other: str) -> bool:
    return one.islower() and other.isupper()


def _in_symbol(word: str, text: str) -> bool:
    """Whether a word is a part of a document's symbol (`QĐ-TTg`), which is looked at by itself."""
    return (
        re.search(rf"\d/[^\s]*{re.escape(word)}|-{re.escape(word)}|{re.escape(word)}\d|\d{re.escape(word)}", text)
        is not None
    )


def _numbers(text: str) -> Iterator[Doubt]:
    for day, month, year in _DATE.findall(text):
        if not (_is_date(day, month, year)):
            said = f"{day}/{month}/{year}"
            yield doubt("no-date", f"Không có ngày {said}.", f"There is no day {said}.")
    symbols = [(m[0], m[3]) for m in _SYMBOL.finditer(text)]
    symbols += [(m[0], m[2]) for m in _SHORT_SYMBOL.finditer(_SYMBOL.sub("", text))]
    for whole, symbol in symbols:
        first = symbol.split("-")[0]
        if first in _TYPES or ("-" not in symbol and "/" not in symbol and not re.fullmatch(r"QH\d+", symbol)):
            proposal = _TYPES.get(first, first)
            yield doubt(
                "symbol",
                f"Ký hiệu văn bản “{whole}” không đúng khuôn; có thể là “{whole.replace(first, proposal)}”.",
                f"The document symbol '{whole}' is not well formed; perhaps '{whole.replace(first, proposal)}'.",
                whole,
                whole.replace(first, proposal),
            )
    for number in _CITED.findall(text.lower()):
        yield doubt(
            "no-symbol", f"Văn bản số {number} thiếu năm, ký hiệu.", f"Document {number} has no year and symbol."
        )
    for glued, after in dict.fromkeys(_GLUED.findall(re.sub(r"\w\)", "", text))):
        said = f"{glued}{after}"
        yield doubt(
            "glued", f"Thiếu dấu cách ở “{said}”.", f"A space is missing in '{said}'.", said, f"{glued} {after}"
        )
    if re.search(r"[^\W\d_]\d|\d[^\W\d_]", re.sub(r"\b[A-ZĐ&]+\d+\b|[\w.]+/[\w/&-]+", "", text)):
        yield doubt("digit-in-word", "Chữ số dính với chữ.", "A digit is glued to letters.")


def _is_date(day: str, month: str, year: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return int(year) >= OLDEST


def _balance(text: str) -> Iterator[Doubt]:
    text = re.sub(r"(?<!\w)\w\)", "", text)  # a), b) of a list
    for opening, closing in ("()", "“”"):
        if text.count(opening) != text.count(closing):
            yield doubt(
                "unbalanced", f"Dấu {opening}{closing} không đủ cặp.", f"The signs {opening}{closing} do not pair."
            )
    for quoted in re.findall("“([^”]*)”", text):
        items = [each.strip() for each in quoted.split(" - ")]
        capitals = {each[:1].isupper() for each in items if each}
        short = max(len(each.split()) for each in items) <= SHORT
        if len(items) > 2 and short and len(capitals) > 1:  # noqa: PLR2004  # two may be a pair of words
            yield doubt(
                "mixed-capitals",
                f"“{quoted}” lẫn chữ đầu hoa, thường.",
                f"'{quoted}' mixes capitals at the beginnings.",
            )


class Wording:
    """Which syllables stand side by side in texts that are known, and in the annex itself."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._words: Counter[str] = Counter()
        self._folded: dict[tuple[str, str], set[tuple[str, str]]] = {}
        self._capital: Counter[tuple[str, str]] = Counter()
        self._small: Counter[tuple[str, str]] = Counter()
        for text in texts:
            for first, one, other in _pairs(text):
                pair = (one.lower(), other.lower())
                self._pairs[pair] += 1
                self._words[pair[0]] += 1
                self._words[pair[1]] += 1
                self._folded.setdefault((fold(one), fold(other)), set()).add(pair)
                self._capital[pair] += one[:1].isupper() and not first
                self._small[pair] += one[:1].islower()

    def doubts(self, text: str) -> Iterator[Doubt]:
        """Pairs that stand nowhere else, where another pair of the same letters with other diacritics does."""
        seen = set()
        pairs = list(_pairs(text))
        for at, (first, one, other) in enumerate(pairs):
            pair = (one.lower(), other.lower())
            if pair in seen or one.isupper() or other.isupper():
                continue
            seen.add(pair)
            rivals = [each for each in self._folded.get((fold(one), fold(other)), ()) if each != pair]
            best = max(rivals, key=lambda each: self._pairs[each], default=None)
            before = None if first else pairs[at - 1][1].lower()
            after = pairs[at + 1][2].lower() if at + 1 < len(pairs) and not pairs[at + 1][0] else None
            if best is not None and self._less_likely(pair, best) and not self._held(pair, best, before, after):
                yield _other_word(f"{one} {other}", " ".join(map(_cased, (one, other), best)))
            elif one[0].islower() and fold(one)[0] in _ONE_SHAPE and self._mostly_capital(pair):
                yield _other_word(f"{one} {other}", f"{one[0].upper()}{one[1:]} {other}")

    def _held(self, pair: tuple[str, str], rival: tuple[str, str], before: str | None, after: str | None) -> bool:
        """Whether the word that the rival changes is confirmed by its other neighbour."""
        left = pair[0] != rival[0] and before is not None and self._pairs[before, pair[0]] > 1
        right = pair[1] != rival[1] and after is not None and self._pairs[pair[1], after] > 1
        return left or right

    def _mostly_capital(self, pair: tuple[str, str]) -> bool:
        """Whether a pair is written with a capital wherever else it stands, also within sentences."""
        return self._capital[pair] > 0 and self._small[pair] <= 1

    def _less_likely(self, pair: tuple[str, str], rival: tuple[str, str]) -> bool:
        if self._pairs[pair] > 1:  # the same damage may stand twice
            return self._pairs[pair] * COMMON <= self._pairs[rival]
        if self._pairs[rival] > 1:
            return True
        return any(self._words[a] * RARE <= self._words[b] for a, b in zip(pair, rival, strict=True) if a != b)


def _other_word(read: str, other: str) -> Doubt:
    return doubt(
        "other-word",
        f"“{read}” có thể là “{other}”.",
        f"'{read}' may be '{other}', which stands elsewhere.",
        read,
        other,
    )


def _cased(like: str, word: str) -> str:
    return word[0].upper() + word[1:] if like[:1].isupper() else word


def _pairs(text: str) -> Iterator[tuple[bool, str, str]]:
    """The pairs of neighbours, and whether a pair begins a sentence or what follows a sign."""
    for run in re.split(r"[^\w\s]|\d", text):
        words = run.split()
        for index, (one, other) in enumerate(pairwise(words)):
            yield index == 0, one, other
