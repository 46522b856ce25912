"""Signed notes and checkpoints have the C2SP form, and nobody's forgery is taken."""

from __future__ import annotations

import base64
import stat
from pathlib import Path
from random import Random

import pytest

from dondoc.domain.errors import Conflict, DondocError, Invalid, NotFound
from dondoc.transparency.checkpoint import Checkpoint, notes_in, opened
from dondoc.transparency.keyfile import add_key, read_keys
from dondoc.transparency.note import COSIGNATURE, Note, SigningKey, VerifierKey
from dondoc.transparency.tree import EMPTY, leaf_hash

ORIGIN = "theo-doi.example"
KEY = SigningKey(ORIGIN, bytes(range(32)))
OTHER = SigningKey(ORIGIN, bytes(32))
CHECKPOINT = Checkpoint(ORIGIN, 1234567, leaf_hash(b"x"))
# The example of the specification of signed notes, as Go's implementation made it.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_note_of_another_implementation_is_taken() -> None:
    """The format is the one that others use, to the byte."""
    key = VerifierKey.parse(GO_KEY)
    assert str(key) == GO_KEY
    assert Note.parse(GO_NOTE).signers([key]) == [key]


def test_a_checkpoint_is_three_lines_with_a_signature() -> None:
    """Origin, size and root, a gap, and the signature under the origin's name."""
    note = CHECKPOINT.signed([KEY])
    root = base64.b64encode(CHECKPOINT.root).decode()
    assert note.split("\n")[:4] == [ORIGIN, "1234567", root, ""]
    assert note.split("\n")[4].startswith(f"\u2014 {ORIGIN} ")
    assert opened(note, [KEY.verifier()]) == CHECKPOINT
    assert len(CHECKPOINT.code) == 19


def test_old_and_new_key_sign_side_by_side() -> None:
    """While keys change, whoever knows one of the two is served."""
    note = CHECKPOINT.signed([KEY, OTHER])
    for key in (KEY, OTHER):
        assert opened(note, [key.verifier()]) == CHECKPOINT
    with pytest.raises(Invalid, match="None of the known keys"):
        opened(note, [SigningKey(ORIGIN, b"\x01" * 32).verifier()])
    with pytest.raises(Invalid, match="None of the known keys"):
        opened(Checkpoint("another.example", 0, EMPTY).signed([KEY]), [KEY.verifier()])


def test_a_thousand_mutated_notes_are_all_refused() -> None:
    """A letter changed, left out, doubled or two swapped, anywhere: none of them passes."""
    note, chance, tried = CHECKPOINT.signed([KEY]), Random(184), set()  # noqa: S311  # the same mutations in every run
    while len(tried) < 1000:
        at, kind = chance.randrange(len(note)), chance.randrange(4)
        letter = chance.choice("ABCxyz019+/=\n \u2014")
        wrong = (
            note[:at] + (letter, "", note[at] * 2, note[at : at + 2][::-1])[kind] + note[at + (2 if kind == 3 else 1) :]
        )
        if wrong == note:
            continue
        tried.add(wrong)
        with pytest.raises(Invalid):
            opened(wrong, [KEY.verifier()])


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n01\n{'A' * 43}=\n",
        f"{ORIGIN}\n-1\n{'A' * 43}=\n",
        f"{ORIGIN}\n1\n{'A' * 42}==\n",
        f"{ORIGIN}\n1\n{'A' * 42}B=\n",
        f"{ORIGIN}\n0\n{'A' * 43}=\n",
        f"\n1\n{'A' * 43}=\n",
        f"{ORIGIN}\n1\n",
    ],
)
def test_what_is_no_checkpoint_is_refused_though_it_is_signed(text: str) -> None:
    """A leading zero, a sign, another length or spelling of the root, no origin: no signature makes it right."""
    with pytest.raises(Invalid, match="not a checkpoint"):
        opened(text + "\n" + KEY.sign(text) + "\n", [KEY.verifier()])


def test_a_checkpoint_is_found_in_a_mail_that_was_saved() -> None:
    """Whatever stands before and after it, and with the line ends of mail."""
    note = CHECKPOINT.signed([KEY])
    mail = f"Subject: x\n\nKính gửi:\n\n{note}\nTrân trọng\n".replace("\n", "\r\n")
    assert notes_in(mail) == [note]
    assert notes_in("không có gì\n") == []


def test_a_cosignature_says_when_the_witness_saw_it() -> None:
    """It signs the time along, under a key of its own kind, and is no signature of a log."""
    witness = SigningKey("nhan-chung.example", b"\x07" * 32)
    note = CHECKPOINT.signed([KEY]) + witness.cosign(CHECKPOINT.text, 1_711_000_000) + "\n"
    key = witness.verifier(COSIGNATURE)
    assert VerifierKey.parse(str(key)) == key
    assert Note.parse(note).signers([key, KEY.verifier()]) == [KEY.verifier(), key]
    assert Note.parse(note).signers([witness.verifier()]) == []


def test_keys_lie_in_a_file_of_their_owner_only(tmp_path: Path) -> None:
    """More can be added; a file that others may read, or of another log, is refused. No secret is shown."""
    file = tmp_path / "k"
    with pytest.raises(NotFound, match="no signing key"):
        read_keys(file)
    first, second = add_key(file, ORIGIN), add_key(file, ORIGIN)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read_keys(file).signing == (first, second)
    with pytest.raises(Conflict, match="keeps its origin"):
        add_key(file, "another.example")
    retired = file.read_text().replace(first.secret(), str(first.verifier()))
    file.write_text(retired)
    assert read_keys(file).signing == (second,)
    assert {*read_keys(file).known} == {first.verifier(), second.verifier()}
    file.chmod(0o640)
    with pytest.raises(Invalid, match="Others may read"):
        read_keys(file)
    assert second.secret() not in repr(second) + str(read_keys)


@pytest.mark.parametrize("said", ["", "khóa", "PRIVATE+KEY+a+00000000+AAAA", f"{KEY.secret()}\n{GO_KEY}"])
def test_a_damaged_key_file_is_refused_without_showing_it(tmp_path: Path, said: str) -> None:
    """Empty, not a key, a wrong id, or keys of two logs."""
    file = tmp_path / "k"
    file.write_text(said)
    file.chmod(0o600)
    with pytest.raises(DondocError) as refused:
        read_keys(file)
    assert "AAAA" not in str(refused.value)
