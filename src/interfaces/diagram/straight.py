"""Wires that pass several layers are put upright, with as few sideways steps as what stands beside them allows."""

from __future__ import annotations

from collections.abc import Mapping

from dondoc.interfaces.diagram.layers import BEND, Layers

Bend = tuple[int, int]
"""The row and the place in it where a bend stands."""
NOWHERE = float("-inf"), float("inf")
"""Nothing stands in the way."""


def straighten(layers: Layers, x: dict[str, float], apart: list[list[float]]) -> None:
    """Move bends, never past what their neighbours leave free.

    Args:
        layers: the nodes in order.
        x: where each stands; changed.
        apart: for each row, the least distance of each node from the one before it.
    """
    at = {node: (row, place) for row, nodes in enumerate(layers.rows) for place, node in enumerate(nodes)}
    for _ in range(2):
        for chain in _chains(layers):
            _put_upright(chain, at, layers, x, apart)


def _chains(layers: Layers) -> list[list[str]]:
    """The bends of each trunk from top to bottom; there is one in each row that it passes."""
    found: dict[object, dict[str, None]] = {}
    for gap in layers.gaps:
        for wire in gap:
            for node in (wire.upper, wire.lower):
                if node.startswith(BEND):
                    found.setdefault(wire.trunk, {})[node] = None
    return [list(chain) for chain in found.values()]


def _put_upright(
    chain: list[str], at: Mapping[str, Bend], layers: Layers, x: dict[str, float], apart: list[list[float]]
) -> None:
    run: list[str] = []
    low, high = NOWHERE
    for node in chain:
        least, most = _free(at[node], layers, x, apart)
        if max(low, least) > min(high, most):
            _stand(run, low, high, x)
            run, (low, high) = [], NOWHERE
        run.append(node)
        low, high = max(low, least), min(high, most)
    _stand(run, low, high, x)


def _stand(run: list[str], low: float, high: float, x: dict[str, float]) -> None:
    middle = min(max(sum(x[node] for node in run) / len(run), low), high)
    x.update(dict.fromkeys(run, middle))


def _free(bend: Bend, layers: Layers, x: Mapping[str, float], apart: list[list[float]]) -> tuple[float, float]:
    """From where to where a bend could move; it may always stay, however the sums were rounded."""
    row, place = bend
    nodes, now = layers.rows[row], x[layers.rows[row][place]]
    low = x[nodes[place - 1]] + apart[row][place] if place else float("-inf")
    high = x[nodes[place + 1]] - apart[row][place + 1] if place + 1 < len(nodes) else float("inf")
    return min(low, now), max(high, now)
