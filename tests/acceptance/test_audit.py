"""An outsider verifies the log: checkpoints that left the machine, altered rows, bundles, codes on paper."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import create_engine

from dondoc import Dondoc, Settings
from dondoc.documents.seal import Seal
from dondoc.interfaces.checkpoints import Keeping
from dondoc.settings import load

PAY = "184.4.1:vu-tien-luong:2024-04"
UNIT = "vu-tien-luong/dau-moi"
NEXT = ("--clock", "2024-04-03T08:00+07:00")


def edit(door: Any, *statements: str) -> None:
    """What an administrator could do by hand."""
    engine = create_engine(door.db.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def straight_root(leaves: list[bytes]) -> bytes:
    """The root, from the text of RFC 6962 alone."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + straight_root(leaves[:k]) + straight_root(leaves[k:])).digest()


@pytest.fixture
def sealed(april: Any, tmp_path: Path) -> Any:
    """Both plans on 2 April 2024, with a key, and a checkpoint that was kept elsewhere."""
    april.ask("key", "new")
    april.ask("checkpoint", "-o", str(tmp_path / "cp.txt"))
    return april


def test_a_checkpoint_without_a_key_is_refused_with_the_way_out(april: Any) -> None:
    """Keys are made by an explicit command only."""
    refused = april.refused("checkpoint")
    assert refused["code"] == "not-found"
    assert "dondoc key new" in refused["cure"]
    assert april.ask("verify")["checkpoints"] == []


def test_the_root_is_the_one_that_anybody_computes_from_the_leaves(sealed: Any, tmp_path: Path) -> None:
    """The leaves are lines of base64; their root by the standard's text is the signed one, and proofs are of it."""
    leaves = [base64.b64decode(line) for line in sealed.printed("leaves").split()]
    origin, size, root = (tmp_path / "cp.txt").read_text(encoding="utf-8").split("\n")[:3]
    assert (origin, int(size), base64.b64decode(root)) == ("dondoc", len(leaves), straight_root(leaves))
    events = sealed.ask_lines("export", "events")
    assert [json.loads(leaf)[0] for leaf in leaves] == [event["position"] for event in events]
    assert [json.loads(leaf)[5] for leaf in leaves] == [event["event_id"] for event in events]
    proof = sealed.ask("proof", "inclusion", "5")
    assert base64.b64decode(proof["leaf"]) == leaves[4]
    assert proof["root"] == root
    assert base64.b64decode(proof["proof"][0]) == hashlib.sha256(b"\x00" + leaves[5]).digest()
    grown = sealed.ask("proof", "consistency", "4096", "--size", size)
    assert base64.b64decode(grown["first_root"]) == straight_root(leaves[:4096])
    assert base64.b64decode(grown["proof"][0]) == straight_root(leaves[4096:])


def test_verification_says_what_holds_what_was_done_and_what_it_cannot_tell(sealed: Any, tmp_path: Path) -> None:
    """Whole, then an actor altered: status 1, the position, the column, its former value; the limit is always told."""
    given = ("--checkpoint", str(tmp_path / "cp.txt"))
    good = sealed.ask("verify", *given)
    assert (good["findings"], good["checkpoints"][0]["agrees"], good["covered"]) == ([], True, good["events"])
    assert "có thể bị cắt" in sealed.printed("verify", *given)
    edit(sealed, "UPDATE dondoc_events SET actor = 'tran-thi-b' WHERE position = 100")
    status, said = sealed.run("verify", *given)
    (finding,) = said["data"]["findings"]
    assert (status, finding["position"], finding["kind"], finding["columns"]) == (1, 100, "column", ["actor"])
    assert "'dondoc'" in finding["vi"]
    assert "SAI LỆCH" in sealed.printed("verify", *given)


def test_checkpoints_outlive_vacuum_backup_and_more_events(
    sealed: Any, databases: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No false alarm after VACUUM, after a backup that was restored elsewhere, after more was recorded and signed."""
    monkeypatch.setenv("DONDOC_SIGNING_KEY", str(load(db=sealed.db).key_file))
    given = ("--checkpoint", str(tmp_path / "cp.txt"))
    edit(sealed, "VACUUM")
    assert sealed.ask("verify", *given)["covered"] > 0
    sealed.ask("backup", str(tmp_path / "luu.db"))
    (tmp_path / "again").mkdir()
    restored = replace(sealed, db=databases.new(tmp_path / "again"))
    restored.ask("restore", str(tmp_path / "luu.db"))
    restored.step(PAY, "note", UNIT, "2024-04-02", note="Đã nhận")
    restored.ask("checkpoint", "-o", str(tmp_path / "cp2.txt"), *NEXT)
    said = restored.ask("verify", *given, "--checkpoint", str(tmp_path / "cp2.txt"))
    assert [each["agrees"] for each in said["checkpoints"]] == [True, True]
    assert said["stored"] == {"count": 2, "agree": 2}


def test_a_dump_that_was_read_again_holds_the_same_log(
    sealed: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements in a text file, carried out on an empty file: no false alarm either."""
    monkeypatch.setenv("DONDOC_SIGNING_KEY", str(load(db=sealed.db).key_file))
    sealed.ask("backup", str(tmp_path / "luu.db"))
    source, target = sqlite3.connect(tmp_path / "luu.db"), sqlite3.connect(tmp_path / "again.db")
    target.executescript("\n".join(source.iterdump()))
    source.close()
    target.close()
    again = replace(sealed, db=f"sqlite:///{tmp_path / 'again.db'}")
    (said,) = again.ask("verify", "--checkpoint", str(tmp_path / "cp.txt"))["checkpoints"]
    assert said["agrees"]


def test_an_older_backup_that_was_put_back_is_found(
    sealed: Any, databases: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checkpoint elsewhere knows of more events; nothing is signed over another log."""
    monkeypatch.setenv("DONDOC_SIGNING_KEY", str(load(db=sealed.db).key_file))
    (tmp_path / "old").mkdir()
    old = replace(sealed, db=databases.like(sealed.db, tmp_path / "old"))
    sealed.step(PAY, "note", UNIT, "2024-04-02", note="Đã nhận")
    sealed.ask("checkpoint", "-o", str(tmp_path / "cp2.txt"), *NEXT)
    status, said = old.run("verify", "--checkpoint", str(tmp_path / "cp2.txt"))
    (finding,) = said["data"]["findings"]
    assert (status, finding["kind"], finding["position"] - 1) == (1, "truncated", said["data"]["events"])
    edit(old, "DELETE FROM dondoc_events WHERE position > 4000", "UPDATE dondoc_tracking SET position = 0",
         "DELETE FROM dondoc_tiles")  # fmt: skip
    refused = old.refused("checkpoint")
    assert (refused["code"], "ký" in refused["vi"] or "thiếu" in refused["vi"]) == ("store-broken", True)


def test_a_forged_or_foreign_checkpoint_is_refused(sealed: Any, tmp_path: Path) -> None:
    """Another root under the same signature, a key that is not known, a file that is none: status 2, with its name."""
    said = (tmp_path / "cp.txt").read_text(encoding="utf-8")
    root = said.split("\n")[2]
    (tmp_path / "forged.txt").write_text(said.replace(root, root[1:43] + "A="), encoding="utf-8")
    (tmp_path / "none.txt").write_text("không có gì\n", encoding="utf-8")
    for name in ("forged.txt", "none.txt", "missing.txt"):
        status, answer = sealed.run("verify", "--checkpoint", str(tmp_path / name))
        assert (status, name in answer["diagnostics"][0]["place"]) == (2, True)
    other = sealed.ask("key", "new", "--key-file", str(tmp_path / "other"))["key"]
    status, answer = sealed.run("verify", "--checkpoint", str(tmp_path / "cp.txt"), "--key", other)
    assert (status, "None of the known keys" in answer["diagnostics"][0]["en"]) == (2, True)
    edit(sealed, "UPDATE dondoc_checkpoints SET code = 'AAAA-AAAA-AAAA-AAAA'")
    status, answer = sealed.run("verify")
    assert (status, answer["data"]["findings"][0]["kind"]) == (1, "checkpoint")


def check_bundle(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier of an unpacked bundle as an inspector does: alone, without our packages."""
    command = [sys.executable, "-I", "-S", str(folder / "kiem-chung.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=60)


def test_a_bundle_is_checked_without_dondoc_and_without_its_database(sealed: Any, tmp_path: Path) -> None:
    """The verifier in it takes it with the key from elsewhere; altered events, proofs or another key are refused."""
    sealed.step(PAY, "note", UNIT, "2024-04-02", note="Đã nhận đề nghị")
    sealed.ask("bundle", PAY, "-o", str(tmp_path / "b.zip"))
    key = sealed.ask("key", "show")["keys"][0]
    with zipfile.ZipFile(tmp_path / "b.zip") as kept:
        kept.extractall(tmp_path / "b")
        bundle = json.loads(kept.read("bundle.json"))
    said = check_bundle(tmp_path / "b", str(tmp_path / "b.zip"), key)
    assert (said.returncode, said.stderr) == (0, "")
    assert "đã cho / given" in said.stdout
    assert "Đã nhận đề nghị" in said.stdout
    assert "NẰM TRONG GÓI" in check_bundle(tmp_path / "b", str(tmp_path / "b.zip")).stdout
    narrative = (tmp_path / "b" / "thuyet-minh.txt").read_text(encoding="utf-8")
    assert "Đã nhận đề nghị" in narrative
    assert "không chứng minh rằng không còn sự kiện nào khác" in narrative
    leaf = base64.b64decode(bundle["events"][-1]["leaf"]).replace("nhận".encode(), b"xong")
    bundle["events"][-1]["leaf"] = base64.b64encode(leaf).decode()
    with zipfile.ZipFile(tmp_path / "wrong.zip", "w") as target:
        target.writestr("bundle.json", json.dumps(bundle))
    assert check_bundle(tmp_path / "b", str(tmp_path / "wrong.zip"), key).returncode == 1
    other = sealed.ask("key", "new", "--key-file", str(tmp_path / "other"))["key"]
    assert check_bundle(tmp_path / "b", str(tmp_path / "b.zip"), other).returncode == 1
    assert check_bundle(tmp_path / "b", str(tmp_path / "cp.txt"), key).returncode == 2


def test_a_bundle_of_a_unit_holds_what_happened_in_its_span(sealed: Any, tmp_path: Path) -> None:
    """What happened to the tasks of a unit in a span of days, and to no others; what there is not is refused."""
    said = sealed.ask("bundle", "--unit", "vu-tien-luong", "--from", "2024-03-18", "--to", "2024-03-31", "-o",
                      str(tmp_path / "u.zip"))  # fmt: skip
    with zipfile.ZipFile(tmp_path / "u.zip") as kept:
        bundle = json.loads(kept.read("bundle.json"))
    leaves = [json.loads(base64.b64decode(each["leaf"])) for each in bundle["events"]]
    assert said["events"] == len(leaves) > 5
    assert {leaf[6] for leaf in leaves} <= {f"2024-03-{day}" for day in range(18, 32)}
    assert all("vu-tien-luong" in leaf[1] for leaf in leaves)
    refused = sealed.refused("bundle", "--unit", "khong-co", "-o", str(tmp_path / "x.zip"))
    assert refused["code"] == "not-found"
    assert sealed.refused("bundle", "-o", str(tmp_path / "x.zip"))["place"] == "TASK"


def test_the_newest_code_stands_on_pages_letters_and_public_files(sealed: Any, tmp_path: Path) -> None:
    """Whoever holds paper can compare its code, and the QR code beside it is the checkpoint itself, to be kept."""
    made = sealed.ask("checkpoint")
    code, qr = made["code"], Seal("", made["checkpoint"])
    for url in ("/", "/public/"):
        page = sealed.page(url)
        assert code in page
        assert qr.svg in page
    sealed.tick("2024-05-20")
    sealed.ask("letter", "vu-tien-luong", "-o", str(tmp_path / "l.docx"), "--clock", "2024-05-20T08:00+07:00")
    footer = Document(str(tmp_path / "l.docx")).sections[0].first_page_footer
    assert code in footer.paragraphs[0].text
    assert [part.blob for part in footer.part.package.image_parts] == [qr.png]
    said = json.loads(sealed.page("/public/data.json"))["checkpoint"]
    assert said["note"] == made["checkpoint"]
    (tmp_path / "scanned.txt").write_text(said["note"], encoding="utf-8")
    assert sealed.ask("verify", "--checkpoint", str(tmp_path / "scanned.txt"))["checkpoints"][0]["agrees"]


def test_checkpoints_are_made_daily_and_at_approvals_and_leave_the_machine(
    own_april: Any, tmp_path: Path, reach: Any
) -> None:
    """A running process signs what was recorded once a day and after the configured facts, and sends it off."""
    own_april.ask("key", "new")
    reach("of: van-phong-bo/chanh-van-phong, channel: file")
    own_april.change(
        "checkpoints.yaml", "checkpoints:", "checkpoints:\n", "checkpoints:\n  to: [van-phong-bo/chanh-van-phong]\n"
    )

    def run(moment: str) -> Any:
        settings = Settings(db=own_april.db, config=own_april.config, clock=moment)
        dondoc = Dondoc.open(settings)
        try:
            return Keeping(dondoc, settings).run()
        finally:
            dondoc.close()

    assert run("2024-04-02T09:00+07:00").size == 4942
    assert run("2024-04-02T09:01+07:00") is None
    own_april.step(PAY, "prepare", UNIT, "2024-04-02", subject="Tiền lương mới")
    assert run("2024-04-02T10:00+07:00") is None
    own_april.step(PAY, "clear", "van-phong-bo/nguoi-phat-ngon", "2024-04-02")
    at_approval = run("2024-04-02T11:00+07:00")
    assert at_approval.size > 4942
    assert run("2024-04-03T08:00+07:00") is None  # nothing was recorded since
    given = {"outlet": "Báo Nhân Dân", "link": "https://example.invalid/bai"}
    own_april.step(PAY, "provide", UNIT, "2024-04-03", **given)
    assert run("2024-04-04T08:00+07:00").size > at_approval.size
    own_april.ask("outbox", "run", "--clock", "2024-04-04T08:05+07:00")
    (sent,) = posted(own_april)
    said = own_april.ask("verify", "--checkpoint", str(sent))
    assert (said["checkpoints"][0]["agrees"], said["stored"]["count"]) == (True, 3)
    own_april.ask("outbox", "run", "--clock", "2024-04-04T08:10+07:00")
    assert posted(own_april) == [sent]


def posted(door: Any) -> list[Path]:
    """The checkpoints that were written as files."""
    files = (load(db=door.db).outbox_folder / "file").glob("*chanh-van-phong-n-*.txt")
    return [file for file in files if file.read_text(encoding="utf-8").startswith("[MÔ PHỎNG] [Điểm kiểm tra]")]
