"""Drafting: what is printed becomes draft rows, what is doubtful says why and brings a proposal.

Nothing is guessed in silence: a reading that changes a letter, or that could be another, is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dondoc.domain.annex import printed_time
from dondoc.domain.annex.cells import (
    Column,
    Doubt,
    Draft,
    DraftCell,
    DraftRow,
    DraftUnit,
    Part,
    PrintedAnnex,
    PrintedRow,
)
from dondoc.domain.annex.matching import Match, distance, key, nearest
from dondoc.domain.annex.phrases import Phrase, words_of
from dondoc.domain.annex.signs import Wording, doubt, proposed, signs
from dondoc.domain.errors import Invalid
from dondoc.domain.text import fold, nfc

_GENERAL = re.compile(r"(?:cac|nhung|mot so|don vi|co quan|bo, nganh|dia phuong)\b")
_TIME_WORDS = {
    fold(word): word
    for word in (
        "cả", "năm", "tháng", "quý", "trước", "trong", "và", "sau", "khi", "các", "tiếp", "theo", "được", "ban", "hành",
        "phê", "duyệt", "đến", "ngày", "thường", "xuyên", "đầu", "cuối", "giai", "đoạn", "trình",
    )
}  # fmt: skip
_ABSENT = doubt("absent", "Ô này trống.", "This cell is empty.")


@dataclass(frozen=True)
class Register:
    """What is known before: bodies by their names, items of other plans, texts to compare wordings with."""

    bodies: tuple[tuple[str, str], ...]
    phrases: tuple[Phrase, ...] = ()
    texts: tuple[str, ...] = ()


def draft(annex: PrintedAnnex, register: Register, year: int) -> Draft:
    """The draft of an annex.

    Args:
        annex: as printed.
        register: what is known before.
        year: the plan's year.
    """
    return _Drafting(annex, register, year).whole()


class _Drafting:
    """What the cells of one annex are compared with."""

    def __init__(self, annex: PrintedAnnex, register: Register, year: int) -> None:
        self._annex, self._register, self._year = annex, register, year
        self._asked: set[str] = set()
        own = [part.text for row in annex.rows for column, part in row.parts.items() if column in _WORDED]
        self._wording = Wording([*register.texts, *own])
        self._known: dict[Column, dict[str, str]] = {Column.FORMS: {}, Column.COORDINATING: {}}
        for row in annex.rows:
            for column in self._known:
                part = row.parts.get(column)
                for item in part.meant if part else ():
                    if item:
                        self._known[column].setdefault(key(item), nfc(item))
        for phrase in register.phrases:
            self._known[phrase.column][key(phrase.text)] = nfc(phrase.text)

    def whole(self) -> Draft:
        """Units and rows."""
        numbers, units = self._units()
        rows, counts, used = [], dict[int, int](), set[str]()
        for row in self._annex.rows:
            unit = numbers[row.heading - 1] if row.heading else 0
            counts[unit] = counts.get(unit, 0) + 1
            rows.append(self._row(row, unit, counts[unit], used))
        if 0 in counts:
            lost = doubt("no-unit", "Không xác định được đơn vị chủ trì.", "The unit that leads is not known.")
            units.insert(0, DraftUnit(no=0, cell=DraftCell(place="", printed="", value="", doubts=(lost,))))
        return Draft(source=self._annex.source, year=self._year, units=tuple(units), rows=tuple(rows))

    def _units(self) -> tuple[list[int], list[DraftUnit]]:
        """The number of each heading, and the units; a unit that comes again keeps its number."""
        numbers: list[int] = []
        units: list[DraftUnit] = []
        for part in self._annex.headings:
            cell = self._unit(part)
            again = next((u.no for u in units if cell.value and u.cell.value == cell.value), None)
            if again is None:
                units.append(DraftUnit(no=len(units) + 1, cell=cell))
            numbers.append(again or len(units))
        return numbers, units

    def _unit(self, part: Part) -> DraftCell:
        match = nearest(part.text, self._register.bodies)
        doubts, value = list[Doubt](), ""
        if match is None:
            doubts.append(doubt("no-body", "Không có đơn vị này trong danh mục.", "The register has no such body."))
        elif len(match.ids) > 1:
            which = ", ".join(match.ids)
            doubts.append(doubt("several-bodies", f"Có thể là: {which}.", f"It may be one of: {which}."))
        else:
            value = match.ids[0]
            if match.apart:
                doubts.append(doubt("read-as", f"Đọc là {value}.", f"Read as {value}."))
        return DraftCell(place=part.place, printed=part.text, value=value, doubts=tuple(doubts))

    def _row(self, row: PrintedRow, unit: int, nth: int, used: set[str]) -> DraftRow:
        no = int(row.no) if row.no.isdigit() else 0
        doubts = []
        if not no:
            doubts.append(doubt("no-number", f"Mất số thứ tự; theo trình tự là {nth}.", f"No number; {nth} by order."))
        elif no != nth and self._numbered_by_unit():
            doubts.append(
                doubt("number", f"Số thứ tự {no}, theo trình tự là {nth}.", f"Numbered {no}, {nth} by order.")
            )
        cells = {
            Column.NO: DraftCell(place=row.place, printed=row.no, value=str(nth), doubts=tuple(doubts)),
            Column.CONTENT: self._content(row),
        }
        for column in (Column.FORMS, Column.COORDINATING):
            if column in self._annex.columns:
                cells[column] = self._items(row, column)
        cells[Column.TIME] = self._time(row)
        for column in (Column.PRODUCT, Column.NOTE):
            if part := row.parts.get(column):
                cells[column] = DraftCell(place=part.place, printed=part.text, value=part.text)
        return DraftRow(id=f"{unit}.{nth}", unit=unit, no=nth, cells=cells)

    def _numbered_by_unit(self) -> bool:
        """Whether the numbers begin anew with each unit; else they run on through the whole annex."""
        numbers = [int(row.no) for row in self._annex.rows if row.no.isdigit()]
        return len(self._annex.headings) < 2 or numbers.count(1) > 1  # noqa: PLR2004  # one unit has nothing to begin anew

    def _content(self, row: PrintedRow) -> DraftCell:
        part = row.parts.get(Column.CONTENT)
        if part is None or not part.text:
            return DraftCell(place=row.place, printed="", value="", doubts=(_ABSENT,))
        text = nfc(part.text)
        doubts = (*self._seen(part), *self._read(text))
        return DraftCell(place=part.place, printed=text, value=proposed(mended(text), doubts), doubts=doubts)

    def _seen(self, part: Part) -> list[Doubt]:
        strays = " ".join(part.strays)
        seen = [doubt("stray", f"Bên cạnh có vết “{strays}”.", f"Beside it stands '{strays}'.")] if strays else []
        return [*dict.fromkeys(part.notes), *seen]

    def _read(self, text: str) -> list[Doubt]:
        """The doubts of a text; its wording is compared only where a scanner read it."""
        return [*signs(text), *(self._wording.doubts(text) if self._annex.source == "text" else ())]

    def _items(self, row: PrintedRow, column: Column) -> DraftCell:
        part = row.parts.get(column)
        if part is None or not part.lines:
            needed = column is Column.FORMS or self._annex.source == "text"
            return DraftCell(place=row.place, printed="", value=(), doubts=(_ABSENT,) if needed else ())
        doubts, values = self._seen(part), list[str]()
        meant = part.meant or [""] * len(part.lines)
        for line, recognised in zip(part.lines, meant, strict=True):
            value, why = self._item(nfc(line), nfc(recognised), column)
            values.append(value)
            doubts += why
        printed = "; ".join(nfc(line) for line in part.lines)
        return DraftCell(place=part.place, printed=printed, value=tuple(values), doubts=tuple(dict.fromkeys(doubts)))

    def _item(self, line: str, recognised: str, column: Column) -> tuple[str, list[Doubt]]:
        text = mended(line).strip(" .,;")
        value = self._known[column].get(key(recognised or text), "")
        if not value and (match := self._like(text, [(each, each) for each in self._known[column].values()])):
            value = match.ids[0]
        if value:
            same = _letters(text) == _letters(value)
            return value, [] if same else [_read_as(text, value)]
        why = self._read(text)
        if self._annex.source == "text":
            why.append(doubt("once", f"“{text}” chỉ gặp một lần.", f"'{text}' stands only once; nothing confirms it."))
        if (
            column is Column.COORDINATING
            and not _GENERAL.match(fold(text))
            and named(text, self._register.bodies) is None
        ):
            why.append(doubt("no-body", f"Danh mục không có “{text}”.", f"The register has no body '{text}'."))
        return text, why

    def _like(self, text: str, known: list[tuple[str, str]]) -> Match | None:
        self._asked.add(text)
        if len(self._asked) > MOST_ITEMS:
            raise Invalid(
                f"More than {MOST_ITEMS} different items in the columns of forms and bodies.",
                vi="Quá nhiều mục khác nhau ở cột hình thức và đơn vị.", place="forms, coordinating",
                cure="Mind which column is which.",
            )  # fmt: skip
        return nearest(text, known)

    def _time(self, row: PrintedRow) -> DraftCell:
        part = row.parts.get(Column.TIME)
        if part is None or not part.text:
            return DraftCell(place=row.place, printed="", value="", doubts=(_ABSENT,))
        text = nfc(part.text)
        found = printed_time.read(text, self._year)
        doubts = [*self._seen(part), *self._read(text), *_time_words(text)]
        if found is None:
            doubts.append(doubt("no-time", "Không đọc được thời gian này.", "This time cannot be read."))
        elif found.act and not found.kind:
            doubts.append(_no_act(found.act))
        if found and (other := _other_year(found, self._year)):
            doubts.append(
                doubt("other-year", f"Năm {other} khác năm kế hoạch.", f"{other} is not the year of the plan.")
            )
        value = proposed(mended(text), doubts)
        return DraftCell(place=part.place, printed=text, value=value, doubts=tuple(dict.fromkeys(doubts)))


_WORDED = frozenset({Column.CONTENT, Column.TIME, Column.FORMS, Column.COORDINATING})


def named(text: str, bodies: Iterable[tuple[str, str]]) -> str | None:
    """The body that an item names, with or without what stands in brackets; None when none or several do."""
    known = list(bodies)
    for name in (text, re.sub(r"\s*\([^)]*\)", "", text)):
        match = nearest(name, known)
        if match is not None and len(match.ids) == 1 and not match.apart:
            return match.ids[0]
    return None


def mended(text: str) -> str:
    """The text with what can only be a slip of spaces put right; letters stay as they are."""
    return re.sub(r"\s+([,.;:)])", r"\1", text)


def _letters(text: str) -> str:
    """The words of a text, whatever stands between them."""
    return " ".join(words_of(nfc(text)))


def _read_as(text: str, value: str) -> Doubt:
    return doubt("read-as", f"“{text}” đọc là “{value}”.", f"'{text}' is read as '{value}'.", text, value)


def _no_act(act: str) -> Doubt:
    """The act that is waited for is of no known kind; the nearest kind is proposed."""
    kinds = [(each, each) for each in printed_time.ACT_KINDS]
    words = act.split()
    for pair in (f"{one} {other}" for one, other in pairwise(words)):
        found = next((kind for kind, _ in kinds if len(key(pair)) == len(key(kind)) and _near(pair, kind)), None)
        if found:
            return doubt("no-act", f"“{pair}” có thể là “{found}”.", f"'{pair}' may be '{found}'.", pair, found)
    return doubt("no-act", f"“{act}”: không rõ loại văn bản.", f"'{act}': of what kind?")


def _near(one: str, other: str) -> bool:
    return distance(key(one), key(other), 1) <= 1


def _time_words(text: str) -> Iterable[Doubt]:
    """Words of time whose letters were misread: the time was understood, the text is not as it should be."""
    for word in words_of(text):
        proper = _TIME_WORDS.get(fold(word))
        if proper is not None and word.lower() != proper:
            yield _read_as(word, proper)


def _other_year(found: printed_time.Reading, year: int) -> int | None:
    """A year of a window that lies outside the plan's and the next one's: perhaps a misread digit."""
    said = " ".join(str(value) for value in (found.window or {}).values())
    years = [int(each) for each in re.findall(r"\b(\d{4})\b", said)]
    return next((each for each in years if not year <= each <= year + LATEST), None)


MOST_ITEMS = 500
"""Different items of an annex that no plan has: more are no items."""
LATEST = 6
"""How many years after the plan's a time may lie: plans of the Party and the State run for five."""
