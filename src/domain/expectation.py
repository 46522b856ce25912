"""Asking whether an expected act was issued: once a month from the month in which the plan expects it. No reproach.

A task that waits for an act is never late; the question goes to the body that owes it, and waiting stays waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from dondoc.domain import period as periods
from dondoc.domain.counting import first_moment
from dondoc.domain.model import Model, Text
from dondoc.domain.office import Holding
from dondoc.domain.reminder import Reminder, held
from dondoc.domain.rung import Limit

LADDER, RUNG = "expected", "ask"
"""Under which the question stands in the ledger of reminders."""


class Expectation(Model):
    """How it is asked: `to` names posts of the body that owes the task, or whole offices."""

    version: Annotated[int, Field(ge=1)]
    name: Text
    to: Annotated[tuple[str, ...], Field(min_length=1)]


def ask(
    rule: Expectation,
    *,
    task: str,
    body: str,
    act: str,
    expected: str,
    since: date,
    today: date,
    told: Callable[[str, date], Sequence[Holding]] = lambda _office, _day: (),
) -> Reminder | None:
    """The question of this month about an act that was expected in a period; None before that period has begun.

    Nobody is asked on the day `since`, on which the plan begins to bind. Its `due` is the first day of the month that
    it is asked in (or `since`, where that is later), so that it is asked once in each. `told` says who is told what is
    meant for an office on a day.
    """
    period = periods.parse(expected)
    if period.start > today or today <= since:
        return None
    month = max(today.replace(day=1), since)
    to = tuple(post if "/" in post else f"{body}/{post}" for post in rule.to)
    why: dict[str, Any] = {
        "rule": f"{LADDER}/{rule.version}",
        "rung": RUNG,
        "act": act,
        "expected": expected,
        "conditions": [
            {"what": "expected<=today", "value": f"{period.start}<={today}", "holds": True},
            {"what": "act-issued", "value": act, "holds": False},
        ],
        "days": [],
        "recipients": [
            {"office": office, "why": RUNG, "persons": [held(each) for each in told(office, today)]} for office in to
        ],
    }
    limit = Limit("due", month, first_moment(month))
    return Reminder(task, limit, LADDER, RUNG, 0, to, "", why)
