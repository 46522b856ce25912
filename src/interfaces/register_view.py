"""Registers as every door shows them: names for keys and values, plain data, CSV for spreadsheets. Counts nothing."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from dondoc.answers import Answers
from dondoc.domain.book import Book, Question, days_of
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.line import Line
from dondoc.domain.register import Rate, Register
from dondoc.domain.status import Cell
from dondoc.domain.tally import GRAINS, NONE, Group
from dondoc.interfaces import wording
from dondoc.projections.standing import When

_RUN = frozenset({"=", "+", "-", "@", "\t", "\r", "\n", "\0"})
_UNSEEN = " \ufeff\u200b\u200c\u200d\u2060\u00a0\u00ad"
ABSENT = "-"
"""What a door writes and reads for "says nothing there"."""
NOTHING = "—"
DIMENSIONS = {
    "term": "Mục", "unit": "Đơn vị", "day": "Ngày", "month": "Tháng", "quarter": "Quý", "year": "Năm",
    "fact": "Loại sự kiện", "duty": "Nhiệm vụ", "last": "Lần gần nhất", "count": "Số lần", "age": "Số ngày đã qua",
    "max-age": "Tối đa (ngày)", "kind": "Loại", "inside": "Trong Bộ", "body": "Cơ quan chủ quản",
}  # fmt: skip
"""What the dimensions and columns that registers have by themselves are called."""


def question(
    catalogue: Catalogue,
    *,
    unit: str = "",
    group: str = "",
    first: str = "",
    last: str = "",
    period: str = "",
    flag: str = "",
    by: Sequence[str] = (),
    where: dict[str, str] | None = None,
) -> Question:
    """What somebody asks at a door.

    Raises:
        Invalid: a day, period or condition that cannot be read.
        NotFound: no such unit or group.
    """
    for named, known, en in ((unit, catalogue.bodies, "unit"), (group, catalogue.groups, "group")):
        if named and named not in known:
            raise NotFound(f"There is no {en} {named!r}.", vi=f"Không có đơn vị hoặc nhóm “{named}”.", place=en)
    units = tuple(catalogue.members([unit or group])) if unit or group else None
    start, end = days_of(first, last, period)
    said = {name: NONE if value == ABSENT else value for name, value in (where or {}).items()}
    return Question(units, start, end, said, flag, tuple(by))


def opened(dondoc: Answers, register: str, asked: Question, when: When, *, public: bool = False) -> Book:
    """A register with what is asked of it; `public` refuses to count or pick by anything that is not for everyone.

    Raises:
        NotFound, Invalid: see `Answers.register`.
    """
    book = dondoc.register(register, asked, when)
    hidden = sorted({*asked.by, *asked.where} - {*book.register.public})
    if public and (hidden or asked.flag):
        name = hidden[0] if hidden else asked.flag
        raise Invalid(
            f"{name!r} of the register {register!r} is not public.",
            vi=f"{name!r} của sổ này không thuộc phần công khai.",
            place=name,
            cure=f"Public are: {', '.join(book.register.public) or 'none'}.",
        )
    return book


def columns(register: Register, *, public: bool = False) -> list[tuple[str, str]]:
    """The columns that a list of lines shows, with their heads: the register's own and those that every one has."""
    first = ["term"] if register.is_keyed else ["day", "unit"]
    if len(register.facts) > 1 and register.of == "fact":
        first.append("fact")
    if register.of == "task":
        first.append("duty")
    shown = [(name, head(register, name)) for name in (*first, *register.column_ids)]
    return [each for each in shown if each[0] in register.public] if public else shown


def head(register: Register, name: str) -> str:
    """What a column or dimension is called."""
    return next((each.name for each in register.columns if each.id == name), DIMENSIONS.get(name, name))


def key_name(book: Book, dimension: str, key: str) -> str:
    """What a key of a dimension is called."""
    catalogue = book.catalogue
    if key == NONE:
        return NOTHING
    column = book.column(dimension)
    if dimension in {"unit", "body"} or (column and column.task == "asker"):
        return catalogue.body_name(key, book.reader.on)
    if dimension in GRAINS:
        return wording.label(key)
    if dimension == "fact":
        return book.titles.get(key, key)
    if dimension == "duty":
        return wording.duty_name(key, catalogue)
    if column and column.task == "cell":
        return wording.CELLS[Cell[key.upper()]]
    family = book.family(dimension)
    term = catalogue.vocabularies.family(family).get(key) if family else None
    if not term and key in catalogue.bodies:
        return catalogue.body_name(key, book.reader.on)
    return term.name if term else {"true": "có", "false": "không"}.get(key, key)


def cell(book: Book, line: Line, column: str) -> str:
    """What a line shows in a column; an empty sign where nothing was said."""
    if column == "day":
        return wording.day(line.day) if line.day else NOTHING
    if column in {"term", "unit", "fact", "duty"}:
        said: Iterable[Any] = {"term": (line.id,), "unit": (line.unit,), "fact": (line.what,), "duty": line.duties}[
            column
        ]
        return "; ".join(key_name(book, column, each) for each in said) or NOTHING
    said = line.values[column]
    return "; ".join(_value(book, column, each) for each in said) or NOTHING


def _value(book: Book, column: str, value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return wording.number(value)
    taken = book.column(column)
    if column == "last" or (taken and taken.is_day):
        return wording.day(value)
    return key_name(book, column, str(value))


def told(book: Book, *, public: bool = False) -> dict[str, Any]:
    """The register itself, as plain data."""
    register = book.register
    return {
        "register": register.id,
        "name": register.name,
        "en": register.en,
        "note": register.note,
        "clauses": {plan: list(names) for plan, names in register.clauses.items()},
        "as_of": str(book.reader.on),
        "count": len(book.lines),
        **({} if public else {"unseen": book.unseen}),
        "left_out": book.left_out,
        "columns": [{"id": name, "name": said} for name, said in columns(register, public=public)],
        "flags": [] if public else [{"id": flag.id, "name": flag.name, "en": flag.en} for flag in register.flags],
    }


def line(book: Book, found: Line, *, public: bool = False) -> dict[str, Any]:
    """A line as plain data."""
    own = {
        "term": found.id, "unit": found.unit, "day": found.day or None, "fact": found.what, "duty": list(found.duties),
    }  # fmt: skip
    shown = {name for name, _ in columns(book.register, public=public)}
    said = {name: list(values) for name, values in found.values.items() if name in shown}
    data: dict[str, Any] = {name: value for name, value in own.items() if name in shown} | {"values": said}
    if not public:
        data |= {"id": found.id, "task": found.task, "flags": list(found.flags), "waits": found.waits}
    return data


def group(book: Book, found: Group, dimensions: Sequence[str]) -> dict[str, Any]:
    """Some lines together as plain data; `waits` hold how many lines have one, their days together and the longest."""
    return {
        "key": dict(zip(dimensions, found.key, strict=True)),
        "name": {d: key_name(book, d, k) for d, k in zip(dimensions, found.key, strict=True)},
        "lines": found.lines,
        "filled": found.filled,
        "sums": found.sums,
        "flags": found.flags,
        "waits": {
            name: {"lines": n, "days": days, "longest": longest} for name, (n, days, longest) in found.waits.items()
        },
        "rates": {
            rate.id: {"part": part, "of": whole}
            for rate in book.register.rates
            for part, whole in (rated(found, rate),)
        },
    }


def rated(found: Group, rate: Rate) -> tuple[int, int]:
    """A rate of some lines: how many, of how many."""
    return found.filled[rate.of], found.filled[rate.among] if rate.among else found.lines


def rate(found: Group, rate: Rate) -> str:
    """A rate of some lines as it is read: `3/4 (75%)`."""
    part, whole = rated(found, rate)
    return f"{part}/{whole} ({part * 100 // whole}%)" if whole else NOTHING


def lines_csv(book: Book, *, public: bool = False) -> str:
    """The lines for a spreadsheet: UTF-8 with a byte order mark, nothing that it would take for a formula."""
    shown = columns(book.register, public=public)
    flags = [] if public else list(book.register.flags)
    rows = [[said for _, said in shown] + [flag.name for flag in flags]]
    for each in book.lines:
        wanting = ["x" if flag.id in each.flags else "" for flag in flags]
        rows.append([cell(book, each, name).replace(NOTHING, "") for name, _ in shown] + wanting)
    return as_csv(rows)


def groups_csv(book: Book, groups: Iterable[Group], dimensions: Sequence[str]) -> str:
    """Counts for a spreadsheet."""
    register = book.register
    sums = [column for column in register.columns if column.is_number]
    rows = [
        [head(register, d) for d in dimensions]
        + ["Số dòng"]
        + [c.name for c in sums]
        + [f.name for f in register.flags]
        + [r.name for r in register.rates]
    ]
    for each in groups:
        names = [key_name(book, d, k) for d, k in zip(dimensions, each.key, strict=True)]
        figures = [each.lines, *(each.sums.get(c.id, "") for c in sums), *(each.flags[f.id] for f in register.flags)]
        figures += [rate(each, r).replace(NOTHING, "") for r in register.rates]
        rows.append(names + [str(figure) for figure in figures])
    return as_csv(rows)


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV that a spreadsheet opens as text."""
    out = io.StringIO()
    csv.writer(out).writerows([[_plain(each) for each in row] for row in rows])
    return "\ufeff" + out.getvalue()


def _plain(text: str) -> str:
    # A spreadsheet would run what begins so, also behind what cannot be seen. An apostrophe before it makes it text.
    begins = unicodedata.normalize("NFKC", text.lstrip(_UNSEEN))[:1]
    return f"'{text}" if begins in _RUN or text[:1] in _RUN else text


def sections(catalogue: Catalogue) -> list[tuple[str, list[Register]]]:
    """The registers under their headings; under one without words, where there are no sections."""
    if not catalogue.sections:
        return [("", list(catalogue.registers.values()))]
    return [(each.name, [catalogue.registers[name] for name in each.registers]) for each in catalogue.sections]


def listed(catalogue: Catalogue) -> list[dict[str, Any]]:
    """All registers, as plain data."""
    return [
        {
            "register": each.id,
            "section": heading,
            "name": each.name,
            "en": each.en,
            "of": each.of,
            "clauses": {plan: list(names) for plan, names in each.clauses.items()},
            "columns": each.column_ids,
            "dimensions": each.dimensions,
            "flags": [flag.id for flag in each.flags],
            "complete": [every.by for every in each.every],
            "public": list(each.public),
        }
        for heading, registers in sections(catalogue)
        for each in registers
    ]
