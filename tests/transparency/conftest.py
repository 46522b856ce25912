"""What the tests of the transparency log share: a straight implementation of RFC 6962, written from its text alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import pytest


def straight_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + straight_root(leaves[:k]) + straight_root(leaves[k:])).digest()


def straight_path(at: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if at < k:
        return [*straight_path(at, leaves[:k]), straight_root(leaves[k:])]
    return [*straight_path(at - k, leaves[k:]), straight_root(leaves[:k])]


def straight_proof(first: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    if first == len(leaves):
        return [] if whole else [straight_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if first <= k:
        return [*straight_proof(first, leaves[:k], whole), straight_root(leaves[k:])]
    return [*straight_proof(first - k, leaves[k:], whole=False), straight_root(leaves[:k])]


@pytest.fixture
def mth() -> Callable[[Sequence[bytes]], bytes]:
    """The root of leaves."""
    return straight_root


@pytest.fixture
def path() -> Callable[[int, Sequence[bytes]], list[bytes]]:
    """The audit path of a leaf."""
    return straight_path


@pytest.fixture
def subproof() -> Callable[[int, Sequence[bytes]], list[bytes]]:
    """The consistency proof from a number of leaves."""
    return straight_proof
