"""A procedure as an SVG picture, whole in itself: no script, no font, no other file, no style but by classes.

Inside a page the page's stylesheet gives the colours; a picture that stands alone carries them along.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.procedure import Procedure
from dondoc.interfaces import procedure_terms as terms
from dondoc.interfaces.diagram import legend
from dondoc.interfaces.diagram.drawing import Drawing, drawing
from dondoc.interfaces.diagram.labels import SIGN, Label, Labelled
from dondoc.interfaces.diagram.letters import width
from dondoc.interfaces.diagram.shapes import Box, Line, Point

ROUND = 6.0
"""The radius of a wire's corners."""
HEAD = 8.0
INNER = 3.5
"""Between the two borders of an end."""
TITLE, HEADING = 16.0, 34.0


def svg(procedure: Procedure, catalogue: Catalogue, *, here: str = "", stylesheet: str = "") -> str:
    """The picture.

    Args:
        procedure: what to draw.
        catalogue: names the roles.
        here: id of the state in which a task is now; it is marked.
        stylesheet: given, the picture stands alone: it carries these rules and a heading.
    """
    drawn = drawing(procedure, catalogue, here)
    title = f"{procedure.name} (phiên bản {procedure.version})"
    top = HEADING if stylesheet else 0.0
    across = max(drawn.width, width(title, TITLE, bold=True) + 28) if stylesheet else drawn.width
    size = f'width="{across:.0f}" height="{drawn.height + top:.0f}"'
    view = f'viewBox="0 {-top:.0f} {across:.0f} {drawn.height + top:.0f}"'
    names = f"so-do-{procedure.id}-ten", f"so-do-{procedure.id}-loi"
    told = f'class="diagram" role="img" aria-labelledby="{names[0]} {names[1]}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {told} {size} {view}>',
        f'<title id="{names[0]}">Sơ đồ quy trình: {_said(title)}</title>',
        f'<desc id="{names[1]}">{_said(" ".join(terms.sentences(procedure, catalogue)))}</desc>',
    ]
    if stylesheet:
        parts += [
            f"<style>{escape(stylesheet, quote=False)}</style>",
            f'<rect class="paper" x="0" y="{-top:.0f}" width="100%" height="100%"/>',
            f'<text class="heading" x="14" y="-10">{_said(title)}</text>',
        ]
    return "\n".join([*parts, *_picture(drawn), "</svg>"]) + "\n"


def _picture(drawn: Drawing) -> Iterator[str]:
    layout = drawn.layout
    yield from (_wire(line) for line in layout.lines)
    yield from (_head(line) for line in {line.points[-2:]: line for line in layout.lines if line.head}.values())
    yield f'<circle class="start" cx="{layout.start[0]:.1f}" cy="{layout.start[1]:.1f}" r="6"/>'
    for node, box in layout.boxes.items():
        yield from _box(drawn.texts[node], box)
    for entry in drawn.legend:
        yield from _entry(entry)


def _wire(line: Line) -> str:
    """A line with round corners."""
    path = [f"M{_at(line.points[0])}"]
    for before, corner, after in zip(line.points, line.points[1:], line.points[2:], strict=False):
        radius = min(ROUND, _length(before, corner) / 2, _length(corner, after) / 2)
        into, out = _towards(corner, before, radius), _towards(corner, after, radius)
        path.append(f"L{_at(into)}Q{_at(corner)} {_at(out)}")
    path.append(f"L{_at(line.points[-1])}")
    return f'<path class="wire {line.style}" d="{"".join(path)}"/>'


def _head(line: Line) -> str:
    tip = line.points[-1]
    (x1, y1), (x2, y2) = line.points[-2], tip
    length = _length((x1, y1), tip) or 1.0
    ahead, aside = ((x2 - x1) / length, (y2 - y1) / length), ((y1 - y2) / length, (x2 - x1) / length)
    back = (x2 - ahead[0] * HEAD, y2 - ahead[1] * HEAD)
    wings = [(back[0] + aside[0] * HEAD * k, back[1] + aside[1] * HEAD * k) for k in (0.45, -0.45)]
    return f'<path class="head" d="M{_at(tip)}L{_at(wings[0])}L{_at(wings[1])}Z"/>'


def _box(text: Labelled, box: Box) -> Iterator[str]:
    yield f'<g class="box {text.classes}">'
    yield _frame(box, 0.0, rounded="state" in text.classes)
    if "end" in text.classes:
        yield _frame(box, INNER, rounded=True)
    top = box.middle[1] - sum(label.height for label in text.labels) / 2
    for label in text.labels:
        yield from _label(label, box.middle[0], top)
        top += label.height
    yield "</g>"


def _frame(box: Box, inside: float, *, rounded: bool) -> str:
    radius = f' rx="{min(10.0, box.height / 3):.0f}"' if rounded else ""
    return (
        f'<rect x="{box.x + inside:.1f}" y="{box.y + inside:.1f}" width="{box.width - 2 * inside:.1f}" '
        f'height="{box.height - 2 * inside:.1f}"{radius}/>'
    )


def _label(label: Label, middle: float, top: float) -> Iterator[str]:
    if label.sign:  # such a line begins at its sign, the others stand in the middle
        middle -= label.width / 2
        yield _clock(middle + 5.5, top + label.leading / 2)
        middle += SIGN
    lines = "".join(
        f'<tspan x="{middle:.1f}" y="{top + at * label.leading + label.size * 0.97:.1f}">{_said(line)}</tspan>'
        for at, line in enumerate(label.lines)
    )
    yield f'<text class="{label.style}">{lines}</text>'


def _clock(x: float, y: float) -> str:
    hands = f"M{x:.1f} {y - 3:.1f}V{y:.1f}H{x + 2.5:.1f}"
    return f'<g class="clock"><circle cx="{x:.1f}" cy="{y:.1f}" r="5"/><path d="{hands}"/></g>'


def _entry(entry: legend.Entry) -> Iterator[str]:
    sign = Box(entry.box.x, entry.box.y, legend.SIGN_WIDTH, legend.SIGN_HEIGHT)
    x, y = sign.middle
    yield '<g class="legend">'
    match entry.kind:
        case "otherwise":
            line = Line(((sign.x, y), (sign.right, y)), "otherwise", "", head=True)
            yield _wire(line) + _head(line)
        case "clock":
            yield _clock(x, y)
        case kind:
            yield f'<g class="box {"state end" if kind == "end" else kind}">'
            yield _frame(sign, 0.0, rounded=kind in {"state", "end"})
            yield _frame(sign, INNER, rounded=True) if kind == "end" else ""
            yield "</g>"
    yield f'<text x="{sign.right + legend.BESIDE:.1f}" y="{y + 4:.1f}">{_said(entry.text)}</text></g>'


def _said(text: str) -> str:
    """The text as markup shows it; characters that XML may not hold are shown as a box."""
    return escape("".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split())))


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, goal: Point, distance: float) -> Point:
    length = _length(start, goal) or 1.0
    part = distance / length
    return start[0] + (goal[0] - start[0]) * part, start[1] + (goal[1] - start[1]) * part
