"""What the spokesperson's desk shows: what waits for clearance, clocks that run, what is set and who has confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from dondoc.interfaces import steps, wording
from dondoc.interfaces.setting import SetDay, set_days
from dondoc.interfaces.web.asked import Asked
from dondoc.projections import matters
from dondoc.projections.task_list import TaskLine

AHEAD, BACK = timedelta(days=180), timedelta(days=14)
"""How far ahead days are shown that were set, and how long after they have passed."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is set for a day, and the tasks that were asked for it: of which duty, in which state, with their number."""

    set: SetDay
    left: int
    asked: list[tuple[str, list[tuple[str, list[TaskLine]]]]]


@dataclass(frozen=True)
class DeskView:
    """All that the page shows; `clearing` is the step by which the reader clears each task, where they may."""

    gates: list[TaskLine]
    clearing: dict[str, str]
    clocks: list[TaskLine]
    coming: list[Coming]


def desk_view(ask: Asked) -> DeskView:
    """The desk as it stands."""
    clearing: dict[str, str] = {}
    gates: dict[str, TaskLine] = {}
    for actor in ask.actors if ask.is_now else ():
        for line in ask.dondoc.queue(actor.office):
            if step := steps.gate(line, actor.office, ask.catalogue):
                gates[line.id], clearing[line.id] = line, step
    days = set_days(ask.dondoc, ask.when, ask.as_of - BACK, ask.as_of + AHEAD)
    return DeskView(
        gates=sorted(gates.values(), key=lambda line: (line.due is None, line.due_at or line.due or "", line.id)),
        clearing=clearing,
        clocks=ask.dondoc.seen(matters.clocked, ask.when),
        coming=[_coming(ask, each) for each in days],
    )


def _coming(ask: Asked, found: SetDay) -> Coming:
    lines = sorted(ask.dondoc.inputs(found.task, ask.when), key=lambda line: line.procedure)
    by_kind = []
    for procedure, alike in groupby(lines, key=lambda line: line.procedure):
        own = sorted(alike, key=lambda line: line.state)
        known = ask.catalogue.procedures.get(f"{procedure}/{own[0].procedure_version}")
        states = [(state, list(of)) for state, of in groupby(own, key=lambda line: wording.state(line, ask.catalogue))]
        by_kind.append((known.name if known else procedure, states))
    return Coming(found, wording.days_between(ask.as_of, found.day), by_kind)
