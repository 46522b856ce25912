"""A small ministry in memory, so that rules are tested without files.

The ministry `bo` has two departments, `vu-a` and `vu-b`, and an office, `van-phong`, that owns the plan `kh` of 2024;
a province, `tinh-a`, reports to it and a broadcaster, `dai-a`, airs for it. Everything in it is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dondoc.domain.body import Body, Group
from dondoc.domain.calendar import Calendar, DayKind, SpecialDay
from dondoc.domain.catalogue import Catalogue, Role
from dondoc.domain.document import Document
from dondoc.domain.errors import NotFound
from dondoc.domain.facts.task import TaskAssigned
from dondoc.domain.ladder import Ladder
from dondoc.domain.occurrence import occurrences, task_id
from dondoc.domain.office import Actor, Holding, Office, Post
from dondoc.domain.plan import Duty, PlanFile
from dondoc.domain.procedure import Procedure
from dondoc.domain.rule import Rule, Rulebook
from dondoc.testing.procedures import PROCEDURES
from dondoc.workflow.opening import Opening, assignment

YEAR = 2024
STARTS = date(YEAR, 3, 18)

LEAD = Actor(person="an", office="vu-a/dau-moi")
"""The focal point of the department that owes most of the duties."""
SPOKESPERSON = Actor(person="binh", office="van-phong/nguoi-phat-ngon")
ASSIGNER = Actor(person="chi", office="van-phong/dau-moi")
"""The focal point of the office that owns the plan."""
MINISTER = Actor(person="giang", office="bo/bo-truong")
REGISTRAR = Actor(person="dung", office="van-phong/van-thu", on_behalf_of="tinh-a")

_BODIES = {
    "bo": ("ministry", "Bộ A", None),
    "van-phong": ("unit", "Văn phòng Bộ", "bo"),
    "vu-a": ("unit", "Vụ A", "bo"),
    "vu-b": ("unit", "Vụ B", "bo"),
    "tinh-a": ("province", "Tỉnh A", None),
    "dai-a": ("broadcaster", "Đài A", None),
}
_SLOTS = (
    ("Q1", "Quý I", "-1/12-15", "0/03-14", "0/03-20"),
    ("H1", "6 tháng đầu năm", "-1/12-15", "0/06-14", "0/06-20"),
    ("Q3", "Quý III", "-1/12-15", "0/09-14", "0/09-20"),
    ("Y", "Năm", "-1/12-15", "0/12-14", "0/12-20"),
)
_HOLIDAYS = (
    (date(2024, 1, 1), DayKind.OFF, "Tết Dương lịch", None),
    (date(2024, 4, 18), DayKind.OFF, "Giỗ Tổ Hùng Vương", None),
    (date(2024, 4, 29), DayKind.OFF, "Nghỉ hoán đổi", date(2024, 5, 4)),
    (date(2024, 4, 30), DayKind.OFF, "Ngày Chiến thắng", None),
    (date(2024, 5, 1), DayKind.OFF, "Ngày Quốc tế lao động", None),
    (date(2024, 5, 4), DayKind.WORK, "Làm bù cho ngày 29/4/2024", date(2024, 4, 29)),
    (date(2024, 9, 2), DayKind.OFF, "Quốc khánh", None),
    (date(2024, 9, 3), DayKind.OFF, "Quốc khánh (ngày liền kề)", None),
)
_LADDER: dict[str, Any] = {
    "id": "nhac",
    "version": 1,
    "name": "Đôn đốc",
    "rhythms": ["once", "every", "quota"],
    "rungs": [
        {"id": "truoc-3", "name": "Còn 03 ngày", "before": 3, "level": 0, "to": ["dau-moi"]},
        {"id": "qua-han-1", "name": "Quá hạn 01 ngày", "after": 1, "level": 1, "to": ["dau-moi", "thu-truong"]},
        {"id": "qua-han-5", "name": "Quá hạn 05 ngày", "after": 5, "level": 2, "to": ["van-phong/thu-truong"]},
    ],
}
LADDER = Ladder.model_validate(_LADDER)


def duty(id_: str, rhythm: dict[str, Any], *, body: str = "vu-a", procedure: str = "standing", **more: Any) -> Duty:
    """A duty of one body, from a few words; `id_` without the plan's id before it."""
    written = {"id": id_, "clause": "I", "what": f"Nhiệm vụ {id_}", "bodies": [body], "rhythm": rhythm}
    return Duty.model_validate({**written, "procedure": procedure, **more})


def _once(**window: Any) -> dict[str, Any]:
    return {"kind": "once", "window": window}


DUTIES = (
    duty("information", _once(month="2024-04"), procedure="press-information", forms=["thong-tin"]),
    duty("both", _once(month="2024-05"), procedure="press-information", forms=["thong-tin", "hoi-nghi"]),
    duty("seminars", _once(months=["2024-07", "2024-10", "2024-12"]), procedure="press-information"),
    duty("decree", _once(around="nd-a", phases=["before", "during", "after"]), procedure="press-information"),
    duty("guidance", _once(after="nd-a", expected="2024-05"), procedure="press-information"),
    duty("conference", {"kind": "every", "period": "quarter"}, body="van-phong", procedure="press-conference"),
    duty(
        "report",
        {
            "kind": "every",
            "schedule": [dict(zip(("id", "name", "data_from", "data_to", "due"), s, strict=True)) for s in _SLOTS],
        },
        body="tinh-a",
        procedure="report",
    ),
    duty("bulletin", {"kind": "quota", "period": "month", "count": 4, "fact": "bulletin.published"}, procedure="quota"),
    duty(
        "broadcast",
        {"kind": "quota", "period": "week", "count": 1, "minutes": 15, "fact": "broadcast.aired"},
        body="dai-a",
        procedure="quota",
    ),
    duty("standing", {"kind": "continuous"}),
    duty("questions", {"kind": "on-demand"}, procedure="press-information"),
)


def small_calendar(
    special: Iterable[SpecialDay] | None = None, *, first: date = date(2023, 1, 1), through: date = date(2024, 12, 31)
) -> Calendar:
    """Working days of some years; those of 2024 with its holidays and its swapped day, unless given."""
    days = [SpecialDay(day, kind, name, "qd-lich", swap) for day, kind, name, swap in _HOLIDAYS]
    return Calendar(days if special is None else special, first=first, through=through)


def small_catalogue(
    *,
    duties: Sequence[Duty] = DUTIES,
    procedures: Sequence[Procedure] = PROCEDURES,
    ladders: Sequence[Ladder] = (LADDER,),
    holdings: Sequence[Holding] = (),
    calendar: Calendar | None = None,
    year: int = YEAR,
    effective: date | None = STARTS,
    anchors: dict[str, int] | None = None,
    revision: int = 1,
) -> Catalogue:
    """The small ministry, with whatever a test wants otherwise."""
    plan = {
        "id": "kh", "name": "Kế hoạch truyền thông", "en": "Communication plan", "document": "qd-kh", "year": year,
        "owner": "van-phong", "effective": effective, "anchors": anchors or {},
        "revision": revision,
    }  # fmt: skip
    file = {
        "plan": plan,
        "clauses": [{"id": "I", "label": "Mục I", "text": "Các nhiệm vụ."}],
        "acts": [{"id": "nd-a", "kind": "Nghị định", "name": "Nghị định về việc A"}],
        "forms": [{"id": "thong-tin", "text": "Cung cấp thông tin"}, {"id": "hoi-nghi", "text": "Hội nghị, tập huấn"}],
        "duties": list(duties),
    }
    return Catalogue(
        bodies={
            id_: Body.model_validate({"id": id_, "kind": kind, "names": [{"name": name}], "parent": parent})
            for id_, (kind, name, parent) in _BODIES.items()
        },
        groups={"cac-vu": Group(id="cac-vu", name="Các vụ", members=("vu-a", "vu-b"))},
        posts=tuple(
            Post(id=id_, name=name, en=en, of=tuple(_BODIES))
            for id_, name, en in (("thu-truong", "Thủ trưởng", "Head"), ("dau-moi", "Đầu mối", "Focal point"))
        ),
        single_offices=(
            Office(id=SPOKESPERSON.office, name="Người phát ngôn", en="Spokesperson"),
            Office(id=MINISTER.office, name="Bộ trưởng", en="Minister"),
            Office(id=REGISTRAR.office, name="Văn thư", en="Registry"),
        ),
        holdings=tuple(holdings),
        roles={
            "spokesperson": Role(id="spokesperson", name="Người phát ngôn", offices=(SPOKESPERSON.office,)),
            "leadership": Role(id="leadership", name="Lãnh đạo", offices=(MINISTER.office,)),
            "registry": Role(id="registry", name="Văn thư", offices=(REGISTRAR.office,)),
            "ministry-office": Role(id="ministry-office", name="Văn phòng", offices=("van-phong/dau-moi",)),
            "registrar": Role(id="registrar", name="Người vào sổ thay", offices=(REGISTRAR.office,), on_behalf=True),
        },
        documents={id_: Document(id=id_, type="Quyết định") for id_ in ("qd-kh", "qd-lich")},
        calendar=calendar or small_calendar(),
        plans={"kh": PlanFile.model_validate(file)},
        procedures={key: each for each in procedures for key in (each.id, f"{each.id}/{each.version}")},
        ladders=tuple(ladders),
        rules=Rulebook(_rules(procedures)),
    )


def _rules(procedures: Sequence[Procedure]) -> list[Rule]:
    """A rule for each clock of the procedures: a day and a night where it has a moment, else five working days."""
    clocks = {family: clock for each in procedures for clock in each.clocks for family in clock.families()}
    return [
        Rule.model_validate({
            "id": family, "name": "Thời hạn", "en": "Time limit", "anchor": "Tiếp nhận", "from": date(2017, 1, 1),
            "length": 24 if clock.at else 5, "unit": "hours" if clock.at else "working-days", "basis": "qd-kh",
            "certainty": "H",
        })
        for family, clock in clocks.items()
    ]  # fmt: skip


def assigned(catalogue: Catalogue, duty: str, label: str, *, body: str = "") -> TaskAssigned:
    """The first fact of a task, as the engine records it when it opens.

    Args:
        catalogue: where the duty stands.
        duty: its full id, `kh.information`.
        label: which occurrence, `2024-04`.
        body: who owes it; the duty's first body by default.

    Raises:
        NotFound: the duty has no such occurrence.
    """
    found = catalogue.duties[duty]
    occurrence = next((o for o in occurrences(found, catalogue.plan_of(duty)) if o.label == label), None)
    if occurrence is None:
        raise NotFound(
            f"The duty {duty!r} has no occurrence {label!r}.", vi=f"Nhiệm vụ {duty!r} không có kỳ {label!r}."
        )
    body = body or catalogue.owers(found)[0]
    opening = Opening(task_id(duty, body, label), found, body, occurrence)
    return assignment(opening, catalogue).assigned
