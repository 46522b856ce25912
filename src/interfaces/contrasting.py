"""A change of rules as plain data: what it adds, takes away and moves, by unit, ladder and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from dondoc.interfaces import explaining
from dondoc.workflow.climbing import Urging
from dondoc.workflow.contrast import Contrast

KINDS = ("added", "removed", "moved")
BY: dict[str, Callable[[Urging], str]] = {
    "unit": lambda urging: urging.reminder.task.split(":")[1],
    "ladder": lambda urging: urging.reminder.ladder,
    "month": lambda urging: f"{urging.on:%Y-%m}",
}
"""What a change is counted by."""


def contrast(found: Contrast) -> dict[str, Any]:
    """The change, with each reminder that it adds, takes away or moves (`was` and `becomes`)."""
    changed = {"added": found.added, "removed": found.removed, "moved": [becomes for _, becomes in found.moved]}
    return {
        "before": found.before,
        "after": found.after,
        "counts": {kind: len(each) for kind, each in changed.items()},
        "by": {name: _counted(changed, of) for name, of in BY.items()},
        "added": [explaining.urging(each) for each in found.added],
        "removed": [explaining.urging(each) for each in found.removed],
        "moved": [
            {"was": explaining.urging(was), "becomes": explaining.urging(becomes)} for was, becomes in found.moved
        ],
    }


def _counted(changed: dict[str, list[Urging]], of: Callable[[Urging], str]) -> dict[str, dict[str, int]]:
    counts = {kind: Counter(map(of, each)) for kind, each in changed.items()}
    return {key: {kind: counts[kind][key] for kind in KINDS} for key in _keys(counts.values())}


def _keys(counts: Iterable[Counter[str]]) -> list[str]:
    return sorted({key for count in counts for key in count})


def headline(said: dict[str, Any]) -> str:
    """The change in one sentence."""
    counts = said["counts"]
    return (
        f"Thay đổi này thêm {counts['added']} lần đôn đốc, bớt {counts['removed']} lần, đổi ngày hoặc nơi nhận "
        f"{counts['moved']} lần (trước: {said['before']}, sau: {said['after']})."
    )
