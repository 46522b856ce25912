"""Answers as plain data, the same for every door: tasks, events, reminders, simulations, whys."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.domain import choosing
from dondoc.domain.calendar import DayNote
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.expectation import RUNG
from dondoc.domain.fact import Record
from dondoc.domain.ports import local, stamp, unstamp
from dondoc.domain.reminder import offices
from dondoc.domain.rung import Limit, Rung
from dondoc.domain.status import Cell
from dondoc.interfaces import limits, reasons, silences, tasked, terms, wording
from dondoc.projections.evidence import ProofLine
from dondoc.projections.reminders import LedgerLine
from dondoc.projections.standing import When
from dondoc.projections.task_list import Clock, TaskLine
from dondoc.workflow.climbing import Urging
from dondoc.workflow.replanning import Difference
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
        "clocks": [clock(each, catalogue) for each in line.clocks],
        "marks": list(line.marks),
        "active_on": line.active_on,
        "silent_days": silences.days(line, as_of, catalogue),
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


def clock(found: Clock, catalogue: Catalogue) -> dict[str, Any]:
    """A time limit that runs."""
    return {
        "clock": found.id,
        "name": terms.clock(found.id, catalogue),
        "rule": found.rule,
        "start": found.start,
        "due": found.due,
        "due_at": found.due_at,
    }


def _state(line: TaskLine, catalogue: Catalogue) -> str | None:
    if line.restricted:
        return None
    return line.state or catalogue.procedure(line.procedure, line.procedure_version).initial


def event(record: Record, catalogue: Catalogue) -> dict[str, Any]:
    """A record of the log, with its sentence."""
    return {**exported(record, catalogue), "sentence": wording.sentence(record, catalogue)}


def exported(record: Record, catalogue: Catalogue) -> dict[str, Any]:
    """A record of the log as `export events` gives it; `capacity` says who was acting, or delegated, by which paper."""
    meta = record.meta
    held = catalogue.capacity(meta.actor, meta.office, meta.on)
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
            "capacity": ("acting" if held.acting else "delegated") if held else "",
            "capacity_basis": (held.basis or "") if held else "",
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
        "limit": line.limit,
        "key": line.key,
        "ladder": line.ladder,
        "rung": line.rung,
        "level": line.level,
        "to": list(line.to),
        "held_back": line.held_back,
        "why": line.why,
        "fates": list(line.fates),
    }


def proof(line: ProofLine) -> dict[str, Any]:
    """A proof in a list."""
    return asdict(line)


def urging(found: Urging) -> dict[str, Any]:
    """A reminder that would go out, or be held back, on a day."""
    said = found.reminder
    return {
        "task": said.task,
        "at": found.on.isoformat(),
        "limit": said.limit.id,
        "ladder": said.ladder,
        "rung": said.rung,
        "level": said.level,
        "to": list(said.to),
        "held_back": said.held_back,
        "why": said.why,
    }


def simulation(found: Simulation) -> dict[str, Any]:
    """What would open, who would be urged, and asked about an act."""
    reminders = [urging(each) for each in found.urged]
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
        "asked": [urging(each) for each in found.asked],
    }


def difference(found: Difference) -> dict[str, Any]:
    """A task that stands otherwise than its plan says."""
    return {
        "task": found.task,
        "duty": found.duty,
        "body": found.body,
        "kind": found.kind,
        "undecided": found.undecided,
        "said": wording.DIFFERENCES[found.kind],
        "due": found.window.end.isoformat() if found.window and found.window.end else None,
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
        "criteria": tasked.criteria(line, dondoc.catalogue),
        "citation": wording.citation(line.duty, dondoc.catalogue),
        "doubt": duty.doubt if duty else None,
        "parts": [task(part, dondoc.catalogue, as_of) for part in parts],
        "ladder": _ladders(dondoc, line, when),
        "reminders": [reminder(each) for each in dondoc.ledger(line.id, when=when)],
    }


def _ladders(dondoc: Answers, line: TaskLine, when: When) -> list[dict[str, Any]]:
    """The rungs of every limit of a task: its own due day, its running clocks, its silence."""
    duty = dondoc.catalogue.duties.get(line.duty)
    if duty is None or line.composite:
        return []
    found = []
    for limit in limits.of(dondoc, line, duty, when):
        ladder = choosing.ladder(dondoc.catalogue, duty, limit.kind, line.marks, line.body)
        found += [_rung(rung, limit, line, when, dondoc.catalogue) for rung in (ladder.climb if ladder else ())]
    return found


def _rung(rung: Rung, limit: Limit, line: TaskLine, when: When, catalogue: Catalogue) -> dict[str, Any]:
    """A rung with its day and whether it is reached at the moment asked about."""
    said: dict[str, Any] = {
        "limit": limit.id, "key": limit.key, "rung": rung.id, "name": rung.name,
        "to": list(offices(rung, line.body)), "at": None,
    }  # fmt: skip
    try:
        at = rung.at(limit, catalogue.calendar)
        days = () if rung.by_moment else rung.count(limit.due, catalogue.calendar).days
    except CalendarUndecided as undecided:
        return {**said, "day": None, "reached": False, "undecided": undecided.diagnostic(), "days": []}
    said["at"] = stamp(at) if rung.by_moment else None
    # A day asked about is asked about at its end: a rung in days is reached with its beginning.
    reached = stamp(at) < when.moment
    return {**said, "day": local(at).date().isoformat(), "reached": reached, "days": [_note(note) for note in days]}


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
    lines += [f"Đồng hồ đang chạy: {each['name']}, đến {_until(each)}" for each in said["clocks"]]
    if said["marks"]:
        lines.append(f"Dấu: {', '.join(said['marks'])}")
        lines += [f"  - {each['name']}: {each['criteria']}" for each in said["criteria"]]
    if said["silent_days"] is not None:
        lines.append(silences.said(said["silent_days"]))
    if said["doubt"]:
        lines.append(f"Lưu ý về văn bản gốc: {said['doubt']}")
    lines += [f"  - {part['window']}: {part['why']}" for part in said["parts"]]
    lines += [
        f"  Đã hỏi ngày {wording.day(each['at'])} văn bản (dự kiến: {wording.label(each['why']['expected'])})"
        f" đã ban hành chưa: {', '.join(each['to'])}"
        for each in said["reminders"]
        if each["rung"] == RUNG
    ]
    known = {(each["limit"], each["key"], each["rung"]): each for each in said["reminders"]}
    for rung in said["ladder"]:
        lines.append(_rung_line(rung, known.get((rung["limit"], rung["key"], rung["rung"]))))
        lines += [f"      {_day_line(day)}" for day in rung["days"] if not day["working"] and day["basis"]]
    return lines


def _rung_line(rung: dict[str, Any], reminded: dict[str, Any] | None) -> str:
    if rung["day"] is None:
        return f"  {rung['name']}: {rung['undecided']['vi']}"
    if reminded is None:
        state = "đã tới, chưa ghi" if rung["reached"] else "chưa tới"
    elif reminded["held_back"]:
        reason = reasons.said(reminded["held_back"])
        state = f"giữ lại ngày {wording.day(reminded['at'])}: {reason}"
    else:
        state = f"đã đôn đốc ngày {wording.day(reminded['at'])}: {', '.join(reminded['to'])}"
    at = wording.moment(unstamp(rung["at"])) if rung["at"] else wording.day(rung["day"])
    return f"  {rung['name']} ({at}): {state}"


def _until(clock: dict[str, Any]) -> str:
    return wording.moment(unstamp(clock["due_at"])) if clock["due_at"] else wording.day(clock["due"])


def _day_line(day: dict[str, Any]) -> str:
    return f"{wording.day(day['day'])} không tính: {day['why']} ({day['basis']})"
