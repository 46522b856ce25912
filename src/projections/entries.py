"""What was recorded, fact by fact, with the values of its fields: what registers are made of.

A row holds over a stretch of the log: a correction ends it and starts one with the fields as they are now known, a
withdrawal ends it. Lists and scalars of the fact are indexed by value in `dondoc_entry_values`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    String,
    Table,
    Text,
    and_,
    bindparam,
    insert,
    select,
    update,
)

from dondoc.domain.fact import ActivityFact, Record, StepFact
from dondoc.domain.facts.task import TaskCredited
from dondoc.domain.task import PREFIX
from dondoc.projections.base import NOT_REPLACED, Position, metadata

CORRECTED = "fact.corrected"
"""The stored name of the fact that corrects or withdraws another."""

entries = Table(
    "dondoc_entries",
    metadata,
    Column("position", Position, nullable=False),
    Column("event_id", String(36), nullable=False),
    Column("stream", Text, nullable=False),
    Column("task", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("on_day", String(10), nullable=False),
    Column("data", Text, nullable=False),
    Column("known_from", Position, nullable=False),
    Column("known_to", Position, nullable=False),
    Index("dondoc_entries_position", "position", "known_from"),
    Index("dondoc_entries_name", "name", "on_day"),
    Index("dondoc_entries_event", "event_id", "known_to"),
    Index("dondoc_entries_task", "task"),
)
entry_values = Table(
    "dondoc_entry_values",
    metadata,
    Column("position", Position, nullable=False),
    Column("known_from", Position, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Index("dondoc_entry_values_entry", "position", "known_from", "field"),
    Index("dondoc_entry_values_value", "field", "value"),
)
_LONGEST = 200
"""Values longer than this are prose, which nobody counts or filters by."""


class Entries:
    """Keeps `dondoc_entries` and `dondoc_entry_values`."""

    name = "entries"
    tables = (entries, entry_values)

    def project(self, connection: Connection, records: Sequence[Record]) -> None:
        """New rows in one statement, each correction in one more."""
        new: list[dict[str, Any]] = []
        for record in records:
            if isinstance(record.fact, StepFact | ActivityFact | TaskCredited):
                new.append(_row(record))
            elif record.fact.name == CORRECTED:
                _write(connection, new)
                new = []
                self._correct(connection, record)
        _write(connection, new)

    def _correct(self, connection: Connection, record: Record) -> None:
        said = record.fact.model_dump(mode="json")
        held = and_(entries.c.event_id == said["event_id"], entries.c.known_to == NOT_REPLACED)
        row = connection.execute(select(entries).where(held)).mappings().first()
        if row is None:
            return
        connection.execute(update(entries).where(held).values(known_to=record.position))
        if not said["withdrawn"]:
            data = {**json.loads(row["data"]), **said["fields"]}
            _write(connection, [{**row, "data": _json(data), "known_from": record.position}])


def _row(record: Record) -> dict[str, Any]:
    return {
        "position": record.position,
        "event_id": record.event_id,
        "stream": record.stream,
        "task": record.stream.removeprefix(PREFIX) if record.stream.startswith(PREFIX) else "",
        "name": record.fact.name,
        "body": record.fact.body if isinstance(record.fact, ActivityFact) else "",
        "office": record.meta.office,
        # A registrar enters what others did: it is nobody's own.
        "actor": "" if record.meta.on_behalf_of else record.meta.actor,
        "on_day": record.meta.on.isoformat(),
        "data": _json(record.fact.model_dump(mode="json")),
        "known_from": record.position,
        "known_to": NOT_REPLACED,
    }


_ADD = insert(entries)
_ADD_VALUES = insert(entry_values).values({column.name: bindparam(column.name) for column in entry_values.c})


def _write(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    connection.execute(_ADD, [dict(row) for row in rows])
    found = [value for row in rows for value in _values(row)]
    if found:
        connection.execute(_ADD_VALUES, found)


def _values(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for name, said in json.loads(row["data"]).items():
        if name in StepFact.model_fields:
            continue
        each_once = dict.fromkeys(text(each) for each in (said if isinstance(said, list) else [said]))
        for value in each_once:
            if value and len(value) <= _LONGEST:
                yield {"position": row["position"], "known_from": row["known_from"], "field": name, "value": value}


def text(value: Any) -> str:
    """A value as it is indexed; empty for what is not."""
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
