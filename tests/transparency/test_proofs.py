"""Roots and proofs agree with RFC 6962: its known values, a straight implementation of it, and no forgery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

import pytest

from dondoc.transparency import proofs
from dondoc.transparency.tiles import NoTile, grown, node
from dondoc.transparency.tree import EMPTY, Frontier, leaf_hash

KNOWN = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The roots of the reference implementation of RFC 6962 over the first 1 to 8 of these leaves."""
LEAVES = [f"lá {number}".encode() for number in range(700)]
Tile = dict[tuple[int, int], bytes]


def tiled(leaves: Sequence[bytes], by: int = 1000) -> Tile:
    """The tiles of some leaves, added so many at a time."""
    kept: Tile = {}

    def held(level: int, number: int) -> bytes:
        return kept.get((level, number), b"")

    for start in range(0, len(leaves), by):
        part = [leaf_hash(leaf) for leaf in leaves[start : start + by]]
        kept |= grown(held, start, part)
    return kept


def nodes(kept: Tile) -> proofs.Node:
    """The subtrees of tiles."""
    return partial(node, lambda level, number: kept.get((level, number), b""))


def test_the_roots_are_those_of_the_reference_implementation(mth: Callable[[Sequence[bytes]], bytes]) -> None:
    """Eight known leaves give the eight published roots, in memory, from tiles and by the straight way."""
    frontier = Frontier()
    assert frontier.root() == EMPTY == mth([])
    for count, known in enumerate(ROOTS, 1):
        frontier.add(leaf_hash(KNOWN[count - 1]))
        at = nodes(tiled(KNOWN))
        assert frontier.root().hex() == proofs.root(at, count).hex() == mth(KNOWN[:count]).hex() == known


@pytest.mark.parametrize("by", [1, 7, 255, 256, 257, 700])
def test_tiles_are_the_same_however_they_grew(by: int, mth: Callable[[Sequence[bytes]], bytes]) -> None:
    """One leaf at a time or all at once: the same tiles, and the root of every size."""
    kept = tiled(LEAVES, by)
    assert kept == tiled(LEAVES)
    assert {key: len(tile) // 32 for key, tile in kept.items()} == {(0, 0): 256, (0, 1): 256, (0, 2): 188, (1, 0): 2}
    for size in (1, 255, 256, 257, 511, 512, 513, 700):
        assert proofs.root(nodes(kept), size) == mth(LEAVES[:size])


def test_a_tile_that_is_missing_is_told() -> None:
    """A proof is never made from less than there must be, nor does a tree grow on it."""
    kept = tiled(LEAVES)
    del kept[0, 1]
    with pytest.raises(NoTile):
        proofs.inclusion(nodes(kept), 300, 700)
    with pytest.raises(NoTile):
        grown(lambda *_: b"", 700, [EMPTY])


def test_every_inclusion_proof_is_the_one_of_the_standard_and_is_taken(
    mth: Callable[[Sequence[bytes]], bytes], path: Callable[[int, Sequence[bytes]], list[bytes]]
) -> None:
    """Each leaf in each tree up to 40 leaves, and some of a large one."""
    at = nodes(tiled(LEAVES))
    cases = [(index, size) for size in range(1, 41) for index in range(size)]
    for index, size in [*cases, (0, 700), (255, 700), (256, 700), (511, 513), (699, 700)]:
        proof = proofs.inclusion(at, index, size)
        assert proof == path(index, LEAVES[:size])
        assert proofs.included(LEAVES[index], index, size, proof, mth(LEAVES[:size]))


def test_every_consistency_proof_is_the_one_of_the_standard_and_is_taken(
    mth: Callable[[Sequence[bytes]], bytes], subproof: Callable[[int, Sequence[bytes]], list[bytes]]
) -> None:
    """Each pair of sizes up to 40, and some of a large tree."""
    at = nodes(tiled(LEAVES))
    cases = [(first, second) for second in range(1, 41) for first in range(1, second + 1)]
    for first, second in [*cases, (1, 700), (256, 700), (511, 700), (512, 513), (699, 700)]:
        proof = proofs.consistency(at, first, second)
        assert proof == subproof(first, LEAVES[:second])
        assert proofs.consistent(first, second, proof, mth(LEAVES[:first]), mth(LEAVES[:second]))
    assert proofs.consistent(0, 9, [], EMPTY, mth(LEAVES[:9]))


def test_a_thousand_mutated_proofs_are_all_refused(mth: Callable[[Sequence[bytes]], bytes]) -> None:
    """A flipped bit, a hash too many or too few, two swapped, another index, size, leaf or root: none is taken."""
    at, chance = nodes(tiled(LEAVES)), Random(184)  # noqa: S311  # the same mutations in every run
    for _ in range(500):
        size = chance.randrange(2, 700)
        index, first = chance.randrange(size), chance.randrange(1, size)
        root, old = mth(LEAVES[:size]), mth(LEAVES[:first])
        proof, chain = proofs.inclusion(at, index, size), proofs.consistency(at, first, size)
        wrong = mutated(proof, chance)
        assert not proofs.included(LEAVES[index], index, size, wrong, root)
        assert not proofs.consistent(first, size, mutated(chain, chance), old, root)
        assert not proofs.included(LEAVES[index], (index + 1) % size, size, proof, root)
        assert not proofs.included(LEAVES[index - 1], index, size, proof, root)
        assert not proofs.included(LEAVES[index], index, size, proof, old)
        assert not proofs.consistent(first, size, chain, root, old)
        assert not proofs.consistent(size, first, chain, root, old)


def mutated(proof: Sequence[bytes], chance: Random) -> list[bytes]:
    """The same proof, but for one thing."""
    found = [*proof]
    kind = chance.randrange(4)
    if kind == 0 or len(found) < 2:
        found.insert(chance.randrange(len(found) + 1), chance.randbytes(32))
    elif kind == 1:
        del found[chance.randrange(len(found))]
    elif kind == 2:
        found[0], found[-1] = found[-1], found[0]
    else:
        place, bit = chance.randrange(len(found)), chance.randrange(256)
        found[place] = (int.from_bytes(found[place]) ^ (1 << bit)).to_bytes(32)
    return found
