"""An entry: one recorded fact as registers read it. It knows nothing of registers.

Tuples, not dataclasses: a register reads ten thousands of them for one question.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Entry(NamedTuple):
    """A step or activity that was recorded.

    Attributes:
        position, event_id: its place in the log.
        name: the stored name of the fact.
        on: the day on which it happened (`2024-03-18`).
        unit: the body that owes the task, or that did the activity.
        office: the office that recorded it.
        task, duty: the task in whose stream it stands; empty for an activity.
        serves: the tasks that an activity was credited to.
        data: its fields, as they are known.
        actor: id of the person who recorded it; empty where it was entered on behalf of another body.
        proofs: what was attached to it: links, or SHA-256 of files; empty where nobody asked for them.
    """

    position: int
    event_id: str
    name: str
    on: str
    unit: str
    office: str
    task: str
    duty: str
    data: dict[str, Any]
    serves: tuple[str, ...] = ()
    actor: str = ""
    proofs: tuple[str, ...] = ()

    @property
    def duties(self) -> tuple[str, ...]:
        """The duties that it is about."""
        return (self.duty,) if self.duty else tuple(dict.fromkeys(task.split(":", 1)[0] for task in self.serves))


class Case(NamedTuple):
    """A task as registers read it. `opens` is a day; `for_task` and `subject` where it was asked for."""

    id: str
    duty: str
    unit: str
    period: str
    opens: str
    position: int
    for_task: str = ""
    subject: str = ""
