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
    assert digest in april.page(f"/tasks/{PAY}")
    april.ask("evidence", "get", digest, "-o", str(tmp_path / "out.pdf"))
    assert (tmp_path / "out.pdf").read_bytes() == clipping.read_bytes()
