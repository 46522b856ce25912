"""The ledger of reminders and the why of each: explain, why not, filters, pages, a change of rules."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.domain.errors import DondocError
from dondoc.interfaces.cli import ruling

REPORT = "par.report:tinh-ha-nam:2024-Q1"
DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
WAITING = "184.2.2:vu-to-chuc-can-bo:after"


@pytest.fixture
def changed(shipped_config: Path, tmp_path: Path) -> Path:
    """The configuration with the last rung of the standard ladder repeated twice as often."""
    folder = Path(shutil.copytree(shipped_config, tmp_path / "changed"))
    text = (folder / "reminders.yaml").read_text(encoding="utf-8")
    (folder / "reminders.yaml").write_text(text.replace("every: 20, most: 3", "every: 10, most: 3"), encoding="utf-8")
    return folder


def test_explain_tells_each_reminder_whole(april: Any) -> None:
    """Rule and version, each condition, each day with its decision, each recipient; in JSON and for people."""
    april.ask("tick", "--now", "2024-05-13T08:00+07:00")
    said = april.ask("explain", REPORT, "--as-of", "2024-05-13")
    newest = said["reminders"][-1]
    assert (newest["rung"], newest["why"]["rule"], newest["held_back"]) == ("qua-han-15/2", "tieu-chuan/3", "")
    assert {"what": "rhythms", "value": "every", "wanted": ["once", "every"], "holds": True} in newest["why"]["chosen"]
    off = {day["day"]: day["basis"] for day in newest["why"]["days"] if day["basis"]}
    assert (off["2024-04-18"], off["2024-04-29"]) == ("blld-2019-112", "cv-2450-vpcp-kgvx")
    text = april.printed("explain", REPORT, "--as-of", "2024-05-13")
    for words in ("Nhiệm vụ có thời hạn, phiên bản 3", "lần 2", "Thứ Hai, 13/05/2024: 35", "Chọn thang này"):
        assert words in text
    assert "Giữ lại: đã tới nấc cao hơn" in text


def test_why_not_tells_what_failed_and_what_comes_next(april: Any) -> None:
    """On 2 April the report is late by nine working days: the next rung comes on 10 April, and to whom."""
    said = april.ask("explain", REPORT, "--why-not", "--at", "2024-04-02")
    (limit,) = said["limits"]
    states = {rung["rung"]: rung["state"] for rung in limit["rungs"]}
    assert (states["qua-han-5"], states["qua-han-15"], states["qua-han-15/4"]) == ("sent", "ahead", "ahead")
    failed = [each for each in limit["rungs"][4]["conditions"] if not each["holds"]]
    assert failed == [{"what": "rung-day<=today", "value": "2024-04-10<=2024-04-02", "holds": False}]
    assert (said["next"]["rung"], said["next"]["day"]) == ("qua-han-15", "2024-04-10")
    assert said["next"]["recipients"][0]["office"] == "tinh-ha-nam/thu-truong"
    others = {each["ladder"]: [each_["what"] for each_ in each["failed"]] for each in limit["not_taken"]}
    assert others == {"theo-tuan": ["grains"], "theo-thang": ["rhythms"]}
    text = april.printed("explain", REPORT, "--why-not", "--at", "2024-04-02")
    assert "Lần tới: 10/04/2024" in text
    page = april.page(f"/tasks/{REPORT}?as_of=2024-04-02")
    assert "Vì sao chưa đôn đốc" in page
    assert "Lần tới: 10/04/2024" in page


def test_what_is_left_alone_says_why(april: Any) -> None:
    """Waiting for an act, done, or the sum of its parts: no ladder is climbed, and the answer says so."""
    waiting = april.ask("explain", WAITING, "--why-not", "--at", "2024-04-02")
    assert (waiting["limits"], waiting["next"]) == ([], None)
    assert "chờ văn bản" in waiting["reason"]
    april.step(REPORT, "submit", DESK, "2024-04-02", "--on-behalf-of", "tinh-ha-nam", number="31/BC-UBND")
    done = april.ask("explain", REPORT, "--why-not", "--at", "2024-04-02")
    assert "đã hoàn thành" in done["reason"]


def test_the_ledger_is_picked_by_unit_days_and_verdict(april: Any) -> None:
    """Each filter of the command line and of the page shows what it says, and nothing else."""
    found = april.ask("reminders", "--unit", "tinh-ha-nam", "--limit", "1000")["reminders"]
    assert {each["task"].split(":")[1] for each in found} == {"tinh-ha-nam"}
    held = april.ask("reminders", "--unit", "tinh-ha-nam", "--held-back")["reminders"]
    sent = april.ask("reminders", "--unit", "tinh-ha-nam", "--sent")["reminders"]
    assert all(each["held_back"] for each in held)
    assert len(held) + len(sent) == len(found)
    assert april.ask("reminders", "--to", "2024-04-01")["reminders"] == []
    rung = april.ask("reminders", "--rung", "qua-han-5", "--duty", "par.report", "--limit", "1000")["reminders"]
    assert {(each["rung"], each["ladder"]) for each in rung} == {("qua-han-5", "tieu-chuan")}
    assert "phiên bản 3" in april.printed("reminders", "--task", REPORT, "--why")
    page = april.page("/reminders?unit=tinh-ha-nam&from=2024-04-01&to=2024-04-30&as_of=2024-04-02&kind=sent")
    assert f"{len(sent)} lần" in page
    assert "tinh-ha-giang/" not in page
    assert april.refused("reminders", "--unit", "khong-co")["code"] == "not-found"


def test_a_change_of_rules_shows_what_it_adds_and_moves(april: Any, changed: Path) -> None:
    """Over the plan, and over what the log knew on each day: the same question, by unit, ladder and month."""
    planned = april.ask("simulate", "--year", "2024", "--diff", str(changed))
    assert planned["counts"]["added"] == len(planned["added"]) > 50
    assert planned["after"] - planned["before"] == planned["counts"]["added"] - planned["counts"]["removed"]
    assert {each["ladder"] for each in planned["added"]} == {"tieu-chuan"} == {*planned["by"]["ladder"]}
    assert sum(each["added"] for each in planned["by"]["month"].values()) == planned["counts"]["added"]
    assert april.printed("simulate", "--year", "2024", "--diff", str(changed)).startswith(
        f"Thay đổi này thêm {planned['counts']['added']} lần đôn đốc"
    )
    span = ("--from", "2024-03-18", "--to", "2024-05-10", "--diff", str(changed), "--log")
    before = april.ask("simulate", *span)
    april.step(REPORT, "submit", DESK, "2024-04-02", "--on-behalf-of", "tinh-ha-nam", number="31/BC-UBND")
    after = april.ask("simulate", *span)
    assert {each["rung"] for each in before["added"]} == {"qua-han-15/2"}
    gone = {each["task"] for each in before["added"]} - {each["task"] for each in after["added"]}
    assert gone == {REPORT}, "what was done is not urged under either set of rules"
    assert april.refused("simulate", "--year", "2024", "--log")["code"] == "invalid"


def test_a_condition_can_be_tried_before_it_is_written(april: Any) -> None:
    """Whom it picks; or what is wrong with it, in the words of the configuration."""
    found = april.ask("rule", "check", "{groups: [provinces-2024], days_late: {least: 5}}")
    assert len(found["bodies"]) == 63
    assert found["conditions"]["days_late"] == {"least": 5}
    assert "no group 'tinh'" in april.refused("rule", "check", "{groups: [tinh]}")["en"]


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=60) | st.text(alphabet="{}[]:, ktadynumbersl_0123456789'\"!&*#|>-", max_size=60))
def test_whatever_is_written_as_a_condition_is_read_or_refused(shipped: Any, text: str) -> None:
    """No text is run, and none ends in anything but a condition or a refusal that says what is wrong."""
    try:
        assert ruling.condition(text, shipped).model_dump(exclude_defaults=True)
    except DondocError as wrong:
        refused = wrong
    else:
        return
    assert refused.cure
