"""The lines of a scanned text: where the annex begins in them, which of them are specks of the scan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dondoc.domain.annex.cells import Column
from dondoc.domain.annex.columns import in_line
from dondoc.domain.annex.syllables import is_syllable
from dondoc.domain.errors import Invalid

SHORT, LONG = 2, 4
"""Letters up to which capitals may be specks, and from which on even a damaged word is a word."""


def lines_of(text: str) -> list[str]:
    """The lines of a text; a page break is an empty line."""
    return [" ".join(line.split()) for line in text.replace("\f", "\n\n").split("\n")]


def headings_in(lines: Sequence[str]) -> tuple[int, tuple[Column, ...]]:
    """The number of the line after the headings, which may fill up to four lines, and the columns.

    Raises:
        Invalid: no line names its columns.
    """
    for at in range(len(lines)):
        best = max(range(1, 5), key=lambda more: (len(in_line(" ".join(lines[at : at + more]))), -more))
        if columns := in_line(" ".join(lines[at : at + best])):
            return at + best, columns
    raise Invalid(
        "No line names the columns of an annex.",
        vi="Không tìm thấy dòng tiêu đề các cột của phụ lục.",
        cure="Begin the text with the line of headings: TT, Nội dung, Hình thức, Thời gian, Đơn vị phối hợp.",
    )


def is_noise(text: str) -> bool:
    """Whether a text holds no word and no number of two digits: a speck of the scan."""
    for word in re.findall(r"[^\W_]+", text):
        if len(word) > LONG or (len(word) > 1 and (word.isdigit() or is_syllable(word))):
            return False
        if word.isupper() and len(word) > SHORT:
            return False
    return True
