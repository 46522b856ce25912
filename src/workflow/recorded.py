"""How a reminder is recorded: as issued or held back, in a stream named after its task, limit and rung."""

from __future__ import annotations

from dondoc.domain.facts.engine import ReminderHeldBack, ReminderIssued
from dondoc.domain.once import RecordOnce, reminder_stream
from dondoc.domain.reminder import Reminder


def recorded(reminder: Reminder) -> RecordOnce:
    """The command that records a reminder, under a name that says what it is."""
    limit = reminder.limit
    fact: ReminderIssued | ReminderHeldBack
    if reminder.held_back:
        fact = ReminderHeldBack(
            task=reminder.task,
            due=limit.due,
            ladder=reminder.ladder,
            rung=reminder.rung,
            level=reminder.level,
            why={**reminder.why, "held-back": reminder.held_back},
            limit=limit.id,
            due_at=limit.due_at,
        )
    else:
        fact = ReminderIssued(
            task=reminder.task,
            due=limit.due,
            ladder=reminder.ladder,
            rung=reminder.rung,
            level=reminder.level,
            to=reminder.to,
            why=reminder.why,
            limit=limit.id,
            due_at=limit.due_at,
        )
    return RecordOnce(stream=reminder_stream(reminder.task, limit.id, limit.key, reminder.rung), fact=fact)
