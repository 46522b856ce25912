"""What a picture consists of, before anybody draws it: boxes, lines, its size. No words, no colours."""

from __future__ import annotations

from dataclasses import dataclass, field

Size = tuple[float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any room; touching is not sharing."""
        beside = self.right <= other.x or other.right <= self.x
        return not (beside or self.bottom <= other.y or other.bottom <= self.y)


@dataclass(frozen=True, slots=True)
class Line:
    """A wire, or a piece of one that joins another: its corners, its style, whether it ends in a head.

    `target` is the node that it leads to.
    """

    points: tuple[Point, ...]
    style: str
    target: str
    head: bool


@dataclass
class Layout:
    """A picture: its size, the box of every state and step by node, its lines, the sign of the beginning."""

    width: float = 0.0
    height: float = 0.0
    boxes: dict[str, Box] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    start: Point = (0.0, 0.0)
