"""What is public, and what the portal hands in by itself. One test a mechanism, by its id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

OFFICE = "van-phong-bo/dau-moi"
CENTRE = "trung-tam-thong-tin"
DAY = "2024-05-10"
HIDDEN = {
    "incident": "Sự cố chưa công bố", "draft": "Nội dung chưa duyệt", "note": "Ghi chú nội bộ",
    "feedback": "Phản ánh của một người dân", "person": "trung-tam-thong-tin-dau-moi",
}  # fmt: skip
"""What was recorded and is nobody else's business, each in words of its own."""


def case(door: Any, duty: str, office: str, on: str, *more: str, **fields: Any) -> str:
    """Open a case; the id of its task."""
    receipt = door.ask("case", "open", duty, *door.by(office, on), "--data", json.dumps(fields), *more)
    return str(receipt["stream"]).removeprefix("task-")


def a_day_of_work(door: Any) -> None:
    """Feedback answered and not yet answered, an incident, a draft before clearance, a note, and an item published."""
    lead, came = f"{CENTRE}/dau-moi", {"subject": HIDDEN["feedback"], "channel": "portal"}
    first = case(door, "184.feedback", lead, "2024-05-06", "--body", CENTRE, register_no="PA-1", **came)
    case(door, "184.feedback", lead, "2024-05-06", "--body", CENTRE, register_no="PA-2", **came)
    door.step(first, "classify", lead, "2024-05-07", kind="difficulty")
    door.step(first, "answer", lead, "2024-05-08", result="explained", link="https://example.invalid/pa-1")
    happened = {"happened_at": "2024-05-08T08:00:00+07:00", "source": "Mạng xã hội"}
    case(door, "184.communication-incidents", OFFICE, "2024-05-08", subject=HIDDEN["incident"], **happened)
    asked = {"outlet": "Báo A", "question": HIDDEN["draft"], "received_at": "2024-05-08T08:00:00+07:00"}
    question = case(door, "184.press-questions", OFFICE, "2024-05-08", **asked)
    door.step(question, "draft", OFFICE, "2024-05-08", subject=HIDDEN["draft"], text=HIDDEN["draft"])
    door.step("184.1.1:van-phong-bo:2024", "prepare", OFFICE, "2024-05-08", subject=HIDDEN["draft"])
    door.step(f"184.feedback-system:{CENTRE}:2024", "note", lead, "2024-05-08", note=HIDDEN["note"])
    published = {
        "subject": "Thông báo thi nâng ngạch",
        "outlet": "cong-bnv",
        "link": "https://example.invalid/thong-bao",
    }
    door.record("communication.published", lead, "2024-05-09", **published)


def test_people_participate_and_monitor(april: Any, tmp_path: Path) -> None:
    """Everybody sees the plans, how each unit stands, what was published, how much feedback was answered; no more."""
    a_day_of_work(april)
    out = tmp_path / "public"
    april.ask("public", "export", "-o", str(out), "--as-of", DAY)
    said = json.loads((out / "data.json").read_text(encoding="utf-8"))
    feedback = next(each for each in said["counts"] if each["count"] == "feedback")
    assert (feedback["received"], feedback["answered"]) == (2, 1)
    plan = next(each for each in said["plans"] if each["plan"] == "184")
    assert len(plan["rows"]) == len(april.ask("plan", "show", "184")["rows"])
    assert set(plan) == {
        "plan", "name", "en", "year", "document", "message", "motto", "clauses", "rows", "status", "totals",
    }  # fmt: skip
    matrix = april.ask("status", "--plan", "184", "--as-of", DAY)["totals"]
    assert plan["totals"] == matrix
    page, files = april.page("/public/"), {f.name: f.read_text(encoding="utf-8") for f in out.iterdir()}
    for text in (files["index.html"], files["register-publications.csv"], page):
        assert "Thông báo thi nâng ngạch" in text
    for name, text in {**files, "/public/": page}.items():
        assert [what for what, words in HIDDEN.items() if words in text] == [], name
