"""What was a task when we asked about a past day or an older knowledge? Its lines as the log told them then.

The read model of tasks holds what is known now; whatever may have changed since is folded anew from the streams of the
tasks asked about. Where nothing lies after the question the lines are what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, or_, select

from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.task import PREFIX, Task, assigned
from dondoc.projections.reminders import reminders
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine
from dondoc.projections.tasks import tasks
from dondoc.store.mapper import record as record_of
from dondoc.store.schema import events

PAGE = 500


def recalled(connection: Connection, registry: Registry, when: When, lines: Sequence[TaskLine]) -> list[TaskLine]:
    """The lines as they read at `when`: step, forms, marks, window, credits and reminders."""
    found: list[TaskLine] = []
    for start in range(0, len(lines), PAGE):
        page = lines[start : start + PAGE]
        changed = _changed_since(connection, when, [line.id for line in page])
        folded = _folded(connection, registry, when, changed)
        sent = _sent(connection, when, [line.id for line in page])
        for line in page:
            line = replace(line, reminders=sent.get(line.id, 0))  # noqa: PLW2901  # the same line, as it was
            found.append(_as_it_was(line, *folded[line.id]) if line.id in folded else line)
    return found


def _changed_since(connection: Connection, when: When, ids: Sequence[str]) -> list[str]:
    later = or_(events.c.position > when.position, events.c.on_day > when.day)
    query = select(events.c.stream).where(events.c.stream.in_([PREFIX + each for each in ids]), later).distinct()
    return sorted(connection.execute(query).scalars())


def _folded(
    connection: Connection, registry: Registry, when: When, streams: Sequence[str]
) -> dict[str, tuple[Task, int]]:
    query = (
        select(events)
        .where(events.c.stream.in_(streams), events.c.position <= when.position, events.c.on_day <= when.day)
        .order_by(events.c.stream, events.c.version)
    )
    rows = connection.execute(query).all() if streams else []
    by_stream: Iterator[tuple[str, Iterator[Any]]] = groupby(rows, key=lambda row: row.stream)
    return {
        stream.removeprefix(PREFIX): _fold([record_of(row, registry) for row in found]) for stream, found in by_stream
    }


def _fold(records: Sequence[Record]) -> tuple[Task, int]:
    first = records[0].fact
    task = assigned(first, "") if isinstance(first, TaskAssigned) else Task()
    for record in records[1:]:
        task = task.after(record)
    return task, records[-1].version


def _as_it_was(line: TaskLine, task: Task, version: int) -> TaskLine:
    window = task.window
    return replace(
        line,
        state="" if line.restricted else task.state,
        forms=task.forms,
        marks=tuple(sorted(task.marks)),
        credits=len(task.credits),
        grain=window.grain or "",
        start=window.start.isoformat() if window.start else None,
        end=window.end.isoformat() if window.end else None,
        act=window.act,
        phase=window.phase or "",
        expected=window.expected,
        version=version,
    )


def _sent(connection: Connection, when: When, ids: Sequence[str]) -> dict[str, int]:
    """How many reminders had gone out, for a composite task those of all its parts."""
    query = (
        select(tasks.c.id, tasks.c.root, func.count().label("sent"))
        .join(reminders, reminders.c.task == tasks.c.id)
        .where(or_(tasks.c.id.in_(ids), tasks.c.root.in_(ids)), reminders.c.held_back == "")
        .where(reminders.c.position <= when.position, reminders.c.on_day <= when.day)
        .group_by(tasks.c.id, tasks.c.root)
    )
    found: dict[str, int] = {}
    for row in connection.execute(query):
        for task in {row.id, row.root}:
            found[task] = found.get(task, 0) + row.sent
    return found
