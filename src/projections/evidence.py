"""Which proofs are there, of what, and in whose place? One row a proof and version, in the order of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Index, Integer, String, Table, Text, insert, select

from dondoc.domain.fact import Record
from dondoc.domain.facts.evidence import EvidenceAttached
from dondoc.projections.base import Position, metadata

proofs = Table(
    "dondoc_evidence",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("evidence", String(64), nullable=False),
    Column("label", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("day", String(10)),
    Column("version", Integer, nullable=False),
    Column("supersedes", String(64)),
    Column("link", Text),
    Column("about", Text, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("position", Position, nullable=False),
    Index("dondoc_evidence_stream", "stream"),
    Index("dondoc_evidence_content", "evidence"),
)


class Evidence:
    """Keeps `dondoc_evidence`."""

    name = "evidence"
    tables = (proofs,)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """One row a proof."""
        rows = [
            {
                **record.fact.model_dump(mode="json"),
                "position": record.position,
                "event_id": record.event_id,
                "stream": record.stream,
                "on_day": record.meta.on.isoformat(),
            }
            for record in records
            if isinstance(record.fact, EvidenceAttached)
        ]
        if rows:
            connection.execute(insert(proofs), rows)


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof in a list. `standing`: no later version has taken its place."""

    event_id: str
    stream: str
    evidence: str
    label: str
    media: str
    size: int
    day: str | None
    version: int
    supersedes: str | None
    link: str | None
    about: str
    on: str
    standing: bool


def of(connection: Connection, streams: Sequence[str], *, upto: int, on: str) -> list[ProofLine]:
    """The proofs of some streams, as known up to a position, attached by a day; oldest first."""
    query = select(proofs).where(proofs.c.stream.in_(streams), proofs.c.position <= upto, proofs.c.on_day <= on)
    rows = connection.execute(query.order_by(proofs.c.position)).all()
    replaced = {(row.stream, row.supersedes) for row in rows}
    return [
        ProofLine(
            row.event_id, row.stream, row.evidence, row.label, row.media, row.size, row.day, row.version,
            row.supersedes, row.link, row.about, row.on_day, (row.stream, row.evidence) not in replaced,
        )
        for row in rows
    ]  # fmt: skip


def files(connection: Connection) -> list[str]:
    """The contents of all files that are named; links are none."""
    query = select(proofs.c.evidence).where(proofs.c.link.is_(None)).distinct()
    return list(connection.execute(query.order_by(proofs.c.evidence)).scalars())


def label_of(connection: Connection, evidence: str) -> str:
    """What a file was called when it was attached last; empty where nothing names it."""
    query = select(proofs.c.label).where(proofs.c.evidence == evidence, proofs.c.link.is_(None))
    return connection.execute(query.order_by(proofs.c.position.desc())).scalars().first() or ""
