"""The hashes of RFC 6962, and the root of a growing list of leaves in memory that grows with its logarithm."""

from __future__ import annotations

import hashlib

SIZE = 32
"""The bytes of a hash."""
EMPTY = hashlib.sha256(b"").digest()
"""The root of no leaves."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two hashes side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees of the leaves so far, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._roots: list[bytes] = []

    def add(self, hash_: bytes) -> None:
        """Add the hash of the next leaf."""
        roots, size = self._roots, self.size
        roots.append(hash_)
        while size & 1:
            right = roots.pop()
            roots.append(node_hash(roots.pop(), right))
            size >>= 1
        self.size += 1

    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self._roots:
            return EMPTY
        *rest, found = self._roots
        for left in reversed(rest):
            found = node_hash(left, found)
        return found
