"""What urging looks at: open tasks with their due days, clocks, silences and quotas, and the rungs recorded for them.

Shapes only; `app` hands the questions over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dondoc.workflow.replied import Held


class OpenTask(Protocol):
    """An open task that is due on a day."""

    id: str
    body: str
    opens: str
    known_on: str | None
    known_at: str | None


class RunningClock(Protocol):
    """A clock of an open task."""

    id: str
    duty: str
    body: str
    marks: str
    clock: str
    start: str
    due: str
    due_at: str | None
    known_at: str | None


class StandingTask(Protocol):
    """An open task that must not be silent for long."""

    id: str
    duty: str
    body: str
    marks: str
    end: str | None
    since: str


class QuotaTask(Protocol):
    """An open quota, within its period."""

    id: str
    duty: str
    body: str
    marks: str
    start: str
    end: str
    opens: str
    count: int
    credits: int


Rungs = dict[tuple[str, str], set[str]]
"""Rungs of one limit of tasks, by task and `Limit.key`."""


@dataclass(frozen=True)
class Owed:
    """The read models that urging looks at.

    `quotas` of some duties on a day, `late` how many tasks of each body are overdue on a day, `acknowledged` the rungs
    that somebody has answered for: they are not repeated, `held` the tasks that were replied to with a day or a pause.
    """

    open_dues: Callable[[str], Sequence[tuple[str, str, str, str]]]
    open_at: Callable[[str, str, str, str], Sequence[OpenTask]]
    clocks: Callable[[], Sequence[RunningClock]]
    standing: Callable[[Collection[str]], Sequence[StandingTask]]
    quotas: Callable[[Collection[str], str], Sequence[QuotaTask]]
    late: Callable[[str], Mapping[str, int]]
    rungs: Callable[[Sequence[str], str], Rungs]
    acknowledged: Callable[[Sequence[str], str], Rungs]
    held: Callable[[], Held]
