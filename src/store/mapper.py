"""Between records and entries of the log: what a fact and its metadata are as columns, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dondoc.domain.fact import Meta, Record, Registry
from dondoc.domain.ports import unstamp
from dondoc.store.recorder import Entry


def record(row: object, registry: Registry) -> Record:
    """The record in a row of the log."""
    r: Any = row
    meta = Meta(
        on=date.fromisoformat(r.on_day),
        actor=r.actor,
        office=r.office,
        on_behalf_of=r.on_behalf_of,
        command_id=r.command_id,
        correlation_id=r.correlation_id,
        causation_id=r.causation_id,
        basis=r.basis,
        recorded_at=unstamp(r.recorded_at),
    )
    return Record(r.event_id, r.stream, r.version, registry.decode(r.name, r.data), meta, r.position)


def entry(record: Record) -> Entry:
    """The entry that a record is stored as."""
    meta = record.meta
    return Entry(
        record.stream,
        record.version,
        record.fact.name,
        record.fact.encode(),
        record.event_id,
        meta.on.isoformat(),
        meta.actor,
        meta.office,
        meta.on_behalf_of,
        meta.command_id,
        meta.correlation_id,
        meta.causation_id,
        meta.basis,
    )


def entry_of(row: object) -> Entry:
    """The entry in a row of the log."""
    r: Any = row
    return Entry(
        r.stream,
        r.version,
        r.name,
        r.data,
        r.event_id,
        r.on_day,
        r.actor,
        r.office,
        r.on_behalf_of,
        r.command_id,
        r.correlation_id,
        r.causation_id,
        r.basis,
        r.position,
        r.recorded_at,
    )


def placed(record: Record, entry: Entry) -> Record:
    """The record, once it has its place in the log."""
    meta = replace(record.meta, recorded_at=unstamp(entry.recorded_at))
    return replace(record, position=entry.position, meta=meta)
