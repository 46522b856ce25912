"""Plans as such: who decided them, to whom they went, versions, years, plans below and beside. One test a mechanism."""

from __future__ import annotations

import json
from typing import Any

REGISTRY = "van-phong-bo/van-thu"
OFFICE = "van-phong-bo/dau-moi"
UNIT = "vu-tien-luong"
LEAD = f"{UNIT}/dau-moi"
AMENDED = """  version: 2
  amendments:
    - {version: 2, effective: 2024-06-03, by: Quyết định số 400/QĐ-BNV ngày 31/5/2024}
  effective: 2024-03-18
"""


NEXT_YEAR = """\
plan: {id: "25", name: Kế hoạch năm 2025, en: Plan of 2025, document: qd-184-bnv-2024, year: 2025, owner: van-phong-bo}
clauses: [{id: PL, label: Phụ lục, text: Danh mục}]
forms: [{id: thong-tin-bao-chi, text: Cung cấp thông tin cho báo chí}]
rows:
  - id: "17.1"
    unit: cuc-van-thu-luu-tru-nha-nuoc
    no: 1
    content: Tiếp tục tuyên truyền về công tác văn thư, lưu trữ
    forms: [thong-tin-bao-chi]
    time_text: Năm 2025 và các năm tiếp theo
    window: {years: "2025-"}
    continues: "184.17.5"
"""
BELOW = """\
plan: {id: vtl, name: Kế hoạch của Vụ Tiền lương, en: Plan of the Salary Department, document: qd-184-bnv-2024,
  year: 2024, owner: vu-tien-luong, parent: "184", effective: 2024-04-01}
clauses: [{id: I, label: Mục I, text: Nhiệm vụ}]
duties:
  - {id: videos, clause: I, what: Video ngắn về tiền lương mới, bodies: [vu-tien-luong], procedure: deliverable,
     rhythm: {kind: once, window: {month: 2024-05}}}
"""


def events(door: Any, name: str) -> list[Any]:
    """The events of a name, as `export events` gives them."""
    door.capsys.readouterr()
    lines = door.printed("export", "events").splitlines()
    return [event for event in map(json.loads, lines) if event["name"] == name]


def amend(door: Any) -> None:
    """Make a second version of the plan 184, as its file says it."""
    door.change("plans/184.yaml", "plan:", "  effective: 2024-03-18\n", AMENDED)


def test_proposer_chief_of_office(own_april: Any) -> None:
    """Who proposed and who decided stands on the plan and in the audit trail; nobody decides what he proposed."""
    door = own_april
    (adopted,) = [e["data"] for e in events(door, "plan.adopted") if e["data"]["plan"] == "184"]
    assert (adopted["proposed"], adopted["decided"]) == ("van-phong-bo/chanh-van-phong", "bo-noi-vu/bo-truong")
    issuing = door.ask("plan", "show", "184")["plan"]["issuing"]
    assert issuing["proposed"]["name"].startswith("Chánh Văn phòng Bộ")
    assert "Đề nghị: Chánh Văn phòng Bộ" in door.printed("plan", "show", "184")
    assert "Chánh Văn phòng Bộ" in door.page("/plans/184")
    door.change("plans/184.yaml", "issuing:", "decided: bo-noi-vu/bo-truong", "decided: van-phong-bo/chanh-van-phong")
    refused = door.refused("plan", "show", "184")
    assert "both proposed and decided" in refused["en"]
    assert "plans/184.yaml:" in refused["place"]


def test_par_signed_by_deputy(own_april: Any) -> None:
    """The deputy signs in the Minister's place: signer and decider differ, and the capacity is kept as printed."""
    door = own_april
    (adopted,) = [e["data"] for e in events(door, "plan.adopted") if e["data"]["plan"] == "par"]
    assert (adopted["decided"], adopted["signed"]) == ("bo-noi-vu/bo-truong", "bo-noi-vu/thu-truong")
    assert adopted["capacity"] == "KT. BỘ TRƯỞNG"
    assert "Ký: KT. BỘ TRƯỞNG - Thứ trưởng Bộ Nội vụ" in door.printed("plan", "show", "par")
    assert "KT. BỘ TRƯỞNG" in door.page("/plans/par")
    door.change("plans/par.yaml", "issuing:", "    capacity: KT. BỘ TRƯỞNG\n", "")
    assert "capacity" in door.refused("plan", "show", "par")["en"]


def lines(door: Any, plan: str) -> dict[str, Any]:
    """The recipients of a plan by the id of their line."""
    return {each["id"]: each for each in door.ask("plan", "recipients", plan)["recipients"]}


def test_distribution_list(april: Any) -> None:
    """Each line as printed, the archive copy too; sent and received on record; what is not known is not none."""
    before = lines(april, "184")
    assert before["luu"]["text"] == "Lưu: VT, VP (TĐ-KT&TT)"
    assert (before["luu"]["purpose"], before["so-noi-vu"]["received"]) == ("archive", 0)
    assert len(before["so-noi-vu"]["missing"]) == 63
    assert (len(before["dieu-3"]["bodies"]), before["dieu-3"]["dispatched"]) == (20, 0)
    task = f"184.distribution:{UNIT}:v1"
    sent = {"channel": "Trục liên thông văn bản", "number": "184/QĐ-BNV"}
    assert april.refused(*april.taking(task, "dispatch", LEAD, "2024-03-19", **sent))["code"] == "not-allowed"
    april.step(task, "dispatch", REGISTRY, "2024-03-19", **sent)
    april.step(f"184.distribution:{UNIT}:v1", "receive", LEAD, "2024-03-20", number="Đến 21")
    april.step("184.distribution:vu-phap-che:v1", "dispatch", REGISTRY, "2024-03-19", **sent)
    after = lines(april, "184")["dieu-3"]
    assert (after["dispatched"], after["received"]) == (2, 1)
    assert UNIT not in after["missing"]
    assert "vu-phap-che" in after["missing"]
    told = {e["name"]: e["meta"]["on"] for e in april.ask("history", task)["events"]}
    assert (told["document.dispatched"], told["document.received"]) == ("2024-03-19", "2024-03-20")
    assert "đã gửi 2/20, đã nhận 1/20" in april.page("/plans/184")
    assert "0/63" in april.printed("plan", "recipients", "184")


def test_par_distribution_with_purpose(own_april: Any) -> None:
    """Each recipient gets the decision for a purpose; who has no account has the receipt entered by the registry."""
    door = own_april
    said = door.ask("plan", "show", "par")["plan"]["recipients"]
    assert {each["id"]: each["purpose"] for each in said} == {
        "dieu-3": "execute", "bo-truong": "report", "thu-truong": "report", "cong-ttdtcp": "coordinate",
        "bao-dien-tu": "coordinate", "so-noi-vu": "coordinate", "luu": "archive",
    }  # fmt: skip
    assert "để phối hợp" in door.printed("plan", "show", "par")
    task = "par.distribution:bao-dan-tri:v1"
    door.step(task, "dispatch", REGISTRY, "2024-03-19", channel="Bưu chính")
    door.step(task, "receive", REGISTRY, "2024-03-25", "--on-behalf-of", "bao-dan-tri")
    line = lines(door, "par")["bao-dien-tu"]
    assert (line["dispatched"], line["received"], line["missing"]) == (1, 1, ["bao-vietnamnet", "bao-vnexpress"])
    known = lines(door, "par")["so-noi-vu"]
    assert (known["received"], len(known["missing"])) == (0, 63)


def test_disseminate_plan_to_staff(own_april: Any) -> None:
    """Every unit says how, when and to how many staff; a new version of the plan asks all of them again."""
    door, duty = own_april, "184.dissemination"
    door.step(f"{duty}:{UNIT}:v1", "confirm", LEAD, "2024-04-01", how="Hội nghị đơn vị", staff=42)
    missing = door.tasks("2024-04-02", "--duty", duty, "--cell", "open_in_term")
    assert len(missing) == 19
    assert UNIT not in {task["body"] for task in missing}
    assert door.refused(*door.taking(f"{duty}:vu-phap-che:v1", "confirm", "vu-phap-che/dau-moi", "2024-04-01"))
    told = door.ask("history", f"{duty}:{UNIT}:v1")["events"][-1]
    assert (told["data"]["staff"], told["meta"]["on"]) == (42, "2024-04-01")
    amend(door)
    door.tick("2024-06-03")
    stood = {(t["body"], t["period"]): t["cell"] for t in door.tasks("2024-06-03", "--duty", duty)}
    assert len(stood) == 40
    assert stood[UNIT, "v1"] == "done_on_time"
    assert {cell for (_, version), cell in stood.items() if version == "v2"} == {"open_in_term"}
    assert door.task(f"{duty}:{UNIT}:v2", "2024-06-03")["window"] == "Phiên bản 2 của kế hoạch"


def add_plan(door: Any, name: str, text: str) -> None:
    """Add the file of a plan."""
    (door.config / "plans" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_plan_issued_with_appendix(own_april: Any) -> None:
    """One event names decision, plan and annex; a change is the next wording; next year's plan carries rows on."""
    door = own_april
    (issued,) = [e for e in events(door, "plan.adopted") if e["data"]["plan"] == "184"]
    assert (issued["data"]["document"], issued["data"]["rows"]) == ("qd-184-bnv-2024", 58)
    duties = {task["duty"] for task in door.tasks("2024-04-02", "--plan", "184")}
    assert sum(duty.count(".") == 2 for duty in duties) == 58
    door.change("plans/184.yaml", 'id: "4.1"', "month: 2024-04", "month: 2024-05")
    door.tick("2024-04-03")
    first, second = [e["data"] for e in events(door, "plan.adopted") if e["data"]["plan"] == "184"]
    assert first["digest"] != second["digest"]
    assert [(each["version"], each["revision"]) for each in (first, second)] == [(1, 1), (1, 2)]
    add_plan(door, "25", NEXT_YEAR)
    assert door.ask("plan", "show", "25")["rows"][0]["continues"] == "184.17.5"
    row = next(r for r in door.ask("plan", "show", "184")["rows"] if r["id"] == "17.5")
    assert row["continued_by"] == ["25.17.1"]
    assert "25.17.1" in door.printed("plan", "show", "184")
    door.change("plans/25.yaml", "continues:", "184.17.5", "25.17.1")
    assert "not of a year before 2025" in door.refused("plan", "show", "25")["en"]


def test_multi_year_rows(own_april: Any) -> None:
    """Rows outlive their plan's year and are never late; next year's row carries identity and history on."""
    door, unit = own_april, "cuc-van-thu-luu-tru-nha-nuoc"
    old, new = f"184.17.5:{unit}:2024-", f"25.17.1:{unit}:2025-"
    later = door.task(old, "2025-03-01")
    assert (later["cell"], later["due"]) == ("open_in_term", None)
    assert later["window"] == "Năm 2024 và các năm tiếp theo"
    assert door.task("184.6.3:vu-to-chuc-phi-chinh-phu:2024", "2025-03-01")["cell"] == "waiting"
    door.step(old, "prepare", f"{unit}/dau-moi", "2024-12-20", subject="Bài về lưu trữ số")
    before = {task["task"]: task["cell"] for task in door.tasks("2024-12-31", "--unit", unit)}
    add_plan(door, "25", NEXT_YEAR)
    door.tick("2025-01-02")
    assert door.task(old, "2025-01-02")["cell"] == before[old] == "open_in_term"
    assert [each["task"] for each in door.task(new, "2025-01-02")["former"]] == [old]
    assert [each["task"] for each in door.task(old, "2025-01-02")["later"]] == [new]
    history = door.ask("history", new)["events"]
    assert [e["stream"] for e in history] == [f"task-{old}", f"task-{old}", f"task-{new}"]
    assert "Bài về lưu trữ số" in door.page(f"/tasks/{new}?as_of=2025-01-02")
    assert f"Tiếp nối: {old}" in door.printed("task", "show", new, "--as-of", "2025-01-02").replace("\n", " ")


def test_unit_own_2024_plan(own_april: Any) -> None:
    """A unit's plan is agreed by finance and approved above; its duties are followed below the ministry's."""
    door, duty = own_april, "184.unit-plan"
    task = f"{duty}:{UNIT}:2024"
    plan = {"subject": "Kế hoạch truyền thông năm 2024 của Vụ", "number": "21/KH-VTL"}
    door.step(task, "submit", LEAD, "2024-04-03", **plan)
    finance, leader = "vu-ke-hoach-tai-chinh/dau-moi", "bo-noi-vu/thu-truong-phu-trach"
    door.step(task, "return", finance, "2024-04-04", reason="Chưa có dự toán")
    assert door.task(task, "2024-04-04")["state"] == "returned"
    door.step(task, "submit", LEAD, "2024-04-08", **{**plan, "number": "24/KH-VTL"})
    assert door.refused(*door.taking(task, "approve", leader, "2024-04-08"))["rule"] == "step.from-state"
    door.step(task, "endorse", finance, "2024-04-08")
    assert [each["task"] for each in door.ask("queue", leader)["tasks"]] == [task]
    door.step(task, "refuse", leader, "2024-04-09", reason="Trùng kế hoạch của Bộ")
    assert door.task(task, "2024-04-09")["cell"] == "open_in_term"
    door.step(task, "submit", LEAD, "2024-04-09", **{**plan, "number": "26/KH-VTL"})
    door.step(task, "endorse", finance, "2024-04-09")
    assert "leadership" in door.refused(*door.taking(task, "approve", OFFICE, "2024-04-10"))["cure"]
    door.step(task, "approve", leader, "2024-04-10", number="300/QĐ-BNV")
    assert [e["data"].get("number") for e in door.ask("history", task)["events"] if e["data"].get("number")] == [
        "21/KH-VTL", "24/KH-VTL", "26/KH-VTL", "300/QĐ-BNV",
    ]  # fmt: skip
    assert len(door.tasks("2024-04-10", "--duty", duty, "--cell", "open_in_term")) == 19
    assert [each["name"] for each in door.task(task, "2024-04-10")["with"]] == ["Vụ Kế hoạch - Tài chính"]
    add_plan(door, "vtl", BELOW)
    door.tick("2024-06-03")
    plans = [(p["id"], p["parent"], p["depth"]) for p in door.ask("plan", "list")["plans"]]
    assert plans == [("184", None, 0), ("vtl", "184", 1), ("par", None, 0)]
    assert door.task(f"vtl.videos:{UNIT}:2024-05", "2024-06-03")["cell"] == "open_overdue"

    def overdue(*more: str) -> int:
        units = door.ask("status", UNIT, "--plan", "184", "--as-of", "2024-06-03", *more)["units"]
        return int(units[0]["open_overdue"])

    assert overdue("--nested") == overdue() + 1
    assert "Thuộc" in door.page("/plans")
    door.change("plans/vtl.yaml", "parent", '"184"', "vtl")
    assert "stands below itself" in door.refused("plan", "list")["en"]


def weeks(door: Any, as_of: str, cell: str = "") -> set[str]:
    """The weeks for which the national television owes its programme, or did so before they were withdrawn."""
    tasks = door.tasks(as_of, "--duty", "par.broadcast", "--unit", "dai-truyen-hinh-viet-nam")
    return {task["period"] for task in tasks if not cell or task["cell"] == cell}


def test_par_effective_date(own: Any) -> None:
    """While the day is unknown the plan binds from 1 January; once it is set, what was owed before is taken back."""
    assert "effective" not in own.ask("plan", "show", "par")["plan"]
    assert "chưa rõ ngày" in own.printed("plan", "show", "par")
    own.ask("init", "--clock", "2024-01-08T08:00+07:00")
    own.tick("2024-01-29")
    aired = {"programme": "Cải cách hành chính", "minutes": 20}
    own.record("broadcast.aired", "dai-truyen-hinh-viet-nam/dau-moi", "2024-01-10", **aired)
    assert weeks(own, "2024-01-29") == {f"2024-W0{n}" for n in range(1, 6)}
    file = own.config / "plans" / "par.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("effective: null", "effective: 2024-01-22"), encoding="utf-8"
    )
    status, said = own.run("tick", "--now", "2024-01-30T08:00+07:00")
    assert (status, said["data"]["withdrawn"]) == (1, 0)
    assert "plan.revision" in said["diagnostics"][0]["cure"]
    own.change("plans/par.yaml", "plan:", "effective: 2024-01-22", "effective: 2024-01-22")
    done = own.tick("2024-01-30")
    assert done["withdrawn"] > 65 * 2
    assert weeks(own, "2024-01-30", "cancelled") == {"2024-W01", "2024-W03"}
    assert weeks(own, "2024-01-30", "done_on_time") == {"2024-W02"}
    assert weeks(own, "2024-01-10", "cancelled") == {"2024-W01"}
    withdrawn = own.ask("history", "par.broadcast:dai-truyen-hinh-viet-nam:2024-W01")["events"][-1]
    assert "lần nhập 2" in withdrawn["data"]["authority"]
    again = own.tick("2024-01-31")
    assert (again["withdrawn"], again["moved"], weeks(own, "2024-01-31", "cancelled")) == (
        0, 0, {"2024-W01", "2024-W03"},
    )  # fmt: skip
    assert own.ask("plan", "show", "par")["plan"]["effective"] == "2024-01-22"


def propose_correction(door: Any) -> None:
    """The unit proposes to correct row 15.1, the division hands it up, the Minister accepts; both are shown."""
    unit, desk = "ban-ton-giao-chinh-phu/dau-moi", "phong-thi-dua-khen-thuong-va-truyen-thong/dau-moi"
    said = {"subject": "Sửa thời gian mục 15.1", "reason": "Kỷ niệm 70 năm là năm 2025", "items": ["184.15.1"],
            "old": "Tháng 3 năm 2024", "new": "Tháng 7 năm 2024"}  # fmt: skip
    opened = door.ask("case", "open", "184.amendment-proposals", *door.by(unit, "2024-04-03"),
                      "--body", "ban-ton-giao-chinh-phu", "--data", json.dumps(said))  # fmt: skip
    proposal = opened["stream"].removeprefix("task-")
    door.step(proposal, "receive", desk, "2024-04-03")
    report = door.ask("case", "open", "184.amendment-report", *door.by(desk, "2024-04-04"), "--set", "subject=Đợt 1")
    case = report["stream"].removeprefix("task-")
    door.step(case, "gather", desk, "2024-04-04", tasks=[proposal])
    door.step(case, "submit", desk, "2024-04-04")
    door.step(proposal, "accept", "bo-noi-vu/bo-truong", "2024-05-31", effective="2024-06-03", number="400/QĐ-BNV")
    asking = ("register", "show", "amendments", "--as-of", "2024-06-01", "--where", "items=184.15.1")
    (line,) = door.ask(*asking)["lines"]
    assert (line["values"]["old"], line["values"]["new"]) == (["Tháng 3 năm 2024"], ["Tháng 7 năm 2024"])
    assert (line["values"]["effective"], line["flags"]) == (["2024-06-03"], ["not-applied"])


def test_contradictory_row_date(own_april: Any) -> None:
    """Row 15.1 keeps the printed words and says why they cannot be right; a decided correction shows both."""
    door, old = own_april, "184.15.1:ban-ton-giao-chinh-phu:2024-03"

    def row(*more: str) -> Any:
        return next(r for r in door.ask("plan", "show", "184", *more)["rows"] if r["id"] == "15.1")

    assert row()["time_text"] == "Tháng 3 năm 2024"
    assert "02/8/1955 - 02/8/2025" in row()["content"]
    assert row()["doubt"]
    assert row()["doubt"] in door.printed("task", "show", old).replace("\n", " ")
    propose_correction(door)
    amend(door)
    was = "    former: [{version: 1, time_text: Tháng 3 năm 2024}]\n"
    door.change("plans/184.yaml", 'id: "15.1"', "time_text: Tháng 3 năm 2024\n    window: {month: 2024-03}\n",
                f"time_text: Tháng 7 năm 2024\n    window: {{month: 2024-07}}\n{was}")  # fmt: skip
    assert (row()["time_text"], row()["former"]) == (
        "Tháng 7 năm 2024", [{"version": 1, "time_text": "Tháng 3 năm 2024"}],
    )  # fmt: skip
    assert row("--version", "1")["time_text"] == "Tháng 3 năm 2024"
    assert "Trước đây, phiên bản 1: Tháng 3 năm 2024" in door.page("/plans/184")
    assert "Quyết định số 400/QĐ-BNV" in door.printed("plan", "show", "184")
    planned = door.ask("plan", "differences", "184")["differences"]
    assert [(each["task"], each["kind"]) for each in planned] == [(old, "withdraw")]
    door.tick("2024-06-04")
    assert door.task(old, "2024-06-02")["cell"] == "open_overdue"
    assert door.task(old, "2024-06-03")["cell"] == "cancelled"
    assert "Quyết định số 400/QĐ-BNV" in door.ask("history", old)["events"][-1]["data"]["authority"]
    assert door.task("184.15.1:ban-ton-giao-chinh-phu:2024-07", "2024-06-04")["opens"] == "2024-06-03"
    assert door.ask("plan", "differences", "184")["differences"] == []


def inform(door: Any, task: str, on: str) -> None:
    """Prepare, clear and provide the information of a task, all on one day."""
    lead = f"{task.split(':')[1]}/dau-moi"
    door.step(task, "prepare", lead, on, subject="Nội dung cung cấp cho báo chí")
    door.step(task, "clear", "van-phong-bo/duyet-thong-tin", on)
    door.step(task, "provide", lead, on, outlet="Báo Nhân Dân", link="https://example.invalid/bai")


def issue(door: Any, act: str, day: str, number: str) -> None:
    """Say that an act was issued."""
    by = ("--actor", "nguoi-van-thu", "--office", REGISTRY)
    door.ask("act", "issue", act, "--day", day, "--number", number, *by)


def test_after_event_pattern(april: Any) -> None:
    """Rows 3.1 and 5.1 wait for their act and are asked once a month from the expected one; waiting is never late."""
    task = "184.3.1:vu-to-chuc-bien-che:after"
    rows = [r["id"] for r in april.ask("plan", "show", "184")["rows"] if r["window"]["kind"] == "after"]
    assert rows == ["3.1", "5.1"]
    assert [each["at"] for each in april.task(task, "2024-04-02")["reminders"]] == ["2024-04-02"]
    april.tick("2024-04-20")
    april.tick("2024-06-03")
    asked = april.task(task, "2024-06-03")
    assert [(each["rung"], each["at"], each["to"]) for each in asked["reminders"]] == [
        ("ask", day, ["vu-to-chuc-bien-che/dau-moi"]) for day in ("2024-04-02", "2024-06-03")
    ]
    assert (asked["cell"], asked["due"]) == ("waiting", None)
    assert "dự kiến tháng 4/2024" in asked["window"]
    assert "chờ không phải là chậm" in asked["why"]
    assert "Đã hỏi ngày 03/06/2024" in april.printed("explain", task, "--as-of", "2024-06-03")
    assert "Chưa ghi nhận ban hành" in april.page(f"/tasks/{task}?as_of=2024-06-03")
    issue(april, "bc-tinh-gian-bien-che", "2024-06-05", "12/BC-TTg")
    assert april.task(task, "2024-06-06")["due"] == "2024-07-05"
    inform(april, task, "2024-06-10")
    assert april.task(task, "2024-06-10")["cell"] == "done_on_time"
    april.tick("2024-07-02")
    assert len([r for r in april.task(task, "2024-07-02")["reminders"] if r["rung"] == "ask"]) == 2


def test_dependency_salary_decree_circulars(april: Any) -> None:
    """The circulars of 4.3, added as they come, follow the decree of 4.2: its delay shows on 4.3, in list and page."""
    task, year = f"184.4.3:{UNIT}:2024", f"184.4.2:{UNIT}"

    def told(as_of: str) -> list[Any]:
        return [(each["row"], each["late"]) for each in april.task(task, as_of)["waits_for"]]

    assert told("2024-04-02") == [("4.2", False)]
    assert told("2024-06-03") == [("4.2", True)]
    assert "mục 4.2 đang chậm so với dự kiến tháng 5/2024" in april.page(f"/tasks/{task}?as_of=2024-06-03")
    issue(april, "nd-tien-luong-moi", "2024-04-01", "73/2024/NĐ-CP")
    assert told("2024-04-20") == [("4.2", True)]
    listed = next(t for t in april.tasks("2024-04-20", "--duty", "184.4.3") if t["task"] == task)
    assert listed["waits_for"][0]["said"] == "ảnh hưởng bởi mục 4.2 đang chậm"
    assert "mục 4.2 đang chậm" in april.page(f"/tasks?unit={UNIT}&as_of=2024-04-20")
    assert "mục 4.2 đang chậm" in april.printed("task", "show", task, "--as-of", "2024-04-20")
    assert april.task(f"{year}:before", "2024-04-20")["cell"] == "open_overdue"
    lead = f"{UNIT}/dau-moi"
    for number, day in ((1, "2024-04-21"), (2, "2024-04-21"), (3, "2024-05-03")):
        april.step(task, "add-item", lead, day, units=[UNIT], subject=f"Thông tư {number}")
    first = april.task(task, "2024-05-03")["items"][0]["task"]
    april.step(first, "deliver", lead, "2024-05-10", subject="Thông tư 1", number="01/TT")
    assert [item["subject"] for item in april.task(task, "2024-05-02")["items"]] == ["Thông tư 1", "Thông tư 2"]
    assert april.task(task, "2024-05-11")["progress"] == {"done": 1, "of": 3}


def test_external_milestone_owner(april: Any) -> None:
    """What hangs on an act of a higher body is not charged to the unit; the act keeps issuer, source, corrections."""
    issue(april, "bc-tinh-gian-bien-che", "2024-04-01", "21/BC-TTg")
    issue(april, "bc-tinh-gian-bien-che", "2024-04-02", "21/BC-TTg")
    acts = {each["id"]: each for each in april.ask("act", "list")["acts"]}
    act = acts["bc-tinh-gian-bien-che"]
    assert (act["number"], act["issued"]) == ("21/BC-TTg", "2024-04-02")
    assert act["corrected"] == [{"number": "21/BC-TTg", "issued": "2024-04-01"}]
    unit, row = "ban-thi-dua-khen-thuong-trung-uong", "qd-ke-hoach-thi-dua-dan-toc-thieu-so"
    task = f"184.16.1:{unit}:2024-03"
    assert (acts[row]["issuer"], acts[row]["expected"]) == ("Thủ tướng Chính phủ", "2024-03")
    assert acts[row]["source"] == "Phụ lục, mục 16.1"
    waiting = april.task(task, "2024-04-02")
    assert (waiting["cell"], waiting["due"]) == ("waiting", None)
    assert waiting["waits_for"][0]["late"]
    assert "không tính cho đơn vị" in april.printed("task", "show", task, "--as-of", "2024-04-02")
    awaiting = [r["id"] for r in april.ask("plan", "show", "184")["rows"] if r["awaits"]]
    assert awaiting == ["8.3", "16.1", "16.3"]
    issue(april, row, "2024-04-01", "300/QĐ-TTg")
    assert april.task(task, "2024-04-02")["due"] == "2024-05-01"
    issue(april, "bang-danh-muc-chuc-danh", "2024-03-20", "35-KL/TW")
    assert april.task("184.8.3:vu-cong-chuc-vien-chuc:2024-05", "2024-04-02")["due"] == "2024-05-31"


def test_link_to_reform_plan(april: Any) -> None:
    """Row 10.1 is about the results of the reform plan: its figures are that plan's own, at the same day."""
    task = "184.10.1:vu-cai-cach-hanh-chinh:2024"
    before = april.task(task, "2024-04-02")["follows"]
    matrix = april.ask("status", "--plan", "par", "--as-of", "2024-04-02")["totals"]
    assert before["plan"] == "par"
    assert {cell: before["cells"][cell] for cell in ("open_overdue", "done_on_time", "open_in_term")} == {
        cell: matrix[cell] for cell in ("open_overdue", "done_on_time", "open_in_term")
    }
    report = "par.report:tinh-ha-nam:2024-Q1"
    april.step(report, "submit", REGISTRY, "2024-03-18", "--on-behalf-of", "tinh-ha-nam", number="12/BC-UBND")
    after = april.task(task, "2024-04-02")["follows"]
    assert after["cells"]["done_on_time"] == before["cells"]["done_on_time"] + 1
    assert "Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2024" in april.page(f"/tasks/{task}")
    row = next(r for r in april.ask("plan", "show", "184")["rows"] if r["id"] == "10.1")
    assert row["follows"] == "par"


def test_align_with_work_programme(own_april: Any) -> None:
    """Tasks refer to items of other programmes; when one moves, those concerned are listed with a proposal to move."""
    door, task = own_april, "184.4.1:vu-tien-luong:2024-04"
    item = """references:
  - id: ct-luong
    item: Trình Đề án tiền lương
    document: qd-01-qd-bnv-2024
    expected: 2024-04
    duties: ["4.1"]
"""
    door.change("plans/184.yaml", "acts:", "references:\n", item)
    door.tick("2024-04-02")
    assert door.task(task, "2024-04-02")["references"][0]["document"] == "qd-01-qd-bnv-2024"

    def found() -> Any:
        asked = door.ask("plan", "references", "184", "--as-of", "2024-04-03")["references"]
        return next(each for each in asked if each["id"] == "184.ct-luong")

    assert [(each["task"], each["proposed"]) for each in found()["tasks"]] == [(task, None)]
    move = ("plan", "move-reference", "184.ct-luong", "--day", "2024-05-20", "--source", "Thông báo số 15/TB-BNV")
    assert door.refused(*move, *door.by("vu-phap-che/dau-moi", "2024-04-03"))["code"] == "not-allowed"
    door.ask(*move, *door.by(LEAD, "2024-04-03"))
    assert [(each["due"], each["proposed"]) for each in found()["tasks"]] == [("2024-04-30", "2024-05-20")]
    assert "Thông báo số 15/TB-BNV" in door.page(f"/tasks/{task}?as_of=2024-04-03")
    assert "20/05/2024" in door.printed("plan", "references", "184", "--as-of", "2024-04-03")
    assert door.task(task, "2024-04-03")["due"] == "2024-04-30"
    assert door.ask("plan", "references", "184")["references"][-1]["id"] == "184.cai-cach-tien-luong"
