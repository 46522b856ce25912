"""Registers and vocabularies: what was published, about what, for whom, where, and what is missing. One test each."""

from __future__ import annotations

from typing import Any

SALARY, OFFICE, CENTRE = "vu-tien-luong/dau-moi", "van-phong-bo/dau-moi", "trung-tam-thong-tin/dau-moi"
JOURNAL = "tap-chi-to-chuc-nha-nuoc/dau-moi"
HA_NAM = "tinh-ha-nam/dau-moi"
LINK = "https://example.invalid/bai"
JULY = ("--as-of", "2024-07-01")
PORTAL, ACCESS = "cong-bnv.thong-cao-bao-chi", "cong-bnv.tiep-can-thong-tin"


def published(door: Any, office: str, on: str, **fields: Any) -> Any:
    """An article of the office's body."""
    return door.record("communication.published", office, on, **{"subject": "Tin", "outlet": "cong-bnv", **fields})


def lines(door: Any, register: str, *more: str) -> list[Any]:
    """The lines of a register on 1 July 2024."""
    found: list[Any] = door.ask("register", "show", register, *JULY, *more)["lines"]
    return found


def counts(door: Any, register: str, *by: str, more: tuple[str, ...] = ()) -> dict[Any, Any]:
    """How many lines a register has by one or two dimensions, on 1 July 2024."""
    asked = [word for each in by for word in ("--by", each)]
    groups = door.ask("register", "show", register, *JULY, *asked, *more)["groups"]
    return {tuple(g["key"].values()) if len(by) > 1 else g["key"][by[0]]: g["lines"] for g in groups}


def term(door: Any, register: str, name: str) -> Any:
    """The line of one term."""
    return next(each for each in lines(door, register) if each["term"] == name)


def missing(door: Any, register: str, *more: str) -> set[str]:
    """What should have a line in a register and has none, on 1 July 2024."""
    found = door.ask("register", "show", register, *JULY, "--missing", *more)["missing"]
    return {"/".join(each["key"].values()) for each in found}


def test_fifteen_themes(april: Any) -> None:
    """Items bear themes of the plan, several at a time; which theme had nothing in a quarter is told, by unit too."""
    published(april, SALARY, "2024-04-10", themes=["184.t02", "184.t04"])
    published(april, SALARY, "2024-03-20", themes=["184.t02"])
    found = counts(april, "themes-184", "themes")
    assert (found["184.t02"], found["184.t04"], found["184.t15"]) == (2, 1, 0)
    assert missing(april, "themes-184", "--quarter", "2024-Q2") == {
        f"184.t{n:02d}" for n in range(1, 16) if n not in {2, 4}
    }
    by_unit = counts(april, "themes-184", "themes", "unit")
    assert by_unit["184.t02", "vu-tien-luong"] == 2
    assert by_unit["184.t02", "van-phong-bo"] == 0
    data = '{"body": "vu-tien-luong", "subject": "x", "outlet": "x", "themes": ["184.t99"]}'
    task, lead = "184.8.4:vu-cong-chuc-vien-chuc:2024-03", "vu-cong-chuc-vien-chuc/dau-moi"
    april.step(task, "provide-urgent", lead, "2024-03-29", outlet="VTV", reason="Gấp", themes=["184.t07", "184.t04"])
    (of_task,) = lines(april, "press-tasks", "--where", "themes=184.t07")
    assert (of_task["task"], of_task["values"]["themes"]) == (task, ["184.t07", "184.t04"])
    themes = april.ask("plan", "themes", "184")["themes"]
    assert [theme["clause"] for theme in themes] == [f"II.1-{n}" for n in range(1, 16)]
    assert themes[1]["text"].startswith("Tuyên truyền về chính sách cải cách chính sách tiền lương")
    wrong = ("record", "communication.published", *april.by(SALARY, "2024-04-10"), "--data", data)
    refused = april.refused(*wrong)
    assert refused["place"] == "themes"
    assert "184.t01" in refused["cure"]


def test_par_content_themes(april: Any) -> None:
    """The reform plan's themes have two levels: an item on a dash counts for its group; coverage is told by body."""
    published(april, HA_NAM, "2024-04-10", themes=["par.t03-7"])
    found = counts(april, "themes-par", "themes", "unit", more=("--group", "provinces-2024"))
    assert (found["par.t03-7", "tinh-ha-nam"], found["par.t03", "tinh-ha-nam"]) == (1, 1)
    assert found["par.t03", "tinh-nam-dinh"] == 0
    nothing = missing(april, "themes-par", "--by", "unit", "--group", "provinces-2024")
    assert len(nothing) == 62
    assert "tinh-ha-nam" not in nothing
    themes = april.ask("plan", "themes", "par")["themes"]
    assert [t["clause"] for t in themes] == [f"II.1.{letter}" for letter in ("a", "b", "c", "d", "dd", "e", "g")]
    assert not {t["name"] for t in themes} & {t["name"] for t in april.ask("plan", "themes", "184")["themes"]}


def test_timely_press_supply_all_fields(april: Any) -> None:
    """Information given to the press is listed by unit, field, outlet and day; each field's last day is told."""
    task = "184.8.1:vu-cong-chuc-vien-chuc:2024-03"
    lead = "vu-cong-chuc-vien-chuc/dau-moi"
    given = {"outlet": "VTV", "reason": "Báo chí hỏi gấp", "areas": ["cong-chuc-vien-chuc"]}
    april.step(task, "provide-urgent", lead, "2024-03-29", **given)
    published(april, SALARY, "2024-04-10", areas=["tien-luong"], outlet="Báo A", link=LINK)
    first, second = lines(april, "press-supply")
    assert (first["unit"], first["values"]["areas"], first["values"]["outlet"]) == (
        "vu-cong-chuc-vien-chuc", ["cong-chuc-vien-chuc"], ["vtv"],
    )  # fmt: skip
    assert (second["day"], second["values"]["link"]) == ("2024-04-10", [LINK])
    gaps = april.ask("register", "show", "press-supply", *JULY, "--gaps", "areas")["gaps"]
    assert {g["key"]: g["last"] for g in gaps} == {"cong-chuc-vien-chuc": "2024-03-29", "tien-luong": "2024-04-10"}
    assert "ton-giao" in missing(april, "press-supply")


def test_media_supply_of_policy_documents(april: Any) -> None:
    """Items name the documents that they are about; a document that was issued and has none is told."""
    who = april.by(OFFICE, "")[:4]
    april.ask("act", "issue", "nd-sua-doi-cap-pho", "--day", "2024-04-05", "--number", "73/2024/NĐ-CP", *who)
    assert "nd-sua-doi-cap-pho" in missing(april, "documents")
    assert "nd-tien-luong-moi" not in missing(april, "documents"), "it was not issued"
    published(april, OFFICE, "2024-04-08", documents=["nd-sua-doi-cap-pho"], outlet="Báo Dân trí")
    assert "nd-sua-doi-cap-pho" not in missing(april, "documents")
    (found,) = lines(april, "documents", "--where", "documents=nd-sua-doi-cap-pho")
    assert found["values"]["outlet"] == ["dan-tri"]


def test_special_pages_columns_articles(april: Any) -> None:
    """Published items stand in one register with kind, outlet, day, link, theme; counted by unit and by quarter."""
    item = {"kind": "chuyen-muc", "column": "Hỏi đáp", "link": LINK, "themes": ["184.t02"]}
    published(april, SALARY, "2024-03-21", **item)
    published(april, SALARY, "2024-04-10", kind="bai-viet")
    found = counts(april, "publications", "unit", "quarter")
    assert (found["vu-tien-luong", "2024-Q1"], found["vu-tien-luong", "2024-Q2"]) == (1, 1)
    assert found["van-phong-bo", "2024-Q1"] == 0
    (first,) = lines(april, "publications", "--where", "kind=chuyen-muc", "--unit", "vu-tien-luong")
    assert {name: first["values"][name] for name in ("column", "link", "themes")} == {
        "column": ["Hỏi đáp"], "link": [LINK], "themes": ["184.t02"],
    }  # fmt: skip
    (second,) = lines(april, "publications", "--flag", "no-link")
    assert second["day"] == "2024-04-10"
    page = april.page("/registers/publications?by=unit,quarter&as_of=2024-07-01")
    assert "c.unit=vu-tien-luong&amp;c.quarter=2024-Q2" in page
    behind = april.page("/registers/publications?c.unit=vu-tien-luong&c.quarter=2024-Q2&as_of=2024-07-01")
    assert behind.count("data-line=") == 1


def test_portal_two_sections(portal: Any) -> None:
    """The portal confirms by itself what it published in its two sections; an item counts for both."""
    item = {"subject": "Quyết định 184/QĐ-BNV", "outlet": ACCESS, "link": LINK}
    assert "silent" in term(portal, "outlets", ACCESS)["flags"]
    assert portal.hand_in("activities/communication.published", "tin-7", "2024-06-12", data=item).status_code == 201
    published(portal, CENTRE, "2024-04-10", outlet=PORTAL, link=LINK)
    releases, access, whole = (term(portal, "outlets", name) for name in (PORTAL, ACCESS, "cong-bnv"))
    assert (releases["values"]["last"], releases["values"]["link"]) == (["2024-04-10"], [LINK])
    assert (access["values"]["last"], access["values"]["link"], access["flags"]) == (["2024-06-12"], [LINK], [])
    assert whole["values"]["count"] == [2]
    public = portal.ask("register", "show", "outlets", *JULY, "--public")["lines"]
    assert set(public[0]) == {"term", "values"}


def test_portal_information_by_law(april: Any) -> None:
    """Each kind of compulsory information has a greatest age; what is older, or never came, is overdue."""
    published(april, OFFICE, "2024-06-29", information="chi-dao-dieu-hanh", outlet=PORTAL, link=LINK)
    published(april, OFFICE, "2024-05-01", information="bao-cao-thong-ke", outlet=PORTAL)
    published(april, OFFICE, "2024-05-01", information="van-ban-quy-pham", outlet=PORTAL)
    overdue = {each["term"] for each in lines(april, "portal-information", "--flag", "silent")}
    assert {"van-ban-quy-pham", "ngan-sach"} <= overdue
    assert not overdue & {"chi-dao-dieu-hanh", "bao-cao-thong-ke"}
    assert "Quá hạn cập nhật" in april.page("/registers/portal-information?as_of=2024-07-01")


def test_centre_updates_by_law(april: Any) -> None:
    """The newest update of each kind of information and its age in days, as of any day."""
    published(april, CENTRE, "2024-04-10", information="tra-loi-kien-nghi", link=LINK)
    found = term(april, "portal-information", "tra-loi-kien-nghi")
    assert (found["values"]["last"], found["values"]["age"], found["flags"]) == (["2024-04-10"], [82], ["silent"])
    earlier = april.ask("register", "show", "portal-information", "--as-of", "2024-04-20")["lines"]
    assert [each["flags"] for each in earlier if each["term"] == "tra-loi-kien-nghi"] == [[]]


def test_journal_updates(april: Any) -> None:
    """The journal's items are counted by outlet, paper and online apart, and by field of work."""
    published(april, JOURNAL, "2024-04-10", outlet="tap-chi-tcnn.giay", areas=["tien-luong"])
    published(april, JOURNAL, "2024-04-11", outlet="tcnn.vn", areas=["tien-luong"])
    found = counts(april, "publications", "outlet", more=("--unit", "tap-chi-to-chuc-nha-nuoc"))
    assert found == {"tap-chi-tcnn": 2, "tap-chi-tcnn.giay": 1, "tap-chi-tcnn.dien-tu": 1}
    assert counts(april, "publications", "areas") == {"tien-luong": 2}


def test_journal_external_press(april: Any) -> None:
    """Outlets are marked as inside or outside the ministry; items outside are listed with their links."""
    published(april, JOURNAL, "2024-04-10", outlet="Vietnamnet.vn", link=LINK)
    outside = lines(april, "outlets", "--where", "inside=false")
    assert {each["term"] for each in outside} >= {"vietnamnet", "vtv", "vov", "ttxvn"}
    assert [each["values"]["link"] for each in outside if each["values"]["count"] == [1]] == [[LINK]]


def test_content_by_audience(april: Any) -> None:
    """Activities say whom they are for; which audience had nothing is told."""
    april.record("activity.held", HA_NAM, "2024-04-12", subject="Tập huấn", audiences=["nguoi-dung-dau"])
    found = counts(april, "audiences", "audiences")
    assert (found["nguoi-dung-dau"], found["can-bo-cong-chuc-vien-chuc"], found["nhan-dan"]) == (1, 1, 0)
    assert "doanh-nghiep" in missing(april, "audiences", "--quarter", "2024-Q2")


def test_audience_definition(april: Any) -> None:
    """The audiences are those that the plan names, a closed list; no other is taken."""
    named = [
        word for name, value in {"body": "tinh-ha-nam", "subject": "x"}.items() for word in ("--set", f"{name}={value}")
    ]
    refused = april.refused(
        "record", "activity.held", *april.by(HA_NAM, "2024-04-10"), *named, "--set", "audiences=ai-do"
    )
    for audience in ("can-bo-cong-chuc-vien-chuc", "to-chuc-chinh-tri-xa-hoi", "don-vi-su-nghiep", "nhan-dan"):
        assert audience in refused["cure"]


def test_timely_regular_by_roadmap(april: Any) -> None:
    """How regularly a body communicated: the longest gap between two of its items, and how long ago the last was."""
    for day in ("2024-03-01", "2024-03-06", "2024-05-05"):
        published(april, HA_NAM, day)
    (gap,) = april.ask("register", "show", "publications", *JULY, "--gaps", "unit")["gaps"]
    assert (gap["key"], gap["longest"], gap["ago"]) == ("tinh-ha-nam", 60, 57)


def test_mass_media_channels(april: Any) -> None:
    """Outlets of the centre and of the provinces are one catalogue, with what appeared in each and when."""
    published(april, HA_NAM, "2024-04-10", outlet="dai-dia-phuong", kind="phong-su")
    assert term(april, "outlets", "dai-dia-phuong")["values"]["last"] == ["2024-04-10"]
    assert counts(april, "publications", "kind", "outlet") == {("phong-su", "dai-dia-phuong"): 1}


def test_improve_own_media(april: Any) -> None:
    """What each body put on its own outlets, counted by body and outlet; an outlet that no list names counts too."""
    published(april, HA_NAM, "2024-04-10", outlet="cong-bo-nganh-dia-phuong")
    published(april, HA_NAM, "2024-04-11", outlet="Báo Hà Nam")
    found = counts(april, "publications", "unit", "outlet", more=("--unit", "tinh-ha-nam"))
    assert found["tinh-ha-nam", "cong-bo-nganh-dia-phuong"] == 1
    assert found["tinh-ha-nam", "Báo Hà Nam"] == 1


def test_mic_directs_columns(april: Any) -> None:
    """Columns on the reform are listed for each outlet with their last item."""
    published(april, HA_NAM, "2024-04-10", outlet="dan-tri", column="Cải cách hành chính")
    published(april, HA_NAM, "2024-05-10", outlet="dan-tri", column="Cải cách hành chính")
    assert term(april, "outlets", "dan-tri")["values"]["columns"] == ["Cải cách hành chính"]
    (gap,) = april.ask("register", "show", "publications", *JULY, "--where", "outlet=dan-tri", "--gaps", "column")[
        "gaps"
    ]
    assert (gap["key"], gap["last"], gap["longest"]) == ("Cải cách hành chính", "2024-05-10", 30)
