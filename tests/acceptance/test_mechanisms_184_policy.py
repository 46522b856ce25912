"""Decision 184: policies in the making, marks, forms as chosen, items, partners. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

LEAD = "vu-tien-luong/dau-moi"
LOCAL = "vu-chinh-quyen-dia-phuong/dau-moi"
OFFICE = "van-phong-bo/dau-moi"
MINISTER = "bo-noi-vu/bo-truong"
SPOKESPERSON = "van-phong-bo/nguoi-phat-ngon"


def take_up(door: Any, duty: str, on: str, subject: str, body: str = "vu-tien-luong", **more: Any) -> str:
    """A unit takes up a policy; the id of its task."""
    data = json.dumps({"subject": subject, **more})
    said = door.ask("case", "open", duty, "--body", body, *door.by(f"{body}/dau-moi", on), "--data", data)
    return str(said["stream"]).removeprefix("task-")


def policies(door: Any, *more: str) -> dict[str, Any]:
    """The register of policies in the making as it stood on 30 June."""
    found: dict[str, Any] = door.ask("register", "show", "policy-documents", "--as-of", "2024-06-30", *more)
    return found


def lines(book: dict[str, Any]) -> dict[str, Any]:
    """Its lines by subject."""
    return {line["values"]["subject"][0]: line for line in book["lines"]}


def values(line: dict[str, Any], *columns: str) -> list[Any]:
    """What a line says in some columns; one value, or none."""
    return [next(iter(line["values"][column]), None) for column in columns]


def add_items(door: Any, task: str, office: str, on: str, *items: tuple[str, str]) -> list[str]:
    """Add items under a task, each of a unit with a subject; their ids."""
    for unit, subject in items:
        door.step(task, "add-item", office, on, units=[unit], subject=subject)
    return [item["task"] for item in door.task(task, on)["items"]]


def test_start_at_consultation_stage(april: Any) -> None:
    """A document that reached consultation without any communication is flagged; with one it is not; days between."""
    silent = take_up(april, "184.policy-process", "2024-04-03", "Luật A")
    spoken = take_up(april, "184.policy-process", "2024-04-03", "Luật B", documents=["nd-tien-luong-moi"])
    early = take_up(april, "184.policy-process", "2024-04-03", "Luật C")
    for task in (silent, spoken):
        april.step(task, "consult", LEAD, "2024-04-10", note="Lấy ý kiến đề nghị xây dựng")
    april.step(spoken, "communicate", LEAD, "2024-04-15", subject="Tọa đàm", phase="before", means="round-table")
    found = lines(policies(april))
    flagged = {name for name, line in found.items() if "silent-consultation" in line["flags"]}
    assert flagged == {"Luật A"}
    assert [values(found[n], "consulted") for n in ("Luật A", "Luật C")] == [["2024-04-10"], [None]]
    assert found["Luật B"]["waits"]["to-communication"] == 5
    assert list(lines(policies(april, "--flag", "silent-consultation"))) == ["Luật A"]
    assert found["Luật B"]["flags"] == []
    assert april.refused(*april.taking(early, "submit", LEAD, "2024-04-16"))["rule"] == "step.from-state"
    april.step(silent, "draft", LEAD, "2024-05-02", stage="draft")
    april.step(silent, "submit", LEAD, "2024-05-20", number="12/TTr")
    april.step(silent, "issue", LEAD, "2024-06-03", number="73/NĐ")
    line = lines(policies(april))["Luật A"]
    assert values(line, "consulted", "submitted", "issued") == ["2024-04-10", "2024-05-20", "2024-06-03"]


def test_policy_process_communication(april: Any) -> None:
    """Consultation events tied to a document and its stage; opinions counted by stage, and by how they were treated."""
    task = take_up(april, "184.policy-process", "2024-04-03", "Luật A")
    april.step(task, "consult", LEAD, "2024-04-10")
    seminar = {"subject": "Hội thảo", "phase": "before", "means": "seminar", "documents": ["nd-tien-luong-moi"]}
    april.step(task, "communicate", LEAD, "2024-04-12", **seminar)
    april.step(task, "communicate", OFFICE, "2024-04-13", **{**seminar, "means": "experts"})
    april.step(task, "receive-opinions", LEAD, "2024-04-20", stage="proposal", source="experts", received=5)
    april.step(task, "draft", LEAD, "2024-05-02", stage="draft")
    april.step(task, "receive-opinions", LEAD, "2024-05-10", stage="draft", source="people", received=7)
    assert "untreated" in lines(policies(april))["Luật A"]["flags"]
    treated = {"stage": "draft", "accepted": 6, "partly": 2, "declined": 4, "note": "Bảng tổng hợp"}
    april.step(task, "treat-opinions", LEAD, "2024-05-20", **treated)
    line = lines(policies(april))["Luật A"]
    assert values(line, "times", "received", "accepted", "partly", "declined") == [2, 12, 6, 2, 4]
    assert line["flags"] == []
    stages = april.ask("register", "show", "opinions", "--as-of", "2024-06-30", "--by", "stage")["groups"]
    assert {each["key"]["stage"]: each["sums"]["received"] for each in stages} == {"proposal": 5, "draft": 7}


def test_high_impact_policy_communication(april: Any) -> None:
    """A policy of great impact bears its marks; opinions received and answered stand beside its stage and channels."""
    task = take_up(april, "184.high-impact-policies", "2024-04-03", "Cải cách tiền lương")
    by = april.by(LEAD, "2024-04-03")
    april.ask("task", "mark", task, "tac-dong-lon", "nhay-cam", "--reason", "Ảnh hưởng mọi cán bộ", *by)
    assert april.refused("task", "mark", task, "rat-quan-trong", "--reason", "…", *by)["place"] == "marks"
    april.step(task, "consult", LEAD, "2024-04-10")
    for means, phase in (("press", "before"), ("people", "during")):
        said = {"subject": "Trao đổi", "means": means, "phase": phase}
        april.step(task, "communicate", LEAD, "2024-04-12", **said)
    april.step(task, "receive-opinions", LEAD, "2024-04-20", stage="proposal", source="people", received=9)
    april.step(task, "treat-opinions", LEAD, "2024-04-25", stage="proposal", accepted=8, declined=1, note="Giải trình")
    shown = april.task(task, "2024-04-26")
    assert sorted(shown["marks"]) == ["nhay-cam", "tac-dong-lon"]
    assert shown["state"] == "consulting"
    line = lines(policies(april))["Cải cách tiền lương"]
    assert values(line, "received", "accepted", "declined") == [9, 8, 1]
    assert {*line["values"]["means"]} == {"press", "people"}
    assert "Ảnh hưởng mọi cán bộ" in april.printed("history", task)


def test_priority_rights_affecting_issues(april: Any) -> None:
    """Marks with criteria from the decision, given with a reason, let a task be urged earlier and higher up."""
    task = "184.5.2:vu-chinh-quyen-dia-phuong:2024"
    usual = [rung["rung"] for rung in april.task(task, "2024-04-03")["ladder"]]
    by = april.by(LOCAL, "2024-04-03")
    april.ask("task", "mark", task, "thay-doi-quyen", "--reason", "Thay đổi địa giới, giấy tờ của người dân", *by)
    shown = april.task(task, "2024-04-04")
    assert shown["marks"] == ["thay-doi-quyen"]
    assert "quyền, nghĩa vụ của người dân" in shown["criteria"][0]["criteria"]
    assert shown["criteria"][0]["criteria"] in april.page(f"/tasks/{task}?as_of=2024-04-04")
    assert [rung["rung"] for rung in shown["ladder"]] != usual
    assert shown["ladder"][0]["rung"] == "truoc-15"
    assert "thay-doi-quyen" in april.printed("task", "show", task, "--as-of", "2024-04-04")
    marked = [t["task"] for t in april.tasks("2024-04-04", "--unit", "vu-chinh-quyen-dia-phuong") if t["marks"]]
    assert marked == [task]
    april.ask("task", "mark", task, "--reason", "Đã ổn định", *april.by(LOCAL, "2024-05-03"))
    assert [rung["rung"] for rung in april.task(task, "2024-05-04")["ladder"]] == usual


def test_unit_proposes_content_and_form(april: Any) -> None:
    """The printed form and the one really used stand side by side, in the task, on the page and in its history."""
    task = "184.5.2:vu-chinh-quyen-dia-phuong:2024"
    held = {"link": "https://example.vn/1", "place": "Hà Nội", "subject": "Hội thảo về các đề án"}
    planned = april.task(task, "2024-04-09")["planned_forms"]
    assert [(form["form"], form["done_on"], form["instead"]) for form in planned] == [
        ("thong-tin-bao-chi", None, False)
    ]
    april.step(task, "hold-event", LOCAL, "2024-04-10", "--instead-of", "thong-tin-bao-chi", **held)
    (form,) = april.task(task, "2024-04-11")["planned_forms"]
    assert (form["form"], form["done_on"], form["instead"]) == ("thong-tin-bao-chi", "2024-04-10", True)
    assert form["actual"] != form["text"]
    assert april.task(task, "2024-04-11")["cell"] == "done_on_time"
    assert "thay cho hình thức dự kiến" in april.printed("history", task)
    assert "hình thức thực tế" in april.printed("task", "show", task, "--as-of", "2024-04-11")
    assert "hình thức thực tế" in april.page(f"/tasks/{task}?as_of=2024-04-11")


def test_one_row_many_deliverables(april: Any) -> None:
    """56 schemes under one row: added later, each with its own status; 3 of 5 shown; the plan's text as printed."""
    task = "184.5.2:vu-chinh-quyen-dia-phuong:2024"
    before = april.task(task, "2024-04-03")["what"]
    schemes = [(f"tinh-{name}", f"Đề án {name}") for name in ("ha-nam", "nam-dinh", "thai-binh")]
    own = [("vu-chinh-quyen-dia-phuong", "Đề án chung"), ("vu-chinh-quyen-dia-phuong", "Báo cáo tổng hợp"), schemes[0]]
    found = add_items(april, task, LOCAL, "2024-04-03", *schemes, *own)
    assert len({*found}) == 6
    for item in found[:3]:
        april.step(item, "deliver", LOCAL, "2024-05-06", subject="Đề án đã thẩm định")
    april.ask("task", "step", found[5], "cancel", *april.by(LOCAL, "2024-05-07"),
              "--data", json.dumps({"reason": "Trùng", "authority": "Vụ trưởng"}))  # fmt: skip
    shown = april.task(task, "2024-05-08")
    assert shown["progress"] == {"done": 3, "of": 5}
    assert [item["cell"] for item in shown["items"]] == [*["done_on_time"] * 3, *["open_in_term"] * 2, "cancelled"]
    assert (shown["what"], shown["cell"]) == (before, "open_in_term")
    assert april.task(task, "2024-05-05")["progress"] == {"done": 0, "of": 6}
    listed = {t["task"]: t["progress"] for t in april.tasks("2024-05-08", "--duty", "184.5.2")}
    assert listed[task] == {"done": 3, "of": 5}
    assert "Đã xong 3/5 nội dung" in april.printed("task", "show", task, "--as-of", "2024-05-08")
    assert "Đã xong 3/5 nội dung" in april.page(f"/tasks/{task}?as_of=2024-05-08")
    assert "Đã xong 3/5 nội dung" in april.page("/tasks?unit=vu-chinh-quyen-dia-phuong&as_of=2024-05-08")
