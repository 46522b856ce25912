"""In which order the nodes of each layer stand, so that few wires cross: sweeps by the middle of the neighbours.

It is not the least number of crossings, which nobody finds quickly; the best order that was seen is kept.
"""

from __future__ import annotations

from dondoc.interfaces.diagram.layers import Layers, Wire

SWEEPS = 12


def untangle(layers: Layers) -> None:
    """Put the rows of the layers in order."""
    best, fewest = [row[:] for row in layers.rows], crossings(layers)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        for at in range(1, len(layers.rows)) if down else range(len(layers.rows) - 2, -1, -1):
            _by_neighbours(layers, at, above=down)
        _swap(layers)
        found = crossings(layers)
        if found < fewest:
            best, fewest = [row[:] for row in layers.rows], found
    layers.rows[:] = best


def crossings(layers: Layers) -> int:
    """How often wires cross."""
    return sum(_crossed(_ends(gap, layers.rows[at], layers.rows[at + 1])) for at, gap in enumerate(layers.gaps))


def _ends(gap: list[Wire], upper: list[str], lower: list[str]) -> list[tuple[int, int]]:
    above, below = _places(upper), _places(lower)
    return [(above[wire.upper], below[wire.lower]) for wire in gap]


def _places(row: list[str]) -> dict[str, int]:
    return {node: at for at, node in enumerate(row)}


def _crossed(ends: list[tuple[int, int]]) -> int:
    return sum((a - c) * (b - d) < 0 for at, (a, b) in enumerate(ends) for c, d in ends[:at])


def _by_neighbours(layers: Layers, at: int, *, above: bool) -> None:
    row = layers.rows[at]
    gap = layers.gaps[at - 1 if above else at]
    other = _places(layers.rows[at - 1 if above else at + 1])
    met: dict[str, list[int]] = {}
    for wire in gap:
        node, neighbour = (wire.lower, wire.upper) if above else (wire.upper, wire.lower)
        met.setdefault(node, []).append(other[neighbour])
    # A node without neighbours there keeps its place, as far as the others let it.
    middle = {node: sum(m) / len(m) if (m := met.get(node)) else float(at) for at, node in enumerate(row)}
    row.sort(key=lambda node: middle[node])


def _swap(layers: Layers) -> None:
    """Swap neighbours in a row wherever that leaves fewer crossings."""
    for at, row in enumerate(layers.rows):
        sides = [_met(layers, at, above=side) for side in (True, False)]
        for place in range(len(row) - 1):
            left, right = row[place], row[place + 1]
            now = sum(_inverted(side.get(left, []), side.get(right, [])) for side in sides)
            swapped = sum(_inverted(side.get(right, []), side.get(left, [])) for side in sides)
            if swapped < now:
                row[place], row[place + 1] = right, left


def _met(layers: Layers, at: int, *, above: bool) -> dict[str, list[int]]:
    """The places of the neighbours of each node of a row, in the row above or below it."""
    beside = at - 1 if above else at + 1
    if not 0 <= beside < len(layers.rows):
        return {}
    other = _places(layers.rows[beside])
    found: dict[str, list[int]] = {}
    for wire in layers.gaps[min(at, beside)]:
        node, neighbour = (wire.lower, wire.upper) if above else (wire.upper, wire.lower)
        found.setdefault(node, []).append(other[neighbour])
    return found


def _inverted(left: list[int], right: list[int]) -> int:
    return sum(a > b for a in left for b in right)
