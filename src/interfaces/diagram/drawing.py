"""A procedure made ready to be drawn: texts, places and legend together."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.procedure import Procedure
from dondoc.interfaces.diagram import legend
from dondoc.interfaces.diagram.crossings import untangle
from dondoc.interfaces.diagram.labels import Labelled, of_state, of_step
from dondoc.interfaces.diagram.layers import STATE, STEP, layered
from dondoc.interfaces.diagram.place import MARGIN, place
from dondoc.interfaces.diagram.ports import least_widths
from dondoc.interfaces.diagram.shapes import Layout


@dataclass(frozen=True, slots=True)
class Drawing:
    """What each box says, by node; where everything is; the legend; the size of the whole."""

    texts: dict[str, Labelled]
    layout: Layout
    legend: list[legend.Entry]
    width: float
    height: float


def drawing(procedure: Procedure, catalogue: Catalogue, here: str = "") -> Drawing:
    """A procedure made ready; `here` is the id of the state in which a task is now, or empty."""
    texts = {STATE + state.id: of_state(state, procedure, here) for state in procedure.states}
    texts |= {STEP + step.id: of_step(step, procedure, catalogue) for step in procedure.steps}
    layers = layered(procedure)
    untangle(layers)
    least = least_widths(layers)
    sizes = {node: text.size(least.get(node, 0.0)) for node, text in texts.items()}
    layout = place(layers, sizes, STATE + procedure.initial)
    signs = legend.entries(procedure, max(layout.width, 560.0), layout.height + MARGIN)
    width = max(layout.width, *(sign.box.right + MARGIN for sign in signs))
    return Drawing(texts, layout, signs, width, signs[-1].box.bottom + MARGIN)
