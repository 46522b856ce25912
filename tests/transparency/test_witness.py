"""A witness signs a log only as it goes on: never a smaller, another or an unproved one, whatever becomes of itself."""

from __future__ import annotations

import asyncio
import base64
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from dondoc.domain.errors import StoreBroken
from dondoc.interfaces.web.witness import SIZE_TYPE, create_witness
from dondoc.transparency import proofs
from dondoc.transparency.checkpoint import Checkpoint
from dondoc.transparency.note import COSIGNATURE, Note, SigningKey
from dondoc.transparency.tree import leaf_hash, node_hash
from dondoc.transparency.witness import Asked, Refused, Witness

LOG = SigningKey("theo-doi.example", bytes(range(32)))
KEY = SigningKey("nhan-chung.example", b"\x07" * 32)
ROOT = Path(__file__).parents[2]
NOW = 1_711_000_000


def log(name: str = "lá") -> proofs.Node:
    """The subtrees of a log; another name is another log."""

    def node(height: int, index: int) -> bytes:
        if height == 0:
            return leaf_hash(f"{name} {index}".encode())
        return node_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1))

    return node


def request(old: int, size: int, node: proofs.Node | None = None, key: SigningKey = LOG) -> bytes:
    """What a log sends to have a size signed."""
    node = node or log()
    note = Checkpoint(key.name, size, proofs.root(node, size)).signed([key])
    return Asked(old, tuple(proofs.consistency(node, old, size)), note).body.encode()


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A witness that has seen nothing."""
    return again(tmp_path)


def again(tmp_path: Path) -> Witness:
    """The witness of that folder, started (again)."""
    return Witness(tmp_path / "state", KEY, [LOG.verifier()], lambda: NOW)


def refused(witness: Witness, body: bytes) -> int:
    """The status with which a request is refused."""
    with pytest.raises(Refused) as no:
        witness.sign(body)
    return no.value.status


def test_a_log_that_goes_on_is_signed_with_the_time(witness: Witness, tmp_path: Path) -> None:
    """First of all, going on, and once more the same; the signature is good, and what was seen is on disk."""
    for old, size in ((0, 5), (5, 5), (5, 12)):
        line = witness.sign(request(old, size))
    note = Checkpoint(LOG.name, 12, proofs.root(log(), 12)).signed([LOG]) + line
    assert Note.parse(note).signers([KEY.verifier(COSIGNATURE)]) == [KEY.verifier(COSIGNATURE)]
    assert again(tmp_path).sizes() == {LOG.name: 12}


@pytest.mark.parametrize("restarted", [False, True])
def test_a_smaller_another_or_unproved_log_is_refused(witness: Witness, tmp_path: Path, *, restarted: bool) -> None:
    """Also after the witness was started again; and what was refused leaves no trace."""
    witness.sign(request(0, 12))
    asked = again(tmp_path) if restarted else witness
    other = log("khác")
    for body in (request(0, 5), request(5, 5), request(5, 12), request(0, 20), request(12, 12, other)):
        assert refused(asked, body) == 409
    unproved = request(12, 20).decode().split("\n")
    assert refused(asked, "\n".join([unproved[0], *unproved[2:]]).encode()) == 422
    assert refused(asked, request(12, 20, other)) == 422
    assert refused(asked, request(5, 5).replace(b"old 5", b"old 6")) == 400
    assert asked.sizes() == {LOG.name: 12}


def test_what_is_no_request_of_a_known_log_is_refused(witness: Witness) -> None:
    """Malformed, of an unknown log, without its signature, with a wrong one, with too long a proof."""
    good = request(0, 5).decode()
    long = "old 0\n" + "\n".join([base64.b64encode(bytes(32)).decode()] * 64) + good[5:]
    for body in (b"", b"old 0\n", b"\xff", good[1:].encode(), good.replace("old 0", "old 00").encode(), long.encode(),
                 good.replace("old 0", "old 0\nabc").encode(), good.replace("\n5\n", "\n05\n").encode()):  # fmt: skip
        assert refused(witness, body) == 400
    assert refused(witness, request(0, 5, key=SigningKey("la.example", bytes(32)))) == 404
    assert refused(witness, request(0, 5, key=SigningKey(LOG.name, bytes(32)))) == 403
    signature = good.splitlines()[-1]
    assert refused(witness, good.replace(signature, signature[:-8] + "AAAAAAA=").encode()) in {400, 403}
    assert witness.sizes() == {}


def test_a_witness_that_cannot_read_or_keep_what_it_saw_signs_nothing(witness: Witness, tmp_path: Path) -> None:
    """A damaged file is no new beginning, nor is a folder that cannot be written."""
    witness.sign(request(0, 5))
    kept = (tmp_path / "state").read_text()
    for wrong in (kept[:-9], "[]", kept.replace('"size": 5', '"size": "5"')):
        (tmp_path / "state").write_text(wrong)
        with pytest.raises(StoreBroken, match="signs nothing"):
            witness.sign(request(5, 9))
        with pytest.raises(StoreBroken, match="signs nothing"):
            again(tmp_path)
    (tmp_path / "state").write_text(kept)
    (tmp_path / ".state.new").mkdir()
    with pytest.raises(StoreBroken, match="cannot be written"):
        witness.sign(request(5, 9))
    assert witness.sizes() == {LOG.name: 5}


def test_over_http_it_answers_as_the_standard_says(witness: Witness) -> None:
    """The signature with 200; a conflict with the size that was signed, under its own type; a huge body with 413."""

    async def ask(*bodies: bytes) -> list[httpx.Response]:
        transport = httpx.ASGITransport(create_witness(witness))
        async with httpx.AsyncClient(transport=transport, base_url="http://witness") as client:
            return [await client.post("/add-checkpoint", content=body) for body in bodies]

    signed, conflict, unproved, large = asyncio.run(
        ask(request(0, 5), request(0, 9), request(5, 9, log("khác")), b"x" * 200_000)
    )
    assert (signed.status_code, signed.text[:1]) == (200, "\u2014")
    assert (conflict.status_code, conflict.text, conflict.headers["content-type"]) == (409, "5\n", SIZE_TYPE)
    assert (unproved.status_code, large.status_code) == (422, 413)


def test_a_witness_that_is_killed_never_signs_two_logs() -> None:
    """Five kills (-9) at random instants while a log grows: no older and no forked log is signed afterwards."""
    command = [sys.executable, str(ROOT / "benchmarks" / "witnessing.py"), "5"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 kills" in done.stdout
