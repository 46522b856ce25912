"""What plans, duties, roles and rules of urging are called where a page explains them. Knows of no record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dondoc.domain import expectation, holding
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.plan import Duty, Plan
from dondoc.domain.procedure import ASKER, ASSIGNER, COORDINATOR, LEAD
from dondoc.domain.rhythm import Continuous, Every, Once, OnDemand, PerVersion, Quota
from dondoc.interfaces import operand_terms
from dondoc.interfaces.wording import day, lower, moment, period, rung
from dondoc.projections.task_list import TaskLine

GROUPS = {
    "moha-units": "Đơn vị thuộc Bộ",
    "central-agencies-2024": "Bộ, ngành",
    "provinces-2024": "Tỉnh, thành phố",
    "broadcasters": "Đài phát thanh, truyền hình",
}
"""The groups that a reader chooses from, by their short names."""
GRAINS = {"week": "tuần", "month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm"}
ROLES = {
    LEAD: "Đơn vị được giao",
    ASSIGNER: "Chủ trì kế hoạch",
    ASKER: "Đơn vị đề nghị",
    COORDINATOR: "Đơn vị phối hợp",
}
"""The roles that depend on the task, by what they are to it."""

REPLIED = {
    "promised-until": "Đơn vị đã hẹn hoàn thành ngày {}: đôn đốc tính từ ngày đó.",
    "paused-until": "Đôn đốc được tạm dừng đến hết ngày {}.",
    "paused-until<today": "Thời gian tạm dừng đôn đốc đã hết ngày {}.",
}
"""Conditions that a reply to being urged sets, each with its day."""


def plan_name(plan: Plan, catalogue: Catalogue) -> str:
    """A short name for a plan: its document's number; its own name where that is not known."""
    document = catalogue.documents.get(plan.document)
    return f"{document.type} {document.number}" if document and document.number else plan.name


def document(name: str, catalogue: Catalogue) -> str:
    """A document as officials cite it, by its id."""
    known = catalogue.documents.get(name)
    return known.citation() if known else name


def rhythm(duty: Duty, catalogue: Catalogue) -> str:  # one return a rhythm reads best
    """How often a duty is owed: 04 lần mỗi tháng, khi phát sinh, thường xuyên."""
    match duty.rhythm:
        case Quota(period=grain, count=count, minutes=minutes):
            least = f", mỗi lần ít nhất {minutes} phút" if minutes else ""
            return f"{count:02d} lần mỗi {GRAINS[grain]}{least}"
        case Every(schedule=slots) if slots:
            return f"{len(slots):02d} kỳ mỗi năm"
        case Every(period=grain):
            return f"Hằng {GRAINS[grain or '']}"
        case OnDemand():
            return "Khi phát sinh"
        case Continuous():
            return "Thường xuyên"
        case PerVersion():
            return "Mỗi phiên bản của kế hoạch"
        case Once(window=spec) if spec.act:
            act = catalogue.acts.get(spec.act)
            return f"Một lần, theo văn bản: {act.name}" if act else "Một lần, theo văn bản"
        case Once(window=spec):
            return f"Một lần, {lower(period(spec.whole()))}"


def party(name: str, catalogue: Catalogue, on: date) -> str:
    """Who is meant by an id: a group, or a body as it was called on that day."""
    return catalogue.groups[name].name if name in catalogue.groups else catalogue.body_name(name, on)


def role(name: str, line: TaskLine, catalogue: Catalogue, on: date) -> str:
    """Who fills a role of a procedure for a task."""
    if name == LEAD:
        return catalogue.body_name(line.body, on)
    if name == ASSIGNER:
        file = catalogue.plans.get(line.plan)
        return f"{catalogue.body_name(file.plan.owner, on) if file else line.plan} (chủ trì kế hoạch)"
    known = catalogue.roles.get(name)
    return ROLES.get(name) or (known.name if known else name)


def rule(name: str, catalogue: Catalogue) -> str:
    """The rule that decided a reminder, with its version: Nhiệm vụ có thời hạn, phiên bản 1."""
    ladder, _, version = name.partition("/")
    named = next((each.name for each in catalogue.ladders if each.id == ladder), ladder)
    if ladder == holding.LADDER:
        return "Tạm dừng đôn đốc có thời hạn"
    known = catalogue.expected.name if ladder == expectation.LADDER and catalogue.expected else named
    return f"{known}, phiên bản {version}"


def condition(ladder: str, said: dict[str, Any], catalogue: Catalogue) -> str:
    """One condition of a reminder with its value, as a sentence."""
    value, holds = str(said["value"]), bool(said["holds"])
    if reply := REPLIED.get(said["what"]):
        return reply.format(day(value.partition("<")[0]))
    match said["what"]:
        case "due":
            return f"Hạn cuối là {_moment(value)}."
        case "clock":
            return f"Tính theo đồng hồ “{clock(value, catalogue)}”."
        case "last-activity":
            return f"Hoạt động gần nhất (hoặc ngày mở việc) là {day(value)}."
        case "silent-days":
            return f"Tới khi xét đã {value} ngày không có hoạt động."
        case "silence-limit":
            return f"Quá {value} ngày không có hoạt động thì hỏi lại."
        case "expected<=today":
            at, _, today = value.partition("<=")
            return f"Văn bản dự kiến từ ngày {day(at)}, tháng dự kiến đã tới khi xét ngày {day(today)}."
        case "act-issued":
            act = catalogue.acts.get(value)
            return f"Chưa ghi nhận ban hành: {act.name if act else value}."
        case "highest-rung-reached":
            said_of = "Đây là" if holds else "Đây không phải"
            return f"{said_of} nấc cao nhất đã tới ({lower(rung(ladder, value, catalogue))})."
    return operand_terms.condition(said, catalogue) or _reached(said["what"], value, holds)


def _reached(what: str, value: str, holds: bool) -> str:
    """A condition that compares the time of a rung with another."""
    if what in {"rung-day<=today", "rung-at<=now"}:
        at, _, now = value.partition("<=")
        return f"Lúc phải đôn đốc là {_moment(at)}, {'đã' if holds else 'chưa'} tới khi xét ({_moment(now)})."
    if what in {"rung-day>binding-since", "rung-at>known-since"}:
        at, _, since = value.partition(">")
        return f"{_moment(at)} ở {'sau' if holds else 'không sau'} lúc đơn vị có thể biết việc này ({_moment(since)})."
    return f"{what}: {value}"


def clock(name: str, catalogue: Catalogue) -> str:
    """The name of a clock of a procedure: Thời hạn trả lời."""
    clocks = (clock for procedure in catalogue.procedures.values() for clock in procedure.clocks)
    return next((clock.name for clock in clocks if clock.id == name), name)


def _moment(text: str) -> str:
    return moment(datetime.fromisoformat(text)) if "T" in text else day(text)
