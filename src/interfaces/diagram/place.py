"""Where every box of a picture stands and how every wire runs. Boxes never overlap, and no wire runs through a box.

Each layer is a band across the picture: within it boxes stand beside each other and wires that pass have room of their
own; only between two bands do wires change sides. Units are those of the boxes' sizes. Knows no words.
"""

from __future__ import annotations

from collections.abc import Mapping

from dondoc.interfaces.diagram import columns, ports
from dondoc.interfaces.diagram.channels import Net, nets, tracks
from dondoc.interfaces.diagram.layers import EXCEPTION, PLAIN, Layers
from dondoc.interfaces.diagram.shapes import Box, Layout, Line, Point, Size

MARGIN = 14.0
LOOP = 36.0
"""Between a state and a step that leads back to it."""
STACKED = 10.0
TRACK = 11.0
LEAVE, ARRIVE = 13.0, 20.0
"""From a layer to the first track below it, and from the last one to the next layer: heads need more room."""
START = 28.0
"""Room for the sign of the beginning above the first state."""


def place(layers: Layers, sizes: Mapping[str, Size], initial: str) -> Layout:
    """Lay a picture out.

    Args:
        layers: its nodes in order.
        sizes: width and height of the box of each state and step.
        initial: the node of the first state.
    """
    stacks = {state: _stack([sizes[step] for step in steps]) for state, steps in layers.loops.items()}
    # A state is as high as all the steps together that lead back to it.
    sizes = {node: (w, max(h, stacks.get(node, (0.0, 0.0))[1])) for node, (w, h) in sizes.items()}
    reach = {node: _reach(sizes.get(node), stacks.get(node)) for row in layers.rows for node in row}
    middle = {node: x + MARGIN for node, x in columns.middles(layers, reach).items()}
    at = ports.ports(layers, middle, {node: width for node, (width, _) in sizes.items()})
    gaps = [nets(gap, at) for gap in layers.gaps]
    found = Layout()
    _draw(found, layers, sizes, middle, gaps)
    _begin(found, initial)
    across = [box.right for box in found.boxes.values()] + [x for line in found.lines for x, _ in line.points]
    found.width = max(across) + MARGIN
    return found


def _stack(steps: list[Size]) -> Size:
    """The size of steps one above the other."""
    return max(width for width, _ in steps), sum(height for _, height in steps) + STACKED * (len(steps) - 1)


def _reach(size: Size | None, stack: Size | None) -> columns.Reach:
    half = size[0] / 2 if size else 0.0
    return half, half + (LOOP + stack[0] if stack else 0.0)


def _draw(
    found: Layout, layers: Layers, sizes: Mapping[str, Size], middle: Mapping[str, float], gaps: list[list[Net]]
) -> None:
    """Layer by layer from the top: the boxes of each, then the wires above it."""
    top, above = MARGIN + START, dict[str, float]()
    for row, gap in zip(layers.rows, [[], *gaps], strict=True):
        lanes, first = tracks(gap), top + LEAVE
        if gap:
            top = first + TRACK * max(lanes.values(), default=0) + ARRIVE
        band = max(sizes.get(node, (0.0, 0.0))[1] for node in row)
        for node in row:
            _stand(found, layers, sizes, node, (middle[node], top + band / 2))
        for net in gap:
            edge = above | {node: found.boxes[node].y if node in sizes else top + band / 2 for _, node in net.below}
            found.lines += net.lines(edge, first + TRACK * lanes.get(net.trunk, 0))
        above = {node: found.boxes[node].bottom if node in sizes else top + band / 2 for node in row}
        top += band
    found.height = top + MARGIN


def _stand(found: Layout, layers: Layers, sizes: Mapping[str, Size], node: str, middle: Point) -> None:
    """The box of a node around its middle, and to its right those of the steps that lead back to it."""
    if node not in sizes:
        return
    (x, y), (width, height) = middle, sizes[node]
    own = found.boxes[node] = Box(x - width / 2, y - height / 2, width, height)
    steps = layers.loops.get(node, [])
    top = y - _stack([sizes[step] for step in steps])[1] / 2 if steps else y
    for step in steps:
        box = found.boxes[step] = Box(own.right + LOOP, top, *sizes[step])
        out, back = box.middle[1] - 6, box.middle[1] + 6
        style = EXCEPTION if step in layers.exceptions else PLAIN
        found.lines.append(Line(((own.right, out), (box.x, out)), style, step, head=True))
        found.lines.append(Line(((box.x, back), (own.right, back)), style, node, head=True))
        top = box.bottom + STACKED


def _begin(found: Layout, initial: str) -> None:
    x, y = found.boxes[initial].middle[0], found.boxes[initial].y
    found.start = (x, y - START + 7)
    found.lines.append(Line((found.start, (x, y)), PLAIN, initial, head=True))
