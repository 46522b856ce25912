"""Decision 184 laid on every unit: material, rows, themes, doubts. One test a mechanism."""

from __future__ import annotations

from typing import Any

OFFICE = "van-phong-bo/dau-moi"
UNIT = "vu-tien-luong"
LEAD = f"{UNIT}/dau-moi"


def test_unit_is_lead_of_its_rows(april: Any) -> None:
    """Only the unit of the heading owes a row; coordinators stand beside it, and a unit may be both on one row."""
    task = april.task("184.14.1:trung-tam-thong-tin:2024-03", "2024-04-02")
    assert task["body"] == "trung-tam-thong-tin"
    assert "trung-tam-thong-tin" in [body for each in task["with"] for body in each["bodies"]]
    assert {t["body"] for t in april.tasks("2024-04-02", "--duty", "184.14.1")} == {"trung-tam-thong-tin"}
    helper = april.taking(task["task"], "prepare", "tap-chi-to-chuc-nha-nuoc/dau-moi", "2024-04-02", subject="A")
    assert april.refused(*helper)["code"] == "not-allowed"
