"""Matters of public concern, meetings, hand-overs, feedback, in both plans. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

OFFICE, OFFICE_HEAD, REGISTRY = "van-phong-bo/dau-moi", "van-phong-bo/chanh-van-phong", "van-phong-bo/van-thu"
MINISTER, SPOKESPERSON = "bo-noi-vu/bo-truong", "van-phong-bo/nguoi-phat-ngon"
SALARY, LEGAL = "vu-tien-luong/dau-moi", "vu-phap-che/dau-moi"
CENTRE, JOURNAL = "trung-tam-thong-tin/dau-moi", "tap-chi-to-chuc-nha-nuoc/dau-moi"
LINK = "https://example.invalid/bai"


def opened(door: Any, duty: str, office: str, on: str, *more: str, **fields: Any) -> str:
    """Open a case; the id of its task."""
    receipt = door.ask("case", "open", duty, *door.by(office, on), "--data", json.dumps(fields), *more)
    return str(receipt["stream"]).removeprefix("task-")


def lines(door: Any, register: str, as_of: str, *more: str) -> list[Any]:
    """The lines of a register on a day."""
    found: list[Any] = door.ask("register", "show", register, "--as-of", as_of, *more)["lines"]
    return found


def groups(door: Any, register: str, as_of: str, by: str, *more: str) -> dict[str, Any]:
    """The lines of a register counted by one dimension, by key."""
    found = door.ask("register", "show", register, "--as-of", as_of, "--by", by, *more)["groups"]
    return {each["key"][by]: each for each in found}


def noted(door: Any, on: str, subject: str, **fields: Any) -> str:
    """An item of the Journal's digest."""
    item = {"issue": on, "subject": subject, "outlet": "Báo A", "link": LINK, **fields}
    return opened(door, "184.press-digest", JOURNAL, on, **item)


def test_press_digest(april: Any) -> None:
    """Items become matters in one step, or tasks by the leadership's instruction; item and matter show each other."""
    quick, proposed, kept = (noted(april, "2024-04-22", subject) for subject in ("Lương mới", "Thi nâng ngạch", "Tin"))
    april.step(quick, "raise", JOURNAL, "2024-04-22", units=["vu-tien-luong"])
    april.step(proposed, "propose", JOURNAL, "2024-04-23", proposal="Giao Vụ trả lời trên Cổng")
    assert [each["id"] for each in lines(april, "press-digest", "2024-04-24", "--flag", "undecided")] == [proposed]
    told = {"units": ["vu-cong-chuc-vien-chuc"], "instruction": "Trả lời trong tuần", "due": "2024-04-26"}
    april.step(proposed, "assign", MINISTER, "2024-04-25", **told)
    assert [each["id"] for each in lines(april, "press-digest", "2024-04-26", "--flag", "untouched")] == [kept]
    april.step(kept, "keep", JOURNAL, "2024-04-26", reason="Đã trả lời tháng 3")
    matter = april.ask("case", "inputs", proposed, "--as-of", "2024-04-25")["tasks"][0]
    assert (matter["body"], matter["subject"], matter["due"]) == (
        "vu-cong-chuc-vien-chuc", "Thi nâng ngạch", "2024-04-26",
    )  # fmt: skip
    assert april.task(matter["task"], "2024-04-25")["for_task"] == proposed
    assert f"/tasks/{proposed}" in april.page(f"/tasks/{matter['task']}?as_of=2024-04-26")
    assert f"/tasks/{matter['task']}" in april.page(f"/tasks/{proposed}?as_of=2024-04-26")
    digest = lines(april, "press-digest", "2024-04-30", "--where", "issue=2024-04-22")
    assert [(each["values"]["matters"], each["values"]["settled"]) for each in digest] == [
        ([1], [0]),
        ([1], [0]),
        ([0], [0]),
    ]
    by_id = {each["id"]: each for each in digest}
    assert by_id[proposed]["waits"] == {"proposing": 1, "deciding": 2}
    assert by_id[proposed]["values"]["instruction"] == ["Trả lời trong tuần"]


def test_opinion_monitoring_and_answer(april: Any) -> None:
    """From the digest over proposal, decision, draft and clearance to the published answer: each wait is told."""
    item = noted(april, "2024-04-22", "Lương mới")
    april.step(item, "raise", JOURNAL, "2024-04-22", units=["vu-tien-luong"])
    matter = april.ask("case", "inputs", item, "--as-of", "2024-04-22")["tasks"][0]["task"]
    assert [each["id"] for each in lines(april, "matters", "2024-04-22", "--flag", "not-received")] == [matter]
    april.step(matter, "receive", SALARY, "2024-04-22", subject="Lương mới", source="digest")
    april.step(matter, "classify", SALARY, "2024-04-23", kind="phuc-tap", areas=["tien-luong"])
    april.step(matter, "propose", SALARY, "2024-04-24", proposal="Trả lời trên Cổng")
    assert [each["id"] for each in lines(april, "matters", "2024-04-25", "--flag", "undecided")] == [matter]
    (waiting,) = lines(april, "matters", "2024-04-25")
    assert waiting["waits"] == {"classification": 1, "proposal": 1, "decision": 1, "whole": 3}, "it is still waiting"
    mine = april.taking(matter, "instruct", MINISTER, "2024-04-25", instruction="Đồng ý")
    same = [word.replace("bo-noi-vu-bo-truong", "vu-tien-luong-dau-moi") for word in mine]
    assert april.refused(*same)["rule"] == "step.other-person"
    april.ask(*mine)
    april.step(matter, "draft", SALARY, "2024-04-25", subject="Trả lời về lương")
    april.step(matter, "clear", SPOKESPERSON, "2024-05-02")
    april.step(matter, "answer", SALARY, "2024-05-02", outlet="cong-bnv", link=LINK)
    (done,) = lines(april, "matters", "2024-05-10")
    assert done["values"]["cell"] == ["done_on_time"], "30 April and 1 May do not count"
    assert done["waits"] == {
        "classification": 1, "proposal": 1, "decision": 1, "drafting": 0, "clearance": 7, "publication": 0, "whole": 10,
    }  # fmt: skip
    assert (done["values"]["from"], done["values"]["outlet"]) == ([item], ["cong-bnv"])
    assert lines(april, "press-digest", "2024-05-10")[0]["values"]["settled"] == [1]


def test_orient_opinion_supply_press(own_april: Any) -> None:
    """A matter is assigned across bodies outside too; its clock is configuration, since the decision names no hours."""
    first = opened(own_april, "184.opinion-orientation", OFFICE, "2024-05-06", subject="Sáp nhập", source="opinion")
    assert own_april.task(first, "2024-05-06")["due"] == "2024-05-13"
    own_april.change("rules.yaml", "id: matter.answer", "length: 5", "length: 2")
    second = opened(own_april, "184.opinion-orientation", OFFICE, "2024-05-06", subject="Cấp xã", source="press")
    assert own_april.task(second, "2024-05-06")["due"] == "2024-05-08"
    own_april.step(first, "ask", OFFICE, "2024-05-06", units=["vu-chinh-quyen-dia-phuong", "so-noi-vu-ha-nam"])
    asked = own_april.ask("case", "inputs", first, "--as-of", "2024-05-06")["tasks"]
    assert [(each["body"], each["subject"]) for each in asked] == [
        ("vu-chinh-quyen-dia-phuong", "Sáp nhập"), ("so-noi-vu-ha-nam", "Sáp nhập"),
    ]  # fmt: skip
    own_april.step(first, "classify", OFFICE, "2024-05-06", kind="thoi-su")
    own_april.step(first, "propose", OFFICE, "2024-05-06", proposal="Cung cấp thông tin cho báo chí")
    own_april.step(first, "assign", MINISTER, "2024-05-07", units=["vu-chinh-quyen-dia-phuong"], instruction="Soạn")
    own_april.step(first, "draft", OFFICE, "2024-05-07", subject="Thông tin về sáp nhập")
    own_april.step(first, "clear", SPOKESPERSON, "2024-05-07")
    own_april.step(first, "answer", OFFICE, "2024-05-08", outlet="Báo Dân trí", link=LINK)
    (found,) = lines(own_april, "matters", "2024-05-09", "--where", "outlet=dan-tri")
    assert (found["values"]["source"], found["values"]["answered"], found["values"]["asked"]) == (
        ["opinion"], ["2024-05-08"], [3],
    )  # fmt: skip
    assert [each["id"] for each in lines(own_april, "matters", "2024-05-09", "--flag", "overdue")] == [second]


def test_topical_information_supply(april: Any) -> None:
    """Each body that was asked has a status of its own; those without an account are reminded and answered for."""
    case = opened(april, "184.topical-information", OFFICE, "2024-05-06", subject="Biên chế", source="leadership")
    units = ["vu-to-chuc-bien-che", "so-noi-vu-ha-nam", "so-noi-vu-ha-noi", "tccb-bo-y-te"]
    april.step(case, "ask", OFFICE, "2024-05-06", units=units, due="2024-05-10", subject="Số liệu biên chế")
    inside, ha_nam, ha_noi, health = (
        each["task"] for each in april.ask("case", "inputs", case, "--as-of", "2024-05-06")["tasks"]
    )
    april.step(inside, "give", "vu-to-chuc-bien-che/dau-moi", "2024-05-08", text="Biểu số 1")
    for task, body, said in (
        (ha_nam, "so-noi-vu-ha-nam", {"text": "Công văn 12"}),
        (ha_noi, "so-noi-vu-ha-noi", {"nothing": True}),
    ):
        april.step(task, "give", REGISTRY, "2024-05-09", "--on-behalf-of", body, **said)
    april.step(health, "remind", OFFICE, "2024-05-13", means="letter", number="45/VPB")
    assert april.refused(*april.taking(health, "give", OFFICE, "2024-05-13", text="x"))["code"]
    found = groups(april, "inputs", "2024-05-14", "unit", "--group", "outside-contacts")
    assert len(found) == 92
    assert {k: (g["lines"], g["filled"]["given"], g["flags"]) for k, g in found.items() if g["lines"]} == {
        "so-noi-vu-ha-nam": (1, 1, {"open": 0, "overdue": 0, "late": 0, "nil": 0}),
        "so-noi-vu-ha-noi": (1, 1, {"open": 0, "overdue": 0, "late": 0, "nil": 1}),
        "tccb-bo-y-te": (1, 0, {"open": 1, "overdue": 1, "late": 0, "nil": 0}),
    }
    (late,) = lines(april, "inputs", "2024-05-14", "--flag", "overdue")
    assert (late["values"]["reminders"], late["values"]["letter"]) == ([1], ["45/VPB"])
    assert "thay mặt Sở Nội vụ thành phố Hà Nội" in april.ask("history", ha_noi)["events"][-1]["sentence"]


def test_external_contact_points(april: Any, post: Any, reach: Any) -> None:
    """Counterparts have an office each; requests reach them by mail or letter; what each was asked is its history."""
    bodies = april.ask("bodies", "outside-contacts")["bodies"]
    assert len(bodies) == 29 + 63
    offices = {each["office"] for each in april.ask("offices")["offices"]}
    assert {f"{each['id']}/dau-moi" for each in bodies} <= offices
    for on, subject in (("2024-04-08", "Biên chế"), ("2024-05-06", "Sáp nhập")):
        case = opened(april, "184.topical-information", OFFICE, on, subject=subject, source="opinion")
        april.step(case, "ask", OFFICE, on, units=["so-noi-vu-ha-nam"])
    history = lines(april, "inputs", "2024-05-14", "--unit", "so-noi-vu-ha-nam")
    assert [(each["day"], each["values"]["subject"]) for each in history] == [
        ("2024-04-08", ["Biên chế"]), ("2024-05-06", ["Sáp nhập"]),
    ]  # fmt: skip
    reach("of: so-noi-vu-ha-nam, channel: email, address: hanam@example.vn")
    case = opened(april, "184.topical-information", OFFICE, "2024-05-13", subject="Tiền lương", source="opinion")
    asked = {"units": ["so-noi-vu-ha-nam", "so-noi-vu-nam-dinh", "vu-phap-che"], "due": "2024-05-20"}
    april.step(case, "ask", OFFICE, "2024-05-13", **asked)
    for _ in range(2):  # a second process sends nothing twice
        april.ask("outbox", "run", "--clock", "2024-05-13T09:00+07:00")
    mails = [text for to, text in post.mails if to == "hanam@example.vn"]
    assert sum("Nội dung: Tiền lương" in text and "Thời hạn: 20/05/2024" in text for text in mails) == 1
    (letter,) = april.letters("so-noi-vu-nam-dinh")
    assert "V/v đề nghị thực hiện 1 nhiệm vụ" in letter
    assert "Tiền lương" in letter
    assert "20/05/2024" in letter
    assert april.letters("vu-phap-che") == []  # finds it among its tasks
    april.step(case, "ask", OFFICE, "2024-05-14", units=["so-noi-vu-thai-binh"])
    april.ask("outbox", "run", "--clock", "2024-05-14T09:00+07:00")
    (undated,) = april.letters("so-noi-vu-thai-binh")
    assert "chưa ấn định ngày" in undated
    inside = case.replace("van-phong-bo", "vu-phap-che") + ".3"
    told = [each["name"] for each in april.ask("history", inside)["events"]]
    assert "notice.not-sent" in told


def test_follow_opinion_report_leaders(april: Any) -> None:
    """A unit reports on a matter that a digest item raised; the leadership notes it, or sends it back."""
    item = noted(april, "2024-04-22", "Lương mới")
    duty = ("184.opinion-reports", SALARY, "2024-04-23", "--body", "vu-tien-luong", "--for")
    report = opened(april, *duty, item, subject="Lương mới", source="digest")
    missing = json.dumps({"subject": "Lương mới", "source": "digest"})
    assert april.refused("case", "open", duty[0], *april.by(SALARY, "2024-04-23"), "--data", missing, *duty[3:], "x")
    said = {"situation": "Nhiều ý kiến khác nhau", "proposal": "Giải thích trên Cổng"}
    april.step(report, "report", SALARY, "2024-04-24", **said)
    april.step(report, "send-back", MINISTER, "2024-04-25", reason="Thiếu số liệu")
    april.step(report, "report", SALARY, "2024-04-26", **said)
    assert [each["id"] for each in lines(april, "situation-reports", "2024-04-27", "--flag", "unnoted")] == [report]
    april.step(report, "acknowledge", MINISTER, "2024-04-29", remark="Đồng ý")
    (found,) = lines(april, "situation-reports", "2024-05-02", "--unit", "vu-tien-luong")
    assert (found["values"]["from"], found["values"]["remark"], found["waits"]) == (
        [item], ["Đồng ý"], {"reporting": 3, "noting": 3},
    )  # fmt: skip
    assert april.ask("case", "inputs", item, "--as-of", "2024-05-02")["tasks"][0]["task"] == report
    assert groups(april, "situation-reports", "2024-05-02", "unit")["vu-phap-che"]["lines"] == 0


def test_joint_handling_of_issues(april: Any) -> None:
    """Unit and Office act on one case with one timeline; it ends when both have said that their part is done."""
    case = opened(april, "184.issue-handling", OFFICE, "2024-05-06", "--body", "vu-tien-luong", subject="Tin đồn")
    april.step(case, "note", SALARY, "2024-05-07", note="Đã rà soát số liệu")
    april.step(case, "note", OFFICE, "2024-05-07", note="Đã liên hệ báo chí")
    assert april.refused(*april.taking(case, "note", LEGAL, "2024-05-07", note="x"))["code"]
    april.step(case, "finish-unit", SALARY, "2024-05-08", note="Đã gửi số liệu")
    assert [each["id"] for each in lines(april, "joint-issues", "2024-05-09", "--flag", "office-left")] == [case]
    assert april.refused(*april.taking(case, "end-office", SALARY, "2024-05-09"))["code"]
    april.step(case, "end-office", OFFICE, "2024-05-10", note="Đã đính chính")
    assert april.task(case, "2024-05-10")["cell"] == "done_on_time"
    timeline = [
        (e["meta"]["office"], e["data"]["step"]) for e in april.ask("history", case)["events"] if e["data"].get("step")
    ]
    assert [each for each in timeline if "refused" not in each] == [
        (OFFICE, "receive"), (SALARY, "note"), (OFFICE, "note"), (LEGAL, "note"), (SALARY, "finish-unit"),
        (SALARY, "end-office"), (OFFICE, "end-office"),
    ]  # fmt: skip
    (found,) = lines(april, "joint-issues", "2024-05-12")
    assert (found["values"]["notes"], found["waits"], found["flags"]) == ([2], {"whole": 4}, [])


def test_receive_feedback_and_criticism(april: Any) -> None:
    """Feedback with its source is classified, a way to deal with it proposed, decided by another, and closed."""
    came = {"register_no": "PA-1", "subject": "Thủ tục thi", "channel": "portal"}
    case = opened(april, "184.feedback", LEGAL, "2024-04-22", "--body", "vu-phap-che", **came)
    april.step(case, "classify", LEGAL, "2024-04-23", kind="regulation")
    april.step(case, "propose", LEGAL, "2024-04-25", proposal="Sửa Thông tư")
    same = april.taking(case, "decide", LEGAL, "2024-04-26", instruction="Đồng ý")
    assert april.refused(*same)["rule"] == "step.other-person"
    assert (
        april.refused(*april.taking(case, "answer", LEGAL, "2024-04-26", result="proposed"))["rule"]
        == "step.from-state"
    )
    april.step(case, "decide", "vu-phap-che/thu-truong", "2024-05-02", instruction="Đồng ý")
    april.step(case, "answer", LEGAL, "2024-05-03", result="proposed", link=LINK)
    (found,) = lines(april, "feedback", "2024-05-10", "--where", "duty=184.feedback")
    assert found["waits"] == {"proposal": 3, "decision": 7, "answer": 11}
    assert (found["values"]["channel"], found["values"]["kind"]) == (["portal"], ["regulation"])


def meeting(door: Any, unit: str, planned: str, day: str, office: str = "", **fields: Any) -> str:
    """A meeting of a unit, entered by it or by another office."""
    asked = {"subject": f"Họp {day}", "day": day, **fields}
    return opened(door, "184.invitations", office or f"{unit}/dau-moi", planned, "--body", unit, **asked)


def test_invite_duty_compliance_tracking(april: Any) -> None:
    """For each unit: how many meetings on policy there were and to how many the Centre and the Journal were invited."""
    both = ["trung-tam-thong-tin", "tap-chi-to-chuc-nha-nuoc"]
    obeyed = meeting(april, "vu-tien-luong", "2024-04-08", "2024-04-15")
    april.step(obeyed, "invite", SALARY, "2024-04-09", units=[*both, "van-phong-bo"], due="2024-04-15")
    half = meeting(april, "vu-tien-luong", "2024-04-08", "2024-04-17")
    april.step(half, "invite", SALARY, "2024-04-09", units=both[:1], due="2024-04-17")
    meeting(april, "vu-phap-che", "2024-04-09", "2024-04-18", OFFICE)
    meeting(april, "vu-phap-che", "2024-04-09", "2024-04-18", policy=False)
    meeting(april, "vu-phap-che", "2024-04-09", "2024-05-20")
    off = meeting(april, "vu-phap-che", "2024-04-09", "2024-04-19")
    april.step(off, "cancel", LEGAL, "2024-04-18", reason="Hoãn", authority="Vụ trưởng")
    of_centre = meeting(april, "trung-tam-thong-tin", "2024-04-09", "2024-04-20")
    april.step(of_centre, "invite", CENTRE, "2024-04-09", units=both[1:], due="2024-04-20")
    found = groups(april, "meetings", "2024-04-30", "unit")
    figures = {k: (g["lines"], g["flags"]["over"], g["flags"]["not-invited"]) for k, g in found.items() if g["lines"]}
    assert figures == {"vu-tien-luong": (2, 2, 1), "vu-phap-che": (4, 1, 1), "trung-tam-thong-tin": (1, 1, 0)}
    assert found["van-phong-bo"]["lines"] == 0
    assert found["vu-tien-luong"]["flags"]["office-not-invited"] == 1
    came = {
        each["body"]: each["task"] for each in april.ask("case", "inputs", obeyed, "--as-of", "2024-04-09")["tasks"]
    }
    april.step(came["trung-tam-thong-tin"], "attend", SALARY, "2024-04-15")
    april.step(came["tap-chi-to-chuc-nha-nuoc"], "absent", SALARY, "2024-04-15", reason="Không tới")
    by_asker = groups(april, "invitations", "2024-04-30", "asker")["vu-tien-luong"]
    assert (by_asker["lines"], by_asker["filled"]["attended"], by_asker["filled"]["reason"]) == (4, 1, 1)


def test_invite_reporters_duty(april: Any) -> None:
    """A meeting without its invitees is flagged before and after it; late invitations are told; a move moves them."""
    task = meeting(april, "vu-tien-luong", "2024-04-08", "2024-04-17")
    flagged = [each["id"] for each in lines(april, "meetings", "2024-04-12", "--flag", "not-yet-invited")]
    assert flagged == [task]
    april.step(
        task,
        "invite",
        SALARY,
        "2024-04-12",
        units=["trung-tam-thong-tin", "tap-chi-to-chuc-nha-nuoc"],
        due="2024-04-17",
    )
    assert len(lines(april, "meetings", "2024-04-12", "--flag", "not-yet-invited")) == 1, "the Office is missing"
    april.step(task, "invite", SALARY, "2024-04-12", units=["van-phong-bo"], due="2024-04-17")
    assert lines(april, "meetings", "2024-04-12", "--flag", "not-yet-invited") == []
    april.step(task, "move", SALARY, "2024-04-15", day="2024-04-19", reason="Trùng lịch")
    invited = april.ask("case", "inputs", task, "--as-of", "2024-04-15")["tasks"]
    assert {each["due"] for each in invited} == {"2024-04-19"}
    late = meeting(april, "vu-phap-che", "2024-04-08", "2024-04-10")
    assert [each["id"] for each in lines(april, "meetings", "2024-04-11", "--flag", "not-invited")] == [late]
    everyone = ["trung-tam-thong-tin", "tap-chi-to-chuc-nha-nuoc", "van-phong-bo"]
    april.step(late, "invite", LEGAL, "2024-04-11", units=everyone)
    assert [each["id"] for each in lines(april, "meetings", "2024-04-12", "--flag", "invited-afterwards")] == [late]
    assert lines(april, "meetings", "2024-04-20", "--where", "unit=vu-tien-luong")[0]["waits"] == {"notice": 7}


def test_centre_follows_work_plans(april: Any) -> None:
    """The Centre sees what is coming, sends reporters, invited or not, and publishes: what is missing is told."""
    mission = meeting(april, "van-phong-bo", "2024-04-08", "2024-04-15", kind="mission", policy=False, place="Hà Nam")
    seminar = meeting(april, "vu-tien-luong", "2024-04-08", "2024-04-16", kind="seminar")
    coming = lines(april, "meetings", "2024-04-10", "--flag", "ahead")
    assert {(each["id"], each["values"]["held-on"][0]) for each in coming} == {
        (mission, "2024-04-15"), (seminar, "2024-04-16"),
    }  # fmt: skip
    april.step(mission, "join", CENTRE, "2024-04-10", units=["trung-tam-thong-tin"], due="2024-04-15")
    april.step(seminar, "invite", SALARY, "2024-04-10", units=["trung-tam-thong-tin"], due="2024-04-16")
    first, second = (
        april.ask("case", "inputs", task, "--as-of", "2024-04-10")["tasks"][0]["task"] for task in (mission, seminar)
    )
    april.step(first, "accept", CENTRE, "2024-04-11", reporters=2)
    unsent = lines(april, "invitations", "2024-04-14", "--flag", "nobody-sent")
    assert [each["id"] for each in unsent] == [second]
    april.step(first, "attend", CENTRE, "2024-04-15")
    assert [each["id"] for each in lines(april, "invitations", "2024-04-22", "--flag", "not-covered")] == [first]
    april.step(first, "cover", CENTRE, "2024-04-22", outlet="cong-bnv", link=LINK)
    assert lines(april, "invitations", "2024-04-22", "--flag", "not-covered") == []
    found = groups(april, "invitations", "2024-04-30", "unit")
    centre = found["trung-tam-thong-tin"]
    assert (centre["lines"], centre["sums"]["reporters"], centre["filled"]["covered"]) == (2, 2, 1)
    assert centre["flags"]["not-attended"] == 1, "the seminar"
    assert found["tap-chi-to-chuc-nha-nuoc"]["lines"] == 0


def test_supply_results_for_portal_and_journals(april: Any) -> None:
    """A result goes to its publishers: accepted, returned with a reason, published with a link; backlogs are told."""
    duty = ("184.results-for-publication", SALARY, "2024-04-22", "--body", "vu-tien-luong")
    result = opened(april, *duty, subject="Hoàn thành đề án")
    publishers = ["trung-tam-thong-tin", "tap-chi-to-chuc-nha-nuoc"]
    april.step(result, "hand-over", SALARY, "2024-04-22", units=publishers)
    assert april.task(result, "2024-04-22")["cell"] == "done_on_time"
    centre, journal = (each["task"] for each in april.ask("case", "inputs", result, "--as-of", "2024-04-22")["tasks"])
    april.step(centre, "accept", CENTRE, "2024-04-23")
    assert april.refused(*april.taking(journal, "return", JOURNAL, "2024-04-23"))["place"] == "reason"
    april.step(journal, "return", JOURNAL, "2024-04-23", reason="Thiếu ảnh")
    backlog = {k: g["flags"]["backlog"] for k, g in groups(april, "hand-overs", "2024-04-24", "unit").items()}
    assert backlog == {"trung-tam-thong-tin": 1, "tap-chi-to-chuc-nha-nuoc": 0}
    april.step(result, "hand-over", SALARY, "2024-04-24", units=["tap-chi-to-chuc-nha-nuoc"])
    april.step(centre, "publish", CENTRE, "2024-04-25", outlet="cong-bnv", link=LINK)
    found = groups(april, "hand-overs", "2024-04-26", "unit")
    figures = {
        publisher: (each["lines"], each["filled"]["published"], each["filled"]["returned"], each["flags"]["backlog"])
        for publisher, each in found.items()
    }
    assert figures == {
        "trung-tam-thong-tin": (1, 1, 0, 0), "tap-chi-to-chuc-nha-nuoc": (2, 0, 1, 1),
    }  # fmt: skip
    assert lines(april, "hand-overs", "2024-04-26", "--unit", "trung-tam-thong-tin")[0]["values"]["link"] == [LINK]


def test_agency_feedback_channel(april: Any) -> None:
    """For each of the 93 bodies and each quarter: how much feedback came, was answered, is overdue."""
    duty, lead = "par.feedback", "tinh-ha-nam/dau-moi"

    def came(number: str, on: str) -> str:
        said = {"register_no": number, "subject": "Thủ tục một cửa", "channel": "portal"}
        return opened(april, duty, lead, on, "--body", "tinh-ha-nam", **said)

    first, second, _ = came("1", "2024-03-20"), came("2", "2024-04-10"), came("3", "2024-04-22")
    for task in (first, second):
        april.step(task, "classify", lead, "2024-04-11", kind="difficulty")
    april.step(second, "ask", lead, "2024-04-11", units=["so-noi-vu-ha-nam"])
    april.step(second, "answer", lead, "2024-04-12", result="explained", link=LINK)
    found = groups(april, "feedback", "2024-05-10", "unit", "--where", f"duty={duty}", "--quarter", "2024-Q2")
    assert len(found) == 93
    ours = found["tinh-ha-nam"]
    assert (ours["lines"], ours["filled"]["answered"], ours["flags"]["overdue"]) == (2, 1, 1)
    assert found["tinh-nam-dinh"]["lines"] == 0
    by_quarter = groups(april, "feedback", "2024-05-10", "quarter", "--unit", "tinh-ha-nam")
    assert {k: (g["lines"], g["flags"]["overdue"]) for k, g in by_quarter.items()} == {
        "2024-Q1": (1, 1),
        "2024-Q2": (2, 1),
    }
