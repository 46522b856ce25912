"""The reform plan's reports, agency plans, urging and consolidation. One test a mechanism, by its id."""

from __future__ import annotations

from typing import Any

DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
OWNER = "vu-cai-cach-hanh-chinh/dau-moi"
REPORT = "par.report:tinh-ha-nam:2024-Q1"
CONSOLIDATION = "par.consolidation:vu-cai-cach-hanh-chinh:2024.0001"
HA_NAM = ("--on-behalf-of", "tinh-ha-nam")


def frozen_consolidation(door: Any) -> dict[str, int]:
    """How many bodies were in, late and missing when the consolidation froze them, and how many changed since."""
    told = door.ask("frozen", CONSOLIDATION)
    return {name: len(told[name]) for name in ("on_time", "late", "missing", "since")}


def test_periodic_reports(april: Any) -> None:
    """Four reports a year: period, data and due day set apart; in time, returned, late, missing; with a receipt."""
    duty = next(d for d in april.ask("plan", "show", "par")["duties"] if d["id"] == "par.report")
    slots = [(s["id"], s["data_from"], s["data_to"], s["due"]) for s in duty["rhythm"]["schedule"]]
    assert slots == [
        ("Q1", "-1/12-15", "0/03-14", "0/03-20"), ("6T", "-1/12-15", "0/06-14", "0/06-20"),
        ("Q3", "0/06-15", "0/09-14", "0/09-20"), ("Y", "-1/12-15", "0/12-14", "0/12-20"),
    ]  # fmt: skip
    assert "số liệu 15/12/2023 - 14/03/2024" in april.task(REPORT, "2024-04-02")["window"]
    april.step(REPORT, "submit", DESK, "2024-03-19", *HA_NAM, number="31/BC-UBND", summary="Mục V: tuyên truyền")
    assert april.task(REPORT, "2024-03-20")["cell"] == "done_on_time"
    april.step(REPORT, "return", OWNER, "2024-03-26", reason="Thiếu số liệu về bản tin")
    assert april.task(REPORT, "2024-03-27")["cell"] == "open_overdue"
    april.step(REPORT, "submit", "tinh-ha-nam/dau-moi", "2024-03-28", number="38/BC-UBND")
    april.step(REPORT, "accept", OWNER, "2024-03-29", note="Đã nhận đủ")
    assert april.task(REPORT, "2024-04-02")["cell"] == "done_late"
    told = [e["sentence"] for e in april.ask("history", REPORT)["events"]]
    assert any("đã trả lại báo cáo: Thiếu số liệu về bản tin" in sentence for sentence in told)
    missing = april.tasks("2024-04-02", "--duty", "par.report", "--cell", "open_overdue")
    assert len(missing) == 92


def test_agency_own_plan_and_funds(april: Any) -> None:
    """Every body owes its plan and its funding decision, by number; who lacks one is listed and urged by itself."""
    task = "par.agency-plan:tinh-ha-nam:2024"
    assert len(april.tasks("2024-04-02", "--duty", "par.agency-plan")) == 93
    handed_in = {
        "subject": "Kế hoạch tuyên truyền CCHC 2024",
        "number": "12/KH-UBND",
        "link": "https://example.invalid/k",
    }
    april.step(task, "submit", DESK, "2024-04-05", *HA_NAM, **handed_in)
    without = april.tasks("2024-04-05", "--duty", "par.agency-plan", "--cell", "open_in_term")
    assert len(without) == 92
    assert "tinh-ha-nam" not in {each["body"] for each in without}
    april.step(task, "return", OWNER, "2024-04-08", reason="Chưa nêu kinh phí")
    again = {**handed_in, "number": "15/KH-UBND"}
    april.step(task, "submit", "tinh-ha-nam/dau-moi", "2024-04-12", **again)
    april.step(task, "confirm", OWNER, "2024-04-15")
    funds = {"provided": True, "source": "kinh-phi-cai-cach-hanh-chinh", "number": "88/QĐ-UBND"}
    april.step("par.agency-funding:tinh-ha-nam:2024", "provide", DESK, "2024-04-15", *HA_NAM, **funds)
    assert len(april.tasks("2024-04-15", "--duty", "par.agency-funding", "--cell", "open_in_term")) == 92
    april.tick("2024-12-18")
    urged = [
        r for r in april.ask("reminders", "--limit", "100000")["reminders"] if r["task"].startswith("par.agency-plan:")
    ]
    assert {r["to"][0] for r in urged} == {f"{each['body']}/dau-moi" for each in without}


def test_feedback_channel_regulation(april: Any) -> None:
    """Every body owes one regulation for its feedback channel, proved by number and day; others stay listed."""
    duty = "par.feedback-regulation"
    handed_in = {"subject": "Quy chế tiếp nhận, xử lý ý kiến", "number": "7/QĐ-UBND"}
    april.step(f"{duty}:tinh-ha-nam:2024", "submit", DESK, "2024-04-03", *HA_NAM, **handed_in)
    stood = april.task(f"{duty}:tinh-ha-nam:2024", "2024-04-03")
    assert (stood["cell"], stood["done_on"]) == ("done_on_time", "2024-04-03")
    assert len(april.tasks("2024-04-03", "--duty", duty, "--cell", "open_in_term")) == 92
    proof = april.ask("history", stood["task"])["events"][-1]["data"]
    assert proof["number"] == "7/QĐ-UBND"


def test_periodic_consolidation(april: Any) -> None:
    """What was in, late and missing is frozen and issued; a late report stands beside it and changes nothing."""
    april.step(REPORT, "submit", DESK, "2024-03-19", *HA_NAM, number="31/BC-UBND")
    late = "par.report:tinh-ha-giang:2024-Q1"
    by = ("--on-behalf-of", "tinh-ha-giang")
    april.step(late, "submit", DESK, "2024-03-28", *by, number="40/BC-UBND")
    frozen = april.ask("history", late)["events"][-1]["meta"]["recorded_at"]
    asked = ("2024-04-02", "--duty", "par.report", "--known-at", frozen)

    def told(*asking: str) -> dict[str, str]:
        return {task["body"]: task["cell"] for task in april.tasks(*asking)}

    first = told(*asked)
    assert (first["tinh-ha-nam"], first["tinh-ha-giang"], first["tinh-cao-bang"]) == (
        "done_on_time", "done_late", "open_overdue",
    )  # fmt: skip
    opened = april.ask(
        "case", "open", "par.consolidation", *april.by(OWNER, "2024-04-02"), "--set", "subject=Quý I/2024"
    )
    assert opened["stream"] == f"task-{CONSOLIDATION}"
    fields = {"duty": "par.report", "period": "2024-Q1"}
    april.step(CONSOLIDATION, "freeze", OWNER, "2024-04-02", **fields)
    assert frozen_consolidation(april) == {"on_time": 1, "late": 1, "missing": 91, "since": 0}
    own = april.taking(CONSOLIDATION, "issue", OWNER, "2024-04-02", number="70/BC-BNV")
    assert april.refused(*own)["rule"] == "step.other-person"
    april.step(CONSOLIDATION, "issue", "vu-cai-cach-hanh-chinh/thu-truong", "2024-04-02", number="70/BC-BNV")
    again = april.taking(CONSOLIDATION, "freeze", OWNER, "2024-04-02", **fields)
    assert april.refused(*again)["rule"] == "step.from-state"
    cao_bang = "par.report:tinh-cao-bang:2024-Q1"
    now = ("task", "step", cao_bang, "submit", "--actor", "minh-hoa-ha", "--office", DESK,
           "--on-behalf-of", "tinh-cao-bang", "--on", "2024-03-18", "--set", "number=9/BC-UBND")  # fmt: skip
    assert april.refused(*now)["rule"] == "time.closed-period"
    april.ask(*now, "--late", "Bản giấy tới văn thư ngày 18/3, nay mới vào sổ")
    assert told(*asked) == first
    assert told(*asked[:-2])["tinh-cao-bang"] == "done_on_time"
    assert frozen_consolidation(april) == {"on_time": 1, "late": 1, "missing": 91, "since": 1}
    matrix = april.ask("status", "--group", "par-reporters", "--as-of", "2024-04-02", "--known-at", frozen)
    assert matrix["totals"]["done_on_time"] == 1


def test_periodic_conferences_with_press(own_april: Any) -> None:
    """No period is given, so none is invented; once one is set, each period's conference opens and is held."""
    duty = "par.press-meetings"
    assert own_april.tasks("2024-04-02", "--duty", duty) == []
    own_april.change("plans/par.yaml", "- id: press-meetings", "{kind: on-demand}", "{kind: every, period: half}")
    own_april.tick("2024-07-01")
    opened = own_april.tasks("2024-07-01", "--duty", duty)
    assert [(task["period"], task["due"]) for task in opened] == [("2024-H1", "2024-06-30"), ("2024-H2", "2024-12-31")]
    task = f"{duty}:vu-cai-cach-hanh-chinh:2024-H1"
    held = {"subject": "Hội nghị với cơ quan báo chí", "link": "https://example.invalid/tai-lieu"}
    own_april.step(task, "submit", OWNER, "2024-06-05", **held)
    assert own_april.task(task, "2024-06-05")["cell"] == "done_on_time"
