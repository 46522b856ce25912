"""The folder of proofs: each content once, whole or not at all; no name and no link leads out of it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from dondoc.domain.errors import Invalid, NotFound, StoreBroken
from dondoc.evidence.folder import EvidenceFolder
from dondoc.evidence.labels import label_of
from dondoc.evidence.media import media_of

DIGEST = hashlib.sha256(b"mot").hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> EvidenceFolder:
    """A folder that is not there yet and takes at most 100 bytes a file."""
    return EvidenceFolder(tmp_path / "kept", 100)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small file that somebody has."""
    path = tmp_path / "mot.txt"
    path.write_bytes(b"mot")
    return path


def test_the_same_content_is_kept_once_under_its_digest(folder: EvidenceFolder, file: Path) -> None:
    """Two levels of folders, the file's name is its SHA-256, and nothing unfinished stays behind."""
    first = folder.keep(file)
    second = folder.keep(file.rename(file.with_name("hai.txt")))
    kept = [str(path.relative_to(folder.root)) for path in folder.root.rglob("*") if path.is_file()]
    assert kept == [f"{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"]
    assert (first.evidence, first.size, first.label, second.label) == (DIGEST, 3, "mot.txt", "hai.txt")
    with folder.open(DIGEST) as opened:
        assert opened.read() == b"mot"


def test_a_file_that_is_too_large_or_empty_is_refused_and_leaves_nothing(folder: EvidenceFolder, file: Path) -> None:
    """The limit is one of bytes read, not of what a directory says."""
    for content in (b"x" * 101, b""):
        file.write_bytes(content)
        with pytest.raises(Invalid):
            folder.keep(file)
    assert [path for path in folder.root.rglob("*") if path.is_file()] == []


def test_links_folders_pipes_and_what_is_not_there_are_refused(folder: EvidenceFolder, file: Path) -> None:
    """A link could show a file that its giver may not read; a pipe would never end."""
    link, pipe = file.with_name("link.txt"), file.with_name("pipe")
    link.symlink_to(file)
    os.mkfifo(pipe)
    for path in (link, pipe, file.parent, file.with_name("nowhere")):
        with pytest.raises(Invalid):
            folder.keep(path)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "a" * 63, "A" * 64, "", f"{'a' * 64}\n"])
def test_what_is_no_digest_never_becomes_a_path(folder: EvidenceFolder, digest: str) -> None:
    """Only 64 small hexadecimal digits name a file."""
    with pytest.raises(Invalid):
        folder.open(digest)


def test_a_link_put_in_the_place_of_a_file_is_not_followed(folder: EvidenceFolder, file: Path) -> None:
    """Neither when it is read, nor when it is checked, nor when the file is given again."""
    folder.keep(file)
    place = folder.root / DIGEST[:2] / DIGEST[2:4] / DIGEST
    place.unlink()
    place.symlink_to(file)
    with pytest.raises(NotFound):
        folder.open(DIGEST)
    assert folder.check([DIGEST]).missing == (DIGEST,)
    folder.keep(file)
    assert folder.check([DIGEST]).clean


def test_a_folder_that_is_a_link_is_not_written_through(folder: EvidenceFolder, file: Path) -> None:
    """Whoever can plant a link in the folder does not thereby write elsewhere."""
    folder.root.mkdir()
    elsewhere = file.with_name("elsewhere")
    elsewhere.mkdir()
    (folder.root / DIGEST[:2]).symlink_to(elsewhere)
    with pytest.raises(StoreBroken):
        folder.keep(file)
    assert [*elsewhere.rglob("*")] == [elsewhere / DIGEST[2:4]] or [*elsewhere.rglob("*")] == []


def test_a_check_tells_missing_altered_and_orphaned_files_apart(folder: EvidenceFolder, file: Path) -> None:
    """A file that was changed on disk no longer has the content that the log names."""
    folder.keep(file)
    place = folder.root / DIGEST[:2] / DIGEST[2:4] / DIGEST
    place.chmod(0o600)
    place.write_bytes(b"khac")
    (folder.root / "note.txt").write_text("x", encoding="utf-8")
    found = folder.check([DIGEST, "b" * 64])
    assert (found.missing, found.altered, found.orphaned) == (("b" * 64,), (DIGEST,), ("note.txt",))
    assert not found.clean
    folder.keep(file)  # whoever still has the file heals the folder
    assert folder.check([DIGEST]).altered == ()


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ("../../etc/passwd", "passwd"),
        (r"C:\Ho so\bao cao.docx", "bao cao.docx"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("a\nb\x00c.pdf", "abc.pdf"),
        ("...", "minh-chung"),
        ("<b>x</b>.pdf", "b .pdf"),
        ("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_harmless(given: str, label: str) -> None:
    """Only its last part, composed, without what is invisible or means something to a shell or a path."""
    assert label_of(given) == label


@pytest.mark.parametrize(
    ("beginning", "label", "media"),
    [
        (b"%PDF-1.4", "anh.jpg", "application/pdf"),
        (b"\xff\xd8\xff\xe0", "anh", "image/jpeg"),
        (b"PK\x03\x04", "a.exe", "application/zip"),
        (b"<script>", "a.html", "application/octet-stream"),
        (b"a;b", "a.csv", "text/csv"),
        (b"\x00\x01", "a.txt", "application/octet-stream"),
    ],
)
def test_what_a_file_is_follows_from_what_it_holds(beginning: bytes, label: str, media: str) -> None:
    """A name alone makes nothing an image, and nothing is ever a page that a browser would run."""
    assert media_of(beginning, label) == media
