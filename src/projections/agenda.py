"""What lies on which day for some bodies: last days of open tasks, clocks that run, days promised, days fixed.

A task that waits for its act, or goes on without an end, lies on no day. What was cancelled stays for its day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from dondoc.domain.ports import unstamp
from dondoc.domain.status import Cell
from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections import entry_list, promises
from dondoc.projections.standing import When, standing
from dondoc.projections.task_list import Clock, TaskLine, each
from dondoc.projections.task_list import line as line_of
from dondoc.projections.tasks import tasks
from dondoc.store.schema import events

DUE, CLOCK, PROMISED, FIXED = "due", "clock", "promised", "fixed"
"""The last day of a task, the end of a clock, a promised day, and the day of the thing itself: of a conference."""
_LASTING = {promises.OPEN, promises.BROKEN}
_OPEN = {Cell.WAITING, Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE}


@dataclass(frozen=True, slots=True)
class Item:
    """Something on a day, or at a moment where it is told in hours.

    Attributes:
        kind: `DUE`, `CLOCK`, `PROMISED` or `FIXED`.
        line: the task that it belongs to.
        day: the day (`2024-04-30`).
        position: the record that last changed it.
        changed_at: when that was recorded.
        clock: the clock, where it is the end of one.
        place: where it is, as far as that was said.
    """

    kind: str
    line: TaskLine
    day: str
    position: int
    changed_at: datetime
    clock: Clock | None = None
    place: str = ""

    @property
    def cancelled(self) -> bool:
        """Whether nobody need do it any more."""
        return self.line.cell is Cell.CANCELLED


@dataclass(frozen=True, slots=True)
class _Found:
    """An item before it is known when its record was written."""

    kind: str
    line: TaskLine
    day: str
    position: int
    clock: Clock | None = None
    place: str = ""


def agenda(
    connection: Connection,
    when: When,
    bodies: Collection[str],
    *,
    also: Collection[str] = (),
    fixing: Sequence[str] = (),
    sight: Sight = EVERYTHING,
) -> list[Item]:
    """What lies before some bodies, by day.

    Args:
        connection: to the read models.
        when: the day asked about, and up to where we know.
        bodies: whose tasks these are; and whose parts in what others hold.
        also: further tasks.
        fixing: names of the facts that fix the `day` of a task.
        sight: what is seen.
    """
    mine = or_(tasks.c.body.in_(sorted(bodies)), tasks.c.id.in_(sorted(also)))
    known = _lines(connection, when, mine, sight)
    found = [*_limits(known.values(), when), *_promised(connection, when, bodies, known, sight)]
    found += _fixed(connection, when, bodies, mine, fixing, sight)
    at = _recorded(connection, {each.position for each in found})
    items = (Item(f.kind, f.line, f.day, f.position, at[f.position], f.clock, f.place) for f in found)
    return sorted(items, key=lambda item: (item.day, item.line.id, item.kind, item.clock.id if item.clock else ""))


def _lines(
    connection: Connection, when: When, which: ColumnElement[bool], sight: Sight
) -> dict[str, tuple[TaskLine, int]]:
    """The open tasks, and the cancelled ones whose day is not over, each with the record that last changed its day."""
    cancelled = and_(standing.c.outcome == "cancelled", standing.c.due >= when.day)
    query = each(when, sight).add_columns(standing.c.known_from).where(which)
    rows = connection.execute(query.where(or_(standing.c.outcome == "", cancelled)))
    return {row.id: (line_of(row), row.known_from) for row in rows}


def _limits(known: Iterable[tuple[TaskLine, int]], when: When) -> Iterator[_Found]:
    for line, position in known:
        limits: list[tuple[str, str, Clock | None]] = [(CLOCK, clock.due, clock) for clock in line.clocks]
        if line.own_due and line.cell is not Cell.WAITING:
            limits.append((DUE, line.own_due, None))
        for kind, day, clock in limits:
            if line.cell is not Cell.CANCELLED or day >= when.day:
                yield _Found(kind, line, day, position, clock)


def _promised(
    connection: Connection, when: When, bodies: Collection[str], known: dict[str, tuple[TaskLine, int]], sight: Sight
) -> Iterator[_Found]:
    for made in promises.promises(connection, when, bodies=sorted(bodies), sight=sight):
        line, _ = known.get(made.task, (None, 0))
        if line and line.cell is not Cell.CANCELLED and made.state in _LASTING:
            yield _Found(PROMISED, line, made.day, made.position)


def _fixed(
    connection: Connection,
    when: When,
    bodies: Collection[str],
    mine: ColumnElement[bool],
    fixing: Sequence[str],
    sight: Sight,
) -> Iterator[_Found]:
    """The newest day of each thing that the bodies hold themselves, or for which something was asked of them."""
    entries = entry_list.listed(connection, when, fixing, sight=sight)
    newest = {entry.task: entry for entry in sorted(entries, key=lambda entry: entry.position) if entry.task}
    part = tasks.alias("part")
    asked = select(part.c.for_task).where(part.c.body.in_(sorted(bodies)), part.c.for_task != "")
    which = and_(tasks.c.id.in_(sorted(newest)), or_(mine, tasks.c.id.in_(asked)))
    rows = connection.execute(each(when, sight).add_columns(standing.c.known_from).where(which)).all()
    for row in rows:
        entry, line = newest[row.id], line_of(row)
        if line.cell in _OPEN or entry.data["day"] >= when.day:
            position = max(entry.position, row.known_from)
            yield _Found(FIXED, line, entry.data["day"], position, place=entry.data.get("place") or "")


def _recorded(connection: Connection, positions: Collection[int]) -> dict[int, datetime]:
    query = select(events.c.position, events.c.recorded_at).where(events.c.position.in_(sorted(positions)))
    return {position: unstamp(at) for position, at in connection.execute(query)}


def log_id(connection: Connection) -> str:
    """What no other log is called: the id of its first event, empty before there is one."""
    return str(connection.execute(select(events.c.event_id).where(events.c.position == 1)).scalar() or "")
