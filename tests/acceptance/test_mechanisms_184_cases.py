"""Decision 184: what comes in from press and citizens, on a clock of law. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

OFFICE = "van-phong-bo/dau-moi"
CLEARANCE = "van-phong-bo/duyet-thong-tin"
SPOKESPERSON = "van-phong-bo/nguoi-phat-ngon"


def receive(door: Any, duty: str, office: str, on: str, body: str = "", **fields: Any) -> str:
    """Open a case; the id of its task."""
    named = ("--body", body) if body else ()
    receipt = door.ask("case", "open", duty, *door.by(office, on), "--data", json.dumps(fields), *named)
    return str(receipt["stream"]).removeprefix("task-")


def test_citizen_information_regulation(april: Any) -> None:
    """Requests stand in a register, each with the term of its channel; a refusal has its reason; names stay out."""
    duty, asked = "184.citizen-information", {"subject": "Số liệu biên chế", "channel": "network"}
    given = receive(april, duty, OFFICE, "2024-04-22", register_no="YC-01", **asked)
    refused = receive(april, duty, OFFICE, "2024-04-22", register_no="YC-02", **{**asked, "channel": "office"})
    assert [april.task(task, "2024-04-22")["due"] for task in (given, refused)] == ["2024-04-25", "2024-05-08"]
    april.step(given, "give", OFFICE, "2024-04-26", note="Gửi qua thư điện tử")
    assert april.refused(*april.taking(refused, "refuse", OFFICE, "2024-04-24"))["place"] == "reason"
    april.step(refused, "refuse", OFFICE, "2024-04-24", reason="Thông tin thuộc bí mật nhà nước")
    register = {t["task"]: t["cell"] for t in april.tasks("2024-05-02", "--duty", duty)}
    assert register == {given: "done_late", refused: "done_on_time"}
    told = [each["sentence"] for each in april.ask("history", refused)["events"]]
    assert any("Thông tin thuộc bí mật nhà nước" in each for each in told)
    person = json.dumps({"register_no": "YC-03", "applicant": "Nguyễn Văn A", **asked})
    assert (
        april.refused("case", "open", duty, *april.by(OFFICE, "2024-04-22"), "--data", person)["place"] == "applicant"
    )


def test_citizen_feedback_system(portal: Any) -> None:
    """The portal hands feedback in and gets its answer; the Centre asks units; what is not passed on is overdue."""
    april = portal
    centre, duty = "trung-tam-thong-tin", "184.feedback"
    lead = f"{centre}/dau-moi"
    came = {"subject": "Thủ tục thi nâng ngạch", "channel": "portal"}
    case = receive(april, duty, lead, "2024-04-22", centre, register_no="PA-15", **came)
    handed_in = april.hand_in(f"cases/{duty}", "PA-16", "2024-04-22", data={**came, "register_no": "PA-16"})
    other = handed_in.json()["case"]
    april.step(case, "classify", lead, "2024-04-23", kind="difficulty")
    april.step(case, "ask", lead, "2024-04-23", units=["vu-cong-chuc-vien-chuc"])
    unit = case.replace(centre, "vu-cong-chuc-vien-chuc") + ".1"
    april.step(unit, "give", "vu-cong-chuc-vien-chuc/dau-moi", "2024-04-25", text="Theo Thông tư 13/2021/TT-BNV")
    april.step(case, "answer", lead, "2024-04-26", result="explained", link="https://example.invalid/pa-15")
    back = april.handed_back(case, "2024-04-26").json()
    assert (back["state"]["id"], back["answers"][0]["data"]["link"]) == ("answered", "https://example.invalid/pa-15")
    overdue = april.tasks("2024-05-10", "--duty", duty, "--cell", "open_overdue")
    assert [each["task"] for each in overdue] == [other]
    assert april.task(case, "2024-05-10")["cell"] == "done_on_time"
    late = receive(april, duty, lead, "2024-04-22", centre, register_no="PA-17", **came)
    april.step(late, "classify", lead, "2024-04-23", kind="regulation")
    assert april.task(late, "2024-04-24")["due"] == "2024-05-16"  # 15 working days: 29 Apr is off, 4 May worked
    assert april.task(late, "2024-05-18")["cell"] == "open_overdue"
    assert april.refused(*april.taking(case, "rate", lead, "2024-04-29", rating=6))["place"] == "rating"
    april.step(case, "rate", lead, "2024-04-29", rating=4)
    assert april.task(case, "2024-05-10")["cell"] == "done_on_time"
    assert "4/5" in april.ask("history", case)["events"][-1]["sentence"]
