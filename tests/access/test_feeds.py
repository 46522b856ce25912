"""Calendars to subscribe to: what is in them, who reads them, and that nothing is left of an address but its hash."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from dondoc import Actor, Dondoc
from dondoc.domain.errors import NotAllowed, NotFound, Rejected
from dondoc.domain.ports import HANOI, today, unstamp
from dondoc.domain.status import Cell
from dondoc.interfaces.accounts import Accounts
from dondoc.interfaces.feeds import PLACE, Feeds
from dondoc.store.credentials import digest
from dondoc.testing import FrozenClock

DESK = Actor(person="tran-thi-b", office="van-phong-bo/chanh-van-phong")
OFFICE = Actor(person="ai-do", office="van-phong-bo/dau-moi")
LEAD = Actor(person="nguyen-van-a", office="vu-tien-luong/dau-moi")
REFORM = Actor(person="do-van-g", office="vu-cai-cach-hanh-chinh/theo-doi-bao-cao")
TASK = "184.4.1:vu-tien-luong:2024-04"
SALARY = "vu-tien-luong"
CONFERENCE = "184.press-conference:van-phong-bo:2024-Q2"
LEADS = {SALARY: LEAD, "vu-phap-che": Actor(person="vo-thi-e", office="vu-phap-che/dau-moi"), "van-phong-bo": OFFICE}
Entries = Callable[..., dict[str, Any]]
Read = Callable[[bytes], Any]
INCIDENT = "184.communication-incidents"


@pytest.fixture
def feeds(ministry: Dondoc) -> Feeds:
    """The feeds of the ministry."""
    return Feeds(ministry)


@pytest.fixture
def calendar(feeds: Feeds, browser: Any, events: Read) -> Entries:
    """What stands in the calendar of a unit today, or of a person, as a program reads it without a session."""

    def events_of(unit: str = SALARY, person: Actor | None = None) -> dict[str, Any]:
        actor = person or LEADS[unit]
        feed, token = feeds.open("person" if person else "unit", person.person if person else unit, actor)
        answer = browser.get(PLACE.format(token=token))
        assert answer.status_code == 200
        feeds.revoke(feed.kind, feed.owner, feed.number, actor)
        return events(answer.content)

    return events_of


def of(found: dict[str, Any], task: str, kind: str = "due") -> Any:
    """The one event of a task of some kind."""
    (event,) = (part for uid, part in found.items() if uid.startswith(f"{task}/{kind}"))
    return event


def at(clock: FrozenClock, *moment: int) -> None:
    """Set the clock to a moment of 2024."""
    clock.set(datetime(2024, *moment, tzinfo=HANOI))  # type: ignore[misc,arg-type]  # month, day, hour


def test_a_calendar_holds_the_last_day_of_each_open_task_in_its_own_words(calendar: Entries, ministry: Dondoc) -> None:
    """One event a task with a day, whole days, its window said; what waits for an act lies on no day."""
    found = calendar()
    tops = ministry.tasks(body=SALARY)
    parts = [part for each in ministry.parts_of([line.id for line in tops]).values() for part in each]
    open_ = [
        line for line in (*tops, *parts) if not line.composite and line.cell in {Cell.OPEN_IN_TERM, Cell.OPEN_OVERDUE}
    ]
    expected = {line.id: line.due.replace("-", "") for line in open_ if line.due}
    assert {uid.split("/")[0]: part["DTSTART"] for uid, part in found.items()} == expected
    assert len(expected) > 3
    event = of(found, TASK)
    assert event.said["DTSTART"] == ("VALUE=DATE", "20240430")
    assert "DTEND" not in event.said
    assert event["SUMMARY"].startswith("Hạn cuối (Tháng 4/2024): ")
    assert "Thời gian: Tháng 4/2024\nCăn cứ: Phụ lục, mục 4.1, " in event["DESCRIPTION"]
    assert event["URL"] == f"https://console/tasks/{TASK}"
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert not any(line.id in {uid.split("/")[0] for uid in found} for line in tops if line.cell is Cell.WAITING)


def test_two_readers_that_know_nothing_of_each_other_agree(
    feeds: Feeds, browser: Any, events: Read, whole: Read
) -> None:
    """The strict one of these tests and the library's: days, titles with commas and marks, numbers."""
    _, token = feeds.open("unit", "van-phong-bo", OFFICE)
    file = browser.get(PLACE.format(token=token)).content
    mine = events(file)
    theirs = {str(each["UID"]): each for each in Calendar.from_ical(file).walk("VEVENT")}
    assert mine.keys() == theirs.keys()
    for uid, part in mine.items():
        other = theirs[uid]
        assert (part["SUMMARY"], part["DESCRIPTION"]) == (str(other["SUMMARY"]), str(other["DESCRIPTION"]))
        assert part["DTSTART"] == f"{other['DTSTART'].dt:%Y%m%d}"
        assert int(part["SEQUENCE"]) == other["SEQUENCE"]
    assert any("," in part["SUMMARY"] and len(part["SUMMARY"].encode()) > 150 for part in mine.values())
    calendar = whole(file)
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "[MÔ PHỎNG] Đôn đốc: Văn phòng Bộ"
    assert calendar.said["REFRESH-INTERVAL"] == ("VALUE=DURATION", "PT1H")
    assert calendar.said["X-PUBLISHED-TTL"] == ("", "PT1H")


def test_what_a_change_makes_of_an_event_follows_from_the_log(
    calendar: Entries, ministry: Dondoc, clock: FrozenClock
) -> None:
    """A later day keeps the name and raises the number; a clock that goes on changes nothing; cancelled is said."""
    was = of(calendar(), TASK)
    at(clock, 4, 5, 9)
    assert of(calendar(), TASK).said == was.said
    ministry.move_due(TASK, date(2024, 5, 10), "Chờ ý kiến", authority="Công văn 9", actor=OFFICE)
    moved = of(calendar(), TASK)
    assert (moved["UID"], moved["DTSTART"]) == (was["UID"], "20240510")
    assert int(moved["SEQUENCE"]) > int(was["SEQUENCE"])
    assert moved["LAST-MODIFIED"] == moved["DTSTAMP"] == "20240405T020000Z" > was["LAST-MODIFIED"]
    at(clock, 4, 8, 9)
    ministry.take_step(TASK, "cancel", {"reason": "Chuyển năm sau", "authority": "Công văn 10"}, actor=OFFICE)
    gone = of(calendar(), TASK)
    assert (gone["STATUS"], gone["DTSTART"]) == ("CANCELLED", "20240510")
    assert int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])
    at(clock, 5, 11, 9)
    assert not any(uid.startswith(TASK) for uid in calendar())


def test_a_time_told_in_hours_is_a_moment_and_a_promise_a_day(
    calendar: Entries, ministry: Dondoc, clock: FrozenClock
) -> None:
    """The clock of a press question ends at a moment, in UTC; a promised day stands beside the last day."""
    came = {"question": "Lương mới; khi nào, ở đâu?", "outlet": "Báo Nhân Dân",
            "received_at": "2024-04-02T08:30:00+07:00"}  # fmt: skip
    case = ministry.open_case("184.press-questions", came, actor=OFFICE).stream.removeprefix("task-")
    told = [clock for clock in ministry.task(case)[0].clocks if clock.due_at]
    running = of(calendar("van-phong-bo"), case, f"clock-{told[0].id}@")
    ends = unstamp(told[0].due_at or "").astimezone(UTC)
    assert running.said["DTSTART"] == ("", f"{ends:%Y%m%dT%H%M%SZ}")
    assert running["SUMMARY"].startswith("Hết thời hạn trả lời (việc phát sinh số 0001/2024): ")
    at(clock, 4, 25, 9)
    ministry.promise(TASK, date(2024, 5, 6), "Chờ số liệu", actor=LEAD)
    found = calendar()
    assert of(found, TASK)["DTSTART"] == "20240430"
    promised = of(found, TASK, "promised")
    assert (promised["DTSTART"], promised["SUMMARY"][:18]) == ("20240506", "Đã hẹn hoàn thành:")
    assert "Chờ số liệu" not in promised["DESCRIPTION"]


def test_the_day_of_a_conference_stands_in_the_calendars_of_those_who_take_part(
    calendar: Entries, ministry: Dondoc
) -> None:
    """Of whoever holds it and of whoever is asked for something; it moves with its day, and others do not have it."""

    def days(unit: str) -> list[tuple[str, str]]:
        return [
            (part["DTSTART"], part["LOCATION"])
            for uid, part in calendar(unit).items()
            if uid.startswith(CONFERENCE + "/fixed")
        ]

    said = {"day": "2024-06-20", "place": "Trụ sở Bộ"}
    ministry.take_step(CONFERENCE, "schedule", said, actor=OFFICE)
    asked = {"units": [SALARY], "subject": "Tài liệu", "due": "2024-06-14"}
    ministry.take_step(CONFERENCE, "ask-material", asked, actor=OFFICE)
    assert days("van-phong-bo") == days(SALARY) == [("20240620", "Trụ sở Bộ")]
    assert days("vu-phap-che") == []
    assert of(calendar(), CONFERENCE, "fixed")["SUMMARY"] == "Họp báo thường kỳ (Quý II/2024)"
    ministry.take_step(CONFERENCE, "move", said | {"day": "2024-06-27", "reason": "Bận họp"}, actor=OFFICE)
    assert days(SALARY) == [("20240627", "Trụ sở Bộ")]


def test_a_calendar_tells_what_its_owner_would_see_and_no_more(calendar: Entries, ministry: Dondoc) -> None:
    """What a restricted case is about only to who deals with it; a text that was not cleared to nobody."""
    words, text = "Tin sai về thi nâng ngạch", "Chưa được công bố"
    came = {"subject": words, "happened_at": "2024-04-01T08:00:00+07:00", "source": "Mạng xã hội"}
    case = ministry.open_case(INCIDENT, came, actor=OFFICE).stream.removeprefix("task-")
    ministry.take_step(case, "ask", {"units": ["vu-phap-che"], "subject": "Xác minh vụ việc", "due": "2024-04-10"},
                       actor=OFFICE)  # fmt: skip
    ministry.take_step(TASK, "prepare", {"subject": text, "text": text}, actor=LEAD)

    def told(*of_whom: Any) -> str:
        return "\n".join(part["SUMMARY"] + part["DESCRIPTION"] for part in calendar(*of_whom).values())

    assert words in told("van-phong-bo")
    assert "Xác minh vụ việc" in told("vu-phap-che")
    assert words not in told("vu-phap-che")
    for others in ((SALARY,), (SALARY, LEAD), ("vu-phap-che", LEADS["vu-phap-che"])):
        assert words not in told(*others)
    desk = Actor(person="pham-van-c", office="van-phong-bo/duyet-thong-tin")
    assert words in told("van-phong-bo", desk)
    assert TASK in told("van-phong-bo", desk), "what waits for an office of theirs stands in a person's calendar"
    for everybody in (("van-phong-bo",), (SALARY,), (SALARY, LEAD), (SALARY, desk)):
        assert text not in told(*everybody)


def test_an_unchanged_calendar_is_not_sent_again(feeds: Feeds, ministry: Dondoc, browser: Any) -> None:
    """A program that has the newest version gets 304 and no body; after a change it gets the file, kept by it alone."""
    _, token = feeds.open("unit", SALARY, LEAD)
    address = PLACE.format(token=token)
    first = browser.get(address)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert first.cookies == {}
    tag = first.headers["etag"]
    for known in (tag, f'W/{tag}, "x"', "*"):
        again = browser.ask("GET", address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert browser.ask("HEAD", address).headers["etag"] == tag
    ministry.move_due(TASK, date(2024, 5, 10), "Chờ ý kiến", authority="Công văn 9", actor=OFFICE)
    changed = browser.ask("GET", address, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)


def test_a_revoked_address_and_one_that_never_was_are_answered_alike(
    feeds: Feeds, ministry: Dondoc, browser: Any
) -> None:
    """To the byte; the log says who opened and who revoked, a second time changes nothing."""
    feed, token = feeds.open("unit", SALARY, LEAD)
    assert browser.get(PLACE.format(token=token)).status_code == 200
    for _ in range(2):
        feeds.revoke("unit", SALARY, feed.number, DESK)
    revoked, unknown = browser.get(PLACE.format(token=token)), browser.get(PLACE.format(token="x" * 43))
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.content == unknown.content
    assert revoked.headers == unknown.headers
    facts = [(r.fact.name, r.meta.actor) for r in ministry.store.read(f"feed-unit-{SALARY}")]
    assert facts == [("feed.opened", "nguyen-van-a"), ("feed.revoked", "tran-thi-b")]
    assert feeds.listed() == []


def test_nothing_is_left_of_an_address_but_its_hash(feeds: Feeds, ministry: Dondoc, tmp_path: Path) -> None:
    """Not in the database, not in the log; what is kept there leads nowhere. The address has 256 random bits."""
    _, token = feeds.open("unit", SALARY, LEAD)
    assert len(token) == 43
    with ministry.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("d.db*"))
    assert token.encode() not in kept
    assert digest(token).encode() in kept
    with pytest.raises(NotFound):
        feeds.read(digest(token), str)


@pytest.mark.parametrize("actor", [DESK, Actor(person="le-thi-d", office="vu-tien-luong/thu-truong"), REFORM])
def test_nobody_opens_or_revokes_the_calendar_of_another_person(feeds: Feeds, actor: Actor) -> None:
    """Not their head and not whoever looks after accounts, who may revoke it; an invented office opens nothing."""
    feed, _ = feeds.open("person", LEAD.person, LEAD)
    with pytest.raises(NotAllowed):
        feeds.open("person", LEAD.person, actor)
    if actor == DESK:
        feeds.revoke("person", LEAD.person, feed.number, actor)
        assert feeds.listed() == []
        return
    with pytest.raises(NotAllowed):
        feeds.revoke("person", LEAD.person, feed.number, actor)
    with pytest.raises(NotAllowed):
        feeds.open("unit", "vu-phap-che", actor)


def test_an_owner_has_only_so_many(feeds: Feeds) -> None:
    """Five; the next one needs another one revoked, and gets a number of its own. What there is not is refused."""
    for number in range(1, 6):
        assert feeds.open("person", LEAD.person, LEAD)[0].number == number
    with pytest.raises(Rejected):
        feeds.open("person", LEAD.person, LEAD)
    feeds.revoke("person", LEAD.person, 2, LEAD)
    assert feeds.open("person", LEAD.person, LEAD)[0].number == 6
    with pytest.raises(NotFound):
        feeds.revoke("person", LEAD.person, 7, LEAD)
    with pytest.raises(NotFound):
        feeds.open("unit", "khong-co", LEAD)


def test_people_open_and_revoke_their_own_on_their_page(
    at_work: Callable[[str], Any], browser: Any, events: Read
) -> None:
    """The address is shown once, works without a session, and leads nowhere once it was revoked."""
    mine = at_work("nguyen-van-a")
    assert "Mở lịch để đăng ký" in mine.get("/my").text
    said = mine.post("/my/feeds", open="1").text
    shown = re.search(r'value="https://console(/calendar/[^"]*\.ics)"', said)
    assert shown, said
    assert any(uid.startswith(TASK) for uid in events(browser.get(shown[1]).content))
    page = mine.get("/my").text
    assert "Lịch số 1" in page
    assert shown[1] not in page
    assert at_work("vo-thi-e").post("/my/feeds/1/revoke", revoke="1").status_code == 404
    assert browser.get(shown[1]).status_code == 200
    assert mine.post("/my/feeds/1/revoke", revoke="1").headers["location"] == "/my#lich"
    assert browser.get(shown[1]).status_code == 404
    assert mine.ask("POST", "/my/feeds", headers={"Origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize("how", ["disabled", "invited"])
def test_whoever_is_shut_out_is_read_by_nobody(feeds: Feeds, accounts: Accounts, browser: Any, how: Any) -> None:
    """A disabled account, or one with a new link since something was stolen, ends its calendars; a unit's go on."""
    _, own = feeds.open("person", LEAD.person, LEAD)
    _, unit = feeds.open("unit", SALARY, LEAD)
    accounts.change(LEAD.person, how, "Mất máy", DESK)
    assert browser.get(PLACE.format(token=own)).status_code == 404
    assert browser.get(PLACE.format(token=unit)).status_code == 200


def test_whoever_left_their_office_has_an_empty_calendar(
    feeds: Feeds, browser: Any, clock: FrozenClock, ministry: Dondoc, events: Read
) -> None:
    """Offices are asked each time: what a person may read ends with them."""
    both = Actor(person="vo-thi-e", office="vu-phap-che/dau-moi")
    _, token = feeds.open("person", both.person, both)
    assert events(browser.get(PLACE.format(token=token)).content)
    held = ministry.catalogue.held_by
    gone = Feeds(ministry, offices=lambda person, on: [] if person == both.person else held(person, on))
    assert events(gone.read(token, str)) == {}
    assert today(clock) == date(2024, 4, 2)
