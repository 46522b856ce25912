"""Reminders on their way, beyond what the mechanisms ask: the ledger, letters, dead letters, nothing set up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document

DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"
HA_NAM = ("--on-behalf-of", "tinh-ha-nam")
REPORT = "par.report:tinh-ha-nam:2024-Q1"


def test_the_ledger_names_who_held_the_contact_role(own_april: Any) -> None:
    """Each body names its contact; a reminder is for who held the office on its day, and a hand-over moves it on."""
    own_april.change(
        "offices.yaml", "holdings: []", "holdings: []",
        "holdings:\n"
        "  - {office: tinh-ha-nam/dau-moi, person: can-bo-cu, to: 2024-06-10}\n"
        "  - {office: tinh-ha-nam/dau-moi, person: can-bo-moi, from: 2024-06-11}\n",
    )  # fmt: skip
    for day in ("2024-06-06", "2024-06-17"):
        own_april.tick(day)
    persons = {
        r["at"]: r["persons"]["tinh-ha-nam/dau-moi"]
        for r in own_april.ask("reminders", "--limit", "100000")["reminders"]
        if "tinh-ha-nam/dau-moi" in r["to"]
    }
    assert persons == {"2024-06-06": ["can-bo-cu"], "2024-06-17": ["can-bo-moi"]}
    task = "par.contact-person:tinh-ha-nam:2024"
    own_april.step(task, "submit", DESK, "2024-05-02", *HA_NAM, subject="Phân công cán bộ đầu mối", number="5/QĐ-SNV")
    assert own_april.task(task, "2024-05-02")["cell"] == "done_on_time"


def test_a_missing_report_climbs_the_ladder(april: Any) -> None:
    """A report that is missing climbs the ladder to the leadership, each rung once; one that came in is left alone."""
    april.step(REPORT, "submit", DESK, "2024-04-03", *HA_NAM, number="31/BC-UBND")
    april.tick("2024-04-12")
    before = april.ask("reminders", "--limit", "100000")["reminders"]
    april.tick("2024-04-12")
    assert april.ask("reminders", "--limit", "100000")["reminders"] == before
    other = [r for r in before if r["task"] == "par.report:tinh-ha-giang:2024-Q1"]
    highest = max(other, key=lambda r: r["level"])
    assert (highest["rung"], highest["level"]) == ("qua-han-15", 3)
    assert "bo-noi-vu/thu-truong-phu-trach" in highest["to"]
    assert highest["why"]["days"]
    assert all(r["at"] <= "2024-04-03" for r in before if r["task"] == REPORT)
    told = [e["name"] for e in april.ask("history", REPORT)["events"]]
    assert told[-1] == "report.submitted"
    assert "reminder.issued" in told or "reminder.held-back" in told


def test_a_body_without_an_account_gets_letters(own: Any, reach: Any, tmp_path: Path) -> None:
    """A body without an account gets its reminders as letters for the post; one that nobody can reach is shown."""
    reach("of: tinh-ha-nam, channel: letter")
    own.ask("init")
    own.send("2024-06-06")
    assert "par.report" not in own.letters("tinh-ha-nam")[0]
    assert "Tỉnh Hà Nam" in own.letters("tinh-ha-nam")[0]
    missed = own.ask("outbox", "list", "--limit", "10000")["not_sent"]
    assert {m["reason"] for m in missed if m["to"] == "tinh-ha-giang/dau-moi"} == {"no-holder"}
    own.tick("2024-06-25")
    file = tmp_path / "thu.docx"
    made = own.ask("letter", "tinh-ha-giang", "-o", str(file), "--clock", "2024-06-25T09:00+07:00")
    assert made["tasks"] > 0
    assert "Tỉnh Hà Giang" in "".join(p.text for p in Document(str(file)).paragraphs)
    assert own.refused("letter", "khong-co", "-o", "x.docx")["code"] == "not-found"


def test_a_notice_that_was_given_up_is_seen_and_sent_again(
    own: Any, post: Any, reach: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dead letters are listed, and go out under the same key once somebody asks for it."""
    monkeypatch.setenv("DONDOC_OUTBOX_ATTEMPTS", "1")
    reach("of: tinh-ha-nam, channel: email, address: hn@example.vn")
    own.ask("init")
    post.down = True
    own.send("2024-06-06")
    (dead,) = own.ask("outbox", "list", "--dead")["messages"]
    assert (dead["receiver"], dead["attempts"], dead["reason"]) == ("tinh-ha-nam", 1, "smtp-451")
    post.down = False
    by = ("--actor", "minh-hoa-lan", "--office", "van-phong-bo/dau-moi", "--clock", "2024-06-06T09:00+07:00")
    own.ask("outbox", "resend", dead["key"], *by)
    own.ask("outbox", "run", "--clock", "2024-06-06T09:05+07:00")
    assert [to for to, _ in post.mails] == ["hn@example.vn"]
    assert own.refused("outbox", "resend", dead["key"], *by)["rule"] == "notice.given-up"
    assert own.ask("projections", "check")["differences"] == {}


def test_nothing_is_sent_without_contacts_and_nothing_is_lost(april: Any) -> None:
    """Reminders wait where everybody can see them."""
    assert april.refused("outbox", "run")["place"] == "DONDOC_CONTACTS"
    listed = april.ask("outbox", "list")
    assert listed["waiting"] > 0
    assert listed["messages"] == []
