"""Answers as plain data, the same for every door: tasks, events, reminders, simulations, whys."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain.calendar import DayNote
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.fact import Record
from dondoc.domain.ladder import offices
from dondoc.domain.ports import stamp
from dondoc.domain.status import Cell
from dondoc.interfaces import wording
from dondoc.projections.reminders import LedgerLine
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine
from dondoc.workflow.simulate import Simulation


def task(line: TaskLine, catalogue: Catalogue, as_of: date) -> dict[str, Any]:
    """A task in a list."""
    return {
        "task": line.id,
        "plan": line.plan,
        "duty": line.duty,
        "body": line.body,
        "body_name": catalogue.body_name(line.body, as_of),
        "period": line.period,
        "window": wording.window(line, catalogue),
        "opens": line.opens,
        "due": line.due,
        "due_at": line.due_at,
        "for_task": line.for_task,
        "subject": line.subject,
        "done_on": line.done_on,
        "cell": line.cell.key,
        "why": wording.why(line, as_of, catalogue),
        "state": _state(line, catalogue),
        "restricted": line.restricted,
        "procedure": line.procedure,
        "composite": line.composite,
        "act": line.act,
        "count": line.count,
        "credits": line.credits,
        "reminders": line.reminders,
        "version": line.version,
    }


def _state(line: TaskLine, catalogue: Catalogue) -> str | None:
    if line.restricted:
        return None
    return line.state or catalogue.procedure(line.procedure, line.procedure_version).initial


def event(record: Record, catalogue: Catalogue) -> dict[str, Any]:
    """A record of the log, with its sentence."""
    return {**exported(record), "sentence": wording.sentence(record, catalogue)}


def exported(record: Record) -> dict[str, Any]:
    """A record of the log as `export events` gives it."""
    meta = record.meta
    return {
        "position": record.position,
        "event_id": record.event_id,
        "stream": record.stream,
        "version": record.version,
        "name": record.fact.name,
        "data": json.loads(record.fact.encode()),
        "meta": {
            "on": meta.on.isoformat(),
            "recorded_at": stamp(meta.recorded_at) if meta.recorded_at else None,
            "actor": meta.actor,
            "office": meta.office,
            "on_behalf_of": meta.on_behalf_of,
            "command_id": meta.command_id,
            "correlation_id": meta.correlation_id,
            "causation_id": meta.causation_id,
            "basis": meta.basis,
        },
    }


def reminder(line: LedgerLine) -> dict[str, Any]:
    """A reminder of the ledger."""
    return {
        "task": line.task,
        "at": line.on,
        "rung": line.rung,
        "level": line.level,
        "to": list(line.to),
        "held_back": line.held_back,
        "why": line.why,
    }


def simulation(found: Simulation) -> dict[str, Any]:
    """What would open and be urged."""
    reminders = [
        {
            "task": u.reminder.task,
            "at": u.on.isoformat(),
            "rung": u.reminder.rung,
            "level": u.reminder.level,
            "to": list(u.reminder.to),
            "held_back": u.reminder.held_back,
            "why": u.reminder.why,
        }
        for u in found.urged
    ]
    return {
        "opened": [
            {
                "task": o.task,
                "duty": o.duty.id,
                "body": o.body,
                "period": o.occurrence.label,
                "opens": o.occurrence.opens.isoformat(),
                "due": o.occurrence.due and o.occurrence.due.isoformat(),
                "parent": o.occurrence.parent,
                "composite": o.occurrence.composite,
                "count": o.occurrence.count,
            }
            for o in found.opened
        ],
        "reminders": [r for r in reminders if not r["held_back"]],
        "held_back": [r for r in reminders if r["held_back"]],
    }


def explain(dondoc: Answers, task_id: str, when: When) -> dict[str, Any]:
    """Why a task stands where it stands, and why it was urged, held back, or will be.

    Raises:
        NotFound: no such task on that day.
    """
    line, parts = dondoc.task(task_id, when)
    as_of = date.fromisoformat(when.day)
    duty = dondoc.catalogue.duties.get(line.duty)
    return {
        **task(line, dondoc.catalogue, as_of),
        "what": wording.duty_name(line.duty, dondoc.catalogue),
        "citation": wording.citation(line.duty, dondoc.catalogue),
        "doubt": duty.doubt if duty else None,
        "parts": [task(part, dondoc.catalogue, as_of) for part in parts],
        "ladder": [] if line.composite else _ladder(dondoc, line, as_of),
        "reminders": [reminder(each) for each in dondoc.ledger(line.id)],
    }


def _ladder(dondoc: Answers, line: TaskLine, as_of: date) -> list[dict[str, Any]]:
    duty = dondoc.catalogue.duties.get(line.duty)
    ladder = dondoc.catalogue.ladder(duty) if duty else None
    if ladder is None or line.due is None:
        return []
    found = []
    for rung in ladder.rungs:
        said: dict[str, Any] = {"rung": rung.id, "name": rung.name, "to": list(offices(rung, line.body))}
        try:
            count = rung.count(date.fromisoformat(line.due), dondoc.catalogue.calendar)
        except CalendarUndecided as undecided:
            found.append({**said, "day": None, "reached": False, "undecided": undecided.diagnostic(), "days": []})
            continue
        days = [_note(note) for note in count.days]
        found.append({**said, "day": count.result.isoformat(), "reached": count.result <= as_of, "days": days})
    return found


def _note(note: DayNote) -> dict[str, Any]:
    return {"day": note.day.isoformat(), "working": note.working, "why": note.why, "basis": note.basis}


def as_lines(said: dict[str, Any]) -> list[str]:
    """An explanation for people to read."""
    lines = [
        said["what"],
        f"Căn cứ: {said['citation']}",
        f"Đơn vị: {said['body_name']}",
        f"Thời gian: {said['window']}",
        f"Tình trạng: {wording.CELLS[Cell[said['cell'].upper()]]}. {said['why']}",
    ]
    if said["restricted"]:
        lines.append(f"{wording.RESTRICTED}.")
    if said["doubt"]:
        lines.append(f"Lưu ý về văn bản gốc: {said['doubt']}")
    lines += [f"  - {part['window']}: {part['why']}" for part in said["parts"]]
    known = {each["rung"]: each for each in said["reminders"]}
    for rung in said["ladder"]:
        lines.append(_rung_line(rung, known.get(rung["rung"])))
        lines += [f"      {_day_line(day)}" for day in rung["days"] if not day["working"] and day["basis"]]
    return lines


def _rung_line(rung: dict[str, Any], reminded: dict[str, Any] | None) -> str:
    if rung["day"] is None:
        return f"  {rung['name']}: {rung['undecided']['vi']}"
    if reminded is None:
        state = "đã tới, chưa ghi" if rung["reached"] else "chưa tới"
    elif reminded["held_back"]:
        reason = wording.HELD_BACK.get(reminded["held_back"], reminded["held_back"])
        state = f"giữ lại ngày {wording.day(reminded['at'])}: {reason}"
    else:
        state = f"đã đôn đốc ngày {wording.day(reminded['at'])}: {', '.join(reminded['to'])}"
    return f"  {rung['name']} ({wording.day(rung['day'])}): {state}"


def _day_line(day: dict[str, Any]) -> str:
    return f"{wording.day(day['day'])} không tính: {day['why']} ({day['basis']})"
