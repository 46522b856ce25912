"""What was learned afterwards about a day, for every door: figures then and now, tasks that changed, who entered what.

It puts names and words to what `dondoc.projections.revised` says, and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from dondoc.answers import Answers
from dondoc.domain.errors import Invalid
from dondoc.domain.ports import HANOI, local, today
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import wording
from dondoc.projections.revised import Entry, revised
from dondoc.projections.task_list import TaskLine


def revision(
    dondoc: Answers, as_of: date | None, since: datetime | None = None, known_at: datetime | None = None, unit: str = ""
) -> dict[str, Any]:
    """One day as known at the end of it, or at `since`, and as known at `known_at` (now, when None), as plain data.

    Raises:
        Invalid: the second moment is not after the first.
        NotFound: there is no such unit or group.
    """
    since = since or end_of(as_of or today(dondoc.clock))
    then, now = dondoc.when(as_of, since), dondoc.when(as_of, known_at)
    if known_at is not None and known_at <= since:
        raise Invalid(
            "The later moment is not after the first.",
            vi="Thời điểm sau phải muộn hơn thời điểm trước.",
            place="since",
            cure="Name an earlier one, or leave the later one out for what is known now.",
        )
    bodies = dondoc.members(unit)
    found = dondoc.ask(revised, dondoc.registry, then, now, bodies=bodies, sight=dondoc.sight)
    day = date.fromisoformat(then.day)
    return {
        "as_of": then.day,
        "unit": unit,
        "since": since.isoformat(),
        "known_at": known_at and known_at.isoformat(),
        "position": {"then": then.position, "now": now.position},
        "totals": {"then": _totals(found.before), "now": _totals(found.after)},
        "tasks": [_changed(was, is_, day, dondoc) for was, is_ in found.changed],
        "entries": [_entry(each, dondoc) for each in found.entries],
        "authors": _authors(found.entries),
    }


def end_of(day: date) -> datetime:
    """The end of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=HANOI) + timedelta(days=1)


def _totals(lines: Iterable[TaskLine]) -> dict[str, int]:
    counted = Counter(line.cell for line in lines)
    return {cell.key: counted[cell] for cell in MATRIX}


def _changed(was: TaskLine | None, is_: TaskLine | None, day: date, dondoc: Answers) -> dict[str, Any]:
    line = is_ or was
    assert line is not None  # a pair has one side at least
    return {
        "task": line.id,
        "what": wording.duty_name(line.duty, dondoc.catalogue),
        "body": line.body,
        "body_name": dondoc.catalogue.body_name(line.body, day),
        "was": was and _stands(was),
        "is": is_ and _stands(is_),
    }


def _stands(line: TaskLine) -> dict[str, Any]:
    return {"cell": line.cell.key, "due": line.due, "done_on": line.done_on}


def _entry(entry: Entry, dondoc: Answers) -> dict[str, Any]:
    meta = entry.record.meta
    recorded = local(meta.recorded_at) if meta.recorded_at else None
    return {
        "position": entry.record.position,
        "task": entry.task,
        "on": meta.on.isoformat(),
        "recorded_at": recorded and recorded.isoformat(),
        "days_late": (recorded.date() - meta.on).days if recorded else 0,
        "actor": meta.actor,
        "office": meta.office,
        "on_behalf_of": meta.on_behalf_of,
        "said": wording.sentence(entry.record, dondoc.catalogue),
        "reason": entry.reason,
    }


def _authors(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Who entered how much, about how many tasks; those with most first."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        found.setdefault((each.record.meta.actor, each.record.meta.office), []).append(each)
    authors = [
        {
            "actor": actor,
            "office": office,
            "entries": len(theirs),
            "tasks": len({each.task for each in theirs}),
            "reasons": sorted({each.reason for each in theirs} - {""}),
        }
        for (actor, office), theirs in found.items()
    ]
    return sorted(authors, key=lambda each: (-int(str(each["entries"])), str(each["actor"])))


CELLS = {cell.key: wording.CELLS[cell] for cell in Cell}
"""What each cell is called."""
