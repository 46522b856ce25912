"""The pages of whoever watches over all: what needs acting on, calendar, year, quotas, plan over time, stepper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import httpx
import pytest

from dondoc import Actor, Dondoc
from dondoc.domain.calendar import Calendar
from dondoc.domain.pace import Pace
from dondoc.interfaces import matters
from dondoc.interfaces.web.body_view import sees_names

Get = Callable[[str], httpx.Response]
DONE_LATE = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"


def _body(page: str, body: str) -> str:
    """The part of the page that is about one body."""
    found = re.search(rf'<section class="matters" id="{body}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_what_is_late_stands_with_whoever_must_act_and_how_late_it_is(get: Get) -> None:
    """A row due in March and not done is told to its unit as overdue by so many days, with its sign."""
    told = _body(get("/attention").text, "ban-ton-giao-chinh-phu")
    assert "▲</span> Quá hạn" in told
    assert re.search(r"quá 92 ngày", told)


def test_waiting_and_silence_are_counted_in_the_list_of_all_and_told_in_that_of_one(get: Get) -> None:
    """They press nobody: the list of all says how many, the unit's own list which, and neither calls them late."""
    whole = _body(get("/attention").text, "vu-to-chuc-can-bo")
    assert 'cell=waiting">1 việc</a>' in whole
    own = get("/attention?unit=vu-to-chuc-can-bo").text
    row = next(row for row in own.split("<tr>") if "Chờ văn bản" in row and "chờ ban hành" in row)
    assert "quá" not in row.lower().replace("quá hạn", "")


@pytest.mark.parametrize("kind", ["overdue", "waiting"])
def test_the_tally_is_what_the_matrix_says(get: Get, kind: str) -> None:
    """Late and waiting together are as many as in the matrix of the same bodies, though not all are named."""
    said = get("/attention").text
    name = {"overdue": "Quá hạn", "waiting": "Chờ văn bản, chưa có ngày"}[kind]
    tally = re.search(rf"{name}: <strong>(\d+)</strong>", said)
    cell = {"overdue": "open_overdue", "waiting": "waiting"}[kind]
    foot = get("/").text.split("<tfoot")[1]
    number = re.search(rf'data-cell="{cell}"[^>]*>.*?(\d+)', re.sub(r'href="[^"]*"', "", foot), re.DOTALL)
    assert tally is not None
    assert number is not None
    assert tally[1] == number[1]


def test_a_weekly_quota_is_not_slow_on_its_first_morning() -> None:
    """One of one by Friday: nothing lacks on Monday, one lacks at the end of the week."""
    calendar = Calendar((), first=date(2024, 1, 1), through=date(2024, 12, 31))
    week = Pace(1, 0, date(2024, 7, 1), date(2024, 7, 7))
    assert week.missing(date(2024, 7, 1), calendar) == 0
    assert week.missing(date(2024, 7, 5), calendar) == 1
    assert Pace(4, 1, date(2024, 7, 1), date(2024, 7, 31)).missing(date(2024, 7, 19), calendar) == 1


def test_the_bodies_that_are_named_are_the_ones_asked_about(dondoc: Dondoc) -> None:
    """Only bodies of the question are told of, and each kind at most so often."""
    found = matters.found(dondoc, dondoc.when(), bodies=["vu-tien-luong", "van-phong-bo"], most=2)
    assert set(found) <= {"vu-tien-luong", "van-phong-bo"}
    for told in found.values():
        kinds = [each.kind for each in told]
        assert all(kinds.count(kind) <= 2 for kind in kinds)


def test_days_off_and_swapped_days_stand_in_the_calendar_with_their_decisions(get: Get) -> None:
    """29 April is off and 4 May is worked in 2024; each names the paper that says so."""
    page = get("/calendar/2024-05").text
    assert "⇄ Làm bù cho ngày 29/4/2024" in page
    assert "2450/VPCP-KGVX" in page
    april = get("/calendar/2024-Q2").text
    assert "☀ Nghỉ: Nghỉ hoán đổi" in april
    assert "đổi với ngày 04/05/2024" in april


def test_a_window_of_a_month_is_a_bar_and_no_day(get: Get) -> None:
    """Nothing of the rows for March is told as due on the 31st; they are one bar as long as the month."""
    page = unescape(get("/calendar/2024-03").text)
    last = next(cell for cell in page.split("</td>") if '">31<' in cell)
    assert "▲" not in last
    assert re.search(r'aria-label="Tháng 3/2024: [^"]*quá hạn', page)
    listed = get("/calendar/2024-03?of=2024-03").text
    assert "ban-ton-giao-chinh-phu" in listed


def test_a_day_that_was_named_is_due_on_that_day(get: Get) -> None:
    """A task due on a day of its own stands in that day's field, and the field leads to the list of that day."""
    page = unescape(get("/calendar/2024-06").text)
    field = next(cell for cell in page.split("</td>") if "of=2024-06-20" in cell)
    assert "▲" in field
    assert "vu-to-chuc-bien-che" in get("/calendar/2024-06?of=2024-06-20").text


@pytest.mark.parametrize("label", ["2024-W12", "2024-H1", "2024-13", "x"])
def test_the_calendar_shows_months_quarters_and_years_only(get: Get, label: str) -> None:
    """What is none of them is refused with what to write."""
    assert get(f"/calendar/{label}").status_code == 422


def test_every_field_of_the_years_map_leads_to_as_many_tasks(get: Get) -> None:
    """The number in a field is that of the list behind it, in the cell whose sign it bears; late fields are hatched."""
    page = unescape(get("/year").text)
    fields = re.findall(r'<a href="([^"]*period=2024-\d\d[^"]*)" aria-label="[^"]*">(.*?)</a>', page)
    assert len(fields) > 30
    cells = {"▲": "open_overdue", "○": "open_in_term"}
    for href, drawn in fields[:12]:
        sign, number = re.search(r">(.) (\d+)</text>", drawn).groups()  # type: ignore[union-attr]  # else this test fails
        assert ("late" in drawn) == (sign == "▲")
        if sign in cells:
            total = re.search(r'class="total">([\d.]+) việc', get(f"{href}&cell={cells[sign]}").text)
            assert total is not None
            assert total[1] == number


def test_the_plan_over_time_gives_no_day_to_what_waits(get: Get) -> None:
    """A row that waits is dashed where its act is expected, or says that it has no day; months are whole months."""
    page = unescape(get("/plans/184/timeline").text)
    assert 'class="estimate"' in page
    assert "chưa có ngày" in page
    assert "dự kiến" in page


def test_quotas_say_how_many_and_how_it_went_before(get: Get) -> None:
    """Each broadcaster's week is there with what an even pace asks for, and a line of the periods before in words."""
    page = unescape(get("/quotas").text)
    assert "lần mỗi tuần" in page
    assert re.search(r'aria-label="\d+ kỳ đến nay: ', page)
    assert "nhịp đều: 0,2" in page


def test_the_stepper_tells_what_each_event_changed(get: Get) -> None:
    """Clearing changes the step and not the due day; the first event has none before it, the last none after."""
    page = get(f"/tasks/{DONE_LATE}/events/3").text
    changed = re.findall(r'<tr class="changed"><th scope="row">.*?</span>([^<]*)</th>', page)
    assert "Bước" in changed
    assert "Hạn cuối" not in changed
    assert 'rel="prev"' in page
    assert 'rel="next"' in page
    assert 'rel="prev"' not in get(f"/tasks/{DONE_LATE}/events/1").text
    last = get(f"/tasks/{DONE_LATE}/events").text
    assert 'rel="next"' not in last
    assert get(f"/tasks/{DONE_LATE}/events/99").status_code == 404


def test_the_stepper_shows_what_was_known_then(get: Get) -> None:
    """Asked up to a moment of the log, the events recorded later are not there."""
    then = get(f"/tasks/{DONE_LATE}/events?known_at=08:30 15/06/2024").text
    now = get(f"/tasks/{DONE_LATE}/events").text
    count = re.compile(r"Sự kiện (\d+)/(\d+)")
    before, after = count.search(then), count.search(now)
    assert before is not None
    assert after is not None
    assert int(before[2]) < int(after[2])


def test_the_matrix_of_a_period_has_only_what_is_due_in_it(get: Get) -> None:
    """Its numbers lead to lists of that period; what waits is due in none."""
    page = unescape(get("/?period=2024-Q2").text)
    assert page.count("period=2024-Q2") > 10
    assert "chờ văn bản 0" in page


def test_last_year_stands_beside_the_matrix_where_it_is_asked_for(get: Get) -> None:
    """The same day a year before, with a dash where nothing was followed then."""
    page = get("/?compare=1").text
    assert "01/07/2023" in page
    assert 'class="before">—' in page
    assert "01/07/2023" not in get("/").text


def test_what_is_known_only_later_is_left_out(get: Get) -> None:
    """The bar says up to which moment the log was asked; nobody is offered a step there, and links keep the moment."""
    page = unescape(get(f"/tasks/{DONE_LATE}?known_at=08:30 15/06/2024").text)
    assert "Theo những gì đã được ghi nhận đến <strong>08:30 ngày 15/06/2024" in page
    assert "Báo Nhân Dân" not in page
    assert "known_at=2024-06-15T08%3A30" in page
    assert get("/?known_at=xyz").status_code == 422


def test_names_are_seen_within_the_same_ministry_only(dondoc: Dondoc) -> None:
    """A province's focal point does not see who holds the offices of the ministry; the ministry's people do."""
    inside = Actor(person="a", office="vu-tien-luong/dau-moi")
    outside = Actor(person="b", office="tinh-ha-nam/dau-moi")
    assert sees_names([inside], "van-phong-bo", dondoc.catalogue)
    assert not sees_names([outside], "van-phong-bo", dondoc.catalogue)


def test_the_operators_page_tells_position_outbox_and_versions(get: Get, dondoc: Dondoc) -> None:
    """The log's position, what waits to be sent, the schema and the plans in the wording that is followed."""
    page = get("/operations").text
    assert f"{dondoc.store.position():,}".replace(",", ".") in page
    assert "Chưa lập thông báo" in page
    assert "Lược đồ của nhật ký" in page
    assert "dấu vân tay" in page.lower()


def test_the_plan_says_how_much_of_it_is_followed(get: Get) -> None:
    """Rows with a duty of all rows, and the clauses that give nobody anything to do."""
    page = get("/plans/184").text
    assert "mục của phụ lục và" in page
    assert "điểm, khoản không giao việc riêng" in page
