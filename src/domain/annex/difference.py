"""What an annex changes against the plan in force: rows that are new, changed and withdrawn. It approves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from dondoc.domain.annex.cells import Column, Draft, DraftRow
from dondoc.domain.annex.matching import key
from dondoc.domain.plan import PlanFile, Row
from dondoc.domain.text import fold

ALIKE = 0.75
"""From which likeness of their contents on two rows of a unit are the same row, reworded."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is there before and after: which row of the draft, and per column what it said and says."""

    row: str
    draft_row: str
    columns: Mapping[Column, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of the draft that are new, rows that say otherwise, rows of the plan that are not there any more."""

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[str, ...]
    same: Mapping[str, str]


def difference(draft: Draft, plan: PlanFile | None) -> Difference:
    """What a draft changes; everything is new where there is no plan in force."""
    units = {unit.no: str(unit.cell.value) for unit in draft.units}
    left = [row for row in plan.rows if row.dropped is None] if plan else []
    pairs: list[tuple[DraftRow, Row]] = []
    for least in (1.0, ALIKE):
        for row in draft.rows:
            if any(row is paired for paired, _ in pairs):
                continue
            found = _nearest(row, units[row.unit], left, least)
            if found is not None:
                left.remove(found)
                pairs.append((row, found))
    paired = {id(row) for row, _ in pairs}
    changes = [Change(old.id, row.id, said) for row, old in pairs if plan and (said := _columns(row, old, plan))]
    return Difference(
        added=tuple(row.id for row in draft.rows if id(row) not in paired),
        changed=tuple(changes),
        withdrawn=tuple(row.id for row in left),
        same={row.id: old.id for row, old in pairs},
    )


def _nearest(row: DraftRow, unit: str, rows: list[Row], least: float) -> Row | None:
    said = key(str(row.cells[Column.CONTENT].value))
    best, found = least, None
    for other in rows:
        if other.unit != unit:
            continue
        there = key(other.content)
        alike = 1.0 if said == there else SequenceMatcher(None, said, there, autojunk=False).ratio()
        if alike >= best and (found is None or alike > best):
            best, found = alike, other
    return found


def _columns(row: DraftRow, old: Row, plan: PlanFile) -> dict[Column, tuple[str, str]]:
    forms = {form.id: form.text for form in plan.forms}
    coordinators = {each.id: each.text for each in plan.coordinators}
    before = {
        Column.CONTENT: old.content,
        Column.TIME: old.time_text,
        Column.FORMS: "; ".join(forms[each] for each in old.forms),
        Column.COORDINATING: "; ".join(coordinators[each] for each in old.coordinating),
    }
    said = {}
    for column, was in before.items():
        cell = row.cells.get(column)
        now = "" if cell is None else as_text(cell.value)
        if cell is not None and " ".join(now.split()) != " ".join(was.split()) and fold(now).strip(" .") != "":
            said[column] = (was, now)
    return said


def as_text(value: str | tuple[str, ...]) -> str:
    """A cell's value in one line."""
    return value if isinstance(value, str) else "; ".join(value)
