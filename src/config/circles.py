"""Ladders that climb in a circle: whose higher levels urge those below, or come back to those who were urged before."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.config.findings import Findings
from dondoc.config.references import Parts
from dondoc.domain import choosing
from dondoc.domain.catalogue import Catalogue
from dondoc.domain.ladder import Ladder
from dondoc.domain.reminder import offices
from dondoc.domain.rung import Kind

_CURE = "Name an office that stands above, or give this rung the level of the one before it."


def check(parts: Parts, catalogue: Catalogue, findings: Findings) -> None:
    """Report levels that lead down the tree of bodies, or back, whichever body owes the task.

    Where that is so for some of them only (a ministry that owes one, and asks its own Office), it is not wrong.
    """
    source, file = parts.reminders
    owers = _owers(catalogue)
    for i, ladder in enumerate(file.ladders):
        wrong = [dict(_wrong(ladder, body, catalogue)) for body in owers.get(ladder.id, ())]
        for j, (en, vi) in wrong[0].items() if wrong else ():
            if all(j in each for each in wrong):
                findings.add(source, ("ladders", i, "rungs", j, "to"), en, vi=vi, cure=_CURE)


def _owers(catalogue: Catalogue) -> dict[str, list[str]]:
    """The bodies that each ladder may urge, whatever the marks of their tasks."""
    kinds: tuple[Kind, ...] = ("due", "days", "hours", "silence", "pace")
    found: dict[str, dict[str, None]] = {}
    for duty in catalogue.duties.values():
        owers = catalogue.owers(duty)
        for ladder in catalogue.ladders:
            marks = ladder.marks
            if any(ladder in choosing.candidates(catalogue, duty, kind, marks) for kind in kinds):
                found.setdefault(ladder.id, {}).update(dict.fromkeys(owers))
    return {ladder: list(bodies) for ladder, bodies in found.items()}


def _wrong(ladder: Ladder, body: str, catalogue: Catalogue) -> Iterator[tuple[int, tuple[str, str]]]:
    """The rungs at which a body's ladder goes wrong: the index of each, and what is wrong."""
    levels: dict[int, set[str]] = {}
    first: dict[int, int] = {}
    for j, rung in enumerate(ladder.rungs):
        levels.setdefault(rung.level, set()).update(to for to in offices(rung, body) if "/" in to)
        first.setdefault(rung.level, j)
    order = sorted(levels)
    for n, level in enumerate(order):
        j, here = first[level], levels[level]
        under = {office.split("/")[0] for office in levels[order[n - 1]]} if n else {body} if level else set()
        if here and all(_lies_below(office.split("/")[0], under, catalogue) for office in here):
            named = ", ".join(sorted(here))
            yield (
                j,
                (
                    f"The level {level} of {ladder.id!r} goes down: {named} reports to those who were urged before.",
                    f"Cấp {level} của {ladder.id!r} đi xuống: {named} là cấp dưới của nơi đã được đôn đốc trước.",
                ),
            )
        for before in order[: max(n - 1, 0)]:
            between = set().union(*(levels[each] for each in order if before < each < level))
            if here <= levels[before] and not between <= levels[before]:
                yield (
                    j,
                    (
                        f"The level {level} of {ladder.id!r} comes back to those of level {before}.",
                        f"Cấp {level} của {ladder.id!r} quay lại nơi đã được đôn đốc ở cấp {before}.",
                    ),
                )
                break


def _lies_below(body: str, under: set[str], catalogue: Catalogue) -> bool:
    """Whether a body lies strictly below one of some bodies."""
    known = catalogue.bodies.get(body)
    above = known.parent if known else None
    return above is not None and (above in under or _lies_below(above, under, catalogue))
