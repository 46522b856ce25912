"""The reform plan as a document: unknown number and day, clauses, owner, heads. One test a mechanism, by its id."""

from __future__ import annotations

from typing import Any

DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
HOLDINGS = "holdings: []"


def test_par_doc_identity(own_april: Any) -> None:
    """A decision of unknown number and day is kept, cited without them, and completed later under the same id."""
    own, name = own_april, "qd-ke-hoach-thong-tin-cchc-2024"
    before = own.ask("document", "show", name)
    assert (before["number"], before["date"]) == (None, None)
    assert before["resting"]["issued"] == ["par"]
    assert "không có số" in before["doubt"]
    task = "par.report:tinh-ha-nam:2024-Q1"
    assert "Kế hoạch thông tin, tuyên truyền" in own.task(task, "2024-04-02")["citation"]
    own.change("documents.yaml", f"id: {name}", "number: null", "number: 99/QĐ-BNV")
    own.change("documents.yaml", f"id: {name}", "date: null", "date: 2024-01-22")
    assert own.ask("document", "show", name)["citation"] == "Quyết định số 99/QĐ-BNV ngày 22/01/2024"
    assert own.task(task, "2024-04-02")["citation"].endswith("Quyết định số 99/QĐ-BNV ngày 22/01/2024")
    assert len(own.ask("history", task)["events"]) > 0


def test_par_legal_bases(plans: Any) -> None:
    """The three bases stand on the plan; the decree that both plans rest on leads to both."""
    bases = plans.ask("plan", "show", "par")["plan"]["bases"]
    known = {d["id"]: d["citation"] for d in plans.ask("document", "list")["documents"]}
    assert [known[base].split(" ngày")[0] for base in bases] == [
        "Nghị định số 63/2022/NĐ-CP", "Nghị quyết số 76/NQ-CP", "Chỉ thị số 23/CT-TTg",
    ]  # fmt: skip
    shared = plans.ask("document", "show", "nd-63-2022-nd-cp")["resting"]
    assert [each["plan"] for each in shared["based"]] == ["184", "par"]


def test_par_proposer(april: Any) -> None:
    """Each plan has an owner of its own: what one owner may confirm or return under its plan, the other may not."""
    owners = {plan: april.ask("plan", "show", plan)["plan"]["owner"] for plan in ("184", "par")}
    assert owners == {"184": "van-phong-bo", "par": "vu-cai-cach-hanh-chinh"}
    task = "par.report:tinh-ha-nam:2024-Q1"
    april.step(task, "submit", "tinh-ha-nam/dau-moi", "2024-03-19", number="31/BC-UBND")
    foreign = april.refused(*april.taking(task, "return", "van-phong-bo/dau-moi", "2024-03-20", reason="Thiếu số liệu"))
    assert foreign["code"] == "not-allowed"
    april.step(task, "return", "vu-cai-cach-hanh-chinh/dau-moi", "2024-03-20", reason="Thiếu số liệu")


def test_par_content_in_decision(plans: Any) -> None:
    """The plan has no annex: its duties come from prose, each with its clause and that clause's exact words."""
    said = plans.ask("plan", "show", "par")
    texts = {clause["id"]: clause["text"] for clause in said["clauses"]}
    assert said["rows"] == []
    assert len(said["duties"]) > 40
    assert all(clause in texts for duty in said["duties"] for clause in duty["clause"])
    broadcast = next(duty for duty in said["duties"] if duty["id"] == "par.broadcast")
    assert "mỗi tuần ít nhất một lần" in texts[broadcast["clause"][0]]
    assert plans.run("coverage")[1]["data"]["uncited"] == []


def test_par_persons_responsible(own_april: Any) -> None:
    """93 bodies outside owe duties, each with a head who answers; none needs an account, a desk enters for them."""
    door = own_april
    reports = door.tasks("2024-04-02", "--duty", "par.report")
    assert len({task["body"] for task in reports}) == 93
    change = "holdings:\n  - {office: tinh-ha-nam/thu-truong, person: chu-tich-ha-nam, from: 2021-07-01}\n"
    door.change("offices.yaml", HOLDINGS, HOLDINGS, change)
    task = "par.report:tinh-ha-nam:2024-Q1"
    assert door.task(task, "2024-04-02")["head"]["persons"] == ["chu-tich-ha-nam"]
    assert all(door.task(each["task"], "2024-04-02")["head"] for each in reports[:5])
    by = ("--on-behalf-of", "tinh-ha-nam")
    door.step(task, "submit", DESK, "2024-04-02", *by, number="31/BC-UBND")
    meta = door.ask("history", task)["events"][-1]["meta"]
    assert (meta["office"], meta["on_behalf_of"]) == (DESK, "tinh-ha-nam")
    silent = door.taking("par.report:tinh-ha-giang:2024-Q1", "submit", DESK, "2024-04-02", number="1")
    assert door.refused(*silent)["code"] == "not-allowed"


def test_head_accountability(own_april: Any) -> None:
    """The overview names beside each body's figures the head who answers for them on that day."""
    change = "holdings:\n  - {office: bo-tu-phap/thu-truong, person: bo-truong-tu-phap, from: 2016-04-08}\n"
    own_april.change("offices.yaml", HOLDINGS, HOLDINGS, change)
    units = own_april.ask("status", "--group", "par-reporters", "--plan", "par", "--as-of", "2024-04-02")["units"]
    assert len(units) == 93
    assert all(unit["head"]["office"] == f"{unit['unit']}/thu-truong" for unit in units)
    justice = next(unit for unit in units if unit["unit"] == "bo-tu-phap")
    assert justice["head"]["persons"] == ["bo-truong-tu-phap"]
    assert justice["open_overdue"] > 0
    printed = own_april.printed("status", "bo-tu-phap", "--as-of", "2024-04-02")
    assert "bo-truong-tu-phap" in "".join(printed.split())
    assert "bo-truong-tu-phap" in own_april.page("/?as_of=2024-04-02&group=par-reporters")


def test_press_heads_responsibility(own_april: Any) -> None:
    """Broadcasters stand in the overview like agencies do, with head and record; every named press body has a head."""
    change = "holdings:\n  - {office: dai-pt-th-ha-nam/thu-truong, person: giam-doc-dai, from: 2022-01-01}\n"
    own_april.change("offices.yaml", HOLDINGS, HOLDINGS, change)
    aired = {"programme": "Cải cách hành chính", "minutes": 20}
    own_april.record("broadcast.aired", "dai-pt-th-ha-nam/dau-moi", "2024-03-27", **aired)
    units = own_april.ask("status", "--group", "broadcasters", "--as-of", "2024-04-02")["units"]
    assert len(units) == 65
    assert all(unit["head"] for unit in units)
    mine = next(unit for unit in units if unit["unit"] == "dai-pt-th-ha-nam")
    other = next(unit for unit in units if unit["unit"] == "dai-pt-th-ha-giang")
    assert mine["head"]["persons"] == ["giam-doc-dai"]
    assert (mine["done_on_time"], other["done_on_time"]) == (1, 0)
    assert mine["open_overdue"] == other["open_overdue"] - 1
    press = {o["office"].split("/")[0] for o in own_april.ask("offices", "media-partners")["offices"]}
    assert press == {body["id"] for body in own_april.ask("bodies", "media-partners")["bodies"]}


def test_strengthen_communication_staff(own_april: Any) -> None:
    """Contact persons of each body are on record with their days; what they were trained in counts for the body."""
    own_april.change(
        "offices.yaml", HOLDINGS, HOLDINGS,
        "holdings:\n"
        "  - {office: tinh-ha-nam/dau-moi, person: can-bo-cu, to: 2024-03-31}\n"
        "  - {office: tinh-ha-nam/dau-moi, person: can-bo-moi, from: 2024-04-01}\n",
    )  # fmt: skip
    found = own_april.ask("offices", "par-reporters", "--as-of", "2024-04-02")["offices"]
    contacts = {o["office"]: o for o in found if o["office"].endswith("/dau-moi")}
    assert len(contacts) == 93
    ha_nam = contacts["tinh-ha-nam/dau-moi"]
    assert [each["person"] for each in ha_nam["holders"]] == ["can-bo-moi"]
    assert [each["person"] for each in ha_nam["registered"]] == ["can-bo-cu", "can-bo-moi"]
    task = "par.strengthen-staff:tinh-ha-nam:2024"
    held = {"subject": "Tập huấn kỹ năng truyền thông cải cách hành chính", "participants": 45}
    own_april.record("activity.held", DESK, "2024-04-10", task, body="tinh-ha-nam", **held)
    (training,) = own_april.task(task, "2024-04-10")["activities"]
    assert training["data"]["participants"] == 45
