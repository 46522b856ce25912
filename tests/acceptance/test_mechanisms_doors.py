"""What comes in and goes out by doors of its own: proofs, bulk entry, the portal, the public. One test a mechanism."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

SPOKESPERSON = "van-phong-bo/nguoi-phat-ngon"
MINISTER = "bo-noi-vu/bo-truong"
PAY = "184.4.1:vu-tien-luong:2024-04"
UNIT = "vu-tien-luong/dau-moi"


def provide(door: Any, on: str, *more: str, **fields: Any) -> None:
    """Take the row on new pay through the gate, and give it to the press."""
    door.step(PAY, "prepare", UNIT, on, subject="Tiền lương mới")
    door.step(PAY, "clear", SPOKESPERSON, on)
    door.step(PAY, "provide", UNIT, on, *more, outlet="Báo A", **fields)


def test_avoid_formalism(april: Any, tmp_path: Path) -> None:
    """A result comes with its proof and reach; the Minister sends back what was done for show, and it is owed again."""
    clipping = tmp_path / "bài báo.pdf"
    clipping.write_bytes(b"%PDF-1.7 bai bao")
    digest = hashlib.sha256(clipping.read_bytes()).hexdigest()
    provide(april, "2024-04-02", "--evidence", str(clipping), "--link", "https://example.invalid/bai", reach=12000)
    shown = april.task(PAY, "2024-04-02")
    file, link = shown["evidence"]
    assert (file["evidence"], file["label"], file["media"]) == (digest, "bài báo.pdf", "application/pdf")
    assert link["link"] == "https://example.invalid/bai"
    events = april.ask("history", PAY)["events"]
    provided = next(e for e in events if e["name"] == "press.information-provided")
    assert provided["data"]["reach"] == 12000
    assert {file["about"], link["about"]} == {provided["event_id"]}
    assert shown["cell"] == "done_on_time"
    april.step(PAY, "send-back", MINISTER, "2024-04-02", reason="Chưa đến được với người dân")
    assert april.task(PAY, "2024-04-02")["cell"] == "open_in_term"
    april.step(PAY, "prepare", "vu-tien-luong/dau-moi", "2024-04-03", subject="Tiền lương")
    april.step(PAY, "clear", "van-phong-bo/duyet-thong-tin", "2024-04-03")
    unproved = april.taking(PAY, "provide", "vu-tien-luong/dau-moi", "2024-04-03", outlet="VTV")
    assert april.refused(*unproved)["rule"] == "step.evidence"
    assert digest in april.page(f"/tasks/{PAY}")
    april.ask("evidence", "get", digest, "-o", str(tmp_path / "out.pdf"))
    assert (tmp_path / "out.pdf").read_bytes() == clipping.read_bytes()


REGISTRAR = ("--actor", "van-thu-a", "--office", "vu-cai-cach-hanh-chinh/theo-doi-bao-cao")


def test_training_and_integrated_dissemination(april: Any, tmp_path: Path) -> None:
    """Classes of outside bodies come in as one file: all or none, each mistake named, harmless when given again."""
    columns = april.ask("record", "template", "activity.held")["columns"]
    assert columns[:4] == ["fact", "on", "body", "subject"]
    head = "\ufefffact;on;body;subject;place;participants\r\n"
    good = "activity.held;25/03/2024;{};Lớp bồi dưỡng;Hội trường;{}\r\n"
    bad = "activity.held;40/03/2024;tinh-ha-nam;;x\r\nactivity.hold;01/03/2024;tinh-ha-nam;;x\r\n"
    bad += "activity.held;01/03/2025;tinh-ha-nam;;x;-1\r\nactivity.held;01/03/2024;tinh-la;Lớp;x;5\r\n"
    file = tmp_path / "lop.csv"
    lines = [good.format("tinh-ha-nam", 40), good.format("tinh-quang-ninh", 55), good.format("tinh-quang-ninh", 55)]
    taking = ("record", "import", str(file), *REGISTRAR, "--clock", "2024-04-02T08:00")
    file.write_text(head + "".join(lines) + bad.split("\r\n", 1)[1], encoding="utf-8")
    status, said = april.run(*taking)
    assert status == 2
    assert [d["place"] for d in said["diagnostics"]] == [
        "lop.csv:5, fact", "lop.csv:6, subject", "lop.csv:6, participants", "lop.csv:7, body",
    ]  # fmt: skip
    assert all(d["vi"] and d["en"] and d["cure"] for d in said["diagnostics"])
    file.write_text(head + "".join(lines), encoding="utf-8")
    assert april.ask(*taking, "--dry-run")["recorded"] == 3
    assert april.ask(*taking)["recorded"] == 3
    again = april.ask(*taking)
    assert (again["recorded"], again["known"]) == (0, 3)
    activities = [e for e in april.ask_lines("export", "events") if e["name"] == "activity.held"]
    assert [(e["meta"]["on"], e["meta"]["on_behalf_of"]) for e in activities] == [
        ("2024-03-25", "tinh-ha-nam"), ("2024-03-25", "tinh-quang-ninh"), ("2024-03-25", "tinh-quang-ninh"),
    ]  # fmt: skip
    stranger = ("--actor", "a", "--office", "vu-phap-che/dau-moi", "--clock", "2024-04-02T08:00")
    assert april.refused("record", "import", str(file), *stranger)["place"] == "lop.csv:2, body"
