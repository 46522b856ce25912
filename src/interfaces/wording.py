"""How things are said to people, in Vietnamese: days, periods, windows, cells, sentences of a history.

A time is never said finer than its grain: a month stays a month. Terms are those of the decisions and of the
Government's own reports.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from dondoc.domain import expectation, holding
from dondoc.domain import period as periods
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.errors import Invalid
from dondoc.domain.fact import AskingFact, Record, Registry
from dondoc.domain.facts.engine import ReminderHeldBack
from dondoc.domain.facts.task import ClockStarted, FactCorrected, TaskCredited
from dondoc.domain.office import SYSTEM
from dondoc.domain.period import ROMAN, Grain, Period
from dondoc.domain.ports import local, unstamp
from dondoc.domain.status import Cell
from dondoc.interfaces import reasons
from dondoc.projections.task_list import Clock, TaskLine

CELLS = {
    Cell.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Cell.DONE_LATE: "Hoàn thành quá hạn",
    Cell.OPEN_IN_TERM: "Chưa hoàn thành, trong hạn",
    Cell.OPEN_OVERDUE: "Chưa hoàn thành, quá hạn",
    Cell.WAITING: "Chờ văn bản",
    Cell.CANCELLED: "Đã hủy",
}
SHORT = {**CELLS, Cell.OPEN_IN_TERM: "Trong hạn", Cell.OPEN_OVERDUE: "Quá hạn"}
"""The cells in a list, where what is done says so itself."""
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
PHASES = {"before": "Trước khi ban hành", "during": "Trong khi ban hành", "after": "Sau khi ban hành"}
UNITS = {"hours": "giờ", "days": "ngày", "working-days": "ngày làm việc", "months": "tháng"}
DIFFERENCES = {
    "withdraw": "không còn trong kế hoạch, sẽ được rút",
    "move": "thời gian đã đổi, sẽ được cập nhật",
    "gone": "không còn trong kế hoạch nhưng đã bắt đầu: cần quyết định hủy hay làm tiếp",
    "moved": "thời gian đã đổi nhưng đã bắt đầu: cần quyết định giữ hay đổi hạn",
    "parts": "kế hoạch chia phần khác: cần quyết định",
    "back": "đã rút, nay lại có trong kế hoạch: cần quyết định giao lại",
}
RESTRICTED = "Việc hạn chế: nội dung chỉ cơ quan, đơn vị có trách nhiệm xử lý được xem"


def day(value: date | str | None) -> str:
    """A day as officials write it: 05/01/2024."""
    if not value:
        return "—"
    return f"{date.fromisoformat(value) if isinstance(value, str) else value:%d/%m/%Y}"


def number(value: int) -> str:
    """A whole number as it is written in Vietnam: 9.444."""
    return f"{value:,}".replace(",", ".")


def weekday(value: date | str) -> str:
    """The name of a day of the week: Thứ Hai."""
    return WEEKDAYS[(date.fromisoformat(value) if isinstance(value, str) else value).weekday()]


def days_between(first: date, last: date | str) -> int:
    """How many days lie between two days; negative when the last one comes first."""
    return ((date.fromisoformat(last) if isinstance(last, str) else last) - first).days


def moment(value: datetime) -> str:
    """A moment in Vietnam's time: 08:30 ngày 05/01/2024."""
    return f"{local(value):%H:%M} ngày {local(value):%d/%m/%Y}"


def period(value: Period) -> str:  # one return a grain reads best
    """A period in its own grain: Tháng 4/2024, Quý II/2024, Năm 2024 và các năm tiếp theo."""
    start, end = value.start, value.end
    match value.grain:
        case Grain.DAY:
            return day(start)
        case Grain.WEEK:
            return f"Tuần {value.label[-2:]}/{value.label[:4]} ({start:%d/%m} - {day(end)})"
        case Grain.MONTH:
            return f"Tháng {start.month}/{start.year}"
        case Grain.QUARTER:
            return f"Quý {ROMAN[start.month // 3]}/{start.year}"
        case Grain.HALF:
            return f"6 tháng {'đầu' if start.month == 1 else 'cuối'} năm {start.year}"
        case Grain.YEAR:
            return f"Năm {start.year}"
    if end is None:
        return f"Năm {start.year} và các năm tiếp theo"
    if value.label == f"{start.year}-{end.year}":
        return f"Các năm {start.year} - {end.year}"
    return f"{day(start)} - {day(end)}"


def label(value: str) -> str:
    """A period's label said in words; the label itself where it names no period (a report's slot)."""
    try:
        return period(periods.parse(value))
    except Invalid:
        return value


def window(line: TaskLine, catalogue: Catalogue) -> str:
    """When a task should be done, in its own grain; what it waits for, where it waits."""
    if line.act:
        act = catalogue.acts.get(line.act)
        name = act.kind[0].lower() + act.kind[1:] if act else "văn bản"
        said = f"{PHASES.get(line.phase, 'Trước, trong và sau khi ban hành')} {name}"
        if line.end:
            return f"{said}: đến {day(line.end)}"
        return f"{said}, dự kiến {lower(label(line.expected))}" if line.expected else said
    if line.data_from and line.data_to:
        data = f"số liệu {day(line.data_from)} - {day(line.data_to)}"
        return f"{slot(line, catalogue)} ({data}), gửi trước hoặc trong ngày {day(line.due)}"
    if line.composite and line.start:
        return f"Năm {line.period}, từng phần"
    return occurrence(line.duty, line.period, catalogue) if line.start else line.period


def slot(line: TaskLine, catalogue: Catalogue) -> str:
    """The name of a report's period: Quý I năm 2024, 6 tháng đầu năm 2024."""
    return occurrence(line.duty, line.period, catalogue)


def occurrence(duty: str, name: str, catalogue: Catalogue) -> str:
    """What distinguishes one task of a duty from the others: its period, its report's period, or its phase."""
    found = catalogue.duties.get(duty)
    schedule = getattr(found.rhythm, "schedule", ()) if found else ()
    year, _, slot_id = name.partition("-")
    slot_name = next((s.name for s in schedule if s.id == slot_id), None)
    if case := re.fullmatch(r"(\d{4})\.(\d{4,})", name):
        return f"Việc phát sinh số {case[2]}/{case[1]}"
    if version := re.fullmatch(r"v(\d+)", name):
        return f"Phiên bản {version[1]} của kế hoạch"
    if asked := re.fullmatch(r"(.+)\.(\d{1,3})", name):
        return f"{occurrence(duty, asked[1], catalogue)}, nội dung {asked[2]}"
    return f"{slot_name} năm {year}" if slot_name else PHASES.get(name) or label(name)


def due(line: TaskLine | Clock) -> str:
    """The last day in term; the last moment, where time is told in hours."""
    return moment(unstamp(line.due_at)) if line.due_at else day(line.due)


def why(line: TaskLine, as_of: date, catalogue: Catalogue) -> str:
    """Why a task stands where it stands, in one sentence."""
    last = date.fromisoformat(line.due) if line.due else None
    if line.due_at and line.cell in {Cell.OPEN_OVERDUE, Cell.OPEN_IN_TERM}:
        said = "Đã quá thời hạn" if line.cell is Cell.OPEN_OVERDUE else "Còn trong thời hạn"
        return f"{said} {moment(unstamp(line.due_at))}; giờ chạy cả đêm và ngày nghỉ."
    match line.cell:
        case Cell.WAITING:
            act = catalogue.acts.get(line.act)
            return (
                f"Chờ ban hành: {act.name}. Chưa có ngày ban hành nên chưa có hạn; chờ không phải là chậm."
                if act
                else "Chờ văn bản được ban hành."
            )
        case Cell.OPEN_OVERDUE if last:
            return f"Hạn cuối {day(last)}, tính đến {day(as_of)} đã quá {(as_of - last).days} ngày mà chưa hoàn thành."
        case Cell.OPEN_IN_TERM:
            return (
                f"Còn trong hạn: hạn cuối {day(last)}."
                if last
                else "Thời gian không có ngày kết thúc nên không có hạn cuối."
            )
        case Cell.DONE_LATE:
            return f"Hoàn thành ngày {day(line.done_on)}, sau hạn cuối {due(line)}."
        case Cell.DONE_ON_TIME:
            until = f", trong hạn cuối {day(last)}" if last else ""
            return f"Hoàn thành ngày {day(line.done_on)}{until}."
    return "Việc đã được hủy."


def why_of_parts(line: TaskLine, parts: Sequence[TaskLine], as_of: date, catalogue: Catalogue) -> str:
    """Why a composite task stands where it stands: it follows the worst of its parts, named here with its own why."""
    worst = next((part for part in parts if part.cell is line.cell), None)
    if worst is None:
        return why(line, as_of, catalogue)
    named = occurrence(worst.duty, worst.period, catalogue)
    alike = len({part.cell for part in parts}) == 1
    how = ", cùng tình trạng" if alike else "; cả việc đứng theo phần kém nhất"
    return f"Gồm {len(parts)} phần{how}. {named}: {lower(why(worst, as_of, catalogue))}"


def state(line: TaskLine, catalogue: Catalogue) -> str:
    """The name of the state that a task is in now; for a quota, how many of how many."""
    if line.restricted:
        return RESTRICTED
    if line.composite:
        return "Theo từng phần"
    if line.count and line.cell in {Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE}:
        return f"Đã có {line.credits}/{line.count}"
    return state_name(line, line.state, catalogue)


def state_name(line: TaskLine, state_id: str, catalogue: Catalogue) -> str:
    """The name of a state of a task's procedure; empty means the first one."""
    procedure = catalogue.procedures.get(f"{line.procedure}/{line.procedure_version}")
    known = {found.id: found.name for found in procedure.states} if procedure else {}
    return known.get(state_id or (procedure.initial if procedure else ""), state_id or "—")


def office(name: str, catalogue: Catalogue, on: date) -> str:
    """An office with its body, as they were called on that day; the body alone, where it is written to formally."""
    known, body = catalogue.offices.get(name), catalogue.body_name(name.split("/", maxsplit=1)[0], on)
    return f"{known.name} ({body})" if known else body if name in catalogue.bodies else name


def rung(ladder: str, name: str, catalogue: Catalogue) -> str:
    """The name of a rung of a ladder, Còn 10 ngày làm việc, or of the question about an expected act."""
    if ladder == expectation.LADDER and catalogue.expected:
        return catalogue.expected.name
    if ladder == holding.LADDER:
        return "Hết thời gian tạm dừng đôn đốc"
    found = next((known.rung(name) for known in catalogue.ladders if known.id == ladder), None)
    return found.name if found else name


def actor(record: Record, catalogue: Catalogue) -> str:
    """Who did it: the office with its body, as they were called on that day."""
    meta = record.meta
    if meta.office == SYSTEM:
        return "Hệ thống"
    held = catalogue.capacity(meta.actor, meta.office, meta.on)
    said = (held.worded if held else str)(office(meta.office, catalogue, meta.on))
    if meta.on_behalf_of:
        said += f", thay mặt {catalogue.body_name(meta.on_behalf_of, meta.on)}"
    return said


def sentence(record: Record, catalogue: Catalogue, registry: Registry | None = None) -> str:
    """What a record says, as a sentence: who did what. The registry, where given, names the facts that it refers to."""
    fact = record.fact
    fields: dict[str, Any] = defaultdict(lambda: "")
    for name in type(fact).model_fields:
        fields[name] = _said(getattr(fact, name))
    if window_ := getattr(fact, "window", None):
        fields["window_text"] = (
            lower(occurrence(str(fields["duty"]), window_.label, catalogue))
            if window_.start
            else "theo văn bản được ban hành"
        )
    if isinstance(fact, ClockStarted):
        fields["unit_text"] = UNITS.get(fact.unit, fact.unit)
        fields["due"] = moment(fact.due_at) if fact.due_at else day(fact.due)
    if isinstance(fact, AskingFact):
        fields["units"] = ", ".join(catalogue.body_name(unit, record.meta.on) for unit in fact.units)
    if isinstance(fact, TaskCredited | FactCorrected):
        fields["fact_title"] = registry[fact.fact].title if registry and fact.fact in registry else fact.fact
    if ladder := fields["ladder"]:
        fields["rung"] = lower(rung(ladder, fields["rung"], catalogue))
    if isinstance(fact, ReminderHeldBack):
        fields["rung"] = f"“{fields['rung']}”: {reasons.said(fact.why.get('held-back', ''))}"
    if fact.name.startswith("notice."):
        fields["reason"] = reasons.said(fields["reason"])
    said = fact.sentence.format_map(fields).rstrip(" :,")
    return f"{actor(record, catalogue)} {said}"


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return number(value) if type(value) is int else "" if value is None else value


def duty_name(duty: str, catalogue: Catalogue) -> str:
    """The decision's words for a duty."""
    found = catalogue.duties.get(duty)
    return found.what if found else duty


def citation(duty: str, catalogue: Catalogue) -> str:
    """The legal basis of a duty: clause or row, and document."""
    found = catalogue.duties.get(duty)
    if found is None:
        return duty
    plan = catalogue.plan_of(duty)
    document = catalogue.documents.get(plan.document)
    cited = document.citation() if document and document.number else plan.name
    if found.row:
        return f"Phụ lục, mục {found.row}, {cited}"
    return f"{'; '.join(clause.label for clause in catalogue.clauses(found))}, {cited}"


def lower(text: str) -> str:
    """The text as it reads on within a sentence."""
    return text[:1].lower() + text[1:]
