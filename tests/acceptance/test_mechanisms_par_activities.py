"""The reform plan's broadcasts, bulletins, articles, events: entered once, counted where they serve. One test each."""

from __future__ import annotations

from typing import Any

DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
OWNER = "vu-cai-cach-hanh-chinh/dau-moi"
BULLETIN = "van-phong-ban-chi-dao-cchc"
LINK = "https://example.invalid/bai"


def test_weekly_broadcast(april: Any) -> None:
    """Each of 65 stations owes one programme of 15 minutes a week; a short one or another week's does not count."""
    station = "dai-pt-th-ha-nam"
    task, before = (f"par.broadcast:{station}:2024-W{week}" for week in ("13", "12"))
    assert len(april.tasks("2024-04-02", "--duty", "par.broadcast", "--limit", "100000")) == 65 * 14
    short = {"programme": "Cải cách hành chính", "minutes": 14, "at": "20:15:00"}
    april.record("broadcast.aired", f"{station}/dau-moi", "2024-03-27", **short)
    assert april.task(task, "2024-03-31")["credits"] == 0
    april.record("broadcast.aired", DESK, "2024-03-28", body=station, **{**short, "minutes": 45})
    stood = april.task(task, "2024-03-31")
    assert (stood["cell"], stood["credits"]) == ("done_on_time", 1)
    assert (stood["activities"][0]["data"]["minutes"], stood["activities"][0]["data"]["at"]) == (45, "20:15:00")
    assert april.task(before, "2024-03-31")["cell"] == "open_overdue"
    again = ("record", "broadcast.aired", *april.by(f"{station}/dau-moi", "2024-03-28"), "--serves", before)
    given = [word for name, value in {"body": station, **short}.items() for word in ("--set", f"{name}={value}")]
    assert april.refused(*again, *given)["rule"] == "quota.within-window"
    april.record("broadcast.aired", f"{station}/dau-moi", "2024-03-29", **{**short, "at": "23:30:00"})
    off_hours = ("register", "show", "broadcasts", "--flag", "off-hours", "--as-of", "2024-03-31")
    assert [each["values"]["at"] for each in april.ask(*off_hours)["lines"]] == [["23:30:00"]]


def test_e_bulletin_four_a_month(april: Any) -> None:
    """Four issues within each month, by number; falling behind is warned of before it ends; nothing is carried over."""
    lead = f"{BULLETIN}/dau-moi"
    for issue, on in enumerate(("2024-03-05", "2024-03-12", "2024-03-19", "2024-03-26", "2024-03-29"), 9):
        april.record("bulletin.published", lead, on, issue=f"{issue}/2024", link=LINK)
    march = april.task(f"par.bulletin:{BULLETIN}:2024-03", "2024-04-02")
    assert (march["cell"], march["done_on"], march["count"]) == ("done_on_time", "2024-03-26", 4)
    assert [a["data"]["issue"] for a in march["activities"]] == ["9/2024", "10/2024", "11/2024", "12/2024", "13/2024"]
    assert april.task(f"par.bulletin:{BULLETIN}:2024-02", "2024-04-02")["cell"] == "open_overdue"
    april.record("bulletin.published", lead, "2024-04-09", issue="14/2024", link=LINK)
    april.tick("2024-04-22")
    task = f"par.bulletin:{BULLETIN}:2024-04"
    assert april.task(task, "2024-04-22")["credits"] == 1
    warned = april.ask("reminders", "--task", task)["reminders"]
    assert sorted((r["rung"], r["level"], r["held_back"]) for r in warned) == [("cham-nhip", 0, ""), ("truoc-5", 0, "")]


def test_legal_education_integration(april: Any) -> None:
    """One event of a province counts for its legal education and for its training of officials, entered once."""
    served = [f"par.{duty}:tinh-ha-nam:2024" for duty in ("legal-education", "training-officials")]
    held = {"subject": "Hội nghị phổ biến pháp luật, lồng ghép cải cách hành chính", "participants": 150}
    receipt = april.record("activity.held", "tinh-ha-nam/dau-moi", "2024-04-10", *served, **held)
    found = [april.task(task, "2024-04-10")["activities"] for task in served]
    assert [len(each) for each in found] == [1, 1]
    assert found[0][0]["event_id"] == found[1][0]["event_id"] == receipt["event_ids"][0]


def test_integrate_with_legal_education(april: Any) -> None:
    """One article counts for a duty of each of the two plans and is entered once."""
    served = ["184.press-supply:vu-cai-cach-hanh-chinh:2024", "par.moha-portal:vu-cai-cach-hanh-chinh:2024"]
    article = {
        "subject": "Kết quả Chỉ số cải cách hành chính",
        "outlet": "Cổng thông tin điện tử Bộ Nội vụ",
        "link": LINK,
    }
    april.record("communication.published", OWNER, "2024-04-17", *served, **article)
    ids = {april.task(task, "2024-04-17")["activities"][0]["event_id"] for task in served}
    assert len(ids) == 1
    stood = april.ask("status", "vu-cai-cach-hanh-chinh", "--as-of", "2024-04-17")["units"][0]
    assert stood["last_activity"] == "2024-04-17"


def test_share_information_with_press(april: Any) -> None:
    """A body outside the ministry has its supply to the press on record, with outlet and link, without an account."""
    task = "par.media-content:tinh-ha-nam:2024"
    article = {"subject": "Bộ phận một cửa", "outlet": "Báo Hà Nam", "link": LINK}
    april.record("communication.published", DESK, "2024-04-10", task, body="tinh-ha-nam", **article)
    (supplied,) = april.task(task, "2024-04-10")["activities"]
    assert (supplied["data"]["outlet"], supplied["meta"]["on_behalf_of"]) == ("Báo Hà Nam", "tinh-ha-nam")


def test_agency_portal_information(april: Any) -> None:
    """What a body posted on its portal is reported for it; the last item shows, and who has none is seen."""
    task = "par.agency-portal:tinh-ha-nam:2024"
    for on, subject in (("2024-03-20", "Kế hoạch"), ("2024-04-10", "Kết quả quý I")):
        item = {"subject": subject, "outlet": "Cổng thông tin điện tử tỉnh", "link": LINK}
        april.record("communication.published", DESK, on, task, body="tinh-ha-nam", **item)
    items = april.task(task, "2024-04-15")["activities"]
    assert [each["meta"]["on"] for each in items] == ["2024-03-20", "2024-04-10"]
    (unit,) = april.ask("status", "tinh-ha-nam", "--as-of", "2024-04-15")["units"]
    assert unit["last_activity"] == "2024-04-10"
    silent = [each for each in april.tasks("2024-04-15", "--duty", "par.agency-portal") if not each["credits"]]
    assert len(silent) == 92


def test_moha_portal_news(april: Any) -> None:
    """Each item of reform news on the ministry's portal is on record with day and link, and counted by quarter."""
    task = "par.moha-portal:vu-cai-cach-hanh-chinh:2024"
    for on in ("2024-03-21", "2024-04-11", "2024-04-25"):
        item = {
            "subject": "Tin cải cách hành chính",
            "outlet": "Cổng thông tin điện tử Bộ Nội vụ",
            "link": f"{LINK}/{on}",
        }
        april.record("communication.published", OWNER, on, task, **item)
    stood = april.task(task, "2024-04-30")
    assert stood["activities"][0]["data"]["link"] == f"{LINK}/2024-03-21"
    assert stood["by_quarter"] == {"2024-Q1": 1, "2024-Q2": 2}


def test_publicise_assessment_system(april: Any) -> None:
    """The campaign is one standing task with its partners named as an open group; its items count for it."""
    task = "par.assessment-system:vu-cai-cach-hanh-chinh:2024"
    clip = {"subject": "Đo lường sự hài lòng của người dân", "outlet": "VTV1", "link": LINK}
    april.record("communication.published", OWNER, "2024-04-19", task, **clip)
    stood = april.task(task, "2024-04-19")
    assert [(each["id"], each["open"]) for each in stood["with"]] == [("press-outside", True)]
    assert stood["activities"][0]["data"]["outlet"] == "VTV1"


def test_vna_directs_bureaus(april: Any) -> None:
    """The News Agency owes a duty of its own; its direction and its items are reported for it and counted."""
    task = "par.news-agency-direction:thong-tan-xa-viet-nam:2024"
    agency = "thong-tan-xa-viet-nam"
    april.record(
        "activity.held", DESK, "2024-04-08", task, body=agency, subject="Văn bản chỉ đạo các cơ quan thường trú"
    )
    item = {"subject": "Chuyên đề cải cách hành chính", "outlet": "Vietnam+", "link": LINK}
    april.record("communication.published", f"{agency}/dau-moi", "2024-04-16", task, **item)
    names = [each["name"] for each in april.task(task, "2024-04-16")["activities"]]
    assert names == ["activity.held", "communication.published"]


def test_recruitment_curricula_stage_contests(april: Any) -> None:
    """Any kind of activity can be recorded for a body with its proof: an exam, a stage show, a contest."""
    task = "par.recruitment-stage-contests:tinh-ha-nam:2024"
    for subject in ("Đề thi tuyển công chức có nội dung cải cách hành chính", "Tiểu phẩm Một cửa", "Cuộc thi viết"):
        held = {"subject": subject, "place": "Phủ Lý", "participants": 40, "link": LINK}
        april.record("activity.held", DESK, "2024-04-12", task, body="tinh-ha-nam", **held)
    stood = april.task(task, "2024-04-12")
    assert (stood["credits"], stood["cell"]) == (3, "open_in_term")
    assert {each["data"]["link"] for each in stood["activities"]} == {LINK}


def test_academies_teach_reform(april: Any) -> None:
    """The Academy owes the plan in its curricula, proved by a document; the schools stay an open group."""
    duty = next(d for d in april.ask("plan", "show", "par")["duties"] if d["id"] == "par.academy-curriculum")
    assert (duty["bodies"], duty["open"]) == (["hoc-vien-hanh-chinh-quoc-gia", "truong-dao-tao-boi-duong"], True)
    (task,) = april.tasks("2024-04-02", "--duty", "par.academy-curriculum")
    proof = {"subject": "Khung chương trình bồi dưỡng có nội dung Kế hoạch", "number": "120/QĐ-HCQG", "link": LINK}
    april.step(task["task"], "submit", "hoc-vien-hanh-chinh-quoc-gia/dau-moi", "2024-04-12", **proof)
    assert april.task(task["task"], "2024-04-12")["cell"] == "done_on_time"
    assert april.ask("history", task["task"])["events"][-1]["data"]["number"] == "120/QĐ-HCQG"
