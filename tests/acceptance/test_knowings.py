"""A day as it was known then and as it is known now: reports do not change behind anybody's back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dondoc.interfaces.cli.main import main

CONFIG = str(Path(__file__).parents[2] / "config")
PAY = "184.4.1:vu-tien-luong:2024-04"
UNIT = "vu-tien-luong/dau-moi"
SPOKESPERSON = "van-phong-bo/nguoi-phat-ngon"
BEFORE = "2024-05-02T08:00+07:00"
DAY = ("--as-of", "2024-04-30", "--clock", "2024-05-20T08:00+07:00")


@pytest.fixture(scope="module")
def played(lasting: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """April 2024 by a clock that was there; on 16 May a unit enters what it did in April, and says why so late."""
    db = str(lasting.new(tmp_path_factory.mktemp("known")))

    def do(moment: str, *words: str) -> None:
        assert main([*words, "--db", db, "--config", CONFIG, "--clock", f"{moment}+07:00"]) == 0

    def step(moment: str, office: str, name: str, on: str, *more: str) -> None:
        do(
            moment,
            "task",
            "step",
            PAY,
            name,
            "--actor",
            office.replace("/", "-"),
            "--office",
            office,
            "--on",
            on,
            *more,
        )

    do("2024-04-02T08:00", "init")
    do("2024-04-02T08:00", "tick")
    step("2024-04-10T09:00", UNIT, "prepare", "2024-04-10", "--data", '{"subject": "Tiền lương mới"}')
    step("2024-04-12T09:00", SPOKESPERSON, "clear", "2024-04-12")
    do("2024-04-30T08:00", "tick")
    do("2024-05-16T08:00", "tick")
    said = json.dumps({"outlet": "Báo Nhân Dân", "link": "https://example.invalid/bai"})
    step("2024-05-16T09:00", UNIT, "provide", "2024-04-28", "--late", "Nhận được bài đăng muộn", "--data", said)
    return db


@pytest.fixture
def may(played: str, databases: Any, tmp_path: Path, door_to: Any) -> Any:
    """The same in a database of one's own."""
    return door_to(databases.like(played, tmp_path))


def test_a_report_about_april_is_the_same_whenever_it_is_asked_for(may: Any) -> None:
    """As known on 2 May nothing changes afterwards, byte for byte; as known now, the late entry counts."""
    asked = ("--known-at", BEFORE, *DAY)
    reports = [
        ("status", "vu-tien-luong"), ("task", "list", "--unit", "vu-tien-luong"), ("task", "show", PAY),
        ("history", PAY), ("explain", PAY), ("due",), ("reminders", "--task", PAY),
    ]  # fmt: skip
    before = [may.printed(*report, *asked) for report in reports]
    may.step("184.unit-plan:vu-tien-luong:2024", "note", UNIT, "2024-05-17", note="Bổ sung")
    may.ask("tick", "--clock", "2024-05-18T08:00+07:00")
    assert [may.printed(*report, *asked) for report in reports] == before
    then, now = (_of(may.ask("task", "list", "--unit", "vu-tien-luong", *when)) for when in (asked, DAY))
    assert (then["state"], then["done_on"]) == ("cleared", None)
    assert (now["state"], now["done_on"]) == ("done", "2024-04-28")


def _of(listed: Any) -> Any:
    (found,) = [each for each in listed["tasks"] if each["task"] == PAY]
    return found


def test_the_difference_of_two_knowings_names_tasks_authors_and_reasons(may: Any) -> None:
    """Figures before and after, the task that stands otherwise, who entered it, how many days late and why."""
    said = may.ask("difference", *DAY)
    moved = {cell: said["totals"]["now"][cell] - count for cell, count in said["totals"]["then"].items()}
    assert {cell: by for cell, by in moved.items() if by} == {"done_on_time": 1, "open_in_term": -1}
    (task,) = said["tasks"]
    assert (task["task"], task["was"]["cell"], task["is"]["cell"]) == (PAY, "open_in_term", "done_on_time")
    (entry,) = said["entries"]
    assert (entry["on"], entry["days_late"], entry["reason"]) == ("2024-04-28", 18, "Nhận được bài đăng muộn")
    assert said["authors"] == [
        {"actor": "vu-tien-luong-dau-moi", "office": UNIT, "entries": 1, "tasks": 1, "reasons": [entry["reason"]]}
    ]
    none = may.ask("difference", "--unit", "vu-phap-che", *DAY)
    assert (none["tasks"], none["entries"]) == ([], [])
    refused = may.refused("difference", "--since", BEFORE, "--known-at", "2024-05-01T08:00", *DAY)
    assert refused["place"] == "since"


def test_pages_show_what_was_known_and_lead_to_what_came_late(may: Any) -> None:
    """A page says as known at which moment it is, keeps that in its links, and shows the step of that time."""
    then = may.page(f"/tasks?unit=vu-tien-luong&as_of=2024-04-30&known_at={BEFORE[:16]}")
    assert "08:00 ngày 02/05/2024" in then
    assert f"/tasks/{PAY}?as_of=2024-04-30&amp;known_at=2024-05-02T08%3A00" in then
    assert "Hoàn thành đúng hạn" not in then.split("<tbody>")[1]
    assert "Báo Nhân Dân" not in may.page(f"/tasks/{PAY}?as_of=2024-04-30&known_at={BEFORE[:16]}")
    assert "Báo Nhân Dân" in may.page(f"/tasks/{PAY}?as_of=2024-04-30")
    late = may.page("/difference?as_of=2024-04-30&unit=vu-tien-luong")
    assert "Nhận được bài đăng muộn" in late
    assert "muộn 18 ngày" in late
    assert may.http("GET", "/tasks?known_at=hom-qua").status_code == 422
