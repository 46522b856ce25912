"""The items of the columns of forms and coordinators: those that are known, and those that repeat in the annex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dondoc.domain.annex.cells import Column
from dondoc.domain.annex.matching import distance
from dondoc.domain.annex.printed_time import STARTER
from dondoc.domain.errors import Invalid
from dondoc.domain.text import fold

_BULLET = re.compile(r"^[-\u2013+•*]\s*(?=\S)")
_WORDS = re.compile(r"[^\W_]+")
_FORMS = re.compile(
    r"(?:bao cao|van ban|khao sat|kiem tra|cung cap|hoi nghi|hoi thao|toa dam|tap huan|hop bao|thong cao|dang tai|"
    r"dang|phat song|phat thanh|bai viet|phong su|tin|tin bai|an pham|video|clip|tuyen truyen|truyen thong|le|pano|"
    r"bien soan|xay dung|to chuc|ban hanh|lay y kien|to roi|khau hieu|chuyen trang|chuyen muc|trien lam|cuoc thi|"
    r"giao luu|pho bien|phat hanh|tra loi|huong dan)\b"
)
_BODIES = re.compile(
    r"(?:cac (?:co quan|don vi|bo|vu|cuc|so|to chuc|dia phuong|truong|tinh)|van phong|vu|cuc|tong cuc|thanh tra|bao|"
    r"trung tam|tap chi|ban|vien|hoc vien|truong|bo|so|ubnd|uy ban|hoi|dai|lien doan|mat tran|cong|ngan hang|phong|"
    r"tong cong ty|nha xuat ban|thong tan xa|cong an|kho bac)\b"
)


MOST = 300
"""Of the items that repeat so many are learned at most."""
COMPARED = 2_000_000
"""Comparisons after which a text is no annex: that of 58 rows takes some 20,000."""


def words_of(text: str) -> list[str]:
    """The words of a text, without what stands between them."""
    return _WORDS.findall(text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An item as it is written, and the column that it belongs to."""

    text: str
    column: Column


@dataclass(frozen=True, slots=True)
class Found:
    """An item found in a line: where it ends, how many words were read; `cut` is what it may go on with elsewhere."""

    phrase: Phrase
    end: int
    words: int
    whole: bool
    cut: tuple[tuple[Phrase, list[str]], ...] = ()


class Phrases:
    """The items to look for."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        unique = {fold(" ".join(words_of(each.text))): each for each in phrases}
        self._compared = 0
        self._all = [(each, words_of(each.text)) for each in unique.values() if words_of(each.text)]

    @classmethod
    def learned(cls, lines: Sequence[str], known: Iterable[Phrase]) -> Phrases:
        """The known items, and those that stand at least twice in the lines."""
        known = list(known)
        spelled: dict[str, Counter[str]] = {}
        for item in _items(lines):
            spelled.setdefault(fold(" ".join(words_of(item))), Counter())[item.strip(" .,;")] += 1
        often = Counter({key: sum(found.values()) for key, found in spelled.items() if key}).most_common(MOST)
        counted = {key: times for key, times in often if times > 1}
        names = {fold(" ".join(words_of(each.text))) for each in known}
        texts = [spelled[key].most_common(1)[0][0] for key in counted if key not in names and not _cut(key, counted)]
        learned = [Phrase(text, column) for text in texts if (column := column_of(text))]
        return cls([*learned, *known])

    def match(self, line: str, at: int) -> Found | None:
        """The item that begins there: the longest that is whole, else one that the end of the line or a time cuts."""
        best: Found | None = None
        cut: list[tuple[Phrase, list[str]]] = []
        for phrase, words in self._all:
            taken, end = self.follow(line, at, words)
            whole = taken == len(words)
            if not taken or not (whole or self._is_cut(line, end, taken)):
                continue
            if not whole:
                cut.append((phrase, words[taken:]))
            if best is None or (taken, whole) > (best.words, best.whole):
                best = Found(phrase, end, taken, whole)
        if best is None:
            return None
        longest = [each for each in cut if len(words_of(each[0].text)) - len(each[1]) == best.words]
        return Found(best.phrase, best.end, best.words, best.whole, tuple(longest))

    def follow(self, line: str, at: int, words: Sequence[str]) -> tuple[int, int]:
        """How many of the words stand there one after the other, and where the last ends."""
        self._compared += 1
        if self._compared > COMPARED:
            raise Invalid(
                "There is too much to compare for an annex.", vi="Văn bản quá phức tạp đối với một phụ lục.",
                cure="Cut the annex out of the text, or hand it in as a table.",
            )  # fmt: skip
        taken, end, misses = 0, at, 0
        for found, word in zip(_WORDS.finditer(line, at), words, strict=False):
            if taken == 0 and line[at : found.start()].strip(" (“\"'"):
                break
            apart = _apart(found[0], word)
            misses += apart > 1
            if apart > 2 or misses > len(words) // 4 or (apart > 1 and taken == 0):  # noqa: PLR2004  # letters
                break
            taken, end = taken + 1, found.end()
        while taken and end < len(line) and line[end] in ")”\u2019":
            end += 1
        return taken, end

    def column(self, text: str) -> Column | None:
        """The column of an item that is not known."""
        return column_of(text)

    @staticmethod
    def _is_cut(line: str, end: int, taken: int) -> bool:
        rest = line[end:].strip()
        return taken > 1 and (not rest.strip("-\u2013") or STARTER.match(rest) is not None)


def column_of(item: str) -> Column | None:
    """Whether an item is a form or a coordinating body, by its first words."""
    said = fold(item)
    if _FORMS.match(said):
        return Column.FORMS
    return Column.COORDINATING if _BODIES.match(said) else None


def _apart(read: str, word: str) -> int:
    one, other = fold(read), fold(word)
    if one == other:
        return 0
    # Of a word of one or two letters none may differ alone: it would be another word.
    return distance(one, other, 2) if len(other) > 1 else 3


def _items(lines: Sequence[str]) -> list[str]:
    """The items of the lines, each up to the next empty line, dash or time."""
    items: list[str] = []
    open_ = False
    for line in lines:
        if bullet := _BULLET.match(line):
            items.append(_before_time(line[bullet.end() :]))
            open_ = True
        elif not line or STARTER.match(line):
            open_ = False
        elif open_:
            items[-1] = f"{items[-1]} {_before_time(line)}"
    return items


def _before_time(text: str) -> str:
    cut = re.search(r"\s(?:Tháng|Năm|Cả năm|Quý|Trước|Sau khi)\s|\s[-\u2013]\s", text)
    return text[: cut.start()] if cut else text


def _cut(key: str, counted: dict[str, int]) -> bool:
    """Whether an item is a piece of one that stands more often, or two in one."""
    if any(other.startswith(f"{key} ") and times > counted[key] for other, times in counted.items()):
        return True
    # Two items in one, where the dash of the second was lost.
    return any(
        key.startswith(f"{one} ") and key[len(one) + 1 :] in counted and times > counted[key]
        for one, times in counted.items()
    )
