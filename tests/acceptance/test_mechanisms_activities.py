"""Materials, trainings, conferences and contests of both plans. One test a mechanism, by its id."""

from __future__ import annotations

from typing import Any

OFFICE, CENTRE, SALARY = "van-phong-bo/dau-moi", "trung-tam-thong-tin/dau-moi", "vu-tien-luong/dau-moi"
JOURNAL, HEAD = "tap-chi-to-chuc-nha-nuoc/dau-moi", "van-phong-bo/chanh-van-phong"
REFORM, REFORM_HEAD = "vu-cai-cach-hanh-chinh/dau-moi", "vu-cai-cach-hanh-chinh/thu-truong"
DESK, HA_NAM = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao", "tinh-ha-nam/dau-moi"
MINISTER = "bo-noi-vu/bo-truong"
LINK = "https://example.invalid/bai"
JULY = ("--as-of", "2024-07-01")
PORTAL = "cong-bnv.thong-cao-bao-chi"


def show(door: Any, register: str, *more: str) -> Any:
    """A register on 1 July 2024."""
    return door.ask("register", "show", register, *JULY, *more)


def counts(door: Any, register: str, *by: str, more: tuple[str, ...] = ()) -> dict[Any, Any]:
    """How many lines a register has by one or two dimensions."""
    groups = show(door, register, *(word for each in by for word in ("--by", each)), *more)["groups"]
    return {tuple(g["key"].values()) if len(by) > 1 else g["key"][by[0]]: g["lines"] for g in groups}


def missing(door: Any, register: str, *by: str, more: tuple[str, ...] = ()) -> set[str]:
    """What should have a line in a register and has none."""
    found = show(door, register, "--missing", *(word for each in by for word in ("--by", each)), *more)["missing"]
    return {"/".join(each["key"].values()) for each in found}


def issued(door: Any, office: str, on: str, *serves: str, **fields: Any) -> Any:
    """A material of the office's body."""
    return door.record("material.issued", office, on, *serves, **fields)


def test_other_forms(april: Any) -> None:
    """Each form has what proves it: a clip its link, a print its run, an event its attendance; all serve the clause."""
    task, unit = "184.other-forms:vu-tien-luong:2024", "vu-tien-luong"
    owed = [len(april.tasks("2024-04-02", "--duty", duty)) for duty in ("184.other-forms", "184.press-supply")]
    assert owed == [20, 20]
    issued(april, SALARY, "2024-04-10", task, subject="Clip lương mới", kind="video-clip")
    issued(april, SALARY, "2024-04-11", task, subject="Tờ gấp", kind="to-gap", copies=500, place="Hà Nội",
           audiences=["nhan-dan"])  # fmt: skip
    issued(april, SALARY, "2024-04-12", task, subject="Sổ tay", kind="so-tay")
    charity = {"subject": "Hiến máu", "kind": "tu-thien", "partners": ["doan-thanh-nien.dia-phuong"]}
    april.record("activity.held", SALARY, "2024-04-13", task, **charity)
    found = show(april, "materials", "--unit", unit)["lines"]
    assert {each["values"]["subject"][0]: each["flags"] for each in found} == {
        "Clip lương mới": ["no-file"], "Tờ gấp": [], "Sổ tay": ["no-run"], "Hiến máu": ["no-participants"],
    }  # fmt: skip
    assert april.task(task, "2024-04-15")["credits"] == 4
    wrong = (
        "record",
        "material.issued",
        *april.by(SALARY, "2024-04-10"),
        "--set",
        f"body={unit}",
        "--set",
        "subject=x",
    )
    refused = april.refused(*wrong, "--set", "kind=la-gi-do")
    assert refused["place"] == "kind"
    assert "video-clip" in refused["cure"]


def test_publications_seminars_in_policymaking(april: Any) -> None:
    """Materials of a seminar name the event and the policy that they served; versions stand side by side."""
    served = {"event": "Tọa đàm lương mới", "documents": ["nd-tien-luong-moi"], "kind": "tai-lieu-hoi-nghi"}
    for on, version in (("2024-04-10", "1"), ("2024-05-10", "2")):
        issued(april, SALARY, on, subject="Tài liệu tọa đàm", version=version, link=f"{LINK}/{version}", **served)
    of_policy = show(april, "materials", "--where", "documents=nd-tien-luong-moi")["lines"]
    assert [each["values"]["version"] for each in of_policy] == [["1"], ["2"]]
    assert counts(april, "materials", "event") == {"Tọa đàm lương mới": 2}
    assert counts(april, "materials", "event", more=("--to", "2024-04-30")) == {"Tọa đàm lương mới": 1}


def test_edit_print_issue_materials(april: Any) -> None:
    """What a unit printed stands in the one register with its run, is counted by unit, and who printed nothing."""
    case = april.ask("case", "open", "184.publications", *april.by(SALARY, "2024-04-03"), "--body", "vu-tien-luong",
                     "--set", "subject=In sách")["stream"].removeprefix("task-")  # fmt: skip
    for subject, copies in (("Hỏi đáp tiền lương", 1000), ("Bảng lương mới", 300)):
        issued(april, SALARY, "2024-04-10", case, subject=subject, kind="sach", copies=copies)
    groups = {g["key"]["unit"]: g for g in show(april, "materials", "--by", "unit")["groups"]}
    assert (groups["vu-tien-luong"]["lines"], groups["vu-tien-luong"]["sums"]) == (2, {"copies": 1300})
    assert groups["vu-phap-che"]["lines"] == 0
    assert "vu-phap-che" in missing(april, "materials", "unit")
    assert april.task(case, "2024-04-11")["credits"] == 2
    csv = april.printed("register", "show", "materials", *JULY, "--csv")
    assert "Hỏi đáp tiền lương" in csv


def test_leaflets_panels_posters(april: Any) -> None:
    """Each leaflet, panel or poster says how many, where and for whom; which audience got none is told."""
    task = "par.leaflets-posters:tinh-ha-nam:2024"
    put = {"kind": "pa-no", "copies": 12, "place": "Phủ Lý", "audiences": ["nhan-dan"]}
    issued(april, HA_NAM, "2024-04-10", task, subject="Một cửa vì dân", **put)
    issued(april, HA_NAM, "2024-04-11", task, subject="Tờ gấp thủ tục", kind="to-gap", copies=2000)
    first, second = show(april, "materials", "--unit", "tinh-ha-nam")["lines"]
    assert [first["values"][name] for name in ("copies", "place", "audiences")] == [[12], ["Phủ Lý"], ["nhan-dan"]]
    assert second["flags"] == ["no-place", "no-audience"]
    nobody = missing(april, "materials", "audiences", more=("--where", "kind=pa-no"))
    assert "doanh-nghiep" in nobody
    assert "nhan-dan" not in nobody
    assert april.task(task, "2024-04-12")["credits"] == 2


def test_reform_publications(april: Any) -> None:
    """Publications on the reform stand in the register by kind, a kind counting for the one that it lies within."""
    issued(
        april, HA_NAM, "2024-04-10", subject="Sổ tay cải cách hành chính", kind="so-tay", copies=300, themes=["par.t01"]
    )
    found = counts(april, "materials", "kind", more=("--unit", "tinh-ha-nam"))
    assert found == {"an-pham": 1, "so-tay": 1}
    assert counts(april, "themes-par", "themes", more=("--unit", "tinh-ha-nam"))["par.t01"] == 1


def test_training_on_decrees_circulars(april: Any) -> None:
    """A plan that another approves, its classes with documents, materials, participants by body; decrees without."""
    (task,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "184.decree-training")]
    plan = {"subject": "Tập huấn nghị định, thông tư 2024", "number": "12/KH-VP", "sessions": 3}
    april.step(task, "plan", OFFICE, "2024-04-04", **plan)
    assert april.refused(*april.taking(task, "approve", OFFICE, "2024-04-05"))["rule"] == "step.other-person"
    april.step(task, "approve", HEAD, "2024-04-05")
    class_ = {
        "subject": "Tập huấn nghị định", "place": "Hà Nội", "sessions": 2, "documents": ["nd-sua-doi-cap-pho"],
        "materials": ["Tài liệu tập huấn"], "participants": 51,
        "attended": "vu-tien-luong:3,tinh-ha-nam:2:head,tinh-nam-dinh:46",
    }  # fmt: skip
    april.ask("act", "issue", "nd-sua-doi-cap-pho", "--day", "2024-04-05", "--number", "73/2024/NĐ-CP",
              *april.by(OFFICE, "")[:4])  # fmt: skip
    assert "nd-sua-doi-cap-pho" in missing(april, "trainings", "documents")
    april.record("training.held", OFFICE, "2024-04-12", task, **class_)
    assert "nd-sua-doi-cap-pho" not in missing(april, "trainings", "documents")
    (line,) = show(april, "training-plans", "--where", "duty=184.decree-training")["lines"]
    assert [line["values"][name] for name in ("planned", "held", "participants")] == [[3], [2], [51]]
    assert line["flags"] == ["behind"]
    by_body = {
        g["key"]["attending"]: g["sums"].get("count")
        for g in show(april, "event-attendance", "--by", "attending")["groups"]
    }
    assert {name: n for name, n in by_body.items() if n} == {"vu-tien-luong": 3, "tinh-ha-nam": 2, "tinh-nam-dinh": 46}
    april.record("training.held", OFFICE, "2024-04-19", task, **{**class_, "sessions": 1})
    assert show(april, "training-plans", "--where", "duty=184.decree-training")["lines"][0]["flags"] == []
    april.step(task, "sum-up", OFFICE, "2024-04-22", subject="Báo cáo kết quả tập huấn")
    assert april.task(task, "2024-04-23")["cell"] == "done_on_time"


def test_communication_skills_training(april: Any) -> None:
    """The Journal leads this one and the Office takes part, the other way round than in the decree training."""
    (skills,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "184.skills-training")]
    (decrees,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "184.decree-training")]
    stood = april.task(skills, "2024-04-02")
    assert (stood["body"], [each["id"] for each in stood["with"]]) == ("tap-chi-to-chuc-nha-nuoc", ["van-phong-bo"])
    assert april.task(decrees, "2024-04-02")["body"] == "van-phong-bo"
    plan = {"subject": "Kỹ năng trả lời phỏng vấn", "number": "3/KH-TC", "sessions": 1}
    assert april.refused(*april.taking(skills, "plan", OFFICE, "2024-04-03", **plan))["code"] == "not-allowed"
    april.step(skills, "plan", JOURNAL, "2024-04-03", **plan)
    refused = april.refused(*april.taking(skills, "confirm-part", JOURNAL, "2024-04-04", part="Hội trường"))
    assert refused["code"] == "not-allowed"
    april.step(skills, "confirm-part", OFFICE, "2024-04-04", part="Hội trường")
    april.step(skills, "approve", HEAD, "2024-04-05")
    april.step(skills, "done-part", OFFICE, "2024-04-17", note="Đã bố trí hội trường")
    came = {"attended": "so-noi-vu-ha-nam:4,vu-tien-luong:6", "participants": 10, "place": "Hà Nội"}
    april.record("training.held", JOURNAL, "2024-04-18", skills, subject="Kỹ năng trả lời phỏng vấn", **came)
    (line,) = show(april, "training-plans", "--where", "duty=184.skills-training")["lines"]
    assert (line["values"]["parts"], line["values"]["held"], line["flags"]) == (["2024-04-17"], [1], [])
    found = counts(april, "event-attendance", "attending", more=("--unit", "tap-chi-to-chuc-nha-nuoc"))
    assert (found["so-noi-vu-ha-nam"], found["vu-tien-luong"]) == (1, 1)


def test_media_training_materials_classes(april: Any) -> None:
    """Materials and classes say for which kinds of press they are; the kinds that lack one are told for each."""
    (written,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "par.press-training-materials")]
    for kind in ("bao-in", "bao-hinh"):
        issued(april, REFORM, "2024-04-10", written, subject=f"Tài liệu {kind}", kind="tai-lieu-tap-huan",
               press_types=[kind], link=f"{LINK}/{kind}")  # fmt: skip
    (classes,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "par.press-training")]
    april.record("training.held", REFORM, "2024-04-15", classes, subject="Lớp báo hình", press_types=["bao-hinh"])
    assert missing(april, "materials", "press-types") == {"bao-noi", "bao-dien-tu"}
    assert missing(april, "trainings", "press-types") == {"bao-in", "bao-noi", "bao-dien-tu"}
    assert april.task(written, "2024-04-16")["credits"] == 2


def test_journalist_training(april: Any) -> None:
    """Classes for reporters are planned, approved and held; who came is counted by outlet, strangers by their name."""
    (task,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "par.press-training")]
    april.step(task, "plan", REFORM, "2024-04-03", subject="Tập huấn phóng viên", number="8/KH-CCHC", sessions=2)
    april.step(task, "approve", MINISTER, "2024-04-05")
    came = {"attended": [{"attending": "dai-pt-th-ha-nam", "count": 2}, {"attending": "Báo Hà Nam", "count": 1}]}
    april.record("training.held", REFORM, "2024-04-15", task, subject="Lớp 1", **came)
    april.record("training.held", REFORM, "2024-05-15", task, subject="Lớp 2", attended="dai-pt-th-ha-nam:3")
    groups = {
        g["key"]["attending"]: g["sums"].get("count")
        for g in show(april, "event-attendance", "--by", "attending")["groups"]
    }
    assert (groups["dai-pt-th-ha-nam"], groups["Báo Hà Nam"]) == (5, 1)
    assert len(missing(april, "event-attendance", "attending")) == 64
    assert show(april, "event-attendance", "--by", "press-types")["groups"][0]["lines"] == 3


def test_conference_for_heads_of_media(april: Any) -> None:
    """The conference is one task of the year; which heads came in person is told, and which of the 65 did not."""
    (task,) = april.tasks("2024-04-02", "--duty", "par.media-heads-conference")
    held = {
        "subject": "Hội nghị quán triệt vai trò người đứng đầu cơ quan báo chí", "place": "Hà Nội", "participants": 66,
        "kind": "hoi-nghi", "attended": "dai-truyen-hinh-viet-nam:2:head,dai-pt-th-ha-nam:1:head,dai-pt-th-nam-dinh:1",
    }  # fmt: skip
    april.record("activity.held", REFORM, "2024-04-18", task["task"], **held)
    april.step(task["task"], "submit", REFORM, "2024-04-19", subject="Báo cáo kết quả hội nghị", number="8/BC-CCHC")
    stood = april.task(task["task"], "2024-04-19")
    assert (stood["cell"], stood["activities"][0]["data"]["participants"]) == ("done_on_time", 66)
    heads = ("--where", "head=true")
    assert {e["values"]["attending"][0] for e in show(april, "event-attendance", *heads)["lines"]} == {
        "dai-truyen-hinh-viet-nam", "dai-pt-th-ha-nam",
    }  # fmt: skip
    absent = missing(april, "event-attendance", "attending", more=heads)
    assert len(absent) == 63
    assert "dai-pt-th-nam-dinh" in absent
    wrong = ("--set", "body=vu-cai-cach-hanh-chinh", "--set", "subject=x", "--set", "attended=vtv:ba")
    assert (
        april.refused("record", "activity.held", *april.by(REFORM, "2024-04-18"), *wrong)["place"] == "attended.0.count"
    )


def test_contests(april: Any) -> None:
    """A contest goes from launch over entries and judging to prizes, its parts shared by bodies that owe theirs."""
    (year,) = [each["task"] for each in april.tasks("2024-04-02", "--duty", "par.contests")]
    reform = "vu-cai-cach-hanh-chinh"
    april.step(year, "open", REFORM, "2024-04-03", units=[reform], subject="Thi viết 2024", due="2024-06-28")
    contest = f"par.contests:{reform}:2024.1"
    rules = {"subject": "Thi viết cải cách hành chính", "kind": "thi-viet", "closes": "2024-05-31", "link": LINK}
    april.step(contest, "launch", REFORM, "2024-04-08", **rules)
    shared = ["dai-truyen-hinh-viet-nam", "thong-tan-xa-viet-nam"]
    april.step(contest, "share", REFORM, "2024-04-09", units=shared, subject="Truyền thông cuộc thi", due="2024-05-15")
    on_behalf = ("--on-behalf-of", shared[0])
    part = f"par.contests:{shared[0]}:2024.1.1"
    april.step(part, "carry", DESK, "2024-05-10", *on_behalf, note="Đã phát 3 phóng sự")
    parts = {e["body"]: e["cell"] for e in april.ask("case", "inputs", contest, "--as-of", "2024-05-20")["tasks"]}
    assert parts == {shared[0]: "done_on_time", shared[1]: "open_overdue"}
    april.step(contest, "count", REFORM, "2024-05-02", entries=120)
    assert show(april, "contests")["lines"][0]["flags"] == ["still-open"]
    april.step(contest, "close", REFORM, "2024-06-01", entries=345)
    april.step(contest, "judge", REFORM, "2024-06-14", judged=345, proposed=12)
    award = {"prizes": 11, "number": "90/QĐ-BNV", "link": f"{LINK}/giai"}
    assert april.refused(*april.taking(contest, "award", REFORM, "2024-06-20", **award))["rule"] == "step.other-person"
    april.step(contest, "award", REFORM_HEAD, "2024-06-21", **award)
    (line,) = show(april, "contests")["lines"]
    said = {name: line["values"][name][0] for name in ("launched", "entries", "closed", "judged", "prizes", "awarded")}
    assert said == {
        "launched": "2024-04-08", "entries": 345, "closed": "2024-06-01", "judged": "2024-06-14", "prizes": 11,
        "awarded": "2024-06-21",
    }  # fmt: skip
    assert (line["waits"], line["flags"]) == ({"judging": 13, "awarding": 7}, [])
    assert april.task(contest, "2024-06-22")["cell"] == "done_on_time"
    april.step(year, "open", REFORM, "2024-06-24", units=[reform], subject="Thi tìm hiểu 2024")
    opened = april.ask("case", "inputs", year, "--as-of", "2024-06-25")["tasks"]
    assert [each["cell"] for each in opened] == ["done_on_time", "open_in_term"]
