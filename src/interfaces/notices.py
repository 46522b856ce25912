"""Notices in words: what is to be done, by when, on which basis, and why whoever reads it is told.

The subject has one form, so that people can sort by it: `[Đôn đốc] 3 việc (1 quá hạn), ngày 22/03/2024`; what is only
asked for comes as `[Đề nghị] 1 việc, ngày 22/03/2024`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.expectation import LADDER
from dondoc.domain.holding import LADDER as PAUSE
from dondoc.domain.holding import PROMISE
from dondoc.domain.notice import Entry
from dondoc.domain.ports import local, stamp
from dondoc.domain.rung import SILENCE
from dondoc.interfaces import terms, wording
from dondoc.workflow.composing import Written

SIMULATED = "MÔ PHỎNG"
REQUESTED = "Đề nghị thực hiện"


def write(catalogue: Catalogue, entries: Sequence[Entry], at: datetime, *, simulated: bool = False) -> Written:
    """The notice that tells a receiver of some reminders."""
    today = local(at).date()
    once = _once(entries)
    about = [_about(entry, catalogue, today) for entry in once]
    requests = all(entry.request for entry in entries)
    late = sum(each["days_late"] > 0 for each in about)
    mark = f"[{SIMULATED}] " if simulated else ""
    count = f"{len(about)} việc" if requests else f"{len(about)} việc ({late} quá hạn)"
    subject = f"{mark}[{'Đề nghị' if requests else 'Đôn đốc'}] {count}, ngày {wording.day(today)}"
    to = dict.fromkeys(wording.office(entry.to, catalogue, today) for entry in entries)
    lines = [
        f"Kính gửi: {'; '.join(to)}.",
        "",
        f"Tính đến ngày {wording.day(today)}, có {len(about)} việc "
        + ("đề nghị thực hiện:" if requests else f"cần thực hiện, trong đó {late} việc đã quá hạn:"),
    ]
    for number, group in enumerate(_groups(once, about, catalogue), 1):
        lines += ["", *(_lines(number, group[0]) if len(group) == 1 else _together(number, group, catalogue))]
    lines += ["", "Việc đã làm xong mà vẫn có trong thông báo này là việc chưa được ghi nhận kết quả."]
    if simulated:
        lines += ["", f"{SIMULATED}: thông báo này được lập theo đồng hồ mô phỏng, không phải thông báo thật."]
    return Written(subject, "\n".join(lines), tuple(about))


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """One entry a reminder: who holds two of its offices reads it once."""
    return [*{entry.event: entry for entry in reversed(entries)}.values()][::-1]


def _about(entry: Entry, catalogue: Catalogue, today: date) -> dict[str, Any]:
    duty, body, *period = entry.task.split(":", 2)
    return {
        "task": entry.task,
        "what": wording.duty_name(duty, catalogue),
        "subject": entry.subject,
        "body": body,
        "body_name": catalogue.body_name(body, today),
        "period": wording.occurrence(duty, period[0], catalogue) if period else "",
        "basis": wording.citation(duty, catalogue),
        "due": stamp(entry.due_at) if entry.due_at else entry.due and entry.due.isoformat(),
        "due_said": _due(entry),
        "days_late": _days_late(entry, today),
        "ladder": entry.ladder,
        "rung": entry.rung,
        "rung_name": REQUESTED if entry.request else wording.rung(entry.ladder, entry.rung, catalogue),
        "level": entry.level,
        "to": entry.to,
        "to_name": wording.office(entry.to, catalogue, today),
        "reminder": entry.event,
        "covers": [_about(each, catalogue, today) for each in entry.covers],
    }


def _groups(
    entries: Sequence[Entry], about: Sequence[dict[str, Any]], catalogue: Catalogue
) -> list[list[dict[str, Any]]]:
    """What is told together: the many reminders of one body under one plan, else each for itself; in their order."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for entry, each in zip(entries, about, strict=True):
        of = (each["task"].partition(".")[0], each["body"])
        found.setdefault((*of, entry.id) if entry.request else of, []).append(each)
    most = catalogue.delivery.together
    return [
        told
        for group in found.values()
        for told in ([group] if most and len(group) >= most else [[each] for each in group])
    ]


def _together(number: int, group: Sequence[dict[str, Any]], catalogue: Catalogue) -> list[str]:
    """Many reminders of one body under one plan: a line with their number, then a short one each."""
    late = sum(each["days_late"] > 0 for each in group)
    file = catalogue.plans.get(group[0]["task"].partition(".")[0])
    plan = f" ({terms.plan_name(file.plan, catalogue)})" if file else ""
    return [
        f"{number}. {group[0]['body_name']}{plan}: {len(group)} việc, trong đó {late} việc đã quá hạn",
        *(line for each in group for line in _short(each)),
    ]


def _short(each: dict[str, Any]) -> list[str]:
    late = f"; đã quá {each['days_late']} ngày" if each["days_late"] else ""
    what = f"{each['what']}; {wording.lower(each['period'])}" if each["period"] else each["what"]
    return [
        f"   - {what}; thời hạn: {each['due_said']}{late}; {wording.lower(each['rung_name'])}; mã việc: {each['task']}",
        *_covered(each),
    ]


def _covered(each: dict[str, Any]) -> list[str]:
    if not each["covers"]:
        return []
    parts = (
        f"{wording.lower(under['period']) or under['task']} ({under['body_name']}, thời hạn {under['due_said']})"
        for under in each["covers"]
    )
    return [f"   Cùng {len(each['covers'])} việc khác thuộc việc chung này: {'; '.join(parts)}"]


def _days_late(entry: Entry, today: date) -> int:
    return 0 if _asks(entry) or entry.due is None else max(wording.days_between(entry.due, today), 0)


def _asks(entry: Entry) -> bool:
    """Whether it is only a question: waiting for an act is never late, nor is silence, nor what is asked for now."""
    return entry.limit == SILENCE or entry.ladder in {LADDER, PAUSE} or entry.request


def _due(entry: Entry) -> str:
    if entry.ladder == LADDER:
        return "chờ văn bản được ban hành, chưa có hạn"
    if entry.ladder == PAUSE and entry.due:
        return f"hết thời gian tạm dừng đôn đốc ngày {wording.day(entry.due)}"
    if entry.limit == PROMISE and entry.due:
        return f"đã hẹn hoàn thành ngày {wording.day(entry.due)}"
    if entry.due is None:
        return "chưa ấn định ngày"
    if entry.limit == SILENCE:
        return "việc thường xuyên, lâu chưa ghi nhận hoạt động"
    return wording.moment(entry.due_at) if entry.due_at else wording.day(entry.due)


def _lines(number: int, each: dict[str, Any]) -> list[str]:
    late = f"; đã quá {each['days_late']} ngày" if each["days_late"] else ""
    return [
        f"{number}. {each['what']}",
        *([f"   Nội dung: {each['subject']}"] if each["subject"] else []),
        f"   Đơn vị thực hiện: {each['body_name']}; {wording.lower(each['period'])}",
        f"   Thời hạn: {each['due_said']}{late}",
        f"   Căn cứ: {each['basis']}",
        f"   Vì sao có thông báo này: {wording.lower(each['rung_name'])}; gửi tới {each['to_name']}",
        f"   Mã việc: {each['task']}",
        *_covered(each),
    ]
