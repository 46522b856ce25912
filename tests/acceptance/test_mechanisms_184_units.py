"""Decision 184 laid on every unit: material, rows, themes, doubts. One test a mechanism."""

from __future__ import annotations

from typing import Any

OFFICE = "van-phong-bo/dau-moi"
UNIT = "vu-tien-luong"
LEAD = f"{UNIT}/dau-moi"


def test_unit_is_lead_of_its_rows(april: Any) -> None:
    """Only the unit of the heading owes a row; coordinators have their own status; a unit may be both."""
    task = april.task("184.14.1:trung-tam-thong-tin:2024-03", "2024-04-02")
    assert task["body"] == "trung-tam-thong-tin"
    assert "trung-tam-thong-tin" in [body for each in task["with"] for body in each["bodies"]]
    assert {t["body"] for t in april.tasks("2024-04-02", "--duty", "184.14.1")} == {"trung-tam-thong-tin"}
    helper = april.taking(task["task"], "prepare", "tap-chi-to-chuc-nha-nuoc/dau-moi", "2024-04-02", subject="A")
    assert april.refused(*helper)["code"] == "not-allowed"
    row = "184.5.2:vu-chinh-quyen-dia-phuong:2024"
    assert (
        april.refused(*april.taking(row, "prepare", "van-phong-bo/dau-moi", "2024-04-03", subject="…"))["code"]
        == "not-allowed"
    )
    assert (
        april.refused(*april.taking(row, "confirm-part", "vu-chinh-quyen-dia-phuong/dau-moi", "2024-04-03"))["code"]
        == "not-allowed"
    )
    april.step(row, "confirm-part", "van-phong-bo/dau-moi", "2024-04-03", part="Mời báo chí")
    april.step(row, "finish-part", "trung-tam-thong-tin/dau-moi", "2024-04-04", note="Đã đăng Cổng")
    bodies = {b["body"]: (b["status"], b["on"]) for each in april.task(row, "2024-04-05")["coordination"]
              for b in each["bodies"]}  # fmt: skip
    assert bodies == {
        "van-phong-bo": ("confirmed", "2024-04-03"),
        "tap-chi-to-chuc-nha-nuoc": ("none", None),
        "trung-tam-thong-tin": ("done", "2024-04-04"),
    }
    assert april.task(row, "2024-04-05")["state"] == "assigned"
    own = "184.14.1:trung-tam-thong-tin:2024-03"
    april.step(own, "confirm-part", "trung-tam-thong-tin/dau-moi", "2024-04-05")
    stands = {b["body"]: b["status"] for each in april.task(own, "2024-04-06")["coordination"] for b in each["bodies"]}
    assert stands["trung-tam-thong-tin"] == "confirmed"
