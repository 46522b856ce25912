"""Proofs: that a leaf is in a tree (inclusion), that one tree goes on where another ended (consistency).

They are made from complete subtrees, whoever keeps those, and checked from hashes alone, as RFC 9162 says in 2.1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dondoc.transparency.tree import EMPTY, leaf_hash, node_hash

Node = Callable[[int, int], bytes]
"""Gives the root of a complete subtree by height and index."""


def root(node: Node, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _range(node, 0, size) if size else EMPTY


def inclusion(node: Node, index: int, size: int) -> list[bytes]:
    """The proof that the leaf at an index (from 0) is in the tree of that size; 0 <= index < size."""
    proof: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range(node, middle, high))
            high = middle
        else:
            proof.append(_range(node, low, middle))
            low = middle
    return proof[::-1]


def consistency(node: Node, first: int, second: int) -> list[bytes]:
    """The proof that the tree of the first size is the beginning of that of the second; 0 <= first <= second."""
    if first in {0, second}:
        return []
    proof: list[bytes] = []
    low, high, whole = 0, second, True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            proof.append(_range(node, middle, high))
            high = middle
        else:
            proof.append(_range(node, low, middle))
            low, whole = middle, False
    if not whole:
        proof.append(_range(node, low, high))
    return proof[::-1]


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that the leaf stands at that index (from 0) in the tree of that size and root."""
    if not 0 <= index < size:
        return False
    found, at, last = leaf_hash(leaf), index, size - 1
    for each in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(each, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, each)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(first: int, second: int, proof: Sequence[bytes], old: bytes, new: bytes) -> bool:
    """Whether a proof shows that the tree of size `first` and root `old` is the beginning of the other."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not proof and old == new
    if first == 0:
        return not proof and old == EMPTY
    path = [old, *proof] if first & (first - 1) == 0 else [*proof]
    if not path:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(each, before), node_hash(each, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, each)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old and after == new


def _range(node: Node, low: int, high: int) -> bytes:
    count = high - low
    if count & (count - 1) == 0 and low % count == 0:
        height = count.bit_length() - 1
        return node(height, low >> height)
    middle = low + _split(count)
    return node_hash(_range(node, low, middle), _range(node, middle, high))


def _split(count: int) -> int:
    """The largest power of two below a number."""
    return 1 << ((count - 1).bit_length() - 1)
