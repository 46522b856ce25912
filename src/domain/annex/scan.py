"""Scanned text: lines in which the columns of an annex were lost, sorted back into the cells of rows.

What tells the columns apart: a row begins with its number; forms and coordinators are items that repeat from row to
row, also where a page break cuts one and other cells come between; a time begins with a word of time. The rest is
content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dondoc.domain.annex.cells import Column, Part, PrintedAnnex, PrintedRow
from dondoc.domain.annex.columns import in_line
from dondoc.domain.annex.lines import headings_in, is_noise
from dondoc.domain.annex.phrases import Found, Phrase, Phrases
from dondoc.domain.annex.printed_time import STARTER, read
from dondoc.domain.annex.signs import doubt

_HEADING = re.compile(r"^[^\w]*_*\s*(\d{1,2}|[IVX]+)\s*[.)]\s*(.+)$")
_NUMBER = re.compile(r"^(\d{1,3})[.)]?(?:\s+|$)")
_BULLET = re.compile(r"(?:^|(?<=\s))[-\u2013+•*]\s*(?=\S)")
_MID_TIME = re.compile(r"(?<=\s)(?:Tháng|Năm|Cả năm|Quý|Trước|Sau khi|Thường xuyên|Hằng|Hàng)\s")

ANY_YEAR = 2000
"""Only asks whether a time is understood, not which it is."""
LEAST = 3
"""Words that an item without a dash has at least."""


def read_scan(lines: Sequence[str], known: Iterable[Phrase]) -> PrintedAnnex:
    """The rows of an annex in scanned lines.

    Raises:
        Invalid: no line names its columns.
    """
    after, columns = headings_in(lines)
    phrases = Phrases.learned(lines[after:], known)
    reading = _Reading(phrases, columns)
    for number, line in enumerate(lines[after:], after + 1):
        if in_line(line) == columns:  # the headings again, at the top of a page
            continue
        reading.line(line, f":{number}")
    reading.settle()
    return reading.annex


@dataclass(slots=True)
class _Cut:
    """An item that a page break cut: which one of a cell it is, and what it may go on with."""

    part: Part
    index: int
    ways: list[tuple[Phrase, list[str]]]
    whole: bool


@dataclass
class _Reading:
    """The state between two lines: the row that is open, what was cut and waits to go on."""

    phrases: Phrases
    columns: tuple[Column, ...]
    annex: PrintedAnnex = field(default_factory=lambda: PrintedAnnex("text"))
    row: PrintedRow | None = None
    cut: list[_Cut] = field(default_factory=list)
    open: Column | None = None
    touched: Part | None = None
    place: str = ""
    next_no: int = 1
    broken: bool = False
    blank: bool = False

    def __post_init__(self) -> None:
        self.annex.columns = self.columns

    def line(self, line: str, place: str) -> None:
        """One more line."""
        self.place = place
        if not line:
            self.broken = self.blank = True
            if self.open is not Column.CONTENT:
                self.open = None
            return
        if self._heading(line):
            return
        at = self._number(line)
        first = True
        while at < len(line):
            at = self._piece(line, at, first=first)
            first = False
        self.blank = False

    def settle(self) -> None:
        """What was cut and never went on says so."""
        for cut in self.cut:
            rest = " ".join(cut.ways[0][1])
            if not cut.whole:
                cut.part.notes.append(doubt("cut", f"Có thể thiếu “{rest}”.", f"'{rest}' may be missing here."))
        self.cut.clear()

    def _heading(self, line: str) -> bool:
        match = _HEADING.match(line)
        if not match:
            return False
        letters = [c for c in match[2] if c.isalpha()]
        if len(letters) < 4 or sum(c.isupper() for c in letters) < 0.7 * len(letters):  # noqa: PLR2004  # a share
            return False
        self.settle()
        self.annex.headings.append(Part(self.place, [match[2]], [match[1]]))
        self.row, self.open, self.touched, self.next_no = None, None, self.annex.headings[-1], 1
        return True

    def _number(self, line: str) -> int:
        """Where the text after a row's number begins; 0 when the line begins no row."""
        match = _NUMBER.match(line)
        if not match:
            return 0
        number, alone = int(match[1]), match.end() == len(line)
        if self.row is not None and not self.row.no and number == self.next_no - 1:
            self.row.no = match[1]
            return match.end()
        if number != self.next_no or (self.row is not None and len(self.row.parts) < 2):  # noqa: PLR2004  # content and more
            return 0
        if alone or line[match.end()].isupper() or line[match.end()] in '“"(':
            self._begin(match[1])
            return match.end()
        return 0

    def _begin(self, no: str) -> None:
        self.settle()
        self.row = PrintedRow(self.place, len(self.annex.headings), no)
        self.annex.rows.append(self.row)
        self.next_no += 1
        self.open, self.touched, self.broken = Column.CONTENT, None, False

    def _complete(self) -> bool:
        """Whether the row has something in every column that annexes always fill."""
        asked = {Column.CONTENT, Column.TIME, Column.FORMS, Column.COORDINATING} & {*self.columns}
        return self.row is not None and all(self.row.parts.get(each) for each in asked)

    def _piece(self, line: str, at: int, *, first: bool) -> int:
        """Take the next piece of a line; returns where the one after begins."""
        while at < len(line) and line[at] == " ":
            at += 1
        if at >= len(line):
            return at
        if (end := self._resume(line, at)) or (end := self._item(line, at, first=first)):
            return end
        if (
            (first or self.open is None or (self.row is not None and not self.row.parts))
            and STARTER.match(line, at)
            and self._time_may_come(line, at)
        ):
            end = self._split(line, at)
            self._add(Column.TIME, line[at:end])
            return end
        end = self._split(line, at)
        self._text(line[at:end])
        return end

    def _time_may_come(self, line: str, at: int) -> bool:
        """Whether a word of time begins the cell of time, rather than going on in the content."""
        if self.row is None or Column.TIME in self.row.parts or (not line[at].isupper() and not line[at].isdigit()):
            return False
        if Column.CONTENT not in self.row.parts:
            return self.columns.index(Column.TIME) < self.columns.index(Column.CONTENT)
        if self.columns.index(Column.TIME) == self.columns.index(Column.CONTENT) + 1:
            # Right after the content nothing else tells that it has ended: a time says so by being understood.
            return line[at].isupper() and (self.blank or read(line[at:], ANY_YEAR) is not None)
        return line[at].isupper() and (self.open is not Column.CONTENT or Column.FORMS in self.row.parts)

    def _resume(self, line: str, at: int) -> int:
        """Go on with an item that was cut; 0 when none goes on here."""
        for cut in self.cut:
            for phrase, rest in cut.ways:
                taken, end = self.phrases.follow(line, at, rest)
                if not taken or not (taken == len(rest) or end >= len(line)):
                    continue
                cut.part.lines[cut.index] += f" {line[at:end].strip()}"
                self.open, self.touched = None, cut.part
                if taken == len(rest):
                    cut.part.meant[cut.index] = phrase.text
                    self.cut.remove(cut)
                else:
                    cut.ways = [(phrase, rest[taken:])]
                return self._skip_stop(line, end)
        return 0

    def _item(self, line: str, at: int, *, first: bool) -> int:
        """Take an item of the forms or the coordinators; 0 when none begins here."""
        bullet = _BULLET.match(line, at)
        start = bullet.end() if bullet else at
        found = self.phrases.match(line, start)
        if found is not None and (self.row is None or not (bullet or self._undashed(found, first=first))):
            return 0
        if found is not None:
            part = self._add(
                found.phrase.column, line[start : found.end], item=found.phrase.text if found.whole else ""
            )
            if found.cut:
                self.cut.append(_Cut(part, len(part.lines) - 1, list(found.cut), found.whole))
            self.open = None
            return self._skip_stop(line, found.end)
        if bullet and first and self.row is not None and Column.CONTENT in self.row.parts:
            end = self._split(line, start)
            self.open = self._unknown(self.row, line[start:end])
            return end
        return 0

    def _unknown(self, row: PrintedRow, item: str) -> Column:
        """Take an item that nobody knows; where its words do not tell its column, both cells say so."""
        column = self.phrases.column(item) or (Column.COORDINATING if Column.TIME in row.parts else Column.FORMS)
        self._add(column, item, item="")
        if self.phrases.column(item) is None:
            why = doubt("which-column", f"Không rõ “{item}” thuộc cột nào.", f"In which column does '{item}' stand?")
            for each in {Column.FORMS, Column.COORDINATING} & {*self.columns, column}:
                row.part(each, self.place).notes.append(why)
        return column

    def _undashed(self, found: Found, *, first: bool) -> bool:
        """Whether an item without its dash counts: only one of some length, at the beginning of a line."""
        return first and found.words >= LEAST and self.row is not None and Column.CONTENT in self.row.parts

    def _split(self, line: str, at: int) -> int:
        """Where the text that begins at `at` ends: before a known item or a time in the middle of the line."""
        for bullet in _BULLET.finditer(line, at + 1):
            found = self.phrases.match(line, bullet.end())
            if found is not None and found.words > 1:
                return bullet.start()
        for time in _MID_TIME.finditer(line, at + 1):
            if self.row is not None and Column.TIME not in self.row.parts and Column.FORMS in self.row.parts:
                return time.start()
        return len(line)

    def _skip_stop(self, line: str, at: int) -> int:
        while at < len(line) and line[at] in ".,; ":
            at += 1
        return at

    def _text(self, text: str) -> None:
        if is_noise(text):
            if self.touched is not None and text.strip(" -\u2013."):
                self.touched.strays.append(text)
            return
        if self.open is not None:
            if self.open is Column.CONTENT or self.row is None or not self._goes_on(text):
                self._content(text)
            else:
                self._add(self.open, text, goes_on=True)
            return
        self._content(text)

    def _goes_on(self, text: str) -> bool:
        """Whether a text goes on in the open cell.

        Where the time stands before the content, a time that says enough takes only what still makes a time of it.
        """
        if self.open is not Column.TIME or self.row is None or Column.CONTENT in self.row.parts or STARTER.match(text):
            return True
        said = self.row.parts[Column.TIME].text
        return read(said, ANY_YEAR) is None or read(f"{said} {text}", ANY_YEAR) is not None

    def _content(self, text: str) -> None:
        begins = text[:1].isupper() or text[:1] in '“"('
        if self.row is None or (begins and self._complete() and not self.cut and self.open is None):
            self._begin("")
        assert self.row is not None  # begun above
        part = self._add(Column.CONTENT, text, goes_on=True)
        if self.broken and len(part.lines[0]) > len(text):
            part.notes.append(
                doubt("joined", "Nội dung bị ngắt giữa chừng; có thể mất chữ ở chỗ nối.",
                      "The text was broken off and goes on here; words may be lost in between.")
            )  # fmt: skip
        self.open, self.broken = Column.CONTENT, False

    def _add(self, column: Column, text: str, *, item: str | None = None, goes_on: bool = False) -> Part:
        assert self.row is not None  # the callers have a row
        part = self.row.part(column, self.place)
        if item is not None or not part.lines or not goes_on:
            part.lines.append(text.strip())
            part.meant.append(item or "")
        else:
            part.lines[-1] += f" {text.strip()}"
        if column is not Column.CONTENT:
            self.broken = True
        self.open, self.touched = column, part
        return part
