"""Press conferences, releases, requests, sessions, live answers, of both plans. One test a mechanism, by its id."""

from __future__ import annotations

import json
from typing import Any

OFFICE, CHIEF = "van-phong-bo/dau-moi", "van-phong-bo/chanh-van-phong"
DESK, SPOKESPERSON = "van-phong-bo/duyet-thong-tin", "van-phong-bo/nguoi-phat-ngon"
MINISTER = "bo-noi-vu/bo-truong"
SALARY, LEGAL, REFORM = "vu-tien-luong", "vu-phap-che", "vu-cai-cach-hanh-chinh"
CONFERENCE = "184.press-conference:van-phong-bo:2024-Q2"
LINK = "https://example.invalid/tin"


def lead(unit: str) -> str:
    """The focal point of a unit."""
    return f"{unit}/dau-moi"


def opened(door: Any, duty: str, office: str, on: str, body: str = "", **fields: Any) -> str:
    """Open a case; the id of its task."""
    named = ("--body", body) if body else ()
    receipt = door.ask("case", "open", duty, *door.by(office, on), "--data", json.dumps(fields), *named)
    return str(receipt["stream"]).removeprefix("task-")


def part(duty: str, unit: str, parent: str, nth: int) -> str:
    """What a unit was asked for under a task, as the nth."""
    return f"{duty}:{unit}:{parent.rsplit(':', maxsplit=1)[1]}.{nth}"


def shown(door: Any, register: str, *more: str, as_of: str = "2024-07-31") -> Any:
    """A register on a day."""
    return door.ask("register", "show", register, "--as-of", as_of, *more)


def flagged(door: Any, register: str, flag: str, as_of: str = "2024-07-31") -> list[str]:
    """The tasks whose lines bear a flag."""
    return [each["task"] for each in shown(door, register, "--flag", flag, as_of=as_of)["lines"]]


def cells(door: Any, parent: str, as_of: str) -> dict[str, str]:
    """What was asked for under a task, and where each stands, by task."""
    found = door.ask("case", "inputs", parent, "--as-of", as_of)["tasks"]
    return {each["task"]: each["cell"] for each in found}


def scheduled(door: Any) -> str:
    """The conference of the second quarter, with its day, three units asked for material and their heads invited."""
    three = [SALARY, LEGAL, REFORM]
    door.step(CONFERENCE, "schedule", OFFICE, "2024-05-20", day="2024-06-20", place="Trụ sở Bộ")
    door.step(CONFERENCE, "ask-material", OFFICE, "2024-05-21", units=three, subject="Tài liệu", due="2024-06-14")
    door.step(CONFERENCE, "invite", OFFICE, "2024-05-21", units=three, subject="Họp báo Quý II", due="2024-06-20")
    return CONFERENCE


def test_quarterly_press_conference(april: Any) -> None:
    """One a quarter, opened once; its parts are asked of units, move with its day, are withdrawn with it; then held."""
    duty, material = "184.press-conference", "184.conference-material"
    april.tick("2024-07-01")
    april.tick("2024-07-01")
    assert [t["period"] for t in april.tasks("2024-07-01", "--duty", duty)] == ["2024-Q1", "2024-Q2", "2024-Q3"]
    scheduled(april)
    asked = part(material, SALARY, CONFERENCE, 1)
    assert april.task(asked, "2024-05-22")["due"] == "2024-06-14"
    moving = april.taking(CONFERENCE, "move", OFFICE, "2024-06-03", day="2024-06-27")
    assert april.refused(*moving)["place"] == "reason"
    april.step(CONFERENCE, "move", OFFICE, "2024-06-03", day="2024-06-27", reason="Trùng kỳ họp Quốc hội")
    assert april.task(asked, "2024-06-04")["due"] == "2024-06-21"
    moved = [e["data"] for e in april.ask("history", asked)["events"] if e["name"] == "task.due-moved"]
    assert moved[0]["reason"] == "20/06/2024 → 27/06/2024: Trùng kỳ họp Quốc hội"
    held = {"subject": "Họp báo Quý II", "outlets": 41, "questions": 12, "link": LINK}
    assert april.refused(*april.taking(CONFERENCE, "hold", OFFICE, "2024-06-27", **held))["place"] == "chair"
    april.step(CONFERENCE, "hold", OFFICE, "2024-06-27", chair=SPOKESPERSON, **held)
    assert april.task(CONFERENCE, "2024-06-27")["cell"] == "done_on_time"
    (line,) = shown(april, "conferences", "--where", "moved=Trùng kỳ họp Quốc hội")["lines"]
    assert (line["values"]["chair"], line["values"]["outlets"], line["values"]["held-on"]) == (
        [SPOKESPERSON], [41], ["2024-06-27"],
    )  # fmt: skip
    third = f"{duty}:van-phong-bo:2024-Q3"
    april.step(third, "schedule", OFFICE, "2024-07-02", day="2024-09-20")
    april.step(third, "ask-material", OFFICE, "2024-07-02", units=[SALARY, LEGAL], subject="Tài liệu", due="2024-09-13")
    april.step(part(material, SALARY, third, 1), "give", lead(SALARY), "2024-07-03", text="Tài liệu quý III")
    reasons = {"reason": "Đã họp báo chung với Chính phủ", "authority": "Ý kiến của Lãnh đạo Bộ"}
    april.step(third, "cancel", OFFICE, "2024-07-05", **reasons)
    assert april.task(third, "2024-07-05")["cell"] == "cancelled"
    assert list(cells(april, third, "2024-07-05").values()) == ["done_on_time", "cancelled"], "what was given stays"


def test_heads_prepare_and_attend_conferences(april: Any) -> None:
    """Each head hands in material, confirms, comes, sends an office or says why not; the rate of each is counted."""
    scheduled(april)
    duty = "184.conference-material"
    material = [part(duty, unit, CONFERENCE, n) for n, unit in enumerate((SALARY, LEGAL, REFORM), 1)]
    seat = [part(duty, unit, CONFERENCE, n) for n, unit in enumerate((SALARY, LEGAL, REFORM), 4)]
    april.step(material[0], "give", lead(SALARY), "2024-06-12", text="Số liệu tiền lương", link=LINK)
    april.step(material[1], "give", lead(LEGAL), "2024-06-17", text="Văn bản quý II")
    april.step(seat[0], "confirm", f"{SALARY}/thu-truong", "2024-06-10")
    sent = {"substitute": "vu-phap-che/pho-vu-truong", "reason": "Đi công tác"}
    named = april.taking(seat[1], "substitute", lead(LEGAL), "2024-06-18", **{**sent, "substitute": "Nguyễn Văn A"})
    assert april.refused(*named)["place"] == "substitute", "an office, never a name"
    april.step(seat[1], "substitute", lead(LEGAL), "2024-06-18", **sent)
    assert flagged(april, "attendance", "silent", "2024-06-19") == [seat[2]]
    own_word = april.taking(seat[0], "attend", lead(SALARY), "2024-06-20")
    assert april.refused(*own_word)["code"] == "not-allowed", "who was there is told by the Office"
    april.step(seat[0], "attend", OFFICE, "2024-06-20")
    april.step(seat[1], "attend-for", OFFICE, "2024-06-20")
    april.step(seat[2], "miss", OFFICE, "2024-06-20")
    assert flagged(april, "attendance", "unexplained") == [seat[2]]
    assert list(cells(april, CONFERENCE, "2024-06-25").values()) == [
        "done_on_time", "done_late", "open_overdue", "done_on_time", "done_on_time", "open_overdue",
    ]  # fmt: skip
    april.step(seat[2], "explain", lead(REFORM), "2024-06-26", reason="Họp với Chính phủ")
    groups = shown(april, "attendance", "--by", "unit")["groups"]
    rates = {g["key"]["unit"]: g["rates"]["in-person"] for g in groups if g["lines"]}
    assert rates == {SALARY: {"part": 1, "of": 1}, LEGAL: {"part": 0, "of": 1}, REFORM: {"part": 0, "of": 1}}
    assert len(groups) == 20
    assert "1/1 (100%)" in april.printed("register", "show", "attendance", "--by", "unit", "--as-of", "2024-07-31")
    assert "0/1 (0%)" in april.page("/registers/attendance?by=unit&as_of=2024-07-31")


def test_heads_answer_press_directly(april: Any) -> None:
    """Each question has its outlet, unit and answer; an open one becomes the unit's task, through the gate."""
    scheduled(april)
    april.step(CONFERENCE, "hold", OFFICE, "2024-06-20", subject="Họp báo Quý II", chair=SPOKESPERSON)
    first = {"outlet": "VTV", "question": "Bao giờ áp dụng?", "unit": SALARY, "answering": f"{SALARY}/thu-truong"}
    april.step(CONFERENCE, "answer", OFFICE, "2024-06-20", answer="Từ 01/7", **first)
    left = {"outlet": "Báo A", "units": [LEGAL], "subject": "Nghị định nào thay thế?"}
    assert april.refused(*april.taking(CONFERENCE, "promise", OFFICE, "2024-06-20", **left))["place"] == "due"
    april.step(CONFERENCE, "promise", OFFICE, "2024-06-20", due="2024-06-25", **left)
    log = shown(april, "conference-questions")["lines"]
    assert [(each["values"]["outlet"], each["values"]["answered-by"], each["flags"]) for each in log] == [
        (["vtv"], [SALARY], []), (["Báo A"], [LEGAL], ["promised"]),
    ]  # fmt: skip
    owed = part("184.conference-material", LEGAL, CONFERENCE, 7)
    assert april.task(owed, "2024-06-27")["cell"] == "open_overdue"
    assert flagged(april, "follow-ups", "open") == [owed]
    april.step(owed, "draft", lead(LEGAL), "2024-06-27", subject="Trả lời Báo A", text="Nghị định số 73")
    at = {"issued_at": "2024-06-27T15:00:00+07:00", "link": LINK}
    assert april.refused(*april.taking(owed, "issue", lead(LEGAL), "2024-06-27", **at))["rule"] == "step.from-state"
    april.step(owed, "clear", DESK, "2024-06-27")
    april.step(owed, "issue", lead(LEGAL), "2024-06-27", **at)
    (answered,) = shown(april, "follow-ups")["lines"]
    assert (answered["values"]["question"], answered["values"]["answered"], answered["flags"]) == (
        ["Nghị định nào thay thế?"], ["2024-06-27"], [],
    )  # fmt: skip


def government(door: Any) -> str:
    """The Government's conference of 4 May, noted by the Office."""
    return opened(door, "184.government-press-conference", OFFICE, "2024-04-22", day="2024-05-04")


def test_government_press_conference_support(april: Any) -> None:
    """The Office notes the Government's day, asks inputs before it, hands in the brief, logs what was answered."""
    case = government(april)
    april.step(case, "ask", OFFICE, "2024-04-22", units=[SALARY, LEGAL], subject="Nội dung", due="2024-05-02")
    assert set(cells(april, case, "2024-05-03").values()) == {"open_overdue"}
    early = {"outlet": "VTV", "question": "A?", "unit": SALARY, "answering": "bo-noi-vu/thu-truong-phu-trach"}
    assert april.refused(*april.taking(case, "answer", OFFICE, "2024-05-03", **early))["rule"] == "step.from-state"
    april.step(case, "brief", OFFICE, "2024-05-03", subject="Tài liệu", leader="bo-noi-vu/thu-truong-phu-trach")
    april.step(case, "answer", OFFICE, "2024-05-04", **early)
    april.step(case, "hold", OFFICE, "2024-05-04", subject="Họp báo Chính phủ tháng 4")
    (line,) = shown(april, "conferences", "--where", "duty=184.government-press-conference")["lines"]
    assert (line["values"]["brief"], line["values"]["answered"]) == (["2024-05-03"], [1])
    second = opened(april, "184.government-press-conference", OFFICE, "2024-05-20", day="2024-06-01")
    assert second.endswith("2024.0002")


def test_brief_leaders_for_government_conference(april: Any) -> None:
    """Inputs are due before a day that may move, and move with it; "nothing to report" is an answer."""
    case = government(april)
    duty = "184.government-conference-input"
    april.step(case, "ask", OFFICE, "2024-04-22", units=[SALARY, LEGAL, REFORM], subject="Nội dung", due="2024-05-02")
    first, second, third = (part(duty, unit, case, n) for n, unit in enumerate((SALARY, LEGAL, REFORM), 1))
    april.step(first, "give", lead(SALARY), "2024-04-25", text="Tiền lương mới")
    april.step(case, "move", OFFICE, "2024-04-26", day="2024-05-06", reason="Chính phủ dời ngày")
    assert [april.task(task, "2024-04-27")["due"] for task in (first, second)] == ["2024-05-02", "2024-05-04"]
    april.step(second, "give", lead(LEGAL), "2024-05-04", nothing=True)
    assert cells(april, case, "2024-05-05") == {
        first: "done_on_time", second: "done_on_time", third: "open_overdue",
    }  # fmt: skip
    assert [t["task"] for t in april.tasks("2024-05-05", "--duty", duty, "--cell", "open_overdue")] == [third]


def test_attend_government_conference_on_request(april: Any) -> None:
    """Only the leadership can request it; the head accepts, and the Office records who was there."""
    case = government(april)
    asked = {"units": [SALARY], "subject": "Dự Họp báo Chính phủ", "due": "2024-05-04"}
    refused = april.refused(*april.taking(case, "request-attendance", OFFICE, "2024-04-24", **asked))
    assert refused["code"] == "not-allowed"
    assert april.tasks("2024-04-24", "--duty", "184.government-conference-attendance") == []
    april.step(case, "request-attendance", MINISTER, "2024-04-24", **asked)
    (task,) = april.tasks("2024-04-24", "--duty", "184.government-conference-attendance")
    april.step(task["task"], "confirm", f"{SALARY}/thu-truong", "2024-04-25")
    april.step(task["task"], "attend", OFFICE, "2024-05-04")
    assert april.task(task["task"], "2024-05-05")["cell"] == "done_on_time"
    (line,) = shown(april, "attendance", "--where", f"conference={case}")["lines"]
    assert (line["values"]["confirmed"], line["values"]["in-person"]) == (["2024-04-25"], ["2024-05-04"])


def test_reform_in_periodic_press_conferences(april: Any) -> None:
    """A conference of either plan without an item on reform is told, before and after its day."""
    duty = "par.press-conference-item"
    april.step(CONFERENCE, "schedule", OFFICE, "2024-05-20", day="2024-06-20")
    april.step(CONFERENCE, "agenda", OFFICE, "2024-05-21", item="Tiền lương", serves=["184.press-supply"])
    province = opened(april, duty, "tinh-ha-nam/dau-moi", "2024-05-22", body="tinh-ha-nam", day="2024-06-10")
    agency = opened(april, duty, "van-phong-chinh-phu/dau-moi", "2024-05-22", "van-phong-chinh-phu", day="2024-06-01")
    assert set(flagged(april, "conferences", "no-reform", "2024-05-31")) == {CONFERENCE, province, agency}
    april.step(CONFERENCE, "agenda", OFFICE, "2024-05-31", item="Chỉ số CCHC", unit=REFORM, serves=[duty])
    item = {"item": "Kết quả cải cách hành chính quý II", "serves": [duty], "themes": ["par.t03"]}
    april.step(province, "agenda", "tinh-ha-nam/dau-moi", "2024-06-01", **item)
    assert flagged(april, "conferences", "no-reform", "2024-06-02") == [agency]
    (line,) = shown(april, "conferences", "--unit", "tinh-ha-nam")["lines"]
    assert line["values"]["reform"] == ["Kết quả cải cách hành chính quý II"]
    wrong = april.taking(CONFERENCE, "agenda", OFFICE, "2024-06-01", item="A", serves=["par.khong-co"])
    assert april.refused(*wrong)["place"] == "serves"
    april.step(province, "hold", "tinh-ha-nam/dau-moi", "2024-06-10", subject="Họp báo quý II")
    gone = {"reason": "Chính phủ họp phiên riêng", "authority": "Văn phòng Chính phủ"}
    april.step(agency, "cancel", "van-phong-chinh-phu/dau-moi", "2024-06-01", **gone)
    assert april.task(province, "2024-06-11")["cell"] == "done_on_time"


def release(door: Any, on: str, number: str, area: str, unit: str = SALARY) -> str:
    """A release that a unit drafts, the Office edits and issues; not posted yet."""
    text = {"subject": f"Thông cáo {number}", "units": [unit], "text": "Nội dung"}
    task = opened(door, "184.press-releases", lead(unit), on, **text)
    door.step(task, "edit", OFFICE, on, **{**text, "text": "Nội dung, có bổ sung của Văn phòng Bộ"})
    door.step(task, "submit", OFFICE, on, subject=text["subject"])
    door.step(task, "clear", DESK, on)
    door.step(task, "issue", OFFICE, on, number=number, subject=text["subject"], areas=[area])
    return task


def test_press_releases_and_access(april: Any) -> None:
    """A release is cleared by another, issued, posted, archived; journalists who ask are served or told why not."""
    task = release(april, "2024-05-06", "05/TCBC-BNV", "tien-luong")
    assert flagged(april, "releases", "not-posted") == [task]
    april.step(
        task, "post", "trung-tam-thong-tin/dau-moi", "2024-05-07", outlet="cong-bnv.thong-cao-bao-chi", link=LINK
    )
    assert flagged(april, "releases", "not-archived") == [task]
    april.step(task, "archive", OFFICE, "2024-05-08", file_no="HS-05/2024")
    (line,) = shown(april, "releases")["lines"]
    assert {k: line["values"][k] for k in ("number", "cleared", "issued", "link", "file")} == {
        "number": ["05/TCBC-BNV"], "cleared": ["2024-05-06"], "issued": ["2024-05-06"], "link": [LINK],
        "file": ["HS-05/2024"],
    }  # fmt: skip
    section = next(t for t in shown(april, "outlets")["lines"] if t["term"] == "cong-bnv.thong-cao-bao-chi")
    assert section["values"]["link"] == [LINK]
    own = opened(april, "184.press-releases", DESK, "2024-05-09", subject="B", units=[SALARY])
    april.step(own, "submit", OFFICE, "2024-05-09", subject="B")
    assert april.refused(*april.taking(own, "clear", DESK, "2024-05-09"))["rule"] == "step.other-person"
    asked = {"outlet": "VTV", "subject": "Phỏng vấn về lương", "kind": "phong-van", "due": "2024-05-14"}
    first = opened(april, "184.press-access", OFFICE, "2024-05-10", **asked)
    second = opened(april, "184.press-access", OFFICE, "2024-05-10", **{**asked, "outlet": "Báo A"})
    april.step(first, "serve", OFFICE, "2024-05-13", what="Phỏng vấn", units=[SALARY], journalists=2)
    assert flagged(april, "press-access", "open") == [second]
    april.step(second, "refuse", SPOKESPERSON, "2024-05-15", reason="Thông tin chưa được công bố")
    served = shown(april, "press-access", "--where", "outlet=vtv")["lines"][0]
    assert (served["values"]["journalists"], served["waits"]) == ([2], {"waiting": 3})
    register = {t["task"]: t["cell"] for t in april.tasks("2024-05-20", "--duty", "184.press-access")}
    assert register == {first: "done_on_time", second: "done_late"}


def test_press_release_per_field(april: Any) -> None:
    """Fields of work by months, with what had no release; Office and unit both wrote it, and the register says so."""
    release(april, "2024-05-06", "05/TCBC-BNV", "tien-luong")
    release(april, "2024-06-04", "06/TCBC-BNV", "phap-che", LEGAL)
    months = shown(april, "releases-by-field", "--by", "areas", "--by", "month")["groups"]
    matrix = {(g["key"]["areas"], g["key"]["month"]): g["lines"] for g in months}
    assert (matrix["tien-luong", "2024-05"], matrix["tien-luong", "2024-06"], matrix["phap-che", "2024-06"]) == (
        1,
        0,
        1,
    )
    june = shown(april, "releases-by-field", "--missing", "--month", "2024-06")["missing"]
    none = {each["key"]["areas"] for each in june}
    assert ("tien-luong" in none, "phap-che" in none, len(none)) == (True, False, 13)
    (line,) = shown(april, "releases", "--where", f"units={LEGAL}")["lines"]
    drafts = [e for e in april.ask("history", line["task"])["events"] if e["name"] == "press.release-drafted"]
    assert [e["meta"]["office"] for e in drafts] == [lead(LEGAL), OFFICE]
    bare = april.taking(line["task"], "post", OFFICE, "2024-06-05", outlet="cong-bnv.thong-cao-bao-chi")
    assert april.refused(*bare)["place"] == "link"


def test_adhoc_press_information(own_april: Any) -> None:
    """Unexpected requests run by configured hours, regular ones to an agreed day; figures have source and day."""
    own = own_april
    own.change("rules.yaml", "id: press.adhoc", "length: 24", "length: 6")
    asked = {"outlet": "VTV", "subject": "Số biên chế", "received_at": "2024-05-03T16:30:00+07:00"}
    sudden = opened(own, "184.press-requests", lead(SALARY), "2024-05-03", SALARY, **asked)
    ends = [e["data"]["due_at"] for e in own.ask("history", sudden)["events"] if e["name"] == "task.clock-started"]
    assert ends == ["2024-05-03T22:30:00+07:00"]
    regular = ("case", "open", "184.press-requests-regular", *own.by(lead(LEGAL), "2024-05-03"), "--body", LEGAL)
    assert own.refused(*regular, "--data", json.dumps(asked))["place"] == "due"
    monthly = opened(own, "184.press-requests-regular", lead(LEGAL), "2024-05-03", LEGAL, **asked, due="2024-05-10")
    figure = {"what": "Biên chế", "figure": "1.234 người", "source": "Báo cáo số 5/BC-VTL", "data_to": "2024-03-31"}
    bare = {key: figure[key] for key in ("what", "figure", "data_to")}
    assert own.refused(*own.taking(sudden, "figure", lead(SALARY), "2024-05-03", **bare))["place"] == "source"
    own.step(sudden, "figure", lead(SALARY), "2024-05-03", **figure)
    own.step(sudden, "draft", lead(SALARY), "2024-05-03", subject="Trả lời VTV")
    own.step(sudden, "clear", DESK, "2024-05-03")
    own.step(sudden, "issue", lead(SALARY), "2024-05-03", issued_at="2024-05-03T22:00:00+07:00")
    assert own.task(sudden, "2024-05-03")["cell"] == "done_on_time"
    (line,) = shown(own, "press-figures")["lines"]
    assert (line["values"]["source"], line["values"]["data-to"]) == (["Báo cáo số 5/BC-VTL"], ["2024-03-31"])
    assert own.task(monthly, "2024-05-04")["cell"] == "open_in_term", "a day was agreed: no hours run"
    assert own.task(monthly, "2024-05-11")["cell"] == "open_overdue"


def test_national_assembly_explanations(april: Any) -> None:
    """A session needs no day to be followed; its days are edited and what is owed moves; each matter has its unit."""
    duty = "184.national-assembly"
    session = opened(april, duty, OFFICE, "2024-04-22", "van-phong-bo", subject="Kỳ họp thứ 7, Quốc hội khóa XV")
    matter = {"units": [SALARY], "subject": "Lương giáo viên", "raised_by": "voters", "of": "Cử tri tỉnh Hà Nam"}
    april.step(session, "raise", OFFICE, "2024-04-23", **matter, due="2024-05-24")
    first = part(duty, SALARY, session, 1)
    april.step(session, "schedule", OFFICE, "2024-04-25", day="2024-05-20", last_day="2024-06-28")
    assert april.task(first, "2024-04-25")["due"] == "2024-05-24"
    april.step(
        session, "schedule", OFFICE, "2024-05-02", day="2024-05-23", last_day="2024-06-28", reason="Dời khai mạc"
    )
    assert april.task(first, "2024-05-02")["due"] == "2024-05-27"
    asked = {"units": [LEGAL], "subject": "Tinh giản biên chế", "raised_by": "deputies", "of": "Đoàn tỉnh A"}
    april.step(session, "raise", OFFICE, "2024-05-24", **asked, due="2024-05-30")
    second = part(duty, LEGAL, session, 2)
    april.step(first, "prepare", lead(SALARY), "2024-05-20", text="Nội dung giải trình")
    own_word = april.taking(first, "approve", lead(SALARY), "2024-05-20")
    assert april.refused(*own_word)["code"] == "not-allowed"
    april.step(first, "approve", MINISTER, "2024-05-21")
    april.step(first, "send", lead(SALARY), "2024-05-22", recipient="Cử tri tỉnh Hà Nam", number="2200/BNV-TL")
    assert cells(april, session, "2024-06-03") == {first: "done_on_time", second: "open_overdue"}
    assert flagged(april, "explanations", "open") == [second]
    groups = shown(april, "explanations", "--by", "session")["groups"]
    assert [(g["key"]["session"], g["rates"]["explained"]) for g in groups] == [(session, {"part": 1, "of": 2})]
    assert shown(april, "explanations", "--unit", SALARY)["lines"][0]["values"]["matter"] == ["Lương giáo viên"]


def test_live_answers_by_directors(april: Any) -> None:
    """A programme has its guest's office and questions; a promised answer is the agency's task until it is given."""
    station = "dai-pt-th-ha-nam"
    task = f"par.live-answers:{station}:2024"
    aired = {"programme": "Dân hỏi, Giám đốc Sở trả lời", "guest": "Giám đốc Sở Nội vụ", "asked": 12, "answered": 10}
    april.step(task, "air", f"{station}/dau-moi", "2024-05-10", **aired, minutes=30, link=LINK)
    left = {"guest": "Giám đốc Sở Nội vụ", "units": ["tinh-ha-nam"], "subject": "Bao giờ xong một cửa?"}
    april.step(task, "promise", f"{station}/dau-moi", "2024-05-10", **left, due="2024-05-20")
    april.step(task, "promise", f"{station}/dau-moi", "2024-05-10", **{**left, "subject": "Phí?"}, due="2024-05-20")
    (line,) = shown(april, "live-answers", "--by", "unit", "--unit", station)["groups"]
    assert line["sums"] == {"asked": 12, "answered": 10}
    first, second = (part("par.live-answers", "tinh-ha-nam", task, n) for n in (1, 2))
    april.step(first, "answer", "tinh-ha-nam/dau-moi", "2024-05-18", answer="Trong tháng 6", link=LINK)
    assert cells(april, task, "2024-05-21") == {first: "done_on_time", second: "open_overdue"}
    assert flagged(april, "live-promises", "open") == [second]
    silent = {each["key"]["unit"] for each in shown(april, "live-answers", "--missing")["missing"]}
    assert station not in silent
    assert "dai-truyen-hinh-viet-nam" in silent
