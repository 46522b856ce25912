"""Replies to being urged as plain data and in words, for every door: of a task, of units, of an office's queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from dondoc.answers import Answers
from dondoc.interfaces import wording
from dondoc.projections import promises, replies
from dondoc.projections.promises import PromiseLine
from dondoc.projections.replies import ReplyLine
from dondoc.projections.standing import When

STATES = {
    promises.KEPT: "giữ đúng hẹn",
    promises.BROKEN: "sai hẹn",
    promises.OPEN: "chưa tới ngày hẹn",
    promises.REPLACED: "đã thay bằng ngày khác trước khi tới hẹn",
}
KINDS = {
    replies.ACKNOWLEDGED: "Đã nhận, đang xử lý",
    replies.PROMISED: "Hẹn ngày hoàn thành",
    replies.ASKED: "Đề nghị gia hạn",
    replies.GRANTED: "Đồng ý gia hạn",
    replies.REFUSED: "Không đồng ý gia hạn",
    replies.PAUSED: "Tạm dừng đôn đốc",
}


def of_task(dondoc: Answers, task: str, when: When) -> list[dict[str, Any]]:
    """What was replied about a task, oldest first; a promise with what became of it, a pause with whether it runs."""
    lines = dondoc.ask(replies.of_tasks, when, [task], dondoc.sight)
    promised = any(line.kind == replies.PROMISED for line in lines)
    states = _states(dondoc.ask(promises.promises, when, named=[task], sight=dondoc.sight) if promised else [])
    paused = [line.event for line in lines if line.kind == replies.PAUSED]
    running = {paused[-1]} if paused else set()
    return [_reply(line, states, running, dondoc, when) for line in lines]


def _states(lines: list[PromiseLine]) -> Iterator[str]:
    return iter([line.state for line in lines])


def _reply(line: ReplyLine, states: Iterator[str], running: set[str], dondoc: Answers, when: When) -> dict[str, Any]:
    state = next(states, "") if line.kind == replies.PROMISED else ""
    if line.event in running:
        state = "running" if (line.day or "") >= when.day else "over"
    on = date.fromisoformat(line.on)
    return {
        "kind": line.kind,
        "name": KINDS[line.kind],
        "on": line.on,
        "day": line.day,
        "limit": line.limit,
        "rung": line.rung,
        "rung_name": wording.rung(line.ladder, line.rung, dondoc.catalogue) if line.rung else "",
        "said": line.said,
        "authority": line.authority,
        "office": line.office,
        "office_name": wording.office(line.office, dondoc.catalogue, on),
        "on_behalf_of": line.on_behalf_of,
        "state": state,
    }


def said(each: dict[str, Any]) -> str:
    """One reply as a line."""
    by = f" ({each['office_name']}, ngày {wording.day(each['on'])})"
    day = f" {wording.day(each['day'])}" if each["day"] else ""
    rung = f": {wording.lower(each['rung_name'])}" if each["rung_name"] else ""
    authority = f" theo {each['authority']}" if each["authority"] else ""
    state = STATES.get(each["state"]) or {"running": "đang tạm dừng", "over": "đã hết"}.get(each["state"], "")
    why = ". ".join(filter(None, (each["said"], state)))
    until = " đến" if each["day"] and each["kind"] != replies.PROMISED else ""
    return f"{each['name']}{until}{day}{rung}{authority}{by}" + (f": {why}" if why else "")


def counted(dondoc: Answers, unit: str, when: When) -> dict[str, Any]:
    """The promises of a unit or group, or of all: what became of each, and how many of each unit came to what.

    Raises:
        NotFound: no such unit.
    """
    bodies = dondoc.members(unit)
    lines = dondoc.ask(promises.promises, when, bodies=bodies, sight=dondoc.sight)
    found, as_of = promises.counted(lines), date.fromisoformat(when.day)
    order = [body for body in dondoc.catalogue.bodies if body in found]
    return {
        "as_of": when.day,
        "units": [
            {"unit": body, "name": dondoc.catalogue.body_name(body, as_of), **found[body]} for body in order
        ],
        "promises": [{**asdict(line), "what": wording.duty_name(line.task.split(":")[0], dondoc.catalogue)}
                     for line in lines],
    }  # fmt: skip


def requested(dondoc: Answers, office: str) -> list[dict[str, Any]]:
    """The extensions that wait for a decision of an office's body: it assigned the task, or asked for it."""
    body = office.split("/", maxsplit=1)[0]
    owned = {plan for plan, file in dondoc.catalogue.plans.items() if file.plan.owner == body}
    found = dondoc.ask(replies.requested, dondoc.sight)
    return [asdict(each) for each in found if each.plan in owned or each.asker == body]
