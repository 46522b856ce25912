"""What the signs of a picture mean, below it: only those that it uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.domain.procedure import Procedure
from dondoc.interfaces.diagram.labels import SMALL
from dondoc.interfaces.diagram.letters import width
from dondoc.interfaces.diagram.shapes import Box

SIGN_WIDTH, SIGN_HEIGHT, BESIDE = 28.0, 15.0, 7.0
APART, LINE, MARGIN = 20.0, 22.0, 14.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A sign and its meaning; `kind` is what it is a sign of, `box` the room for both."""

    kind: str
    text: str
    box: Box


def entries(procedure: Procedure, breadth: float, top: float) -> list[Entry]:
    """The entries below a picture of that breadth, line by line from that height on."""
    found: list[Entry] = []
    x, y = MARGIN, top
    for kind, text in _meanings(procedure):
        wide = SIGN_WIDTH + BESIDE + width(text, SMALL)
        if found and x + wide > breadth - MARGIN:
            x, y = MARGIN, y + LINE
        found.append(Entry(kind, text, Box(x, y, wide, SIGN_HEIGHT)))
        x += wide + APART
    return found


def _meanings(procedure: Procedure) -> Iterator[tuple[str, str]]:
    yield "state", "trạng thái"
    yield "step", "bước, ai thực hiện"
    yield "end", "trạng thái kết thúc việc"
    if any(step.exception for step in procedure.steps):
        yield "exception", "ngoại lệ: đi vòng qua một bước"
    if any(step.otherwise for step in procedure.steps):
        yield "otherwise", "khi còn hình thức phải thực hiện"
    if procedure.clocks:
        yield "clock", "thời hạn bắt đầu hoặc dừng"
