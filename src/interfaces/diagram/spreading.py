"""Numbers on a line, as near as they can be to where each would like to be while keeping their distance."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], weights: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The places that are nearest to the wanted ones, by weighted squares.

    Args:
        wanted: where each would like to be; their order is kept, whatever they want.
        weights: how much each insists on it; above 0.
        apart: the least distance of each from the one before it; the first is not read.
    """
    # Taking the distances away leaves a rising row of numbers: blocks that want to overtake each other are joined
    # and stand at their weighted middle (pool adjacent violators).
    gone = [0.0]
    for distance in apart[1:]:
        gone.append(gone[-1] + distance)
    blocks: list[tuple[float, float, int]] = []
    for want, weight, distance in zip(wanted, weights, gone, strict=True):
        middle, sum_of, count = want - distance, weight, 1
        while blocks and blocks[-1][0] > middle:
            other, others, more = blocks.pop()
            middle = (middle * sum_of + other * others) / (sum_of + others)
            sum_of, count = sum_of + others, count + more
        blocks.append((middle, sum_of, count))
    flat = [middle for middle, _, count in blocks for _ in range(count)]
    return [at + distance for at, distance in zip(flat, gone, strict=True)]


def within(wanted: Sequence[float], low: float, high: float, apart: float) -> list[float]:
    """The same for numbers that insist equally, between two bounds; closer together where there is no room."""
    last = len(wanted) - 1
    apart = min(apart, (high - low) / last) if last else apart
    bounded = [min(max(want, low + at * apart), high - (last - at) * apart) for at, want in enumerate(wanted)]
    return spread(bounded, [1.0] * len(bounded), [apart] * len(bounded))
