"""The demonstration: both plans of 2024 played from 18 March to 1 July 2024 with invented facts.

Every person, outlet, number and date of an action here is made up. What people do in it is marked three times over:
persons' ids begin with `minh-hoa-` (illustration), texts with "[Minh họa]", and the basis of each fact is `minh-hoa`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dondoc.app import Dondoc
from dondoc.domain import period as periods
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.occurrence import task_id
from dondoc.domain.office import Actor
from dondoc.domain.period import DAY
from dondoc.domain.ports import HANOI
from dondoc.interfaces.cli import demo_people
from dondoc.ports import SettableClock
from dondoc.settings import Settings

FIRST = date(2024, 3, 18)
LAST = datetime(2024, 7, 1, 8, 0, tzinfo=HANOI)
MARK = "minh-hoa"
SAID = {"basis": MARK, "late": "[Minh họa] nhập bù cho những ngày trước khi bắt đầu theo dõi"}

LATE = {"8.1": 12, "4.1": 9, "3.2": 6}
"""Rows whose information went out so many days after their month."""
NOT_DONE = {"16.2", "18.1", "15.1", "9.1", "17.2"}
"""Rows of which nobody had recorded anything by 1 July."""
URGENT = {"10.2"}
"""Rows whose information went out before it was cleared."""
RETURNED = {"6.1", "7.3"}
"""Rows whose first text was sent back."""
NO_EVENT_YET = {"8.7", "15.2"}
"""Rows that informed the press but had not held their conference."""
ISSUED = (
    ("3.1", date(2024, 4, 10), "00/BC-TTg (minh họa)"),
    ("4.2", date(2024, 6, 28), "00/2024/NĐ-CP (minh họa)"),
)
"""The acts of two rows, with invented numbers and days of issue."""

Act = Callable[[Dondoc], Any]


@dataclass(frozen=True)
class Deed:
    """Something that somebody does: recorded on `day`, having happened on that day or earlier."""

    day: date
    act: Act


def play(settings: Settings) -> int:
    """Make the database and play the story into it; returns how many deeds were recorded."""
    clock = SettableClock(_at(FIRST, 7))
    dondoc = Dondoc.create(settings, clock=clock)
    try:
        demo_people.open_accounts(dondoc)
        story = sorted(tell(dondoc.catalogue), key=lambda deed: deed.day)
        told = 0
        day = FIRST
        while day <= LAST.date():
            clock.set(_at(day, 8))
            dondoc.tick()
            clock.set(_at(day, 10))
            while told < len(story) and story[told].day == day and day < LAST.date():
                story[told].act(dondoc)
                told += 1
            day += DAY
    finally:
        dondoc.close()
    return told


def tell(catalogue: Catalogue) -> Iterator[Deed]:
    """Every deed of the story."""
    yield from _rows(catalogue)
    yield from _conferences(catalogue)
    yield from _reports(catalogue)
    yield from _agency_plans(catalogue)
    yield from _bulletins()
    yield from _broadcasts(catalogue)


def _rows(catalogue: Catalogue) -> Iterator[Deed]:
    plan = catalogue.plans["184"]
    for row in plan.rows:
        act = next((each for each in ISSUED if each[0] == row.id), None)
        if act and row.window.act:
            yield _deed(act[1] + DAY, _issue(row.window.act, act[1], act[2]))
        if row.id in NOT_DONE or row.window.act or row.window.kind not in {"month", "months"}:
            continue
        for window in row.window.windows():
            assert window.end is not None  # a month ends
            if window.end < LAST.date():
                task = task_id(f"184.{row.id}", row.unit, window.label)
                yield from _informed(task, row.id, row.unit, row.forms, window.end)


def _informed(task: str, row: str, unit: str, forms: tuple[str, ...], due: date) -> Iterator[Deed]:
    lead, desk = _person(unit), _person("van-phong-bo", "duyet-thong-tin")
    told = _working(max(due - 2 * DAY if row not in LATE else due + LATE[row] * DAY, FIRST + 3 * DAY))
    prepared = _working(told - 5 * DAY) if told - 5 * DAY >= FIRST else FIRST
    text = {"subject": f"[Minh họa] Thông tin về mục {row}"}
    published = {"outlet": "[Minh họa] Báo điện tử", "link": f"https://example.invalid/minh-hoa/{row}"}
    if row in URGENT:
        published["reason"] = "[Minh họa] Dư luận quan tâm, cần trả lời ngay"
        yield _step(told, task, "provide-urgent", published, lead)
    else:
        yield _step(prepared, task, "prepare", text, lead)
        if row in RETURNED:
            yield _step(prepared + DAY, task, "return", {"reason": "[Minh họa] Đề nghị bổ sung số liệu"}, desk)
            yield _step(prepared + DAY, task, "prepare", text, lead)
        yield _step(told - DAY, task, "clear", {}, desk)
        yield _step(told, task, "provide", published, lead)
    if len(forms) > 1 and row not in NO_EVENT_YET:
        held = {
            "subject": f"[Minh họa] Hội nghị triển khai mục {row}",
            "place": "[Minh họa] Hà Nội",
            "participants": 80,
            "link": f"https://example.invalid/minh-hoa/{row}/hoi-nghi",
        }
        yield _step(_working(told + DAY), task, "hold-event", held, lead)


def _conferences(catalogue: Catalogue) -> Iterator[Deed]:
    office = _person("van-phong-bo")
    for quarter, day, questions in (("2024-Q1", date(2024, 3, 28), 11), ("2024-Q2", date(2024, 6, 25), 14)):
        task = task_id("184.press-conference", "van-phong-bo", quarter)
        units = catalogue.members(["moha-units"])
        set_on = max(day - 7 * DAY, FIRST)
        yield _step(set_on, task, "schedule", {"day": day.isoformat()}, office)
        asked = {"units": units, "subject": "[Minh họa] Tài liệu họp báo", "due": (day - DAY).isoformat()}
        yield _step(set_on, task, "ask-material", asked, office)
        item = {"item": "[Minh họa] Cải cách hành chính", "serves": ["par.press-conference-item"]}
        yield _step(set_on, task, "agenda", item, office)
        held = {"subject": "[Minh họa] Họp báo thường kỳ", "outlets": 35, "questions": questions}
        yield _step(day, task, "hold", {**held, "chair": "van-phong-bo/nguoi-phat-ngon"}, office)
        for nth, unit in enumerate(units, 1):
            if (nth + len(quarter) * day.month) % 9 == 4:
                continue
            own = task_id("184.conference-material", unit, f"{quarter}.{nth}")
            yield _step(_working(day - 2 * DAY), own, "give", {"text": "[Minh họa] Tài liệu"}, _person(unit))


def _reports(catalogue: Catalogue) -> Iterator[Deed]:
    bodies = catalogue.members(["par-reporters"])
    desk = _person("vu-cai-cach-hanh-chinh", "theo-doi-bao-cao")
    assigner = _person("vu-cai-cach-hanh-chinh")
    for slot, due, missing, late in (("Q1", date(2024, 3, 20), 17, 11), ("6T", date(2024, 6, 20), 13, 9)):
        for index, body in enumerate(bodies):
            if index % missing == 3:
                continue
            task = task_id("par.report", body, f"2024-{slot}")
            day = due + 4 * DAY if index % late == 5 else max(due - (index % 5) * DAY, FIRST)
            number = {"number": f"{index + 101}/BC-MH", "summary": "[Minh họa]"}
            yield _step(day, task, "submit", number, _behalf(desk, body) if index % 2 else _person(body))
            if index % 29 == 7:
                yield _step(day + DAY, task, "return", {"reason": "[Minh họa] Thiếu phụ lục số liệu"}, assigner)
                yield _step(day + 3 * DAY, task, "submit", number, _person(body))
            elif index % 3:
                yield _step(day + 2 * DAY, task, "accept", {}, assigner)


def _agency_plans(catalogue: Catalogue) -> Iterator[Deed]:
    for index, body in enumerate(catalogue.members(["par-reporters"])):
        if index % 4 == 1:
            continue
        task = task_id("par.agency-plan", body, "2024")
        result = {"subject": "[Minh họa] Kế hoạch thông tin, tuyên truyền năm 2024", "number": f"{index + 11}/KH-MH"}
        yield _step(_working(FIRST + (7 + index) * DAY), task, "submit", result, _person(body))


def _bulletins() -> Iterator[Deed]:
    body = "van-phong-ban-chi-dao-cchc"
    days = [date(2024, month, day) for month in range(1, 7) for day in (7, 14, 21, 28)]
    for number, day in enumerate(days, 1):
        if day == date(2024, 4, 21):
            continue
        issue = {"body": body, "issue": f"[Minh họa] {number}/2024"}
        yield _activity("bulletin.published", issue, _person(body), day)


def _broadcasts(catalogue: Catalogue) -> Iterator[Deed]:
    for index, body in enumerate(catalogue.members(["broadcasters"])):
        for number, week in enumerate(periods.tile(periods.Grain.WEEK, date(2024, 1, 4), LAST.date() - 7 * DAY)):
            if (index * 7 + number) % 23 == 0:
                continue
            aired = {
                "body": body,
                "programme": "[Minh họa] Cải cách hành chính",
                "minutes": 15 + index % 3 * 5,
                "at": "20:15:00",
            }
            yield _activity("broadcast.aired", aired, _person(body), week.start + index % 5 * DAY)


def _person(body: str, post: str = "dau-moi") -> Actor:
    """An invented person in an office; one person an office."""
    return Actor(person=f"{MARK}-{body}-{post}", office=f"{body}/{post}")


def _behalf(actor: Actor, body: str) -> Actor:
    return actor.model_copy(update={"on_behalf_of": body})


def _step(day: date, task: str, step: str, data: dict[str, Any], actor: Actor) -> Deed:
    return _deed(day, lambda dondoc: dondoc.take_step(task, step, data, actor=actor, on=day, **SAID))


def _activity(fact: str, data: dict[str, Any], actor: Actor, day: date) -> Deed:
    return _deed(day, lambda dondoc: dondoc.record(fact, data, actor=actor, on=day, **SAID))


def _issue(act: str, day: date, number: str) -> Act:
    actor = _person("van-phong-bo", "van-thu")
    return lambda dondoc: dondoc.issue_act(act, day, number, actor=actor, basis=MARK)


def _deed(day: date, act: Act) -> Deed:
    # What happened before the story begins is entered on its first day, as a late entry.
    return Deed(max(day, FIRST), act)


def _working(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), HANOI)
