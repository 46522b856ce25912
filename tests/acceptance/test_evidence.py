"""Proofs through the command line: versions, altered files, strangers, activities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAY = "184.4.1:vu-tien-luong:2024-04"
UNIT = "vu-tien-luong/dau-moi"


def test_evidence_is_versioned_checked_and_kept_from_those_who_have_no_part(april: Any, tmp_path: Path) -> None:
    """Versions stand side by side; a file that was altered on disk is found; a stranger attaches nothing."""
    report, better = tmp_path / "bao-cao.txt", tmp_path / "bao-cao-2.txt"
    report.write_text("Bản 1", encoding="utf-8")
    better.write_text("Bản 2", encoding="utf-8")
    by = april.by(UNIT, "2024-04-02")
    april.ask("evidence", "add", PAY, str(report), "--day", "2024-04-01", *by)
    (first,) = april.ask("evidence", "list", PAY, "--as-of", "2024-04-02")["evidence"]
    april.ask("evidence", "add", PAY, str(better), "--supersedes", first["evidence"], *by)
    listed = april.ask("evidence", "list", PAY, "--as-of", "2024-04-02")["evidence"]
    assert [(e["version"], e["standing"], e["day"]) for e in listed] == [(1, False, "2024-04-01"), (2, True, None)]
    stranger = april.by("vu-phap-che/dau-moi", "2024-04-02")
    assert april.refused("evidence", "add", PAY, str(report), *stranger)["code"] == "not-allowed"
    assert april.ask("evidence", "check")["whole"] == 2
    digest = first["evidence"]
    kept = tmp_path / "d.db.evidence" / digest[:2] / digest[2:4] / digest
    kept.chmod(0o600)
    kept.write_text("đã sửa", encoding="utf-8")
    status, said = april.run("evidence", "check")
    assert (status, said["data"]["altered"]) == (1, [digest])
    assert april.ask("projections", "check")["differences"] == {}


def test_an_activity_brings_its_proof_along(april: Any, tmp_path: Path) -> None:
    """Recorded in one go, it shows under the duty that the activity serves."""
    photo = tmp_path / "anh.jpg"
    photo.write_bytes(b"\xff\xd8\xff anh")
    data = '{"body": "vu-tien-luong", "subject": "Hội nghị", "place": "Hà Nội"}'
    task = next(t["task"] for t in april.tasks("2024-04-02", "--unit", "vu-tien-luong") if t["procedure"] == "standing")
    april.ask("record", "activity.held", *april.by(UNIT, "2024-04-02"), "--data", data, "--serves", task,
              "--evidence", str(photo))  # fmt: skip
    (proof,) = april.task(task, "2024-04-02")["evidence"]
    assert (proof["label"], proof["media"]) == ("anh.jpg", "image/jpeg")
