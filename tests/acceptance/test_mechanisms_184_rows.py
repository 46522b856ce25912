"""The annex of Decision 184 at work: months, phases, forms, several parts. One test a mechanism."""

from __future__ import annotations

from typing import Any

REGISTRY = "van-phong-bo/van-thu"
CLEARANCE = "van-phong-bo/duyet-thong-tin"


def inform(door: Any, task: str, on: str) -> None:
    """Prepare, clear and provide the information of a task, all on one day."""
    lead = f"{task.split(':')[1]}/dau-moi"
    door.step(task, "prepare", lead, on, subject="Nội dung cung cấp cho báo chí")
    door.step(task, "clear", CLEARANCE, on)
    door.step(task, "provide", lead, on, outlet="Báo Nhân Dân", link="https://example.invalid/bai")


def issue(door: Any, act: str, day: str, number: str, *more: str) -> None:
    """Say that an act was issued."""
    by = ("--actor", "nguoi-van-thu", "--office", REGISTRY)
    door.ask("act", "issue", act, "--day", day, "--number", number, *by, *more)


def phases(door: Any, row: str, unit: str, as_of: str) -> dict[str, Any]:
    """The parts of a row around an act, by phase."""
    year = door.task(f"184.{row}:{unit}:2024", as_of)
    return {part["period"]: part for part in year["parts"]}


def test_before_during_after_pattern(april: Any) -> None:
    """Eight rows have three phases each: they wait, get their days from the act, move with it, stand apart."""
    rows = [r for r in april.ask("plan", "show", "184")["rows"] if r["window"]["kind"] == "around"]
    assert {r["id"] for r in rows} == {"2.2", "3.4", "3.5", "4.2", "6.3", "8.2", "8.5", "8.6"}
    assert "expected" not in next(r for r in rows if r["id"] == "3.4")["window"]
    before = phases(april, "3.5", "vu-to-chuc-bien-che", "2024-04-02")
    assert {part["cell"] for part in before.values()} == {"waiting"}
    assert {part["due"] for part in before.values()} == {None}
    issue(april, "nd-sua-doi-cap-pho", "2024-06-20", "73/2024/NĐ-CP")
    given = phases(april, "3.5", "vu-to-chuc-bien-che", "2024-06-20")
    assert [given[p]["due"] for p in ("before", "during", "after")] == ["2024-06-20", "2024-07-05", "2024-07-20"]
    inform(april, "184.3.5:vu-to-chuc-bien-che:before", "2024-06-18")
    held = {"subject": "Hội nghị góp ý", "place": "Hà Nội", "participants": 60, "link": "https://example.invalid/anh"}
    april.step("184.3.5:vu-to-chuc-bien-che:before", "hold-event", "vu-to-chuc-bien-che/dau-moi", "2024-06-19", **held)
    issue(april, "nd-sua-doi-cap-pho", "2024-06-27", "73/2024/NĐ-CP")
    moved = phases(april, "3.5", "vu-to-chuc-bien-che", "2024-07-15")
    assert [moved[p]["due"] for p in ("before", "during", "after")] == ["2024-06-27", "2024-07-12", "2024-07-27"]
    assert {p: moved[p]["cell"] for p in moved} == {
        "before": "done_on_time", "during": "open_overdue", "after": "open_in_term",
    }  # fmt: skip


def test_month_without_day(own_april: Any) -> None:
    """A row with a month is in term to the month's last day and late after it; a plan may set another last day."""
    months = [r for r in own_april.ask("plan", "show", "184")["rows"] if r["window"]["kind"] == "month"]
    assert len(months) == 33
    task = "184.4.1:vu-tien-luong:2024-04"
    assert own_april.task(task, "2024-04-30")["cell"] == "open_in_term"
    assert own_april.task(task, "2024-05-01")["cell"] == "open_overdue"
    assert own_april.task(task, "2024-04-30")["window"] == "Tháng 4/2024"
    inform(own_april, task, "2024-04-30")
    assert own_april.task(task, "2024-05-01")["cell"] == "done_on_time"
    own_april.change("plans/184.yaml", 'id: "8.7"', "{month: 2024-04}", "{from: 2024-04-01, to: 2024-04-25}")
    opened = own_april.ask("simulate", "--from", "2024-03-18", "--to", "2024-03-19")["opened"]
    assert next(each["due"] for each in opened if each["duty"] == "184.8.7") == "2024-04-25"


def test_several_months_one_row(april: Any) -> None:
    """Rows 9.2 and 13.1 have three and four parts, each with its month; the row is done when the last part is."""
    journal = april.task("184.13.1:tap-chi-to-chuc-nha-nuoc:2024", "2024-04-02")
    assert [p["due"] for p in journal["parts"]] == ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]
    assert [p["cell"] for p in journal["parts"]] == ["open_overdue", "open_in_term", "open_in_term", "open_in_term"]
    whole, parts = "184.9.2:vu-hop-tac-quoc-te:2024", ("2024-07", "2024-10", "2024-12")
    assert [p["period"] for p in april.task(whole, "2024-04-02")["parts"]] == list(parts)
    for month in parts:
        assert april.task(whole, f"{month}-20")["cell"] == "open_in_term"
        inform(april, f"184.9.2:vu-hop-tac-quoc-te:{month}", f"{month}-20")
    assert april.task(whole, "2024-12-20")["cell"] == "done_on_time"
    assert april.task("184.9.2:vu-hop-tac-quoc-te:2024-07", "2024-12-20")["done_on"] == "2024-07-20"
    doubt = next(r for r in april.ask("plan", "show", "184")["rows"] if r["id"] == "9.2")["doubt"]
    assert doubt  # four seminars in three months: which one belongs to which is left to the unit


def test_two_forms_per_row(april: Any) -> None:
    """A row that asks for two forms is done when each was proved, whichever comes first, each with its own record."""
    rows = april.ask("plan", "show", "184")["rows"]
    assert sum("Cung cấp thông tin cho báo chí" in row["forms"] for row in rows) == 58
    assert sum(len(row["forms"]) == 2 for row in rows) == 18
    task = "184.8.7:vu-cong-chuc-vien-chuc:2024-04"
    held = {
        "subject": "Hội nghị triển khai",
        "place": "Hà Nội",
        "participants": 120,
        "link": "https://example.invalid/anh",
    }
    april.step(task, "hold-event", "vu-cong-chuc-vien-chuc/dau-moi", "2024-04-10", **held)
    assert april.task(task, "2024-04-10")["cell"] == "open_in_term"
    inform(april, task, "2024-04-22")
    assert april.task(task, "2024-04-22")["cell"] == "done_on_time"
    proofs = [e["data"] for e in april.ask("history", task)["events"] if e["data"].get("form")]
    assert [(e["form"], e.get("participants"), e.get("outlet")) for e in proofs] == [
        ("hoi-nghi-tap-huan", 120, None), ("thong-tin-bao-chi", None, "Báo Nhân Dân"),
    ]  # fmt: skip


def test_rows_due_before_or_at_signing(april: Any) -> None:
    """Rows of March are late only after it; what was done before is entered with both times; no storm at the start."""
    march = [r["id"] for r in april.ask("plan", "show", "184")["rows"] if r["window"]["month_slots"][:1] == ["2024-03"]]
    assert set(march) == {"7.1", "8.1", "8.4", "12.2", "13.1", "14.1", "15.1", "16.1", "16.2", "18.1"}
    ledger = april.ask("reminders", "--limit", "100000")["reminders"]
    mine = [r for r in ledger if r["task"].startswith("184.") and r["task"].split(":")[0].removeprefix("184.") in march]
    early = [r for r in mine if r["at"] < "2024-03-18" or r["rung"].startswith("truoc-10")]
    assert all(r["held_back"] for r in early)
    assert any(r["held_back"] == "before-effective" for r in mine)
    task = "184.7.1:vu-cong-tac-thanh-nien:2024-03"
    assert april.task(task, "2024-04-01")["cell"] == "open_overdue"
    inform(april, task, "2024-03-20")
    assert april.task(task, "2024-04-02")["cell"] == "done_on_time"
    meta = april.ask("history", task)["events"][-1]["meta"]
    assert meta["on"] == "2024-03-20"
    assert meta["recorded_at"][:10] > "2024-03-20"


def test_journal_issues_vinh_quang(april: Any) -> None:
    """The four issues of Vinh quang Việt Nam are parts of one row; numbers that are missing or doubled are told."""
    whole = "184.13.1:tap-chi-to-chuc-nha-nuoc:2024"
    for month in ("2024-03", "2024-09"):
        inform(april, f"184.13.1:tap-chi-to-chuc-nha-nuoc:{month}", f"{month}-28")
    parts = {p["period"]: p["cell"] for p in april.task(whole, "2024-10-01")["parts"]}
    assert parts == {
        "2024-03": "done_on_time", "2024-06": "open_overdue", "2024-09": "done_on_time", "2024-12": "open_in_term",
    }  # fmt: skip
    issue_ = {"series": "vinh-quang-viet-nam", "year": 2024, "copies": 1000, "link": "https://example.invalid/so"}
    journal, served = "tap-chi-to-chuc-nha-nuoc/dau-moi", "184.13.1:tap-chi-to-chuc-nha-nuoc:2024-{}"
    for number, month in ((1, "03"), (3, "09"), (3, "12")):
        april.record(
            "series.issue-published", journal, f"2024-{month}-28", served.format(month), number=number, **issue_
        )
    asked = ("register", "show", "series", "--as-of", "2024-12-31")
    (doubled,) = april.ask(*asked, "--flag", "doubled")["lines"]
    assert (doubled["day"], doubled["values"]["number"]) == ("2024-12-28", [3])
    lacking = april.ask(*asked, "--missing", "--by", "series", "--by", "number")["missing"]
    assert [each["key"] for each in lacking] == [{"series": "vinh-quang-viet-nam", "number": "2"}]
