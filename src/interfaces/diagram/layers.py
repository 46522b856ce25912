"""Which layer of a picture each state and step stands in, and the wires between them.

States stand in even layers by their longest way from the first one, steps in the odd ones between. A wire that passes
a layer gets a bend there. All wires to one target that come from one side are one trunk: they may run together, since
they mean the same. Knows nothing of sizes, words or places.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.domain.procedure import Procedure, Step

STATE, STEP, BEND = "state ", "step ", "bend "
"""How the names of nodes begin."""
PLAIN, EXCEPTION, OTHERWISE = "plain", "exception", "otherwise"
"""What kind of wire: an ordinary one, one of an exception, one that is taken while forms are still to be proved."""


@dataclass(frozen=True, slots=True, order=True)
class Trunk:
    """Wires that lead to the same target from the same side; `down` is from above."""

    target: str
    down: bool
    style: str


@dataclass(frozen=True, slots=True)
class Wire:
    """A piece of a trunk between two neighbouring layers."""

    upper: str
    lower: str
    trunk: Trunk


@dataclass
class Layers:
    """The layers from top to bottom, the wires below each of them, the steps that lead back to their own state.

    `loops` names those by state; they stand in no layer. `exceptions` are the steps that go around another.
    """

    rows: list[list[str]]
    gaps: list[list[Wire]]
    loops: dict[str, list[str]]
    exceptions: frozenset[str]


def layered(procedure: Procedure) -> Layers:
    """The layers of a procedure; within a layer in the order of the procedure."""
    ranks = _ranks(procedure)
    loops: dict[str, list[str]] = {}
    row_of = {STATE + state: 2 * rank for state, rank in ranks.items()}
    arrows: list[tuple[str, str, str]] = []
    for step in procedure.steps:
        if step.stays or step.targets() == {*step.from_} == {step.to}:
            # Drawn once, at the first of its states; its label names the others.
            loops.setdefault(STATE + step.from_[0], []).append(STEP + step.id)
            continue
        row_of[STEP + step.id] = _row(step, ranks)
        arrows += _arrows(step)
    rows: list[list[str]] = [[] for _ in range(max(row_of.values()) + 1)]
    for node, row in row_of.items():
        rows[row].append(node)
    exceptions = frozenset(STEP + step.id for step in procedure.steps if step.exception)
    return Layers(rows, _wired(arrows, row_of, rows), loops, exceptions)


def _arrows(step: Step) -> Iterator[tuple[str, str, str]]:
    node, style = STEP + step.id, EXCEPTION if step.exception else PLAIN
    for state in dict.fromkeys(step.from_):
        yield STATE + state, node, style
    yield node, STATE + step.to, style
    if step.otherwise and step.otherwise != step.to:
        yield node, STATE + step.otherwise, OTHERWISE


def _ranks(procedure: Procedure) -> dict[str, int]:
    """How many steps lie on the longest way to each state, ways back left out."""
    ranked = {state.id for state in procedure.states}
    after = {
        state.id: list(
            dict.fromkeys(t for s in procedure.open_to(state.id) for t in (s.to, s.otherwise) if t in ranked)
        )
        for state in procedure.states
    }
    order = _order(procedure.initial, after)
    place = {state: at for at, state in enumerate(order)}
    ranks = dict.fromkeys(order, 0)
    for state in order:
        for target in after[state]:
            if place[target] > place[state]:
                ranks[target] = max(ranks[target], ranks[state] + 1)
    return {state.id: ranks[state.id] for state in procedure.states}


def _order(initial: str, after: dict[str, list[str]]) -> list[str]:
    """Every state before those that it leads to, unless that is a way back (depth first, last left is first)."""
    left: list[str] = []
    seen = {initial}
    path = [(initial, iter(after[initial]))]
    while path:
        state, rest = path[-1]
        target = next((t for t in rest if t not in seen), None)
        if target is None:
            left.append(state)
            path.pop()
        else:
            seen.add(target)
            path.append((target, iter(after[target])))
    return left[::-1]


def _row(step: Step, ranks: dict[str, int]) -> int:
    """Just below the last state that it leads on from; a step that only leads back stands just below its target."""
    far = max(ranks[state] for state in step.targets())
    above = [ranks[state] for state in step.from_ if ranks[state] < far]
    return 2 * (max(above) if above else far) + 1


def _wired(arrows: list[tuple[str, str, str]], row_of: dict[str, int], rows: list[list[str]]) -> list[list[Wire]]:
    bends: dict[tuple[Trunk, int], str] = {}
    gaps: list[dict[Wire, None]] = [{} for _ in range(len(rows) - 1)]
    for source, target, style in arrows:
        down = row_of[source] < row_of[target]
        trunk = Trunk(target, down, style)
        at, row = source, row_of[source]
        while row != row_of[target]:
            row += 1 if down else -1
            following = target
            if row != row_of[target]:
                if (trunk, row) not in bends:
                    bends[trunk, row] = f"{BEND}{len(bends)}"
                    rows[row].append(bends[trunk, row])
                following = bends[trunk, row]
            wire = Wire(at, following, trunk) if down else Wire(following, at, trunk)
            gaps[row - 1 if down else row][wire] = None
            at = following
    return [list(gap) for gap in gaps]
