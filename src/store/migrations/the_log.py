"""The first tables: the log and its head, commands, followers, the outbox, who may come in, which read models."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

position = sa.BigInteger().with_variant(sa.Integer, "sqlite")
text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make them, and put down an empty head."""
    _log()
    head = op.create_table(
        "dondoc_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", position, nullable=False),
        sa.Column("recorded_at", text, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "position": 0, "recorded_at": "", "hash": b"\0" * 32}])
    op.create_table(
        "dondoc_commands",
        sa.Column("actor", text, nullable=False),
        sa.Column("command_id", text, nullable=False),
        sa.Column("fingerprint", text, nullable=False),
        sa.Column("stream", text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("first", position, nullable=False),
        sa.Column("last", position, nullable=False),
        sa.PrimaryKeyConstraint("actor", "command_id"),
    )
    op.create_table(
        "dondoc_tracking",
        sa.Column("follower", text, primary_key=True),
        sa.Column("position", position, nullable=False),
    )
    op.create_table(
        "dondoc_read_models",
        sa.Column("name", text, primary_key=True),
        sa.Column("shape", text, nullable=False),
    )

    _outbox()
    _access()


def _outbox() -> None:
    words = ("channel", "receiver", "lane", "day")
    op.create_table(
        "dondoc_outbox",
        sa.Column("key", text, primary_key=True),
        *(sa.Column(name, text, nullable=False) for name in words),
        sa.Column("pressing", sa.Integer, nullable=False),
        sa.Column("made_at", text, nullable=False),
        sa.Column("body", text, nullable=False),
        sa.Column("state", text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_at", text, nullable=False),
        sa.Column("leased_until", text, nullable=False),
        sa.Column("reason", text, nullable=False),
    )
    op.create_index("dondoc_outbox_due", "dondoc_outbox", ["state", "lane", "next_at"])
    op.create_table(
        "dondoc_outbox_entries",
        *(sa.Column(name, text, nullable=False) for name in ("entry", "receiver", "channel", "key")),
        sa.PrimaryKeyConstraint("entry", "receiver", "channel"),
    )
    op.create_index("dondoc_outbox_entries_key", "dondoc_outbox_entries", ["key"])


def _access() -> None:
    op.create_table(
        "dondoc_credentials",
        sa.Column("account", text, primary_key=True),
        sa.Column("hash", text, nullable=False),
        sa.Column("set_at", text, nullable=False),
    )
    op.create_table(
        "dondoc_invitations",
        sa.Column("account", text, primary_key=True),
        sa.Column("token", text, nullable=False, unique=True),
        sa.Column("ends_at", text, nullable=False),
    )
    op.create_table(
        "dondoc_sessions",
        sa.Column("token", text, primary_key=True),
        *(sa.Column(name, text, nullable=False) for name in ("account", "opened_at", "used_at")),
    )
    op.create_index("dondoc_sessions_account", "dondoc_sessions", ["account"])
    op.create_table(
        "dondoc_feeds",
        sa.Column("token", text, primary_key=True),
        *(sa.Column(name, text, nullable=False) for name in ("kind", "owner")),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("opened_at", text, nullable=False),
    )
    op.create_index("dondoc_feeds_owner", "dondoc_feeds", ["owner"])
    op.create_table(
        "dondoc_token_keys",
        sa.Column("token", text, primary_key=True),
        sa.Column("digest", text, nullable=False, unique=True),
        sa.Column("used_at", text, nullable=False),
    )
    op.create_table(
        "dondoc_attempts",
        sa.Column("id", text, primary_key=True),
        *(sa.Column(name, text, nullable=False) for name in ("name", "address", "at")),
        sa.Column("passed", sa.Integer, nullable=False),
    )
    op.create_index("dondoc_attempts_name", "dondoc_attempts", ["name", "at"])
    op.create_index("dondoc_attempts_address", "dondoc_attempts", ["address", "at"])


def _log() -> None:
    words = ("actor", "office", "on_behalf_of", "command_id", "correlation_id", "causation_id", "basis")
    op.create_table(
        "dondoc_events",
        sa.Column("position", position, primary_key=True, autoincrement=False),
        sa.Column("stream", text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("event_id", text, nullable=False),
        sa.Column("on_day", text, nullable=False),
        sa.Column("recorded_at", text, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in words),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("stream", "version", name="dondoc_events_stream_version"),
    )
    op.create_index("dondoc_events_recorded_at", "dondoc_events", ["recorded_at"])
