"""What a URL asks: the day, the plan, whose tasks, which of them, which page. Everything is checked here, once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request

from dondoc.answers import Answers
from dondoc.domain import period as periods
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid, NotFound
from dondoc.domain.office import Actor
from dondoc.domain.period import Grain
from dondoc.domain.ports import local, today
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import terms, written
from dondoc.interfaces.web.doorkeeper import Doorkeeper
from dondoc.interfaces.web.guarding import actors
from dondoc.interfaces.web.links import Links
from dondoc.projections.standing import When
from dondoc.projections.task_list import Which

PAGE = 100
ALL = "all"
OWED = "owed"
SILENT = "silent"
CELLS: dict[str, tuple[Cell, ...]] = {
    **{cell.key: (cell,) for cell in MATRIX},
    SILENT: (),
    OWED: tuple(cell for cell in MATRIX if cell is not Cell.CANCELLED),
}
"""What `cell=` may say: a cell of the matrix, its total without what was cancelled, or where nothing is done."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The day that is asked about, as known at one position of the log, and how to link to other pages about it."""

    dondoc: Answers
    when: When
    today: date
    links: Links
    here_today: str = "?"
    """This page about today, as a link relative to itself."""
    actors: tuple[Actor, ...] = ()
    """Who asks, in each of the offices that they may act in."""
    leaves: bool = False
    """Whether they logged in here, and so can log out here."""
    known_at: datetime | None = None
    """As known at which moment; all that is known, when None."""

    @property
    def is_now(self) -> bool:
        """Whether it is about today, as we know it."""
        return self.known_at is None and self.as_of == self.today

    @property
    def as_of(self) -> date:
        """The day asked about."""
        return date.fromisoformat(self.when.day)

    @property
    def catalogue(self) -> Catalogue:
        """All that is configured."""
        return self.dondoc.catalogue


def asked(request: Request, as_of: str = "", known_at: str = "") -> Asked:
    """Reads the day, and the moment as known at which, from the URL; today and all, where it says nothing.

    Raises:
        Invalid: it is not a day, or not a moment.
    """
    state = request.app.state
    who = actors(request)
    dondoc: Answers = state.dondoc.seen_by(*who)
    day = written.day(as_of, "as_of") if as_of else None
    known = written.known_at(known_at, "known_at") if known_at else None
    said = local(known).strftime("%Y-%m-%dT%H:%M") if known else ""
    links = Links(request.scope.get("root_path", ""), day.isoformat() if day else "", said)
    rest = [(key, value) for key, value in request.query_params.multi_items() if key not in {"as_of", "known_at"}]
    here = "?" + urlencode(rest)
    return Asked(dondoc, dondoc.when(day, known), today(dondoc.clock), links, here, who, _leaves(state.viewer), known)


def _leaves(viewer: object) -> bool:
    return isinstance(viewer, Doorkeeper)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which tasks are asked about. Ids, each known to the catalogue; empty means any."""

    plan: str = ""
    group: str = ""
    unit: str = ""
    duty: str = ""
    cell: str = ""
    period: str = ""

    @property
    def within(self) -> tuple[str, str]:
        """The first and last day of the period in which what is asked about falls due; empty for any."""
        found = periods.parse(self.period) if self.period else None
        return (found.start.isoformat(), str(found.end or "")) if found else ("", "")

    def which(self, catalogue: Catalogue) -> Which:
        """The same, as the list of tasks takes it."""
        found = Which(plan=self.plan, body=self.unit, duty=self.duty, cells=CELLS.get(self.cell, ()))
        if self.cell == SILENT:
            found["silent"] = catalogue.silences()
        if self.period:
            found["within"] = self.within
        if self.group not in {"", ALL} and not self.unit:
            found["bodies"] = catalogue.members([self.group])
        return found

    def query(self) -> dict[str, str]:
        """The same, as a URL says it."""
        group = "" if self.unit else self.group
        found = {"plan": self.plan, "group": group, "unit": self.unit, "duty": self.duty, "cell": self.cell}
        return {**found, "period": self.period}


def filters(
    request: Request,
    plan: str = "",
    group: str = "",
    unit: str = "",
    duty: str = "",
    cell: str = "",
    period: str = "",
) -> Filters:
    """Reads from the URL which tasks are asked about.

    Raises:
        NotFound: an id is not known.
        Invalid: there is no such cell, or that is no period.
    """
    catalogue: Catalogue = request.app.state.dondoc.catalogue
    known = (
        (plan, catalogue.plans, "plan", "kế hoạch"),
        ("" if group == ALL else group, catalogue.groups, "group", "nhóm cơ quan, đơn vị"),
        (unit, catalogue.bodies, "unit", "cơ quan, đơn vị"),
        (duty, catalogue.duties, "duty", "nhiệm vụ"),
    )
    for value, ids, en, vi in known:
        if value and value not in ids:
            raise NotFound(f"There is no {en} {value!r}.", vi=f"Không có {vi} “{value}”.", place=en)
    if cell and cell not in CELLS:
        raise Invalid(
            f"There is no cell {cell!r}.",
            vi=f"Không có ô “{cell}”. Hãy viết một trong: {', '.join(CELLS)}.",
            place="cell",
            cure=f"Write one of {', '.join(CELLS)}.",
        )
    if period:
        period = periods.parse(period).label
    return Filters(plan, group, unit, duty, cell, period)


def groups(catalogue: Catalogue) -> dict[str, str]:
    """The groups that a reader can choose, with their names: those of the configuration, and all."""
    offered = {group: name for group, name in terms.GROUPS.items() if group in catalogue.groups}
    return {**offered, ALL: "Tất cả"}


def with_group(catalogue: Catalogue, asked_for: Filters) -> Filters:
    """The same filters, with the first group that can be chosen where none was."""
    group = asked_for.group or next(iter(groups(catalogue)))
    return replace(asked_for, group=group)


def periods_of(day: date, chosen: str) -> list[str]:
    """The periods that a reader can choose, by their labels: the year of a day, its quarters and months."""
    year = periods.year(day)
    assert year.end is not None  # a year ends
    parts = [each.label for grain in (Grain.QUARTER, Grain.MONTH) for each in periods.tile(grain, year.start, year.end)]
    return list(dict.fromkeys([year.label, *parts, *([chosen] if chosen else [])]))


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a long list."""

    number: int
    total: int
    length: int = PAGE

    @property
    def pages(self) -> int:
        """How many there are; an empty list has one."""
        return max(1, -(-self.total // self.length))

    @property
    def offset(self) -> int:
        """How many entries lie before it."""
        return (self.number - 1) * self.length


def paging(text: str, total: int, length: int = PAGE) -> Paging:
    """The page that a URL names, of a list of so many entries.

    Raises:
        Invalid: not a page number.
        NotFound: the list is shorter.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise Invalid(
            f"page={text!r} is not a page number.",
            vi=f"“{text}” không phải số trang. Hãy viết một số nguyên từ 1, ví dụ page=2.",
            place="page",
            cure="Write a whole number from 1 on.",
        )
    found = Paging(int(text), total, length)
    if found.number > found.pages:
        raise NotFound(
            f"There is no page {text}; the list has {found.pages}.",
            vi=f"Không có trang {text}; danh sách có {found.pages} trang.",
            place="page",
        )
    return found


Ask = Annotated[Asked, Depends(asked)]
Choice = Annotated[Filters, Depends(filters)]
PageNumber = Annotated[str, Query(alias="page")]
