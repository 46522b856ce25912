"""The console asked wrongly, attacked, broken or mounted elsewhere: it refuses in words and gives nothing away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import httpx
import pytest
from sqlalchemy import event

from dondoc import Dondoc
from dondoc.answers import Answers
from dondoc.domain import errors
from dondoc.domain.errors import Invalid
from dondoc.interfaces import written
from dondoc.interfaces.web import refusals
from dondoc.ports import SystemClock

Get = Callable[[str], httpx.Response]
Opener = Callable[..., Get]
COMPOSITE = "184.9.2:vu-hop-tac-quoc-te:2024"
ANCHORED = "184.3.5:vu-to-chuc-bien-che:2024"
DONE_LATE = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
NOTED = "184.1.1:van-phong-bo:2024"
HOSTILE = "<script>alert('đ')</script> & \"x\" {{ 7 * 7 }}"
EVERY_PAGE = (
    "/",
    "/?group=all",
    "/tasks",
    "/tasks?unit=vu-tien-luong",
    f"/tasks/{COMPOSITE}",
    f"/tasks/{ANCHORED}",
    f"/tasks/{DONE_LATE}",
    f"/tasks/{NOTED}",
    "/plans",
    "/plans/184",
    "/plans/par",
    "/procedures",
    "/procedures/press-information?state=prepared",
    "/due",
    "/due?group=all",
    "/reminders",
    "/reminders?kind=held-back",
    "/registers",
    "/registers/press-tasks",
    "/registers/press-tasks?by=unit,quarter",
    "/registers/themes-184?by=themes&missing=1",
    "/registers/outlets",
    "/?period=2024-Q2&compare=1",
    "/attention",
    "/attention?group=all",
    "/attention?unit=vu-tien-luong",
    "/calendar",
    "/calendar/2024-Q2?group=all",
    "/calendar/2024",
    "/calendar/2024-06?of=2024-06",
    "/year",
    "/year?group=all&by=week",
    "/quotas",
    "/plans/184/timeline",
    "/plans/par/timeline",
    f"/tasks/{DONE_LATE}/events",
    f"/tasks/{DONE_LATE}/events/2",
    "/desk",
    "/bodies",
    "/bodies/van-phong-bo",
    "/operations",
    "/keys",
)
HEAVIEST = 150_000
"""Bytes of a page, before compression."""


@pytest.mark.parametrize(
    "url",
    ["/tasks/khong-co", "/plans/khong-co", "/tasks?unit=khong-co", "/?plan=khong-co", "/?group=khong-co",
     "/tasks?duty=khong-co", "/tasks?page=999", "/khong-co"],
)  # fmt: skip
def test_unknown_ids_give_a_page_not_found(get: Get, url: str) -> None:
    """What does not exist is said in Vietnamese on a page with ways on, as status 404."""
    answer = get(url)
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text
    assert "Mở lại từ" in answer.text


@pytest.mark.parametrize(
    ("url", "cure"),
    [("/?as_of=30/02/2024", "Hãy viết ngày/tháng/năm, ví dụ 01/07/2024"), ("/due?as_of=hôm qua", "ví dụ 01/07/2024"),
     ("/tasks?cell=red", "Hãy viết một trong: done_on_time"), ("/tasks?page=0", "một số nguyên từ 1"),
     ("/tasks?page=-1", "một số nguyên từ 1"), ("/reminders?kind=x", "Hãy viết sent")],
)  # fmt: skip
def test_malformed_questions_say_what_to_write(get: Get, url: str, cure: str) -> None:
    """A malformed day, cell or page number is refused as 422, with what to write instead."""
    answer = get(url)
    assert answer.status_code == 422
    assert cure in unescape(answer.text)


@pytest.mark.parametrize("text", ["01/07/2024", "1/7/2024", "01-07-2024", "1.7.2024", "2024-07-01", " 2024-7-1 "])
def test_days_are_read_as_officials_write_them(text: str) -> None:
    """Day, month, year in the usual ways of writing, or the form of the links."""
    assert written.day(text) == date(2024, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "07/31/2024",
        "2024-02-30",
        "0000-01-01",
        "\u0660\u0661/\u0660\u0667/\u0662\u0660\u0662\u0664",
        "2024-07-01T00:00",
        "1/7/24",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """No guessing: American order, short years and other digits are refused."""
    with pytest.raises(Invalid):
        written.day(text)


def test_hostile_text_is_shown_and_never_run(get: Get) -> None:
    """Markup in a fact or in the address appears as the characters that it is made of."""
    for url in (f"/tasks/{NOTED}", f"/tasks/{DONE_LATE}"):
        page = get(url).text
        assert "<script" not in page
        assert HOSTILE in unescape(page)
    assert "<script" not in get("/tasks?unit=<script>alert(1)</script>").text
    assert "<script" not in get("/tasks/<script>").text


@pytest.mark.parametrize("url", [*EVERY_PAGE, "/khong-co", "/?as_of=x"])
def test_every_page_is_whole_without_scripts_or_other_hosts(get: Get, url: str) -> None:
    """Each says its day, the log's position and that the clock is simulated; loads nothing but its own stylesheet."""
    page = get(url).text
    assert "Tính đến ngày <strong>01/07/2024</strong>" in page
    assert "Vị trí nhật ký" in page
    assert "Đồng hồ mô phỏng" in page
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    assert not re.search(r'(?:src|<link[^>]*href)="(?!/static/)', page)
    assert not re.search(r"\bNone\b|Undefined", page)


@pytest.mark.parametrize("url", ["/", "/static/console.css", "/khong-co", "/?as_of=x", "/livez", "/readyz"])
def test_security_headers_are_on_every_answer(get: Get, url: str) -> None:
    """Pages, files, refusals and health checks all carry them."""
    headers = get(url).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_failure_of_ours_is_a_plain_page_with_the_headers(
    dondoc: Dondoc, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unforeseen error gives 500 in Vietnamese, without a word of the inside and with the security headers."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(Answers, "status", fail)
    answer = opener(dondoc)("/")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.text
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "status"),
    [(errors.NotFound(), 404), (errors.Invalid(), 422), (errors.NotAllowed(), 403), (errors.Rejected(rule="r"), 409),
     (errors.Conflict(), 409), (errors.KeyReused(), 422), (errors.StoreBroken(), 503), (errors.UnknownEvent(), 503),
     (errors.ClockJumped(), 500)],
)  # fmt: skip
def test_each_kind_of_error_has_its_status(error: errors.DondocError, status: int) -> None:
    """The nearest class in the table decides; what is not in it is our own fault."""
    assert refusals.status_of(error) == status


def test_health_says_whether_the_store_can_be_read(get: Get, dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ready with the log's position; 503 with the reason when the store fails, while the process stays alive."""
    assert get("/livez").text == "ok"
    assert get("/readyz").json() == {"status": "ok", "position": dondoc.store.position()}

    def broken() -> int:
        raise errors.StoreBroken("The disk is gone.", vi="Mất ổ đĩa.")

    monkeypatch.setattr(dondoc.store, "position", lambda *_: broken())
    assert get("/readyz").status_code == 503
    assert get("/readyz").json()["reason"]["vi"] == "Mất ổ đĩa."
    assert get("/").status_code == 503
    assert "Mất ổ đĩa." in get("/").text
    assert get("/livez").status_code == 200


@pytest.mark.parametrize("url", EVERY_PAGE)
def test_no_page_asks_more_than_a_handful_of_questions(get: Get, dondoc: Dondoc, url: str) -> None:
    """However many tasks a page lists, it runs a bounded number of queries."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(dondoc.store.engine, "after_cursor_execute", count)
    get(url)
    event.remove(dondoc.store.engine, "after_cursor_execute", count)
    assert 1 <= len(asked) <= 16


@pytest.mark.parametrize("url", EVERY_PAGE)
def test_no_page_is_heavier_than_an_old_line_bears(get: Get, url: str) -> None:
    """However much it tells of, a page weighs at most 150 kB."""
    answer = get(url)
    assert answer.status_code == 200
    assert len(answer.content) <= HEAVIEST


def test_links_keep_the_day_and_the_path_below_which_the_console_is_mounted(dondoc: Dondoc, opener: Opener) -> None:
    """One address is one state: every link of a past day's page asks about that day, below the same path.

    Work is always that of today, and so is how the engine is doing.
    """
    page = opener(dondoc, root_path="/dondoc")("/?as_of=1/4/2024").text
    links = [unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page)]
    assert len(links) > 50
    for now in ("/dondoc/my", "/dondoc/operations", "/dondoc/keys"):
        assert links.pop(links.index(now))
    assert all(link.startswith("/dondoc/") and "as_of=2024-04-01" in link for link in links)


def test_pages_can_be_asked_for_their_head_only_and_never_written_to(dondoc: Dondoc, opener: Opener) -> None:
    """HEAD answers as GET without a body; what would write, from nowhere in particular, is not even looked at."""
    head = opener(dondoc, "HEAD")("/")
    assert (head.status_code, head.text) == (200, "")
    assert opener(dondoc, "POST")("/").status_code == 403


def test_under_the_real_clock_nothing_says_simulated(
    dondoc: Dondoc, opener: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The banner belongs to simulated clocks only."""
    monkeypatch.setattr(dondoc, "clock", SystemClock())
    assert "Đồng hồ mô phỏng" not in opener(dondoc)("/").text
