"""Decision 184 towards the press: gate, spokesperson, conference, heads, standing supply. One test a mechanism."""

from __future__ import annotations

from typing import Any

TASK = "184.4.1:vu-tien-luong:2024-04"
LEAD = "vu-tien-luong/dau-moi"
CLEARANCE = "van-phong-bo/duyet-thong-tin"
OFFICE = "van-phong-bo/dau-moi"
GIVEN = {"outlet": "Báo Nhân Dân", "link": "https://example.invalid/bai"}
HOLDINGS = "holdings: []"


def test_accuracy_and_line_check(april: Any) -> None:
    """Nothing counts as provided before it was cleared; an edited text is cleared anew; who cleared what is told."""
    april.step(TASK, "prepare", LEAD, "2024-04-08", subject="Tiền lương", text="Bản 1")
    april.step(TASK, "clear", CLEARANCE, "2024-04-09")
    april.step(TASK, "edit", LEAD, "2024-04-10", subject="Tiền lương", text="Bản 2")
    refused = april.refused(*april.taking(TASK, "provide", LEAD, "2024-04-11", **GIVEN))
    assert refused["rule"] == "step.from-state"
    assert april.task(TASK, "2024-04-11")["cell"] == "open_in_term"
    april.step(TASK, "clear", CLEARANCE, "2024-04-11")
    april.step(TASK, "provide", LEAD, "2024-04-12", **GIVEN)
    assert april.task(TASK, "2024-04-12")["cell"] == "done_on_time"
    events = [e for e in april.ask("history", TASK)["events"] if e["name"] != "step.refused"]
    told = [(e["name"], e["meta"]["actor"], e["data"].get("text")) for e in events]
    cleared = [index for index, (name, *_) in enumerate(told) if name == "press.information-cleared"]
    assert [told[index - 1][2] for index in cleared] == ["Bản 1", "Bản 2"]
    assert {told[index][1] for index in cleared} == {"van-phong-bo-duyet-thong-tin"}


def test_press_gate_through_office(april: Any) -> None:
    """Without the Office's clearance by another person nothing goes out but the recorded exception, with its reason."""
    direct = april.refused(*april.taking(TASK, "provide", LEAD, "2024-04-08", **GIVEN))
    assert direct["rule"] == "step.from-state"
    april.step(TASK, "prepare", LEAD, "2024-04-08", subject="Tiền lương")
    self_cleared = april.refused(*april.taking(TASK, "clear", LEAD, "2024-04-08"))
    assert self_cleared["code"] == "not-allowed"
    same = ("--actor", "vu-tien-luong-dau-moi", "--office", CLEARANCE, "--on", "2024-04-08")
    assert april.refused("task", "step", TASK, "clear", *same)["rule"] == "step.other-person"
    april.step(TASK, "clear", CLEARANCE, "2024-04-09")
    april.step(TASK, "provide", LEAD, "2024-04-10", **GIVEN)
    assert [e["meta"]["basis"] for e in april.ask("history", TASK)["events"]][-2:] == ["qd-678-qd-bnv-2019"] * 2
    urgent = "184.8.7:vu-cong-chuc-vien-chuc:2024-04"
    lead = "vu-cong-chuc-vien-chuc/dau-moi"
    assert april.refused(*april.taking(urgent, "provide-urgent", lead, "2024-04-08", outlet="VTV"))["place"] == "reason"
    april.step(urgent, "provide-urgent", lead, "2024-04-08", outlet="VTV", reason="Dư luận quan tâm")
    assert "Ngoại lệ" in april.page(f"/tasks/{urgent}")


def test_units_work_with_press(april: Any) -> None:
    """A unit records its own work with the press by itself, while information on its rows goes through the Office."""
    standing = "184.press-supply:vu-tien-luong:2024"
    article = {"subject": "Lộ trình cải cách tiền lương", **GIVEN}
    april.record("communication.published", LEAD, "2024-04-10", standing, **article)
    stood = april.task(standing, "2024-04-10")
    assert (stood["credits"], stood["cell"]) == (1, "open_in_term")
    assert stood["activities"][0]["data"]["outlet"] == "Báo Nhân Dân"
    assert april.refused(*april.taking(TASK, "provide", LEAD, "2024-04-10", **GIVEN))["rule"] == "step.from-state"
    foreign = ("record", "communication.published", *april.by("vu-phap-che/dau-moi", "2024-04-10"))
    refused = april.refused(*foreign, "--set", "body=vu-tien-luong", "--set", "subject=A", "--set", "outlet=B")
    assert refused["code"] == "not-allowed"


def test_spokesperson_role(own_april: Any) -> None:
    """The spokesperson has a dated holder and a dated delegate with its basis; only they clear, each in their days."""
    own_april.change(
        "offices.yaml", HOLDINGS, HOLDINGS,
        "holdings:\n"
        "  - {office: van-phong-bo/nguoi-phat-ngon, person: nguoi-a, from: 2024-01-01}\n"
        "  - {office: van-phong-bo/duyet-thong-tin, person: nguoi-b, from: 2024-04-08, to: 2024-04-12,"
        " acting: true, basis: Giấy ủy quyền 15/UQ-BNV}\n",
    )  # fmt: skip
    own_april.step(TASK, "prepare", LEAD, "2024-04-08", subject="Tiền lương")

    def clearing(person: str, office: str, on: str) -> tuple[str, ...]:
        return (
            "task",
            "step",
            TASK,
            "clear",
            "--actor",
            person,
            "--office",
            office,
            "--on",
            on,
            "--clock",
            f"{on}T20:00+07:00",
        )

    assert (
        own_april.refused(*clearing("nguoi-c", "van-phong-bo/nguoi-phat-ngon", "2024-04-09"))["code"] == "not-allowed"
    )
    assert own_april.refused(*clearing("nguoi-b", CLEARANCE, "2024-04-15"))["code"] == "not-allowed"
    own_april.ask(*clearing("nguoi-b", CLEARANCE, "2024-04-10"))
    own_april.step(TASK, "edit", LEAD, "2024-04-10", subject="Tiền lương")
    own_april.ask(*clearing("nguoi-a", "van-phong-bo/nguoi-phat-ngon", "2024-04-11"))
    offices = {o["office"]: o for o in own_april.ask("offices", "van-phong-bo", "--as-of", "2024-04-10")["offices"]}
    assert "spokesperson" in offices["van-phong-bo/nguoi-phat-ngon"]["roles"]
    (delegate,) = offices[CLEARANCE]["holders"]
    assert (delegate["person"], delegate["acting"], delegate["basis"]) == ("nguoi-b", True, "Giấy ủy quyền 15/UQ-BNV")
    later = own_april.ask("offices", "van-phong-bo", "--as-of", "2024-04-15")["offices"]
    assert next(o for o in later if o["office"] == CLEARANCE)["holders"] == []


def test_persons_responsible(own_april: Any) -> None:
    """Each task shows the head who answers for it on that day; a change keeps the earlier one for earlier days."""
    assert own_april.task(TASK, "2024-04-02")["head"]["office"] == "vu-tien-luong/thu-truong"
    own_april.change(
        "offices.yaml", HOLDINGS, HOLDINGS,
        "holdings:\n"
        "  - {office: vu-tien-luong/thu-truong, person: vu-truong-cu, to: 2024-04-15}\n"
        "  - {office: vu-tien-luong/thu-truong, person: vu-truong-moi, from: 2024-04-16}\n",
    )  # fmt: skip
    assert own_april.task(TASK, "2024-04-15")["head"]["persons"] == ["vu-truong-cu"]
    assert own_april.task(TASK, "2024-04-16")["head"]["persons"] == ["vu-truong-moi"]
    (unit,) = own_april.ask("status", "vu-tien-luong", "--as-of", "2024-04-16")["units"]
    assert unit["head"]["persons"] == ["vu-truong-moi"]
    old = ("--actor", "vu-truong-cu", "--office", "vu-tien-luong/thu-truong", "--set", "subject=A")
    assert own_april.refused("task", "step", TASK, "prepare", *old, "--on", "2024-04-16")["code"] == "not-allowed"
    own_april.ask("task", "step", TASK, "prepare", *old, "--on", "2024-04-12", "--clock", "2024-04-12T20:00+07:00")
    registered = own_april.ask("offices", "vu-tien-luong", "--as-of", "2024-04-16")["offices"][0]["registered"]
    assert [each["person"] for each in registered] == ["vu-truong-cu", "vu-truong-moi"]


def test_periodic_press_information(own_april: Any) -> None:
    """The period is a setting with its legal basis: set to a month, each month opens and goes through the gate."""
    own = own_april
    duty = next(d for d in own.ask("plan", "show", "184")["duties"] if d["id"] == "184.periodic-press-information")
    assert duty["basis"] == ["nd-09-2017-nd-cp", "qd-678-qd-bnv-2019"]
    marker = "- id: periodic-press-information"
    own.change("plans/184.yaml", marker, "{kind: continuous}", "{kind: every, period: month}")
    own.change("plans/184.yaml", marker, "procedure: standing", "procedure: press-information")
    own.tick("2024-05-02")
    opened = own.tasks("2024-05-02", "--duty", "184.periodic-press-information")
    assert {"2024-03-31", "2024-04-30", "2024-05-31"} <= {task["due"] for task in opened}
    task = "184.periodic-press-information:van-phong-bo:2024-05"
    own.step(task, "prepare", OFFICE, "2024-05-06", subject="Thông tin tháng 5")
    own.step(task, "clear", CLEARANCE, "2024-05-07")
    own.step(
        task,
        "provide",
        OFFICE,
        "2024-05-08",
        outlet="Các cơ quan báo chí",
        subject="Thông tin tháng 5",
        link=GIVEN["link"],
    )
    assert own.task(task, "2024-05-08")["cell"] == "done_on_time"


def test_congress_resolution_communication(april: Any) -> None:
    """A standing task is never done once: items count by quarter, it stays in term, and only its year is summed up."""
    task = "184.congress-resolutions:van-phong-bo:2024"
    for on in ("2024-02-20", "2024-04-03", "2024-06-03", "2024-11-05"):
        april.record("communication.published", OFFICE, on, task, subject="Nghị quyết XIII", **GIVEN)
    stood = april.task(task, "2024-12-30")
    assert stood["by_quarter"] == {"2024-Q1": 1, "2024-Q2": 2, "2024-Q4": 1}
    assert (stood["cell"], stood["credits"]) == ("open_in_term", 4)
    assert [each["meta"]["on"] for each in april.task(task, "2024-06-30")["activities"]] == [
        "2024-02-20", "2024-04-03", "2024-06-03",
    ]  # fmt: skip
    april.step(task, "sum-up", OFFICE, "2024-12-30", subject="Tổng kết năm 2024")
    assert april.task(task, "2024-12-30")["cell"] == "done_on_time"


def test_journal_thematic_information(april: Any) -> None:
    """Thematic information of the Journal is kept apart from its other articles, each issue with day and topic."""
    thematic, other = (f"184.{duty}:tap-chi-to-chuc-nha-nuoc:2024" for duty in ("journal-thematic", "journal-updates"))
    lead = "tap-chi-to-chuc-nha-nuoc/dau-moi"
    april.record("communication.published", lead, "2024-04-15", thematic, subject="Chuyên đề: vị trí việc làm", **GIVEN)
    april.record("communication.published", lead, "2024-04-16", other, subject="Tin thường", **GIVEN)
    (issue,) = april.task(thematic, "2024-04-20")["activities"]
    assert (issue["meta"]["on"], issue["data"]["subject"]) == ("2024-04-15", "Chuyên đề: vị trí việc làm")
    assert "Chuyên đề: vị trí việc làm" in april.printed("task", "show", thematic, "--as-of", "2024-04-20")
