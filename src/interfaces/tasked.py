"""What belongs to a task beside its own state: its items, who takes part and how far, forms as printed and as chosen.

Read from the log and the read models, as plain data for every door; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.fact import Record, StepFact
from dondoc.domain.facts.task import CoordinationConfirmed, CoordinationDone, CoordinationNamed, FactCorrected
from dondoc.domain.status import Cell
from dondoc.domain.task import PREFIX
from dondoc.interfaces import lookups, wording
from dondoc.projections import cases
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine

STATUSES = {"none": "chưa xác nhận", "confirmed": "đã xác nhận", "done": "đã hoàn thành phần phối hợp"}


def progress(dondoc: Answers, tasks: Sequence[str], when: When) -> dict[str, dict[str, int]]:
    """How many of the items under each task are done, of how many that are still owed; tasks without items not."""
    found = dondoc.ask(cases.progress, when, tasks)
    return {task: {"done": done, "of": of} for task, (done, of) in found.items()}


def progress_said(dondoc: Answers, task: str, when: When) -> str:
    """The same of one task, in words: 3/5 nội dung; empty without items."""
    return items_said(progress(dondoc, [task], when).get(task))


def items_said(found: dict[str, int] | None) -> str:
    """Progress in words; empty without items."""
    return f"Đã xong {found['done']}/{found['of']} nội dung" if found else ""


def criteria(line: TaskLine, catalogue: Catalogue) -> list[dict[str, str]]:
    """The marks that a task bears by name, each with what it is given for, in the decision's words."""
    terms = catalogue.vocabularies.family("marks")
    borne = [terms[mark] for mark in line.marks if mark in terms]
    return [{"id": term.id, "name": term.name, "criteria": term.criteria or ""} for term in borne]


def items(dondoc: Answers, task: str, when: When) -> list[dict[str, Any]]:
    """The items under a task, each with its own status."""
    as_of = date.fromisoformat(when.day)
    return [
        {
            "task": line.id,
            "body": line.body,
            "body_name": dondoc.catalogue.body_name(line.body, as_of),
            "subject": line.subject,
            "due": line.due,
            "done_on": line.done_on,
            "cell": line.cell.key,
        }
        for line in dondoc.inputs(task, when)
    ]


def standing_records(records: Sequence[Record]) -> list[Record]:
    """Those that were not withdrawn."""
    withdrawn = {r.fact.event_id for r in records if isinstance(r.fact, FactCorrected) and r.fact.withdrawn}
    return [record for record in records if record.event_id not in withdrawn]


def coordination(
    dondoc: Answers, line: TaskLine, when: When, known: Sequence[Record] | None = None
) -> list[dict[str, Any]]:
    """Who takes part in a task, as it is worded, with the status of each body; open groups say that they are open.

    `known` is its history, where the caller has it already.
    """
    as_of, duty = date.fromisoformat(when.day), dondoc.catalogue.duties.get(line.duty)
    if duty is None:
        return []
    whole = dondoc.history(line.id, when) if known is None else known
    records = [r for r in standing_records(whole) if r.meta.on <= as_of]
    named: dict[str, list[str]] = {}
    for record in records:
        if isinstance(record.fact, CoordinationNamed):
            named.setdefault(record.fact.group, []).extend(record.fact.units)
    stands = dict(_statuses(records))
    found = lookups.taking_part(duty, dondoc.catalogue, as_of)
    for each in found:
        bodies = dict.fromkeys([*each["bodies"], *named.pop(each["id"], [])])
        each["bodies"] = [_body(body, stands.get(body), dondoc.catalogue, as_of) for body in bodies]
    rest = [body for bodies in named.values() for body in bodies]
    if rest:
        bodies_said = [_body(body, stands.get(body), dondoc.catalogue, as_of) for body in dict.fromkeys(rest)]
        found.append({"id": "", "name": "Đơn vị được mời phối hợp thêm", "open": False, "bodies": bodies_said})
    return found


def _statuses(records: Sequence[Record]) -> Iterator[tuple[str, tuple[str, date]]]:
    for record in records:
        if isinstance(record.fact, CoordinationConfirmed | CoordinationDone):
            body = (record.meta.on_behalf_of or record.meta.office).split("/")[0]
            yield body, ("done" if isinstance(record.fact, CoordinationDone) else "confirmed", record.meta.on)


def _body(body: str, stands: tuple[str, date] | None, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    status, on = stands or ("none", None)
    return {"body": body, "name": catalogue.body_name(body, as_of), "status": status, "on": on and on.isoformat()}


def forms(dondoc: Answers, line: TaskLine, when: When, known: Sequence[Record] | None = None) -> list[dict[str, Any]]:
    """The forms that a task was given with, and by which form each was really proved, on which day.

    `known` is its history, where the caller has it already.
    """
    as_of, duty = date.fromisoformat(when.day), dondoc.catalogue.duties.get(line.duty)
    records = standing_records(dondoc.history(line.id, when) if known is None else known)
    own = [r for r in records if r.stream == PREFIX + line.id and r.meta.on <= as_of]
    proved = {r.fact.form: r for r in own if isinstance(r.fact, StepFact) and r.fact.form}
    planned = dict.fromkeys([*proved, *line.forms])
    order = [*(duty.forms if duty else ()), *planned]
    return [
        {
            "form": form,
            "text": _text(form, line, dondoc.catalogue),
            "done_on": proved[form].meta.on.isoformat() if form in proved else None,
            "actual": _text(actual, line, dondoc.catalogue)
            if form in proved and (actual := _actual(proved[form], line, dondoc.catalogue))
            else "",
            "instead": form in proved and bool(chosen(proved[form], line, dondoc.catalogue)),
        }
        for form in sorted(planned, key=order.index)
    ]


def chosen(record: Record, line: TaskLine, catalogue: Catalogue) -> str:
    """What a history adds where a unit chose another form than the printed one; empty where it did not."""
    fact = record.fact
    actual = _actual(record, line, catalogue)
    if not isinstance(fact, StepFact) or not fact.form or not actual or actual == fact.form:
        return ""
    printed = wording.lower(_text(fact.form, line, catalogue))
    return f"hình thức thực tế: {wording.lower(_text(actual, line, catalogue))}; thay cho hình thức dự kiến: {printed}"


def told(record: Record, line: TaskLine, dondoc: Answers) -> str:
    """A record of a task as a sentence, with the form that was chosen in place of the printed one."""
    said = wording.sentence(record, dondoc.catalogue, dondoc.registry)
    other = chosen(record, line, dondoc.catalogue)
    return f"{said} ({other})" if other else said


def _actual(record: Record, line: TaskLine, catalogue: Catalogue) -> str:
    """The form that a step really had: the printed one where the step proves it, else the first that it proves."""
    fact = record.fact
    procedure = catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
    step = procedure.step(fact.step) if procedure and isinstance(fact, StepFact) else None
    if step is None or not step.proves or not isinstance(fact, StepFact):
        return ""
    return fact.form if fact.form in step.proves else step.proves[0]


def _text(form: str, line: TaskLine, catalogue: Catalogue) -> str:
    file = catalogue.plans.get(line.plan)
    return next((each.text for each in file.forms if each.id == form), form) if file else form


def as_lines(said: dict[str, Any]) -> Iterator[str]:
    """Items, taking part and forms, for people to read."""
    if said["progress"]:
        yield f"{items_said(said['progress'])}:"
    for item in said["items"]:
        yield f"  - {item['subject'] or item['task']} ({item['body_name']}): {_cell(item['cell'])}"
    for each in said["coordination"]:
        known = "; ".join(f"{b['name']}: {STATUSES[b['status']]}" for b in each["bodies"])
        left_open = "để ngỏ" if each["open"] else ""
        yield f"Phối hợp: {each['name']} ({', '.join(filter(None, (left_open, known)))})"
    for form in said["planned_forms"]:
        done = f"đã có, ngày {wording.day(form['done_on'])}" if form["done_on"] else "chưa có"
        instead = f"; hình thức thực tế: {form['actual']}" if form["instead"] else ""
        yield f"Hình thức: {form['text']} ({done}{instead})"


def _cell(key: str) -> str:
    return wording.CELLS[Cell[key.upper()]]
