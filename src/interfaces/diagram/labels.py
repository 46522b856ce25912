"""What stands in the boxes of a picture, in Vietnamese, broken into lines, and how large each box must be for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dondoc.domain.catalogue import Catalogue
from dondoc.domain.procedure import Procedure, State, Step
from dondoc.interfaces import procedure_terms as terms
from dondoc.interfaces.diagram.letters import width, wrap

STATE_LIMIT, STEP_LIMIT, CLOCK_LIMIT = 150.0, 172.0, 205.0
"""How wide the text in a box may be, in units of the picture."""
PADDING_X, PADDING_Y = 11.0, 8.0
NAME, SMALL = 14.0, 12.0
SIGN = 15.0
"""Room for the sign of a clock before its text."""


@dataclass(frozen=True, slots=True)
class Label:
    """A text in a box. `style` is its class in the stylesheet; `sign` says that a clock stands before it."""

    style: str
    lines: tuple[str, ...]
    size: float
    sign: bool = False

    @property
    def bold(self) -> bool:
        """Whether its letters are."""
        return self.style in {"name", "mark"}

    @property
    def leading(self) -> float:
        """The height of one of its lines."""
        return round(self.size * 1.28)

    @property
    def width(self) -> float:
        """How wide it is at most."""
        widest = max(width(line, self.size, bold=self.bold) for line in self.lines)
        return widest + (SIGN if self.sign else 0.0)

    @property
    def height(self) -> float:
        """How high it is."""
        return self.leading * len(self.lines)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The texts of one box from top to bottom, and the classes that say what the box is."""

    classes: str
    labels: tuple[Label, ...]

    def size(self, least: float = 0.0) -> tuple[float, float]:
        """Width and height of its box, at least so wide."""
        widest = max(label.width for label in self.labels)
        height = sum(label.height for label in self.labels)
        return max(widest + 2 * PADDING_X, least), height + 2 * PADDING_Y


def of_state(state: State, procedure: Procedure, here: str = "") -> Labelled:
    """What a state's box says; `here` is the id of the state in which a task is now."""
    labels = [_label("name", state.name, STATE_LIMIT)]
    classes = ["state"]
    if state.outcome:
        classes += ["end", state.outcome]
        labels.append(_label("outcome", terms.outcome(state, procedure), STATE_LIMIT))
    if state.id == here:
        classes.append("here")
        labels.append(_label("mark", "► Việc đang ở đây", STATE_LIMIT))
    return Labelled(" ".join(classes), tuple(labels))


def of_step(step: Step, procedure: Procedure, catalogue: Catalogue) -> Labelled:
    """What a step's box says: its name, who may take it, its clocks, who must not be the same person."""
    labels = [_label("mark", "! Ngoại lệ", STEP_LIMIT)] if step.exception else []
    labels.append(_label("name", step.name, STEP_LIMIT))
    labels.append(_label("who", "; ".join(terms.role(by, catalogue) for by in step.by), STEP_LIMIT))
    if step.stays and len(step.from_) > 1:
        also = (procedure.state(state).name for state in step.from_[1:])
        labels.append(_label("other", f"cũng ở: {'; '.join(also)}", STEP_LIMIT))
    if step.other_person_than:
        labels.append(_label("other", f"khác người đã: {'; '.join(terms.others(step, procedure))}", STEP_LIMIT))
    labels += _clocks("bắt đầu", terms.started(step, procedure)) + _clocks("dừng", terms.stopped(step, procedure))
    return Labelled("step exception" if step.exception else "step", tuple(labels))


def _clocks(what: str, names: Iterable[str]) -> list[Label]:
    return [_label("timed", f"{what}: {name}", CLOCK_LIMIT, sign=True) for name in names]


def _label(style: str, text: str, limit: float, *, sign: bool = False) -> Label:
    size = NAME if style == "name" else SMALL
    lines = wrap(text, size, limit - (SIGN if sign else 0.0), bold=style in {"name", "mark"})
    return Label(style, tuple(lines), size, sign)
