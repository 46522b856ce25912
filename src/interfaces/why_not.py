"""Why was nothing sent for a task, and what will be sent next, when and to whom? Each rung with what does not hold.

Plain data and lines, the same for every door. It asks the rules what they would decide, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from dondoc.answers import Answers
from dondoc.domain import choosing
from dondoc.domain.counting import last_moment
from dondoc.domain.errors import CalendarUndecided
from dondoc.domain.holding import PAUSED, PROMISE, PROMISED, Holds, after_end, hold
from dondoc.domain.ladder import Ladder
from dondoc.domain.plan import Duty
from dondoc.domain.ports import local, stamp, unstamp
from dondoc.domain.reminder import Context, consider
from dondoc.domain.rung import Limit, Rung
from dondoc.domain.status import Cell
from dondoc.interfaces import limits, reasons, terms, wording
from dondoc.projections import pending
from dondoc.projections.reminders import LedgerLine
from dondoc.projections.standing import When
from dondoc.projections.task_list import TaskLine

ENDED = {
    Cell.DONE_ON_TIME: "Việc đã hoàn thành nên không đôn đốc nữa.",
    Cell.DONE_LATE: "Việc đã hoàn thành nên không đôn đốc nữa.",
    Cell.CANCELLED: "Việc đã được hủy nên không đôn đốc.",
    Cell.WAITING: "Việc đang chờ văn bản nên không bị đôn đốc; chỉ hỏi văn bản dự kiến đã ban hành chưa.",
}
"""Why a task is not urged at all, where it stands in one of these cells."""
STATES = {
    "sent": "đã đôn đốc",
    "held-back": "giữ lại",
    "due": "đã tới, lượt kiểm tra tiếp theo sẽ ghi",
    "would-hold": "đã tới, sẽ được giữ lại",
    "ahead": "chưa tới",
    "undecided": "chưa tính được ngày",
}
"""Where a rung stands."""


def why_not(dondoc: Answers, task: str, when: When) -> dict[str, Any]:
    """Why a task was not urged on a day, and what comes next.

    Raises:
        NotFound: no such task on that day.
    """
    line, parts = dondoc.task(task, when)
    return of_line(dondoc, line, [part.id for part in parts], when, dondoc.ledger(task, when=when))


def of_line(
    dondoc: Answers, line: TaskLine, parts: Sequence[str], when: When, ledger: Sequence[LedgerLine]
) -> dict[str, Any]:
    """The same for a task that was read already, with its reminders."""
    duty = dondoc.catalogue.duties.get(line.duty)
    reason = _reason(line, duty, parts)
    told = []
    if duty and not reason:
        holds = limits.holds(dondoc, line, when)
        found = limits.of(dondoc, line, duty, when, holds)
        told = [_limit(dondoc, line, duty, each, when, ledger, holds) for each in found]
    rungs = (rung for each in told for rung in each["rungs"])
    ahead = [rung for rung in rungs if rung["state"] in {"ahead", "due"} and not rung["held_back"]]
    return {
        "task": line.id,
        "at": when.day,
        "reason": reason or ("" if told else "Việc không có hạn, đồng hồ hay mức im lặng nào để đôn đốc."),
        "parts": list(parts),
        "limits": told,
        "next": min(ahead, key=lambda rung: rung["at"] or rung["day"], default=None),
    }


def _reason(line: TaskLine, duty: Duty | None, parts: Sequence[str]) -> str:
    if line.composite:
        return f"Việc gồm {len(parts)} phần; từng phần được đôn đốc riêng."
    if duty is None:
        return "Nhiệm vụ không còn trong cấu hình nên không có thang đôn đốc."
    return ENDED.get(line.cell, "")


def _limit(
    dondoc: Answers,
    line: TaskLine,
    duty: Duty,
    limit: Limit,
    when: When,
    ledger: Sequence[LedgerLine],
    holds: Holds,
) -> dict[str, Any]:
    catalogue = dondoc.catalogue
    taken = choosing.ladder(catalogue, duty, limit.kind, line.marks, line.body)
    operands = choosing.operands(catalogue, duty, line.body, line.marks)
    before = catalogue.ladders[: catalogue.ladders.index(taken)] if taken else catalogue.ladders
    others = {
        each.id: [said for said in each.chosen(operands, limit.kind) if not said["holds"]]
        for each in before
        if limit.kind in each.limits
    }
    context = Context(operands, lambda body, _day: dondoc.ask(pending.late_on, when, body), catalogue.told)
    climbed = after_end(taken) if taken and limit.id == PROMISE else taken
    rungs = (
        [_rung(dondoc, line, climbed, each, limit, when, context, ledger, holds) for each in climbed.climb]
        if climbed
        else []
    )
    return {
        "limit": limit.id,
        "due": stamp(limit.due_at) if limit.due_at else limit.due.isoformat(),
        "ladder": taken.id if taken else None,
        "rule": f"{taken.id}/{taken.version}" if taken else None,
        "not_taken": [{"ladder": name, "failed": failed} for name, failed in others.items() if failed],
        "rungs": rungs,
    }


def _rung(
    dondoc: Answers,
    line: TaskLine,
    ladder: Ladder,
    rung: Rung,
    limit: Limit,
    when: When,
    context: Context,
    ledger: Sequence[LedgerLine],
    holds: Holds,
) -> dict[str, Any]:
    calendar, now = dondoc.catalogue.calendar, _asked_at(when)
    said: dict[str, Any] = {"rung": rung.id, "name": rung.name, "level": rung.level, "day": None, "at": None}
    recorded = next((each for each in ledger if _is(each, rung, limit) and each.on <= when.day), None)
    try:
        at = rung.at(limit, calendar)
        found = consider(ladder, rung, limit, task=line.id, body=line.body, now=now, calendar=calendar, context=context)
        found = hold(found, holds, ladder, max(now, at), calendar)
    except CalendarUndecided as undecided:
        return {**said, "state": "undecided", "undecided": undecided.diagnostic(), "on": None, "held_back": "",
                "conditions": [], "days": [], "recipients": []}  # fmt: skip
    why = recorded.why if recorded else found.why
    return {
        **said,
        "day": local(at).date().isoformat(),
        "at": stamp(at) if rung.by_moment else None,
        "state": _state(recorded, reached=at <= now and _behind(limit, when, calendar), held_back=found.held_back),
        "on": recorded.on if recorded else None,
        "held_back": recorded.held_back
        if recorded
        else found.held_back
        if at <= now or found.held_back in {PAUSED, PROMISED}
        else "",
        "conditions": why["conditions"],
        "days": why["days"],
        "recipients": why["recipients"],
    }


def _asked_at(when: When) -> datetime:
    """The moment asked about, within its day: at the end of a day that is over, it is still that day."""
    return min(unstamp(when.moment), last_moment(date.fromisoformat(when.day)) - timedelta(seconds=1))


def _behind(limit: Limit, when: When, calendar: Any) -> bool:
    return limit.pace is None or limit.pace.behind(date.fromisoformat(when.day), calendar)


def _is(line: LedgerLine, rung: Rung, limit: Limit) -> bool:
    return (line.limit, line.key, line.rung) == (limit.id, limit.key, rung.id)


def _state(recorded: LedgerLine | None, *, reached: bool, held_back: str) -> str:
    if recorded:
        return "held-back" if recorded.held_back else "sent"
    if not reached:
        return "ahead"
    return "would-hold" if held_back else "due"


def as_lines(said: dict[str, Any], dondoc: Answers) -> Iterator[str]:
    """The answer for people to read."""
    catalogue, on = dondoc.catalogue, date.fromisoformat(said["at"])
    if said["reason"]:
        yield said["reason"]
    yield from (f"  - {part}" for part in said["parts"])
    for limit in said["limits"]:
        yield f"{limit_name(limit, dondoc)}:"
        if limit["ladder"] is None:
            yield "  Không thang nào dành cho thời hạn này."
        for other in limit["not_taken"]:
            failed = "; ".join(
                terms.condition(other["ladder"], each, catalogue).rstrip(".") for each in other["failed"]
            )
            yield f"  Không theo thang “{ladder_name(other['ladder'], dondoc)}”: {failed}"
        for rung in limit["rungs"]:
            yield f"  {rung_said(rung)}"
            failed_ = [each for each in rung["conditions"] if not each["holds"]]
            yield from (f"      ✗ {terms.condition(limit['ladder'], each, catalogue)}" for each in failed_)
    coming = said["next"]
    if coming:
        to = ", ".join(wording.office(each["office"], catalogue, on) for each in coming["recipients"])
        when = wording.moment(unstamp(coming["at"])) if coming["at"] else wording.day(coming["day"])
        yield f"Lần tới: {when}, {wording.lower(coming['name'])}, gửi tới {to}."
    elif not said["reason"]:
        yield "Không còn nấc nào phía trước."


def limit_name(limit: dict[str, Any], dondoc: Answers) -> str:
    """A limit with its ladder: Hạn cuối 20/03/2024, thang “Nhiệm vụ có thời hạn”, phiên bản 3."""
    due = wording.moment(unstamp(limit["due"])) if "T" in limit["due"] else wording.day(limit["due"])
    of = {
        "": "Hạn cuối",
        "silence": "Im lặng quá mức từ sau ngày",
        "pace": "Nhịp của kỳ đến ngày",
        PROMISE: "Ngày đã hẹn",
    }
    name = of.get(limit["limit"]) or f"Đồng hồ “{terms.clock(limit['limit'], dondoc.catalogue)}” đến"
    return f"{name} {due}" + (f", thang “{terms.rule(limit['rule'], dondoc.catalogue)}”" if limit["rule"] else "")


def ladder_name(ladder: str, dondoc: Answers) -> str:
    """The name of a ladder, by its id."""
    return next((each.name for each in dondoc.catalogue.ladders if each.id == ladder), ladder)


def rung_said(rung: dict[str, Any]) -> str:
    """A rung with its day and where it stands."""
    if rung["state"] == "undecided":
        return f"{rung['name']}: {rung['undecided']['vi']}"
    at = wording.moment(unstamp(rung["at"])) if rung["at"] else wording.day(rung["day"])
    state = STATES[rung["state"]] + (f" ngày {wording.day(rung['on'])}" if rung["on"] else "")
    held = f" ({reasons.said(rung['held_back'])})" if rung["held_back"] else ""
    return f"{rung['name']} ({at}): {state}{held}"
