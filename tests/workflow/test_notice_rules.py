"""One message, not five: hours and quiet days, the budget, parts under their whole, one notice after long downtime."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dondoc.app import Dondoc
from dondoc.domain.calendar import Calendar
from dondoc.domain.delivery import Budget, DeliveryRules, Hours
from dondoc.domain.facts.engine import ReminderIssued
from dondoc.domain.facts.notice import NoticeDeferred, NoticeNotSent
from dondoc.domain.notice import Notice
from dondoc.domain.office import ENGINE
from dondoc.domain.once import RecordOnce
from dondoc.domain.ports import HANOI
from dondoc.interfaces import wording
from dondoc.interfaces.sending import Delivery
from dondoc.settings import Settings
from dondoc.testing import FrozenClock, small_catalogue
from dondoc.testing.catalogue import small_calendar

TASK = "kh.information:vu-a:2024-04"
HOURS = Hours.model_validate({"from": "07:30", "to": "17:00"})
TIGHT = Budget(day=2, week=2, urgent=2)


class Post:
    """A channel that remembers what it was given."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.sent: list[Notice] = []

    def lane(self, address: str) -> str:
        """One for all."""
        return "post"

    def send(self, notice: Notice) -> None:
        """Take it."""
        self.sent.append(notice)


class Office:
    """A small ministry of which only one department can be reached, and what reached it."""

    def __init__(self, dondoc: Dondoc, folder: Path, clock: FrozenClock) -> None:
        """Before its first reminder."""
        self.dondoc, self.clock, self.post = dondoc, clock, Post()
        self.contacts = folder / "contacts.yaml"
        self.reach("vu-a")
        settings = Settings(db=f"sqlite:///{folder / 'dondoc.db'}", contacts=self.contacts)
        self.delivery = Delivery(dondoc, settings, {"post": self.post})
        self.urged = 0

    def reach(self, *bodies: str) -> None:
        """Only these can be reached."""
        lines = [f"  - {{of: {body}, channel: post}}\n" for body in bodies]
        self.contacts.write_text("contacts:\n" + "".join(lines), encoding="utf-8")

    def at(self, *moment: int) -> list[Notice]:
        """What goes out at a moment of 2024."""
        self.clock.set(datetime(2024, *moment, tzinfo=HANOI))  # type: ignore[misc,arg-type]  # month, day, hour
        before = len(self.post.sent)
        self.delivery.run()
        return self.post.sent[before:]

    def urge(self, level: int = 0, task: str = TASK, *, hours: bool = False) -> str:
        """A reminder for the focal point, recorded now; gives its rung."""
        self.urged += 1
        rung, due_at = f"nac-{self.urged}", self.clock.now() + timedelta(hours=4) if hours else None
        fact = ReminderIssued(
            task=task, due=date(2024, 4, 30), ladder="thu", rung=rung, level=level, to=("vu-a/dau-moi",),
            why={}, limit=f"han-{self.urged}", due_at=due_at,
        )  # fmt: skip
        self.dondoc.dispatch(RecordOnce(stream=f"reminder-{rung}", fact=fact), actor=ENGINE)
        return rung

    def facts(self, kind: type) -> list[Any]:
        """The facts of a kind in the log."""
        return [record.fact for record in self.dondoc.store.read_all() if isinstance(record.fact, kind)]


def rungs(notices: list[Notice]) -> list[list[str]]:
    """The rungs that each notice tells of."""
    return [[about["rung"] for about in notice.about] for notice in notices]


Begin = Callable[..., Office]


@pytest.fixture
def begin(opened: Callable[..., Dondoc], tmp_path: Path, clock: FrozenClock) -> Begin:
    """Begins with rules of delivery, on 18 March 2024."""

    def begin_(calendar: Calendar | None = None, **rules: Any) -> Office:
        catalogue = replace(small_catalogue(calendar=calendar), delivery=DeliveryRules(**rules))
        dondoc = opened(catalogue)
        dondoc.adopt()
        return Office(dondoc, tmp_path, clock)

    return begin_


def test_outside_working_hours_a_notice_waits_for_the_next_opening(begin: Begin) -> None:
    """Nothing at night or before the hour; all of it, in one notice, when the doors open; nothing after they close."""
    office = begin(hours=HOURS)
    assert office.at(4, 1, 3) == []
    first = office.urge()
    assert office.at(4, 1, 3) == []
    assert office.at(4, 1, 7, 29) == []
    second = office.urge()
    assert rungs(office.at(4, 1, 7, 30)) == [[first, second]]
    late = office.urge()
    assert office.at(4, 2, 17) == []
    assert rungs(office.at(4, 3, 8)) == [[late]]


def test_weekends_holidays_and_swapped_days_are_quiet_and_what_is_worked_instead_is_not(begin: Begin) -> None:
    """Monday 29 April 2024 was free and Saturday 4 May was worked in its place."""
    office = begin(hours=HOURS)
    office.at(4, 26, 16)
    office.at(4, 26, 18)
    waits = office.urge()
    for day in (27, 28, 29, 30):
        assert office.at(4, day, 9) == []
    assert office.at(5, 1, 9) == []
    assert rungs(office.at(5, 2, 9)) == [[waits]]
    swapped = office.urge()
    assert rungs(office.at(5, 4, 9)) == [[swapped]]


def test_a_year_that_is_not_decided_loses_nothing(begin: Begin) -> None:
    """Where nobody knows the holidays a plain Monday is open: better told than lost."""
    office = begin(small_calendar(through=date(2024, 3, 31)), hours=HOURS)
    office.at(4, 6, 9)
    waits = office.urge()
    assert office.at(4, 7, 9) == []
    assert rungs(office.at(4, 8, 9)) == [[waits]]


def test_what_is_told_in_hours_goes_out_at_night(begin: Begin) -> None:
    """A press question that ends at six does not wait for half past seven; what can wait does."""
    office = begin(hours=HOURS)
    office.at(4, 6, 2)
    plain, pressing = office.urge(), office.urge(hours=True)
    assert rungs(office.at(4, 6, 2)) == [[pressing]]
    assert rungs(office.at(4, 8, 8)) == [[plain]]


def test_a_budget_keeps_its_last_place_for_what_is_urgent_and_merges_the_rest(begin: Begin) -> None:
    """Two a week: one plain, one with something urgent in it, which brings along what waited; the rest on Monday."""
    office = begin(budget=TIGHT)
    office.at(4, 1, 8)
    first = office.urge()
    assert rungs(office.at(4, 1, 8)) == [[first]]
    plain = office.urge()
    assert office.at(4, 2, 8) == []
    assert office.at(4, 2, 9) == []
    (waits,) = office.facts(NoticeDeferred)
    assert (waits.receiver, waits.reason, waits.until) == ("vu-a", "budget-week", date(2024, 4, 8))
    urgent = office.urge(level=2)
    assert rungs(office.at(4, 3, 8)) == [[plain, urgent]]
    late = office.urge(level=3)
    assert office.at(4, 4, 8) == []
    assert rungs(office.at(4, 8, 8)) == [[late]]
    assert len(office.facts(NoticeDeferred)) == 2
    assert office.dondoc.differences() == {}


def test_what_is_told_in_hours_never_waits_for_the_next_day(begin: Begin) -> None:
    """After the day's two it comes together once an hour at most, at night too; the log says what waited, and why."""
    office = begin(budget=TIGHT)
    sent: list[list[list[str]]] = []
    for minute in (0, 10, 20, 30):
        office.at(4, 1, 22, minute)
        office.urge(hours=True)
        sent.append(rungs(office.at(4, 1, 22, minute)))
    assert sent == [[["nac-1"]], [["nac-2"]], [], []]
    assert [(f.reason, f.until) for f in office.facts(NoticeDeferred)] == [("budget-hours", date(2024, 4, 1))] * 2
    assert office.at(4, 1, 23, 9) == []
    plain = office.urge()
    assert rungs(office.at(4, 1, 23, 10)) == [["nac-3", "nac-4"]]
    assert office.facts(NoticeDeferred)[-1].until == date(2024, 4, 2)
    office.urge(hours=True)
    assert office.at(4, 1, 23, 40) == []
    assert rungs(office.at(4, 2, 0, 1)) == [[plain], ["nac-6"]]
    record = next(r for r in office.dondoc.store.read_all() if isinstance(r.fact, NoticeDeferred))
    said = wording.sentence(record, office.dondoc.catalogue)
    assert said == (
        "Hệ thống đã dồn thông báo tới vu-a (kênh post) sang ngày 01/04/2024: "
        "người nhận đã có đủ số thông báo trong ngày và vừa có một thông báo tính theo giờ"
    )


def test_the_parts_of_a_whole_are_told_under_one_of_them(begin: Begin) -> None:
    """The highest reminder tells of the others with their number; they are recorded as held back, naming it."""
    office = begin()
    office.at(4, 1, 8)
    office.dondoc.tick()
    parts = [f"kh.seminars:vu-a:2024-{month}" for month in ("07", "10", "12")]
    office.at(4, 1, 9)
    office.urge(task=parts[0])
    lead = office.urge(1, task=parts[1])
    office.urge(task=parts[2])
    other = office.urge()
    (notice,) = office.at(4, 2, 9)
    assert rungs([notice]) == [[lead, other]]
    assert "Cùng 2 việc khác thuộc việc chung này: tháng 7/2024" in notice.text
    assert [each["task"] for each in notice.about[0]["covers"]] == [parts[0], parts[2]]
    reminder = next(r for r in office.dondoc.store.read_all() if r.stream == f"reminder-{lead}")
    held = [(f.to, f.reason, f.by) for f in office.facts(NoticeNotSent) if f.reason == "covered"]
    assert held == [("vu-a/dau-moi", "covered", reminder.event_id)] * 2
    assert office.at(4, 3, 9) == []
    assert any("đã nêu trong lần đôn đốc về việc chung" in wording.sentence(r, office.dondoc.catalogue)
               for r in office.dondoc.history(parts[0]))  # fmt: skip


def test_many_tasks_of_one_body_come_under_one_line(begin: Begin) -> None:
    """From so many on they are listed in short; fewer are told at length."""
    office = begin(together=3)
    office.at(4, 1, 8)
    for task in (TASK, "kh.both:vu-a:2024-05"):
        office.urge(task=task)
    (long,) = office.at(4, 1, 8)
    assert "Căn cứ" in long.text
    for task in (TASK, "kh.both:vu-a:2024-05", "kh.standing:vu-a:2024"):
        office.urge(task=task)
    (short,) = office.at(5, 2, 8)
    assert "1. Vụ A (" in short.text
    assert "): 3 việc, trong đó 3 việc đã quá hạn" in short.text
    assert short.text.count("   - ") == 3
    assert "Căn cứ" not in short.text
    assert len(short.about) == 3


def test_more_than_one_statement_can_take_is_still_one_notice(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """What piled up is asked for in parts and told as a whole."""
    monkeypatch.setattr("dondoc.store.outbox.PART", 2)
    office = begin(budget=TIGHT)
    office.at(4, 1, 8)
    told = [office.urge() for _ in range(7)]
    assert rungs(office.at(4, 1, 8)) == [told]
    assert office.at(4, 1, 9) == []


@pytest.mark.parametrize("down", [timedelta(hours=1), timedelta(days=40), timedelta(days=400)], ids=str)
def test_after_any_time_down_everybody_gets_one_notice_with_the_current_rung_of_each_task(
    begin: Begin, down: timedelta
) -> None:
    """Nobody gets what they would have got meanwhile, in one message or in forty; the second run sends nothing."""
    office = begin(small_calendar(through=date(2025, 12, 31)), hours=HOURS, budget=TIGHT)
    office.reach("vu-a", "van-phong")
    for day in (23, 24, 25):
        office.clock.set(datetime(2024, 4, day, 8, tzinfo=HANOI))
        office.dondoc.tick()
        office.delivery.run()
    back = office.clock.now() + down
    office.clock.set(back)
    before = len(office.post.sent)
    for _ in range(2):
        office.dondoc.tick()
        office.delivery.run()
    found = office.post.sent[before:]
    assert max(Counter(notice.receiver for notice in found).values(), default=0) <= 1
    assert bool(found) == (down >= timedelta(days=1))
    for notice in found:
        of = Counter((about["task"], about["ladder"]) for about in notice.about)
        assert max(of.values()) == 1
        assert notice.at == back
    if found:
        assert sum(len(notice.about) for notice in found) > 5
