"""How the engine itself is doing: clocks, ticks, followers, outbox, checkpoints, versions. Plain data for any door."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dondoc import __version__
from dondoc.answers import Answers
from dondoc.domain.ports import unstamp
from dondoc.interfaces import reasons, wording
from dondoc.projections import PROJECTIONS, milestones
from dondoc.projections import notices as fates
from dondoc.projections.ticks import last_own
from dondoc.store import checkpoints
from dondoc.store.follower import positions
from dondoc.store.migrating import revision_of
from dondoc.store.outbox import DEAD, QUEUED, SENT, Message, Outbox
from dondoc.workflow.guard import TOLERANCE

SHOWN = 30
"""Notices that were given up, on a page."""


@dataclass(frozen=True)
class Operations:
    """All that an operator looks at. Times are in UTC; `agrees` is None under a simulated clock.

    `followers` have the position that each has come to; the read models are always where the log is.
    """

    position: int
    wall: datetime
    database: datetime
    last_event: datetime | None
    agrees: bool | None
    own: datetime | None
    followers: list[tuple[str, int]]
    read_models: list[str]
    waiting: int
    outbox: dict[str, int]
    dead: list[Message]
    unreached: list[tuple[str, str, str]]
    checkpoint: checkpoints.Kept | None
    versions: list[tuple[str, str]]
    plans: list[dict[str, Any]]


def operations(dondoc: Answers) -> Operations:
    """How it stands now."""
    outbox = Outbox(dondoc.store)
    wall, database = dondoc.clock.now(), dondoc.store.now()
    last = dondoc.store.last_recorded_at()
    own = dondoc.ask(last_own)
    counts = outbox.counts()
    return Operations(
        position=dondoc.store.position(),
        wall=wall,
        database=database,
        last_event=unstamp(last) if last else None,
        agrees=None if dondoc.clock.simulated else abs(wall - database) <= TOLERANCE,
        own=unstamp(own) if own else None,
        followers=dondoc.ask(positions),
        read_models=[each.name for each in PROJECTIONS],
        waiting=dondoc.ask(fates.count_waiting)[0],
        outbox={state: counts.get(state, 0) for state in (QUEUED, SENT, DEAD)},
        dead=outbox.listed(DEAD, SHOWN) if counts.get(DEAD) else [],
        unreached=dondoc.ask(fates.not_sent, SHOWN),
        checkpoint=dondoc.ask(checkpoints.newest),
        versions=_versions(dondoc),
        plans=_plans(dondoc),
    )


def reason(said: str) -> str:
    """Why a notice did not go out, in words."""
    return reasons.said(said)


def _versions(dondoc: Answers) -> list[tuple[str, str]]:
    with dondoc.store.reading() as connection:
        dialect = connection.dialect
        number = ".".join(map(str, dialect.server_version_info or ()))
        revision = revision_of(connection)
    return [
        ("dondoc", __version__),
        ("Python", platform.python_version()),
        (dialect.name, number),
        ("Lược đồ của nhật ký", revision or "—"),
    ]


def _plans(dondoc: Answers) -> list[dict[str, Any]]:
    """The plans in the wording in which they are followed."""
    found = dondoc.ask(milestones.adopted)
    return [
        {"plan": name, "name": file.plan.name, "version": found[name].version, "revision": found[name].revision,
         "digest": found[name].digest, "position": wording.number(found[name].position)}
        for name, file in dondoc.catalogue.plans.items() if name in found
    ]  # fmt: skip
