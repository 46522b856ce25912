"""Decision 184 laid on every unit: own plan, dissemination, material, rows, themes, doubts. One test a mechanism."""

from __future__ import annotations

from typing import Any

OFFICE = "van-phong-bo/dau-moi"
UNIT = "vu-tien-luong"
LEAD = f"{UNIT}/dau-moi"


def test_disseminate_plan_to_staff(april: Any) -> None:
    """Every unit confirms for itself that its staff know the plan; who has not is seen at a glance."""
    duty = "184.dissemination"
    said = {"subject": "Phổ biến tại hội nghị đơn vị cho 42 công chức"}
    april.step(f"{duty}:{UNIT}:2024", "submit", LEAD, "2024-04-05", **said)
    assert len(april.tasks("2024-04-05", "--duty", duty)) == 20
    missing = april.tasks("2024-04-05", "--duty", duty, "--cell", "open_in_term")
    assert len(missing) == 19
    assert UNIT not in {task["body"] for task in missing}


def test_unit_own_2024_plan(april: Any) -> None:
    """Each unit hands its own plan in; it may come back with a reason and go in again; who has none is listed."""
    duty = "184.unit-plan"
    task = f"{duty}:{UNIT}:2024"
    plan = {"subject": "Kế hoạch truyền thông năm 2024 của Vụ", "number": "21/KH-VTL"}
    april.step(task, "submit", LEAD, "2024-04-03", **plan)
    april.step(task, "return", OFFICE, "2024-04-04", reason="Chưa có dự toán")
    assert april.task(task, "2024-04-04")["state"] == "returned"
    april.step(task, "submit", LEAD, "2024-04-08", **{**plan, "number": "24/KH-VTL"})
    april.step(task, "confirm", OFFICE, "2024-04-10")
    assert [e["data"].get("number") for e in april.ask("history", task)["events"] if e["data"].get("number")] == [
        "21/KH-VTL", "24/KH-VTL",
    ]  # fmt: skip
    assert len(april.tasks("2024-04-10", "--duty", duty, "--cell", "open_in_term")) == 19
    assert [each["name"] for each in april.task(task, "2024-04-10")["with"]] == ["Vụ Kế hoạch - Tài chính"]


def test_heads_prepare_and_attend_conferences(april: Any) -> None:
    """For each conference every unit owes its material; who handed in and who did not is told by quarter and unit."""
    duty = "184.conference-material"
    april.step(f"{duty}:{UNIT}:2024-Q2", "submit", LEAD, "2024-04-10", subject="Tài liệu họp báo Quý II")
    stood = {t["body"]: t["cell"] for t in april.tasks("2024-04-10", "--duty", duty) if t["period"] == "2024-Q2"}
    assert len(stood) == 20
    assert [unit for unit, cell in stood.items() if cell == "done_on_time"] == [UNIT]
    assert april.task(f"{duty}:{UNIT}:2024-Q1", "2024-04-10")["cell"] == "open_overdue"


def test_unit_is_lead_of_its_rows(april: Any) -> None:
    """Only the unit of the heading owes a row; coordinators stand beside it, and a unit may be both on one row."""
    task = april.task("184.14.1:trung-tam-thong-tin:2024-03", "2024-04-02")
    assert task["body"] == "trung-tam-thong-tin"
    assert "trung-tam-thong-tin" in [body for each in task["with"] for body in each["bodies"]]
    assert {t["body"] for t in april.tasks("2024-04-02", "--duty", "184.14.1")} == {"trung-tam-thong-tin"}
    helper = april.taking(task["task"], "prepare", "tap-chi-to-chuc-nha-nuoc/dau-moi", "2024-04-02", subject="A")
    assert april.refused(*helper)["code"] == "not-allowed"


def test_contradictory_row_date(april: Any) -> None:
    """Row 15.1 keeps the decision's own words and month, and says beside them why they cannot be right."""
    row = next(r for r in april.ask("plan", "show", "184")["rows"] if r["id"] == "15.1")
    assert row["time_text"] == "Tháng 3 năm 2024"
    assert "02/8/1955 - 02/8/2025" in row["content"]
    assert row["doubt"]
    assert row["doubt"] in april.printed("task", "show", "184.15.1:ban-ton-giao-chinh-phu:2024-03").replace("\n", " ")
