"""The console as its readers open it: every number leads to its tasks, waiting is never red, pages say why."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from html import unescape

import httpx
import pytest

from dondoc import Dondoc
from dondoc.interfaces.web.asked import PAGE

Get = Callable[[str], httpx.Response]
DONE_LATE = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
COMPOSITE = "184.9.2:vu-hop-tac-quoc-te:2024"
ANCHORED = "184.3.5:vu-to-chuc-bien-che:2024"
NOTED = "184.1.1:van-phong-bo:2024"


def _numbers(page: str) -> list[tuple[str, int, str]]:
    """Cell, number and link of every number on the matrix; the link is empty for plain text."""
    cells = re.findall(r'<td role="cell" data-cell="(\w+)"[^>]*>(.*?)</td>', page, re.DOTALL)
    found = []
    for cell, inside in cells:
        link = re.search(r'href="([^"]*)"', inside)
        digits = re.sub(r"<span.*?</span>", "", inside) if link else inside
        number = int(re.sub(r"\D", "", re.sub(r"<[^>]*>", "", digits)))
        found.append((cell, number, unescape(link[1]) if link else ""))
    return found


def _total(page: str) -> int:
    """What the heading of a list says of its length."""
    found = re.search(r'class="total">([\d.]+) (?:việc|lần)', page)
    assert found is not None
    return int(found[1].replace(".", ""))


def _listed(get: Get, url: str) -> tuple[int, list[str]]:
    """What a list says of its length, and the ids of the tasks on all its pages."""
    page = get(url).text
    total = _total(page)
    ids = re.findall(r'<tr data-task="([^"]*)"', page)
    for number in range(2, -(-total // PAGE) + 1):
        ids += re.findall(r'<tr data-task="([^"]*)"', get(f"{url}&page={number}").text)
    return total, ids


@pytest.mark.parametrize("query", ["", "?plan=184", "?as_of=01/04/2024"])
def test_every_number_on_the_matrix_is_the_length_of_the_list_behind_it(get: Get, query: str) -> None:
    """Each number of each unit, and of the totals row, leads to exactly so many tasks; zero leads nowhere."""
    numbers = _numbers(get(f"/{query}").text)
    assert len(numbers) == 21 * 7
    for cell, number, link in numbers:
        assert bool(link) == bool(number), (cell, number)
        if link:
            total, ids = _listed(get, link)
            assert total == number == len(ids) == len(set(ids)), link


@pytest.mark.parametrize("group", ["central-agencies-2024", "provinces-2024", "broadcasters", "all"])
def test_totals_of_every_group_lead_to_all_their_tasks(get: Get, group: str) -> None:
    """The totals row of a group leads to the tasks of all its bodies, however many pages they fill."""
    for _, number, link in _numbers(get(f"/?group={group}").text)[-7:]:
        assert not number or _total(get(link).text) == number


def test_units_with_nothing_are_shown_with_zeros(get: Get) -> None:
    """On a day before both plans every unit of the ministry has its row, and no number is a link."""
    page = get("/?as_of=2023-12-01").text
    assert len(re.findall('<th role="rowheader" scope="row" class="unit"><a', page)) == 20
    assert {(number, link) for _, number, link in _numbers(page)} == {(0, "")}


def test_unit_name_leads_to_all_its_tasks_with_the_cancelled_ones(get: Get) -> None:
    """The list of a unit holds what its total holds, and what was cancelled beside it."""
    row = re.search(r'<a href="([^"]*unit=vu-cong-chuc-vien-chuc)">', get("/").text)
    numbers = {cell: n for cell, n, link in _numbers(get("/").text) if "unit=vu-cong-chuc-vien-chuc" in link}
    assert row is not None
    assert numbers["cancelled"] == 1
    assert _listed(get, unescape(row[1]))[0] == numbers["owed"] + 1


def test_composite_task_is_listed_once_with_its_parts_below(get: Get) -> None:
    """A row with three months is one line of the list, and its parts are indented lines that do not count."""
    page = get("/tasks?unit=vu-hop-tac-quoc-te&plan=184").text
    assert page.count(f'data-task="{COMPOSITE}"') == 1
    assert "Gồm 3 phần" in page
    assert page.count('<tr class="part">') == 3


def test_composite_task_says_which_part_makes_it_stand_so(get: Get) -> None:
    """The page of a whole names its worst part with its due day, and shows each part with its own cell."""
    page = get(f"/tasks/{ANCHORED}").text
    assert "Gồm 3 phần; cả việc đứng theo phần kém nhất. Trước khi ban hành: hạn cuối 20/06/2024" in page
    assert "đã quá 11 ngày" in page
    assert page.count("Quá hạn</span>") == 2
    assert page.count("Trong hạn</span>") == 2


@pytest.mark.parametrize("as_of", ["2024-07-01", "2024-12-31", "2026-01-01"])
def test_waiting_is_never_red(get: Get, as_of: str) -> None:
    """What waits for an act is listed as waiting however late the day is, without the colour or sign of the overdue."""
    page = get(f"/tasks?cell=waiting&as_of={as_of}").text
    rows = page[page.index("<tbody>") : page.index("</tbody>")]
    assert rows.count('class="chip waiting"') > 5
    assert not {"open_overdue", "▲", "Quá hạn"} & set(re.findall(r"open_overdue|▲|Quá hạn", rows))


def test_all_year_tasks_are_not_red_before_the_year_ends(get: Get) -> None:
    """A row for the whole of 2024 is in term on 31 December and overdue on 1 January."""
    assert 'class="verdict open_in_term"' in get(f"/tasks/{NOTED}?as_of=31/12/2024").text
    assert 'class="verdict open_overdue"' in get(f"/tasks/{NOTED}?as_of=01/01/2025").text


def test_task_page_tells_who_did_what_when_and_when_it_was_recorded(get: Get) -> None:
    """History has both dates, the proof's link, what was proved; reminders show their days one by one."""
    page = get(f"/tasks/{DONE_LATE}").text
    assert "Hoàn thành ngày 09/04/2024, sau hạn cuối 31/03/2024." in page
    assert "Đầu mối theo dõi (Vụ Công chức - Viên chức) đã cung cấp thông tin cho báo chí: Báo Nhân Dân." in page
    assert "xảy ra 08/04/2024, ghi nhận 08:30 ngày 01/07/2024" in page
    assert 'href="https://nhandan.vn/bai" rel="noopener noreferrer"' in page
    assert "✓ đã có, ngày 08/04/2024" in page
    assert "Phụ lục, mục 8.1, Quyết định số 184/QĐ-BNV ngày 18/03/2024" in page
    assert "Đếm từng ngày kể từ hạn cuối" in page
    assert "Chủ nhật, 24/03/2024" in page


def test_a_task_page_names_who_may_go_on_in_words(get: Get) -> None:
    """Whoever may take a next step is named as officials know them, the coordinating units too."""
    page = get("/tasks/184.8.1:vu-cong-chuc-vien-chuc:2024-03").text
    assert "Đơn vị phối hợp</span>" in page
    assert not re.search(r'class="note">(lead|assigner|asker|coordinator)\b', page)


def test_a_past_day_shows_the_task_as_it_stood(get: Get) -> None:
    """As of 5 April the information was cleared and not yet given: later facts are counted, not shown."""
    page = get(f"/tasks/{DONE_LATE}?as_of=2024-04-05").text
    assert "<dt>Bước</dt><dd>Đã duyệt</dd>" in page
    assert "Báo Nhân Dân" not in page
    assert "sự kiện xảy ra sau ngày 05/04/2024" in page
    assert "Đang xem lại một ngày đã qua" in page


def test_the_way_around_a_step_is_marked(get: Get) -> None:
    """Information given without clearance bears the mark of an exception, with its reason."""
    page = get("/tasks/184.8.4:vu-cong-chuc-vien-chuc:2024-03").text
    assert re.search(r"Báo chí hỏi gấp\..{0,5}<span class=\"tag exception\">Ngoại lệ", page)


def test_plan_page_has_every_row_with_its_text_time_and_standing(get: Get) -> None:
    """The page of Decision 184 has 58 rows of 19 units, each with its printed time, none without a standing."""
    page = get("/plans/184").text
    annex = page[: page.index("Nhiệm vụ trong phần lời văn")]
    assert "58 mục của 19 đơn vị" in annex
    assert len(re.findall(r'<td class="no" data-label="Mục">', annex)) == 58
    assert "Trước, trong và sau khi ban hành Nghị định" in annex
    assert "Chưa có việc" not in annex
    assert "IV.1, gạch đầu dòng thứ 1" in page


def test_due_page_groups_by_day_overdue_first(get: Get) -> None:
    """Overdue days come before those to come, each group in order of days, none beyond thirty days."""
    said = re.findall(r"(\d\d)/(\d\d)/2024:\s*(quá hạn|còn|hôm nay)", get("/due").text)
    days = [(kind != "quá hạn", f"{month}-{day}") for day, month, kind in said]
    assert days == sorted(days)
    assert {late for late, _ in days} == {True, False}
    assert max(day for _, day in days) <= "07-31"


def test_ledger_shows_what_was_sent_and_what_was_held_back(get: Get, dondoc: Dondoc) -> None:
    """The two kinds add up to the whole ledger, newest first, and a held-back reminder says why."""
    counts = {kind: _total(get(f"/reminders?kind={kind}").text) for kind in ("", "sent", "held-back")}
    assert counts[""] == counts["sent"] + counts["held-back"] == len(dondoc.ledger(limit=100_000))
    assert "đã tới nấc cao hơn" in get("/reminders?kind=held-back").text


def test_registers_are_listed_under_headings(get: Get, dondoc: Dondoc) -> None:
    """Every register is on the page once, below the heading of its section."""
    page = get("/registers").text
    headings = [html.unescape(each) for each in re.findall(r"<h2>(.+?)</h2>", page)]
    assert headings == [each.name for each in dondoc.catalogue.sections]
    links = re.findall(r'<h3><a href="/registers/([a-z0-9-]+)"', page)
    assert sorted(links) == sorted(dondoc.catalogue.registers)
