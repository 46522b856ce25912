"""What everybody may see, as plain data and as files: made from the allow-list of the configuration and nothing else.

Pages, exports, JSON and CSV all show what `told` says, so nothing can come out that is not named there. It never shows
a restricted case, a text that was not cleared, a note or a person.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain.book import Question
from dondoc.domain.plan import PlanFile
from dondoc.domain.public import Count
from dondoc.domain.status import MATRIX, Cell
from dondoc.interfaces import checkpoints, wording
from dondoc.interfaces import register_view as view
from dondoc.projections.standing import When
from dondoc.store.checkpoints import newest

INDEX, DATA, STYLE = "index.html", "data.json", "public.css"
Render = Callable[[dict[str, Any]], str]


def told(answers: Answers, when: When) -> dict[str, Any]:
    """All that is public, as it stood on a day: texts and names for people, figures as numbers."""
    answers = answers.seen_by()
    catalogue, on = answers.catalogue, date.fromisoformat(when.day)
    seal = checkpoints.seal(answers.ask(newest))
    return {
        "as_of": when.day,
        "cells": [{"cell": cell.key, "name": wording.CELLS[cell]} for cell in MATRIX],
        "plans": [_plan(answers, catalogue.plans[plan], on) for plan in catalogue.public.plans],
        "counts": [_count(answers, count, when, on) for count in catalogue.public.counts],
        "registers": [
            _register(answers, each.id, when) for each in catalogue.registers.values() if each.public
        ],
        "checkpoint": {"said": seal.line, "note": seal.note} if seal else None,
    }  # fmt: skip


def files(said: dict[str, Any], render: Render, style: str) -> dict[str, str]:
    """The same as files by name: a page, JSON for programs, CSV for spreadsheets.

    Args:
        said: what `told` says.
        render: makes the page of it.
        style: the page's stylesheet.
    """
    found = {INDEX: render(said), DATA: json.dumps(said, ensure_ascii=False, indent=1) + "\n", STYLE: style}
    for plan in said["plans"]:
        found[f"{table(plan)}-status.csv"] = view.as_csv(_status_rows(said, plan))
        if plan["rows"]:
            found[f"{table(plan)}-rows.csv"] = view.as_csv(_annex_rows(plan))
    found["counts.csv"] = view.as_csv(_count_rows(said))
    for each in said["registers"]:
        found[f"register-{each['register']}.csv"] = view.as_csv([each["columns"], *each["lines"]])
    return found


def table(plan: dict[str, Any]) -> str:
    """What the names of a plan's files begin with."""
    return f"plan-{plan['plan']}"


def _plan(answers: Answers, file: PlanFile, on: date) -> dict[str, Any]:
    plan, catalogue = file.plan, answers.catalogue
    forms = {form.id: form.text for form in file.forms}
    matrix = answers.status(plan=plan.id, as_of=on)
    return {
        "plan": plan.id,
        "name": plan.name,
        "en": plan.en,
        "year": plan.year,
        "document": catalogue.documents[plan.document].citation(),
        "message": plan.message or "",
        "motto": plan.motto or "",
        "clauses": [{"label": clause.label, "text": clause.text} for clause in file.clauses],
        "rows": [
            {
                "row": row.id,
                "unit": catalogue.body_name(row.unit, on),
                "content": row.content,
                "forms": [forms[form] for form in row.forms],
                "time": row.time_text,
            }
            for row in file.rows
        ],
        "status": [{"unit": catalogue.body_name(row.unit, on), **_cells(row.cells)} for row in matrix.rows],
        "totals": _cells(matrix.totals),
    }


def _cells(cells: dict[Cell, int]) -> dict[str, int]:
    return {cell.key: cells.get(cell, 0) for cell in MATRIX}


def _count(answers: Answers, count: Count, when: When, on: date) -> dict[str, Any]:
    since = date(on.year, 1, 1)
    received, answered = (answers.counted(facts, when, first=since) for facts in (count.received, count.answered))
    units = [body for body in answers.catalogue.bodies if body in received or body in answered]
    return {
        "count": count.id,
        "name": count.name,
        "en": count.en,
        "since": since.isoformat(),
        "received": sum(received.values()),
        "answered": sum(answered.values()),
        "units": [
            {
                "unit": answers.catalogue.body_name(unit, on),
                "received": received.get(unit, 0),
                "answered": answered.get(unit, 0),
            }
            for unit in units
        ],
    }


def _register(answers: Answers, register: str, when: When) -> dict[str, Any]:
    book = view.opened(answers, register, Question(), when, public=True)
    shown = view.columns(book.register, public=True)
    return {
        "register": register,
        "name": book.register.name,
        "columns": [name for _, name in shown],
        "lines": [[view.cell(book, line, column) for column, _ in shown] for line in book.lines],
    }


def _status_rows(said: dict[str, Any], plan: dict[str, Any]) -> Iterable[list[str]]:
    yield ["Cơ quan, đơn vị", *(each["name"] for each in said["cells"])]
    for unit in plan["status"]:
        yield [unit["unit"], *(str(unit[each["cell"]]) for each in said["cells"])]


def _annex_rows(plan: dict[str, Any]) -> Iterable[list[str]]:
    yield ["Mục", "Đơn vị", "Nội dung", "Hình thức", "Thời gian"]
    for row in plan["rows"]:
        yield [row["row"], row["unit"], row["content"], "; ".join(row["forms"]), row["time"]]


def _count_rows(said: dict[str, Any]) -> Iterable[list[str]]:
    yield ["Nội dung", "Cơ quan, đơn vị", "Đã tiếp nhận", "Đã trả lời hoặc chuyển"]
    for count in said["counts"]:
        for unit in count["units"]:
            yield [count["name"], unit["unit"], str(unit["received"]), str(unit["answered"])]
