"""What was done under a task: the activities that were counted for it, each told in full, and how much in each quarter.

A standing duty is never done once; what shows that it is kept up is what happened, and when.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain import period as periods
from dondoc.domain.fact import Record
from dondoc.domain.facts.reply import ReplyFact
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.office import SYSTEM
from dondoc.domain.task import PREFIX
from dondoc.interfaces import explaining
from dondoc.projections.standing import When


def activities(dondoc: Answers, task: str, when: When) -> list[dict[str, Any]]:
    """The activities that were counted for a task and its parts by that day, by day."""
    found = [
        {**_activity(dondoc, record.fact), "counted_for": record.stream.removeprefix(PREFIX)}
        for record in _records(dondoc, task, when)
        if isinstance(record.fact, TaskCredited)
    ]
    return sorted(found, key=lambda each: (each["meta"]["on"], each["position"]))


def by_quarter(dondoc: Answers, task: str, when: When) -> dict[str, int]:
    """How often people did something under a task and its parts, by quarter; to reply to a reminder is not to do it."""
    records = _records(dondoc, task, when)
    done = [each for each in records if each.meta.office != SYSTEM and not isinstance(each.fact, ReplyFact)]
    return dict(sorted(Counter(periods.quarter(record.meta.on).label for record in done).items()))


def _records(dondoc: Answers, task: str, when: When) -> list[Record]:
    as_of = date.fromisoformat(when.day)
    return [record for record in dondoc.history(task, when) if record.meta.on <= as_of]


def _activity(dondoc: Answers, credited: TaskCredited) -> dict[str, Any]:
    (record, *_) = dondoc.store.read(credited.activity)
    return explaining.event(record, dondoc.catalogue)
