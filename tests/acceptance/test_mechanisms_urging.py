"""Urging beyond due days: silence, clocks of cases in hours and days, escalation. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

OFFICE = "van-phong-bo/dau-moi"
CLEARANCE = "van-phong-bo/duyet-thong-tin"
SPOKESPERSON = "van-phong-bo/nguoi-phat-ngon"
CHIEF = "van-phong-bo/chanh-van-phong"
DEPUTY = "bo-noi-vu/thu-truong-phu-trach"


def receive(door: Any, duty: str, on: str, **fields: Any) -> str:
    """Open a case; the id of its task."""
    receipt = door.ask("case", "open", duty, *door.by(OFFICE, on), "--data", json.dumps(fields))
    return str(receipt["stream"]).removeprefix("task-")


def urged(door: Any, task: str, at: str) -> list[tuple[str, str, list[str]]]:
    """Tick at a moment: limit, rung and offices of what went out for a task with it."""
    known = len(door.ask("reminders", "--task", task, "--limit", "1000")["reminders"])
    door.ask("tick", "--now", at)
    new = door.ask("reminders", "--task", task, "--limit", "1000")["reminders"][known:]
    return [(each["limit"], each["rung"], each["to"]) for each in new if not each["held_back"]]


def test_year_round_rows(april: Any) -> None:
    """Rows of the whole year are in term to its last day, show their quarters, and ask after a long silence."""
    task, lead = "184.2.1:vu-to-chuc-can-bo:2024", "vu-to-chuc-can-bo/dau-moi"
    whole = [r["id"] for r in april.ask("plan", "show", "184")["rows"] if r["window"]["kind"] == "year"]
    assert len(whole) == 12
    assert urged(april, task, "2024-06-18T08:00+07:00") == []
    assert urged(april, task, "2024-06-19T08:00+07:00") == [("silence", "im-lang-1", [lead])]
    assert {f"184.{row}" for row in whole} <= {t["duty"] for t in april.tasks("2024-06-19", "--silent")}
    silent = april.task(task, "2024-06-19")
    assert (silent["cell"], silent["due"], silent["silent_days"]) == ("open_in_term", "2024-12-31", 93)
    assert "im lặng 93 ngày" in april.page(f"/tasks/{task}?as_of=2024-06-19")
    april.step(task, "note", lead, "2024-06-19", note="Đã đăng bài")
    assert task not in {t["task"] for t in april.tasks("2024-06-19", "--silent")}
    for on in ("2024-06-28", "2024-11-04"):
        april.step(task, "note", lead, on, note="Đã đăng bài")
    assert urged(april, task, "2024-11-29T08:00+07:00") == []
    stood = april.task(task, "2024-11-29")
    assert (stood["cell"], stood["by_quarter"]) == ("open_in_term", {"2024-Q2": 2, "2024-Q4": 1})
    assert {t["cell"] for t in april.tasks("2024-11-29") if t["duty"] in {f"184.{r}" for r in whole}} == {
        "open_in_term"
    }
    assert april.task(task, "2025-01-01")["cell"] == "open_overdue"


def test_maintain_reform_website(april: Any) -> None:
    """Two weeks without a sign of life raise the alarm; each update is one and starts the count anew."""
    task, lead = "par.reform-website:vu-cai-cach-hanh-chinh:2024", "vu-cai-cach-hanh-chinh/dau-moi"
    april.step(task, "note", lead, "2024-04-10", note="Đăng 12 tin")
    assert urged(april, task, "2024-04-24T08:00+07:00") == []
    assert urged(april, task, "2024-04-25T08:00+07:00") == [("silence", "im-lang-1", [lead])]
    row = next(
        u for u in april.ask("status", "--as-of", "2024-04-25")["units"] if u["unit"] == "vu-cai-cach-hanh-chinh"
    )
    assert row["silent"] > 0
    said = april.ask("reminders", "--task", task)["reminders"][-1]["why"]["conditions"]
    values = {each["what"]: each["value"] for each in said}
    assert (values["last-activity"], values["silent-days"], values["silence-limit"]) == ("2024-04-10", "15", "14")
    april.step(task, "note", lead, "2024-04-25", note="Đăng 3 tin")
    assert april.task(task, "2024-04-25")["silent_days"] is None
    assert urged(april, task, "2024-05-09T08:00+07:00") == []
    assert [rung for _, rung, _ in urged(april, task, "2024-05-10T08:00+07:00")] == ["im-lang-1"]


def test_written_press_columns(own: Any) -> None:
    """A journal that is entered into the group keeps a column: its last item is shown, too long a pause is asked."""
    own.change(
        "units.yaml", "id: bao-tap-chi-bo-nganh-dia-phuong", "members: []", "members: [tap-chi-to-chuc-nha-nuoc]"
    )
    own.ask("init")
    own.tick("2024-04-02")
    task, lead = "par.press-columns:tap-chi-to-chuc-nha-nuoc:2024", "tap-chi-to-chuc-nha-nuoc/dau-moi"
    own.step(task, "note", lead, "2024-04-02", note="Chuyên mục: bài về một cửa")
    assert own.task(task, "2024-05-17")["active_on"] == "2024-04-02"
    assert urged(own, task, "2024-05-17T08:00+07:00") == []
    assert urged(own, task, "2024-05-18T08:00+07:00") == [("silence", "im-lang-1", [lead])]
    assert task in {t["task"] for t in own.tasks("2024-05-18", "--silent", "--duty", "par.press-columns")}


def test_answers_to_press_matters(april: Any) -> None:
    """A question is routed, inputs are gathered, the answer is cleared by another and issued: a clock for each step."""
    asked = {"outlet": "Báo A", "question": "Lương mới từ khi nào?", "received_at": "2024-05-03T16:30:00+07:00"}
    case = receive(april, "184.press-questions", "2024-05-03", **asked)
    april.step(case, "ask", OFFICE, "2024-05-03", units=["vu-tien-luong", "vu-phap-che"], due="2024-05-04")
    unit = case.replace("van-phong-bo", "vu-tien-luong") + ".1"
    running = [(clock["clock"], clock["due"]) for clock in april.task(case, "2024-05-03")["clocks"]]
    assert running == [("answer", "2024-05-04"), ("draft", "2024-05-04")]
    assert urged(april, case, "2024-05-04T04:30+07:00") == [("answer", "nua-thoi-han", [OFFICE])]
    april.step(unit, "give", "vu-tien-luong/dau-moi", "2024-05-04", text="Từ ngày 01/7/2024")
    nil = case.replace("van-phong-bo", "vu-phap-che") + ".2"
    april.step(nil, "give", "vu-phap-che/dau-moi", "2024-05-04", nothing=True)
    inputs = april.ask("case", "inputs", case, "--as-of", "2024-05-04")["tasks"]
    assert {each["body"]: each["cell"] for each in inputs} == {
        "vu-tien-luong": "done_on_time", "vu-phap-che": "done_on_time",
    }  # fmt: skip
    april.step(case, "draft", OFFICE, "2024-05-04", subject="Trả lời Báo A", text="Từ ngày 01/7/2024")
    early = {"issued_at": "2024-05-04T15:00:00+07:00", "link": "https://example.invalid/tra-loi"}
    assert april.refused(*april.taking(case, "issue", OFFICE, "2024-05-04", **early))["rule"] == "step.from-state"
    assert [clock["clock"] for clock in april.task(case, "2024-05-04")["clocks"]] == ["answer", "clear"]
    april.step(case, "clear", CLEARANCE, "2024-05-04")
    head = "van-phong-bo/thu-truong"
    assert urged(april, case, "2024-05-04T12:30+07:00") == [("answer", "con-4-gio", [OFFICE, head, CHIEF])]
    april.step(case, "issue", OFFICE, "2024-05-04", **early)
    assert april.task(case, "2024-05-05")["cell"] == "done_on_time"
    assert urged(april, case, "2024-05-08T08:00+07:00") == []
    assert april.task(case, "2024-05-08")["clocks"] == []


def test_communication_incident_handling(april: Any) -> None:
    """An incident goes up to the leadership, is instructed and spoken on; its clock escalates by the hour till then."""
    happened = {
        "subject": "Tin sai về thi nâng ngạch",
        "happened_at": "2024-06-01T08:00:00+07:00",
        "source": "Mạng xã hội",
    }
    case = receive(april, "184.communication-incidents", "2024-06-01", **happened)
    april.step(case, "propose", OFFICE, "2024-06-01", proposal="Phát ngôn ngay trong ngày")
    april.step(case, "instruct", "bo-noi-vu/bo-truong", "2024-06-01", instruction="Đồng ý")
    assert urged(april, case, "2024-06-01T20:00+07:00") == [("speak", "nua-thoi-han", [OFFICE])]
    assert urged(april, case, "2024-06-02T08:00+07:00") == [("speak", "het-gio", [CHIEF, SPOKESPERSON])]
    assert urged(april, case, "2024-06-02T20:00+07:00") == [("speak", "qua-12-gio", [SPOKESPERSON, DEPUTY])]
    april.step(case, "speak", SPOKESPERSON, "2024-06-02", spoken_at="2024-06-02T21:00:00+07:00")
    assert april.task(case, "2024-06-02")["cell"] == "done_late"
    assert april.ask("history", case)["events"] == []  # for those who deal with it only
    own = ("--actor", "minh-hoa", "--office", OFFICE)
    told = [(e["name"], e["meta"]["on"]) for e in april.ask("history", case, *own)["events"] if e["data"].get("step")]
    assert told == [
        ("incident.reported", "2024-06-01"), ("leadership.informed", "2024-06-01"),
        ("leadership.instructed", "2024-06-01"), ("incident.spoken-on", "2024-06-02"),
    ]  # fmt: skip
    assert urged(april, case, "2024-06-06T08:00+07:00") == []
