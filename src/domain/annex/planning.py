"""A draft without doubts becomes a plan: its head is given, its rows, forms, coordinators and acts come from the annex.

A row whose time is a rhythm (every month, so many a quarter) is no row of one window: it becomes a duty of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dondoc.domain.annex import printed_time
from dondoc.domain.annex.cells import Column, Draft, DraftRow
from dondoc.domain.annex.difference import as_text
from dondoc.domain.annex.drafting import named
from dondoc.domain.annex.matching import key
from dondoc.domain.errors import Invalid, Rejected
from dondoc.domain.text import fold

PROCEDURE = "press-information"
"""By which procedure rows go where nothing else is said, as in `Row`."""
_LENGTH = 48
_LIST = (Column.FORMS, Column.COORDINATING)


class _Items:
    """The wordings of a column that are used, each with an id; wordings that a plan has already keep theirs."""

    def __init__(self, known: Iterable[Mapping[str, Any]]) -> None:
        self._known = {key(each["text"]): dict(each) for each in known}
        self.used: dict[str, dict[str, Any]] = {}

    def id(self, text: str) -> str:
        """The id of a wording."""
        sought = key(text)
        if sought not in self.used:
            taken = {each["id"] for each in (*self._known.values(), *self.used.values())}
            self.used[sought] = self._known.get(sought) or {"id": slug(text, taken), "text": text}
        return str(self.used[sought]["id"])


def plan_file(
    draft: Draft, head: Mapping[str, Any], bodies: Sequence[tuple[str, str]], *, form: str = "", counted: str = "",
    known: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:  # fmt: skip
    """The plan of a draft as its file holds it.

    Args:
        draft: without doubts.
        head: what stands under `plan`.
        bodies: ids of bodies with their names.
        form: the form of rows, where the annex has no column of forms.
        counted: the stored name of the activity that quotas count.
        known: other plans as plain data, the plan in force last: their forms and coordinators keep their ids.

    Raises:
        Rejected: the draft has doubts.
        Invalid: the annex has no forms and none is given, or a quota and no activity.
    """
    if doubtful := draft.doubtful():
        raise Rejected(
            f"{len(doubtful)} cells are doubtful.", rule="draft.doubtful",
            vi=f"Còn {len(doubtful)} ô chưa xác định.", cure="Settle them first.",
        )  # fmt: skip
    forms, coordinators = (_Items([e for plan in known for e in plan.get(n, ())]) for n in ("forms", "coordinators"))
    units = {unit.no: as_text(unit.cell.value) for unit in draft.units}
    acts: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    clauses: list[dict[str, Any]] = []
    duties: list[dict[str, Any]] = []
    for row in draft.rows:
        said = _said(row, units[row.unit], forms, coordinators, form)
        time = printed_time.read(said["time_text"], draft.year)
        assert time is not None  # a time that cannot be read is a doubt
        if time.rhythm is not None:
            clauses.append({"id": f"PL.{row.id}", "label": f"Phụ lục, mục {row.id}", "text": said["content"]})
            duties.append(_duty(row, said, _counted(time.rhythm, counted, row.id)))
            continue
        assert time.window is not None  # what is no rhythm is a window
        rows.append(said | {"window": _window(time, row, said["content"], acts)})
    for each in coordinators.used.values():
        _meant(each, bodies)
    parts = {"plan": dict(head), "clauses": clauses, "acts": acts, "forms": list(forms.used.values()),
             "coordinators": list(coordinators.used.values()), "rows": rows, "duties": duties}  # fmt: skip
    return {name: part for name, part in parts.items() if part}


def slug(text: str, taken: Iterable[str]) -> str:
    """An id of a text: its folded words with dashes, and a number where that is taken."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(re.sub(r"\([^)]*\)", "", text))).strip("-") or "muc"
    short = words if len(words) <= _LENGTH else words[:_LENGTH].rpartition("-")[0] or words[:_LENGTH]
    used = set(taken)
    return next(name for n in range(1, len(used) + 2) if (name := short if n == 1 else f"{short}-{n}") not in used)


def _said(row: DraftRow, unit: str, forms: _Items, coordinators: _Items, form: str) -> dict[str, Any]:
    values = {column: row.cells[column].value for column in _LIST if column in row.cells}
    given = values.get(Column.FORMS) or ((form,) if form else ())
    if not given:
        raise Invalid("The annex has no column of forms.", vi="Phụ lục không có cột hình thức.", place=row.id,
                      cure="Give the form of all rows with --form.")  # fmt: skip
    return {
        "id": row.id,
        "unit": unit,
        "no": row.no,
        "content": as_text(row.cells[Column.CONTENT].value),
        "forms": list(dict.fromkeys(forms.id(text) for text in given)),
        "time_text": as_text(row.cells[Column.TIME].value),
        "coordinating": list(dict.fromkeys(coordinators.id(text) for text in values.get(Column.COORDINATING, ()))),
    }


def _window(time: printed_time.Reading, row: DraftRow, content: str, acts: list[dict[str, Any]]) -> dict[str, Any]:
    window = dict(time.window or {})
    if time.act:
        act = f"cho-{row.id.replace('.', '-')}"
        acts.append({"id": act, "kind": time.kind, "name": content, "source": f"Phụ lục, mục {row.id}"})
        window = {kind: act if kind in {"around", "after"} else value for kind, value in window.items()}
    return window


def _duty(row: DraftRow, said: Mapping[str, Any], rhythm: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"muc-{row.id.replace('.', '-')}",
        "clause": f"PL.{row.id}",
        "what": f"{said['content']} ({said['time_text']})",
        "bodies": [said["unit"]],
        "with": [],
        "rhythm": dict(rhythm),
        "procedure": PROCEDURE,
        "forms": said["forms"],
    }


def _counted(rhythm: Mapping[str, Any], counted: str, row: str) -> dict[str, Any]:
    if rhythm["kind"] != "quota":
        return dict(rhythm)
    if not counted:
        raise Invalid(
            "The row asks for so many in each period; which activity counts is not said.",
            vi="Mục này quy định số lượng mỗi kỳ; chưa rõ loại hoạt động được đếm.", place=row,
            cure="Give its stored name with --counted, for example bulletin.published.",
        )  # fmt: skip
    return {**rhythm, "fact": counted}


def _meant(entry: dict[str, Any], bodies: Sequence[tuple[str, str]]) -> None:
    """Which body a coordinator is; open where the words name none."""
    if "bodies" in entry:
        return
    body = named(entry["text"], bodies)
    entry["bodies"] = [body] if body else []
    if body is None:
        entry["open"] = True
