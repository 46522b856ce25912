"""Commands about registers: which there are, their lines, counts, what is missing, how regularly things came."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from dondoc.answers import Answers
from dondoc.config.reading import read_catalogue
from dondoc.domain.book import Book
from dondoc.domain.errors import Invalid
from dondoc.domain.tally import Gap, Group
from dondoc.interfaces import register_view as view
from dondoc.interfaces import wording
from dondoc.interfaces.cli import options, output
from dondoc.projections.standing import When

app = typer.Typer(help="Registers: what was recorded, counted.", no_args_is_help=True)
SHOWN = 200
"""How many lines are shown where nobody says."""

Name = Annotated[str, typer.Argument(help="Id of a register.")]
Unit = Annotated[str, typer.Option("--unit", help="Lines of one body.")]
GroupOption = Annotated[str, typer.Option("--group", help="Lines of a group of bodies.")]
From = Annotated[str, typer.Option("--from", help="From this day.", metavar="DAY")]
To = Annotated[str, typer.Option("--to", help="To this day.", metavar="DAY")]
Quarter = Annotated[str, typer.Option("--quarter", help="In a quarter: 2024-Q2.")]
Month = Annotated[str, typer.Option("--month", help="In a month: 2024-05.")]
By = Annotated[list[str] | None, typer.Option("--by", help="Count by a column or dimension; at most twice.")]
Flag = Annotated[str, typer.Option("--flag", help="Lines that bear a flag.")]
Missing = Annotated[bool, typer.Option("--missing", help="What should have a line and has none.")]
Where = Annotated[list[str] | None, typer.Option("--where", help="COLUMN=VALUE; '-' for none; repeat.")]
Gaps = Annotated[str, typer.Option("--gaps", help="Longest gap in days, by a column or dimension.")]
Public = Annotated[bool, typer.Option("--public", help="Only what is for everyone.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV for a spreadsheet.")]
Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many lines.")]


@app.command("list")
def list_(db: options.Db = None, config: options.Config = None, as_json: options.Json = False) -> int:
    """The registers, with their columns, flags and dimensions."""
    found = view.listed(read_catalogue(options.settings(db, config).config, options.known_facts()))
    if as_json:
        output.envelope({"registers": found})
    else:
        rows = [
            (each["section"], each["register"], each["name"], ", ".join(each["columns"]), ", ".join(each["flags"]))
            for each in found
        ]
        output.table(f"{len(found)} sổ", ("Nhóm", "Mã", "Tên", "Cột", "Dấu hiệu"), rows)
    return 0


@app.command("show")
def show(
    name: Name, unit: Unit = "", group: GroupOption = "", first: From = "", last: To = "", quarter: Quarter = "",
    month: Month = "", by: By = None, flag: Flag = "", missing: Missing = False, where: Where = None,
    gaps: Gaps = "", public: Public = False, limit: Limit = SHOWN, as_of: options.AsOf = None,
    known_at: options.KnownAt = None, frozen: options.FrozenBy = "", as_csv: Csv = False, db: options.Db = None,
    config: options.Config = None, as_json: options.Json = False, actor: options.ActorOption = None,
    office: options.OfficeOption = None,
) -> int:  # fmt: skip
    """The lines of a register; with --by their counts, with --missing what is lacking, with --gaps how regularly."""
    if as_csv and as_json:
        raise Invalid("Either --csv or --json.", vi="Chỉ chọn --csv hoặc --json.", place="--csv")
    if quarter and month:
        raise Invalid("Either --quarter or --month.", vi="Chỉ chọn --quarter hoặc --month.", place="--month")
    with options.reading(db, config, actor, office) as dondoc:
        asked = view.question(
            dondoc.catalogue, unit=unit, group=group, first=first, last=last, period=quarter or month, flag=flag,
            by=by or (), where=_where(where),
        )  # fmt: skip
        when = _when(dondoc, as_of, known_at, frozen)
        book = view.opened(dondoc, name, asked, when, public=public)
        if gaps:
            return _gaps(book, gaps, as_json=as_json)
        if missing or asked.by:
            return _groups(book, missing=missing, as_json=as_json, as_csv=as_csv)
        return _lines(book, limit, public=public, as_json=as_json, as_csv=as_csv)


def _when(dondoc: Answers, as_of: str | None, known_at: str | None, frozen: str) -> When:
    if not frozen:
        return options.when(dondoc, as_of, known_at)
    if as_of or known_at:
        raise Invalid(
            "What was frozen has its own day and moment.",
            vi="Số liệu đã chốt có ngày và thời điểm riêng, không chọn thêm.",
            place="--frozen",
            cure="Leave --as-of and --known-at out.",
        )
    return dondoc.frozen_at(frozen)[1]


def _where(given: Sequence[str] | None) -> dict[str, str]:
    found = {}
    for each in given or ():
        name, equals, value = each.partition("=")
        if not equals or not value:
            raise Invalid(f"{each!r} is not COLUMN=VALUE.", vi=f"{each!r} không có dạng CỘT=GIÁ TRỊ.", place="--where")
        found[name] = value
    return found


def _lines(book: Book, limit: int, *, public: bool, as_json: bool, as_csv: bool) -> int:
    lines = book.lines[:limit]
    if as_csv:
        sys.stdout.write(view.lines_csv(book, public=public))
    elif as_json:
        output.envelope({**view.told(book, public=public), "lines": [view.line(book, e, public=public) for e in lines]})
    else:
        shown = view.columns(book.register, public=public)
        names = {flag.id: flag.name for flag in book.register.flags}
        wanting = not public and bool(names)
        heads = [said for _, said in shown] + (["Lưu ý"] if wanting else [])
        rows = [
            [view.cell(book, each, name) for name, _ in shown]
            + (["; ".join(names[flag] for flag in each.flags)] if wanting else [])
            for each in lines
        ]
        left_out = f" (không tính {wording.number(book.left_out)} dòng)" if book.left_out else ""
        output.table(f"{book.register.name}: {wording.number(len(book.lines))} dòng{left_out}", heads, rows)
        if book.unseen and not public:
            output.line(f"Không hiện {wording.number(book.unseen)} việc hạn chế.")
    return 0


def _groups(book: Book, *, missing: bool, as_json: bool, as_csv: bool) -> int:
    groups: Sequence[Group] = book.missing() if missing else book.groups
    by = book.question.by or tuple(every.by for every in book.register.every[:1])
    if as_csv:
        sys.stdout.write(view.groups_csv(book, groups, by))
    elif as_json:
        key = "missing" if missing else "groups"
        output.envelope({**view.told(book), "by": list(by), key: [view.group(book, each, by) for each in groups]})
    else:
        heads = [view.head(book.register, each) for each in by]
        sums = [column for column in book.register.columns if column.is_number]
        flags = book.register.flags
        rows = [
            [view.key_name(book, d, k) for d, k in zip(by, each.key, strict=True)]
            + [each.lines, *(each.sums.get(c.id) for c in sums), *(each.flags[f.id] for f in flags)]
            + [view.rate(each, r) for r in book.register.rates]
            for each in groups
        ]
        heads += ["Số dòng", *(c.name for c in sums), *(f.name for f in flags), *(r.name for r in book.register.rates)]
        output.table(book.register.name, heads, rows, numbers=range(len(by), len(heads)))
    return 0


def _gaps(book: Book, dimension: str, *, as_json: bool) -> int:
    found: list[Gap] = book.gaps(dimension)
    if as_json:
        data = [
            {"key": each.key, "name": view.key_name(book, dimension, each.key), "entries": each.entries,
             "last": each.last, "longest": each.longest, "ago": each.ago}
            for each in found
        ]  # fmt: skip
        output.envelope({**view.told(book), "gaps": data})
    else:
        rows = [
            (view.key_name(book, dimension, e.key), e.entries, wording.day(e.last), e.ago, e.longest) for e in found
        ]
        heads = (view.head(book.register, dimension), "Số lần", "Lần gần nhất", "Số ngày đã qua", "Khoảng dài nhất")
        output.table(book.register.name, heads, rows, numbers=(1, 3, 4))
    return 0
