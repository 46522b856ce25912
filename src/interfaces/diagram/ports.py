"""Where wires are joined to the boxes of a picture, seen from above: no heights."""

from __future__ import annotations

from collections.abc import Mapping

from dondoc.interfaces.diagram.layers import Layers, Trunk, Wire
from dondoc.interfaces.diagram.spreading import within

PORT = 14.0
"""Between two wires at a box."""
CORNER = 11.0
"""From a wire to the box's corner."""
ASIDE = 7.0
"""How far a wire keeps from another that it runs past."""
STRAIGHT = 0.5
"""What is less aslant than this is upright."""
Port = tuple[str, bool, Trunk]
"""A node, whether it is its upper side, and the trunk that is joined to it there."""


def ports_of(wire: Wire) -> tuple[Port, Port]:
    """The two ends of a wire: at the node above, and at the node below it."""
    return (wire.upper, False, wire.trunk), (wire.lower, True, wire.trunk)


def least_widths(layers: Layers) -> dict[str, float]:
    """How wide each box must be for its wires, by node."""
    sides: dict[tuple[str, bool], int] = {}
    for node, upper, _ in {port for gap in layers.gaps for wire in gap for port in ports_of(wire)}:
        sides[node, upper] = sides.get((node, upper), 0) + 1
    widths: dict[str, float] = {}
    for (node, _), count in sides.items():
        widths[node] = max(widths.get(node, 0.0), 2 * CORNER + PORT * (count - 1))
    return widths


def ports(layers: Layers, middle: Mapping[str, float], widths: Mapping[str, float]) -> dict[Port, float]:
    """Where each trunk is joined to each node: as straight towards its other ends as the box lets it."""
    others: dict[Port, list[Port]] = {}
    for wire in (wire for gap in layers.gaps for wire in gap):
        upper, lower = ports_of(wire)
        others.setdefault(upper, []).append(lower)
        others.setdefault(lower, []).append(upper)
    at = {port: middle[port[0]] for port in others}
    sides: dict[tuple[str, bool], list[Port]] = {}
    for port in others:
        if port[0] in widths:
            sides.setdefault(port[:2], []).append(port)
    for _ in range(4):
        for (node, _upper), joined in sides.items():
            wanted = {port: sum(at[o] for o in others[port]) / len(others[port]) for port in joined}
            # Two trunks between the same two boxes come in the same order at both.
            joined.sort(key=lambda port: (round(wanted[port], 3), port[2]))
            half = max(widths[node] / 2 - CORNER, 0.0)
            places = within([wanted[port] for port in joined], middle[node] - half, middle[node] + half, PORT)
            at.update(zip(joined, places, strict=True))
    for gap in layers.gaps:
        above, below = (dict.fromkeys(ports_of(wire)[side] for wire in gap) for side in (0, 1))
        for moving, facing in ((below, above), (above, below)):
            _step_aside(list(moving), list(facing), at, {n: (middle[n], widths[n] / 2) for n in widths if n in middle})
    return at


def _step_aside(
    moving: list[Port], facing: list[Port], at: dict[Port, float], boxes: Mapping[str, tuple[float, float]]
) -> None:
    """Move ports that lie just opposite one of another trunk: the two wires could not run past each other.

    `boxes` are the middle and half the width of each; what passes a layer does not move, nor what is upright.
    """
    for port in moving:
        node, _, trunk = port
        whole = [at[other] for other in (*moving, *facing) if other[2] == trunk]
        if node not in boxes or max(whole) - min(whole) < STRAIGHT:
            continue
        middle, half = boxes[node]
        taken = [at[other] for other in moving if other != port and other[0] == node]
        taken += [at[other] for other in facing if other[2] != trunk]
        tried = (at[port] + way * far for far in (0.0, ASIDE, 2 * ASIDE) for way in (1, -1))
        free = (x for x in tried if abs(x - middle) <= half - ASIDE and all(abs(x - other) >= ASIDE for other in taken))
        at[port] = next(free, at[port])
