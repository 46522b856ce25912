"""What our tables are called where several share a database: a schema, and what their names begin with.

Both travel with a statement as options of its connection; no table is defined twice, and no statement of a host is
touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from dondoc.store.schema import PREFIX

SCHEMAS = "schema_translate_map"
"""The toolkit's own option: by it a table without a schema gets one as the statement is sent."""

_OPTIONS = (SCHEMAS, "dondoc_prefix")
_SENT = "before_cursor_execute"


def options(schema: str, prefix: str) -> dict[str, Any]:
    """The options that put our tables into a schema, where one is named, under a prefix."""
    return {SCHEMAS: {None: schema or None}, "dondoc_prefix": prefix}


@contextmanager
def named(connection: Connection, options: Mapping[str, Any]) -> Iterator[None]:
    """Lets a host's connection call our tables by these options until the end, and is then as it was."""
    before = {name: connection.get_execution_options().get(name) for name in _OPTIONS}
    hears = prefix_of(options) != PREFIX and not event.contains(connection, _SENT, renamed)
    if hears:
        rename_tables(connection)
    connection.execution_options(**{name: options.get(name) for name in _OPTIONS})
    try:
        yield
    finally:
        connection.execution_options(**before)
        if hears:
            event.remove(connection, _SENT, renamed)


def schema_of(options: Mapping[str, Any]) -> str | None:
    """The schema that some options name."""
    mapped: dict[None, str | None] = options.get(SCHEMAS) or {}
    return mapped.get(None)


def prefix_of(options: Mapping[str, Any]) -> str:
    """The prefix that some options name; ours where they name none."""
    return options.get("dondoc_prefix") or PREFIX


def rename_tables(place: Engine | Connection) -> None:
    """Let statements with those options name the tables by their prefix."""
    event.listen(place, _SENT, renamed, retval=True)


def renamed(
    _connection: Any, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool
) -> tuple[str, Any]:
    """The statement with the prefix of its options; any other as it is."""
    # Values travel apart from the statement, so that only names of tables and indexes can begin so.
    prefix = context.execution_options.get("dondoc_prefix") if context else None
    return (statement.replace(PREFIX, prefix) if prefix else statement), parameters
