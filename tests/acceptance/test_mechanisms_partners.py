"""Partners, models, collaborators, readers, channels, series, outlets, rewards. One test a mechanism, by its id."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

OFFICE, CENTRE, SALARY = "van-phong-bo/dau-moi", "trung-tam-thong-tin/dau-moi", "vu-tien-luong/dau-moi"
JOURNAL, DESK = "tap-chi-to-chuc-nha-nuoc/dau-moi", "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
REFORM, HA_NAM = "vu-cai-cach-hanh-chinh/dau-moi", "tinh-ha-nam/dau-moi"
BULLETIN = "van-phong-ban-chi-dao-cchc/dau-moi"
LINK = "https://example.invalid/bai"
JULY = ("--as-of", "2024-07-01")
PORTAL = "cong-bnv.thong-cao-bao-chi"


def show(door: Any, register: str, *more: str) -> Any:
    """A register on 1 July 2024."""
    return door.ask("register", "show", register, *JULY, *more)


def line(door: Any, register: str, term: str) -> Any:
    """The line of a term or value."""
    return next(each for each in show(door, register)["lines"] if each["term"] == term)


def counts(door: Any, register: str, *by: str, more: tuple[str, ...] = ()) -> dict[Any, Any]:
    """How many lines a register has by one or two dimensions; what has none is left out."""
    groups = show(door, register, *(word for each in by for word in ("--by", each)), *more)["groups"]
    return {tuple(g["key"].values()) if len(by) > 1 else g["key"][by[0]]: g["lines"] for g in groups if g["lines"]}


def missing(door: Any, register: str, *by: str, more: tuple[str, ...] = ()) -> set[str]:
    """What should have a line in a register and has none."""
    found = show(door, register, "--missing", *(word for each in by for word in ("--by", each)), *more)["missing"]
    return {"/".join(each["key"].values()) for each in found}


def published(door: Any, office: str, on: str, *serves: str, **fields: Any) -> Any:
    """An article of the office's body."""
    given = {"subject": "Tin", "outlet": "cong-bnv", **fields}
    return door.record("communication.published", office, on, *serves, **given)


def test_named_media_partners_series(april: Any) -> None:
    """Six named partners by three topics: what each has published, and which of the eighteen has nothing."""
    task = "184.media-partner-series:van-phong-bo:2024"
    april_ = {"partners": ["dai-truyen-hinh-viet-nam"], "topics": ["tien-luong"], "link": LINK}
    published(april, OFFICE, "2024-04-10", task, **april_)
    published(april, OFFICE, "2024-04-11", task, **{**april_, "topics": ["tien-luong", "vi-tri-viec-lam"]})
    published(april, OFFICE, "2024-04-12", task, partners=["Báo Nhân Dân"], topics=["tien-luong"])
    found = counts(april, "partner-topics", "partners", "topics")
    assert found["dai-truyen-hinh-viet-nam", "tien-luong"] == 2
    assert found["dai-truyen-hinh-viet-nam", "vi-tri-viec-lam"] == 1
    assert found["Báo Nhân Dân", "tien-luong"] == 1
    nothing = missing(april, "partner-topics", "partners", "topics")
    assert len(nothing) == 16
    assert "dai-truyen-hinh-viet-nam/sap-xep-don-vi-hanh-chinh" in nothing
    assert len(show(april, "partner-topics", "--flag", "no-link")["lines"]) == 1
    page = april.page("/registers/partner-topics?by=partners,topics&as_of=2024-07-01")
    assert "c.partners=dai-truyen-hinh-viet-nam&amp;c.topics=vi-tri-viec-lam" in page


def test_joint_publications_with_media(april: Any) -> None:
    """Eight named partners by five products: how many of each, and which of the forty has nothing."""
    task = "par.joint-publications:vu-cai-cach-hanh-chinh:2024"
    clip = {"partners": ["dai-truyen-hinh-viet-nam", "bao-vietnamnet"], "kind": "video-clip", "link": LINK}
    published(april, REFORM, "2024-04-10", task, **clip)
    book = {"subject": "Sách", "kind": "sach", "partners": ["dai-truyen-hinh-viet-nam"], "copies": 500}
    april.record("material.issued", REFORM, "2024-04-11", task, **book)
    found = counts(april, "partner-products", "partners", "kind")
    assert {key: found[key] for key in found if key[0] == "dai-truyen-hinh-viet-nam"} == {
        ("dai-truyen-hinh-viet-nam", "video-clip"): 1, ("dai-truyen-hinh-viet-nam", "an-pham"): 1,
        ("dai-truyen-hinh-viet-nam", "sach"): 1,
    }  # fmt: skip
    nothing = missing(april, "partner-products", "partners", "kind")
    assert len(nothing) == 40 - 3
    assert "bao-vietnamnet/an-pham" in nothing
    assert april.task(task, "2024-04-12")["credits"] == 2


def test_mass_organisation_coordination(april: Any) -> None:
    """Joint activities name organisations outside the administration, central or local; who has none is told."""
    task = "par.mass-organisations:tinh-ha-nam:2024"
    joint = {"subject": "Đoàn viên với dịch vụ công", "partners": ["doan-thanh-nien.dia-phuong"], "participants": 80}
    april.record("activity.held", HA_NAM, "2024-04-10", task, **joint, areas=["thanh-nien"])
    april.record("activity.held", HA_NAM, "2024-04-11", task, subject="Ra quân", link=LINK)
    assert counts(april, "mass-organisations", "partners") == {
        "doan-thanh-nien": 1, "doan-thanh-nien.dia-phuong": 1, "": 1,
    }  # fmt: skip
    (unnamed,) = show(april, "mass-organisations", "--flag", "no-partner")["lines"]
    assert unnamed["values"]["subject"] == ["Ra quân"]
    without = missing(april, "mass-organisations", "unit")
    assert len(without) == 92
    assert "tinh-ha-nam" not in without
    assert {"mttq", "hoi-phu-nu.dia-phuong"} <= missing(april, "mass-organisations", "partners")
    assert counts(april, "mass-organisations", "areas", "unit")["thanh-nien", "tinh-ha-nam"] == 1


def test_good_models(april: Any) -> None:
    """Each model has its source, what showed it and what it was rewarded with; those that nobody showed are told."""
    task = "par.good-models:tinh-ha-nam:2024"
    found = {"subject": "Một cửa lưu động", "kind": "mo-hinh", "source": "Báo cáo quý I của tỉnh"}
    april.record("model.registered", HA_NAM, "2024-04-03", task, model="ha-nam-01", **found)
    april.record("model.registered", HA_NAM, "2024-04-04", task, model="ha-nam-02", **{**found, "kind": "dien-hinh"})
    published(april, HA_NAM, "2024-04-10", models=["ha-nam-01"], link=LINK)
    april.record("broadcast.aired", "dai-pt-th-ha-nam/dau-moi", "2024-04-12", programme="CCHC", minutes=20,
                 models=["ha-nam-01", "ha-nam-99"])  # fmt: skip
    reward = {"subject": "Bằng khen", "number": "77/QĐ-UBND", "models": ["ha-nam-01"], "units": ["tinh-ha-nam"]}
    april.record("reward.decided", HA_NAM, "2024-06-01", **reward)
    first = line(april, "models", "ha-nam-01")
    said = {name: first["values"][name] for name in ("registered", "times", "links", "shown", "rewards", "source")}
    assert said == {
        "registered": ["2024-04-03"], "times": [2], "links": [LINK], "shown": ["2024-04-12"],
        "rewards": ["77/QĐ-UBND"], "source": ["Báo cáo quý I của tỉnh"],
    }  # fmt: skip
    assert (line(april, "models", "ha-nam-02")["flags"], first["flags"]) == (["unseen"], [])
    assert line(april, "models", "ha-nam-99")["flags"] == ["unregistered"]
    assert counts(april, "models", "unit") == {"tinh-ha-nam": 2, "dai-pt-th-ha-nam": 1}
    assert len(missing(april, "models", "unit")) == 92
    assert "Một cửa lưu động" in april.page("/registers/models?as_of=2024-07-01")


def test_collaborator_network(april: Any) -> None:
    """Collaborators are codes of the register; each one's contributions are counted, and who gave nothing is told."""
    task = "par.collaborator-network:vu-cai-cach-hanh-chinh:2024"
    for code, on in (("ctv-01", "2024-04-03"), ("ctv-02", "2024-04-04")):
        april.record("collaborator.registered", REFORM, on, task, collaborator=code, organisation="Báo Hà Nam")
    for on in ("2024-04-10", "2024-05-10"):
        published(april, REFORM, on, collaborators=["ctv-01"], link=f"{LINK}/{on}")
    published(april, REFORM, "2024-05-11", collaborators=["ctv-77"])
    april.record("collaborator.ended", REFORM, "2024-06-01", collaborator="ctv-02", reason="Chuyển công tác")
    first = line(april, "collaborators", "ctv-01")
    assert (first["values"]["items"], first["values"]["newest"], first["flags"]) == ([2], ["2024-05-10"], [])
    assert line(april, "collaborators", "ctv-02")["flags"] == ["idle", "left"]
    assert line(april, "collaborators", "ctv-77")["flags"] == ["unregistered"]
    in_april = april.ask("register", "show", "collaborators", "--as-of", "2024-04-30")["lines"]
    assert [(each["term"], each["values"]["items"]) for each in in_april] == [("ctv-01", [1]), ("ctv-02", [0])]
    groups = show(april, "collaborators", "--by", "organisation")["groups"]
    assert {g["key"]["organisation"]: (g["lines"], g["sums"]["items"]) for g in groups} == {
        "Báo Hà Nam": (2, 2), "": (1, 1),
    }  # fmt: skip


def test_bulletin_wider_audience(april: Any) -> None:
    """Each distribution list has its size over time, growing or not; each issue is confirmed on the reform website."""
    task = "par.bulletin-readers:van-phong-ban-chi-dao-cchc:2024"
    for on, recipients, count in (
        ("2024-04-05", "Sở Nội vụ", 63), ("2024-05-06", "Sở Nội vụ", 126), ("2024-04-05", "Cơ quan báo chí", 80),
        ("2024-06-05", "Cơ quan báo chí", 75), ("2024-06-05", "Học viện, trường", 20),
    ):  # fmt: skip
        april.record("readers.counted", BULLETIN, on, task, recipients=recipients, count=count)
    found = {each["term"]: each for each in show(april, "readers")["lines"]}
    assert {name: (each["values"]["first"], each["values"]["size"], each["flags"]) for name, each in found.items()} == {
        "Sở Nội vụ": ([63], [126], []), "Cơ quan báo chí": ([80], [75], ["fewer"]),
        "Học viện, trường": ([20], [20], []),
    }  # fmt: skip
    groups = show(april, "readers-history", "--by", "month")["groups"]
    assert {g["key"]["month"]: g["sums"].get("size") for g in groups if g["lines"]} == {
        "2024-04": 143, "2024-05": 126, "2024-06": 95,
    }  # fmt: skip
    april.record("bulletin.published", BULLETIN, "2024-04-09", issue="14/2024")
    website = ("--where", "outlet=trang-cchc")
    assert "14/2024/trang-cchc" in missing(april, "bulletin-channels", "issue", "outlet")
    april.record("bulletin.posted", BULLETIN, "2024-04-09", task, issue="14/2024", outlet="caicachhanhchinh.gov.vn",
                 link=LINK)  # fmt: skip
    assert [e["values"]["confirmed"] for e in show(april, "bulletin-channels", *website)["lines"]] == [[LINK]]
    assert "14/2024/trang-cchc" not in missing(april, "bulletin-channels", "issue", "outlet")


def test_bulletin_syndication(april: Any) -> None:
    """One issue, many channels: each is a fact of its own, by link or message; issue by channel what lacks."""
    task = "par.bulletin-channels:vu-cai-cach-hanh-chinh:2024"
    for issue, on in (("14/2024", "2024-04-09"), ("15/2024", "2024-04-16")):
        april.record("bulletin.published", BULLETIN, on, issue=issue, link=f"{LINK}/{issue}")
    april.record("bulletin.posted", JOURNAL, "2024-04-10", task, issue="14/2024", outlet="tcnn.vn", link=LINK)
    april.record("bulletin.posted", REFORM, "2024-04-10", task, issue="14/2024", outlet="Zalo", message="TN-240410")
    april.record("bulletin.posted", REFORM, "2024-04-17", task, issue="15/2024", outlet="Zalo")
    assert missing(april, "bulletin-channels", "issue", "outlet") == {
        "14/2024/trang-cchc", "15/2024/trang-cchc", "15/2024/tap-chi-tcnn.dien-tu",
    }  # fmt: skip
    (unconfirmed,) = show(april, "bulletin-channels", "--flag", "unconfirmed")["lines"]
    assert (unconfirmed["values"]["issue"], unconfirmed["values"]["outlet"]) == (["15/2024"], ["zalo-bnv"])
    april.record("bulletin.posted", REFORM, "2024-04-18", task, issue="14/2024", outlet="Zalo", message="TN-240418")
    (again,) = show(april, "bulletin-channels", "--flag", "doubled")["lines"]
    assert again["day"] == "2024-04-18"
    assert line(april, "outlets", "zalo-bnv")["values"]["count"] == [3]
    assert april.task(task, "2024-04-18")["credits"] == 4


def test_other_ministry_outlets(april: Any) -> None:
    """A task addressed to an outlet is owed by the body that governs it; what it published, and what it did not."""
    assert line(april, "outlets", "tap-chi-tcnn")["values"]["body"] == ["tap-chi-to-chuc-nha-nuoc"]

    def address(**fields: str) -> str:
        given = [word for name, value in fields.items() for word in ("--set", f"{name}={value}")]
        receipt = april.ask("case", "open", "184.outlet-tasks", *april.by(OFFICE, "2024-04-10"), *given)
        return str(receipt["stream"]).removeprefix("task-")

    journal = address(outlet="tap-chi-tcnn.dien-tu", subject="Chuyên đề tiền lương", due="2024-04-20")
    portal = address(outlet="zalo-bnv", subject="Đăng lịch thi", due="2024-04-20")
    assert (journal.split(":")[1], portal.split(":")[1]) == ("tap-chi-to-chuc-nha-nuoc", "trung-tam-thong-tin")
    nobody = ("--set", "outlet=an-pham-khac", "--set", "subject=x")
    assert (
        april.refused("case", "open", "184.outlet-tasks", *april.by(OFFICE, "2024-04-10"), *nobody)["place"] == "body"
    )
    april.step(journal, "publish", JOURNAL, "2024-04-18", link=LINK)
    assert april.task(journal, "2024-04-30")["cell"] == "done_on_time"
    assert april.task(portal, "2024-04-30")["cell"] == "open_overdue"
    (late,) = show(april, "outlet-tasks", "--flag", "overdue")["lines"]
    assert (late["task"], late["values"]["outlet"]) == (portal, ["zalo-bnv"])
    assert counts(april, "outlet-tasks", "outlet") == {
        "tap-chi-tcnn": 1, "tap-chi-tcnn.dien-tu": 1, "zalo-bnv": 1,
    }  # fmt: skip


def test_tie_to_emulation_and_rewards(april: Any, tmp_path: Path) -> None:
    """Figures by unit and person count each proof once and nothing without one, lead to facts, and stay the same."""
    published(april, SALARY, "2024-04-10", link=f"{LINK}/1")
    published(april, SALARY, "2024-04-11", link=f"{LINK}/1")  # the same proof again
    published(april, SALARY, "2024-04-12")  # a tick
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(b"\xff\xd8\xff anh")
    april.ask("record", "activity.held", *april.by("vu-tien-luong/thu-truong", "2024-04-13"), "--data",
              '{"body": "vu-tien-luong", "subject": "Hội nghị"}', "--evidence", str(photo))  # fmt: skip
    published(april, DESK, "2024-04-14", body="tinh-ha-nam", link=f"{LINK}/2")  # by the registrar
    people = counts(april, "results", "unit", "person")
    assert people == {
        ("vu-tien-luong", "vu-tien-luong-dau-moi"): 1, ("vu-tien-luong", "vu-tien-luong-thu-truong"): 1,
        ("tinh-ha-nam", ""): 1,
    }  # fmt: skip
    stood = show(april, "results", "--unit", "vu-tien-luong")
    assert (stood["count"], stood["left_out"]) == (2, 2)
    assert [len(show(april, "results", "--flag", flag)["lines"]) for flag in ("no-proof", "repeated")] == [1, 1]
    behind = show(april, "results", "--where", "person=vu-tien-luong-dau-moi")["lines"]
    assert [each["values"]["proof"] for each in behind] == [[f"{LINK}/1"]]
    assert behind[0]["id"]
    printed = april.printed("register", "show", "results", *JULY, "--unit", "vu-tien-luong", "--csv")
    rows = list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"))))
    assert [row["Người thực hiện (mã)"] for row in rows] == ["vu-tien-luong-dau-moi", "vu-tien-luong-thu-truong"]
    page = april.page("/registers/results?by=unit,person&as_of=2024-07-01")
    assert "c.person=vu-tien-luong-dau-moi" in page
    known = april.printed("register", "show", "results", *JULY, "--known-at", "2024-04-30T00:00+07:00", "--csv")
    published(april, SALARY, "2024-06-12", link=f"{LINK}/9")
    assert counts(april, "results", "person")["vu-tien-luong-dau-moi"] == 2
    assert april.printed("register", "show", "results", *JULY, "--known-at", "2024-04-30T00:00+07:00", "--csv") == known
