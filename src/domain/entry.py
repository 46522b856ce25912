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
    """A task as registers read it, on the day asked about.

    Attributes:
        opens, due, ended: days; empty where there is none.
        cell: the name of the cell that it stands in.
        for_task: the task under which it was opened.
        asked, answered: how many tasks were opened under it, and how many of these ended.
    """

    id: str
    duty: str
    unit: str
    period: str
    opens: str
    position: int
    cell: str = ""
    due: str = ""
    ended: str = ""
    subject: str = ""
    for_task: str = ""
    asked: int = 0
    answered: int = 0

    @property
    def said(self) -> dict[str, tuple[str | int, ...]]:
        """What columns may take from it."""
        texts = {
            "cell": self.cell, "due": self.due, "ended": self.ended, "subject": self.subject, "for": self.for_task,
            "period": self.period,
            "asker": self.for_task.split(":")[1] if self.for_task else "",
        }  # fmt: skip
        return {"asked": (self.asked,), "answered": (self.answered,)} | {k: (v,) if v else () for k, v in texts.items()}
