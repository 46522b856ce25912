"""Which tasks lie behind a number, and what is due? Lists of tasks with where each stood on a day.

A composite task appears once, standing where its worst part stands, due when the first of its open parts is due. What
somebody may not see stands in a list all the same, without its subject and state, so that lists agree with figures.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.activity import acted, is_silent, of_task
from dondoc.projections.sight import seen
from dondoc.projections.standing import When, end_of, standing
from dondoc.projections.tasks import tasks


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit that runs: until a day, or until a moment where it is told in hours."""

    id: str
    rule: str
    start: str
    due: str
    due_at: str | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list.

    `due` is the earliest limit that runs, `own_due` the due day apart from clocks. `active_on` is the last day on which
    the body that owes it did something for it, `clocks` those that run. `restricted`: whoever asked may not see what it
    is about; subject and state are empty then.
    """

    id: str
    root: str
    composite: bool
    plan: str
    duty: str
    body: str
    period: str
    cell: Cell
    due: str | None
    done_on: str | None
    state: str
    procedure: str
    procedure_version: int
    act: str
    phase: str
    expected: str
    grain: str
    start: str | None
    end: str | None
    opens: str
    forms: tuple[str, ...]
    count: int
    credits: int
    reminders: int
    version: int
    data_from: str | None
    data_to: str | None
    due_at: str | None
    for_task: str
    subject: str
    marks: tuple[str, ...]
    active_on: str | None
    clocks: tuple[Clock, ...]
    own_due: str | None
    restricted: bool


class Which(TypedDict, total=False):
    """Picks tasks; what is left out, or empty, means any.

    `bodies` None means any body, an empty sequence none. `cells` are alternatives, where a composite task stands as a
    whole. `silent` are the duties that must not be silent for long, each with its days: picks the tasks that are.
    `due_from` and `due_to` bound the first due day of what is still open; `within` holds the first and last day of the
    period in which a task is due, open or not: what waits is due in none.
    """

    plan: str
    body: str
    bodies: Sequence[str] | None
    duty: str
    cell: Cell | None
    cells: Collection[Cell]
    silent: Mapping[str, int]
    due_from: str
    due_to: str
    within: tuple[str, str]


def listed(
    connection: Connection,
    when: When,
    *,
    limit: int = 500,
    offset: int = 0,
    sight: Sight = EVERYTHING,
    **which: Unpack[Which],
) -> list[TaskLine]:
    """The top tasks that match, overdue first, then by due day."""
    found = roots(when, which).subquery()
    last = acted(when)
    query = (
        select(tasks, *(found.c[name] for name in _ASKED), last.c.active_on, _sent(), seen(sight).label("seen"))
        .join(found, tasks.c.id == found.c.root)
        .outerjoin(last, of_task(last))
        .order_by(found.c.rank.desc(), found.c.asked_due.is_(None), found.c.asked_due, tasks.c.body, tasks.c.id)
    )
    return [line(row) for row in connection.execute(query.limit(limit).offset(offset))]


def counted(connection: Connection, when: When, **which: Unpack[Which]) -> int:
    """How many top tasks match: the number that `listed` would give without a limit."""
    return connection.execute(select(func.count()).select_from(roots(when, which).subquery())).scalar_one()


def parts_of(
    connection: Connection, when: When, roots: Sequence[str], sight: Sight = EVERYTHING
) -> dict[str, list[TaskLine]]:
    """The parts of some composite tasks, in the plan's order, by the id of the whole."""
    query = each(when, sight).where(tasks.c.root.in_(roots), tasks.c.id != tasks.c.root).order_by(tasks.c.position)
    found: dict[str, list[TaskLine]] = {}
    for row in connection.execute(query):
        found.setdefault(row.root, []).append(line(row))
    return found


def simple(when: When, sight: Sight) -> Select[Any]:
    """The tasks that are not composite with where each stood, to be narrowed and made into lines."""
    rank = when.rank().label("rank")
    stood = (standing.c.due.label("asked_due"), standing.c.done_on.label("asked_done"))
    return select(tasks, rank, *stood, seen(sight).label("seen")).join(
        standing, and_(standing.c.task == tasks.c.id, when.holds())
    )


def one(connection: Connection, when: When, task: str, sight: Sight = EVERYTHING) -> TaskLine | None:
    """One task, top or part; None when there was none on that day."""
    last = acted(when)
    query = (
        select(tasks, *_asked(when), last.c.active_on, _sent(), seen(sight).label("seen"))
        .join(standing, and_(or_(standing.c.task == tasks.c.id, standing.c.root == tasks.c.id), when.holds()))
        .outerjoin(last, of_task(last))
        .where(tasks.c.id == task)
        .group_by(*tasks.c, last.c.active_on)
    )
    row = connection.execute(query).first()
    return line(row) if row else None


_ASKED = ("rank", "asked_due", "asked_done", "asked_due_at", "asked_clocks", "asked_own_due")


def _asked(when: When) -> list[ColumnElement[Any]]:
    """Where a task stands, over the rows of its parts; `due_at` and `clocks` are those of a task without parts."""
    return [
        func.max(when.rank()).label("rank"),
        _due().label("asked_due"),
        func.max(standing.c.done_on).label("asked_done"),
        func.max(standing.c.due_at).label("asked_due_at"),
        func.max(standing.c.clocks).label("asked_clocks"),
        func.max(standing.c.own_due).label("asked_own_due"),
    ]


def _sent() -> ColumnElement[int]:
    """How many reminders went out: for a composite task those of all its parts."""
    part = tasks.alias()
    of_parts = select(func.sum(part.c.reminders)).where(part.c.root == tasks.c.id).scalar_subquery()
    return case((tasks.c.composite, of_parts), else_=tasks.c.reminders).label("sent")


def each(when: When, sight: Sight = EVERYTHING) -> Select[Any]:
    """Tasks without parts, each where it stands."""
    last = acted(when)
    return (
        select(
            tasks, when.rank().label("rank"), standing.c.due.label("asked_due"), standing.c.done_on.label("asked_done"),
            standing.c.due_at.label("asked_due_at"), standing.c.clocks.label("asked_clocks"),
            standing.c.own_due.label("asked_own_due"), last.c.active_on, _sent(),
            seen(sight).label("seen"),
        )
        .join(standing, and_(standing.c.task == tasks.c.id, when.holds()))
        .outerjoin(last, of_task(last))
    )  # fmt: skip


def _open_due() -> ColumnElement[str]:
    """The first due day of what is still open; null where nothing is, or where it has none."""
    return func.min(standing.c.due).filter(standing.c.outcome == "")


def _due() -> ColumnElement[str]:
    """The day by which a task is due: the first one of its open parts, the last one when none is open."""
    return func.coalesce(_open_due(), func.max(standing.c.due))


def roots(when: When, which: Which) -> Select[Any]:
    """The top tasks that match, each with where it stands: to be narrowed, counted and joined."""
    rank = func.max(when.rank())
    roots = select(standing.c.root, *_asked(when)).where(when.holds())
    if "silent" in which:
        last = acted(when)
        roots = roots.join(tasks, tasks.c.id == standing.c.task).outerjoin(last, of_task(last))
        roots = roots.where(is_silent(when, which["silent"], last))
    asked = (
        (standing.c.plan, which.get("plan")),
        (standing.c.body, which.get("body")),
        (standing.c.duty, which.get("duty")),
    )
    for column, value in asked:
        if value:
            roots = roots.where(column == value)
    if (bodies := which.get("bodies")) is not None:
        roots = roots.where(standing.c.body.in_(bodies))
    cells = {*which.get("cells", ()), *([cell] if (cell := which.get("cell")) is not None else [])}
    if cells:
        roots = roots.having(rank.in_([int(cell) for cell in cells]))
    due_from, due_to = which.get("due_from"), which.get("due_to")
    if due_from or due_to:
        roots = roots.having(and_(_open_due() >= (due_from or "0"), _open_due() <= (due_to or "9")))
    if within := which.get("within"):
        roots = roots.having(due_within(within))
    return roots.group_by(standing.c.root)


def due_within(days: tuple[str, str]) -> ColumnElement[bool]:
    """Picks the top tasks that are due from one day to another; an empty last day is none."""
    return and_(_due() >= days[0], _due() <= (days[1] or "9"))


def line(row: Any) -> TaskLine:
    """The line of a row of `dondoc_tasks` with what `each` or `_asked` gives beside it."""
    clocks = {} if row.composite else json.loads(row.asked_clocks or "{}")
    return TaskLine(
        id=row.id,
        root=row.root,
        composite=row.composite,
        plan=row.plan,
        duty=row.duty,
        body=row.body,
        period=row.period,
        cell=Cell(row.rank),
        due=row.asked_due,
        done_on=row.asked_done,
        state=row.state if row.seen else "",
        procedure=row.procedure,
        procedure_version=row.procedure_version,
        act=row.act,
        phase=row.phase,
        expected=row.expected,
        grain=row.grain,
        start=row.start,
        end=row.end,
        opens=row.opens,
        forms=tuple(row.forms.split()),
        count=row.count,
        credits=row.credits,
        reminders=row.sent,
        version=row.version,
        data_from=row.data_from,
        data_to=row.data_to,
        due_at=None if row.composite else row.asked_due_at,
        for_task=row.for_task,
        subject=row.subject if row.seen else "",
        marks=tuple(row.marks.split()),
        active_on=row.active_on,
        clocks=tuple(
            Clock(name, clock["rule"], clock["start"], clock["due"], clock["due_at"])
            for name, clock in sorted(clocks.items(), key=lambda named: end_of(named[1]))
            if not clock["stopped"]
        ),
        own_due=None if row.composite else row.asked_own_due,
        restricted=not row.seen,
    )


def ids(connection: Connection, duty: str) -> set[str]:
    """The ids of all tasks of a duty."""
    return set(connection.execute(select(tasks.c.id).where(tasks.c.duty == duty)).scalars())


def waiting_for(connection: Connection, act: str) -> Sequence[str]:
    """The parts that hang on an act, whether it was issued yet or not."""
    query = select(tasks.c.id).where(tasks.c.act == act, tasks.c.composite.is_(False)).order_by(tasks.c.position)
    return connection.execute(query).scalars().all()
