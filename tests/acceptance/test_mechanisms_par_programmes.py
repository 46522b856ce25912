"""What goes on in other bodies, and for longer than a year. One test a mechanism."""

from __future__ import annotations

from typing import Any

HA_NAM, DESK = "tinh-ha-nam/dau-moi", "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
OWNER = "vu-cai-cach-hanh-chinh/dau-moi"
UNION = "cong-doan-vien-chuc-viet-nam"
PROGRAMME = """plan:
  id: ctph
  name: Chương trình phối hợp giai đoạn 2021 - 2025
  en: Cooperation programme 2021-2025
  document: qd-ke-hoach-thong-tin-cchc-2024
  year: 2021
  until: 2025
  owner: vu-cai-cach-hanh-chinh
clauses:
  - {id: I, label: I, text: Phối hợp tuyên truyền cải cách hành chính.}
duties:
  - id: joint
    clause: I
    what: Phối hợp tuyên truyền cho đoàn viên
    bodies: [vu-cai-cach-hanh-chinh]
    rhythm: {kind: continuous}
    procedure: standing
"""


def test_carry_out_agency_plans(april: Any) -> None:
    """Each of 93 bodies tells its own progress, another person of the ministry checks it; who has not is listed."""
    task = "par.agency-carry-out:tinh-ha-nam:2024"

    def flagged(flag: str) -> list[str]:
        asked = ("register", "show", "agency-progress", "--as-of", "2024-06-30", "--flag", flag)
        return [each["unit"] for each in april.ask(*asked)["lines"]]

    assert len(flagged("unreported")) == 93
    too_many = april.taking(task, "report", HA_NAM, "2024-05-06", planned=12, done=13)
    assert april.refused(*too_many)["code"] == "invalid"
    april.step(task, "report", HA_NAM, "2024-05-06", planned=12, done=5, summary="Theo kế hoạch của tỉnh")
    assert (len(flagged("unreported")), flagged("unchecked")) == (92, ["tinh-ha-nam"])
    own = april.taking(task, "check", HA_NAM, "2024-05-07", finding="confirmed")
    assert april.refused(*own)["code"] == "not-allowed"
    april.step(task, "check", OWNER, "2024-05-20", finding="differs", note="Hai việc chưa có sản phẩm")
    assert flagged("unchecked") == []
    april.step(task, "report", DESK, "2024-06-20", "--on-behalf-of", "tinh-ha-nam", planned=12, done=8)
    (line,) = april.ask("register", "show", "agency-progress", "--as-of", "2024-06-30", "--unit", "tinh-ha-nam")[
        "lines"
    ]
    assert (line["values"]["done"], line["values"]["finding"]) == ([8], ["differs"])
    assert april.task(task, "2024-06-30")["state"] == "reported"


def test_union_coordination_programme(own_april: Any) -> None:
    """What is done under a programme of several years outlives the year's plan, which may stand below a programme."""
    task = "par.union-programme:vu-cai-cach-hanh-chinh:2021-2025"
    assert own_april.task(task, "2024-12-31")["window"] == "Các năm 2021 - 2025"
    assert own_april.task(task, "2025-12-31")["cell"] == "open_in_term"
    assert own_april.task(task, "2026-01-01")["cell"] == "open_overdue"
    held = {"subject": "Hội nghị phổ biến cho đoàn viên", "participants": 120, "link": "https://example.invalid/tin"}
    own_april.record("activity.held", DESK, "2024-04-15", task, body=UNION, **held)
    assert own_april.task(task, "2024-04-15")["credits"] == 1
    (own_april.config / "plans" / "ctph.yaml").write_text(PROGRAMME, encoding="utf-8")
    own_april.change("plans/par.yaml", "plan:", "  year: 2024", "  parent: ctph\n  year: 2024")
    own_april.tick("2024-06-03")
    plans = [(each["id"], each["parent"], each["depth"]) for each in own_april.ask("plan", "list")["plans"]]
    assert [each for each in plans if each[0] != "184"] == [("ctph", None, 0), ("par", "ctph", 1)]
    years = own_april.task("ctph.joint:vu-cai-cach-hanh-chinh:2021-2025", "2024-06-03")
    assert (years["cell"], years["due"]) == ("open_in_term", "2025-12-31")
    asked = ("status", "vu-cai-cach-hanh-chinh", "--plan", "ctph", "--as-of", "2024-06-03")
    alone, nested = (own_april.ask(*asked, *more)["units"][0] for more in ((), ("--nested",)))
    assert alone["open_in_term"] == 1
    assert nested["open_in_term"] > 1
