"""Reminders on their way: to whoever holds the office, by mail and letter. One test a mechanism, by its id."""

from __future__ import annotations

import re
from typing import Any

DESK = "vu-cai-cach-hanh-chinh/theo-doi-bao-cao"


def test_assign_capable_staff(own_april: Any, post: Any, reach: Any) -> None:
    """A reminder reaches whoever holds the contact role on that day; after a hand-over the old holder gets no more."""
    own_april.change(
        "offices.yaml", "holdings: []", "holdings: []",
        "holdings:\n"
        "  - {office: tinh-ha-nam/dau-moi, person: can-bo-cu, to: 2024-06-10}\n"
        "  - {office: tinh-ha-nam/dau-moi, person: can-bo-moi, from: 2024-06-11}\n",
    )  # fmt: skip
    reach("of: can-bo-cu, channel: email, address: cu@example.vn",
          "of: can-bo-moi, channel: email, address: moi@example.vn")  # fmt: skip
    told = {}
    for day in ("2024-06-06", "2024-06-17"):
        known = len(post.mails)
        own_april.send(day)
        told[day] = [(to, text) for to, text in post.mails[known:]]
    assert [to for to, _ in told["2024-06-06"]] == ["cu@example.vn"]
    assert [to for to, _ in told["2024-06-17"]] == ["moi@example.vn"]
    assert "Đầu mối theo dõi (Tỉnh Hà Nam)" in told["2024-06-17"][0][1]
    events = own_april.ask_lines("export", "events")
    sent = [e["data"] for e in events if e["name"] == "notice.sent"]
    assert {(e["receiver"], e["channel"]) for e in sent} >= {("can-bo-cu", "email"), ("can-bo-moi", "email")}
    assert "example.vn" not in str([e for e in events if e["name"].startswith("notice.")])
    task = "par.contact-person:tinh-ha-nam:2024"
    by = ("--on-behalf-of", "tinh-ha-nam")
    own_april.step(task, "submit", DESK, "2024-05-02", *by, subject="Phân công cán bộ đầu mối", number="5/QĐ-SNV")
    assert own_april.task(task, "2024-05-02")["cell"] == "done_on_time"


def test_monitor_check_urge(own: Any, post: Any, reach: Any) -> None:
    """Notice, reminder, formal letter, report to the leadership: each an event, each once, none when satisfied."""
    reach(
        "of: tinh-ha-giang, channel: email, address: hg@example.vn",
        "of: tinh-ha-nam, channel: email, address: hn@example.vn",
        "of: bo-noi-vu/thu-truong-phu-trach, channel: email, address: lanhdao@example.vn",
        "of: van-phong-bo, channel: email, address: vp@example.vn",
    )  # fmt: skip
    own.ask("init")
    task, days = (
        "par.report:tinh-ha-giang:2024-6T",
        ("2024-06-06", "2024-06-17", "2024-06-21", "2024-06-27", "2024-07-11"),
    )
    for day in days:
        own.send(day)
        assert own.send(day)["written"] == 0, "a second process repeats nothing"
        if day == "2024-06-17":
            own.step(
                "par.report:tinh-ha-nam:2024-6T", "submit", DESK, day, "--on-behalf-of", "tinh-ha-nam", number="40/BC"
            )
    about = [(to, part) for to, text in post.mails for part in re.split(r"\n\n|\n   - ", text) if task in part]
    rungs = ("còn 10 ngày", "còn 03 ngày", "quá hạn 01 ngày", "quá hạn 05 ngày", "quá hạn 15 ngày")
    assert [sum(rung in text for to, text in about if to == "hg@example.vn") for rung in rungs] == [1] * 5
    assert any("quá hạn 15 ngày" in text for to, text in about if to == "lanhdao@example.vn")
    assert len(own.letters("tinh-ha-giang")) == 1
    letter = own.letters("tinh-ha-giang")[0]
    assert "Kính gửi: Tỉnh Hà Giang." in letter
    assert "20/06/2024" in letter
    assert own.letters("tinh-ha-nam") == []
    satisfied = [text for to, text in post.mails if to == "hn@example.vn" and "par.report:tinh-ha-nam:2024-6T" in text]
    assert len(satisfied) == 2, "the two before its report came in"
    told = [e["name"] for e in own.ask("history", task)["events"]]
    assert told.count("reminder.issued") == 5
    assert told.count("notice.sent") > 5
    row = next(m for m in own.ask("outbox", "list", "--limit", "1000")["messages"] if m["channel"] == "letter")
    assert (row["state"], row["attempts"]) == ("sent", 0)
