"""Which limits has a task on a day: due day, running clocks, silence, pace? The same as urging would find."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dondoc.answers import Answers
from dondoc.domain.counting import first_moment
from dondoc.domain.facts.task import CreditWithdrawn, TaskCredited
from dondoc.domain.holding import Holds, Pause
from dondoc.domain.pace import Pace
from dondoc.domain.plan import Duty
from dondoc.domain.ports import unstamp
from dondoc.domain.rung import Limit
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX
from dondoc.projections import pending, replies
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine
from dondoc.workflow.urging import pace, silence, told_since


def of(dondoc: Answers, line: TaskLine, duty: Duty, when: When, kept: Holds | None = None) -> list[Limit]:
    """The limits of a task as it stood on a day, whether or not it is still urged.

    `kept` is what `holds` says of it, where the caller has asked already.
    """
    ends = [*_due(dondoc, line, duty, when), *_clocks(line)]
    promised = (kept or holds(dondoc, line, when)).limit(each.due for each in ends)
    rest = [*_silence(line, duty, when), *_pace(dondoc, line, when)]
    return [*ends, *([promised] if promised else ()), *rest]


def holds(dondoc: Answers, line: TaskLine, when: When) -> Holds:
    """What the replies to the urging of a task keep back, as they stood on a day."""
    found = dondoc.ask(replies.of_tasks, when, [line.id], dondoc.sight)
    promised = [each for each in found if each.kind == replies.PROMISED]
    pauses = [
        Pause(date.fromisoformat(each.on), date.fromisoformat(each.day), each.office)
        for each in found
        if each.kind == replies.PAUSED and each.day
    ]
    newest = promised[-1] if promised else None
    since = first_moment(date.fromisoformat(newest.on)) if newest else None
    return Holds.of(date.fromisoformat(newest.day) if newest and newest.day else None, since, pauses)


def _due(dondoc: Answers, line: TaskLine, duty: Duty, when: When) -> Iterator[Limit]:
    known = dondoc.ask(pending.known, line.id)
    if line.own_due and known:
        binds = first_moment(dondoc.catalogue.plan_of(duty.id).starts)
        since = told_since(known.opens, known.known_on, known.known_at, duty, unstamp(when.moment)) or binds
        yield Limit("due", date.fromisoformat(line.own_due), max(binds, since))


def _clocks(line: TaskLine) -> Iterator[Limit]:
    for clock in line.clocks:
        start, due = unstamp(clock.start), date.fromisoformat(clock.due)
        at = unstamp(clock.due_at) if clock.due_at else None
        yield Limit("hours" if at else "days", due, start, clock.id, start, at)


def _silence(line: TaskLine, duty: Duty, when: When) -> Iterator[Limit]:
    over = line.end is not None and line.end < when.day
    if not duty.silence or line.cell is not Cell.OPEN_IN_TERM or line.for_task or over:
        return
    limit = silence(date.fromisoformat(line.active_on or line.opens), duty.silence)
    if line.end is None or limit.due.isoformat() <= line.end:
        yield limit


def _pace(dondoc: Answers, line: TaskLine, when: When) -> Iterator[Limit]:
    if line.count and line.start and line.end and line.start <= when.day <= line.end:
        since = first_moment(max(date.fromisoformat(line.opens), dondoc.catalogue.plan_of(line.duty).starts))
        start, end = date.fromisoformat(line.start), date.fromisoformat(line.end)
        yield pace(Pace(line.count, _credits(dondoc, line, when), start, end), since)


def _credits(dondoc: Answers, line: TaskLine, when: When) -> int:
    """How many were counted by that day, as known then."""
    records = dondoc.history(line.id, when)
    own = [r.fact for r in records if r.stream == PREFIX + line.id and r.meta.on.isoformat() <= when.day]
    gone = {fact.activity for fact in own if isinstance(fact, CreditWithdrawn)}
    return len({fact.activity for fact in own if isinstance(fact, TaskCredited)} - gone)
