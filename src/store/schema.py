"""The tables of the event store: log, head, commands, followers, outbox, who may come in, read models, the tree.

The log's columns are text and integers that mean the same bytes on every database, since the hash covers them.
`data` holds the exact bytes of the fact. Nothing ever updates or deletes a row of the log. These tables are made by the
migrations; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

PREFIX = "dondoc_"
"""What the names of our tables begin with, unless the settings say otherwise."""

metadata = MetaData()
Position = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "dondoc_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("on_day", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("on_behalf_of", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("causation_id", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version", name="dondoc_events_stream_version"),
    Index("dondoc_events_recorded_at", "recorded_at"),
)

head = Table(
    "dondoc_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("position", Position, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

commands = Table(
    "dondoc_commands",
    metadata,
    Column("actor", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("first", Position, nullable=False),
    Column("last", Position, nullable=False),
    PrimaryKeyConstraint("actor", "command_id"),
)

tracking = Table(
    "dondoc_tracking",
    metadata,
    Column("follower", Text, primary_key=True),
    Column("position", Position, nullable=False),
)

outbox = Table(
    "dondoc_outbox",
    metadata,
    Column("key", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("pressing", Integer, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Text, nullable=False),
    Column("leased_until", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Index("dondoc_outbox_due", "state", "lane", "next_at"),
)

# Which reminder went into which notice: who comes second composes nothing.
outbox_entries = Table(
    "dondoc_outbox_entries",
    metadata,
    Column("entry", Text, nullable=False),
    Column("receiver", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("key", Text, nullable=False),
    PrimaryKeyConstraint("entry", "receiver", "channel"),
    Index("dondoc_outbox_entries_key", "key"),
)

# Who may come in by a password of their own. None of it is in the log, and none of it leaves with an export.
credentials = Table(
    "dondoc_credentials",
    metadata,
    Column("account", Text, primary_key=True),
    Column("hash", Text, nullable=False),
    Column("set_at", Text, nullable=False),
)

# Links by which a password is set, once; a token is kept as its SHA-256, here and in the sessions.
invitations = Table(
    "dondoc_invitations",
    metadata,
    Column("account", Text, primary_key=True),
    Column("token", Text, nullable=False, unique=True),
    Column("ends_at", Text, nullable=False),
)

sessions = Table(
    "dondoc_sessions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("used_at", Text, nullable=False),
    Index("dondoc_sessions_account", "account"),
)

# By which SHA-256 a token of the API is known again; whose it is and what it allows are facts.
token_keys = Table(
    "dondoc_token_keys",
    metadata,
    Column("token", Text, primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("used_at", Text, nullable=False),
)

# Addresses at which calendars are read without a session.
feeds = Table(
    "dondoc_feeds",
    metadata,
    Column("token", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("opened_at", Text, nullable=False),
    Index("dondoc_feeds_owner", "owner"),
)

# Tries to come in. Name and address are kept as hashes: somebody may have typed a password for a name.
attempts = Table(
    "dondoc_attempts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("passed", Integer, nullable=False),
    Index("dondoc_attempts_name", "name", "at"),
    Index("dondoc_attempts_address", "address", "at"),
)

read_models = Table(
    "dondoc_read_models",
    metadata,
    Column("name", Text, primary_key=True),
    Column("shape", Text, nullable=False),
)

# The log as a Merkle tree, see `dondoc.transparency.tiles`: made from the log by a follower, anew where it was lost.
tiles = Table(
    "dondoc_tiles",
    metadata,
    Column("level", Integer, nullable=False),
    Column("number", Position, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("level", "number"),
)

# What was signed: each stands for itself by its signature, and counts where a copy of it is kept elsewhere.
checkpoints = Table(
    "dondoc_checkpoints",
    metadata,
    Column("size", Position, primary_key=True, autoincrement=False),
    Column("made_at", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("note", Text, nullable=False),
)


def sort_by_bytes(tables: MetaData) -> None:
    """Let text columns sort by their bytes and hold any length, as SQLite's do, whatever the server's language."""
    for table in tables.tables.values():
        for column in table.columns:
            if isinstance(column.type, String):
                column.type = column.type.with_variant(Text(collation="C"), "postgresql")


sort_by_bytes(metadata)
