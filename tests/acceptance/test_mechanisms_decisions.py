"""Proposals, decisions, agreements, conclusions and what is frozen, of both plans. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

SALARY, OFFICE = "vu-tien-luong/dau-moi", "van-phong-bo/dau-moi"
MINISTER, DEPUTY = "bo-noi-vu/bo-truong", "bo-noi-vu/thu-truong-phu-trach"
DIVISION = "phong-thi-dua-khen-thuong-va-truyen-thong"
HEAD, CLERK = f"{DIVISION}/thu-truong", f"{DIVISION}/dau-moi"
REFORM, DESK = "vu-cai-cach-hanh-chinh/dau-moi", "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
REGISTRY = "van-phong-bo/van-thu"
RELIGION = "ban-ton-giao-chinh-phu/dau-moi"
ROW = "184.15.1:ban-ton-giao-chinh-phu:2024-03"
AMENDED = """  version: 2
  amendments:
    - {version: 2, effective: 2024-05-01, by: Quyết định số 402/QĐ-BNV ngày 16/4/2024}
  effective: 2024-03-18
"""
AMENDED_ROW = """time_text: Tháng 8 năm 2025
    former: [{version: 1, time_text: Tháng 3 năm 2024}]
"""
JULY = ("--as-of", "2024-07-01")
HA_NAM = ("--on-behalf-of", "tinh-ha-nam")


def receive(door: Any, duty: str, office: str, on: str, **fields: Any) -> str:
    """Open a case of the office's body, or of the only one that takes it; the id of its task."""
    unit = office.split("/", maxsplit=1)[0]
    body = () if unit == DIVISION else ("--body", unit)
    receipt = door.ask("case", "open", duty, *door.by(office, on), "--data", json.dumps(fields), *body)
    return str(receipt["stream"]).removeprefix("task-")


def proposed(door: Any, office: str, subject: str, *, on: str = "2024-04-03", **more: Any) -> str:
    """A unit's proposal on the plan."""
    return receive(door, "184.amendment-proposals", office, on, subject=subject, reason="Chưa phù hợp", **more)


def gathered(door: Any, *proposals: str, duty: str = "184.amendment-report") -> str:
    """The division receives proposals, gathers them in one submission and submits it; the id of the submission."""
    for each in proposals:
        door.step(each, "receive", CLERK, "2024-04-08")
    case = receive(door, duty, CLERK, "2024-04-10", subject="Kiến nghị đợt 1")
    door.step(case, "gather", CLERK, "2024-04-11", tasks=list(proposals))
    door.step(case, "submit", HEAD, "2024-04-12", number="15/TTr-VP")
    return case


def lines(door: Any, register: str, *more: str) -> dict[str, Any]:
    """The lines of a register on 1 July 2024, by task."""
    return {each["task"]: each for each in door.ask("register", "show", register, *JULY, *more)["lines"]}


def waiting(door: Any, office: str) -> list[str]:
    """The tasks that wait for an office."""
    return [each["task"] for each in door.ask("queue", office)["tasks"]]


def test_amendment_proposals_to_minister(own_april: Any) -> None:
    """Many proposals go up in one submission; the Minister decides each; what is accepted is applied from its day."""
    april = own_april
    row = {"items": ["184.15.1"], "old": "Tháng 3 năm 2024", "new": "Tháng 8 năm 2025"}
    first = proposed(april, RELIGION, "Dời mục 15.1", **row)
    second = proposed(april, SALARY, "Bỏ mục 2.1", items=["184.2.1"])
    third = proposed(april, SALARY, "Thêm hình thức")
    case = gathered(april, first, second, third)
    found = lines(april, "amendments", "--where", f"submission={case}")
    assert {*found} == {first, second, third}
    assert all(each["flags"] == ["waiting"] for each in found.values())
    by_unit = april.taking(first, "accept", DEPUTY, "2024-04-16", effective="2024-05-01")
    assert "minister" in april.refused(*by_unit)["cure"]
    april.step(first, "accept", MINISTER, "2024-04-16", effective="2024-05-01", number="402/QĐ-BNV")
    april.step(second, "refuse", MINISTER, "2024-04-16", reason="Vẫn cần thiết")
    april.step(third, "postpone", MINISTER, "2024-04-16", until="2024-06-03", reason="Chờ Nghị định")
    april.step(case, "decide", MINISTER, "2024-04-16", number="402/QĐ-BNV")
    assert april.task(third, "2024-06-04")["cell"] == "open_overdue"
    move = ("task", "move", ROW, "--due", "2025-08-02", "--reason", "Kỷ niệm ngày 02/8/2025", "--authority", first)
    april.ask(*move, *april.by(OFFICE, "2024-05-01"))
    april.step(first, "apply", CLERK, "2024-05-02", version="184 bản 2", moved=[ROW])
    done = lines(april, "amendments")[first]
    assert (done["values"]["effective"], done["values"]["applied"]) == (["2024-05-01"], ["2024-05-02"])
    assert done["values"]["moved"] == [ROW]
    assert april.task(ROW, "2024-05-02")["due"] == "2025-08-02"
    assert [e["data"]["authority"] for e in april.ask("history", ROW)["events"] if e["name"] == "task.due-moved"] == [
        first
    ]
    assert lines(april, "amendments")[second]["values"]["refused"] == ["2024-04-16"]
    april.change("plans/184.yaml", "plan:", "  effective: 2024-03-18\n", AMENDED)
    april.change("plans/184.yaml", 'id: "15.1"', "time_text: Tháng 3 năm 2024\n", AMENDED_ROW)

    def text(*version: str) -> str:
        rows = april.ask("plan", "show", "184", *version)["rows"]
        return str(next(each["time_text"] for each in rows if each["id"] == "15.1"))

    assert (text(), text("--version", "1")) == ("Tháng 8 năm 2025", "Tháng 3 năm 2024")
    assert "Quyết định số 402/QĐ-BNV" in april.printed("plan", "show", "184")


def test_consolidate_unit_proposals(april: Any) -> None:
    """Remarks stand in one register; one command gives the report with its sources; each is traced to its answer."""
    remarks = [proposed(april, office, f"Ý kiến của {office}") for office in (SALARY, RELIGION)]
    later = proposed(april, SALARY, "Ý kiến tới sau", on="2024-04-20")
    case = gathered(april, *remarks, duty="184.proposals-report")
    april.step(remarks[0], "answer", DEPUTY, "2024-04-18", answer="Đã bổ sung phóng viên", number="9/TB-VP")
    report = lines(april, "amendments", "--where", f"submission={case}")
    assert {task: each["values"]["answered"] for task, each in report.items()} == {
        remarks[0]: ["Đã bổ sung phóng viên"], remarks[1]: [],
    }  # fmt: skip
    assert {each["unit"] for each in report.values()} == {"vu-tien-luong", "ban-ton-giao-chinh-phu"}
    assert report[remarks[0]]["waits"] == {"deciding": 6}
    assert [*lines(april, "amendments", "--flag", "not-received")] == [later]
    told = [event["name"] for event in april.ask("history", remarks[0])["events"] if event["data"].get("step")]
    assert told == [
        "amendment.proposed", "amendment.received", "submission.joined", "submission.put-forward", "amendment.answered",
    ]  # fmt: skip
    frozen = april.ask("register", "show", "amendments", "--frozen", case, "--where", f"submission={case}")
    assert len(frozen["lines"]) == 2
    assert "Ý kiến của vu-tien-luong" in april.printed(
        "register", "show", "amendments", *JULY, "--where", f"submission={case}", "--csv"
    )


def test_plan_secretariat_division(april: Any) -> None:
    """The division has a queue of its own; the Office as unit, as spokesperson and as desk are three roles."""
    first = proposed(april, SALARY, "Dời mục 2.1")
    second = proposed(april, RELIGION, "Dời mục 15.1")
    assert waiting(april, CLERK) == [first, second]
    assert waiting(april, "van-phong-bo/nguoi-phat-ngon") == []
    for office in (OFFICE, "van-phong-bo/nguoi-phat-ngon", "van-phong-bo/chanh-van-phong"):
        assert "secretariat" in april.refused(*april.taking(first, "receive", office, "2024-04-08"))["cure"]
    april.step(first, "receive", CLERK, "2024-04-08")
    april.step(second, "return", CLERK, "2024-04-08", reason="Chưa nêu mục")
    assert waiting(april, HEAD) == [first]
    roles = {each["office"]: each["roles"] for each in april.ask("offices", DIVISION)["offices"]}
    assert roles == {HEAD: ["secretariat"], CLERK: ["secretariat"]}
    office = {each["office"]: each["roles"] for each in april.ask("offices", "van-phong-bo")["offices"]}
    assert "secretariat" not in {role for roles in office.values() for role in roles}
    named = next(c for c in april.ask("plan", "show", "184")["clauses"] if c["id"] == "IV-KT")
    assert "Phòng Thi đua - Khen thưởng và Truyền thông" in named["text"]


def test_office_leads_detailed_measures(april: Any) -> None:
    """A measure refers to what it carries out, is approved or refused by another, and is broken down into tasks."""
    duty, what = "184.detailed-measures", {"subject": "Lịch họp báo quý", "items": ["184.press-conference"]}
    good = receive(april, duty, OFFICE, "2024-04-03", **what)
    bad = receive(april, duty, OFFICE, "2024-04-03", subject="Thuê quảng cáo")
    unknown = json.dumps({"subject": "x", "items": ["184.99.9"]})
    who = (*april.by(OFFICE, "2024-04-03"), "--data", unknown)
    assert april.refused("case", "open", duty, *who)["place"] == "items"
    for each in (good, bad):
        april.step(each, "submit", OFFICE, "2024-04-04", to_body="Lãnh đạo Bộ")
    assert waiting(april, DEPUTY) == [good, bad]
    assert {*lines(april, "decisions", "--flag", "waiting")} == {good, bad}
    april.step(good, "return", DEPUTY, "2024-04-05", reason="Nêu rõ người làm")
    april.step(good, "revise", OFFICE, "2024-04-08", **what)
    april.step(good, "submit", OFFICE, "2024-04-08")
    april.step(good, "approve", DEPUTY, "2024-04-09", number="120/VP")
    april.step(bad, "refuse", DEPUTY, "2024-04-09", reason="Không có kinh phí")
    units = ["vu-tien-luong", "vu-phap-che"]
    april.step(good, "assign", OFFICE, "2024-04-10", units=units, subject="Nộp lịch", due="2024-04-19")
    parts = april.ask("case", "inputs", good, *JULY)["tasks"]
    assert [(each["body"], each["due"], each["cell"]) for each in parts] == [
        ("vu-tien-luong", "2024-04-19", "open_overdue"), ("vu-phap-che", "2024-04-19", "open_overdue"),
    ]  # fmt: skip
    found = lines(april, "decisions")
    assert (found[good]["values"]["items"], found[good]["values"]["returned"]) == (["184.press-conference"], [1])
    assert (found[good]["values"]["approved"], found[bad]["values"]["refused"]) == (["2024-04-09"], ["2024-04-09"])
    assert april.task(bad, "2024-04-10")["cell"] == "done_on_time"


def test_propose_new_measures_to_government(april: Any) -> None:
    """A proposal to the Government waits until its answer is entered, with its number; then work may follow."""
    task = receive(april, "par.measures-proposal", REFORM, "2024-04-03", subject="Kênh video cải cách hành chính")
    assert april.refused(*april.taking(task, "submit", MINISTER, "2024-04-08"))["place"] == "to_body"
    april.step(task, "submit", MINISTER, "2024-04-08", to_body="Thủ tướng Chính phủ", number="2100/TTr-BNV")
    assert april.task(task, "2024-05-01")["state"] == "submitted"
    assert lines(april, "decisions", "--flag", "waiting")[task]["values"]["to"] == ["Thủ tướng Chính phủ"]
    assert task in waiting(april, REGISTRY)
    assert "registry" in april.refused(*april.taking(task, "record-agreed", REFORM, "2024-05-02"))["cure"]
    april.step(task, "note-delay", REGISTRY, "2024-05-02", reason="Lấy ý kiến các bộ", number="3300/VPCP")
    april.step(task, "record-agreed", REGISTRY, "2024-06-03", number="4400/VPCP-KSTT", note="Đồng ý về nguyên tắc")
    found = lines(april, "decisions")[task]
    assert (found["values"]["number"], found["waits"], found["flags"]) == (["4400/VPCP-KSTT"], {"deciding": 56}, [])
    april.step(task, "assign", REFORM, "2024-06-04", units=["trung-tam-thong-tin"], subject="Dựng kênh")
    assert len(april.ask("case", "inputs", task)["tasks"]) == 1


def test_media_cooperation_agreements(april: Any) -> None:
    """Agreements are drafted, signed and watched to their end; commitments are tasks; who has none is told."""
    parent = "184.media-agreements:van-phong-bo:2024"
    april.step(parent, "begin", OFFICE, "2024-04-03", units=["van-phong-bo"], subject="VTV", due="2024-04-30")
    task = parent + ".1"
    april.step(task, "draft", OFFICE, "2024-04-05", partner="dai-truyen-hinh-viet-nam", themes=["184.t02"])
    april.step(task, "negotiate", OFFICE, "2024-04-12", note="Thống nhất 12 phóng sự")
    signed = {"number": "05/TTHT", "since": "2024-05-02", "until": "2024-06-14", "value": 450_000_000}
    assert april.refused(*april.taking(task, "sign", OFFICE, "2024-05-02", **signed))["rule"] == "step.other-person"
    april.step(task, "sign", "van-phong-bo/chanh-van-phong", "2024-05-02", **signed)
    units = ["dai-truyen-hinh-viet-nam"]
    april.step(task, "commit", OFFICE, "2024-05-03", units=units, subject="12 phóng sự", due="2024-06-07")
    (owed,) = april.ask("case", "inputs", task, *JULY)["tasks"]
    assert (owed["body"], owed["subject"], owed["cell"]) == ("dai-truyen-hinh-viet-nam", "12 phóng sự", "open_overdue")
    april.tick("2024-06-10")
    urged = [r["rung"] for r in april.ask("reminders", "--limit", "100000")["reminders"] if r["task"] == task]
    assert "truoc-10" in urged or "truoc-3" in urged
    assert april.task(task, "2024-06-10")["due"] == "2024-06-14"
    (line,) = lines(april, "agreements", "--flag", "expired").values()
    assert (line["task"], line["values"]["value"], line["values"]["until"]) == (task, [450_000_000], ["2024-06-14"])
    april.step(task, "extend", OFFICE, "2024-06-12", until="2024-12-20", number="PL-01")
    assert lines(april, "agreements", "--flag", "expired") == {}
    assert april.task(task, "2024-07-01")["cell"] == "open_in_term"
    missing = april.ask("register", "show", "agreements", *JULY, "--missing")["missing"]
    assert len(missing) == 5
    april.step(owed["task"], "submit", OFFICE, "2024-06-07", subject="Đã phát 12 phóng sự")
    april.step(owed["task"], "verify", "van-phong-bo/chanh-van-phong", "2024-06-10")
    assert april.task(owed["task"], "2024-06-10")["cell"] == "done_on_time"
    april.step(task, "end", OFFICE, "2024-12-20", reason="Hết hạn, đã thanh lý")
    assert april.task(task, "2024-12-20")["cell"] == "done_on_time"


def test_evaluation_conferences(april: Any) -> None:
    """A conference is planned, moved, held or dropped with its reason; its conclusions are tasks of bodies."""
    task = "par.evaluation-conference:vu-cai-cach-hanh-chinh:2024"
    assert april.refused(*april.taking(task, "drop", REFORM, "2024-04-02"))["place"] == "reason"
    april.step(task, "drop", REFORM, "2024-04-02", reason="Lồng vào hội nghị trực tuyến", authority="12/TB-BNV")
    assert april.task(task, "2024-04-02")["cell"] == "done_on_time"
    dropped = april.ask("history", task)["events"][-1]
    assert "Lồng vào hội nghị trực tuyến" in dropped["sentence"]
    undo = ("task", "correct", task, "--event", dropped["event_id"], "--withdraw", "--reason", "Vẫn tổ chức")
    april.ask(*undo, *april.by(REFORM, "2024-04-02"))
    april.step(task, "plan", REFORM, "2024-04-03", subject="Đánh giá giữa năm", day="2024-06-20")
    april.step(task, "plan", REFORM, "2024-04-10", subject="Đánh giá giữa năm", day="2024-06-27")
    april.step(task, "hold", REFORM, "2024-06-27", subject="Đánh giá giữa năm", number="88/TB-BNV")
    assert april.task(task, "2024-06-27")["cell"] == "done_on_time"
    late = april.taking(task, "assign", REFORM, "2024-06-28", units=["tinh-ha-nam"], subject="Bổ sung chuyên mục")
    assert april.refused(*late)["place"] == "due"
    bodies = ["tinh-ha-nam", "tinh-ha-giang"]
    april.step(task, "assign", REFORM, "2024-06-28", units=bodies, subject="Bổ sung chuyên mục", due="2024-07-31")
    given = april.ask("case", "inputs", task, "--as-of", "2024-08-01")["tasks"]
    assert [(each["body"], each["cell"]) for each in given] == [(body, "open_overdue") for body in bodies]


def test_integrate_inspection(april: Any) -> None:
    """A visit has findings; each is a task of the inspected body with a due day, done when another verifies it."""
    plan = "par.inspection:vu-cai-cach-hanh-chinh:2024"
    own = ["vu-cai-cach-hanh-chinh"]
    april.step(plan, "plan-visit", REFORM, "2024-04-03", units=own, subject="Tỉnh Hà Nam", due="2024-05-15")
    visit = plan + ".1"
    assert april.refused(*april.taking(visit, "find", REFORM, "2024-05-10"))["rule"] == "step.from-state"
    april.step(visit, "visit", REFORM, "2024-05-14", inspected="tinh-ha-nam", number="BB-01")
    for what, due in (("Chưa có chuyên mục", "2024-06-14"), ("Chưa có quy chế", "2024-08-30")):
        april.step(visit, "find", REFORM, "2024-05-15", units=["tinh-ha-nam"], subject=what, due=due)
    april.step(visit, "conclude", REFORM, "2024-05-20", number="KL-01")
    first, second = april.ask("case", "inputs", visit, *JULY)["tasks"]
    assert [(each["subject"], each["cell"]) for each in (first, second)] == [
        ("Chưa có chuyên mục", "open_overdue"), ("Chưa có quy chế", "open_in_term"),
    ]  # fmt: skip
    april.step(first["task"], "submit", DESK, "2024-07-02", *HA_NAM, subject="Đã mở chuyên mục")
    assert "asker" in april.refused(*april.taking(first["task"], "verify", "tinh-ha-nam/dau-moi", "2024-07-03"))["cure"]
    april.step(first["task"], "return", REFORM, "2024-07-03", reason="Chưa có bài")
    assert april.task(first["task"], "2024-07-03")["cell"] == "open_overdue"
    april.step(first["task"], "submit", "tinh-ha-nam/dau-moi", "2024-07-08", subject="Đã có 5 bài")
    april.step(first["task"], "verify", REFORM, "2024-07-10")
    asking = ("register", "show", "follow-up", "--as-of", "2024-07-10", "--unit", "tinh-ha-nam")
    found = {each["task"]: each for each in april.ask(*asking)["lines"]}
    assert (found[first["task"]]["flags"], found[first["task"]]["waits"]) == ([], {"verifying": 2})
    assert found[second["task"]]["flags"] == ["not-reported"]
    (line,) = lines(april, "visits").values()
    assert (line["values"]["inspected"], line["values"]["findings"]) == (["tinh-ha-nam"], [2])
    assert len(april.ask("register", "show", "visits", *JULY, "--missing")["missing"]) == 92
