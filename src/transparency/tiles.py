"""The tree cut into tiles of 256 hashes, as in C2SP tlog-tiles, so that one grows and any proof reads a few of them.

Tile (level, number) holds hashes 256 x number to 256 x number + 255 of the nodes at height 8 x level. Level 0 is the
leaves' own hashes. The last tile of a level may be shorter. It keeps nothing; a function gives the tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dondoc.transparency.tree import SIZE, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
Tiles = Callable[[int, int], bytes]
"""Gives the hashes of a tile by level and number, one after the other; empty where there is no such tile."""


class NoTile(LookupError):
    """A hash is asked for that no tile holds."""


def node(tiles: Tiles, height: int, index: int) -> bytes:
    """The root of a complete subtree of 2^height leaves, the index-th of that height.

    Raises:
        NoTile: the tiles do not hold it.
    """
    level, above = divmod(height, HEIGHT)
    first = index << above
    number, at = divmod(first, WIDTH)
    hashes = _cut(tiles(level, number))[at : at + (1 << above)]
    if len(hashes) != 1 << above:
        raise NoTile(f"tile {level}/{number}")
    return folded(hashes)


def folded(hashes: Sequence[bytes]) -> bytes:
    """The root over so many hashes side by side; their number is a power of two."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]


def grown(tiles: Tiles, size: int, hashes: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """The tiles that change when leaves are added to a tree of some size: what they hold afterwards.

    Raises:
        NoTile: the last tile of a level is missing or too short.
    """
    changed: dict[tuple[int, int], bytes] = {}
    level, at, new = 0, size, list(hashes)
    while new:
        number, kept = divmod(at, WIDTH)
        held = tiles(level, number)[: kept * SIZE] if kept else b""
        if len(held) != kept * SIZE:
            raise NoTile(f"tile {level}/{number}")
        line = [*_cut(held), *new]
        above: list[bytes] = []
        for start in range(0, len(line), WIDTH):
            part = line[start : start + WIDTH]
            changed[level, number + start // WIDTH] = b"".join(part)
            if len(part) == WIDTH:
                above.append(folded(part))
        level, at, new = level + 1, number, above
    return changed


def _cut(tile: bytes) -> list[bytes]:
    return [tile[at : at + SIZE] for at in range(0, len(tile), SIZE)]
