"""Which annexes were read as drafts of plans? Their records, straight from the log."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from dondoc.domain.draft_decider import PREFIX
from dondoc.domain.fact import Record, Registry
from dondoc.domain.facts.draft import PlanDraftAccepted, PlanDraftCellSettled, PlanDraftRead
from dondoc.store.mapper import record as record_of
from dondoc.store.schema import events


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft: when it was read, how many cells were doubtful then and are still, whether it was accepted."""

    id: str
    plan: str
    on: str
    rows: int
    doubtful: int
    settled: int
    accepted: bool


def drafts(connection: Connection, registry: Registry) -> list[DraftLine]:
    """Every draft, oldest first."""
    query = select(events).where(events.c.stream.startswith(PREFIX, autoescape=True)).order_by(events.c.position)
    streams: dict[str, list[Record]] = {}
    for row in connection.execute(query):
        found = record_of(row, registry)
        streams.setdefault(found.stream, []).append(found)
    return [_line(stream, records) for stream, records in streams.items()]


def _line(stream: str, records: list[Record]) -> DraftLine:
    read = records[0].fact
    assert isinstance(read, PlanDraftRead)  # nothing else begins the stream of a draft
    cells = {(r.fact.row, r.fact.column) for r in records if isinstance(r.fact, PlanDraftCellSettled)}
    waiting = {(row, column) for row, column, _ in read.draft.doubtful()}
    return DraftLine(
        id=stream.removeprefix(PREFIX),
        plan=read.plan,
        on=records[0].meta.on.isoformat(),
        rows=read.rows,
        doubtful=read.doubtful,
        settled=len(cells & waiting),
        accepted=any(isinstance(r.fact, PlanDraftAccepted) for r in records),
    )
