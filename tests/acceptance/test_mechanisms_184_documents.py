"""Decision 184 as a document: number, bases, effect, annex, motto, clauses, units. One test a mechanism, by its id."""

from __future__ import annotations

from collections import Counter
from typing import Any

OFFICE = "van-phong-bo/dau-moi"


def test_doc_identity(own_april: Any) -> None:
    """The decision is known by number, date, issuer and subject, work cites it, and a corrected number keeps its id."""
    door, task = own_april, "184.4.1:vu-tien-luong:2024-04"
    said = door.ask("document", "show", "qd-184-bnv-2024")
    assert (said["number"], said["date"], said["issuer"]) == ("184/QĐ-BNV", "2024-03-18", "Bộ trưởng Bộ Nội vụ")
    assert said["subject"].startswith("Ban hành Kế hoạch truyền thông")
    assert "/ 84" in said["doubt"]
    assert said["resting"]["issued"] == ["184"]
    assert door.task(task, "2024-04-02")["citation"] == "Phụ lục, mục 4.1, Quyết định số 184/QĐ-BNV ngày 18/03/2024"
    assert "Quyết định số 184/QĐ-BNV" in door.page("/plans/184")
    before = door.ask("history", task)["events"]
    door.change("documents.yaml", "qd-184-bnv-2024", "number: 184/QĐ-BNV", "number: 184A/QĐ-BNV")
    assert "số 184A/QĐ-BNV" in door.task(task, "2024-04-02")["citation"]
    assert door.ask("document", "show", "qd-184-bnv-2024")["resting"]["issued"] == ["184"]
    assert [event["event_id"] for event in door.ask("history", task)["events"]] == [e["event_id"] for e in before]


def test_legal_bases(plans: Any) -> None:
    """The four bases stand on the plan with number, date and issuer; asked of one, all that rests on it comes."""
    bases = plans.ask("plan", "show", "184")["plan"]["bases"]
    known = {d["id"]: d for d in plans.ask("document", "list")["documents"]}
    assert [known[base]["number"] for base in bases] == ["63/2022/NĐ-CP", "09/2017/NĐ-CP", "407/QĐ-TTg", "678/QĐ-BNV"]
    assert all(known[base]["date"] and known[base]["issuer"] for base in bases)
    resting = plans.ask("document", "show", "nd-09-2017-nd-cp")["resting"]
    assert resting["based"] == [{"plan": "184", "duties": len(plans.ask("plan", "show", "184")["duties"]) + 58}]
    assert "184.press-conference" in [each["duty"] for each in resting["duties"]]
    assert {"rule": "press.adhoc", "from": "2017-03-30", "to": "2026-06-30"} in resting["rules"]
    assert "press-conference/1" in resting["procedures"]
    gate = plans.ask("document", "show", "qd-678-qd-bnv-2019")["resting"]
    assert sum(each["duty"].count(".") == 2 for each in gate["duties"]) == 58
    assert plans.ask("document", "show", "cv-2450-vpcp-kgvx")["resting"]["days"]


def test_effective_date(own: Any) -> None:
    """Entered on 20 May, the plan binds from the day of signing: work is owed from 18 March, with both times."""
    own.ask("init", "--clock", "2024-05-20T08:00+07:00")
    own.tick("2024-05-20")
    task = own.task("184.8.1:vu-cong-chuc-vien-chuc:2024-03", "2024-05-20")
    assert own.ask("plan", "show", "184")["plan"]["effective"] == "2024-03-18"
    assert (task["opens"], task["due"], task["cell"]) == ("2024-03-18", "2024-03-31", "open_overdue")
    assigned = own.ask("history", task["task"])["events"][0]["meta"]
    assert assigned["on"] == "2024-03-18"
    assert assigned["recorded_at"].startswith("2024-05-20")
    assert own.tasks("2024-03-17", "--plan", "184") == []
    assert len(own.tasks("2024-03-18", "--plan", "184")) > 58


def test_plan_message_and_motto(april: Any) -> None:
    """The message and the motto stand on the plan word for word: for programs, for people, on its page."""
    plan = april.ask("plan", "show", "184")["plan"]
    assert plan["motto"] == "Kỷ cương, gương mẫu, chuyên nghiệp, hiệu quả"
    assert plan["message"].startswith("Kịp thời, đúng định hướng, đẩy mạnh truyền thông, tạo sự đồng thuận của đội ngũ")
    assert plan["message"].endswith("đối với hoạt động quản lý nhà nước của Bộ, ngành Nội vụ")
    printed = " ".join(april.printed("plan", "show", "184").split())
    page = april.page("/plans/184")
    for text in (plan["message"], plan["motto"]):
        assert text in printed
        assert text in page


def test_duplicate_clause_number(own: Any) -> None:
    """The two clauses that are printed as 2 have ids of their own; duties name both; one id for both is refused."""
    said = own.ask("plan", "show", "184")
    printed = {c["id"]: (c["label"], c["text"]) for c in said["clauses"]}
    assert printed["III.2a"][1].startswith("Đề nghị các đơn vị")
    assert printed["III.2b"][1].startswith("Nguồn kinh phí")
    assert printed["III.2a"][0] != printed["III.2b"][0]
    assert len(printed) == len(said["clauses"])
    assert next(d for d in said["duties"] if d["id"] == "184.set-aside-funds")["clause"] == ["III.2a", "III.2b"]
    own.change("plans/184.yaml", "- id: III.2b", "III.2b", "III.2a")
    assert "stands twice" in own.refused("plan", "show", "184")["en"]


def test_unit_without_rows(april: Any) -> None:
    """Planning and Finance has no row in the annex; it is a unit with duties and stands in every overview."""
    unit = "vu-ke-hoach-tai-chinh"
    assert unit not in {row["unit"] for row in april.ask("plan", "show", "184")["rows"]}
    assert unit in {body["id"] for body in april.ask("bodies", "moha-units")["bodies"]}
    owed = {task["duty"] for task in april.tasks("2024-04-02", "--unit", unit)}
    assert {"184.funding", "184.unit-plan", "184.dissemination"} <= owed
    units = april.ask("status", "--group", "moha-units", "--as-of", "2024-04-02")["units"]
    assert len(units) == 20
    assert next(each for each in units if each["unit"] == unit)["open_in_term"] > 0


def test_appendix_task_list(own_april: Any) -> None:
    """58 rows of 19 units with all columns; numbers restart in each unit; a wrong row is refused; notes can be made."""
    rows = own_april.ask("plan", "show", "184")["rows"]
    assert len(rows) == 58
    assert len({row["unit"] for row in rows}) == 19
    assert Counter(row["no"] for row in rows)[1] == 19
    assert all(row["content"] and row["forms"] and row["time_text"] and row["coordinating"] for row in rows)
    previewed = own_april.ask("simulate", "--year", "2024")["opened"]
    assert len({each["duty"] for each in previewed if each["duty"].count(".") == 2}) == 58
    task = "184.4.1:vu-tien-luong:2024-04"
    own_april.step(task, "note", "vu-tien-luong/dau-moi", "2024-04-02", note="Chờ số liệu của Bộ Tài chính")
    assert "Chờ số liệu" in own_april.ask("history", task)["events"][-1]["sentence"]
    own_april.change("plans/184.yaml", 'id: "4.1"', "month: 2024-04", "month: 2024-13")
    refused = own_april.refused("plan", "show", "184")
    assert "plans/184.yaml:" in refused["place"]
    assert refused["cure"]


def test_coordinating_groups(own_april: Any) -> None:
    """Coordinators that are open groups stay open on purpose, can be resolved later, never count as a unit."""

    def coordinators() -> dict[str, Any]:
        row = next(r for r in own_april.ask("plan", "show", "184")["rows"] if r["id"] == "12.1")
        return {each["id"]: each for each in row["coordinators"]}

    before = coordinators()
    assert (before["bao-chi-ngoai-bo"]["bodies"], before["bao-chi-ngoai-bo"]["open"]) == ([], True)
    assert before["van-phong-bo"]["bodies"] == ["van-phong-bo"]
    assert len(before["don-vi-va-so-noi-vu"]["bodies"]) == 20 + 63
    owers = {task["body"] for task in own_april.tasks("2024-04-02", "--duty", "184.12.1")}
    assert owers == {"vu-phap-che"}
    units = {each["unit"] for each in own_april.ask("status", "--as-of", "2024-04-02")["units"]}
    assert not units & {"press-outside", "so-noi-vu", "bao-chi-ngoai-bo", "don-vi-lien-quan"}
    own_april.change("plans/184.yaml", "id: bao-chi-ngoai-bo", "bodies: []", "bodies: [bao-dan-tri]")
    assert "bao-dan-tri" in coordinators()["bao-chi-ngoai-bo"]["bodies"]
    assert coordinators()["bao-chi-ngoai-bo"]["open"]
