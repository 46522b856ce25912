"""The pages of registers: which there are, and one of them with what is asked of it. Every count leads to its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from dondoc.domain.book import Book
from dondoc.interfaces import register_view as view
from dondoc.interfaces.web.asked import PAGE, Ask, paging
from dondoc.interfaces.web.rendering import page

router = APIRouter(default_response_class=HTMLResponse)
_GET = ["GET", "HEAD"]
WHERE = "c."
"""What a condition on a column or dimension begins with in an address: `c.unit=van-phong-bo`."""


@router.api_route("/registers", methods=_GET)
def registers(ask: Ask) -> HTMLResponse:
    """The registers."""
    return page(ask, "registers.html")


@router.api_route("/registers/{register}", methods=_GET)
def register(
    request: Request,
    ask: Ask,
    register: str,
    unit: str = "",
    group: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    last: Annotated[str, Query(alias="to")] = "",
    period: str = "",
    flag: str = "",
    by: str = "",
    missing: str = "",
    as_csv: Annotated[str, Query(alias="csv")] = "",
    number: Annotated[str, Query(alias="page")] = "1",
) -> Response:
    """One register: its lines, or their counts."""
    where = {k.removeprefix(WHERE): v for k, v in request.query_params.items() if k.startswith(WHERE) and v}
    chosen = {"unit": unit, "group": group, "from": first, "to": last, "period": period, "flag": flag}
    dimensions = [each for each in by.split(",") if each]
    asked = view.question(
        ask.catalogue, unit=unit, group=group, first=first, last=last, period=period, flag=flag, by=dimensions,
        where=where,
    )  # fmt: skip
    book = view.opened(ask.dondoc, register, asked, ask.when)
    if as_csv:
        return _spreadsheet(book, dimensions, missing=bool(missing))
    query = {**chosen, **{f"{WHERE}{name}": value for name, value in where.items()}}
    shown: dict[str, Any] = {"book": book, "query": query, "by": dimensions, "missing": missing,
                             "key_query": key_query}  # fmt: skip
    if missing or dimensions:
        groups = book.missing() if missing else book.groups
        dimensions = dimensions or [every.by for every in book.register.every[:1]]
        shown |= {"by": dimensions, "groups": groups, "at": None, "lines": []}
    else:
        at = paging(number, len(book.lines))
        shown |= {"groups": None, "at": at, "lines": book.lines[at.offset : at.offset + PAGE]}
    return page(ask, "register.html", **shown)


def key_query(query: Mapping[str, str], dimensions: list[str], key: tuple[str, ...]) -> dict[str, str]:
    """The address of the lines behind a count: what was asked, and the count's own keys."""
    return {**query, **{f"{WHERE}{d}": k or view.ABSENT for d, k in zip(dimensions, key, strict=True)}}


def _spreadsheet(book: Book, dimensions: list[str], *, missing: bool) -> Response:
    if missing or dimensions:
        by = dimensions or [every.by for every in book.register.every[:1]]
        said = view.groups_csv(book, book.missing() if missing else book.groups, by)
    else:
        said = view.lines_csv(book)
    name = f'attachment; filename="{book.register.id}.csv"'
    return Response(said, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
