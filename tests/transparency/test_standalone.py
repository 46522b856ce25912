"""The verifier that travels in every bundle: its own Ed25519 is the standard's, and no changed bundle passes it."""

from __future__ import annotations

import base64
import json
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dondoc.transparency import proofs, standalone
from dondoc.transparency.checkpoint import Checkpoint
from dondoc.transparency.leaf import COLUMNS, encode
from dondoc.transparency.note import SigningKey
from dondoc.transparency.tree import Frontier, leaf_hash, node_hash

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)
KEY = SigningKey("theo-doi.example", bytes(range(32)))


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_its_signatures_are_those_of_the_standard(public: str, message: str, signature: str) -> None:
    """The vectors of RFC 8032 are taken; with any bit flipped they are not."""
    given = [bytes.fromhex(each) for each in (public, message, signature)]
    assert standalone.signed(*given)
    for which in (0, 2):
        wrong = [*given]
        wrong[which] = bytes([wrong[which][0] ^ 1]) + wrong[which][1:]
        assert not standalone.signed(*wrong)
    assert not standalone.signed(given[0], given[1] + b"x", given[2])
    high = int.from_bytes(given[2][32:], "little") + standalone.L
    assert not standalone.signed(given[0], given[1], given[2][:32] + high.to_bytes(32, "little"))


def test_it_agrees_with_the_library_on_many_keys() -> None:
    """Thirty keys and messages, each taken by both; another key's signature by neither."""
    chance = Random(8032)  # noqa: S311  # the same keys in every run
    for _ in range(30):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        said = chance.randbytes(chance.randrange(200))
        public = key.public_key().public_bytes_raw()
        assert standalone.signed(public, said, key.sign(said))
        assert not standalone.signed(public, said, Ed25519PrivateKey.from_private_bytes(bytes(32)).sign(said))


@pytest.fixture
def bundle() -> dict[str, Any]:
    """A bundle of three events of a log of seven."""
    leaves = [
        encode([n, f"task-{n}", 1, "task.noted", b"{}", f"e-{n}", "2024-04-01", *["x"] * 7, "2024-04-01T01:00Z"])
        for n in range(1, 8)
    ]
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf_hash(leaf))

    def node(height: int, index: int) -> bytes:
        if height == 0:
            return leaf_hash(leaves[index])
        return node_hash(node(height - 1, 2 * index), node(height - 1, 2 * index + 1))

    def base64_of(said: bytes) -> str:
        return base64.b64encode(said).decode()

    proved = [
        {
            "position": at,
            "leaf": base64_of(leaves[at - 1]),
            "proof": [base64_of(each) for each in proofs.inclusion(node, at - 1, 7)],
        }
        for at in (2, 3, 7)
    ]
    note = Checkpoint(KEY.name, 7, frontier.root()).signed([KEY])
    return {"version": 1, "about": "", "key": str(KEY.verifier()), "checkpoint": note, "events": proved}


def holds(bundle: Any, *keys: str) -> bool:
    """Whether the verifier takes a bundle."""
    try:
        return bool([*standalone.check(bundle, keys)])
    except (standalone.Bad, ValueError, KeyError, TypeError, AttributeError):
        return False


def test_its_columns_are_the_leafs() -> None:
    """It says them a second time, since it imports nothing of ours."""
    assert standalone.COLUMNS == COLUMNS


def test_a_whole_bundle_is_taken_under_the_right_key_only(bundle: dict[str, Any]) -> None:
    """With its own key, with the same key from elsewhere, and with no other."""
    assert holds(bundle)
    assert holds(bundle, str(KEY.verifier()))
    assert not holds(bundle, str(SigningKey(KEY.name, bytes(32)).verifier()))


def test_a_thousand_changed_bundles_are_all_refused(bundle: dict[str, Any]) -> None:
    """A letter changed anywhere in leaves, proofs, positions or checkpoint: none passes with the known key."""
    chance, known, tried = Random(1000), str(KEY.verifier()), 0  # noqa: S311  # the same changes in every run
    proved = json.dumps({name: bundle[name] for name in ("checkpoint", "events")}, ensure_ascii=False)
    while tried < 1000:
        at = chance.randrange(len(proved))
        said = proved[:at] + chance.choice('Aa0z9+/=-1,"[]{}') + proved[at + 1 :]
        try:
            wrong = json.loads(said)
        except ValueError:
            continue
        if wrong == json.loads(proved) or not {"checkpoint", "events"} <= {*wrong}:
            continue
        tried += 1
        assert not holds({**bundle, **wrong}, known), said
