"""A sparkline: for each period how much there was of what was asked; the last period is the one that runs."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dondoc.interfaces.pictures.marks import tag

HIGH, WIDE, GAP = 22, 7, 2


def spark(said: str, periods: Sequence[tuple[str, int, int]]) -> Markup:
    """The line of some periods: label, how many, of how many. `said` tells the same in words."""
    most = max([1, *(max(done, asked) for _, done, asked in periods)])
    drawn: dict[str, list[str]] = {"asked": [], "full": [], "short": []}
    for at, (_, done, asked) in enumerate(periods):
        x = at * (WIDE + GAP)
        drawn["asked"].append(_box(x, asked, most))
        if done:
            drawn["full" if done >= asked else "short"].append(_box(x, done, most))
    parts = [tag("path", d="".join(boxes), class_=kind) for kind, boxes in drawn.items() if boxes]
    width = max(len(periods) * (WIDE + GAP) - GAP, 1)
    return tag(
        "svg", *parts, class_="picture spark", role="img", aria_label=said, viewBox=f"0 0 {width} {HIGH}",
        width=width, height=HIGH,
    )  # fmt: skip


def _box(x: int, number: int, most: int) -> str:
    high = round((HIGH - 1) * number / most)
    return f"M{x} {HIGH - high}h{WIDE}v{high}h-{WIDE}z"
