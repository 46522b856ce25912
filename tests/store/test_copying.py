"""What a copy of a database holds."""

from __future__ import annotations

from dondoc.store import schema
from dondoc.store.copying import COPIED


def test_no_table_of_the_store_is_left_out_of_a_copy() -> None:
    """A table that is added is copied too, but for the list of read models and what people come in by."""
    passwords = {schema.credentials, schema.invitations, schema.sessions, schema.attempts}
    ways_in = {*passwords, schema.token_keys, schema.feeds}
    assert set(COPIED) == set(schema.metadata.tables.values()) - {schema.read_models, *ways_in}
