"""What a change of rules changes: two lists of reminders held side by side. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dondoc.workflow.climbing import Urging


@dataclass(frozen=True)
class Contrast:
    """What goes out under one set of rules and not under the other; `moved` are pairs: on another day, to others."""

    before: int
    after: int
    added: list[Urging]
    removed: list[Urging]
    moved: list[tuple[Urging, Urging]]


def contrast(before: Iterable[Urging], after: Iterable[Urging]) -> Contrast:
    """The reminders that a change of rules adds, takes away and moves; what is held back is not counted."""
    was, becomes = _sent(before), _sent(after)
    both = [(was[name], becomes[name]) for name in was if name in becomes]
    return Contrast(
        before=len(was),
        after=len(becomes),
        added=[each for name, each in becomes.items() if name not in was],
        removed=[each for name, each in was.items() if name not in becomes],
        moved=[(old, new) for old, new in both if (old.on, old.reminder.to) != (new.on, new.reminder.to)],
    )


def _sent(urged: Iterable[Urging]) -> dict[tuple[str, str, str, str], Urging]:
    return {
        (each.reminder.task, each.reminder.limit.id, each.reminder.limit.key, each.reminder.rung): each
        for each in urged
        if not each.reminder.held_back
    }
