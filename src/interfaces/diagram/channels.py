"""How wires run between two layers: straight down, or along a track across.

Trunks that would run over each other in the same upright are put on tracks in such an order that they do not, as far
as there is one; among those orders one with few crossings is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dondoc.interfaces.diagram.layers import Trunk, Wire
from dondoc.interfaces.diagram.ports import STRAIGHT, Port, ports_of
from dondoc.interfaces.diagram.shapes import Line, Point

NEAR = 6.0
"""Uprights that are nearer than this look like one."""
JOIN = 8.0
"""How far a wire that joins another runs along with it."""
_OVER = 50
"""What it costs when two trunks run over each other, in crossings."""
End = tuple[float, str]
"""Where a wire is joined to which node."""


@dataclass(frozen=True, slots=True)
class Net:
    """A trunk between two layers: where it is joined to nodes of the upper one and of the lower one."""

    trunk: Trunk
    above: tuple[End, ...]
    below: tuple[End, ...]

    @property
    def left(self) -> float:
        """Where its track begins."""
        return min(x for x, _ in (*self.above, *self.below))

    @property
    def right(self) -> float:
        """Where its track ends."""
        return max(x for x, _ in (*self.above, *self.below))

    @property
    def straight(self) -> bool:
        """Whether it needs no track."""
        return self.right - self.left < STRAIGHT

    def lines(self, edge: Mapping[str, float], track: float) -> Iterator[Line]:
        """The lines that draw it.

        Args:
            edge: the height at which it is joined to each node.
            track: the height of its track.
        """
        sources, ((x, node),) = (self.above, self.below) if self.trunk.down else (self.below, self.above)
        target: Point = (x, edge[node])
        # The straightest one runs the whole way, or the farthest one on the left; the others join it.
        first, *joining = sorted(sources, key=lambda end: (abs(end[0] - x) >= STRAIGHT, end[0]))
        yield self._line(self._path(first, edge, track, target), head=node == self.trunk.target)
        onward = JOIN if target[1] > track else -JOIN
        for end in joining:
            alone = all(abs(end[0] - x) >= abs(other - x) for other, _ in sources if (other < x) == (end[0] < x))
            stop = (x, track + onward)
            if not alone:
                stop = (end[0] + (min(JOIN, x - end[0]) if end[0] < x else -min(JOIN, end[0] - x)), track)
            yield self._line(self._path(end, edge, track, stop), head=False)

    def _path(self, end: End, edge: Mapping[str, float], track: float, goal: Point) -> tuple[Point, ...]:
        """From where a wire is joined to a node over the track to a point."""
        x, node = end
        if abs(x - goal[0]) < STRAIGHT:
            return (goal[0], edge[node]), goal
        corners = ((x, edge[node]), (x, track))
        return (*corners, goal) if goal[1] == track else (*corners, (goal[0], track), goal)

    def _line(self, points: tuple[Point, ...], *, head: bool) -> Line:
        return Line(points, self.trunk.style, self.trunk.target, head)


def nets(gap: list[Wire], at: Mapping[Port, float]) -> list[Net]:
    """The trunks between two layers, given where they are joined to nodes."""
    found: dict[Trunk, tuple[dict[End, None], dict[End, None]]] = {}
    for wire in gap:
        above, below = found.setdefault(wire.trunk, ({}, {}))
        upper, lower = ports_of(wire)
        above[at[upper], wire.upper] = None
        below[at[lower], wire.lower] = None
    return [Net(trunk, tuple(above), tuple(below)) for trunk, (above, below) in found.items()]


def tracks(gap: list[Net]) -> dict[Trunk, int]:
    """The track of each trunk that needs one, counted from the upper layer."""
    order = _ordered([net for net in gap if not net.straight])
    found: dict[Trunk, int] = {}
    for at, net in enumerate(order):
        beside = [found[other.trunk] for other in order[:at] if _meet(net, other)]
        found[net.trunk] = max(beside, default=-1) + 1
    return found


def _meet(net: Net, other: Net) -> bool:
    return net.left < other.right + 2 * NEAR and other.left < net.right + 2 * NEAR


def _ordered(gap: list[Net]) -> list[Net]:
    """In the order of their tracks: each is moved to where it costs least, until nothing gets better."""
    order = sorted(gap, key=lambda net: (net.left, net.right, net.trunk))
    for _ in range(len(order)):
        before = order[:]
        for net in before:
            rest = [other for other in order if other is not net]
            costs = [0]
            for other in rest:
                costs.append(costs[-1] - _cost(net, other) + _cost(other, net))
            best = min(range(len(costs)), key=lambda at: (costs[at], at))
            order = [*rest[:best], net, *rest[best:]]
        if order == before:
            break
    return order


def _cost(upper: Net, lower: Net) -> int:
    """What it costs to put one net above another: crossings, and much for running over each other."""
    crossed = sum(lower.left < x < lower.right for x, _ in upper.below)
    crossed += sum(upper.left < x < upper.right for x, _ in lower.above)
    over = sum(abs(down - up) < NEAR for down, _ in upper.below for up, _ in lower.above)
    return crossed + _OVER * over
