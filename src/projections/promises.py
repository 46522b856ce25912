"""Which promised days were kept? Computed for any day, as known at any point of the log; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from dondoc.domain.visibility import EVERYTHING, Sight
from dondoc.projections.replies import MOVED, PROMISED, replies
from dondoc.projections.sight import seen
from dondoc.projections.standing import When, standing
from dondoc.projections.tasks import tasks

KEPT, BROKEN, OPEN, REPLACED = "kept", "broken", "open", "replaced"
"""Done by the promised day; not done by then; the day has not come; another day took its place before it came."""
STATES = (KEPT, BROKEN, OPEN, REPLACED)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise: made on a day for a task of a body, for which day and why, and what became of it.

    `due` is the last day in term, which a promise does not change. `said` is empty where it may not be seen. `position`
    is its place in the log.
    """

    task: str
    body: str
    on: str
    day: str
    due: str | None
    done_on: str | None
    state: str
    said: str
    position: int


def promises(
    connection: Connection,
    when: When,
    *,
    bodies: Sequence[str] | None = None,
    named: Collection[str] | None = None,
    sight: Sight = EVERYTHING,
) -> list[PromiseLine]:
    """The promises made up to a day, oldest first; of some bodies or tasks only, where these are given."""
    query = (
        select(
            replies, standing.c.body.label("of_body"), standing.c.own_due, standing.c.outcome, standing.c.done_on,
            seen(sight).label("seen"),
        )
        .join(standing, standing.c.task == replies.c.task)
        .join(tasks, tasks.c.id == replies.c.task)
        .where(when.holds(), replies.c.kind.in_((PROMISED, MOVED)))
        .where(replies.c.on_day <= when.day, replies.c.position <= when.position)
        .where(replies.c.task.in_(select(replies.c.task).where(replies.c.kind == PROMISED)))
        .order_by(replies.c.position)
    )  # fmt: skip
    if bodies is not None:
        query = query.where(standing.c.body.in_(bodies))
    if named is not None:
        query = query.where(replies.c.task.in_(named))
    rows = connection.execute(query).all()
    return [_line(row, _later(row, rows), when) for row in rows if row.kind == PROMISED]


def _later(promise: Any, rows: Iterable[Any]) -> str | None:
    """The day on which another day took the place of a promised one: promised anew, or a due day as late as that."""
    after = (row for row in rows if row.task == promise.task and row.position > promise.position)
    return min((row.on_day for row in after if row.kind == PROMISED or row.day >= promise.day), default=None)


def _line(row: Any, replaced: str | None, when: When) -> PromiseLine:
    ended = row.done_on if row.outcome else None
    if replaced and replaced <= row.day and (not ended or replaced <= ended):
        state = REPLACED
    elif ended and ended <= row.day:
        state = KEPT if row.outcome == "done" else REPLACED
    else:
        state = BROKEN if ended or when.day > row.day else OPEN
    return PromiseLine(
        row.task, row.of_body, row.on_day, row.day, row.own_due, row.done_on if row.outcome == "done" else None, state,
        row.said if row.seen else "", row.position,
    )  # fmt: skip


def counted(lines: Iterable[PromiseLine]) -> dict[str, dict[str, int]]:
    """How many promises of each body came to what."""
    found: dict[str, dict[str, int]] = {}
    for line in lines:
        found.setdefault(line.body, dict.fromkeys(STATES, 0))[line.state] += 1
    return found
