"""Which tasks lie behind a number, and what is due? Lists of tasks with where each stood on a day.

A composite task appears once, standing where its worst part stands, due when the first of its open parts is due. What
somebody may not see stands in a list all the same, without its subject and state, so that lists agree with figures.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, tuple_

from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.milestones import acts
from dondoc.projections.sight import seen
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list. `restricted`: whoever asked may not see what it is about; subject and state are empty then."""

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
    restricted: bool


class Which(TypedDict, total=False):
    """Picks tasks; what is left out, or empty, means any.

    `bodies` None means any body, an empty sequence none. `cells` are alternatives, where a composite task stands as a
    whole. `due_from` and `due_to` bound the first due day of what is still open.
    """

    plan: str
    body: str
    bodies: Sequence[str] | None
    duty: str
    cell: Cell | None
    cells: Collection[Cell]
    due_from: str
    due_to: str


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
    found = _roots(when, which).subquery()
    query = (
        select(tasks, found.c.rank, found.c.asked_due, found.c.asked_done, seen(sight).label("seen"))
        .join(found, tasks.c.id == found.c.root)
        .order_by(found.c.rank.desc(), found.c.asked_due.is_(None), found.c.asked_due, tasks.c.body, tasks.c.id)
    )
    return [line(row) for row in connection.execute(query.limit(limit).offset(offset))]


def counted(connection: Connection, when: When, **which: Unpack[Which]) -> int:
    """How many top tasks match: the number that `listed` would give without a limit."""
    return connection.execute(select(func.count()).select_from(_roots(when, which).subquery())).scalar_one()


def parts_of(
    connection: Connection, when: When, roots: Sequence[str], sight: Sight = EVERYTHING
) -> dict[str, list[TaskLine]]:
    """The parts of some composite tasks, in the plan's order, by the id of the whole."""
    query = simple(when, sight).where(tasks.c.root.in_(roots), tasks.c.id != tasks.c.root).order_by(tasks.c.position)
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
    rank = func.max(when.rank()).label("rank")
    done = func.max(standing.c.done_on).label("asked_done")
    query = (
        select(tasks, rank, _due().label("asked_due"), done, seen(sight).label("seen"))
        .join(standing, and_(or_(standing.c.task == tasks.c.id, standing.c.root == tasks.c.id), when.holds()))
        .where(tasks.c.id == task)
        .group_by(*tasks.c)
    )
    row = connection.execute(query).first()
    return line(row) if row else None


def _open_due() -> ColumnElement[str]:
    """The first due day of what is still open; null where nothing is, or where it has none."""
    return func.min(standing.c.due).filter(standing.c.outcome == "")


def _due() -> ColumnElement[str]:
    """The day by which a task is due: the first one of its open parts, the last one when none is open."""
    return func.coalesce(_open_due(), func.max(standing.c.due))


def _roots(when: When, which: Which) -> Select[Any]:
    rank = func.max(when.rank())
    roots = select(
        standing.c.root,
        rank.label("rank"),
        _due().label("asked_due"),
        func.max(standing.c.done_on).label("asked_done"),
    ).where(when.holds())
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
    return roots.group_by(standing.c.root)


def line(row: Any) -> TaskLine:
    """The line of a row of `dondoc_tasks` with its rank, last day, day of completion and whether it is seen."""
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
        reminders=row.reminders,
        version=row.version,
        data_from=row.data_from,
        data_to=row.data_to,
        due_at=row.due_at,
        for_task=row.for_task,
        subject=row.subject if row.seen else "",
        restricted=not row.seen,
    )


def ids(connection: Connection, duty: str) -> set[str]:
    """The ids of all tasks of a duty."""
    return set(connection.execute(select(tasks.c.id).where(tasks.c.duty == duty)).scalars())


def waiting_for(connection: Connection, act: str) -> Sequence[str]:
    """The parts that hang on an act, whether it was issued yet or not."""
    query = select(tasks.c.id).where(tasks.c.act == act, tasks.c.composite.is_(False)).order_by(tasks.c.position)
    return connection.execute(query).scalars().all()


def unanchored(connection: Connection) -> list[tuple[str, str, str]]:
    """The tasks that still wait for an act that was issued: task, act and its day."""
    query = (
        select(tasks.c.id, acts.c.act, acts.c.issued)
        .join(acts, acts.c.act == tasks.c.act)
        .where(tasks.c.due.is_(None), tasks.c.composite.is_(False), tasks.c.outcome != "cancelled")
        .order_by(tasks.c.position)
    )
    return [(task, act, day) for task, act, day in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that may call for a reminder."""

    id: str
    duty: str
    body: str
    due: str
    rung: str


def open_dues(connection: Connection, until: str) -> list[tuple[str, str, str]]:
    """Duty, due day and last recorded rung of the tasks that are open and due by a day, each triple once."""
    query = (
        select(tasks.c.duty, tasks.c.due, tasks.c.rung)
        .where(tasks.c.outcome == "", tasks.c.composite.is_(False), tasks.c.due.is_not(None), tasks.c.due <= until)
        .distinct()
        .order_by(tasks.c.due, tasks.c.duty)
    )
    return [(duty, due, rung) for duty, due, rung in connection.execute(query)]


def open_at(connection: Connection, duty: str, due: str, not_at: str) -> list[OpenTask]:
    """The open tasks of a duty due on a day whose last recorded rung is another one."""
    query = select(tasks.c.id, tasks.c.duty, tasks.c.body, tasks.c.due, tasks.c.rung).where(
        tasks.c.duty == duty,
        tasks.c.due == due,
        tasks.c.outcome == "",
        tasks.c.composite.is_(False),
        tasks.c.rung != not_at,
    )
    return [OpenTask(*row) for row in connection.execute(query.order_by(tasks.c.position))]


def past_periods(connection: Connection, since: str, before: str) -> list[tuple[str, str, str, str]]:
    """Plan, duty, label and last due day of the periods whose days in term ended before a day.

    Those that ended since a day, and whatever may have ended before it without having been seen: tasks that opened
    late, and tasks that hang on an act, whose days are told afterwards.
    """
    new = or_(tasks.c.due >= since, tasks.c.opens >= since, tasks.c.act != "")
    ended = select(tasks.c.duty, tasks.c.period).where(tasks.c.due < before, new).distinct()
    query = (
        select(tasks.c.plan, tasks.c.duty, tasks.c.period, func.max(tasks.c.due))
        .where(tasks.c.composite.is_(False), tuple_(tasks.c.duty, tasks.c.period).in_(ended))
        .group_by(tasks.c.plan, tasks.c.duty, tasks.c.period)
        .having(and_(func.max(tasks.c.due) < before, func.count() == func.count(tasks.c.due)))
        .order_by(func.max(tasks.c.due), tasks.c.duty)
    )
    return [tuple(row) for row in connection.execute(query)]


def quotas_for(connection: Connection, duties: Sequence[str], body: str, day: str) -> Sequence[str]:
    """The tasks of some duties of a body whose window holds a day."""
    query = select(tasks.c.id).where(
        tasks.c.duty.in_(duties), tasks.c.body == body, tasks.c.start <= day, tasks.c.end >= day
    )
    return connection.execute(query.order_by(tasks.c.position)).scalars().all()
