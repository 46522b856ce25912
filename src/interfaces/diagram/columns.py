"""Where nodes stand in the breadth of a picture. Heights are not its business, nor are wires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from dondoc.interfaces.diagram.layers import BEND, PLAIN, Layers
from dondoc.interfaces.diagram.spreading import spread
from dondoc.interfaces.diagram.straight import straighten

BESIDE = 26.0
"""Between two boxes of a layer."""
PAST = 15.0
"""Between a wire that passes a layer and what stands beside it."""
SWEEPS = 60
Reach = tuple[float, float]
"""How far a node reaches to the left and to the right of where its wires are."""


def middles(layers: Layers, reach: Mapping[str, Reach]) -> dict[str, float]:
    """Where each node stands: as near to the middle of its neighbours as the others in its layer let it."""
    apart = [_apart(row, reach) for row in layers.rows]
    x: dict[str, float] = {}
    for row, distances in zip(layers.rows, apart, strict=True):
        x.update(zip(row, spread([0.0] * len(row), [1.0] * len(row), distances), strict=True))
    pulls = _pulls(layers)
    rows = list(zip(layers.rows, apart, strict=True))
    for sweep in range(SWEEPS):
        for row, distances in rows if sweep % 2 == 0 else rows[::-1]:
            weights = [sum(weight for _, weight in pulls[node]) for node in row]
            wanted = [
                sum(x[other] * weight for other, weight in pulls[node]) / whole
                for node, whole in zip(row, weights, strict=True)
            ]
            x.update(zip(row, spread(wanted, weights, distances), strict=True))
    straighten(layers, x, apart)
    left = min(x[node] - reach[node][0] for node in x)
    return {node: at - left for node, at in x.items()}


def _apart(row: Sequence[str], reach: Mapping[str, Reach]) -> list[float]:
    found = [0.0]
    for left, right in pairwise(row):
        passing = left.startswith(BEND) or right.startswith(BEND)
        found.append(reach[left][1] + reach[right][0] + (PAST if passing else BESIDE))
    return found


def _pulls(layers: Layers) -> dict[str, list[tuple[str, float]]]:
    """The neighbours of each node, and how much each draws it: what passes layers should run straight."""
    found: dict[str, list[tuple[str, float]]] = {node: [] for row in layers.rows for node in row}
    for wire in (wire for gap in layers.gaps for wire in gap):
        bends = wire.upper.startswith(BEND) + wire.lower.startswith(BEND)
        onward = wire.trunk.down and wire.trunk.style == PLAIN
        weight = (1.0, 2.0, 8.0)[bends] * (2.0 if onward else 1.0)
        found[wire.upper].append((wire.lower, weight))
        found[wire.lower].append((wire.upper, weight))
    return found
