"""What pictures are made of: elements, the signs of cells, hatching. Texts are escaped; colours come from classes.

Nothing is told by colour alone: what is late is hatched and bears its sign, what waits is drawn with dashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from dondoc.domain.status import Cell

SIGNS = {
    Cell.DONE_ON_TIME: "✓",
    Cell.DONE_LATE: "✓",
    Cell.OPEN_IN_TERM: "○",
    Cell.OPEN_OVERDUE: "▲",
    Cell.WAITING: "…",
    Cell.CANCELLED: "✕",
}
"""A sign for each cell, always beside its word or number."""


def tag(name: str, *inside: str | Markup, **attributes: object) -> Markup:
    """An element; `class_` is its class, `stroke_width` becomes `stroke-width`. What is None is left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = Markup("").join(escape(each) for each in inside)
    return Markup(f"<{name}{said}>{body}</{name}>") if body else Markup(f"<{name}{said}/>")  # noqa: S704  # all parts are escaped above


def _short(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def picture(
    name: str, title: str, width: float, height: float, parts: Iterable[Markup], nth: int = 0
) -> Markup:  # fmt: skip
    """A whole picture: `name` is the class of its kind, `title` is what it shows, in words.

    Of several pictures of a kind on a page the `nth` follows the first, whose hatching it shares.
    """
    titled = tag("title", title, id=f"{name}-{nth}-ten")
    box = f"0 0 {_short(float(width))} {_short(float(height))}"
    return tag(
        "svg", titled, *([] if nth else [tag("defs", hatching())]), *parts, class_=f"picture {name}", role="group",
        aria_labelledby=f"{name}-{nth}-ten", viewBox=box, width=float(width), height=float(height),
    )  # fmt: skip


def hatching() -> Markup:
    """The pattern that marks what is late, also on paper without colours."""
    line = tag("path", d="M-1 1 l2 -2 M0 6 l6 -6 M5 7 l2 -2", class_="hatch")
    return tag("pattern", line, id="gach", width=6, height=6, patternUnits="userSpaceOnUse")


def linked(href: str, label: str, *inside: Markup) -> Markup:
    """Something that leads to a page; `label` says what it shows to whoever does not see it."""
    return tag("a", *inside, href=href, aria_label=label)


def worst(cells: Mapping[Cell, int]) -> Cell | None:
    """The cell that presses most of those in which something stands; cancelled only where there is nothing else."""
    return max((cell for cell, count in cells.items() if count), default=None)
